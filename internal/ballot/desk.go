package ballot

import (
	"context"
	"sync"

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

// desk counts the ballots of one campaign.
func (s *Service) desk(key string) *db.Group[*tap] {
	var left memory
	return db.NewGroup(s.db, func(ctx context.Context, tx *db.Tx, batch []*tap) error { return s.countIn(ctx, tx, key, batch, &left) })
}
