package award

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/web"
)

// View is a roll on the console.
type View struct {
	State     State       `json:"state" enum:"none,provisional,publicised,confirmed"`
	Blockers  []string    `json:"blockers" doc:"What must be done before the next step"`
	Method    string      `json:"method"`
	InputsSum string      `json:"inputs_sha256,omitempty"`
	Computed  *time.Time  `json:"computed_at,omitempty"`
	Window    *Window     `json:"window,omitempty" doc:"The publicity, from (inclusive) to (exclusive)"`
	ListSum   string      `json:"list_sha256,omitempty"`
	Prizes    []PrizeView `json:"prizes"`
	Log       []Step      `json:"log"`
	Results   []Row       `json:"results"`
}

// PrizeView is one prize on the console. Filled counts the awards that hold.
type PrizeView struct {
	Key     string       `json:"key"`
	Label   string       `json:"label"`
	Quota   int          `json:"quota"`
	Filled  int          `json:"filled"`
	Winners []WinnerView `json:"winners"`
	Pending *Pending     `json:"pending,omitempty"`
}

// WinnerView is one winner on the console.
type WinnerView struct {
	Entry   string `json:"entry"`
	Number  string `json:"number"`
	Title   string `json:"title"`
	Author  string `json:"author"`
	Unit    string `json:"unit,omitempty"`
	Poster  string `json:"poster,omitempty"`
	Score   string `json:"score"`
	Rank    int    `json:"rank"`
	Why     string `json:"why"`
	Revoked bool   `json:"revoked,omitempty"`
}

func view(r Roll, posters map[string]string) View {
	v := View{State: r.State, Blockers: []string{}, Method: r.Outcome.Method, InputsSum: r.InputsSum, ListSum: r.ListSum,
		Prizes: []PrizeView{}, Log: r.Outcome.Log, Results: r.Outcome.Results}
	if r.State != None {
		v.Computed = &r.Computed
	}
	if !r.Window.To.IsZero() {
		v.Window = &r.Window
	}
	for _, g := range r.Outcome.Prizes {
		p := PrizeView{Key: g.Key, Label: g.Label, Quota: g.Quota, Winners: []WinnerView{}, Pending: g.Pending}
		for _, w := range g.Winners {
			taken := r.Taken(w)
			if !taken {
				p.Filled++
			}
			p.Winners = append(p.Winners, WinnerView{w.Entry, w.Number, w.Title, w.Author, w.Unit, posters[w.Entry], w.Score, w.Rank, w.Why, taken})
		}
		v.Prizes = append(v.Prizes, p)
	}
	return v
}

// show reads the roll for staff who may see it, and what stands in the way of its next step.
func (s *Service) show(ctx context.Context, key string) (v View, err error) {
	if _, err := identity.RequireRole(ctx, key, identity.Organiser, identity.Auditor); err != nil {
		return v, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := findRoll(ctx, tx, key)
		if err != nil {
			return err
		}
		posters, err := s.posters(ctx, tx, r)
		if err != nil {
			return err
		}
		v = view(r, posters)
		next, err := s.next(ctx, tx, r)
		for _, f := range next {
			v.Blockers = append(v.Blockers, f.Says(web.Language(ctx)))
		}
		return err
	})
	return v, err
}

func (s *Service) posters(ctx context.Context, tx *db.Tx, r Roll) (map[string]string, error) {
	ids := []string{}
	for _, w := range r.Outcome.Winners() {
		ids = append(ids, w.Entry)
	}
	works, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: r.Campaign, IDs: ids})
	posters := make(map[string]string, len(works))
	for _, e := range works {
		if e.File != nil {
			posters[e.ID] = e.File.Poster()
		}
	}
	return posters, err
}

