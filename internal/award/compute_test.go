package award

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/jury"
)

// hebei is the notice with the organiser's decisions, as shipped.
func hebei(t testing.TB) *campaign.Campaign {
	t.Helper()
	read := func(name string) *bytes.Reader {
		b, err := campaigns.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.NewReader(b)
	}
	_, list, _ := campaign.LoadDecisions(read("hebei-2020.decisions.yaml"), "hebei-2020.decisions.yaml")
	c, _ := campaign.Load(read("hebei-2020.yaml"), "hebei-2020.yaml")
	c, faults := c.Apply(list)
	if c == nil || len(faults) > 0 {
		t.Fatal(faults)
	}
	return c
}

// work makes a work with one score in every criterion and by three judges.
func work(n int, score jury.Points, votes int64) Work {
	r := jury.Result{Score: score, Untrimmed: score, Judges: 3, Criteria: map[string]jury.Points{}}
	for _, c := range []string{"theme_content", "craft", "innovation", "spread"} {
		r.Criteria[c] = score
	}
	for _, j := range []string{"a", "b", "c"} {
		r.Totals = append(r.Totals, jury.Total{Judge: j, Points: score})
	}
	return Work{Entry: fmt.Sprintf("e%03d", n), Number: fmt.Sprintf("%04d", n), Title: fmt.Sprintf("第%d部", n), Author: "林晓岚", Votes: votes,
		Scores: map[string]jury.Result{"expert": r}}
}

func inputs(t testing.TB, works ...Work) Inputs {
	c := hebei(t)
	expert, _ := c.Round("expert")
	return Inputs{Campaign: c.Key, Version: 1, Final: c.Final, Policy: c.AwardPolicy, Prizes: c.Prizes, Rounds: []campaign.Round{expert}, Frozen: "f00d", Works: works}
}

// works makes n works without any ties: the better number 1, the fewer votes.
func works(n int) []Work {
	out := make([]Work, n)
	for i := range out {
		out[i] = work(i+1, jury.Points(9900-20*i), int64(100+i))
	}
	return out
}

func entries(g Given) string {
	var out []string
	for _, w := range g.Winners {
		out = append(out, w.Entry)
	}
	return strings.Join(out, " ")
}

func TestFinalScoreByHand(t *testing.T) {
	in := inputs(t, work(1, 8867, 1520), work(2, 9100, 2034), work(3, 7050, 0))
	o := Compute(in)
	// 0.7×91+0.3×100 = 93.7; 0.7×88.67+0.3×(1520÷2034×100) = 62.069+22.4188… = 84.4878… ; 0.7×70.5 = 49.35
	want := []Row{
		{Entry: "e002", Rank: 1, Final: "93.70", Derivation: "专家评审91.00分×70%＋网络投票2034票÷2034票×100×30%＝93.70分"},
		{Entry: "e001", Rank: 2, Final: "84.49", Derivation: "专家评审88.67分×70%＋网络投票1520票÷2034票×100×30%＝84.49分"},
		{Entry: "e003", Rank: 3, Final: "49.35", Derivation: "专家评审70.50分×70%＋网络投票0票÷2034票×100×30%＝49.35分"},
	}
	for i, w := range want {
		r := o.Results[i]
		if r.Entry != w.Entry || r.Rank != w.Rank || r.Final != w.Final || r.Derivation != w.Derivation {
			t.Errorf("row %d: %+v", i, r)
		}
	}
	part := Part{Source: "votes", Label: "网络投票", Raw: "1520票", Points: "74.7296", Weight: "30%"}
	if o.Results[1].Parts[1] != part {
		t.Errorf("part %+v", o.Results[1].Parts[1])
	}
	if got := entries(o.Prizes[4]); o.Prizes[4].Key != "popular" || got != "e002 e001" {
		t.Errorf("a work without a vote is among the most popular: %s", got)
	}
}

func TestEveryPrizeIsFull(t *testing.T) {
	o := Compute(inputs(t, works(150)...))
	quotas := map[string]int{"first": 5, "second": 10, "third": 20, "merit": 15, "popular": 10, "innovation": 15, "souvenir": 50}
	for _, g := range o.Prizes {
		if len(g.Winners) != quotas[g.Key] || g.Pending != nil || g.Quota != quotas[g.Key] {
			t.Errorf("%s: %d winners of %d, pending %v", g.Label, len(g.Winners), g.Quota, g.Pending)
		}
	}
	if len(o.Prizes) != 7 || len(o.Winners()) != 125 {
		t.Errorf("%d prizes, %d awards", len(o.Prizes), len(o.Winners()))
	}
	first, _ := o.Given("first")
	if w := first.Winners[0]; w.Why == "" || w.Rank != 1 || !strings.HasSuffix(w.Score, "分") {
		t.Errorf("%+v", w)
	}
	popular, _ := o.Given("popular")
	if got := entries(popular); !strings.HasPrefix(got, "e150 e149") {
		t.Errorf("popular: %s", got)
	}
	for _, g := range o.Prizes {
		if g.Key == "souvenir" {
			for _, w := range g.Winners {
				for _, h := range o.Prizes[:6] {
					if strings.Contains(entries(h), w.Entry) {
						t.Errorf("%s holds %s and a souvenir", w.Entry, h.Label)
					}
				}
			}
		}
	}
}

