package db_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
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
	_, err := tx.Insert(ctx, "deposit (n)", "", nil, rows)
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
				err := g.Do(x)
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
			if err := g.Do(&deposit{n: 1}); err == nil {
				t.Error("the panic was lost")
			}
		})
		<-began
		wg.Go(func() {
			if err := g.Do(&deposit{n: 2}); err != nil {
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

// Many who ask at the same time are answered each for itself, by few questions.
func TestAskersShareAQuestion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		vault(t, d)
		ctx := context.Background()
		must(t, d.Write(ctx, func(tx *db.Tx) error { return put(ctx, tx, []*deposit{{n: 3}, {n: 5}, {n: 8}}) }))
		type asked struct {
			n     int
			found bool
		}
		questions := 0 // one at a time
		open := make(chan struct{})
		g := db.NewAskers(d, func(ctx context.Context, tx *db.Tx, all []*asked) error {
			if questions++; questions == 1 {
				<-open
			}
			there, err := db.List(ctx, tx, db.Value[int], "SELECT n FROM deposit")
			for _, a := range all {
				a.found = slices.Contains(there, a.n)
			}
			return err
		})
		var wg sync.WaitGroup
		var came, right atomic.Int64
		for n := range 200 {
			wg.Go(func() {
				came.Add(1)
				a := &asked{n: n % 10}
				if err := g.Do(a); err != nil || a.found != (a.n == 3 || a.n == 5 || a.n == 8) {
					t.Errorf("%d: %t, %v", a.n, a.found, err)
				}
				right.Add(1)
			})
		}
		for came.Load() < 200 {
			runtime.Gosched()
		}
		close(open)
		wg.Wait()
		if right.Load() != 200 || questions > 100 {
			t.Errorf("%d answers by %d questions", right.Load(), questions)
		}
	})
}

// What is put off comes before what follows it, and its fault is the transaction's.
func TestWhatIsPutOffIsDone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		count := vault(t, d)
		ctx := context.Background()
		must(t, d.Write(ctx, func(tx *db.Tx) error {
			must(t, tx.Later(ctx, "INSERT INTO deposit (n) VALUES ($1)", 1))
			must(t, tx.InsertLater(ctx, "deposit (n)", "", nil, [][]any{{2}, {3}, {4}}))
			must(t, tx.Later(ctx, "UPDATE deposit SET n = n + $1 WHERE n > $2", 10, 2))
			many, _, err := db.One(ctx, tx, db.Value[int], "SELECT COUNT(*) FROM deposit WHERE n > 10")
			if many != 2 {
				t.Errorf("a question that follows saw %d", many)
			}
			must(t, tx.Later(ctx, "DELETE FROM deposit WHERE n = $1", 1))
			touched, err2 := tx.Exec(ctx, "UPDATE deposit SET n = n + 100")
			if touched != 3 {
				t.Errorf("a statement that follows touched %d", touched)
			}
			must(t, tx.Later(ctx, "INSERT INTO deposit (n) VALUES ($1)", 5)) // which nothing follows but the commit
			return errors.Join(err, err2)
		}))
		if count() != 4 {
			t.Errorf("%d rows", count())
		}
		for what, after := range map[string]func(tx *db.Tx) error{
			"a commit": func(*db.Tx) error { return nil },
			"a statement": func(tx *db.Tx) error {
				_, err := tx.Exec(ctx, "DELETE FROM deposit")
				return err
			},
			"a question": func(tx *db.Tx) error {
				_, _, err := db.One(ctx, tx, db.Value[int], "SELECT COUNT(*) FROM deposit")
				return err
			},
			"a list": func(tx *db.Tx) error {
				_, err := db.List(ctx, tx, db.Value[int], "SELECT n FROM deposit")
				return err
			},
		} {
			committed := false
			err := d.Write(ctx, func(tx *db.Tx) error {
				tx.After(func() { committed = true })
				if err := tx.Later(ctx, "INSERT INTO deposit (n) VALUES ($1)", 6); err != nil {
					return err
				}
				if err := tx.Later(ctx, "INSERT INTO deposit (n) VALUES ($1)", 5); err != nil { // is there
					return err
				}
				return after(tx)
			})
			if err == nil || committed || count() != 4 {
				t.Errorf("before %s: %v, %d rows", what, err, count())
			}
		}
		must(t, d.Write(ctx, func(tx *db.Tx) error { return tx.Later(ctx, "INSERT INTO deposit (n) VALUES ($1)", 7) }))
		if count() != 5 {
			t.Errorf("afterwards %d rows", count())
		}
	})
}

