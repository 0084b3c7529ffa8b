package main

import (
	"context"
	"fmt"
	"log"
	"path/filepath"
	"time"

	"saiying/bench/postgres"
)

// onPostgres runs what is for PostgreSQL: two nodes at once, whose lines to the database lead through a proxy.
func (s *soak) onPostgres(ctx context.Context) error {
	pg, err := postgres.New(ctx, filepath.Join(s.dir, "postgres"))
	if err != nil {
		return err
	}
	defer pg.Stop()
	line, err := newProxy(pg.Address)
	if err != nil {
		return err
	}
	defer line.stop()
	for _, scene := range []struct {
		name, database string
		share          float64
		trouble        func(b *bout) func(context.Context) error
	}{
		{"PostgreSQL, killed", "killed", 0.33, func(b *bout) func(context.Context) error { return b.killed(s.kills) }},
		{"PostgreSQL, its server crashed", "crashed", 0.1, func(b *bout) func(context.Context) error { return b.crashed(pg, max(1, s.kills/10)) }},
		{"PostgreSQL, its line cut, slow, deaf, shut", "cut", 0.1, func(b *bout) func(context.Context) error { return b.cut(line, max(4, s.kills/5)) }},
	} {
		b, err := s.bout(scene.name, scene.share)
		if err != nil {
			return err
		}
		if err := pg.Create(ctx, scene.database); err != nil {
			return err
		}
		b.database = pg.DSN(scene.database, pg.Address)
		for i := range 2 {
			n, err := newNode(s.program, filepath.Join(b.dir, fmt.Sprint("node", i)), pg.DSN(scene.database, line.address()), b.blobs(), s.base)
			if err != nil {
				return err
			}
			b.nodes = append(b.nodes, n)
		}
		if err := s.run(ctx, b, scene.trouble(b)); err != nil {
			return err
		}
	}
	return nil
}

// crashed crashes the database's server under load and starts it again, at every fourth time together with a node.
func (b *bout) crashed(pg *postgres.Server, times int) func(context.Context) error {
	return func(ctx context.Context) error {
		for !b.enough(b.troubles, times) && ctx.Err() == nil {
			b.wait(ctx, 300, 1500)
			pg.Crash()
			b.troubles++
			b.wait(ctx, 0, 300)
			if err := pg.Start(ctx); err != nil {
				return err
			}
			if b.troubles%4 == 0 {
				if err := b.kill(ctx); err != nil {
					return err
				}
			}
			if err := b.recovered(ctx); err != nil {
				return err
			}
			if b.troubles%5 == 0 {
				if err := b.publish(ctx); err != nil {
					return err
				}
				log.Printf("%s: %d crashes, %d votes, %d faults", b.name, b.troubles, b.crowd.told(), len(b.faults))
			}
		}
		return ctx.Err()
	}
}

// cut has the line to the database torn, slow, in small pieces, deaf (the database hears and its answers are lost), and shut.
func (b *bout) cut(p *proxy, times int) func(context.Context) error {
	ways := []func(context.Context){
		func(context.Context) {}, // only torn
		func(ctx context.Context) { // slow, at times slower than a phone waits
			p.delay.Store(int64(time.Duration(10+b.dice.IntN(190)) * time.Millisecond))
			b.wait(ctx, 500, 2500)
			p.delay.Store(0)
		},
		func(ctx context.Context) { // in pieces
			p.small.Store(true)
			b.wait(ctx, 500, 1500)
			p.small.Store(false)
		},
		func(ctx context.Context) { // answers are lost, whatever was done
			p.deaf.Store(true)
			b.wait(ctx, 10, 300)
			p.deaf.Store(false)
		},
		func(ctx context.Context) {
			p.closed.Store(true)
			p.reset()
			b.wait(ctx, 100, 1500)
			p.closed.Store(false)
		},
	}
	return func(ctx context.Context) error {
		defer func() { p.delay.Store(0); p.small.Store(false); p.deaf.Store(false); p.closed.Store(false) }()
		for !b.enough(b.troubles, times) && ctx.Err() == nil {
			b.wait(ctx, 200, 1000)
			ways[b.troubles%len(ways)](ctx)
			p.reset()
			b.troubles++
			if err := b.recovered(ctx); err != nil {
				return err
			}
			if b.troubles%10 == 0 {
				if err := b.publish(ctx); err != nil {
					return err
				}
				log.Printf("%s: %d troubles, %d votes, %d faults", b.name, b.troubles, b.crowd.told(), len(b.faults))
			}
		}
		return ctx.Err()
	}
}
