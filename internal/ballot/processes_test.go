package ballot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"saiying/internal/ballot"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
)

// Two processes count for the same voters at the same time, and together no more than one would.
func TestTwoProcessesCountTogether(t *testing.T) {
	eachPair(t, func(t *testing.T, _ *clock.Fixed, one, two *hall) {
		const voters, casts = 12, 30
		var given [voters]atomic.Int64
		var wg sync.WaitGroup
		for v := range voters {
			for i, h := range []*hall{one, two, one, two} {
				wg.Go(func() {
					for n := range casts {
						switch _, err := h.cast(fmt.Sprint("v", v), fmt.Sprint(i, "-", n), work(n%5+1), 1); {
						case err == nil:
							given[v].Add(1)
						case !errors.Is(err, ballot.ErrSpent):
							t.Error(err)
						}
					}
				})
			}
		}
		wg.Wait()
		for v := range given {
			if n := given[v].Load(); n != 10 {
				t.Errorf("voter %d was given %d votes", v, n)
			}
		}
		one.sound()
	})
}

// Sums are added to in passing: of what a process counted alone, of what another counted too, and on the next day.
func TestSumsFollowTheLog(t *testing.T) {
	eachPair(t, func(t *testing.T, c *clock.Fixed, one, two *hall) {
		const every, voters = 4096, 420 // of ten votes each, which is more than every
		var before int64
		for i, step := range []struct {
			when      string
			one, two  int
			mostLater int64 // votes after the sums were added to
		}{
			{"2020-11-26 10:00", voters, 0, every},
			{"2020-11-26 10:01", 0, 10, 2 * every},
			{"2020-11-26 10:02", voters, 0, every},
			{"2020-11-26 10:03", voters, 0, every},
			{"2020-11-27 00:00", voters, voters, every},
		} {
			c.Set(at(t, step.when))
			var wg sync.WaitGroup
			for v := range step.one + step.two {
				h := one
				if v >= step.one {
					h = two
				}
				wg.Go(func() {
					for n := range 10 {
						if _, err := h.cast(fmt.Sprint(i, "-", v), fmt.Sprint(n), work((v+n)%5+1), 1); err != nil {
							t.Error(err)
						}
					}
				})
			}
			wg.Wait()
			summed := one.number("SELECT summed FROM ballot_box")
			if later := one.number("SELECT seq FROM ballot_box") - summed; later >= step.mostLater || step.one > 0 && summed <= before {
				t.Errorf("%s: %d votes are in the sums, before it were %d, and %d are not", step.when, summed, before, later)
			}
			before = summed
			one.sound()
			for what, q := range map[string]string{
				"tally": "SELECT CAST(COALESCE(SUM(ABS(n)), 0) AS BIGINT) FROM (SELECT SUM(n) AS n FROM (" + summedVotes + " UNION ALL SELECT entry, day, 0, -votes FROM ballot_tally) a GROUP BY entry, day) b",
				"pace":  "SELECT CAST(COALESCE(SUM(ABS(n)), 0) AS BIGINT) FROM (SELECT SUM(n) AS n FROM (" + summedVotes + " UNION ALL SELECT entry, '', minute, -votes FROM ballot_pace) a GROUP BY entry, minute) b",
			} {
				if n := one.number(q); n != 0 {
					t.Errorf("%s: the %s is off by %d", step.when, what, n)
				}
			}
		}
	})
}

const summedVotes = "SELECT entry, day, at - at % 60000000 AS minute, n FROM ballot_vote WHERE seq <= (SELECT summed FROM ballot_box)"

// A process whose first ballots were all refused knows of nobody's votes either.
func TestARefusalHidesNoVotesOfAnotherProcess(t *testing.T) {
	eachPair(t, func(t *testing.T, _ *clock.Fixed, one, two *hall) {
		if _, err := one.cast("lin", "nowhere", "no work", 1); err == nil {
			t.Fatal("a vote for no work was counted")
		}
		if _, err := two.cast("lin", "all", work(1), 10); err != nil {
			t.Fatal(err)
		}
		if _, err := one.cast("lin", "more", work(2), 1); !errors.Is(err, ballot.ErrSpent) {
			t.Errorf("an eleventh vote: %v", err)
		}
		one.sound()
	})
}

// A tap is known again whose line was written when lines had the nonce and the whole key.
func TestTapsOfOldLinesAreKnownAgain(t *testing.T) {
	eachPair(t, func(t *testing.T, _ *clock.Fixed, one, two *hall) {
		first, err := one.cast("lin", "a|b", work(1), 3)
		check(t, err)
		seq, nonce, _ := strings.Cut(first.Receipt, "-")
		check(t, one.db.Write(context.Background(), func(tx *db.Tx) error {
			n, err := tx.Exec(context.Background(), "UPDATE ballot_spent SET taps = $1 WHERE day <> ''", fmt.Sprintf("%s|3|7|%s|%s|a|b\n", seq, nonce, work(1)))
			if err == nil && n != 1 {
				err = fmt.Errorf("%d rows", n)
			}
			return err
		}))
		if again, err := two.cast("lin", "a|b", work(1), 3); err != nil || again != first {
			t.Errorf("once more it is answered %+v (%v), not %+v", again, err, first)
		}
		if _, err := two.cast("lin", "a|b", work(2), 3); err == nil {
			t.Error("its key is taken for another vote")
		}
		if more, err := two.cast("lin", "c", work(2), 7); err != nil || more.Remaining != 0 {
			t.Errorf("the rest: %+v, %v", more, err)
		}
		if again, err := one.cast("lin", "c", work(2), 7); err != nil || again.Remaining != 0 {
			t.Errorf("the rest once more: %+v, %v", again, err)
		}
		one.sound()
	})
}

// eachPair runs fn with two processes on one database, of either engine.
func eachPair(t *testing.T, fn func(t *testing.T, c *clock.Fixed, one, two *hall)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			c := clock.NewFixed(at(t, "2020-11-26 10:00"))
			one := open(t, dbtest.Open(t, engine, c), c, 5)
			two := *one
			two.serve()
			fn(t, c, one, &two)
		})
	}
}

// What a process remembers of its voters does not count once another process has counted.
func TestTwoProcessesCountForOneVoter(t *testing.T) {
	eachPair(t, func(t *testing.T, c *clock.Fixed, one, two *hall) {
		given := 0
		for i := range 14 {
			h := []*hall{one, two}[i/2%2] // each twice in turn, so that it once goes by what it remembers
			if _, err := h.cast("lin", fmt.Sprint("key", i), work(1+i%3), 1); err == nil {
				given++
			} else if !errors.Is(err, ballot.ErrSpent) {
				t.Fatal(err)
			}
		}
		if given != 10 || one.number("SELECT COUNT(*) FROM ballot_vote") != 10 || one.number("SELECT used FROM ballot_spent WHERE day <> ''") != 10 {
			t.Errorf("%d votes were given of ten", given)
		}
		again, err := two.cast("lin", "key0", work(1), 1)
		if first, err2 := one.cast("lin", "key0", work(1), 1); err != nil || err2 != nil || first != again {
			t.Errorf("the first vote again: %v %v, %v %v", first, err2, again, err)
		}
		c.Advance(24 * time.Hour)
		for i, h := range []*hall{two, one, two} {
			if done, err := h.cast("lin", fmt.Sprint("next", i), work(1), 3); err != nil || done.Remaining != 10-3*(i+1) {
				t.Errorf("the next day: %+v %v", done, err)
			}
		}
	})
}
