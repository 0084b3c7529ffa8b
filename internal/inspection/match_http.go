package inspection

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// MatchView is two films that are alike, as staff of a contest see them: a is of their own contest, of two the one handed in first.
type MatchView struct {
	ID       string       `json:"id"`
	How      How          `json:"how" enum:"bytes,picture,sound"`
	Where    Where        `json:"where" enum:"here,aside,earlier,elsewhere" doc:"Where b is: in the contest, there by another door or under another topic, in an earlier edition, in another contest"`
	Share    float64      `json:"share" doc:"Of the shorter film that is in the other, from 0 to 1"`
	Moments  [][2]float64 `json:"moments" doc:"Moments that are alike: seconds in a, seconds in b"`
	Found    time.Time    `json:"found_at"`
	A        Side         `json:"a"`
	B        Side         `json:"b"`
	Decision Decision     `json:"decision,omitempty" enum:"same,different,allowed" doc:"What this contest decided"`
	Reason   string       `json:"reason,omitempty"`
	Name     string       `json:"name,omitempty" doc:"Who decided"`
	Decided  *time.Time   `json:"decided_at,omitempty"`
}

// Side is one of the two works. Of a contest in which the asker has no part, only what the public may know is told: nothing of the
// work itself while it is not shown.
type Side struct {
	Entry      string      `json:"entry,omitempty"`
	Campaign   string      `json:"campaign"`
	Contest    string      `json:"contest" doc:"The contest's short title"`
	Number     string      `json:"number,omitempty"`
	Title      string      `json:"title,omitempty"`
	Author     string      `json:"author,omitempty"`
	Unit       string      `json:"unit,omitempty"`
	Door       string      `json:"door,omitempty" doc:"In the notice's words"`
	Topics     []string    `json:"topics,omitempty" doc:"In the notice's words"`
	State      entry.State `json:"state,omitempty"`
	StateLabel string      `json:"state_label,omitempty"`
	At         time.Time   `json:"submitted_at"`
	Asset      *media.View `json:"asset,omitempty"`
	Open       bool        `json:"open" doc:"The asker may read the work's whole file"`
}

// reads are the roles that may see matches.
var reads = []identity.Role{identity.Organiser, identity.Screener, identity.Auditor}

// Standing tells whether a contest has decided about a match.
type Standing string

// The standings.
const (
	Waiting Standing = "undecided"
	Settled Standing = "decided"
)

// Choice narrows the matches of a contest; empty fields choose all.
type Choice struct {
	Campaign string   `path:"campaign"`
	Asset    string   `query:"asset" doc:"Only those of this film"`
	Standing Standing `query:"standing" enum:"undecided,decided"`
	How      How      `query:"how" enum:"bytes,picture,sound"`
	Where    Where    `query:"where" enum:"here,aside,earlier,elsewhere"`
	Cursor   string   `query:"cursor"`
}

// keeps reports whether a match is one of those chosen, whatever was decided.
func (c Choice) keeps(p pair) bool {
	return (c.Asset == "" || p.A == c.Asset || p.B == c.Asset) && (c.How == "" || p.How == c.How) && (c.Where == "" || p.where == c.Where)
}

// MatchPage is a page of matches, and how many of those chosen are decided and how many wait.
type MatchPage struct {
	Items     []MatchView `json:"items"`
	Next      string      `json:"next,omitempty"`
	Undecided int         `json:"undecided"`
	Decided   int         `json:"decided"`
}

// pageSize is how many matches a page holds.
const pageSize = 30

// Matches returns a page of the pairs that films of a contest are in, undecided ones first, then the newest.
func (s *Service) Matches(ctx context.Context, ch Choice) (page MatchPage, err error) {
	p, err := identity.RequireRole(ctx, ch.Campaign, reads...)
	if err != nil {
		return page, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := s.contest(ctx, tx, p, ch.Campaign)
		if err != nil {
			return err
		}
		var chosen []pair
		for _, m := range all {
			if !ch.keeps(m) {
				continue
			}
			standing := Waiting
			if m.Decision != Undecided {
				standing = Settled
				page.Decided++
			} else {
				page.Undecided++
			}
			if ch.Standing == "" || ch.Standing == standing {
				chosen = append(chosen, m)
			}
		}
		if chosen, page.Next, err = cut(chosen, ch.Cursor); err != nil {
			return err
		}
		page.Items, err = s.show(ctx, tx, p, chosen)
		return err
	})
	return page, err
}

// Undecided counts the matches of a contest that wait for a decision which the person may take.
func (s *Service) Undecided(ctx context.Context, tx *db.Tx, by identity.Person, campaignKey string) (n int, err error) {
	all, err := s.contest(ctx, tx, by, campaignKey)
	for _, m := range all {
		if m.Decision == Undecided {
			n++
		}
	}
	return n, err
}

// contest reads the matches of a contest in their order, for a member of its staff.
func (s *Service) contest(ctx context.Context, tx *db.Tx, by identity.Person, campaignKey string) ([]pair, error) {
	c, err := s.campaigns.Get(ctx, tx, campaignKey)
	if err != nil {
		return nil, err
	}
	found, err := listMatches(ctx, tx, campaignKey)
	if err != nil {
		return nil, err
	}
	all, err := s.pairs(ctx, tx, c, found)
	return slices.DeleteFunc(all, func(p pair) bool { return p.own(by) }), err
}

