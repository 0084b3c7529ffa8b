package job_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/job"
)

type ready struct{ Asset string }

type probe struct {
	Asset string `json:"asset"`
}

func (probe) Kind() string { return "test.probe" }

func TestEventsAndJobsFollowTheTransaction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := job.Migrate(ctx, d); err != nil {
			t.Fatal(err)
		}
		q := job.New(d, job.Config{Node: "n1", Poll: 10 * time.Millisecond})
		var heard, probed atomic.Int32
		for _, room := range []string{"entry", "inspection"} {
			job.On(q, room, func(_ context.Context, e ready) error {
				if e.Asset == "a" {
					heard.Add(1)
				}
				return nil
			})
		}
		job.Handle(q, func(_ context.Context, p probe) error {
			probed.Add(1)
			return d.Write(ctx, func(tx *db.Tx) error { return job.Emit(ctx, q, tx, ready(p)) })
		})
		if err := q.Start(ctx); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Stop(ctx) }()
		boom := errors.New("boom")
		enqueue := func(end error) error {
			return d.Write(ctx, func(tx *db.Tx) error { return errors.Join(q.Enqueue(ctx, tx, probe{"a"}, nil), end) })
		}
		if err := enqueue(boom); !errors.Is(err, boom) {
			t.Fatal(err)
		}
		if err := enqueue(nil); err != nil {
			t.Fatal(err)
		}
		if err := q.Drain(ctx, nil); err != nil {
			t.Fatal(err)
		}
		if probed.Load() != 1 || heard.Load() != 2 {
			t.Fatalf("probed %d times, heard %d times; want 1 and 2", probed.Load(), heard.Load())
		}
	})
}

// On PostgreSQL a process takes over what another left when it died, and leaves alone what a living one is at.
func TestTheJobsOfTheDeadAreTakenOver(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	d := dbtest.Open(t, db.PostgreSQL, clock.System)
	if err := job.Migrate(ctx, d); err != nil {
		t.Fatal(err)
	}
	done, begun, end := make(chan string, 9), make(chan bool), make(chan bool)
	open := func(node string) *job.Queue {
		q := job.New(d, job.Config{Node: node, Poll: 10 * time.Millisecond})
		job.Handle(q, func(_ context.Context, p probe) error {
			if p.Asset == "long" {
				begun <- true
				<-end
			}
			done <- p.Asset
			return nil
		})
		if err := q.Start(ctx); err != nil {
			t.Fatal(err)
		}
		return q
	}
	want := func(asset string) {
		t.Helper()
		select {
		case got := <-done:
			if got != asset {
				t.Fatalf("%q was done, want %q", got, asset)
			}
		case <-begun:
			t.Fatal("a job that is being done was begun again")
		case <-ctx.Done():
			t.Fatalf("%q was never done", asset)
		}
	}
	living := open("living")
	defer func() { _ = living.Stop(ctx) }()
	if err := d.Write(ctx, func(tx *db.Tx) error { return living.Enqueue(ctx, tx, probe{"long"}, nil) }); err != nil {
		t.Fatal(err)
	}
	<-begun
	other := open("other")
	defer func() { _ = other.Stop(ctx) }()
	left := `INSERT INTO river_job (kind, args, max_attempts, state, attempt, attempted_by)
		VALUES ('test.probe', '{"asset":"left"}', 25, 'running', 1, ARRAY['dead-1'])`
	if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, left); return err }); err != nil {
		t.Fatal(err)
	}
	want("left")
	end <- true
	want("long")
}

func TestStartTakesBackWhatADeadProcessLeft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := job.Migrate(ctx, d); err != nil {
			t.Fatal(err)
		}
		done := make(chan string, 1)
		open := func() *job.Queue {
			q := job.New(d, job.Config{Node: "n1", Poll: 10 * time.Millisecond})
			job.Handle(q, func(_ context.Context, p probe) error { done <- p.Asset; return nil })
			return q
		}
		q := open()
		err := d.Write(ctx, func(tx *db.Tx) error { return q.Enqueue(ctx, tx, probe{"film"}, nil) })
		if err != nil {
			t.Fatal(err)
		}
		mark := "UPDATE river_job SET state = 'running', attempt = 1, attempted_by = '[\"n1\"]'"
		if d.Engine() == db.PostgreSQL {
			mark = "UPDATE river_job SET state = 'running', attempt = 1, attempted_by = ARRAY['n1']"
		}
		if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, mark); return err }); err != nil {
			t.Fatal(err)
		}
		q = open()
		if err := q.Start(ctx); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Stop(ctx) }()
		select {
		case got := <-done:
			if got != "film" {
				t.Fatalf("got %q", got)
			}
		case <-ctx.Done():
			t.Fatal("the job of the dead process was never done")
		}
	})
}
