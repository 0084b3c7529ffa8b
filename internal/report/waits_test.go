package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/award"
	"saiying/internal/campaign"
	"saiying/internal/jury"
)

// hebei is Hebei's contest, with the organiser's decisions or as the notice leaves it.
func hebei(t *testing.T, decided bool) *campaign.Campaign {
	t.Helper()
	text := func(name string) *bytes.Reader {
		b, err := campaigns.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.NewReader(b)
	}
	c, faults := campaign.Load(text("hebei-2020.yaml"), "hebei-2020.yaml")
	if decided && faults == nil {
		_, list, more := campaign.LoadDecisions(text("hebei-2020.decisions.yaml"), "decisions")
		if faults = more; faults == nil {
			c, faults = c.Apply(list)
		}
	}
	if faults != nil {
		t.Fatal(faults)
	}
	return c
}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, time.FixedZone("CST", 8*3600))
	if err != nil {
		panic(err)
	}
	return t
}

func until(s string) *time.Time { t := at(s); return &t }

func kindsOf(items []Item) string {
	var all []string
	for _, i := range items {
		k := i.Kind
		if i.Late {
			k += "!"
		}
		all = append(all, k)
	}
	return strings.Join(all, " ")
}

func TestWhatWaitsForAnOrganiser(t *testing.T) {
	c := hebei(t, true)
	shortlist := func(r jury.RoundView) jury.RoundView {
		r.Key, r.Label, r.Kind, r.Closes = "shortlist", "作品初评", campaign.ShortlistRound, until("2020-11-26 00:00")
		return r
	}
	expert := func(r jury.RoundView) jury.RoundView {
		r.Key, r.Label, r.Kind, r.Closes = "expert", "专家评审", campaign.ScoreRound, until("2020-12-21 00:00")
		return r
	}
	settled := []jury.RoundView{shortlist(jury.RoundView{State: jury.StateSettled}), expert(jury.RoundView{State: jury.StateSettled})}
	given := func(s award.State, w ...award.Winner) award.Roll {
		return award.Roll{State: s, Outcome: award.Outcome{Prizes: []award.Given{{Key: "first", Label: "一等奖", Winners: w}}}}
	}
	winner := award.Winner{Prize: "first", Entry: "e1"}
	tied := given(award.Provisional)
	tied.Outcome.Prizes[0].Pending = &award.Pending{Seats: 1, Tied: []award.Tied{{Entry: "a"}, {Entry: "b"}}}
	public := given(award.Public, winner)
	public.Window.To = at("2020-12-29 00:00")
	for _, x := range []struct {
		name string
		now  string
		s    situation
		want string
	}{
		{"all is decided and nothing has come", "2020-10-20 09:00", situation{}, ""},
		{"works wait", "2020-11-20 09:00", situation{unscreened: 12}, "screening"},
		{"works wait after screening was to end", "2020-11-26 00:00", situation{unscreened: 12}, "screening!"},
		{"films look the same", "2020-11-20 09:00", situation{alike: 2, unscreened: 1}, "match screening"},
		{"a film cannot be read", "2020-10-20 09:00", situation{unreadable: []work{{"0007", "雪落"}}}, "media_failed"},
		{"a round ahead of its phase", "2020-11-10 09:00", situation{rounds: []jury.RoundView{shortlist(jury.RoundView{State: jury.StatePlanned})}}, ""},
		{"a round that can open", "2020-11-17 09:00", situation{rounds: []jury.RoundView{shortlist(jury.RoundView{State: jury.StatePlanned})}}, "round_ready"},
		{"a round that cannot", "2020-11-17 09:00", situation{rounds: []jury.RoundView{shortlist(jury.RoundView{State: jury.StatePlanned, Blockers: []string{"还没有评委"}})}}, "round_blocked"},
		{"judges at work", "2020-11-18 09:00", situation{rounds: []jury.RoundView{shortlist(jury.RoundView{State: jury.StateOpen, Assigned: 9, Scored: 3})}}, ""},
		{"judges at work, two days left", "2020-11-24 09:00", situation{rounds: []jury.RoundView{shortlist(jury.RoundView{State: jury.StateOpen, Assigned: 9, Scored: 3})}}, "round_unfinished"},
		{"judges late", "2020-11-27 09:00", situation{rounds: []jury.RoundView{shortlist(jury.RoundView{State: jury.StateOpen, Assigned: 9, Scored: 3})}}, "round_unfinished!"},
		{"judges done", "2020-11-18 09:00", situation{rounds: []jury.RoundView{shortlist(jury.RoundView{State: jury.StateOpen, Assigned: 9, Scored: 9})}}, "round_seal"},
		{"a tie across the line", "2020-11-24 09:00", situation{rounds: []jury.RoundView{shortlist(jury.RoundView{State: jury.StateSealed, Blockers: []string{"同分"},
			Cut: &jury.CutView{Seats: 2, Tied: make([]jury.TiedView, 5)}})}}, "round_tie"},
		{"a tie that was decided", "2020-11-24 09:00", situation{rounds: []jury.RoundView{shortlist(jury.RoundView{State: jury.StateSealed,
			Cut: &jury.CutView{Seats: 2, Tied: make([]jury.TiedView, 5), Decision: &jury.DecisionView{}}})}}, "round_settle"},
		{"works that nobody scored", "2020-11-24 09:00", situation{rounds: []jury.RoundView{shortlist(jury.RoundView{State: jury.StateSealed, Blockers: []string{"有作品没有评"}})}}, "round_blocked"},
		{"the vote is open", "2020-12-01 09:00", situation{}, ""},
		{"the vote is over, and the experts wait for its seal", "2020-12-11 00:00", situation{rounds: []jury.RoundView{expert(jury.RoundView{State: jury.StatePlanned})}}, "ballot_freeze"},
		{"a day later they still wait", "2020-12-12 00:00", situation{rounds: []jury.RoundView{expert(jury.RoundView{State: jury.StatePlanned})}}, "ballot_freeze!"},
		{"the votes are frozen", "2020-12-11 09:00", situation{frozen: true, rounds: []jury.RoundView{expert(jury.RoundView{State: jury.StatePlanned})}}, "round_ready"},
		{"scores and votes stand", "2020-12-20 09:00", situation{frozen: true, rounds: settled, roll: given(award.None)}, "award_propose"},
		{"scores stand, votes do not", "2020-12-10 09:00", situation{rounds: settled, roll: given(award.None)}, ""},
		{"prizes tied", "2020-12-20 09:00", situation{frozen: true, rounds: settled, roll: tied}, "award_tie"},
		{"a roll to publish", "2020-12-20 09:00", situation{frozen: true, rounds: settled, roll: given(award.Provisional, winner)}, "award_publicise"},
		{"publicity under way", "2020-12-28 09:00", situation{frozen: true, rounds: settled, roll: public}, ""},
		{"publicity over", "2020-12-29 00:00", situation{frozen: true, rounds: settled, roll: public}, "award_confirm"},
		{"confirmed, no certificates", "2021-01-05 09:00", situation{frozen: true, rounds: settled, roll: given(award.Final, winner)}, "certificate_issue"},
		{"certificates in the making", "2021-01-05 09:00", situation{frozen: true, rounds: settled, roll: given(award.Final, winner), papers: papers{3, 2}}, "certificate_making"},
		{"all is done", "2021-01-05 09:00", situation{frozen: true, rounds: settled, roll: given(award.Final, winner), papers: papers{given: 3}}, ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			x.s.c, x.s.now = c, at(x.now)
			items := x.s.items()
			if got := kindsOf(items); got != x.want {
				t.Fatalf("%q waits, want %q", got, x.want)
			}
			for _, lang := range []tongue{"zh", "en"} {
				x.s.tongue = lang
				for _, i := range x.s.items() {
					if i.Label == "" || i.Says == "" || i.Count < 0 || !strings.HasPrefix(i.To, "/c/hebei-2020/") || strings.Contains(i.Label+i.Says, "%!") {
						t.Errorf("%s: %+v", lang, i)
					}
				}
			}
		})
	}
}

