package detect_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"saiying/internal/ballot/detect"
)

var opens = time.Date(2020, 11, 26, 9, 0, 0, 0, time.FixedZone("CST", 8*3600))

// vote is a campaign of ten days and forty works, filled by hand.
type vote struct {
	rng  *rand.Rand
	all  []detect.Vote
	unit map[string]string
}

// public is a vote of 1,500 people who come by themselves and watch what they vote for.
func public(seed uint64) *vote {
	v := &vote{rng: rand.New(rand.NewPCG(seed, 1)), unit: map[string]string{}}
	for who := range 1500 {
		for range 1 + v.rng.IntN(4) {
			at := v.hour(v.rng.IntN(10), 0, 12)
			for range 1 + v.rng.IntN(4) {
				v.cast(fmt.Sprint("p", who), v.rng.IntN(40), at, 1+v.rng.IntN(3), who%300, 8000)
			}
		}
	}
	return v
}

func (v *vote) hour(day int, from, hours float64) time.Time {
	return opens.AddDate(0, 0, day).Add(time.Duration((from + hours*v.rng.Float64()) * float64(time.Hour)))
}

func (v *vote) cast(who string, work int, at time.Time, n, network, watched int) {
	v.all = append(v.all, detect.Vote{Entry: fmt.Sprintf("w%d", work), Voter: who, Day: at.Format(time.DateOnly), At: at, N: n,
		Prefix: fmt.Sprint("n", network), Agent: "android", Since: at.Add(-time.Minute), Watched: watched})
}

// daily lets a group give the works ten votes a day between them, at any hour.
func (v *vote) daily(group string, accounts, networks int, works []int, from, to, watched int) {
	for a := range accounts {
		for day := from; day < to; day++ {
			at := v.hour(day, 0, 12)
			for _, w := range works {
				v.cast(fmt.Sprint(group, a), w, at, 10/len(works), 1000+a%networks, watched)
			}
		}
	}
}

// find numbers the votes in the order of time and looks through them.
func (v *vote) find() []detect.Finding {
	slices.SortStableFunc(v.all, func(a, b detect.Vote) int { return a.At.Compare(b.At) })
	for i := range v.all {
		v.all[i].Seq = int64(i + 1)
	}
	return detect.Find(v.all, detect.Baseline{Units: v.unit})
}

func only(found []detect.Finding, kind detect.Kind) (out []detect.Finding) {
	for _, f := range found {
		if f.Kind == kind {
			out = append(out, f)
		}
	}
	return out
}

// worst is the gravest of what was found about a work; empty if nothing was.
func worst(found []detect.Finding, entry string) detect.Severity {
	for _, f := range found {
		if slices.Contains(f.Entries, entry) {
			return f.Severity
		}
	}
	return ""
}

func TestNothingBought(t *testing.T) {
	if found := public(1).find(); len(found) != 0 {
		t.Errorf("a vote of people who come by themselves has findings: %+v", found)
	}
	if found := detect.Find(nil, detect.Baseline{}); found != nil {
		t.Errorf("no votes have findings: %+v", found)
	}
}

func TestLockstep(t *testing.T) {
	cases := []struct {
		name     string
		do       func(*vote)
		severity detect.Severity
	}{
		{"a farm of two customers", func(v *vote) { v.daily("f", 40, 4, []int{3, 7}, 2, 8, 8000) }, detect.Severe},
		{"people who swap votes for five works", func(v *vote) { v.daily("s", 40, 40, []int{3, 7, 9, 11, 13}, 2, 8, 8000) }, detect.Severe},
		{"a script of two customers that watches nothing", func(v *vote) { v.daily("a", 40, 40, []int{3, 7}, 2, 8, 500) }, detect.Severe},
		{"a farm of two customers on two days", func(v *vote) { v.daily("f", 40, 4, []int{3, 7}, 2, 4, 8000) }, detect.Look},
		{"neighbours who like two works", func(v *vote) { v.daily("n", 40, 40, []int{3, 7}, 2, 8, 8000) }, detect.Note},
		{"five works liked on two days", func(v *vote) { v.daily("t", 60, 60, []int{3, 7, 9, 11, 13}, 2, 4, 8000) }, detect.Note},
		{"a unit's people for its three works", func(v *vote) {
			v.unit = map[string]string{"w3": "wangbei", "w7": "wangbei", "w9": "wangbei"}
			v.daily("u", 60, 1, []int{3, 7, 9}, 2, 8, 500)
		}, detect.Note},
		{"faithful supporters of one work", func(v *vote) { v.daily("o", 60, 3, []int{3}, 0, 10, 8000) }, ""},
		{"fourteen accounts", func(v *vote) { v.daily("x", 14, 2, []int{3, 7, 9}, 2, 8, 8000) }, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := public(2)
			c.do(v)
			found := only(v.find(), detect.Lockstep)
			if got := worst(found, "w3"); got != c.severity {
				t.Errorf("the group is %q, want %q: %+v", got, c.severity, found)
			}
		})
	}
}

