package db_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
)

var schema = fstest.MapFS{"schema/00001_allowance.sql": {Data: []byte(`-- +goose Up
CREATE TABLE allowance (voter TEXT PRIMARY KEY, used INTEGER NOT NULL CHECK (used BETWEEN 0 AND 10), ok BOOLEAN NOT NULL, note TEXT, raw BYTEA, at BIGINT NOT NULL);
`)}}

const spend = `INSERT INTO allowance (voter, used, ok, at) VALUES ($1, $2, TRUE, $3)
	ON CONFLICT (voter) DO UPDATE SET used = allowance.used + excluded.used WHERE allowance.used + excluded.used <= 10 RETURNING used`

func TestOneTextOnBothEngines(t *testing.T) {
	at := time.Date(2020, 11, 26, 0, 0, 0, 123456789, time.UTC)
	dbtest.EachClock(t, clock.NewFixed(at), func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		for range 2 { // the second run finds nothing to do
			if err := db.Migrate(ctx, d, "allowance", schema); err != nil {
				t.Fatal(err)
			}
		}
		var wg sync.WaitGroup
		for range 25 {
			wg.Go(func() {
				err := d.Write(ctx, func(tx *db.Tx) error {
					_, _, err := db.One(ctx, tx, db.Value[int], spend, "v", 1, db.Micros(tx.Now()))
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		err := d.Read(ctx, func(tx *db.Tx) error {
			var used int
			var ok bool
			var us int64
			if err := tx.QueryRow(ctx, "SELECT used, ok, at FROM allowance WHERE voter = $1 AND voter = $1", "v").Scan(&used, &ok, &us); err != nil {
				return err
			}
			if used != 10 || !ok || !db.Time(us).Equal(at.Truncate(time.Microsecond)) {
				return fmt.Errorf("used %d ok %v at %v", used, ok, db.Time(us))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAMigrationOfOneEngineAlone(t *testing.T) {
	files := fstest.MapFS{
		"schema/00001_layout.sqlite.sql":   {Data: []byte("-- +goose Up\nCREATE TABLE layout (name TEXT PRIMARY KEY) WITHOUT ROWID;\nINSERT INTO layout VALUES ('sqlite');\n")},
		"schema/00002_layout.postgres.sql": {Data: []byte("-- +goose Up\nCREATE TABLE layout (name TEXT PRIMARY KEY) WITH (fillfactor = 70);\nINSERT INTO layout VALUES ('postgres');\n")},
		"schema/00003_both.sql":            {Data: []byte("-- +goose Up\nINSERT INTO layout VALUES ('both');\n")},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		for range 2 {
			if err := db.Migrate(ctx, d, "layout", files); err != nil {
				t.Fatal(err)
			}
		}
		var names []string
		err := d.Read(ctx, func(tx *db.Tx) (err error) {
			names, err = db.List(ctx, tx, db.Value[string], "SELECT name FROM layout ORDER BY name")
			return err
		})
		if want := []string{"both", string(d.Engine())}; err != nil || !slices.Equal(names, want) {
			t.Errorf("%q, want %q (%v)", names, want, err)
		}
	})
}

func TestRollbackAndAfter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		if err := db.Migrate(ctx, d, "allowance", schema); err != nil {
			t.Fatal(err)
		}
		called := 0
		boom := errors.New("boom")
		insert := func(tx *db.Tx) error {
			tx.After(func() { called++ })
			_, err := tx.Exec(ctx, "INSERT INTO allowance (voter, used, ok, raw, at) VALUES ($1, 1, FALSE, $2, $3)", "w", []byte{0, 255}, 1)
			return err
		}
		if err := d.Write(ctx, func(tx *db.Tx) error { return errors.Join(insert(tx), boom) }); !errors.Is(err, boom) || called != 0 {
			t.Fatalf("err %v, called %d", err, called)
		}
		if err := d.Write(ctx, insert); err != nil || called != 1 {
			t.Fatalf("after a rollback the row could not be written: %v, called %d", err, called)
		}
		if err := d.Write(ctx, insert); !db.IsUnique(err) {
			t.Fatalf("a second row with the same key gave %v", err)
		}
		err := d.Read(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "DELETE FROM allowance")
			return err
		})
		if err == nil {
			t.Fatal("a reading transaction deleted rows")
		}
	})
}

func TestRowsAreWrittenWithWhatTheyShare(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		if err := db.Migrate(ctx, d, "allowance", schema); err != nil {
			t.Fatal(err)
		}
		names := make([][]any, 301) // which SQLite is given in five statements
		all := make([][]any, len(names))
		for n := range names {
			names[n] = []any{fmt.Sprintf("voter %d", n)}
			all[n] = []any{fmt.Sprintf("other %d", n), n % 10, n%2 == 0, int64(n)}
		}
		err := d.Write(ctx, func(tx *db.Tx) error {
			shared, err := tx.Insert(ctx, "allowance (used, ok, at, voter)", "", []any{7, true, int64(11)}, names)
			own, err2 := tx.Insert(ctx, "allowance (voter, used, ok, at)", "", nil, all)
			again, err3 := tx.Insert(ctx, "allowance (at, voter, used, ok)", "ON CONFLICT (voter) DO UPDATE SET at = excluded.at", []any{12}, [][]any{{"voter 5", 1, false}, {"voter new", 1, false}})
			if shared != 301 || own != 301 || again != 2 {
				t.Errorf("%d, %d and %d rows were written", shared, own, again)
			}
			return errors.Join(err, err2, err3)
		})
		if err != nil {
			t.Fatal(err)
		}
		err = d.Read(ctx, func(tx *db.Tx) error {
			for q, want := range map[string]int64{
				"SELECT COUNT(*) FROM allowance WHERE voter LIKE 'voter %' AND used = 7 AND ok AND at = 11": 300,
				"SELECT at FROM allowance WHERE voter = 'voter 5' AND used = 7 AND ok":                      12,
				"SELECT at FROM allowance WHERE voter = 'voter new' AND used = 1 AND NOT ok":                12,
				"SELECT CAST(SUM(at) AS BIGINT) FROM allowance WHERE voter LIKE 'other %' AND used = 3":     30 * 148, // 3, 13, ... 293
			} {
				if got, _, err := db.One(ctx, tx, db.Value[int64], q); err != nil || got != want {
					t.Errorf("%s: %d, want %d (%v)", q, got, want, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// A rush fills tables of which the server has no statistics yet, and asks for a hundred rows at a time.
func TestPostgreSQLLooksUpRowsOfAGrownTable(t *testing.T) {
	ctx := context.Background()
	d := dbtest.Open(t, db.PostgreSQL, clock.System)
	if err := db.Migrate(ctx, d, "allowance", schema); err != nil {
		t.Fatal(err)
	}
	rows := make([][]any, 20_000)
	for n := range rows {
		rows[n] = []any{fmt.Sprintf("voter %030d", n)}
	}
	var names []string
	for n := range 128 {
		names = append(names, rows[n*100][0].(string))
	}
	var plan []string
	err := d.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Insert(ctx, "allowance (used, ok, at, voter)", "", []any{1, true, 1}, rows); err != nil {
			return err
		}
		var err error
		plan, err = db.List(ctx, tx, db.Value[string], "EXPLAIN SELECT used FROM allowance WHERE voter "+tx.Among("$1"), tx.Texts(names))
		return err
	})
	if err != nil || !strings.Contains(strings.Join(plan, "\n"), "allowance_pkey") {
		t.Errorf("%v; planned: %.60s", err, plan)
	}
}

func TestAnAddressMaySetWhatAPageCosts(t *testing.T) {
	ctx := context.Background()
	dsn := dbtest.DSN(t, db.PostgreSQL)
	for more, want := range map[string]string{"": "1.1", "&random_page_cost=4": "4"} {
		d, err := db.Open(ctx, dsn+more, clock.System)
		if err != nil {
			t.Fatal(err)
		}
		err = d.Read(ctx, func(tx *db.Tx) error {
			got, _, err := db.One(ctx, tx, db.Value[string], "SHOW random_page_cost")
			if got != want {
				t.Errorf("with %q it is %s, want %s", more, got, want)
			}
			return err
		})
		if err := errors.Join(err, d.Close()); err != nil {
			t.Error(err)
		}
	}
	if _, err := db.Open(ctx, dsn+"&random_page_cost=much", clock.System); err == nil || !strings.Contains(err.Error(), "random_page_cost") {
		t.Errorf("a cost that is none gave %v", err)
	}
}

func TestCursor(t *testing.T) {
	var n int64
	var s string
	if err := db.DecodeCursor(db.EncodeCursor(int64(1606348800123456), "01k"), &n, &s); err != nil || n != 1606348800123456 || s != "01k" {
		t.Fatalf("%v %d %q", err, n, s)
	}
	for _, bad := range []string{"!", "e30", db.EncodeCursor(1)} {
		if err := db.DecodeCursor(bad, &n, &s); !errors.Is(err, db.ErrCursor) {
			t.Fatalf("%q gave %v", bad, err)
		}
	}
}
