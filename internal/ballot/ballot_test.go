package ballot

import (
	"fmt"
	"strings"
	"testing"
	"time"

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
	r := newRecount()
	if err := r.add(1, "a", 3, "2020-11-26"); err != nil {
		t.Fatal(err)
	}
	if err := r.add(3, "a", 1, "2020-11-26"); err == nil {
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
