package job

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"saiying/internal/platform/db"
)

// ErrCancelled is the cause with which the context of a job ends that somebody cancelled.
var ErrCancelled = errors.New("the job was cancelled")

// Try is one attempt at a job.
type Try struct {
	ID      int64  // the job's number; 0 outside a job
	Count   int    // which attempt it is, from 1
	Last    bool   // the job is given up if this attempt fails
	Machine string // who makes it
}

type tryKey struct{}

// TryOf is the attempt that ctx belongs to.
func TryOf(ctx context.Context) Try {
	t, _ := ctx.Value(tryKey{}).(Try)
	return t
}

// Later, returned by a job, has it done again after d. It counts as no attempt.
func Later(d time.Duration) error { return river.JobSnooze(d) }

// running are the jobs that this process is at, each with what ends it. River tells a running job that it is cancelled only
// where the database can call its clients, which neither of ours can: so every process asks.
type running struct {
	mu   sync.Mutex
	ends map[int64]context.CancelCauseFunc
}

// try makes one attempt at a job. A job that is cut off by the end of the program has not failed and is done again at once.
func (q *Queue) try(ctx context.Context, r *Row, do func(ctx context.Context) error) error {
	ctx, end := context.WithCancelCause(context.WithValue(ctx, tryKey{}, Try{r.ID, r.Attempt, r.Attempt >= r.MaxAttempts, q.cfg.Node}))
	q.running.add(r.ID, end)
	defer q.running.remove(r.ID)
	err := do(ctx)
	switch {
	case err == nil:
		return nil
	case errors.Is(context.Cause(ctx), ErrCancelled):
		return river.JobCancel(err)
	case q.stopping(ctx):
		return river.JobSnooze(0)
	}
	return err
}

// stopping reports whether ctx ended because the program does, and not because the job took too long.
func (q *Queue) stopping(ctx context.Context) bool {
	return ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded)
}

func (r *running) add(id int64, end context.CancelCauseFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ends == nil {
		r.ends = map[int64]context.CancelCauseFunc{}
	}
	r.ends[id] = end
}

func (r *running) remove(id int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ends[id](nil)
	delete(r.ends, id)
}

// end ends a job if it is one of this process.
func (r *running) end(id int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if end, ok := r.ends[id]; ok {
		end(ErrCancelled)
	}
}

func (r *running) idle() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.ends) == 0
}

// listenBeats is how many polls pass between two questions.
const listenBeats = 10

// hear asks which running jobs are cancelled, and ends those of this process. An idle process asks nothing.
func (q *Queue) hear(ctx context.Context) error {
	if q.running.idle() {
		return nil
	}
	var ids []int64
	err := q.db.Read(ctx, func(tx *db.Tx) (err error) {
		marked := "json_extract(metadata, '$.cancel_attempted_at') IS NOT NULL"
		if tx.Engine() == db.PostgreSQL {
			marked = "metadata ? 'cancel_attempted_at'"
		}
		ids, err = db.List(ctx, tx, db.Value[int64], "SELECT id FROM river_job WHERE state = 'running' AND "+marked)
		return err
	})
	for _, id := range ids {
		q.running.end(id)
	}
	return err
}
