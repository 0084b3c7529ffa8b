package db

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// Group lets those who write at the same time share a transaction, so that a rush pays for one commit what it would otherwise pay for each;
// or those who ask share a question. Who comes while a transaction is being written waits, and is written with the others in the next. One
// who comes alone waits for nobody. T is usually a pointer: what is asked and, once Do has returned, the answer.
type Group[T any] struct {
	d       *DB
	within  func(ctx context.Context, fn func(tx *Tx) error) error
	write   func(ctx context.Context, tx *Tx, all []T) error
	mu      sync.Mutex
	waiting []*member[T]
	busy    bool // somebody writes for those that wait
}

type member[T any] struct {
	item T
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

// Do returns once item is on the disk, or with the error for which it is not. The transaction belongs to nobody's request: it has nothing of
// their contexts, and is not given up when one ends.
func (g *Group[T]) Do(item T) error {
	m := &member[T]{item: item, done: make(chan struct{}), err: errInterrupted}
	g.mu.Lock()
	g.waiting = append(g.waiting, m)
	idle := !g.busy
	g.busy = true
	g.mu.Unlock()
	if idle {
		go g.work()
	}
	<-m.done
	return m.err
}

// work writes for those that wait until nobody does. It first lets come along who is nearly here. On SQLite it does so each time, for writing
// takes a processor that they need; a PostgreSQL server should not be kept waiting.
func (g *Group[T]) work() {
	runtime.Gosched()
	for all := g.next(); len(all) > 0; all = g.next() {
		g.answer(all)
		if g.d.engine == SQLite {
			runtime.Gosched()
		}
	}
}

// next takes those who have waited longest.
func (g *Group[T]) next() []*member[T] {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.waiting), mostTogether)
	all := slices.Clone(g.waiting[:n])
	g.waiting = slices.Delete(g.waiting, 0, n)
	g.busy = n > 0
	return all
}

// answer writes those who were taken, and lets them have their answers.
func (g *Group[T]) answer(all []*member[T]) {
	defer func() {
		if v := recover(); v != nil {
			slog.Error("panic", "value", fmt.Sprint(v), "stack", string(debug.Stack()))
		}
		for _, m := range all {
			close(m.done)
		}
	}()
	err := g.together(all)
	if IsUnique(err) { // of a row that another transaction wrote meanwhile, and that is seen now
		err = g.together(all)
	}
	if err == nil || len(all) == 1 || errors.Is(err, context.DeadlineExceeded) {
		return
	}
	for i := range all {
		_ = g.together(all[i : i+1]) // each has its own answer
	}
}

func (g *Group[T]) together(all []*member[T]) error {
	ctx := context.Background()
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