func TestOpenPointsWaitForTheirPhase(t *testing.T) {
	c := hebei(t, false)
	for _, x := range []struct{ now, steps string }{
		{"2020-10-12 09:00", "报名"},                     // before the contest: what collection needs
		{"2020-10-20 09:00", "报名! 评选入围"},               // under way, and the phase that is next
		{"2020-11-20 09:00", "评选入围! 投票"},               // entries are over
		{"2020-12-12 09:00", "评选入围! 投票! 评审! 评奖 公示 证书"}, // publicity is next
	} {
		s := situation{c: c, now: at(x.now)}
		var got []string
		for _, i := range s.openPoints() {
			step := strings.TrimSuffix(strings.TrimPrefix(i.Label, "定下“"), "”要用的规定")
			if i.Late {
				step += "!"
			}
			if got = append(got, step); !strings.HasPrefix(i.To, "/c/hebei-2020/open#") || i.Kind != "open_point" {
				t.Errorf("%+v", i)
			}
		}
		if strings.Join(got, " ") != x.steps {
			t.Errorf("on %s %q are to be decided, want %q", x.now, strings.Join(got, " "), x.steps)
		}
	}
	one := situation{c: c, now: at("2020-10-12 09:00")}.openPoints()[0]
	if one.Count != 2 || !one.Due.Equal(at("2020-10-15 00:00")) || !strings.Contains(one.Says, "没有写明") {
		t.Errorf("%+v", one)
	}
}

func TestOrder(t *testing.T) {
	items := inOrder([]Item{{Kind: "none"}, {Kind: "later", Due: until("2020-12-02 00:00")}, {Kind: "late", Late: true, Due: until("2020-11-02 00:00")},
		{Kind: "soon", Due: until("2020-12-01 00:00")}, {Kind: "latest", Late: true, Due: until("2020-11-01 00:00")}})
	var got []string
	for _, i := range items {
		got = append(got, i.Kind)
	}
	if !slices.Equal(got, []string{"latest", "late", "soon", "later", "none"}) {
		t.Errorf("the order is %v", got)
	}
}

func TestByDay(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	all := []time.Time{at("2020-10-20 00:30"), at("2020-10-20 23:59"), at("2020-10-23 00:00")}
	got := byDay(zone, all, func(x time.Time) (time.Time, int64) { return x.UTC(), 2 })
	want := []DayCount{{"2020-10-20", 4}, {"2020-10-21", 0}, {"2020-10-22", 0}, {"2020-10-23", 2}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if none := byDay(zone, nil, func(x time.Time) (time.Time, int64) { return x, 1 }); none == nil || len(none) != 0 {
		t.Errorf("no days are %v", none)
	}
}
