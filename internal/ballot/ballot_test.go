package ballot

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"saiying/internal/ballot/ledger"
	"saiying/internal/campaign"
	"saiying/internal/platform/db"
)

func TestRankSharesPlaces(t *testing.T) {
	rows := []Standing{{Number: "0003", Votes: 5}, {Number: "0001", Votes: 5}, {Number: "0002", Votes: 9}, {Number: "0004"}}
	rank(rows)
	got := ""
	for _, r := range rows {
		got += fmt.Sprintf("%s=%d ", r.Number, r.Rank)
	}
	if want := "0002=1 0001=2 0003=2 0004=4 "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestPerWork(t *testing.T) {
	for _, c := range []struct{ perDay, perWork, want int }{{10, 0, 10}, {10, 10, 10}, {10, 3, 3}, {10, 50, 10}} {
		if got := perWork(campaign.Voting{PerDay: c.perDay, PerWorkPerDay: c.perWork}); got != c.want {
			t.Errorf("%d a day and %d a work: %d, want %d", c.perDay, c.perWork, got, c.want)
		}
	}
}

func TestDisplayPolicies(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	opens, closes := time.Date(2020, 11, 26, 0, 0, 0, 0, zone), time.Date(2020, 12, 11, 0, 0, 0, 0, zone)
	during, after := closes.Add(-time.Millisecond), closes
	for _, c := range []struct {
		policy  campaign.DisplayPolicy
		switch_ decree
		at      time.Time
		want    bool
		says    string
	}{
		{campaign.ShowLive, decree{}, during, true, ""},
		{campaign.ShowDaily, decree{}, during, true, ""},
		{campaign.ShowDelayed, decree{}, during, true, ""},
		{campaign.ShowBanded, decree{}, during, true, ""},
		{campaign.ShowBanded, decree{set: true}, during, false, "暂不展示"},
		{campaign.ShowBanded, decree{}, after, true, ""},
		{campaign.ShowAfter, decree{}, during, false, "投票截止后公布"},
		{campaign.ShowAfter, decree{}, after, true, ""},
		{campaign.ShowNever, decree{}, after, false, "不公布"},
		{campaign.ShowTimely, decree{}, during, false, "适时展示"},
		{campaign.ShowTimely, decree{votes: true, ranking: true, set: true}, during, true, ""},
		{campaign.ShowLive, decree{set: true}, during, false, "暂不展示"},
	} {
		k := &campaign.Campaign{Zone: zone, Phases: []campaign.Phase{{Key: "vote", Kind: campaign.VotePhase, Window: campaign.Window{Open: &opens, Close: &closes}}},
			Voting: &campaign.Voting{Phase: "vote", ShowVotes: c.policy, ShowRanking: c.policy}}
		got := display(k, c.switch_, c.at)
		if got.Votes != c.want || got.Ranking != c.want || !strings.Contains(got.Says, c.says) || (c.says == "") != (got.Says == "") {
			t.Errorf("%s at %s: %+v", c.policy, c.at, got)
		}
		runs := c.at.Equal(during)
		if got.Daily != (c.policy == campaign.ShowDaily) || got.Delayed != (runs && c.policy == campaign.ShowDelayed) || got.Banded != (runs && c.policy == campaign.ShowBanded) {
			t.Errorf("%s: %+v", c.policy, got)
		}
	}
}

// Whatever keeps one of the two back keeps back both: an exact ranking would tell of single votes within a band.
func TestTheVaguerPolicyHoldsForBoth(t *testing.T) {
	closes := time.Date(2020, 12, 11, 0, 0, 0, 0, time.UTC)
	k := &campaign.Campaign{Zone: time.UTC, Phases: []campaign.Phase{{Key: "vote", Window: campaign.Window{Close: &closes}}}}
	for _, v := range []campaign.Voting{{ShowVotes: campaign.ShowBanded, ShowRanking: campaign.ShowLive}, {ShowVotes: campaign.ShowLive, ShowRanking: campaign.ShowBanded},
		{ShowVotes: campaign.ShowTimely, ShowRanking: campaign.ShowBanded}, {ShowVotes: campaign.ShowDelayed, ShowRanking: campaign.ShowBanded}} {
		v.Phase, k.Voting = "vote", &v
		got := display(k, decree{votes: true, ranking: true, set: true}, closes.Add(-time.Hour))
		if !got.Votes || !got.Ranking || !got.Banded || got.Delayed != (v.ShowVotes == campaign.ShowDelayed) {
			t.Errorf("%s and %s: %+v", v.ShowVotes, v.ShowRanking, got)
		}
	}
}

func TestBands(t *testing.T) {
	for n, want := range map[int64]int64{-3: 0, 0: 0, 99: 0, 100: 100, 199: 100, 200: 200, 499: 200, 500: 500, 999: 500, 1000: 1000, 1999: 1000, 2000: 2000,
		4999: 2000, 5000: 5000, 9999: 5000, 10000: 10000, 4_999_999: 2_000_000, 1<<63 - 1: 5_000_000_000_000_000_000} {
		if got := band(n); got != want {
			t.Errorf("%d votes: %d, want %d", n, got, want)
		}
	}
}

// What the public may not see is not in the answer, and the order does not tell it.
func TestPublishedHidesWhatIsNotShown(t *testing.T) {
	b := Board{Display: Display{Votes: true, Ranking: true}, Rows: []Standing{{Entry: "b", Number: "0002", Rank: 1, Votes: 9}, {Entry: "a", Number: "0001", Rank: 2, Votes: 0}}}
	v := published(b)
	if v.Items[0].Entry != "b" || *v.Items[0].Votes != 9 || *v.Items[1].Votes != 0 || v.Items[1].Rank != 2 || !v.Shown {
		t.Errorf("%+v", v)
	}
	b.Display.Ranking = false
	if v = published(b); v.Items[0].Entry != "a" || v.Items[0].Rank != 0 || v.Items[0].Votes == nil {
		t.Errorf("%+v", v)
	}
	b.Display = Display{Ranking: true}
	if v = published(b); v.Items[0].Entry != "b" || v.Items[0].Votes != nil || v.Items[0].Rank != 1 {
		t.Errorf("%+v", v)
	}
}

func tenADay() logged {
	return logged{note: &Note{Seq: 1, Kind: ledger.Open, Day: "2020-11-26", Body: `{"rules":{"zone":"Asia/Shanghai","opens":"","closes":"2020-11-28T00:00:00+08:00","per_day":10}}`}}
}

func ballotOf(seq int64, voter string, n int) logged {
	return logged{vote: vote{seq: seq, entry: "a", voter: voter, n: n, day: "2020-11-26"}}
}

func ruling(seq int64, kind ledger.Kind, body string) logged {
	return logged{note: &Note{Seq: seq, Kind: kind, Day: "2020-11-26", Body: body}}
}

func TestRecountFindsWhatBreaksTheRules(t *testing.T) {
	late := ballotOf(3, "v", 1)
	late.vote.day = "2020-11-28"
	for name, l := range map[string]logged{"a gap": ballotOf(4, "v", 1), "an eleventh vote": ballotOf(3, "v", 8), "after the close": late,
		"a wrong sum at the close": ruling(3, ledger.Close, `{"totals":{"a":4}}`), "an annulment without a case": ruling(3, ledger.Annul, `{"refs":[2]}`)} {
		r := newRecount("x")
		if err := errors.Join(r.add(tenADay()), r.add(ballotOf(2, "v", 3))); err != nil {
			t.Fatal(err)
		}
		for _, tally := range []map[string]int64{{"a": 4}, {}, {"a": 3, "b": 1}, {"b": 3}} {
			if err := r.agrees(tally); err == nil {
				t.Errorf("%v passed for the votes", tally)
			}
		}
		if err := r.agrees(map[string]int64{"a": 3, "b": 0}); err != nil {
			t.Error(err)
		}
		if err := r.add(l); err == nil {
			t.Errorf("%s was not found", name)
		}
	}
}

// What is held or annulled does not count, and what is released counts again, once, whatever came in between.
func TestRecountFollowsTheNotes(t *testing.T) {
	r := newRecount("x")
	for i, l := range []struct {
		logged
		want int64
	}{
		{tenADay(), 0},
		{ballotOf(2, "v", 3), 3},
		{ballotOf(3, "w", 5), 8},
		{ruling(4, ledger.Annul, `{"refs":[3],"case":"1"}`), 3},
		{ballotOf(5, "v", 1), 4},
		{ruling(6, ledger.Hold, `{"refs":[3,5]}`), 3},
		{ruling(7, ledger.Release, `{"refs":[2,3]}`), 8},
		{ruling(8, ledger.Close, `{"totals":{"a":8}}`), 8},
	} {
		if err := r.add(l.logged); err != nil || r.sums() != l.want {
			t.Errorf("after number %d: %d votes stand, want %d; %v", i+1, r.sums(), l.want, err)
		}
	}
	if err := r.add(ruling(9, ledger.Annul, `{"refs":[4],"case":"1"}`)); err == nil {
		t.Error("a note that annuls a note passed")
	}
}

// Each limit of a notice refuses for itself, and what is left after it is still there.
func TestEveryLimitRefusesForItself(t *testing.T) {
	topics := map[string]string{"a": "x", "b": "x", "c": "y"}
	for _, c := range []struct {
		v    campaign.Voting
		b    Ballot
		want error
	}{
		{campaign.Voting{PerDay: 10}, Ballot{Entry: "a", Count: 5}, nil},
		{campaign.Voting{PerDay: 10}, Ballot{Entry: "a", Count: 6}, ErrSpent},
		{campaign.Voting{PerDay: 10, PerWorkPerDay: 4}, Ballot{Entry: "a", Count: 2}, ErrWorkSpent},
		{campaign.Voting{PerDay: 10, PerWorkPerDay: 4}, Ballot{Entry: "b", Count: 2}, nil},
		{campaign.Voting{PerDay: 10, PerCategoryPerDay: 6}, Ballot{Entry: "b", Count: 2}, errCategory},
		{campaign.Voting{PerDay: 10, PerCategoryPerDay: 6}, Ballot{Entry: "c", Count: 5}, nil},
		{campaign.Voting{PerDay: 10, PerWork: 8}, Ballot{Entry: "a", Count: 2}, errWorkInAll},
		{campaign.Voting{PerDay: 10, PerWork: 8}, Ballot{Entry: "a", Count: 1}, nil},
		{campaign.Voting{PerDay: 10, InAll: 9}, Ballot{Entry: "c", Count: 1}, errInAll},
		{campaign.Voting{PerDay: 10, InAll: 10}, Ballot{Entry: "c", Count: 1}, nil},
	} {
		var p purse
		p.today.add(tapped{n: 3, entry: "a", key: "1"})
		p.today.add(tapped{n: 2, entry: "b", key: "2"})
		for _, t := range []tapped{{n: 4, entry: "c"}, {n: 3, entry: "a"}, {n: 2, entry: "b"}} {
			p.inAll.addInAll(t.entry, t.n)
		}
		p.inAll.addInAll("a", 4)
		p.inAll.used -= 4
		if err := p.allow(c.v, campaign.Channel{}, c.b, topics); !errors.Is(err, c.want) {
			t.Errorf("%+v %+v: %v, want %v", c.v, c.b, err, c.want)
		}
	}
}

// Rows are read as they were written, whatever a key is made of, and as they were written once.
func TestTapsAreReadAsWritten(t *testing.T) {
	var s spending
	var once strings.Builder
	for i, key := range []string{"k", "a|b", "|", "||||||", "~!", "00000000-0000-4000-8000-000000000000"} {
		s.add(tapped{seq: int64(i + 1), n: i + 1, left: 9 - i, entry: "w1", key: brief(key)})
		fmt.Fprintf(&once, "%d|%d|%d|NQ|w1|%s\n", i+1, i+1, 9-i, key)
	}
	for _, lines := range []string{s.lines, once.String()} {
		if got := readTaps(lines); !slices.Equal(got, s.taps) {
			t.Errorf("%+v, want %+v", got, s.taps)
		}
	}
}

// Votes add up in the tail by work, day, channel and minute, and held ones nowhere.
func TestTheTailAddsUp(t *testing.T) {
	now := time.Date(2020, 11, 26, 10, 0, 30, 0, time.UTC)
	of := tailOf(turn{seq: 7, summed: 7})
	of.add([]vote{
		{entry: "a", day: "2020-11-26", n: 3, weight: 1, at: now},
		{entry: "a", day: "2020-11-26", n: 2, weight: 1, at: now.Add(29 * time.Second)},
		{entry: "a", day: "2020-11-26", n: 4, weight: 1, at: now, held: true},
		{entry: "a", day: "2020-11-26", n: 1, weight: 5, at: now, channel: "app"},
		{entry: "a", day: "2020-11-26", n: 1, weight: 1, at: now.Add(30 * time.Second)},
	})
	ten := db.Micros(now.Truncate(time.Minute))
	if want := (map[portion]amount{
		{"a", "2020-11-26", "", ten}:          {5, 5},
		{"a", "2020-11-26", "app", ten}:       {1, 5},
		{"a", "2020-11-26", "", ten + minute}: {1, 1},
	}); !maps.Equal(of.sums, want) {
		t.Errorf("%v, want %v", of.sums, want)
	}
	unknown := tailOf(turn{seq: 8, summed: 7})
	if unknown.add([]vote{{n: 1, weight: 1, at: now}}); unknown.from == 7 || len(unknown.sums) != 0 {
		t.Errorf("a desk that has not seen the log says %v", unknown)
	}
}

func TestPausesShowInThePace(t *testing.T) {
	at := time.Date(2020, 11, 26, 8, 0, 0, 0, time.UTC)
	got := everyHour([]Pace{{at, 5}, {at.Add(3 * time.Hour), 2}, {at.Add(4 * time.Hour), 1}})
	s := ""
	for _, p := range got {
		s += fmt.Sprintf("%d=%d ", p.At.Hour(), p.Votes)
	}
	if want := "8=5 9=0 10=0 11=2 12=1 "; s != want {
		t.Errorf("%s, want %s", s, want)
	}
}
