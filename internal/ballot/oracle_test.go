package ballot_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
)

// slots is the rule as one would play it with paper: so many slips a day for each person in each place, each tap that was counted kept by
// its key. A slip of one place may count more than one of another.
type slots struct {
	places map[string]slips
	left   map[string]int
	kept   map[string]kept // by person and key
	votes  map[string]int64
	given  map[string]int64 // by place
}

type slips struct{ aDay, each int }

// kept is a tap that was counted: in which place and on which day, and the answer.
type kept struct {
	ballot     ballot.Ballot
	place, day string
	answer     ballot.Counted
}

// cast plays a tap in a place, which the ballot may leave to the rule.
func (s *slots) cast(person, place, day, before string, open bool, b ballot.Ballot) (again *ballot.Counted, want error) {
	if old, found := s.kept[person+" "+b.Key]; found && (old.day == day || old.day == before) {
		if old.ballot.Entry != b.Entry || old.ballot.Count != b.Count || b.Channel != "" && old.place != place {
			return nil, errors.New("idempotency.conflict")
		}
		return &old.answer, nil
	}
	if !open {
		return nil, campaign.ErrClosed
	}
	purse := person + " " + place + " " + day
	if _, known := s.left[purse]; !known {
		s.left[purse] = s.places[place].aDay
	}
	if s.left[purse] < b.Count {
		return nil, ballot.ErrSpent
	}
	s.left[purse] -= b.Count
	s.votes[b.Entry] += int64(b.Count * s.places[place].each)
	s.given[place] += int64(b.Count)
	return nil, nil
}

// Whatever voters do in whatever order and place, at midnight, at the close and after restarts, the room counts what slips of paper would.
func TestCountingIsThatOfSlips(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
				check(t, f.Value.Set("12")) // each has a database of its own; ask for more by -rapid.checks
			}
			rapid.Check(t, func(r *rapid.T) { playSlips(t, r, engine, rapid.Bool().Draw(r, "in two places")) })
		})
	}
}

func playSlips(t *testing.T, r *rapid.T, engine db.Engine, two bool) {
	c := clock.NewFixed(at(t, "2020-12-08 12:00"))
	s := slots{map[string]slips{"": {10, 1}}, map[string]int{}, map[string]kept{}, map[string]int64{}, map[string]int64{}}
	people := map[string]identity.Person{"a": both("a"), "b": both("b")}
	places, first := map[string][]string{"a": {""}, "b": {""}}, map[string]string{}
	var edits []string
	if two {
		edits = inTwoPlaces
		s.places = map[string]slips{"wechat": {10, 1}, "app": {5, 2}}
		people["b"] = byPhone("b")
		places, first = map[string][]string{"a": {"", "wechat", "app"}, "b": {"", "app"}}, map[string]string{"a": "wechat", "b": "app"}
	}
	h := open(t, dbtest.Open(t, engine, c), c, 3, edits...)
	second := *h // another process on the same database
	second.serve()
	closes := at(t, "2020-12-11 00:00")
	for range rapid.IntRange(5, 40).Draw(r, "steps") {
		switch rapid.IntRange(0, 9).Draw(r, "what") {
		case 0:
			h.serve()
		case 1:
			now := c.Now().In(closes.Location())
			midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, closes.Location())
			c.Set(midnight.Add(rapid.SampledFrom([]time.Duration{-time.Millisecond, 0, time.Hour}).Draw(r, "about midnight")))
		default:
			who := rapid.SampledFrom([]string{"a", "b"}).Draw(r, "voter")
			b := ballot.Ballot{Entry: work(rapid.IntRange(1, 3).Draw(r, "work")), Key: rapid.SampledFrom([]string{"1", "2", "3", "4", "5", "6"}).Draw(r, "key"),
				Channel: rapid.SampledFrom(places[who]).Draw(r, "channel")}
			place := b.Channel
			if place == "" {
				place = first[who]
			}
			b.Count = rapid.IntRange(1, s.places[place].aDay).Draw(r, "count")
			day, before := c.Now().In(closes.Location()).Format(time.DateOnly), c.Now().In(closes.Location()).AddDate(0, 0, -1).Format(time.DateOnly)
			again, want := s.cast(who, place, day, before, c.Now().Before(closes), b)
			by := rapid.SampledFrom([]*hall{h, &second}).Draw(r, "process")
			done, _, err := by.ballots.Cast(identity.With(context.Background(), people[who]), hebei, b)
			switch {
			case want == nil && err != nil, want != nil && err == nil:
				r.Fatalf("%s at %s, %+v: %v, want %v", who, c.Now(), b, err, want)
			case want != nil && !errors.Is(err, want) && err.Error()[:len(want.Error())] != want.Error():
				r.Fatalf("%s at %s, %+v: %v, want %v", who, c.Now(), b, err, want)
			case again != nil && done != *again:
				r.Fatalf("a repeat was answered %+v, first %+v", done, *again)
			case want == nil && again == nil:
				s.kept[who+" "+b.Key] = kept{b, place, day, done}
				if left := s.left[who+" "+place+" "+day]; done.Remaining != left {
					r.Fatalf("%d are left, want %d", done.Remaining, left)
				}
			}
		}
	}
	h.agrees(r, s)
}

// agrees compares all that is summed with the slips, before and after the sums are written, and seals it: a recount of the log agrees.
func (h *hall) agrees(r *rapid.T, s slots) {
	for range 2 {
		if got := h.totals(); fmt.Sprint(got) != fmt.Sprint(s.votes) {
			r.Fatalf("%v were counted, want %v", got, s.votes)
		}
		o, err := h.ballots.Overview(organiser(), hebei)
		check(h.t, err)
		for _, c := range o.Channels {
			if c.Given != s.given[c.Channel] || c.Votes != s.given[c.Channel]*int64(s.places[c.Channel].each) {
				r.Fatalf("%+v, want %d given", c, s.given[c.Channel])
			}
		}
		check(h.t, h.ballots.Sum(context.Background(), hebei))
	}
	h.clock.Set(at(h.t, "2020-12-20 12:00"))
	if f, err := h.ballots.Freeze(organiser(), hebei, "投票截止"); err != nil || fmt.Sprint(f.Totals) != fmt.Sprint(s.votes) {
		r.Fatalf("sealed %v, %v, want %v", f.Totals, err, s.votes)
	}
}
