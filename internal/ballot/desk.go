package ballot

import (
	"context"
	"sync"

	"saiying/internal/campaign"
	"saiying/internal/platform/db"
)

// desks keeps, for each campaign, the desk at which ballots of this process are counted together: they take turns anyway.
type desks struct {
	open func(key string) *db.Group[*tap]
	mu   sync.Mutex
	all  map[string]*db.Group[*tap]
}

func (d *desks) of(key string) *db.Group[*tap] {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.all[key] == nil {
		d.all[key] = d.open(key)
	}
	return d.all[key]
}

// desk counts the ballots of one campaign, in one transaction at a time.
type desk struct {
	s      *Service
	key    string
	left   memory
	opened *opening // of this transaction
}

// opening is what a transaction asks for whatever its ballots are.
type opening struct {
	campaign func() (*campaign.Campaign, error)
	turns    []turn   // one
	missed   []string // voters of votes that were counted elsewhere
}

func (s *Service) desk(key string) *db.Group[*tap] {
	d := &desk{s: s, key: key}
	return db.NewGroup(s.db, d.count).First(d.open)
}

// open takes the turn where other nodes count too: the ballots that come while it waits for them are counted as well.
func (d *desk) open(ctx context.Context, tx *db.Tx) error {
	d.opened = nil
	if !d.left.shared {
		return nil
	}
	if timely, err := d.s.timely(ctx, tx); err != nil || !timely {
		return err
	}
	if err := d.openAhead(ctx, tx); err != nil {
		return err
	}
	return tx.Await(ctx)
}

// openAhead takes the turn, unless the transaction has it, and asks for what must be known whatever the ballots are.
func (d *desk) openAhead(ctx context.Context, tx *db.Tx) (err error) {
	if d.opened != nil {
		return nil
	}
	d.opened = &opening{}
	if d.opened.campaign, err = d.s.campaigns.Ahead(ctx, tx, d.key); err != nil {
		return err
	}
	if err := turnAhead(ctx, tx, d.key, &d.opened.turns); err != nil {
		return err
	}
	return d.left.missedAhead(ctx, tx, d.key, &d.opened.missed)
}
