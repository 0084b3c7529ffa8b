package notice

import (
	"context"
	"time"

	"saiying/internal/award"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// Publicity is the list of results as the public reads it: for objections during its window, and as the final list after.
type Publicity struct {
	Title   string           `json:"title"`
	State   string           `json:"state" enum:"scheduled,open,closed,confirmed" doc:"scheduled, which only the organisers see, before the publicity begins"`
	From    time.Time        `json:"from"`
	To      time.Time        `json:"to" doc:"The end of the last day"`
	Days    int              `json:"days"`
	DayType string           `json:"day_type" enum:"working,natural"`
	Text    []string         `json:"text"`
	How     []string         `json:"how" doc:"How to object"`
	SHA256  string           `json:"sha256" doc:"Of the list as it was published"`
	Prizes  []PublicityPrize `json:"prizes"`
}

// PublicityPrize is a prize with those it goes to.
type PublicityPrize struct {
	Key     string            `json:"key"`
	Label   string            `json:"label"`
	Winners []PublicityWinner `json:"winners"`
}

// PublicityWinner is one line of the list.
type PublicityWinner struct {
	Entry  string `json:"entry"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Author string `json:"author"`
	Unit   string `json:"unit,omitempty"`
}

func (s *Service) publicity(ctx context.Context, in *struct {
	Campaign string `path:"campaign"`
}) (*web.Body[Publicity], error) {
	var p Publicity
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.campaigns.Get(ctx, tx, in.Campaign)
		if err != nil {
			return err
		}
		r, err := s.awards.Roll(ctx, tx, in.Campaign)
		if err != nil {
			return err
		}
		state := stateOf(r, tx.Now())
		asker, _ := identity.By(ctx)
		if state == "" || state == "scheduled" && !asker.Holds(in.Campaign, identity.Organiser, identity.Auditor) {
			return errNone
		}
		words := award.Announce(c, r)
		p = Publicity{Title: words.Title, State: state, From: r.Window.From.In(c.Zone), To: r.Window.To.In(c.Zone), Days: r.Window.Days,
			DayType: string(r.Window.DayType), Text: words.Text, How: append([]string{}, words.How...), SHA256: r.ListSum, Prizes: prizes(r)}
		return nil
	})
	return web.Answer(p, err)
}

// stateOf tells how far the publicity is; empty where nothing was published.
func stateOf(r award.Roll, now time.Time) string {
	switch shown := r.Shown(now); {
	case shown == award.Final:
		return "confirmed"
	case shown == award.Public && now.Before(r.Window.To):
		return "open"
	case shown == award.Public:
		return "closed"
	case r.State == award.Public:
		return "scheduled"
	}
	return ""
}

// prizes groups the awards that hold by prize, in the order of the notice.
func prizes(r award.Roll) []PublicityPrize {
	out := []PublicityPrize{}
	for _, w := range r.Standing() {
		if n := len(out); n == 0 || out[n-1].Key != w.Prize {
			out = append(out, PublicityPrize{Key: w.Prize, Label: w.PrizeLabel})
		}
		last := &out[len(out)-1]
		last.Winners = append(last.Winners, PublicityWinner{w.Entry, w.Number, w.Title, w.Author, w.Unit})
	}
	return out
}
