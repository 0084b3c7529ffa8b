package ballot

import (
	"errors"
	"fmt"
	"sync"
	"testing"
)

func newTap() *tap { return &tap{lead: make(chan struct{}), done: make(chan struct{})} }

// Everybody is answered once, whoever counted.
func TestDeskAnswersEverybodyOnce(t *testing.T) {
	var d desk
	var wg sync.WaitGroup
	counted := 0 // written by one leader at a time: the race detector watches
	taps := make([]*tap, 2000)
	for i := range taps {
		taps[i] = newTap()
		wg.Go(func() {
			d.bring(taps[i], func(batch []*tap) {
				if len(batch) == 0 || len(batch) > most {
					t.Errorf("a batch of %d", len(batch))
				}
				for _, b := range batch {
					counted++
					b.counted, b.err = Counted{Receipt: fmt.Sprint(counted)}, nil
				}
			})
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for _, x := range taps {
		if x.err != nil || seen[x.counted.Receipt] {
			t.Fatalf("%+v", x.counted)
		}
		seen[x.counted.Receipt] = true
	}
	if counted != len(taps) || d.busy || len(d.waiting) != 0 {
		t.Errorf("%d counted, busy %v, %d waiting", counted, d.busy, len(d.waiting))
	}
}

// A count that dies is no answer, and the desk goes on.
func TestDeskOutlivesAPanic(t *testing.T) {
	var d desk
	first, waits := newTap(), newTap()
	var wg sync.WaitGroup
	began := make(chan struct{})
	wg.Go(func() {
		defer func() { _ = recover() }()
		d.bring(first, func([]*tap) {
			close(began)
			for { // until the other one queues
				d.mu.Lock()
				n := len(d.waiting)
				d.mu.Unlock()
				if n == 1 {
					panic("boom")
				}
			}
		})
	})
	<-began
	d.bring(waits, func(batch []*tap) { batch[0].err = nil })
	wg.Wait()
	if !errors.Is(first.err, errInterrupted) || waits.err != nil || d.busy {
		t.Errorf("%v, %v, busy %v", first.err, waits.err, d.busy)
	}
}
