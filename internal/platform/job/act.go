package job

import (
	"context"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"saiying/internal/platform/db"
)

// ErrUnknown says that there is no job of that number, or no longer.
var ErrUnknown = rivertype.ErrNotFound

// Retry has a job tried again as soon as tx is committed. One that was cancelled before forgets it: River keeps the mark and
// would end the job at its next mishap.
func (q *Queue) Retry(ctx context.Context, tx *db.Tx, id int64) error {
	if err := q.open(); err != nil {
		return err
	}
	forget := "UPDATE river_job SET metadata = json_remove(metadata, '$.cancel_attempted_at') WHERE id = $1 AND state <> 'running'"
	if tx.Engine() == db.PostgreSQL {
		forget = "UPDATE river_job SET metadata = metadata - 'cancel_attempted_at' WHERE id = $1 AND state <> 'running'"
	}
	if _, err := tx.Exec(ctx, forget, id); err != nil {
		return err
	}
	_, err := q.client.JobRetryTx(ctx, tx.Raw(), id)
	return err
}

// Cancel ends a job once tx is committed. One that is running has its context ended within a second, with ErrCancelled as the
// cause, in whichever process it runs.
func (q *Queue) Cancel(ctx context.Context, tx *db.Tx, id int64) error {
	if err := q.open(); err != nil {
		return err
	}
	_, err := q.client.JobCancelTx(ctx, tx.Raw(), id)
	return err
}

// Rank gives a job that is not done another priority, from 1, done first, to 4. Within one priority the job that was queued
// first is done first.
func (q *Queue) Rank(ctx context.Context, tx *db.Tx, id int64, priority int) error {
	_, err := tx.Exec(ctx, "UPDATE river_job SET priority = $2 WHERE id = $1 AND finalized_at IS NULL", id, priority)
	return err
}

// Follow is Put for the job that goes on with the work of the one that ctx belongs to: it takes that one's place among those of
// its priority. River would hold a job back that is given a time, also one that is past.
func (q *Queue) Follow(ctx context.Context, tx *db.Tx, a Args, opts *Opts) (int64, error) {
	id, err := q.Put(ctx, tx, a, opts)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `UPDATE river_job SET scheduled_at = (SELECT scheduled_at FROM river_job WHERE id = $2)
		WHERE id = $1 AND EXISTS (SELECT 1 FROM river_job WHERE id = $2)`, id, TryOf(ctx).ID)
	return id, err
}

// Once is Enqueue, unless the same job with the same arguments waits or runs, or was given up and is still remembered.
func (q *Queue) Once(ctx context.Context, tx *db.Tx, a Args, opts Opts) error {
	opts.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateScheduled, rivertype.JobStateRunning,
		rivertype.JobStateRetryable, rivertype.JobStateDiscarded, rivertype.JobStateCancelled,
	}}
	return q.Enqueue(ctx, tx, a, &opts)
}
