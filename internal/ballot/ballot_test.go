package ballot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"saiying/internal/ballot/ledger"
	"saiying/internal/campaign"
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
		if got.Daily != (c.policy == campaign.ShowDaily) {
			t.Errorf("%s: daily is %v", c.policy, got.Daily)
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

func TestRecountFindsGapsAndWrongSums(t *testing.T) {
	r := newRecount(nil)
	if err := r.add(logged{vote: vote{seq: 1, entry: "a", n: 3, day: "2020-11-26"}}); err != nil {
		t.Fatal(err)
	}
	if err := r.add(logged{vote: vote{seq: 3, entry: "a", n: 1, day: "2020-11-26"}}); err == nil {
		t.Error("a missing vote was not found")
	}
	for _, tally := range []map[string]int64{{"a": 4}, {}, {"a": 3, "b": 1}, {"b": 3}} {
		if err := r.agrees(tally); err == nil {
			t.Errorf("%v passed for the votes", tally)
		}
	}
	if err := r.agrees(map[string]int64{"a": 3}); err != nil {
		t.Error(err)
	}
}

// What is held or annulled does not count, and what is released counts again, once, whatever came in between.
func TestRecountFollowsTheNotes(t *testing.T) {
	r := newRecount(map[int64]bool{1: true, 2: true, 4: true})
	for i, l := range []struct {
		logged
		want int64
	}{
		{logged{vote: vote{seq: 1, entry: "a", n: 3}}, 3},
		{logged{vote: vote{seq: 2, entry: "a", n: 5}}, 8},
		{logged{note: &Note{Seq: 3, Kind: ledger.Annul, Body: `{"refs":[2]}`}}, 3},
		{logged{vote: vote{seq: 4, entry: "a", n: 1}}, 4},
		{logged{note: &Note{Seq: 5, Kind: ledger.Hold, Body: `{"refs":[2,4]}`}}, 3},
		{logged{note: &Note{Seq: 6, Kind: ledger.Release, Body: `{"refs":[1,2]}`}}, 8},
		{logged{note: &Note{Seq: 7, Kind: ledger.Close, Body: `{"totals":{"a":8}}`}}, 8},
	} {
		if err := r.add(l.logged); err != nil || r.sums() != l.want {
			t.Errorf("after number %d: %d votes stand, want %d; %v", i+1, r.sums(), l.want, err)
		}
	}
	if err := r.add(logged{note: &Note{Seq: 8, Kind: ledger.Annul, Body: `{"refs":[3]}`}}); err == nil {
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
		if err := p.allow(c.v, c.b, topics); !errors.Is(err, c.want) {
			t.Errorf("%+v %+v: %v, want %v", c.v, c.b, err, c.want)
		}
	}
}

// Rows are read as they were written, whatever a key is made of.
func TestTapsAreReadAsWritten(t *testing.T) {
	var s spending
	for i, key := range []string{"k", "a|b", "|", "~!", "00000000-0000-4000-8000-000000000000"} {
		s.add(tapped{seq: int64(i + 1), n: i + 1, left: 9 - i, nonce: "NQ", entry: "w1", key: key})
	}
	if got := readTaps(s.lines); !slices.Equal(got, s.taps) {
		t.Errorf("%+v, want %+v", got, s.taps)
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
