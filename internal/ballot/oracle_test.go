package ballot_test

import (
	"errors"
	"flag"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
)

// slots is the rule as one would play it with paper: ten slips a voter and day, each tap that was counted kept by its key.
type slots struct {
	left  map[string]int
	taps  map[string]ballot.Counted
	of    map[string]ballot.Ballot
	when  map[string]string
	votes map[string]int64
}

func (s *slots) cast(voter, day, before string, open bool, b ballot.Ballot) (again *ballot.Counted, want error) {
	key := voter + " " + b.Key
	if old, found := s.of[key]; found && (s.when[key] == day || s.when[key] == before) {
		if old.Entry != b.Entry || old.Count != b.Count {
			return nil, errors.New("idempotency.conflict")
		}
		done := s.taps[key]
		return &done, nil
	}
	if !open {
		return nil, campaign.ErrClosed
	}
	purse := voter + " " + day
	if _, known := s.left[purse]; !known {
		s.left[purse] = 10
	}
	if s.left[purse] < b.Count {
		return nil, ballot.ErrSpent
	}
	s.left[purse] -= b.Count
	s.votes[b.Entry] += int64(b.Count)
	return nil, nil
}

// Whatever voters do in whatever order, at midnight, at the close and after restarts, the room counts what slips of paper would.
func TestCountingIsThatOfSlips(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
				check(t, f.Value.Set("12")) // each has a database of its own; ask for more by -rapid.checks
			}
			rapid.Check(t, func(r *rapid.T) {
				c := clock.NewFixed(at(t, "2020-12-08 12:00"))
				h := open(t, dbtest.Open(t, engine, c), c, 3)
				second := *h // another process on the same database
				second.serve()
				closes := at(t, "2020-12-11 00:00")
				s := slots{map[string]int{}, map[string]ballot.Counted{}, map[string]ballot.Ballot{}, map[string]string{}, map[string]int64{}}
				for range rapid.IntRange(5, 40).Draw(r, "steps") {
					switch rapid.IntRange(0, 9).Draw(r, "what") {
					case 0:
						h.serve()
					case 1:
						now := c.Now().In(closes.Location())
						midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, closes.Location())
						c.Set(midnight.Add(rapid.SampledFrom([]time.Duration{-time.Millisecond, 0, time.Hour}).Draw(r, "about midnight")))
					default:
						voter := rapid.SampledFrom([]string{"a", "b"}).Draw(r, "voter")
						b := ballot.Ballot{Entry: work(rapid.IntRange(1, 3).Draw(r, "work")), Count: rapid.IntRange(1, 10).Draw(r, "count"), Key: rapid.SampledFrom([]string{"1", "2", "3", "4", "5", "6"}).Draw(r, "key")}
						day, before := c.Now().In(closes.Location()).Format(time.DateOnly), c.Now().In(closes.Location()).AddDate(0, 0, -1).Format(time.DateOnly)
						again, want := s.cast(voter, day, before, c.Now().Before(closes), b)
						done, err := rapid.SampledFrom([]*hall{h, &second}).Draw(r, "process").cast(voter, b.Key, b.Entry, b.Count)
						switch {
						case want == nil && err != nil, want != nil && err == nil:
							r.Fatalf("%s at %s, %+v: %v, want %v", voter, c.Now(), b, err, want)
						case want != nil && !errors.Is(err, want) && err.Error()[:len(want.Error())] != want.Error():
							r.Fatalf("%s at %s, %+v: %v, want %v", voter, c.Now(), b, err, want)
						case again != nil && done != *again:
							r.Fatalf("a repeat was answered %+v, first %+v", done, *again)
						case want == nil && again == nil:
							key := voter + " " + b.Key
							s.taps[key], s.of[key], s.when[key] = done, b, day
							if done.Remaining != s.left[voter+" "+day] {
								r.Fatalf("%d are left, want %d", done.Remaining, s.left[voter+" "+day])
							}
						}
					}
				}
				if got := h.totals(); fmt.Sprint(got) != fmt.Sprint(s.votes) {
					r.Fatalf("%v were counted, want %v", got, s.votes)
				}
			})
		})
	}
}
