package ballot

import (
	"context"
	"encoding/json"
	"time"

	"saiying/internal/ballot/ledger"
	"saiying/internal/campaign"
	"saiying/internal/platform/db"
)

// look compares the notice's rules with those that the log last stated. They differ before the first vote, after a correction of
// the vote's days, and after a close; only then, so that no other vote pays for it, it is asked whether the result is frozen.
func (n *count) look(ctx context.Context, tx *db.Tx) (err error) {
	if n.rules, err = rulesOf(n.c); err != nil || n.rules == n.turn.rules {
		return err
	}
	n.opens = true
	f, frozen, err := findFrozen(ctx, tx, n.c.Key)
	if frozen {
		n.sealed = frozenAt(n.c, f)
	}
	return err
}

// open states the rules before the batch's first vote, and closes the decisions about voting.
func (n *count) open(ctx context.Context, tx *db.Tx) error {
	opening := Note{Seq: n.votes[0].seq - 1, Kind: ledger.Open, Day: n.day, Body: `{"rules":` + n.rules + `}`, At: n.turn.at}
	if err := insertNote(ctx, tx, n.c.Key, opening); err != nil {
		return err
	}
	if err := setRules(ctx, tx, n.c.Key, n.rules); err != nil {
		return err
	}
	return n.s.campaigns.Lock(ctx, tx, n.c.Key, campaign.TopicVoting)
}

// rulesOf is what a recount must know of a notice, as JSON.
func rulesOf(c *campaign.Campaign) (string, error) {
	v := c.Voting
	phase, _ := c.Phase(v.Phase)
	bound := func(at *time.Time) string {
		if at == nil {
			return ""
		}
		return at.In(c.Zone).Format("2006-01-02T15:04:05-07:00") // also where the zone is UTC
	}
	rules := ledger.Rules{Zone: c.Zone.String(), Opens: bound(phase.Window.Open), Closes: bound(phase.Window.Close), PerDay: v.PerDay,
		PerWorkPerDay: v.PerWorkPerDay, PerCategoryDay: v.PerCategoryPerDay, PerWork: v.PerWork, InAll: v.InAll}
	for _, ch := range v.Channels {
		rules.Channels = append(rules.Channels, ledger.Channel{Key: ch.Key, PerDay: v.In(ch).PerDay, Weight: ch.Worth()})
	}
	if beyondDay(*v) {
		rules.Voters = ledger.Whole
	}
	text, err := json.Marshal(rules)
	return string(text), err
}

// shut writes into the log that the vote is over and what stands, unless there was no vote or that is written. The caller has the
// turn, and by its time the window is over. Turns never go back in time, so no vote can follow, on whatever machine, unless a
// correction opens the window again.
func shut(ctx context.Context, tx *db.Tx, c *campaign.Campaign, t turn) (turn, error) {
	if t.rules == "" {
		return t, nil
	}
	totals, err := tally(ctx, tx, c.Key, "", "")
	if err != nil {
		return t, err
	}
	if t, err = note(ctx, tx, c.Key, t, ledger.Close, dayOf(c, t.at), map[string]any{"totals": totals}); err != nil {
		return t, err
	}
	t.rules = ""
	return t, setRules(ctx, tx, c.Key, "")
}

// shutDue is shut for whoever comes by when a vote is over.
func (s *Service) shutDue(ctx context.Context, c *campaign.Campaign) error {
	due := false
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		b, err := findBox(ctx, tx, c.Key)
		due = b.rules != "" && state(c, false, tx.Now()) == Closed
		return err
	})
	if err != nil || !due {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, err := takeTurn(ctx, tx, c.Key)
		if err == nil && state(c, false, t.at) == Closed {
			_, err = shut(ctx, tx, c, t)
		}
		return err
	})
}

// setRules notes what the log last stated.
func setRules(ctx context.Context, tx *db.Tx, campaign, rules string) error {
	_, err := tx.Exec(ctx, "UPDATE ballot_box SET rules = $2 WHERE campaign = $1", campaign, rules)
	return err
}
