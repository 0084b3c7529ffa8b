package media

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"

	"saiying/internal/platform/db"
	"saiying/internal/platform/id"
)

// Two requests must not write to one upload, whichever machines they reach. Who writes says so in a row, and keeps saying so;
// a row that was not renewed is a dead process's and anybody's. Between the requests of one process the row would be a detour,
// so there they meet in memory first. On SQLite, which one process serves, they meet there only: with 200 uploads at once the rows
// would stand in line for the one writer until leases ran out that nobody else could want.

// How leases are kept. The clocks of machines may differ by leaseLife - leaseRenewal without two of them holding one lease.
const (
	leaseLife    = 10 * time.Second       // after so long without a word a process is taken for dead
	leaseRenewal = 3 * time.Second        // how often a living one says so
	leaseLook    = 500 * time.Millisecond // how often it looks whether another wants what it holds
	leaseWait    = 200 * time.Millisecond // how often one who waits tries again
)

// leases are the locks of uploads, as tus's handler asks for them.
type leases struct {
	db     *db.DB
	holder string // this process
	mu     sync.Mutex
	alone  bool // no other process serves this database
	held   map[string]*lease
	kept   bool // somebody renews
}

func newLeases(d *db.DB) *leases {
	return &leases{db: d, holder: id.New(), alone: d.Engine() == db.SQLite, held: map[string]*lease{}}
}

// lease is one lock, in the hand of one request.
type lease struct {
	all  *leases
	id   string
	give func()        // asks the request to end; nil while it only waits, and once it gives the lock back
	free chan struct{} // closed when it has ended
}

// NewLock makes a lock that is not yet held.
func (l *leases) NewLock(id string) (handler.Lock, error) { return &lease{all: l, id: id}, nil }

// Lock waits for the lock until ctx ends. Who holds it is asked to end: most likely it is a broken connection of the same
// person. requestUnlock is how this one will be asked, and how it hears that the lock was lost.
func (l *lease) Lock(ctx context.Context, requestUnlock func()) error {
	if err := l.queue(ctx); err != nil {
		return err
	}
	for {
		got, err := l.all.take(ctx, l.id, true)
		if got {
			l.all.keep(l, requestUnlock)
			return nil
		}
		if err == nil {
			err = wait(ctx, leaseWait)
		}
		if err != nil {
			l.all.leave(l)
			return lockError(ctx, err)
		}
	}
}

// try takes the lock if nobody holds it.
func (l *lease) try(ctx context.Context) (bool, error) {
	if l.all.enter(l) != nil {
		return false, nil
	}
	got, err := l.all.take(ctx, l.id, false)
	if !got {
		l.all.leave(l)
		return false, err
	}
	l.all.keep(l, func() {})
	return true, nil
}

// Unlock gives the lock back. A row that cannot be removed runs out. Nobody is asked for the lock any more, least of all because its row
// is gone: that would cut off what the connection is used for next.
func (l *lease) Unlock() error {
	l.all.mu.Lock()
	l.give = nil
	l.all.mu.Unlock()
	if l.all.alone {
		l.all.leave(l)
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), leaseLife)
	defer cancel()
	err := l.all.db.Write(ctx, func(tx *db.Tx) error { return giveLock(ctx, tx, l.id, l.all.holder) })
	l.all.leave(l)
	return err
}

// queue waits until no other request of this process is at the lock.
func (l *lease) queue(ctx context.Context) error {
	for {
		other := l.all.enter(l)
		if other == nil {
			return nil
		}
		l.all.ask(other)
		select {
		case <-other.free:
		case <-ctx.Done():
			return lockError(ctx, ctx.Err())
		}
	}
}

func lockError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return handler.ErrLockTimeout
	}
	return err
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// enter takes l's place among this process's requests, or tells who has it.
func (l *leases) enter(le *lease) *lease {
	l.mu.Lock()
	defer l.mu.Unlock()
	if other := l.held[le.id]; other != nil {
		return other
	}
	le.free = make(chan struct{})
	l.held[le.id] = le
	return nil
}

func (l *leases) leave(le *lease) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.held, le.id)
	close(le.free)
}

func (l *leases) ask(le *lease) {
	l.mu.Lock()
	give := le.give
	l.mu.Unlock()
	if give != nil {
		give()
	}
}

// take writes this process's name into the lock's row if the row is free or has run out, and otherwise, if want is set, that
// it is wanted.
func (l *leases) take(ctx context.Context, id string, want bool) (got bool, err error) {
	if l.alone {
		return true, nil
	}
	err = l.db.Write(ctx, func(tx *db.Tx) error {
		got, err = takeLock(ctx, tx, id, l.holder, tx.Now().Add(leaseLife))
		if err != nil || got || !want {
			return err
		}
		return wantLock(ctx, tx, id)
	})
	return got && err == nil, err
}

// keep renews from now on, as long as this process holds any lock.
func (l *leases) keep(le *lease, give func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	le.give = give
	if !l.kept && !l.alone {
		l.kept = true
		go l.renewAll()
	}
}

func (l *leases) renewAll() {
	look := time.NewTicker(leaseLook)
	defer look.Stop()
	renewed := time.Now()
	for now := range look.C {
		ours, ok := l.ours()
		if !ok {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), leaseRenewal)
		renew := now.Sub(renewed) >= leaseRenewal
		if err := l.look(ctx, ours, renew); err != nil {
			slog.Warn("the locks of uploads could not be renewed", "error", err)
			if now.Sub(renewed) > leaseLife-leaseRenewal {
				for _, le := range ours {
					l.ask(le)
				}
			}
		} else if renew {
			renewed = now
		}
		cancel()
	}
}

// ours are the locks that this process holds, and whether there is anything to renew.
func (l *leases) ours() (ours []*lease, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, le := range l.held {
		if le.give != nil {
			ours = append(ours, le)
		}
	}
	l.kept = len(l.held) > 0
	return ours, l.kept
}

// look asks those to end whose lock is wanted elsewhere, or was lost, and renews the rest.
func (l *leases) look(ctx context.Context, ours []*lease, renew bool) error {
	var rows map[string]bool
	err := l.db.Read(ctx, func(tx *db.Tx) (err error) {
		rows, err = locksOf(ctx, tx, l.holder)
		return err
	})
	if err != nil {
		return err
	}
	for _, le := range ours {
		if wanted, there := rows[le.id]; wanted || !there {
			l.ask(le)
		}
	}
	if !renew {
		return nil
	}
	return l.db.Write(ctx, func(tx *db.Tx) error { return renewLocks(ctx, tx, l.holder, tx.Now().Add(leaseLife)) })
}
