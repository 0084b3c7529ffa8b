// Package dbtest gives tests a real database of each engine: a SQLite file in a temporary folder, and a database of a
// PostgreSQL server that the test binary starts for itself and that ends with it.
package dbtest

import (
	"context"
	"path/filepath"
	"testing"

	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
)

// Each runs fn as a subtest on a fresh, empty database of each engine, on the machine's clock.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	EachClock(t, clock.System, fn)
}

// EachClock is Each with the time of transactions taken from c.
func EachClock(t *testing.T, c clock.Clock, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) { fn(t, Open(t, engine, c)) })
	}
}

// DSN returns the address of a fresh, empty database of the engine.
func DSN(t testing.TB, engine db.Engine) string {
	t.Helper()
	if engine == db.PostgreSQL {
		return postgres(t)
	}
	return "sqlite:" + filepath.Join(t.TempDir(), "saiying.db")
}

// Open opens a fresh, empty database of the engine and closes it with the test.
func Open(t testing.TB, engine db.Engine, c clock.Clock) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), DSN(t, engine), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}
