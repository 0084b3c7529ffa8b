package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"path/filepath"
	"time"

	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
)

// onSQLite gives the bout one node on a file.
func (s *soak) onSQLite(b *bout) (err error) {
	b.database = "sqlite:" + filepath.Join(b.dir, "rows", "saiying.db")
	b.nodes = make([]*node, 1)
	b.nodes[0], err = newNode(s.program, filepath.Join(b.dir, "data"), b.database, b.blobs(), s.base)
	return err
}

// sqlite runs what is for SQLite.
func (s *soak) sqlite(ctx context.Context) error {
	b, err := s.bout("SQLite, killed", 0.33)
	if err != nil {
		return err
	}
	if err := s.onSQLite(b); err != nil {
		return err
	}
	if err := s.run(ctx, b, b.killed(s.kills)); err != nil {
		return err
	}
	for _, full := range []string{"rows", "log"} {
		if err := s.noRoom(ctx, full); err != nil {
			return err
		}
	}
	return nil
}

// noRoom has the disk of the rows or that of the write-ahead log run full again and again.
func (s *soak) noRoom(ctx context.Context, what string) error {
	b, err := s.bout("SQLite, no room for the "+what, 0.07)
	if err != nil {
		return err
	}
	if err := s.onSQLite(b); err != nil {
		return err
	}
	rows, err := mount(filepath.Join(b.dir, "rows"), 512)
	if errors.Is(err, errNoMount) {
		b.remarks = append(b.remarks, err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	defer unmount(rows.dir)
	wal, err := mount(filepath.Join(b.dir, "log"), 512)
	if err != nil {
		return err
	}
	defer unmount(wal.dir)
	if out, err := b.nodes[0].command(ctx, "migrate").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	grafted := filepath.Join(rows.dir, "saiying.db-wal")
	if err := graft(grafted, wal); err != nil {
		return err
	}
	defer unmount(grafted)
	full := rows
	if what == "log" {
		full = wal
	}
	return s.run(ctx, b, func(ctx context.Context) error {
		for !b.enough(b.troubles, 8) && ctx.Err() == nil {
			if err := b.fillUp(ctx, full); err != nil {
				return err
			}
		}
		b.remarks = append(b.remarks, fmt.Sprintf("of %d times without room voting stood still %d times; %d requests failed", b.troubles, b.still, b.failed))
		return ctx.Err()
	})
}

// fillUp fills a disk under load, kills the server in every second of these, makes room, and looks whether voting goes on. Somebody reads
// all the while, so that the log cannot begin anew and needs room.
func (b *bout) fillUp(ctx context.Context, d *disk) error {
	b.wait(ctx, 100, 800)
	b.troubles++
	reader, err := db.Open(ctx, b.database, clock.System)
	if err != nil {
		return err
	}
	defer func() { _ = reader.Close() }()
	failed := b.crowd.failed.Load()
	err = reader.Read(ctx, func(tx *db.Tx) error {
		if _, _, err := db.One(ctx, tx, db.Value[int64], "SELECT seq FROM ballot_box WHERE campaign = $1", contest); err != nil {
			return err
		}
		if err := d.fill(ctx); err != nil {
			return err
		}
		b.wait(ctx, 2500, 3500)
		return nil
	})
	if err != nil {
		return err
	}
	b.stood(ctx, b.crowd.failed.Load()-failed)
	if b.troubles%2 == 0 {
		b.nodes[0].kill()
		b.kills++
		if err := b.nodes[0].start(); err != nil {
			return err
		}
		b.wait(ctx, 200, 1500) // it may not come up without room
	}
	if err := d.room(); err != nil {
		return err
	}
	if b.nodes[0].ready(ctx) != nil { // it had given up for want of room
		b.nodes[0].kill()
		if err := b.revive(ctx, b.nodes[0]); err != nil {
			return err
		}
	}
	return b.recovered(ctx)
}

// stood notes how voting fared while there was no room.
func (b *bout) stood(ctx context.Context, failed int64) {
	b.failed += failed
	if still := !b.crowd.goOn(ctx, 300*time.Millisecond); still {
		b.still++
	}
	log.Printf("%s: full for the %d. time, %d requests failed", b.name, b.troubles, failed)
}
