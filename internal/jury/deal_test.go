package jury

import (
	"fmt"
	"reflect"
	"slices"
	"syscall"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func panel(n int) (seats []Seat) {
	for i := range n {
		seats = append(seats, Seat{Person: fmt.Sprintf("j%03d", i), Name: fmt.Sprintf("评委%d", i), Unit: fmt.Sprintf("第%d大学新闻学院", i)})
	}
	return seats
}

func entries(n int) (works []Work) {
	for i := range n {
		works = append(works, Work{Entry: fmt.Sprintf("e%04d", i), Number: fmt.Sprintf("%04d", i), Unit: "望北县融媒体中心", Owner: fmt.Sprintf("p%d", i)})
	}
	return works
}

func TestDealIsEvenWithoutConflicts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		judges := rapid.IntRange(1, 20).Draw(t, "judges")
		works, per := rapid.IntRange(1, 60).Draw(t, "works"), rapid.IntRange(1, judges).Draw(t, "per")
		seed := rapid.Uint64().Draw(t, "seed")
		p := Deal(entries(works), panel(judges), per, true, seed)
		if p.Load[1]-p.Load[0] > 1 {
			t.Fatalf("loads %v", p.Load)
		}
		if works*per != checkPlan(t, p, per) {
			t.Fatal("works are missing")
		}
		if again := Deal(entries(works), panel(judges), per, true, seed); !reflect.DeepEqual(p, again) {
			t.Fatal("the same seed gave another plan")
		}
	})
}

// checkPlan counts the deals and wants each work's judges to be per different ones.
func checkPlan(t interface{ Fatalf(string, ...any) }, p Plan, per int) (n int) {
	for entry, judges := range p.Judges {
		n += len(judges)
		if len(judges) != per || len(slices.Compact(slices.Sorted(slices.Values(judges)))) != per {
			t.Fatalf("%s has judges %v", entry, judges)
		}
	}
	return n
}

func TestDealKeepsJudgesFromTheirOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := []string{"甲市融媒体中心", "乙市融媒体中心", "丙市融媒体中心", ""}
		unit := rapid.SampledFrom(units)
		seats, works := panel(rapid.IntRange(2, 12).Draw(t, "judges")), entries(rapid.IntRange(1, 40).Draw(t, "works"))
		for i := range seats {
			seats[i].Unit = unit.Draw(t, "judge's unit")
		}
		for i := range works {
			works[i].Unit = unit.Draw(t, "work's unit")
			works[i].Owner = rapid.SampledFrom(seats).Draw(t, "owner").Person
		}
		p := Deal(works, seats, 2, true, 7)
		for _, w := range works {
			for _, j := range p.Judges[w.Entry] {
				s := seats[slices.IndexFunc(seats, func(s Seat) bool { return s.Person == j })]
				if s.Person == w.Owner || s.Unit != "" && s.Unit == w.Unit {
					t.Fatalf("%s scores %s of %s", s.Person, w.Entry, w.Unit)
				}
			}
		}
		if len(p.Impossible) == 0 && checkPlan(t, p, 2) != 2*len(works) {
			t.Fatalf("works are missing")
		}
		if len(p.Impossible) == 0 && p.Load[1]-p.Load[0] > best(works, seats, 2) {
			t.Fatalf("loads %v, and %d is possible", p.Load, best(works, seats, 2))
		}
	})
}

// best is the smallest possible difference of loads where it is plain to see: every work may be scored by every judge.
// With conflicts any difference passes here; TestDealLevelsAroundConflicts looks at a case worked out by hand.
func best(works []Work, seats []Seat, per int) int {
	for _, w := range works {
		for _, s := range seats {
			if !s.may(w, true) {
				return len(works)
			}
		}
	}
	return min(1, len(works)*per%len(seats))
}

// Six works of unit A cannot go to the judge of unit A, so that judge takes all six of unit B; the others fill up evenly.
func TestDealLevelsAroundConflicts(t *testing.T) {
	seats := []Seat{{"a", "甲", "甲市融媒体中心", false}, {"b", "乙", "乙市融媒体中心", false}, {"c", "丙", "", false}}
	works := entries(12)
	for i := range works {
		works[i].Unit = []string{"甲市融媒体中心", "乙市融媒体中心"}[i%2]
	}
	for seed := range uint64(50) {
		p := Deal(works, seats, 1, true, seed)
		if p.Load != [2]int{4, 4} {
			t.Fatalf("seed %d: loads %v", seed, p.Load)
		}
	}
}

func TestDealNamesImpossibleWorks(t *testing.T) {
	seats, works := panel(3), entries(4)
	seats[0].Unit, works[2].Unit = "望北县融媒体中心", "望北县融媒体中心采编部"
	works[0].Unit, works[1].Unit, works[3].Unit = "其他单位一", "其他单位一", "其他单位一"
	p := Deal(works, seats, 3, true, 1)
	if len(p.Impossible) != 1 || p.Impossible[0].Number != "0002" || p.Judges != nil {
		t.Errorf("%+v", p)
	}
	if p = Deal(works, seats, 3, false, 1); len(p.Impossible) != 0 {
		t.Error("the rules do not part units here")
	}
}

// The national graduate modelling contest of 2023 posed this deal: 3000 works, 125 experts, 5 each. Two judges share
// 3000·10/7750 = 3.87 works on average.
func TestDealOfThreeThousand(t *testing.T) {
	began := worked(t)
	p := Deal(entries(3000), panel(125), 5, true, 20231124)
	took := worked(t) - began
	if took > slower*5*time.Second {
		t.Errorf("took %s", took)
	}
	t.Logf("%s, load %v, shared %v", took, p.Load, p.Shared)
	if checkPlan(t, p, 5) != 15000 || p.Load != [2]int{120, 120} || !p.Connected {
		t.Errorf("load %v, connected %v", p.Load, p.Connected)
	}
	if p.Shared[0] < 2 || p.Shared[1] > 5 {
		t.Errorf("two judges share from %d to %d works", p.Shared[0], p.Shared[1])
	}
}

// worked is the processor time this process has used: the wall clock would measure the other tests of the machine too.
func worked(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestSubstitutesTakeTheLeastLaden(t *testing.T) {
	w := Work{Entry: "e", Unit: "第3大学新闻学院"}
	got := Substitutes(w, panel(5), []string{"j000"}, map[string]int{"j001": 3, "j002": 1, "j003": 0, "j004": 1}, 2, true)
	if !slices.Equal(got, []string{"j002", "j004"}) {
		t.Error(got)
	}
	if got = Substitutes(w, panel(2), []string{"j000", "j001"}, nil, 1, true); len(got) != 0 {
		t.Error(got)
	}
}

func TestKin(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"望北县融媒体中心", "望北县 融媒体中心", true}, {"望北县融媒体中心", "望北县融媒体中心新闻部", true}, {"", "", false}, {"", "望北县融媒体中心", false},
		{"望北县", "望北县教育局", false}, {"望北县融媒体中心", "望南县融媒体中心", false},
	} {
		if kin(c.a, c.b) != c.want || kin(c.b, c.a) != c.want {
			t.Error(c)
		}
	}
}
