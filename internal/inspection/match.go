package inspection

import (
	"context"
	"slices"
	"strings"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/id"
)

// How tells by what two films were found alike.
type How string

// The ways, the surest first.
const (
	ByBytes   How = "bytes"   // the files are the same to the last bit
	ByPicture How = "picture" // frames are alike
	BySound   How = "sound"   // the sound is alike
)

// Decision is what a contest decided about two films that are alike.
type Decision string

// The decisions.
const (
	Undecided Decision = ""
	Same      Decision = "same"      // the same work
	Different Decision = "different" // not the same work
	Allowed   Decision = "allowed"   // the same work, and it may be: the notice allows it, or one of the two was withdrawn
)

// Match is two films that are alike, and what one of their contests decided. Authors are told nothing of it.
type Match struct {
	ID       string
	A, B     string // assets
	How      How
	Share    float64      // of the shorter film that is in the other, from 0 to 1
	Moments  [][2]float64 // moments that are alike: seconds in A, seconds in B
	Found    time.Time
	Decision Decision
	Reason   string
	Name     string // who decided
	Decided  time.Time
}

// turned is the match with its films the other way round.
func (m Match) turned() Match {
	moments := make([][2]float64, len(m.Moments))
	for i, t := range m.Moments {
		moments[i] = [2]float64{t[1], t[0]}
	}
	m.A, m.B, m.Moments = m.B, m.A, moments
	return m
}

var (
	errNoMatch = fault.Define("inspection.match_unknown", fault.NotFound,
		"没有这对疑似重复的影片，可能其中一部已经换过文件。请回到列表再看。", "There is no such pair of films; one of them may have been replaced. Please go back to the list.")
	errDecision = fault.Define("inspection.match_decision", fault.Invalid,
		"请选“同一作品”“不同作品”或“允许”，并写明理由。", "Please decide whether it is the same work, another, or allowed, and give the reason.")
	errUndecided = fault.Define("inspection.match_undecided", fault.Conflict,
		"这对影片现在没有认定，不用撤销。请刷新后再看。", "These two films are undecided, so nothing can be undone. Please reload.")
)

// Record keeps that two films are alike, in the caller's transaction. The moments of m are those of a, then b. Found again by the
// same way, the figures are renewed and people's decisions stay.
func (s *Service) Record(ctx context.Context, tx *db.Tx, a, b media.Asset, m Match) error {
	m.ID, m.A, m.B = id.New(), a.ID, b.ID
	if a.ID > b.ID { // the smaller id first, so that two films are one row
		a, b, m = b, a, m.turned()
	}
	return putMatch(ctx, tx, m, a.Campaign, b.Campaign)
}

// Where tells where the other film of a match is, seen from a contest.
type Where string

// The places, the nearest first.
const (
	Here      Where = "here"      // another entry of the contest, by the same door under the same topics
	Aside     Where = "aside"     // another entry of the contest, by another door or under another topic
	Earlier   Where = "earlier"   // an entry of an earlier edition
	Elsewhere Where = "elsewhere" // an entry of another contest
)

// side is one of the two works of a match.
type side struct {
	entry.Entry
	contest *campaign.Campaign
}

// open reports whether p may read the whole file of the work; otherwise only what the public may know is told.
func (s side) open(p identity.Person) bool { return p.Holds(s.Campaign, reads...) }

// name is how staff of a contest call the work. One of another contest that the public may not see has no name there.
func (s side) name(here string) string {
	switch {
	case s.Campaign == here:
		return s.Number + "《" + s.Title + "》"
	case s.State.Shown():
		return s.contest.ShortTitle + "的《" + s.Title + "》"
	}
	return s.contest.ShortTitle + "的一部尚未公开的作品"
}

// pair is a match with its two works as a contest sees it: A is a film of its own, of two the one that was handed in first.
type pair struct {
	Match
	a, b  side
	where Where
}

// own reports whether one of the works is the person's: nobody decides about their own, nor hears that it is suspected.
func (p pair) own(by identity.Person) bool { return p.a.Owner == by.ID || p.b.Owner == by.ID }

// besides is the work of the pair that is not the entry.
func (p pair) besides(entry string) side {
	if p.a.ID == entry {
		return p.b
	}
	return p.a
}

