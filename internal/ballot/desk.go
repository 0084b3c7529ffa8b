package ballot

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
)

// tap is a ballot that waits to be counted, and then its answer.
type tap struct {
	account string
	ballot  Ballot
	lead    chan struct{} // closed when it falls to this tap to count those that wait
	done    chan struct{} // closed when the answer is there

	counted  Counted
	replayed bool
	err      error
}

// desk is where the ballots of a campaign queue up in this process. Whoever comes to an idle desk counts what waits there in
// one transaction; those who come meanwhile wait and are counted together in the next. A lone ballot waits for nobody, and
// a rush pays for one commit what it would otherwise pay for each.
type desk struct {
	mu      sync.Mutex
	waiting []*tap
	busy    bool
}

// most is how many ballots go into one transaction.
const most = 256

// longest is how long one transaction may take.
const longest = 30 * time.Second

var errInterrupted = errors.New("ballot: counting was interrupted")

// bring queues t and returns when it has its answer.
func (d *desk) bring(t *tap, count func(batch []*tap)) {
	d.mu.Lock()
	d.waiting = append(d.waiting, t)
	leads := !d.busy
	d.busy = true
	d.mu.Unlock()
	if !leads {
		select {
		case <-t.done:
			return
		case <-t.lead:
		}
	}
	batch := d.take()
	defer d.passOn(batch)
	count(batch)
}

// take takes those who have waited longest. Whoever leads is the first of them.
func (d *desk) take() []*tap {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := min(len(d.waiting), most)
	batch := slices.Clone(d.waiting[:n])
	d.waiting = slices.Delete(d.waiting, 0, n)
	for _, t := range batch {
		t.err = errInterrupted // until it is counted
	}
	return batch
}

// passOn lets a batch have its answers and the next of those who wait take the lead.
func (d *desk) passOn(batch []*tap) {
	for _, t := range batch {
		close(t.done)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.waiting) == 0 {
		d.busy = false
		return
	}
	close(d.waiting[0].lead)
}

// desks keeps the desk of each campaign.
type desks struct {
	mu  sync.Mutex
	all map[string]*desk
}

func (d *desks) of(key string) *desk {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.all == nil {
		d.all = map[string]*desk{}
	}
	if d.all[key] == nil {
		d.all[key] = &desk{}
	}
	return d.all[key]
}

// countAll counts a batch in one transaction. It belongs to nobody's request, so no request that is given up ends it.
func (s *Service) countAll(ctx context.Context, key string, batch []*tap) {
	ctx, cancel := context.WithTimeout(audit.With(context.WithoutCancel(ctx), audit.Program), longest)
	defer cancel()
	err := s.db.Write(ctx, func(tx *db.Tx) error { return s.countIn(ctx, tx, key, batch) })
	if err == nil {
		return
	}
	for _, t := range batch {
		t.counted, t.replayed, t.err = Counted{}, false, err
	}
}

// attempt runs fn so that nothing of it stays when it fails. broken tells that the transaction itself is of no use any more.
func attempt(ctx context.Context, tx *db.Tx, fn func() error) (failed, broken error) {
	if _, err := tx.Exec(ctx, "SAVEPOINT tap"); err != nil {
		return nil, err
	}
	if failed = fn(); failed != nil {
		_, broken = tx.Exec(ctx, "ROLLBACK TO SAVEPOINT tap")
	}
	if broken == nil {
		_, broken = tx.Exec(ctx, "RELEASE SAVEPOINT tap")
	}
	return failed, broken
}
