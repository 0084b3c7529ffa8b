package job

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"log/slog"
	"sync"
	"time"

	"saiying/internal/platform/db"
)

// presence is how the processes on one PostgreSQL know which of them live: each holds a lock of its name, which its connection
// lets go of however the process or its machine ends. SQLite belongs to one process and needs none.
type presence struct {
	lock *sql.Conn
	stop context.CancelFunc
	done sync.WaitGroup
}

// beats is how many polls pass between two looks at the others.
const beats = 50

// join makes this process known and takes over what dead ones left, now and from time to time.
func (q *Queue) join(ctx context.Context) error {
	if err := q.look(ctx); err != nil || q.db.Engine() == db.SQLite {
		return err
	}
	ctx, q.presence.stop = context.WithCancel(context.WithoutCancel(ctx))
	q.presence.done.Go(func() {
		tick := time.NewTicker(beats * q.cfg.Poll)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if err := q.look(ctx); err != nil && ctx.Err() == nil {
					slog.WarnContext(ctx, "the jobs of other processes could not be looked after", "error", err)
				}
			}
		}
	})
	return nil
}

// look makes sure that this process is known to live, and frees the jobs of those that do not; River alone would wait out the
// longest job first.
func (q *Queue) look(ctx context.Context) error {
	if err := q.hold(ctx); err != nil {
		return err
	}
	return q.db.Write(ctx, func(tx *db.Tx) error {
		if tx.Engine() == db.SQLite {
			_, err := tx.Exec(ctx, "UPDATE river_job SET state = 'available' WHERE state = 'running'")
			return err
		}
		_, err := tx.Exec(ctx, `WITH busy AS MATERIALIZED (
				SELECT DISTINCT attempted_by[array_upper(attempted_by, 1)] AS name FROM river_job WHERE state = 'running'
			), dead AS MATERIALIZED (
				SELECT name FROM busy WHERE pg_try_advisory_xact_lock(hashtextextended(name, 0))
			)
			UPDATE river_job SET state = 'available' WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] IN (SELECT name FROM dead)`)
		return err
	})
}

// hold takes the lock of this process's name, unless it has it. The server is told to notice within a minute when the machine
// at the other end is gone.
func (q *Queue) hold(ctx context.Context) (err error) {
	if q.db.Engine() == db.SQLite || q.presence.lock != nil && q.presence.lock.PingContext(ctx) == nil {
		return nil
	}
	q.release()
	if q.presence.lock, err = q.db.SQL().Conn(ctx); err != nil {
		return err
	}
	_, err = q.presence.lock.ExecContext(ctx, `SELECT set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
		set_config('tcp_keepalives_count', '3', false), pg_advisory_lock(hashtextextended($1, 0))`, q.name)
	if err != nil {
		q.release()
	}
	return err
}

// release closes the connection that holds the lock: put back, it would hold it on.
func (q *Queue) release() {
	if q.presence.lock != nil {
		_ = q.presence.lock.Raw(func(any) error { return sqldriver.ErrBadConn })
		q.presence.lock = nil
	}
}

// leave ends what join began.
func (q *Queue) leave() {
	if q.presence.stop != nil {
		q.presence.stop()
		q.presence.done.Wait()
	}
	q.release()
}
