package job_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/job"
)

func TestTallyLookRetryAndCancel(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := job.Migrate(ctx, d); err != nil {
			t.Fatal(err)
		}
		q := job.New(d, job.Config{Node: "n1"})
		write := func(fn func(tx *db.Tx) error) {
			t.Helper()
			if err := d.Write(ctx, fn); err != nil {
				t.Fatal(err)
			}
		}
		for range 5 {
			write(func(tx *db.Tx) error { return q.Enqueue(ctx, tx, probe{"a"}, nil) })
		}
		write(func(tx *db.Tx) error {
			for _, harm := range []string{
				"UPDATE river_job SET state = 'running' WHERE id = 2",
				"UPDATE river_job SET state = 'retryable', attempt = 1 WHERE id = 3",
				"UPDATE river_job SET state = 'retryable', attempt = 3 WHERE id = 4",
				"UPDATE river_job SET state = 'discarded', attempt = 25, finalized_at = created_at WHERE id = 5",
			} {
				if _, err := tx.Exec(ctx, harm); err != nil {
					return err
				}
			}
			return nil
		})
		look := func() (tally job.Tally, ids []int64) {
			err := d.Read(ctx, func(tx *db.Tx) (err error) {
				if tally, err = q.Tally(ctx, tx); err != nil {
					return err
				}
				rows, err := q.Look(ctx, tx, 10)
				for _, r := range rows {
					ids = append(ids, r.ID)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return tally, ids
		}
		tally, ids := look()
		if tally != (job.Tally{Waiting: 2, Running: 1, Failed: 2}) || len(ids) != 5 || ids[0] != 2 || ids[1] != 3 || ids[4] != 1 {
			t.Fatalf("%+v, in the order %v", tally, ids)
		}
		write(func(tx *db.Tx) error { return errors.Join(q.Retry(ctx, tx, 5), q.Cancel(ctx, tx, 4)) })
		if tally, ids = look(); tally != (job.Tally{Waiting: 3, Running: 1}) || len(ids) != 4 {
			t.Fatalf("after a retry and a cancellation %+v, %v", tally, ids)
		}
		if err := d.Write(ctx, func(tx *db.Tx) error { return q.Retry(ctx, tx, 99) }); !errors.Is(err, job.ErrUnknown) {
			t.Fatalf("a job that does not exist gave %v", err)
		}
	})
}

// A job that is being done ends when it is cancelled, and can be done again afterwards; one that asks for later spends no try.
func TestARunningJobIsCancelledAndDoneAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := job.Migrate(ctx, d); err != nil {
			t.Fatal(err)
		}
		q := job.New(d, job.Config{Node: "n1", Poll: 10 * time.Millisecond})
		begun, end := make(chan job.Try), make(chan error)
		job.Handle(q, func(ctx context.Context, _ probe) error {
			begun <- job.TryOf(ctx)
			select {
			case err := <-end:
				return err
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		})
		if err := q.Start(ctx); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Stop(ctx) }()
		write := func(fn func(tx *db.Tx) error) {
			t.Helper()
			if err := d.Write(ctx, fn); err != nil {
				t.Fatal(err)
			}
		}
		next := func(count int) (try job.Try) {
			t.Helper()
			select {
			case try = <-begun:
			case <-ctx.Done():
				t.Fatal("the job is not done again")
			}
			if try.Count != count || try.Machine != "n1" || try.Last {
				t.Fatalf("%+v, want try %d", try, count)
			}
			return try
		}
		until := func(want string) {
			t.Helper()
			for state := ""; state != want; time.Sleep(5 * time.Millisecond) {
				err := d.Read(ctx, func(tx *db.Tx) error { return tx.QueryRow(ctx, "SELECT state FROM river_job").Scan(&state) })
				if err != nil {
					t.Fatalf("the job is %s, want %s: %v", state, want, err)
				}
			}
		}
		write(func(tx *db.Tx) error { return q.Enqueue(ctx, tx, probe{"a"}, nil) })
		id := next(1).ID
		write(func(tx *db.Tx) error { return q.Cancel(ctx, tx, id) })
		until("cancelled")
		write(func(tx *db.Tx) error { return q.Retry(ctx, tx, id) })
		next(2)
		end <- job.Later(time.Millisecond)
		next(2)
		end <- nil
		until("completed")
	})
}
