package inspection

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// MatchView is two films that are alike, as staff see them.
type MatchView struct {
	ID       string       `json:"id"`
	How      How          `json:"how" enum:"bytes,picture,sound"`
	Share    float64      `json:"share" doc:"Of the shorter film that is in the other, from 0 to 1"`
	Moments  [][2]float64 `json:"moments" doc:"Moments that are alike: seconds in a, seconds in b"`
	Found    time.Time    `json:"found_at"`
	A        Side         `json:"a"`
	B        Side         `json:"b"`
	Decision Decision     `json:"decision,omitempty" enum:"same,different,allowed"`
	Reason   string       `json:"reason,omitempty"`
	Name     string       `json:"name,omitempty" doc:"Who decided"`
	Decided  *time.Time   `json:"decided_at,omitempty"`
}

// Side is one of the two films. Of a contest in which the asker has no part, only what the public may know is told.
type Side struct {
	Entry    string      `json:"entry"`
	Campaign string      `json:"campaign"`
	Number   string      `json:"number,omitempty"`
	Title    string      `json:"title"`
	Author   string      `json:"author,omitempty"`
	Unit     string      `json:"unit,omitempty"`
	At       time.Time   `json:"submitted_at"`
	Asset    *media.View `json:"asset,omitempty"`
}

// reads are the roles that may see matches.
var reads = []identity.Role{identity.Organiser, identity.Screener, identity.Auditor}

// Matches returns the pairs that films of a contest are in, undecided ones first. An asset narrows them to its own.
func (s *Service) Matches(ctx context.Context, campaign, asset string) (list web.List[MatchView], err error) {
	p, err := identity.RequireRole(ctx, campaign, reads...)
	if err != nil {
		return list, err
	}
	list.Items = []MatchView{}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := listMatches(ctx, tx, campaign, asset)
		if err != nil {
			return err
		}
		for _, m := range all {
			v, live, err := s.showMatch(ctx, tx, p, m)
			if err != nil {
				return err
			}
			if live {
				list.Items = append(list.Items, v)
			}
		}
		return nil
	})
	return list, err
}

// showMatch makes the view of a match, unless one of its films was thrown away or is a draft's: nobody competes with those.
func (s *Service) showMatch(ctx context.Context, tx *db.Tx, p identity.Person, m Match) (v MatchView, live bool, err error) {
	v = MatchView{ID: m.ID, How: m.How, Share: m.Share, Moments: m.Moments, Found: m.Found, Decision: m.Decision, Reason: m.Reason, Name: m.Name}
	if m.Decision != Undecided {
		v.Decided = &m.Decided
	}
	for asset, side := range map[string]*Side{m.A: &v.A, m.B: &v.B} {
		of, err := s.entries.ByAsset(ctx, tx, asset)
		if err != nil || len(of) == 0 || of[0].State == entry.StateDraft {
			return v, false, err
		}
		if *side, err = s.side(ctx, tx, p, of[0].ID); err != nil {
			return v, false, err
		}
	}
	return v, true, nil
}

func (s *Service) side(ctx context.Context, tx *db.Tx, p identity.Person, id string) (Side, error) {
	e, err := s.entries.Get(ctx, tx, id)
	if err != nil {
		return Side{}, err
	}
	out := Side{Entry: e.ID, Campaign: e.Campaign, Title: e.Title, At: e.Submitted}
	if p.Holds(e.Campaign, reads...) {
		out.Number, out.Author, out.Unit = e.Number, e.Author, e.Unit
		film, err := s.media.Show(ctx, tx, *e.File)
		if err != nil {
			return Side{}, err
		}
		out.Asset = &film
	}
	return out, nil
}

func (s *Service) matchRoutes(api huma.API) {
	web.Get(api, "/console/campaigns/{campaign}/matches", "疑似重复的影片", func(ctx context.Context, in *struct {
		Campaign string `path:"campaign"`
		Asset    string `query:"asset"`
	}) (*web.Body[web.List[MatchView]], error) {
		return web.Answer(s.Matches(ctx, in.Campaign, in.Asset))
	})
	web.Post(api, "/console/matches/{id}/decide", "认定两部影片是否同一作品", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body struct {
			Decision Decision `json:"decision" enum:"same,different,allowed"`
			Reason   string   `json:"reason" maxLength:"500"`
		}
	}) (*struct{}, error) {
		return nil, s.Decide(ctx, in.ID, in.Body.Decision, in.Body.Reason)
	}, http.StatusNoContent)
}