// Questions and what is put off go in their order, together, and are answered when they are awaited.
func TestQuestionsAheadAreAnswered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		count := vault(t, d)
		ctx := context.Background()
		must(t, d.Write(ctx, func(tx *db.Tx) error {
			var before, written, after, none []int
			must(t, db.Ahead(ctx, tx, &before, db.Value[int], "SELECT n FROM deposit ORDER BY n"))
			must(t, tx.InsertLater(ctx, "deposit (n)", "", nil, [][]any{{1}, {2}}))
			must(t, db.Ahead(ctx, tx, &written, db.Value[int], "INSERT INTO deposit (n) VALUES ($1) RETURNING n + 100", 3))
			must(t, db.Ahead(ctx, tx, &after, db.Value[int], "SELECT n FROM deposit WHERE n > $1 ORDER BY n", 1))
			must(t, db.Ahead(ctx, tx, &none, db.Value[int], "SELECT n FROM deposit WHERE n > 100"))
			must(t, tx.Await(ctx))
			if got, want := fmt.Sprint(before, written, after, none), "[] [103] [2 3] []"; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			must(t, db.Ahead(ctx, tx, &after, db.Value[int], "SELECT n FROM deposit ORDER BY n")) // which only the commit awaits
			return nil
		}))
		if count() != 3 {
			t.Errorf("%d rows", count())
		}
		err := d.Write(ctx, func(tx *db.Tx) error {
			var unread []int
			must(t, tx.Later(ctx, "INSERT INTO deposit (n) VALUES ($1)", 4))
			return db.Ahead(ctx, tx, &unread, func(db.Row) (int, error) { return 0, errors.New("cannot be read") }, "SELECT n FROM deposit")
		})
		if err == nil || count() != 3 {
			t.Errorf("rows that could not be read: %v, %d rows", err, count())
		}
	})
}

func TestATransactionHoldsOrLeavesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		count := vault(t, d)
		background := context.Background()
		must(t, d.Write(background, func(*db.Tx) error { return nil })) // of which the server never hears
		ctx, cancel := context.WithCancel(background)
		err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO deposit (n) VALUES (1)")
			must(t, err)
			must(t, tx.Later(ctx, "INSERT INTO deposit (n) VALUES ($1)", 2))
			cancel()
			return nil
		})
		if err == nil || count() != 0 {
			t.Errorf("given up: %v, %d rows", err, count())
		}
		must(t, d.Write(background, func(tx *db.Tx) error { return tx.Later(background, "INSERT INTO deposit (n) VALUES ($1)", 3) }))
		if d.Engine() == db.PostgreSQL { // SQLite goes on after a statement that failed
			err = d.Write(background, func(tx *db.Tx) error {
				_, _ = tx.Exec(background, "INSERT INTO deposit (n) VALUES (4)")
				_, _ = tx.Exec(background, "INSERT INTO deposit (n) VALUES (3)")
				return nil
			})
			if err == nil || count() != 1 {
				t.Errorf("a fault that was passed over: %v, %d rows", err, count())
			}
			for what, unsent := range map[string][]any{ // faults before the server hears of the transaction
				"no number": {"INSERT INTO deposit (n) VALUES ($1)", "many"},
				"no column": {"INSERT INTO deposit (m) VALUES ($1)", 5},
			} {
				err = d.Write(background, func(tx *db.Tx) error {
					must(t, tx.Later(background, unsent[0].(string), unsent[1]))
					var n int
					_ = tx.QueryRow(background, "INSERT INTO deposit (n) VALUES (6) RETURNING n").Scan(&n)
					_, _ = tx.Raw().Exec("INSERT INTO deposit (n) VALUES (7)")
					return nil
				})
				if err == nil || count() != 1 {
					t.Errorf("%s: %v, %d rows", what, err, count())
				}
			}
		}
		must(t, d.Read(background, func(tx *db.Tx) error {
			for range 2 {
				if seen, _, err := db.One(background, tx, db.Value[int], "SELECT COUNT(*) FROM deposit"); err != nil || seen != 1 {
					t.Errorf("a reader saw %d rows: %v", seen, err)
				}
				must(t, d.Write(background, func(tx *db.Tx) error {
					return tx.Later(background, "INSERT INTO deposit (n) SELECT MAX(n) + 1 FROM deposit")
				}))
			}
			return nil
		}))
		err = d.Read(background, func(tx *db.Tx) error { return tx.Later(background, "DELETE FROM deposit") })
		if err == nil || count() != 3 {
			t.Errorf("a reader wrote: %v, %d rows", err, count())
		}
	})
}

// A row that another transaction wrote meanwhile fails no one: the group sees it the second time.
func TestAGroupSeesWhatCameBetween(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		count := vault(t, d)
		times := 0
		g := db.NewGroup(d, func(ctx context.Context, tx *db.Tx, all []int) error {
			times++
			if _, there, err := db.One(ctx, tx, db.Value[int], "SELECT n FROM deposit WHERE n = 1"); err != nil || there {
				return err
			}
			insert := func(tx *db.Tx) error { return tx.Later(ctx, "INSERT INTO deposit (n) VALUES (1)") }
			var err error
			if d.Engine() == db.PostgreSQL {
				err = d.Write(ctx, insert)
			} else if times == 1 {
				err = insert(tx) // nobody else writes: the row falls with the transaction
			}
			return errors.Join(err, insert(tx))
		})
		if err := g.Do(7); err != nil || times != 2 || count() != 1 {
			t.Errorf("%v, counted %d times, %d rows", err, times, count())
		}
	})
}
