// Package db opens the one database of the program, SQLite or PostgreSQL, and runs transactions on it.
//
// Each statement is written once, in the SQL both engines share: $n placeholders, ON CONFLICT, RETURNING, window
// functions. Times are BIGINT microseconds UTC (Micros, Time), ids are TEXT, JSON is TEXT, flags are BOOLEAN. No statement
// asks the database for the time: a transaction carries one, Tx.Now. There is no SELECT ... FOR UPDATE in SQLite, so limits
// are counted in the write itself.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"saiying/internal/platform/clock"
)

// Engine names a database engine.
type Engine string

// The two engines.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgres"
)

// DB is the database. On SQLite it holds one connection that writes and several that read; on PostgreSQL one pool.
type DB struct {
	engine      Engine
	write, read *sql.DB
	clock       clock.Clock
	path        string
}

// Open opens the database that dsn names: "sqlite:PATH" or "postgres://...". It makes PATH's folder.
func Open(ctx context.Context, dsn string, c clock.Clock) (*DB, error) {
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		return openSQLite(ctx, path, c)
	}
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return openPostgreSQL(ctx, dsn, c)
	}
	return nil, fmt.Errorf("database %q is neither sqlite:PATH nor postgres://USER@HOST/NAME", dsn)
}

func openSQLite(ctx context.Context, path string, c clock.Clock) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return nil, fmt.Errorf("the database's folder cannot be made: %w", err)
	}
	open := func(conns int, more ...string) (*sql.DB, error) {
		q := url.Values{"_pragma": append([]string{"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(10000)", "foreign_keys(1)", "cache_size(-8000)"}, more...)}
		q.Set("_txlock", "immediate") // a deferred transaction that turns to writing fails with "database is locked"
		d, err := openKept("file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode())
		if err != nil {
			return nil, err
		}
		d.SetMaxOpenConns(conns)
		d.SetMaxIdleConns(conns)
		return d, d.PingContext(ctx)
	}
	w, err := open(1, "temp_store(memory)") // a statement of many rows keeps the pages it changes, and would do so in a file
	if err != nil {
		return nil, fmt.Errorf("the database %s cannot be opened; check that its folder can be written: %w", path, err)
	}
	r, err := open(max(4, runtime.NumCPU()), "query_only(1)")
	if err != nil {
		_ = w.Close()
		return nil, fmt.Errorf("the database %s cannot be opened for reading: %w", path, err)
	}
	return &DB{engine: SQLite, write: w, read: r, clock: c, path: path}, nil
}

func openPostgreSQL(ctx context.Context, dsn string, c clock.Clock) (*DB, error) {
	d, err := openPiped(dsn)
	if err != nil {
		return nil, err
	}
	d.SetMaxOpenConns(32)
	d.SetMaxIdleConns(32) // until they have been idle for long: to open one takes longer than what most are opened for
	d.SetConnMaxIdleTime(5 * time.Minute)
	if err := d.PingContext(ctx); err != nil {
		_ = d.Close()
		lines := strings.Split(err.Error(), "\n") // one for each way it was tried, the last with the reason
		return nil, fmt.Errorf("PostgreSQL does not answer; check the database's address and that its server runs: %s", strings.TrimSpace(lines[len(lines)-1]))
	}
	return &DB{engine: PostgreSQL, write: d, read: d, clock: c}, nil
}

// Close closes every connection.
func (d *DB) Close() error {
	if d.read == d.write {
		return d.write.Close()
	}
	return errors.Join(d.read.Close(), d.write.Close())
}

// Engine tells which engine this is.
func (d *DB) Engine() Engine { return d.engine }

// Now is the time that a transaction would have which began now.
func (d *DB) Now() time.Time { return d.clock.Now().Truncate(time.Microsecond) }

// Path is the SQLite file, or empty on PostgreSQL.
func (d *DB) Path() string { return d.path }

// SQL is the pool that writes, for libraries that bring their own statements (migrations, jobs).
func (d *DB) SQL() *sql.DB { return d.write }

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.read.PingContext(ctx) }

// Write runs fn in a transaction that may change rows and commits it, or rolls it back when fn fails or panics.
// On SQLite writers take turns: fn must not open a second Write, nor wait for the network.
func (d *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	return d.run(ctx, d.write, nil, fn)
}

// Read runs fn in a transaction that sees one state of the database and must not change it.
func (d *DB) Read(ctx context.Context, fn func(tx *Tx) error) error {
	if d.engine == SQLite {
		return d.run(ctx, d.read, &sql.TxOptions{ReadOnly: true}, fn)
	}
	return d.run(ctx, d.read, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}, fn)
}

// Glance runs fn, which asks a single question: that needs no transaction, whose beginning and end are each as dear as the question.
func (d *DB) Glance(fn func(tx *Tx) error) error {
	return fn(&Tx{on: d.read, engine: d.engine, now: d.Now()})
}

func (d *DB) run(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, fn func(tx *Tx) error) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = conn.Close() }() // gives it back to the pool
	raw, err := conn.BeginTx(ctx, opts)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = raw.Rollback() }() // after a commit this does nothing
	tx := &Tx{raw: raw, on: raw, engine: d.engine, now: d.Now()}
	if d.engine == PostgreSQL {
		tx.conn = conn
	}
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.finish(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	for _, after := range tx.after {
		after()
	}
	return nil
}

// IsUnique reports whether err says that a row with the same unique value exists.
func IsUnique(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}

// Micros is how a time is stored.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time reads what Micros wrote, in UTC.
func Time(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}