// pairs finds the works of matches. Those of a film that was thrown away, replaced, or is a draft's are left out: nobody competes
// with it. It takes as many statements for a thousand matches as for one.
func (s *Service) pairs(ctx context.Context, tx *db.Tx, c *campaign.Campaign, all []Match) ([]pair, error) {
	assets := make([]string, 0, 2*len(all))
	for _, m := range all {
		assets = append(assets, m.A, m.B)
	}
	entries, err := s.entries.ByAssets(ctx, tx, assets)
	if err != nil {
		return nil, err
	}
	contests := map[string]*campaign.Campaign{c.Key: c}
	live := make([]pair, 0, len(all))
	for _, m := range all {
		a, b := entries[m.A], entries[m.B]
		if a.ID == "" || b.ID == "" || a.State == entry.StateDraft || b.State == entry.StateDraft {
			continue
		}
		if b.Campaign == c.Key && (a.Campaign != c.Key || b.Submitted.Before(a.Submitted)) {
			a, b, m = b, a, m.turned()
		}
		if contests[b.Campaign] == nil {
			if contests[b.Campaign], err = s.campaigns.Get(ctx, tx, b.Campaign); err != nil {
				return nil, err
			}
		}
		live = append(live, pair{m, side{a, c}, side{b, contests[b.Campaign]}, whereIs(c, a, contests[b.Campaign], b)})
	}
	return live, nil
}

// whereIs places the work b of the contest of, seen from the work a of the contest c.
func whereIs(c *campaign.Campaign, a entry.Entry, of *campaign.Campaign, b entry.Entry) Where {
	switch {
	case of.Key != c.Key && c.Follows(of):
		return Earlier
	case of.Key != c.Key:
		return Elsewhere
	case a.Door != b.Door || !sameKeys(a.Topics, b.Topics):
		return Aside
	}
	return Here
}

// sameKeys reports whether two lists hold the same keys, each once, in whatever order.
func sameKeys(a, b []string) bool {
	for _, k := range a {
		if !slices.Contains(b, k) {
			return false
		}
	}
	return len(a) == len(b)
}

// pair finds one match of a contest for a member of its staff.
func (s *Service) pair(ctx context.Context, tx *db.Tx, by identity.Person, campaignKey, id string) (pair, error) {
	c, err := s.campaigns.Get(ctx, tx, campaignKey)
	if err != nil {
		return pair{}, err
	}
	found, err := findMatch(ctx, tx, campaignKey, id)
	if err != nil {
		return pair{}, err
	}
	live, err := s.pairs(ctx, tx, c, found)
	if err == nil && (len(live) == 0 || live[0].own(by)) {
		err = errNoMatch
	}
	if err != nil {
		return pair{}, err
	}
	return live[0], nil
}

// deciders are the roles that decide about matches.
var deciders = []identity.Role{identity.Organiser, identity.Screener}

// Decide keeps what a screener or organiser of a contest decided about a match, and why. It holds for their contest alone: whether
// a work may stand in both is a question to each notice. The works of the contest are inspected again.
func (s *Service) Decide(ctx context.Context, campaignKey, id string, d Decision, reason string) error {
	word, known := map[Decision]string{Same: "同一作品", Different: "不同作品", Allowed: "同一作品，允许"}[d]
	if reason = strings.TrimSpace(reason); !known || reason == "" {
		return errDecision
	}
	return s.settle(ctx, campaignKey, id, func(tx *db.Tx, by identity.Person, p pair) (audit.Record, error) {
		return audit.Record{Act: "inspection.match", Says: "疑似重复，认定为" + word + "：" + reason, After: map[string]any{"decision": d, "reason": reason}},
			putDecision(ctx, tx, campaignKey, id, by, d, reason)
	})
}

// Undo takes back what the contest decided about a match, so that it waits for a decision again.
func (s *Service) Undo(ctx context.Context, campaignKey, id string) error {
	return s.settle(ctx, campaignKey, id, func(tx *db.Tx, _ identity.Person, p pair) (audit.Record, error) {
		if p.Decision == Undecided {
			return audit.Record{}, errUndecided
		}
		return audit.Record{Act: "inspection.match_undo", Says: "疑似重复，撤销认定", After: map[string]any{"decision": Undecided}},
			dropDecision(ctx, tx, campaignKey, id)
	})
}

// settle has do change what a contest decided about a match, records it, and has the contest's own works inspected again.
func (s *Service) settle(ctx context.Context, campaignKey, id string, do func(*db.Tx, identity.Person, pair) (audit.Record, error)) error {
	by, err := identity.RequireRole(ctx, campaignKey, deciders...)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := s.pair(ctx, tx, by, campaignKey, id)
		if err != nil {
			return err
		}
		r, err := do(tx, by, p)
		if err != nil {
			return err
		}
		r.Object, r.Campaign, r.Says = id, campaignKey, p.a.name(campaignKey)+"与"+p.b.name(campaignKey)+r.Says
		r.Before = map[string]any{"a": p.A, "b": p.B, "decision": p.Decision, "reason": p.Reason, "name": p.Name}
		if err := s.audit.Add(ctx, tx, r); err != nil {
			return err
		}
		own := []entry.Entry{p.a.Entry}
		if p.b.Campaign == campaignKey {
			own = append(own, p.b.Entry)
		}
		return s.renew(ctx, tx, own...)
	})
}