func TestLockstepNamesTheGroup(t *testing.T) {
	v := public(3)
	v.daily("bought", 50, 5, []int{3, 7, 9}, 1, 9, 8000)
	for i := range 50 { // three of thirteen votes of a day elsewhere
		for day := 1; day < 9; day++ {
			for range 3 {
				v.cast(fmt.Sprint("bought", i), v.rng.IntN(40), v.hour(day, 0, 12), 1, 1000+i%5, 8000)
			}
		}
	}
	found := only(v.find(), detect.Lockstep)
	if len(found) != 1 {
		t.Fatalf("found %d groups, want one", len(found))
	}
	f := found[0]
	if !slices.Equal(f.Entries, []string{"w3", "w7", "w9"}) {
		t.Errorf("the targets are %v", f.Entries)
	}
	if len(f.Voters) != 50 || slices.ContainsFunc(f.Voters, func(who string) bool { return !strings.HasPrefix(who, "bought") }) {
		t.Errorf("the group is %v", f.Voters)
	}
	if len(f.Seqs) < 50*8*3 || len(f.Seqs) > 50*8*3+50*8 || !slices.IsSorted(f.Seqs) {
		t.Errorf("%d votes are named, want the 1200 for the customers and those that fell on them by chance", len(f.Seqs))
	}
	if !strings.HasPrefix(f.ZH, "50个账号在8天里把票投给同样的3部作品") || !strings.HasPrefix(f.EN, "50 accounts gave their votes on 8 days to the same 3 works") {
		t.Errorf("it says %q and %q", f.ZH, f.EN)
	}
}

// TestDense scatters a group so that two of it are seldom alike, while its works and days are well filled by all of it.
func TestDense(t *testing.T) {
	v := public(4)
	works := []int{1, 4, 8, 15, 16, 23, 30, 35, 37, 39}
	for a := range 120 {
		for day := range 10 {
			for _, w := range works {
				if v.rng.Float64() < .38 {
					v.cast(fmt.Sprint("d", a), w, v.hour(day, 0, 12), 1, 2000+a, 8000)
				}
			}
		}
	}
	found := v.find()
	if groups := only(found, detect.Lockstep); len(groups) != 0 {
		t.Fatalf("lockstep named the group, so this tests nothing: %+v", groups[0].Evidence)
	}
	blocks := only(found, detect.Dense)
	if len(blocks) != 1 || blocks[0].Severity != detect.Severe || len(blocks[0].Entries) != len(works) {
		t.Fatalf("found %+v, want one severe block of ten works", blocks)
	}
	if n := len(blocks[0].Voters); n < 110 || n > 125 {
		t.Errorf("the block has %d accounts, want about 120", n)
	}
}

// TestClass is a school that mobilises: it may be noted, and no more.
func TestClass(t *testing.T) {
	v := public(5)
	start := v.hour(4, 3, 0)
	for a := range 300 {
		at := start.Add(time.Duration(v.rng.ExpFloat64() * 15 * float64(time.Minute)))
		v.cast(fmt.Sprint("class", a), 12, at, 10, 5000+a%2, 900)
	}
	found := v.find()
	bursts := only(found, detect.Burst)
	if len(bursts) != 1 || !slices.Equal(bursts[0].Entries, []string{"w12"}) || len(bursts[0].Seqs) < 200 {
		t.Errorf("the burst is %+v, want one of the class", bursts)
	}
	if len(only(found, detect.Unwatched)) != 1 {
		t.Error("three hundred votes that nobody watched for are not noted")
	}
	for _, f := range found {
		if f.Severity != detect.Note {
			t.Errorf("%s is %s: a school that mobilises is accused: %s", f.Kind, f.Severity, f.EN)
		}
	}
}

func TestRhythm(t *testing.T) {
	for name, c := range map[string]struct {
		jitter float64
		want   int
	}{"a clock": {.1, 1}, "chance": {20, 0}} {
		t.Run(name, func(t *testing.T) {
			v := public(6)
			for a := range 200 {
				beat := float64(3 * time.Minute)
				at := opens.AddDate(0, 0, 3).Add(time.Duration(float64(a)*beat + c.jitter*beat*v.rng.NormFloat64()))
				v.cast(fmt.Sprint("r", a), 5, at, 10, 6000+a, 800)
			}
			found := only(v.find(), detect.Rhythm)
			if len(found) != c.want {
				t.Fatalf("found %+v, want %d", found, c.want)
			}
			if c.want > 0 && (found[0].Severity != detect.Look || !slices.Equal(found[0].Entries, []string{"w5"})) {
				t.Errorf("found %+v", found[0])
			}
		})
	}
}

func TestOrderOfVotesDoesNotMatter(t *testing.T) {
	v := public(7)
	v.daily("f", 40, 4, []int{3, 7}, 2, 8, 500)
	v.daily("s", 40, 40, []int{20, 21, 22, 23}, 2, 8, 8000)
	once := v.find()
	v.rng.Shuffle(len(v.all), func(i, j int) { v.all[i], v.all[j] = v.all[j], v.all[i] })
	if again := detect.Find(v.all, detect.Baseline{Units: v.unit}); !reflect.DeepEqual(once, again) {
		t.Error("the same votes in another order give other findings")
	}
}
