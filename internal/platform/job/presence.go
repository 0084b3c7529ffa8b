package job

import (
	"context"
	sqldriver "database/sql/driver"

	"saiying/internal/platform/db"
)

// lookBeats is how many polls pass between two looks at the others.
const lookBeats = 50

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

// hold takes the lock of this process's name, unless it has it. By these locks the processes on one PostgreSQL know which of them
// live: the connection lets go of it however the process or its machine ends, and the server is told to notice within a minute that
// the machine at the other end is gone. SQLite belongs to one process and needs none.
func (q *Queue) hold(ctx context.Context) (err error) {
	if q.db.Engine() == db.SQLite || q.alive != nil && q.alive.PingContext(ctx) == nil {
		return nil
	}
	q.release()
	if q.alive, err = q.db.SQL().Conn(ctx); err != nil {
		return err
	}
	_, err = q.alive.ExecContext(ctx, `SELECT set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
		set_config('tcp_keepalives_count', '3', false), pg_advisory_lock(hashtextextended($1, 0))`, q.name)
	if err != nil {
		q.release()
	}
	return err
}

// release closes the connection that holds the lock: put back, it would hold it on.
func (q *Queue) release() {
	if q.alive != nil {
		_ = q.alive.Raw(func(any) error { return sqldriver.ErrBadConn })
		q.alive = nil
	}
}
