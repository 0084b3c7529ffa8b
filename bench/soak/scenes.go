package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"saiying/internal/platform/wechat/double"
)

// soak is a whole run.
type soak struct {
	program string
	kills   int
	seed    uint64
	lasts   time.Duration // after which no more trouble is made
	dir     string

	wechat *double.Server
	base   string // where it listens
	bouts  []*bout
}

// bout begins a bout in a folder of its own, which may take a share of the time.
func (s *soak) bout(name string, share float64) (*bout, error) {
	b := &bout{name: name, dir: filepath.Join(s.dir, fmt.Sprint(len(s.bouts))), until: time.Now().Add(time.Duration(share * float64(s.lasts)))}
	s.bouts = append(s.bouts, b)
	log.Printf("%s …", name)
	return b, os.MkdirAll(b.dir, 0o755)
}

// run runs a bout from beginning to end with the trouble it is about.
func (s *soak) run(ctx context.Context, b *bout, trouble func(context.Context) error) error {
	defer func() { b.end(); b.ended = time.Now() }()
	ctx, leave := context.WithCancel(ctx)
	if err := b.prepare(ctx, s.wechat, s.seed); err != nil {
		leave()
		return err
	}
	defer b.crowd.end()
	defer leave() // whoever still waits for an answer does not get one
	if err := trouble(ctx); err != nil {
		return errors.Join(err, ctx.Err())
	}
	return b.finish(ctx)
}

// killed kills nodes so many times, and publishes now and then.
func (b *bout) killed(times int) func(context.Context) error {
	return func(ctx context.Context) error {
		for !b.enough(b.kills, times) && ctx.Err() == nil {
			before := b.kills
			if err := b.kill(ctx); err != nil {
				return err
			}
			if err := b.recovered(ctx); err != nil {
				return err
			}
			if b.kills/10 > before/10 {
				if err := b.publish(ctx); err != nil {
					return err
				}
				log.Printf("%s: %d kills, %d votes, %d faults", b.name, b.kills, b.crowd.told(), len(b.faults))
			}
			b.wait(ctx, 50, 700)
		}
		return ctx.Err()
	}
}
