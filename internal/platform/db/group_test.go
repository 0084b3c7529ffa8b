package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
)

type deposit struct {
	n   int
	bad bool
	err error
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func vault(t *testing.T, d *db.DB) func() int {
	t.Helper()
	ctx := context.Background()
	must(t, d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "CREATE TABLE deposit (n BIGINT PRIMARY KEY)")
		return err
	}))
	return func() (n int) {
		must(t, d.Read(ctx, func(tx *db.Tx) (err error) {
			n, _, err = db.One(ctx, tx, db.Value[int], "SELECT COUNT(*) FROM deposit")
			return err
		}))
		return n
	}
}

func put(ctx context.Context, tx *db.Tx, all []*deposit) error {
	rows := [][]any{}
	for _, d := range all {
		if d.err = nil; d.n%7 == 0 {
			d.err = errors.New("refused")
			continue
		}
		rows = append(rows, []any{d.n})
		if d.bad {
			rows = append(rows, []any{d.n}) // no database takes it twice
		}
	}
	_, err := tx.Insert(ctx, "INSERT INTO deposit (n) VALUES", "", rows)
	return err
}

// Everybody is answered for themselves: what is refused, and what the database does not take, fails nobody else.
func TestAGroupAnswersEachForItself(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		count := vault(t, d)
		g := db.NewGroup(d, put)
		var wg sync.WaitGroup
		for n := range 500 {
			wg.Go(func() {
				x := &deposit{n: n, bad: n%50 == 1}
				err := g.Do(context.Background(), x)
				if (err != nil) != (x.bad && n%7 != 0) || (x.err != nil) != (n%7 == 0) {
					t.Errorf("%d: %v, %v", n, err, x.err)
				}
			})
		}
		wg.Wait()
		want := 0
		for n := range 500 {
			if n%7 != 0 && n%50 != 1 {
				want++
			}
		}
		if got := count(); got != want {
			t.Errorf("%d rows, want %d", got, want)
		}
	})
}

// Who gives up is written all the same, and a writer that panics answers nobody and holds nobody up.
func TestAGroupOutlivesItsWriters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		count := vault(t, d)
		began, goOn := make(chan struct{}), make(chan struct{})
		g := db.NewGroup(d, func(ctx context.Context, tx *db.Tx, all []*deposit) error {
			if all[0].n == 1 {
				close(began)
				<-goOn
				panic("boom")
			}
			return put(ctx, tx, all)
		})
		var wg sync.WaitGroup
		wg.Go(func() {
			defer func() {
				if fmt.Sprint(recover()) != "boom" {
					t.Error("the panic was lost")
				}
			}()
			_ = g.Do(context.Background(), &deposit{n: 1})
		})
		<-began
		wg.Go(func() {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			if err := g.Do(ctx, &deposit{n: 2}); err != nil {
				t.Error(err)
			}
		})
		close(goOn)
		wg.Wait()
		if n := count(); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}
