package campaign

import (
	"errors"
	"testing"
	"time"
)

func TestHebeiAsDecided(t *testing.T) {
	c := decided(t, "hebei-2020")
	expert, _ := c.Round("expert")
	weights := map[string]float64{}
	for _, x := range expert.Criteria {
		weights[x.Key] = *x.Weight
	}
	if expert.Criteria[0].Key != "theme_content" || expert.Criteria[0].Label != "主题内容" || weights["theme_content"] != 0.4 || len(weights) != 4 {
		t.Errorf("criteria %+v", expert.Criteria)
	}
	if short, _ := c.RoundOf(ShortlistRound); short.Size != 150 || short.CutTie != TieByCommittee {
		t.Errorf("shortlist %+v", short)
	}
	if v := c.Voting; v.PerDay != 10 || v.PerWorkPerDay != 10 || v.ShowVotes != ShowLive || v.Candidates != "shortlist" {
		t.Errorf("voting %+v", v)
	}
	quotas, exclusive := 0, 0
	for i, p := range c.Prizes {
		quotas += p.Quota
		if p.Group == "grade" {
			exclusive += p.Quota
		}
		if p.Priority != i+1 {
			t.Errorf("%s comes %d", p.Key, p.Priority)
		}
	}
	if quotas != 125 || exclusive != 50 {
		t.Errorf("quotas %d, exclusive %d", quotas, exclusive)
	}
	if p, _ := c.Prize("souvenir"); p.Pool != PoolNotAwarded || p.Basis != BasisFinal || p.Quota != 50 {
		t.Errorf("souvenir %+v", p)
	}
	if p, _ := c.Prize("innovation"); p.Basis != BasisCriterion || p.Criterion != "innovation" {
		t.Errorf("innovation %+v", p)
	}
	if f := c.Final.Components; *f[0].Weight != 0.7 || f[0].Source != "expert" || f[1].Transform != RatioToMax || *f[1].Weight != 0.3 {
		t.Errorf("final %+v", f)
	}
	if c.Publicity.Days != 5 || c.Publicity.DayType != WorkingDays || c.OrgPrizes[0].Quota != 10 || !c.Certificates.Issue {
		t.Errorf("publicity %+v, org %+v", c.Publicity, c.OrgPrizes[0])
	}
}

func beijingTime(s string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04:05", s, beijing)
	if err != nil {
		panic(err)
	}
	return at
}

func TestPhasesCloseAtMidnight(t *testing.T) {
	c := notice(t, "hebei-2020")
	for at, want := range map[string]error{
		"2020-10-14 23:59:59": ErrNotOpen, "2020-10-15 00:00:00": nil,
		"2020-11-15 23:59:59": nil, "2020-11-16 00:00:00": ErrClosed,
	} {
		if err := c.CheckOpen(CollectionPhase, beijingTime(at)); !errors.Is(err, want) {
			t.Errorf("at %s: %v, want %v", at, err, want)
		}
	}
	for at, want := range map[string]string{
		"2020-11-26 00:00:00": "vote", "2020-12-10 23:59:59": "vote", "2020-12-11 00:00:00": "expert", "2020-12-20 23:59:59": "expert",
		"2020-12-21 00:00:00": "publicity", "2021-01-31 23:59:59": "exchange",
	} {
		if now := c.Current(beijingTime(at)); len(now) != 1 || now[0].Key != want {
			t.Errorf("at %s: %+v, want %s", at, now, want)
		}
	}
}

func TestRequireNamesWhatIsOpen(t *testing.T) {
	c := notice(t, "hebei-2020")
	err := c.Require("final.weights")
	if !errors.Is(err, ErrUndecided) {
		t.Fatalf("got %v", err)
	}
	if want := "campaign.undecided: The notice leaves “最终成绩 · 合成权重” open. The organiser must decide it under Campaign before this step."; err.Error() != want {
		t.Errorf("got %s", err)
	}
	if err := c.Require("rounds.expert"); err == nil {
		t.Error("a round with open points below it passed")
	}
	if err := c.Require("voting.per_day", "prizes.first"); err != nil {
		t.Errorf("stated values refused: %v", err)
	}
	if err := decided(t, "hebei-2020").Require("rounds", "final", "voting", "prizes", "publicity", "certificates"); err != nil {
		t.Errorf("decided: %v", err)
	}
}

func TestDurationInTheNoticesWords(t *testing.T) {
	c := notice(t, "hebei-2020")
	for _, x := range []struct {
		facts    map[string]any
		ok, open bool
		got      string
	}{
		{map[string]any{"duration_s": 180.0}, true, false, "时长3分0秒"},
		{map[string]any{"duration_s": 180.04}, false, false, "时长3分0.04秒"},
		{map[string]any{"duration_s": 241}, false, false, "时长4分1秒"},
		{map[string]any{"duration_s": "180"}, false, true, ""},
		{map[string]any{}, false, true, ""},
	} {
		vs := c.JudgeMedia(x.facts)
		if len(vs) != 1 {
			t.Fatalf("%d verdicts", len(vs))
		}
		if v := vs[0]; v.OK != x.ok || v.Undecided != x.open || v.Got != x.got || v.Rule.Says != "时长不超过3分钟。" {
			t.Errorf("%v: %+v", x.facts, v)
		}
	}
}

func TestADecisionMakesATimeExactButDoesNotMoveIt(t *testing.T) {
	c := notice(t, "hebei-2020")
	set := func(open, close string) []Fault {
		_, faults := c.Apply([]Decision{{Path: "phases.expert", Value: map[string]any{"open": open, "close": close}, By: "周启明", Reason: "定了"}})
		return faults
	}
	if faults := set("2020-12-12", "2020-12-18 17:00"); faults != nil {
		t.Error(faults)
	}
	faults := set("2020-12-18", "2020-12-25")
	if len(faults) != 1 || faults[0].Message != "“专家评审”的时间要在通知写的“专家评审（12月中旬）”之内" {
		t.Errorf("moved to the end of the month: %v", faults)
	}
}
