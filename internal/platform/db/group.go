package db

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Group lets those who write at the same time share a transaction, so that a rush pays for one commit what it would otherwise pay for each;
// or those who ask share a question. Whoever comes to an idle group writes all that waits there; those who come meanwhile wait and are
// written together in the next transaction. One who comes alone waits for nobody. T is usually a pointer: what is asked and, once Do has
// returned, the answer.
type Group[T any] struct {
	d       *DB
	within  func(ctx context.Context, fn func(tx *Tx) error) error
	write   func(ctx context.Context, tx *Tx, all []T) error
	mu      sync.Mutex
	waiting []*member[T]
	busy    bool
}

type member[T any] struct {
	item T
	lead chan struct{} // closed when it falls to this one to write for those that wait
	done chan struct{} // closed when it is written, or has failed
	err  error
}

const (
	mostTogether    = 128              // in one transaction
	longestTogether = 30 * time.Second // one transaction
)

// errInterrupted is the answer to those whose writer panicked.
var errInterrupted = errors.New("writing was interrupted")

// NewGroup makes a group on d. write puts all of its items into one transaction, in their order of coming. It must refuse what is wrong with
// a single item in the item itself: an error of write undoes the transaction, after which each item is tried in one of its own, so
// that one which cannot be written fails no other. It may therefore be called again with the same items.
func NewGroup[T any](d *DB, write func(ctx context.Context, tx *Tx, all []T) error) *Group[T] {
	return &Group[T]{d: d, within: d.Write, write: write}
}

// NewAskers makes a group whose members ask the same about different things: ask puts it as one question, as in DB.Glance.
func NewAskers[T any](d *DB, ask func(ctx context.Context, tx *Tx, all []T) error) *Group[T] {
	return &Group[T]{d: d, within: func(_ context.Context, fn func(tx *Tx) error) error { return d.Glance(fn) }, write: ask}
}

// Do returns once item is on the disk, or with the error for which it is not. The transaction belongs to nobody's request: it is
// not given up when ctx ends.
func (g *Group[T]) Do(ctx context.Context, item T) error {
	m := &member[T]{item: item, lead: make(chan struct{}), done: make(chan struct{}), err: errInterrupted}
	g.mu.Lock()
	g.waiting = append(g.waiting, m)
	leads := !g.busy
	g.busy = true
	g.mu.Unlock()
	if !leads {
		select {
		case <-m.done:
			return m.err
		case <-m.lead:
		}
	}
	runtime.Gosched() // in a rush, who is nearly here comes along
	g.run(context.WithoutCancel(ctx))
	return m.err
}

// run writes those who have waited longest. Whoever leads is the first of them.
func (g *Group[T]) run(ctx context.Context) {
	g.mu.Lock()
	n := min(len(g.waiting), mostTogether)
	all := slices.Clone(g.waiting[:n])
	g.waiting = slices.Delete(g.waiting, 0, n)
	g.mu.Unlock()
	defer g.passOn(all)
	err := g.together(ctx, all)
	if IsUnique(err) { // of a row that another transaction wrote meanwhile, and that is seen now
		err = g.together(ctx, all)
	}
	if err == nil || n == 1 || errors.Is(err, context.DeadlineExceeded) {
		return
	}
	for i := range all {
		_ = g.together(ctx, all[i:i+1]) // each has its own answer
	}
}

func (g *Group[T]) together(ctx context.Context, all []*member[T]) error {
	if g.d.engine == PostgreSQL { // SQLite waits for nobody, and would watch ctx by a goroutine a statement
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, longestTogether)
		defer cancel()
	}
	items := make([]T, len(all))
	for i, m := range all {
		items[i] = m.item
	}
	err := g.within(ctx, func(tx *Tx) error { return g.write(ctx, tx, items) })
	for _, m := range all {
		m.err = err
	}
	return err
}

// passOn lets those who were written have their answers, and the next of those who wait take the lead.
func (g *Group[T]) passOn(all []*member[T]) {
	for _, m := range all {
		close(m.done)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.waiting) == 0 {
		g.busy = false
		return
	}
	close(g.waiting[0].lead)
}
