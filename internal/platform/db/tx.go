package db

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"saiying/internal/platform/fault"
)

// Tx is a transaction with one time of its own. It must not outlive the function it was given to.
type Tx struct {
	raw    *sql.Tx // nil in Glance
	on     statements
	conn   *sql.Conn // of PostgreSQL, and nil on SQLite, where nothing is put off
	later  pgx.Batch // what Later and Ahead have put off
	asked  bool      // some of it has rows
	fault  error     // of what was put off: whoever asked next may not have been able to say so
	engine Engine
	now    time.Time
	after  []func()
}

// statements is what runs them: a transaction, or for one alone the pool.
type statements interface {
	ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row
}

// Now is the time of the whole transaction: the clock when it began, to the microsecond.
func (t *Tx) Now() time.Time { return t.now }

// Engine tells which engine runs the transaction, for the rare statement in which they differ.
func (t *Tx) Engine() Engine { return t.engine }

// Raw is the underlying transaction, for libraries that join it (jobs).
func (t *Tx) Raw() *sql.Tx {
	_ = t.Await(context.Background()) // a fault is the transaction's
	return t.raw
}

// After has fn called once the transaction is committed, and not if it is rolled back.
func (t *Tx) After(fn func()) { t.after = append(t.after, fn) }

// Later runs a statement whose outcome nobody waits for but the transaction, which fails with it. On PostgreSQL such statements go together, in
// their order, with the next one that is waited for, or with the commit: each would be a way there and back.
func (t *Tx) Later(ctx context.Context, q string, args ...any) error {
	if t.conn == nil {
		_, err := t.Exec(ctx, q, args...)
		return err
	}
	t.later.Queue(q, args...)
	return nil
}

// Ahead asks for rows that are wanted once Await has returned: until then all is into is nothing. On PostgreSQL questions that do not hang on one
// another's answers go together, as what Later puts off; each sees what those before it wrote.
func Ahead[T any](ctx context.Context, tx *Tx, into *[]T, scan func(Row) (T, error), q string, args ...any) (err error) {
	if tx.conn == nil {
		*into, err = List(ctx, tx, scan, q, args...)
		return err
	}
	*into = []T{}
	tx.asked = true
	tx.later.Queue(q, args...).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			one, err := scan(rows)
			if err != nil {
				return err
			}
			*into = append(*into, one)
		}
		return rows.Err()
	})
	return nil
}

// Await sends what was put off, and returns when it is done and answered. After a fault it returns that, and the transaction fails with it.
func (t *Tx) Await(ctx context.Context) error {
	if t.fault == nil && t.later.Len() > 0 {
		t.fault = t.send(ctx, false)
	}
	return t.fault
}

// finish sends what was put off and commits, on PostgreSQL in one go where nobody looks at rows.
func (t *Tx) finish(ctx context.Context) error {
	if t.asked {
		_ = t.Await(ctx)
	}
	if t.fault != nil {
		return t.fault
	}
	if t.later.Len() > 0 {
		return t.send(ctx, true) // which raw need not hear of: whether ctx has ended by now changes nothing
	}
	return t.raw.Commit()
}

// send sends what was put off, and commits with it if it is the last.
func (t *Tx) send(ctx context.Context, last bool) error {
	statements := t.later.QueuedQueries
	t.later, t.asked = pgx.Batch{}, false
	return t.conn.Raw(func(c any) error { return c.(*pipedConn).send(ctx, statements, last) })
}

// Exec runs a statement and returns how many rows it touched.
func (t *Tx) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	if err := t.Await(ctx); err != nil {
		return 0, err
	}
	r, err := t.on.ExecContext(ctx, q, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// Query runs a statement that returns rows; the caller closes them. List is usually simpler.
func (t *Tx) Query(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	if err := t.Await(ctx); err != nil {
		return nil, err
	}
	return t.on.QueryContext(ctx, q, args...)
}

// QueryRow runs a statement that returns at most one row.
func (t *Tx) QueryRow(ctx context.Context, q string, args ...any) *sql.Row {
	_ = t.Await(ctx) // a fault is the transaction's
	return t.on.QueryRowContext(ctx, q, args...)
}

// Row is what a scan function reads: one row of *sql.Rows or a *sql.Row.
type Row interface{ Scan(dest ...any) error }

// List reads every row of a query through scan. No rows is an empty slice, not nil.
func List[T any](ctx context.Context, tx *Tx, scan func(Row) (T, error), q string, args ...any) ([]T, error) {
	rows, err := tx.Query(ctx, q, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := []T{}
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// One reads the only row of a query through scan, and reports whether there was one.
func One[T any](ctx context.Context, tx *Tx, scan func(Row) (T, error), q string, args ...any) (T, bool, error) {
	one, err := scan(tx.QueryRow(ctx, q, args...))
	if errors.Is(err, sql.ErrNoRows) {
		var none T
		return none, false, nil
	}
	return one, err == nil, err
}

// Value scans a row of one column: db.List(ctx, tx, db.Value[string], "SELECT ...").
func Value[T any](r Row) (v T, err error) {
	err = r.Scan(&v)
	return v, err
}

// ErrCursor refuses a cursor that this program did not make.
var ErrCursor = fault.Define("cursor.invalid", fault.Bad,
	"翻页位置已失效，请从第一页重新看起。", "That page position is no longer valid; please start again from the first page.")

// EncodeCursor makes an opaque page position from the sort values of the last row.
func EncodeCursor(parts ...any) string {
	b, _ := json.Marshal(parts) // strings and numbers always marshal
	return base64.RawURLEncoding.EncodeToString(b)
}

// DecodeCursor reads the values of an EncodeCursor into the pointers of into.
func DecodeCursor(s string, into ...any) error {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return ErrCursor.Wrap(err)
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(b, &parts); err != nil || len(parts) != len(into) {
		return ErrCursor
	}
	for i := range into {
		if err := json.Unmarshal(parts[i], into[i]); err != nil {
			return ErrCursor.Wrap(err)
		}
	}
	return nil
}