// next lists what stands in the way of the roll's next step.
func (s *Service) next(ctx context.Context, tx *db.Tx, r Roll) ([]*fault.Fault, error) {
	c, err := s.campaigns.Get(ctx, tx, r.Campaign)
	if err != nil {
		return nil, err
	}
	var refusals []error
	switch r.State {
	case None:
		_, err := s.gather(ctx, tx, c, r)
		refusals = append(refusals, err)
	case Provisional:
		refusals = append(refusals, c.Require("publicity"))
	case Public:
		refusals = append(refusals, s.stillThere(ctx, tx, r))
	}
	var all []*fault.Fault
	for _, err := range refusals {
		f, known := fault.Of(err)
		if err != nil && !known {
			return nil, err
		}
		if known {
			all = append(all, f)
		}
	}
	return all, nil
}

// InCampaign names the campaign in an operation's path.
type InCampaign struct {
	Campaign string `path:"campaign"`
}

func (s *Service) after(ctx context.Context, key string, err error) (*web.Body[View], error) {
	if err != nil {
		return nil, err
	}
	return web.Answer(s.show(ctx, key))
}

// Routes registers the room's operations.
func (s *Service) Routes(api huma.API, mux *http.ServeMux) {
	const at = "/console/campaigns/{campaign}/awards"
	web.Get(api, at, "获奖名单", func(ctx context.Context, in *InCampaign) (*web.Body[View], error) {
		return s.after(ctx, in.Campaign, nil)
	})
	web.Post(api, at+"/propose", "按规定评定获奖名单", func(ctx context.Context, in *InCampaign) (*web.Body[View], error) {
		return s.after(ctx, in.Campaign, s.Propose(ctx, in.Campaign))
	})
	web.Post(api, at+"/decide", "评议名额线上同分的作品", func(ctx context.Context, in *struct {
		InCampaign
		Body struct {
			Prize  string   `json:"prize"`
			Chosen []string `json:"chosen" nullable:"true" doc:"Entries; none leaves the places vacant where the rules allow it"`
			Reason string   `json:"reason"`
		}
	}) (*web.Body[View], error) {
		return s.after(ctx, in.Campaign, s.Decide(ctx, in.Campaign, in.Body.Prize, in.Body.Chosen, in.Body.Reason))
	})
	web.Post(api, at+"/publicise", "公示获奖名单", func(ctx context.Context, in *struct {
		InCampaign
		Body struct {
			From string `json:"from" doc:"The first day, 2020-12-24, or an instant of it"`
			Note string `json:"note,omitempty"`
		}
	}) (*web.Body[View], error) {
		return s.after(ctx, in.Campaign, s.Publicise(ctx, in.Campaign, in.Body.From, in.Body.Note))
	})
	web.Post(api, at+"/confirm", "确认获奖名单", func(ctx context.Context, in *InCampaign) (*web.Body[View], error) {
		return s.after(ctx, in.Campaign, s.Confirm(ctx, in.Campaign))
	})
	web.Post(api, at+"/revoke", "取消奖项", func(ctx context.Context, in *struct {
		InCampaign
		Body struct {
			Entry  string `json:"entry"`
			Prize  string `json:"prize"`
			Reason string `json:"reason"`
		}
	}) (*web.Body[View], error) {
		return s.after(ctx, in.Campaign, s.Revoke(ctx, in.Campaign, in.Body.Entry, in.Body.Prize, in.Body.Reason))
	})
	mux.HandleFunc("GET /api/v1"+at+".xlsx", s.download("获奖名单.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", s.Sheet))
	mux.HandleFunc("GET /api/v1"+at+".pdf", s.download("获奖名单.pdf", "application/pdf", s.PDF))
}

// download answers with a file, whole or not at all.
func (s *Service) download(name, kind string, write func(ctx context.Context, key string, w io.Writer) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var file bytes.Buffer
		if err := write(r.Context(), r.PathValue("campaign"), &file); err != nil {
			web.Fail(w, r, err)
			return
		}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
		_, _ = w.Write(file.Bytes()) // the asker has gone if this fails
	}
}
