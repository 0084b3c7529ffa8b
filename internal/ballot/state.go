package ballot

import (
	"context"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
)

// State is where a campaign's vote stands.
type State string

// The states of a vote.
const (
	Before State = "before" // not begun, or not dated
	Open   State = "open"
	Closed State = "closed"
	Kept   State = "frozen" // over and put under seal
)

func state(c *campaign.Campaign, frozen bool, t time.Time) State {
	if frozen {
		return Kept
	}
	p, _ := c.Phase(c.Voting.Phase)
	switch p.Window.State(t) {
	case campaign.Current:
		return Open
	case campaign.Past:
		return Closed
	}
	return Before
}

// Overview is the vote as staff see it.
type Overview struct {
	State     State
	Window    campaign.Window
	Display   Display
	Votes     int64
	Voters    int64
	Today     int64
	Pace      []Pace
	Channels  []ChannelVotes
	Frozen    *Frozen
	Standings []Standing
}

// Overview returns how the vote goes, for staff of the campaign, judges excepted: whether they see votes is a rule of their
// round.
func (s *Service) Overview(ctx context.Context, key string) (o Overview, err error) {
	if _, err := identity.RequireRole(ctx, key, identity.Organiser, identity.Auditor); err != nil {
		return o, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.voting(ctx, tx, key)
		if err != nil {
			return err
		}
		return s.survey(ctx, tx, c, &o)
	})
	return o, err
}

func (s *Service) survey(ctx context.Context, tx *db.Tx, c *campaign.Campaign, o *Overview) error {
	d, err := findDecree(ctx, tx, c.Key)
	if err != nil {
		return err
	}
	f, frozen, err := findFrozen(ctx, tx, c.Key)
	if err != nil {
		return err
	}
	if frozen {
		o.Frozen = &f
	}
	phase, _ := c.Phase(c.Voting.Phase)
	o.State, o.Window, o.Display = state(c, frozen, tx.Now()), phase.Window, display(c, d, tx.Now())
	b, err := findBox(ctx, tx, c.Key)
	if err != nil {
		return err
	}
	o.Votes, o.Voters = b.votes, b.voters
	if o.Channels, err = channelVotes(ctx, tx, c, b.summed); err != nil {
		return err
	}
	counted, err := pacesOf(ctx, tx, c.Key, "", hour, time.UnixMicro(0))
	if err != nil {
		return err
	}
	o.Pace = everyHour(counted)
	totals, err := tally(ctx, tx, c.Key, "", "")
	if err != nil {
		return err
	}
	if o.Standings, err = s.standings(ctx, tx, c, totals); err != nil {
		return err
	}
	today, err := tally(ctx, tx, c.Key, dayOf(c, tx.Now()), "")
	for i := range o.Standings {
		o.Standings[i].Today = today[o.Standings[i].Entry]
	}
	for _, n := range today {
		o.Today += n
	}
	return err
}

// everyHour puts the hours in which nobody voted between those in which somebody did, so that a chart shows the pauses.
func everyHour(counted []Pace) []Pace {
	out := []Pace{}
	for _, p := range counted {
		for n := len(out); n > 0 && out[n-1].At.Add(time.Hour).Before(p.At); n++ {
			out = append(out, Pace{At: out[n-1].At.Add(time.Hour)})
		}
		out = append(out, p)
	}
	return out
}