// cut is the page of matches after a cursor, and the cursor of the next if there is one. A match that was decided meanwhile may
// have moved: the page goes on where the last one was.
func cut(all []pair, after string) (page []pair, next string, err error) {
	if after != "" {
		var rank, found int64
		var id string
		if err := db.DecodeCursor(after, &rank, &found, &id); err != nil {
			return nil, "", err
		}
		i := slices.IndexFunc(all, func(p pair) bool {
			return cmp.Or(cmp.Compare(p.rank(), rank), -cmp.Compare(db.Micros(p.Found), found), cmp.Compare(p.ID, id)) > 0
		})
		if i < 0 {
			return nil, "", nil
		}
		all = all[i:]
	}
	if len(all) <= pageSize {
		return all, "", nil
	}
	last := all[pageSize-1]
	return all[:pageSize], db.EncodeCursor(last.rank(), db.Micros(last.Found), last.ID), nil
}

// rank is 0 for a match that waits for a decision, and 1 for another.
func (m Match) rank() int64 {
	if m.Decision == Undecided {
		return 0
	}
	return 1
}

// Match returns one pair of a contest.
func (s *Service) Match(ctx context.Context, campaignKey, id string) (v MatchView, err error) {
	by, err := identity.RequireRole(ctx, campaignKey, reads...)
	if err != nil {
		return v, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err := s.pair(ctx, tx, by, campaignKey, id)
		if err != nil {
			return err
		}
		views, err := s.show(ctx, tx, by, []pair{p})
		if err == nil {
			v = views[0]
		}
		return err
	})
	return v, err
}

// show makes the views of matches.
func (s *Service) show(ctx context.Context, tx *db.Tx, by identity.Person, all []pair) ([]MatchView, error) {
	views := make([]MatchView, len(all))
	assets := make([]string, 0, 2*len(all))
	for _, p := range all {
		assets = append(assets, p.A, p.B)
	}
	films, err := s.media.Assets(ctx, tx, assets)
	if err != nil {
		return nil, err
	}
	for i, p := range all {
		v := MatchView{ID: p.ID, How: p.How, Where: p.where, Share: p.Share, Moments: p.Moments, Found: p.Found, Decision: p.Decision, Reason: p.Reason, Name: p.Name}
		if p.Decision != Undecided {
			v.Decided = &p.Decided
		}
		if v.A, err = s.showSide(ctx, tx, by, p.a, films[p.A]); err != nil {
			return nil, err
		}
		if v.B, err = s.showSide(ctx, tx, by, p.b, films[p.B]); err != nil {
			return nil, err
		}
		views[i] = v
	}
	return views, nil
}

func (s *Service) showSide(ctx context.Context, tx *db.Tx, by identity.Person, of side, film media.Asset) (Side, error) {
	out := Side{Campaign: of.Campaign, Contest: cmp.Or(of.contest.ShortTitle, of.contest.Title), At: of.Submitted, Open: of.open(by)}
	if !out.Open && !of.State.Shown() {
		return out, nil
	}
	view, err := s.media.Show(ctx, tx, film)
	if err != nil {
		return out, err
	}
	out.Entry, out.Number, out.Title, out.Author, out.Unit, out.Topics = of.ID, of.Number, of.Title, of.Author, of.Unit, topics(of)
	out.Asset = &view
	if !out.Open { // what the showcase shows of it
		out.Asset = &media.View{ID: view.ID, State: view.State, Facts: view.Facts, Size: view.Size, Poster: view.Poster, Thumb: view.Thumb, Stream: view.Stream}
		return out, nil
	}
	out.Door, out.State, out.StateLabel = door(of), of.State, of.State.LabelIn(web.Language(ctx))
	return out, nil
}

func topics(of side) (labels []string) {
	for _, k := range of.Topics {
		if _, o, ok := of.contest.Option(k); ok {
			labels = append(labels, o.Label)
		}
	}
	return labels
}

func door(of side) string {
	i := slices.IndexFunc(of.contest.Doors, func(d campaign.Door) bool { return d.Key == of.Door })
	if i < 0 {
		return ""
	}
	return of.contest.Doors[i].Label
}

// matchPath names one match of a contest.
type matchPath struct {
	Campaign string `path:"campaign"`
	ID       string `path:"id"`
}

func (s *Service) matchRoutes(api huma.API) {
	web.Get(api, "/console/campaigns/{campaign}/matches", "疑似重复的影片", func(ctx context.Context, in *Choice) (*web.Body[MatchPage], error) {
		return web.Answer(s.Matches(ctx, *in))
	})
	web.Get(api, "/console/campaigns/{campaign}/matches/{id}", "一对疑似重复的影片", func(ctx context.Context, in *matchPath) (*web.Body[MatchView], error) {
		return web.Answer(s.Match(ctx, in.Campaign, in.ID))
	})
	web.Post(api, "/console/campaigns/{campaign}/matches/{id}/decide", "认定两部影片是否同一作品", func(ctx context.Context, in *struct {
		Campaign string `path:"campaign"`
		ID       string `path:"id"`
		Body     struct {
			Decision Decision `json:"decision" enum:"same,different,allowed"`
			Reason   string   `json:"reason" maxLength:"500"`
		}
	}) (*struct{}, error) {
		return nil, s.Decide(ctx, in.Campaign, in.ID, in.Body.Decision, in.Body.Reason)
	}, http.StatusNoContent)
	web.Post(api, "/console/campaigns/{campaign}/matches/{id}/undo", "撤销对两部影片的认定", func(ctx context.Context, in *matchPath) (*struct{}, error) {
		return nil, s.Undo(ctx, in.Campaign, in.ID)
	}, http.StatusNoContent)
}
