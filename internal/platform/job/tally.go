package job

import (
	"context"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"saiying/internal/platform/db"
)

// Tally counts the jobs that are not done. Failed are those given up, and those that failed three times or more and are
// still tried again from time to time: both want a person's attention.
type Tally struct {
	Waiting int `json:"waiting"`
	Running int `json:"running"`
	Failed  int `json:"failed"`
}

// Tally counts the jobs as tx sees them.
func (q *Queue) Tally(ctx context.Context, tx *db.Tx) (t Tally, err error) {
	err = tx.QueryRow(ctx, `SELECT
		count(*) FILTER (WHERE state IN ('available', 'scheduled', 'pending') OR state = 'retryable' AND attempt < 3),
		count(*) FILTER (WHERE state = 'running'),
		count(*) FILTER (WHERE state = 'discarded' OR state = 'retryable' AND attempt >= 3)
		FROM river_job WHERE state IN ('available', 'scheduled', 'pending', 'running', 'retryable', 'discarded')`).Scan(&t.Waiting, &t.Running, &t.Failed)
	return t, err
}

// Look lists jobs for a person to look at: those running, then those that failed, then those that wait, oldest first and at
// most so many of each.
func (q *Queue) Look(ctx context.Context, tx *db.Tx, most int) ([]*Row, error) {
	if err := q.open(); err != nil {
		return nil, err
	}
	var all []*Row
	for _, states := range [][]rivertype.JobState{
		{rivertype.JobStateRunning},
		{rivertype.JobStateRetryable, rivertype.JobStateDiscarded},
		{rivertype.JobStateAvailable, rivertype.JobStateScheduled, rivertype.JobStatePending},
	} {
		list, err := q.client.JobListTx(ctx, tx.Raw(), river.NewJobListParams().First(most).OrderBy(river.JobListOrderByID, river.SortOrderAsc).States(states...))
		if err != nil {
			return nil, err
		}
		all = append(all, list.Jobs...)
	}
	return all, nil
}
