package db_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
)

// Statements that are kept answer as new ones would: asked within themselves, after an error, after the table has changed, and more of them than
// are kept.
func TestStatementsAreAskedAgain(t *testing.T) {
	ctx := context.Background()
	d := dbtest.Open(t, db.SQLite, clock.System)
	write := func(fn func(tx *db.Tx) error) {
		t.Helper()
		if err := d.Write(ctx, fn); err != nil {
			t.Fatal(err)
		}
	}
	const all = "SELECT n FROM thing WHERE n >= $1 ORDER BY n"
	const put = "INSERT INTO thing (n) VALUES ($1)"
	list := func(tx *db.Tx, from int) []int {
		t.Helper()
		found, err := db.List(ctx, tx, db.Value[int], all, from)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	write(func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "CREATE TABLE thing (n INTEGER PRIMARY KEY)")
		return err
	})
	write(func(tx *db.Tx) error {
		for n := range 3 {
			if _, err := tx.Exec(ctx, put, n); err != nil {
				return err
			}
		}
		return nil
	})
	write(func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, all, 0)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for want := 0; rows.Next(); want++ {
			var n int
			if err := rows.Scan(&n); err != nil {
				return err
			}
			if inner := list(tx, n); n != want || len(inner) != 3-n {
				t.Errorf("row %d holds %d, from which %v follow", want, n, inner)
			}
		}
		return rows.Err()
	})
	twice := errors.New("twice")
	err := d.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, put, 1); !db.IsUnique(err) {
			t.Errorf("the same again: %v", err)
		}
		if _, err := tx.Exec(ctx, put, 9); err != nil {
			t.Errorf("another after an error: %v", err)
		}
		return twice
	})
	if !errors.Is(err, twice) {
		t.Fatal(err)
	}
	write(func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "ALTER TABLE thing ADD COLUMN name TEXT")
		return err
	})
	write(func(tx *db.Tx) error {
		for n := range 300 {
			got, _, err := db.One(ctx, tx, db.Value[int], fmt.Sprintf("SELECT COUNT(*) + %d FROM thing", n))
			if err != nil || got != n+3 {
				return fmt.Errorf("%d, want %d: %w", got, n+3, err)
			}
		}
		if found := list(tx, 1); len(found) != 2 {
			t.Errorf("found %v", found)
		}
		return nil
	})
}