// The innovation prize goes by its criterion, and the tie there is parted by the experts' score.
func TestCriterionAndChain(t *testing.T) {
	ws := works(40)
	for i := range ws {
		ws[i].Scores["expert"].Criteria["innovation"] = 5000
		if i < 16 {
			ws[i].Scores["expert"].Criteria["innovation"] = 9500
		}
	}
	o := Compute(inputs(t, ws...))
	g, _ := o.Given("innovation")
	if len(g.Winners) != 15 || g.Pending != nil || strings.Contains(entries(g), "e016") {
		t.Fatalf("%s pending %+v", entries(g), g.Pending)
	}
	if !slices.ContainsFunc(o.Log, func(s Step) bool {
		return strings.Contains(s.Says, "创新奖名额线上0015和0016同为95.00分，按“专家评审分”分出先后")
	}) {
		t.Errorf("the account is silent about the tie: %+v", o.Log)
	}
}

func TestTieChainStepByStep(t *testing.T) {
	level := func(n int) Work { return work(n, 9000, 100) }
	higher, untrimmed := level(2), level(2)
	higher.Scores["expert"].Criteria["theme_content"] = 9100
	r := untrimmed.Scores["expert"]
	r.Untrimmed = 9050
	untrimmed.Scores["expert"] = r
	pair := level(2)
	pair.Scores["expert"].Totals[0].Points, pair.Scores["expert"].Totals[1].Points, pair.Scores["expert"].Totals[2].Points = 9100, 9100, 8800
	for _, c := range []struct {
		name  string
		other Work
		step  campaign.TieStep
	}{
		{"heaviest criterion", higher, campaign.TieHighestWeight},
		{"untrimmed mean", untrimmed, campaign.TieUntrimmed},
		{"most of the judges of both", pair, campaign.TiePairwise},
		{"nothing parts them", level(2), ""},
	} {
		in := inputs(t, level(1), c.other)
		got := in.rankBy(in.score(), func(w scored) int64 { return w.final }, in.Final.Tie)
		if c.step == "" {
			if got[0].class != got[1].class || got[1].rank != 1 {
				t.Errorf("%s: %+v", c.name, got)
			}
			continue
		}
		if got[0].Entry != "e002" || got[0].parted != c.step || got[1].rank != 2 {
			t.Errorf("%s: first is %s, parted by %q", c.name, got[0].Entry, got[0].parted)
		}
	}
}

// tied makes 160 works of which three stand level across the line of the first prize.
func tied() []Work {
	ws := works(160)
	for i := 3; i < 6; i++ {
		ws[i] = work(i+1, 9000+800, 500)
	}
	return ws
}

func TestTieAtTheEdgeWaitsForTheCommittee(t *testing.T) {
	in := inputs(t, tied()...)
	in.Works = in.Works[:7]
	for i := range 3 {
		in.Works[i] = work(i+1, 9900, int64(600-i))
	}
	o := Compute(in)
	first, _ := o.Given("first")
	if first.Pending == nil || first.Pending.Seats != 2 || len(first.Pending.Tied) != 3 || entries(first) != "e001 e002 e003" {
		t.Fatalf("%s %+v", entries(first), first.Pending)
	}
	if second, _ := o.Given("second"); second.Pending == nil || len(second.Pending.Tied) != 0 || !strings.Contains(second.Pending.Says, "一等奖") {
		t.Fatalf("the second prize was dealt before the first: %+v", second)
	}
	if popular, _ := o.Given("popular"); popular.Pending != nil || len(popular.Winners) != 7 {
		t.Fatalf("popular %+v", popular)
	}
	in.Choices = []Choice{{Prize: "first", Tied: []string{"e004", "e005", "e006"}, Seats: 2, Chosen: []string{"e006", "e004"}, Reason: "主题更鲜明", By: "何秘书"}}
	o = Compute(in)
	if first, _ = o.Given("first"); first.Pending != nil || entries(first) != "e001 e002 e003 e004 e006" {
		t.Fatalf("%s %+v", entries(first), first.Pending)
	}
	if second, _ := o.Given("second"); !strings.HasPrefix(entries(second), "e005") {
		t.Fatalf("second %s", entries(second))
	}
	in.Choices[0].Tied = []string{"e004", "e005"}
	if first, _ = Compute(in).Given("first"); first.Pending == nil {
		t.Fatal("a choice among other works was applied")
	}
}

