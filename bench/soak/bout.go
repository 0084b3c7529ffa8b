package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"path/filepath"
	"time"

	"saiying/internal/platform/clock"
	"saiying/internal/platform/wechat/double"
)

const (
	contest = "hebei-2020"
	perDay  = 10 // by its notice
	works   = 40
	places  = 30                     // voters at a time
	think   = 100 * time.Millisecond // between two taps of a device, in the mean

	appID, secret = "wxsoak", "soak"
)

// bout is one vote under one kind of trouble, on a database of its own.
type bout struct {
	name     string
	dir      string
	database string // as the soak itself reads it
	nodes    []*node
	crowd    *crowd
	dice     *rand.Rand
	until    time.Time
	// The ledger as somebody remembers it who looked each time.
	key         string
	checkpoints map[string][]byte

	began, ended                          time.Time
	still                                 int   // how often voting stood still for want of room
	failed                                int64 // requests that failed meanwhile
	kills, troubles                       int
	readings, published, broken, recounts int
	short                                 bool // the time was over before all was done
	faults                                []string
	remarks                               []string
}

// blobs is where the nodes keep the ledger, which is one for all.
func (b *bout) blobs() string { return filepath.Join(b.dir, "blobs") }

// prepare applies the notice, its vote open now, enters the works, and starts the nodes and the crowd.
func (b *bout) prepare(ctx context.Context, wechat *double.Server, seed uint64) error {
	b.began, b.dice = time.Now(), rand.New(rand.NewPCG(seed, 0))
	ids, err := b.campaign(ctx)
	if err != nil {
		return err
	}
	urls := make([]string, len(b.nodes))
	for i, n := range b.nodes {
		urls[i] = n.url()
	}
	b.crowd = newCrowd(filepath.Base(b.dir), ids, urls, wechat.IssueCode, think)
	for _, n := range b.nodes {
		if err := b.revive(ctx, n); err != nil {
			return err
		}
	}
	b.crowd.begin(ctx, places, seed)
	if !b.crowd.goOn(ctx, time.Minute) {
		return errors.Join(ctx.Err(), fmt.Errorf("%s: nobody could vote within a minute", b.name))
	}
	return nil
}

// revive starts a node and waits until it answers.
func (b *bout) revive(ctx context.Context, n *node) error {
	if err := n.start(); err != nil {
		return err
	}
	return n.ready(ctx)
}

// enough reports whether all of so many troubles were made, or the time is over.
func (b *bout) enough(made, of int) bool {
	if made >= of {
		return true
	}
	b.short = time.Now().After(b.until)
	return b.short
}

func (b *bout) fault(says string, args ...any) {
	b.faults = append(b.faults, fmt.Sprintf(says, args...))
	log.Printf("%s: FAULT: %s", b.name, b.faults[len(b.faults)-1])
}

// faultAll notes what one look found, without flooding the page.
func (b *bout) faultAll(all []string) {
	const enough = 10
	for _, says := range all[:min(len(all), enough)] {
		b.fault("%s", says)
	}
	if more := len(all) - enough; more > 0 {
		b.fault("and %d more", more)
	}
}

// kill kills a node under load and starts it again; now and then it is killed once more before it is ready.
func (b *bout) kill(ctx context.Context) error {
	n := b.nodes[b.dice.IntN(len(b.nodes))]
	n.kill()
	b.kills++
	for b.dice.IntN(6) == 0 {
		if err := n.start(); err != nil {
			return err
		}
		b.wait(ctx, 0, 400)
		n.kill()
		b.kills++
	}
	return b.revive(ctx, n)
}

// wait waits for a while that nobody can foresee, in milliseconds.
func (b *bout) wait(ctx context.Context, least, most int) {
	pause(ctx, time.Duration(least+b.dice.IntN(most-least))*time.Millisecond)
}

// recovered looks whether voting goes on, and compares the books with what voters were told, while they go on voting.
func (b *bout) recovered(ctx context.Context) error {
	if !b.crowd.goOn(ctx, 40*time.Second) && ctx.Err() == nil {
		b.fault("voting did not go on within 40 seconds")
	}
	return b.check(ctx)
}

// finish lets everybody have their answer. Then the books must be what was answered, and nothing else.
func (b *bout) finish(ctx context.Context) error {
	b.crowd.end()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	pause(ctx, 1100*time.Millisecond) // a ranking is at most a second old
	if err := b.check(ctx); err != nil {
		return err
	}
	told, _, odd := b.crowd.so()
	b.faultAll(odd)
	books, err := open(ctx, b.database, clock.System)
	if err != nil {
		return err
	}
	if len(books.log) != len(told) {
		b.fault("%d votes were acknowledged, the log has %d", len(told), len(books.log))
	}
	for _, n := range b.nodes {
		shown := map[string]int64{}
		if err := b.standings(ctx, n, shown); err != nil {
			return err
		}
		for id, sums := range books.sums() {
			if shown[id] != sums {
				b.fault("the ranking shows %d votes for %s, the log has %d", shown[id], id, sums)
			}
		}
	}
	if out, err := b.nodes[0].command(ctx, "ledger", contest).CombinedOutput(); err != nil {
		return fmt.Errorf("publishing failed: %w: %s", err, out)
	}
	b.published++
	return b.recount(ctx)
}

func (b *bout) end() {
	for _, n := range b.nodes {
		n.kill()
	}
}

// row is the bout in the table.
func (b *bout) row() string {
	c := b.crowd
	return fmt.Sprintf("| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d + %d | %d | %d | %.1f |", b.name, b.kills, b.troubles, c.told(), c.again.Load(), c.unheard.Load(), c.unsure.Load(),
		c.asked.Load(), b.readings, b.published, b.broken, b.recounts, len(b.faults), b.ended.Sub(b.began).Minutes())
}
