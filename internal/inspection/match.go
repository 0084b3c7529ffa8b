package inspection

import (
	"context"
	"strings"
	"time"

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

// Decision is what a person decided about two films that are alike.
type Decision string

// The decisions.
const (
	Undecided Decision = ""
	Same      Decision = "same"      // the same work
	Different Decision = "different" // not the same work
	Allowed   Decision = "allowed"   // the same work, and it may be: the notice allows it, or one of the two was withdrawn
)

// Match is two films that are alike. Authors are told nothing of it.
type Match struct {
	ID       string
	A, B     string // assets, the smaller id first
	How      How
	Share    float64      // of the shorter film that is in the other, from 0 to 1
	Moments  [][2]float64 // moments that are alike: seconds in A, seconds in B
	Found    time.Time
	Decision Decision
	Reason   string
	Name     string // who decided
	Decided  time.Time
}

var (
	errNoMatch = fault.Define("inspection.match_unknown", fault.NotFound,
		"没有这条疑似重复，或者您不能看它。", "There is no such pair of films, or it is not yours to see.")
	errDecision = fault.Define("inspection.match_decision", fault.Invalid,
		"请选“同一作品”“不同作品”或“允许”，并写明理由。", "Please decide whether it is the same work, another, or allowed, and give the reason.")
)

// Record keeps that two films are alike, in the caller's transaction. The moments of m are those of a, then b. Found again by the
// same way, the figures are renewed and a person's decision stays.
func (s *Service) Record(ctx context.Context, tx *db.Tx, a, b media.Asset, m Match) error {
	if a.ID > b.ID {
		a, b = b, a
		turned := make([][2]float64, len(m.Moments))
		for i, t := range m.Moments {
			turned[i] = [2]float64{t[1], t[0]}
		}
		m.Moments = turned
	}
	m.ID, m.A, m.B = id.New(), a.ID, b.ID
	return putMatch(ctx, tx, m, a.Campaign, b.Campaign)
}

// sameBytes records every other entry's film that has the bytes of e's.
func (s *Service) sameBytes(ctx context.Context, tx *db.Tx, e entry.Entry) error {
	others, err := s.media.SameBytes(ctx, tx, *e.File)
	if err != nil {
		return err
	}
	for _, o := range others {
		if err := s.Record(ctx, tx, *e.File, o, Match{How: ByBytes, Share: 1}); err != nil {
			return err
		}
	}
	return nil
}

// Decide keeps what a screener or organiser of one of the two contests decided about a match, and why.
func (s *Service) Decide(ctx context.Context, id string, d Decision, reason string) error {
	if d != Same && d != Different && d != Allowed || strings.TrimSpace(reason) == "" {
		return errDecision
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := identity.Require(ctx)
		if err != nil {
			return err
		}
		m, campaigns, err := s.match(ctx, tx, p, id, identity.Organiser, identity.Screener)
		if err != nil {
			return err
		}
		if err := setDecision(ctx, tx, id, p, d, reason); err != nil {
			return err
		}
		word := map[Decision]string{Same: "同一作品", Different: "不同作品", Allowed: "同一作品，允许"}[d]
		return s.audit.Add(ctx, tx, audit.Record{Act: "inspection.match", Object: id, Campaign: campaigns[0], Says: "两部影片疑似重复，认定为" + word + "：" + reason,
			Before: map[string]any{"decision": m.Decision, "reason": m.Reason}, After: map[string]any{"a": m.A, "b": m.B, "decision": d, "reason": reason}})
	})
}

// match returns a match to staff who hold one of roles in either contest; the contests in which they do come first.
func (s *Service) match(ctx context.Context, tx *db.Tx, p identity.Person, id string, roles ...identity.Role) (Match, []string, error) {
	m, ok, err := findMatch(ctx, tx, id)
	if err != nil || !ok {
		return m, nil, orUnknown(err)
	}
	films, err := s.media.Assets(ctx, tx, []string{m.A, m.B})
	if err != nil {
		return m, nil, err
	}
	var mine []string
	for _, asset := range []string{m.A, m.B} {
		if c := films[asset].Campaign; c != "" && p.Holds(c, roles...) {
			mine = append(mine, c)
		}
	}
	if len(mine) == 0 {
		return m, nil, errNoMatch
	}
	return m, mine, nil
}

func orUnknown(err error) error {
	if err == nil {
		return errNoMatch
	}
	return err
}