func TestTiePolicies(t *testing.T) {
	for policy, want := range map[campaign.TieRule]int{campaign.TieExpand: 6, campaign.TieVacant: 3, campaign.TieByCommittee: 3, campaign.TieBreak: 3} {
		in := inputs(t, work(1, 9900, 9), work(2, 9800, 9), work(3, 9700, 9), work(4, 9000, 9), work(5, 9000, 9), work(6, 9000, 9), work(7, 8000, 9))
		in.Policy.TiesAtCut = policy
		o := Compute(in)
		first, _ := o.Given("first")
		pending := policy == campaign.TieByCommittee || policy == campaign.TieBreak
		if len(first.Winners) != want || (first.Pending != nil) != pending {
			t.Errorf("%s: %d winners, pending %v", policy, len(first.Winners), first.Pending)
		}
	}
}

func TestVacanciesAndRevocation(t *testing.T) {
	in := inputs(t, works(3)...)
	in.Policy.Vacancy = campaign.CascadeDown
	in.Revoked = []Revocation{{Prize: "first", Entry: "e001", Reason: "经核实不是原创。"}}
	o := Compute(in)
	if first, _ := o.Given("first"); entries(first) != "e003 e002" {
		t.Errorf("first %s", entries(first))
	}
	if !slices.ContainsFunc(o.Log, func(s Step) bool { return s.Says == "一等奖空出3个名额，转入下一等次。" }) {
		t.Errorf("%+v", o.Log)
	}
	if second, _ := o.Given("second"); entries(second) != "e001" {
		t.Errorf("second %s", entries(second))
	}
}

func TestPlaceTakenBackAfterPublicityStaysVacant(t *testing.T) {
	in := inputs(t, works(20)...)
	in.Revoked = []Revocation{{Prize: "first", Entry: "e020", Reason: "经核实不是原创。", Late: true}}
	if first, _ := Compute(in).Given("first"); entries(first) != "e019 e018 e017 e016" {
		t.Errorf("left vacant: %s", entries(first))
	}
	in.Policy.OnRevocation = campaign.MoveUp
	if first, _ := Compute(in).Given("first"); entries(first) != "e019 e018 e017 e016 e015" {
		t.Errorf("moved up: %s", entries(first))
	}
}

func TestWhatCannotBeComputed(t *testing.T) {
	in := inputs(t, works(3)...)
	if err := in.check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Inputs){
		"no quota":         func(in *Inputs) { in.Prizes[0].Quota = 0 },
		"no basis":         func(in *Inputs) { in.Prizes[0].Basis = "" },
		"unknown measure":  func(in *Inputs) { in.Prizes[5].Criterion = "charm" },
		"no weight":        func(in *Inputs) { in.Final.Components[0].Weight = nil },
		"unknown source":   func(in *Inputs) { in.Final.Components[0].Source = "likes" },
		"nothing to score": func(in *Inputs) { in.Final.Components = nil },
	} {
		in := inputs(t, works(3)...)
		spoil(&in)
		if err := in.check(); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// Whatever the scores: no prize has more winners than places, no work two prizes of a group, no souvenir beside another
// prize, nobody in a prize stands below somebody of the pool left out, and the order of the works changes nothing.
func TestAllocationHolds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 180).Draw(r, "works")
		ws := make([]Work, n)
		for i := range ws {
			ws[i] = work(i+1, jury.Points(rapid.IntRange(60, 80).Draw(r, "score")*100), int64(rapid.IntRange(0, 40).Draw(r, "votes")))
		}
		in := inputs(t, ws...)
		o := Compute(in)
		grade, any := map[string]bool{}, map[string]bool{}
		for _, g := range o.Prizes {
			if len(g.Winners) > g.Quota {
				r.Fatalf("%s has %d winners", g.Key, len(g.Winners))
			}
			if g.Pending == nil && len(g.Winners) < g.Quota && n >= 150 && g.Key != "popular" {
				r.Fatalf("%s has only %d winners of %d works", g.Key, len(g.Winners), n)
			}
			for _, w := range g.Winners {
				if g.Key == "souvenir" && any[w.Entry] {
					r.Fatalf("%s has a souvenir and more", w.Entry)
				}
				if slices.Contains([]string{"first", "second", "third", "merit"}, g.Key) {
					if grade[w.Entry] {
						r.Fatalf("%s has two grades", w.Entry)
					}
					grade[w.Entry] = true
				}
				any[w.Entry] = true
			}
		}
		slices.Reverse(in.Works)
		if again := Compute(in); !reflect.DeepEqual(o.Winners(), again.Winners()) {
			r.Fatal("the order of the works changed the winners")
		}
	})
}
