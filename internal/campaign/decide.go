package campaign

import (
	"context"

	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
)

// Decide settles open points in the name of the asker. A point may be decided again until its topic is
// locked; the earlier decision stays on record.
func (s *Service) Decide(ctx context.Context, key string, sets []Set) (*Campaign, error) {
	var decisions []Decision
	for _, x := range sets {
		if x.Reason == "" {
			return nil, ErrReason.Field(x.Path, "请写明理由。", "Give a reason.")
		}
		node, err := nodeOf(x.Value)
		if err != nil || node == nil {
			return nil, ErrEdit.With("path", x.Path).Wrap(err)
		}
		d := Decision{Path: x.Path, By: audit.By(ctx).Name, At: s.clock.Now(), Reason: x.Reason, node: node}
		_ = node.Decode(&d.Value)
		decisions = append(decisions, d)
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.Get(ctx, tx, key); err != nil {
			return err
		}
		return s.decideAll(ctx, tx, key, decisions)
	})
	if err != nil {
		return nil, err
	}
	return s.read(ctx, key)
}

// decideAll records decisions that differ from what holds, all of them or none.
func (s *Service) decideAll(ctx context.Context, tx *db.Tx, key string, decisions []Decision) error {
	if len(decisions) == 0 {
		return nil
	}
	h, _, err := findHead(ctx, tx, key)
	if err != nil {
		return err
	}
	c, err := load(ctx, tx, h)
	if err != nil {
		return err
	}
	locks, err := listLocks(ctx, tx, key)
	if err != nil {
		return err
	}
	fresh, err := c.fresh(decisions, locks)
	if err != nil || fresh == nil {
		return err
	}
	if _, faults := c.Apply(append(append([]Decision{}, c.Decisions...), fresh...)); faults != nil {
		return faulty(faults)
	}
	for _, d := range fresh {
		if err := insertDecision(ctx, tx, key, d); err != nil {
			return err
		}
	}
	return s.audit.Add(ctx, tx, audit.Record{Act: "campaign.decide", Object: key, Campaign: key, Says: c.saysDecided(fresh), Before: c.former(fresh), After: facts(fresh)})
}

// fresh leaves out decisions that already hold, and refuses those that are locked. What was never
// decided may still be decided under a lock: there is nothing yet that anyone was judged by.
func (c *Campaign) fresh(decisions []Decision, locks []Locked) ([]Decision, error) {
	var out []Decision
	for _, d := range decisions {
		held, decided := c.decision(d.Path)
		if decided && plain(held.value()) == plain(d.value()) {
			continue
		}
		if decided {
			if err := c.refuseLocked(locks, d.Path); err != nil {
				return nil, err
			}
		}
		out = append(out, d)
	}
	return out, nil
}

// decision is the one that holds on a path.
func (c *Campaign) decision(path string) (Decision, bool) {
	for i := len(c.Decisions) - 1; i >= 0; i-- {
		if c.Decisions[i].Path == path {
			return c.Decisions[i], true
		}
	}
	return Decision{}, false
}

func (c *Campaign) saysDecided(decisions []Decision) string {
	var labels []string
	for _, d := range decisions {
		labels = append(labels, c.Label(d.Path))
	}
	return "决定：" + list(labels)
}

// former is what held before, by path, for the record.
func (c *Campaign) former(decisions []Decision) map[string]string {
	m := map[string]string{}
	for _, d := range decisions {
		if held, ok := c.decision(d.Path); ok {
			m[d.Path] = plain(held.value())
		}
	}
	return m
}

func facts(decisions []Decision) map[string]string {
	m := map[string]string{}
	for _, d := range decisions {
		m[d.Path] = plain(d.value()) + "（" + d.Reason + "）"
	}
	return m
}
