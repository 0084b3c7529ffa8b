package certificate

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// State is what a certificate is worth now.
type State string

// The states. Making lasts the seconds until the PDF is drawn.
const (
	Making  State = "making"
	Valid   State = "valid"
	Revoked State = "revoked"
)

// State tells what c is worth now.
func (c Certificate) State() State {
	switch {
	case !c.Revoked.IsZero():
		return Revoked
	case !c.Made:
		return Making
	}
	return Valid
}

// Row is a certificate in the organiser's list.
type Row struct {
	Code      string    `json:"code"`
	Number    string    `json:"number"`
	Entry     string    `json:"entry"`
	Title     string    `json:"title"`
	Recipient string    `json:"recipient"`
	Prize     string    `json:"prize"`
	State     State     `json:"state" enum:"making,valid,revoked"`
	IssuedAt  time.Time `json:"issued_at"`
	PDF       string    `json:"pdf,omitempty"`
}

// View is a certificate as anybody who has its code sees it.
type View struct {
	Code          string      `json:"code"`
	Number        string      `json:"number"`
	State         State       `json:"state" enum:"valid,revoked"`
	Campaign      string      `json:"campaign"`
	CampaignTitle string      `json:"campaign_title"`
	Title         string      `json:"title"`
	Recipient     string      `json:"recipient"`
	Unit          string      `json:"unit,omitempty"`
	Prize         string      `json:"prize"`
	IssuedOn      string      `json:"issued_on" format:"date"`
	Issuers       []string    `json:"issuers"`
	Revoked       *revocation `json:"revoked,omitempty"`
}

type revocation struct {
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

type byCode struct {
	Code string `path:"code"`
}

// Routes registers the room's operations.
func (s *Service) Routes(api huma.API, mux *http.ServeMux) {
	web.Get(api, "/certificates/{code}", "查验证书", func(ctx context.Context, in *byCode) (*web.Body[View], error) {
		v, err := s.view(ctx, in.Code)
		return web.Answer(v, err)
	})
	mux.HandleFunc("GET /api/v1/certificates/{code}/pdf", s.servePDF)
	type issued struct {
		Issued int `json:"issued"`
	}
	type inCampaign struct {
		Campaign string `path:"campaign"`
	}
	web.Post(api, "/console/campaigns/{campaign}/certificates/issue", "颁发证书", func(ctx context.Context, in *inCampaign) (*web.Body[issued], error) {
		n, err := s.Issue(ctx, in.Campaign)
		return web.Answer(issued{n}, err)
	})
	web.Get(api, "/console/campaigns/{campaign}/certificates", "证书清单", s.rows)
}

func (s *Service) view(ctx context.Context, code string) (View, error) {
	c, of, err := s.Find(ctx, code)
	if err != nil {
		return View{}, err
	}
	v := View{Code: c.Code, Number: c.Number, State: Valid, Campaign: c.Campaign, CampaignTitle: of.Title, Title: c.Title, Recipient: c.Recipient,
		Unit: c.Unit, Prize: c.PrizeLabel, IssuedOn: c.Issued.In(of.Zone).Format(time.DateOnly), Issuers: s.paper(of, c).Issuers}
	if c.State() == Revoked {
		v.State, v.Revoked = Revoked, &revocation{c.Revoked, c.Reason}
	}
	return v, nil
}

type rowsInput struct {
	Campaign string `path:"campaign"`
	Cursor   string `query:"cursor"`
}

const page = 100

func (s *Service) rows(ctx context.Context, in *rowsInput) (*web.Body[web.List[Row]], error) {
	if _, err := identity.RequireRole(ctx, in.Campaign, identity.Organiser, identity.Auditor); err != nil {
		return nil, err
	}
	after := 0
	if in.Cursor != "" {
		if err := db.DecodeCursor(in.Cursor, &after); err != nil {
			return nil, err
		}
	}
	out := web.List[Row]{Items: []Row{}}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := list(ctx, tx, in.Campaign, after, page+1)
		if len(all) > page {
			all = all[:page]
			out.Next = db.EncodeCursor(all[page-1].Seq)
		}
		for _, c := range all {
			r := Row{Code: c.Code, Number: c.Number, Entry: c.Entry, Title: c.Title, Recipient: c.Recipient, Prize: c.PrizeLabel, State: c.State(), IssuedAt: c.Issued}
			if c.Made {
				r.PDF = "/api/v1/certificates/" + c.Code + "/pdf"
			}
			out.Items = append(out.Items, r)
		}
		return err
	})
	return web.Answer(out, err)
}

// servePDF sends the paper. A revoked certificate is not handed out any more.
func (s *Service) servePDF(w http.ResponseWriter, r *http.Request) {
	f, c, err := s.PDF(r.Context(), r.PathValue("code"))
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	defer func() { _ = f.Close() }()
	if c.State() == Revoked {
		web.Fail(w, r, errRevoked.With("reason", c.Reason))
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", "inline; filename*=UTF-8''"+url.PathEscape("证书 "+c.Number+".pdf"))
	http.ServeContent(w, r, "", c.Issued, f)
}
