package jury

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// Work is what dealing must know of a work.
type Work struct{ Entry, Number, Unit, Owner, Author string }

// Seat is a judge's place on a round's panel. Whoever is Gone gets no more works.
type Seat struct {
	Person, Name, Unit string
	Gone               bool
}

// Plan tells which judges score which work, and how even that is.
type Plan struct {
	Judges     map[string][]string // entry to persons
	Seed       uint64
	Load       [2]int // the fewest and the most works of a judge
	Shared     [2]int // the fewest and the most works that two judges have in common
	Connected  bool   // whether any two judges are linked through works they share
	Impossible []Work // works for which too few judges may score; the plan is then empty
}

// may reports whether a judge may be given a work: not one's own, and not of one's own unit if the rules say so.
func (s Seat) may(w Work, sameUnit bool) bool {
	if s.Gone || s.Person == w.Owner || s.Name != "" && s.Name == w.Author {
		return false
	}
	return !sameUnit || !kin(s.Unit, w.Unit)
}

var blanks = strings.NewReplacer(" ", "", "　", "", "（", "(", "）", ")")

// kin reports whether two names mean one unit or a unit and its department. To part a judge from a work needlessly does no
// harm; the other way round does.
func kin(a, b string) bool {
	a, b = blanks.Replace(a), blanks.Replace(b)
	if len([]rune(a)) > len([]rune(b)) {
		a, b = b, a
	}
	return a != "" && (a == b || len([]rune(a)) >= 4 && strings.HasPrefix(b, a))
}

// table is a plan in the making: works and judges by index.
type table struct {
	works  []Work
	seats  []Seat
	may    [][]bool // by work and judge
	hands  [][]int  // by work: its judges
	load   []int    // by judge
	shared [][]int  // by two judges: works in common
	rand   *rand.Rand
}

// Deal gives each work per judges. The same works, judges and seed give the same plan. Loads differ by as little as the
// conflicts allow (by one at most when there are none), and so, nearly, do the numbers of works that two judges share.
func Deal(works []Work, seats []Seat, per int, sameUnit bool, seed uint64) Plan {
	t := lay(works, seats, sameUnit, seed)
	if bad := t.impossible(per); len(bad) > 0 {
		return Plan{Seed: seed, Impossible: bad}
	}
	for _, w := range t.rand.Perm(len(t.works)) {
		for range per {
			t.give(w, t.next(w))
		}
	}
	t.level()
	t.mix(40 * len(works) * per)
	return t.plan(seed)
}

func lay(works []Work, seats []Seat, sameUnit bool, seed uint64) *table {
	t := &table{works: slices.Clone(works), seats: slices.Clone(seats), load: make([]int, len(seats)), hands: make([][]int, len(works))}
	slices.SortFunc(t.works, func(a, b Work) int { return strings.Compare(a.Entry, b.Entry) })
	slices.SortFunc(t.seats, func(a, b Seat) int { return strings.Compare(a.Person, b.Person) })
	t.rand = rand.New(rand.NewPCG(seed, 0x5361697969)) // a recorded seed must give the same plan again
	for _, w := range t.works {
		row := make([]bool, len(t.seats))
		for j, s := range t.seats {
			row[j] = s.may(w, sameUnit)
		}
		t.may = append(t.may, row)
	}
	for range seats {
		t.shared = append(t.shared, make([]int, len(seats)))
	}
	return t
}

// impossible lists the works that fewer than per judges may score. Since a judge's load has no bound, nothing else can
// make a deal impossible.
func (t *table) impossible(per int) (bad []Work) {
	for w, row := range t.may {
		n := 0
		for _, ok := range row {
			if ok {
				n++
			}
		}
		if n < per {
			bad = append(bad, t.works[w])
		}
	}
	slices.SortFunc(bad, func(a, b Work) int { return strings.Compare(a.Number, b.Number) })
	return bad
}

func (t *table) free(w, j int) bool { return t.may[w][j] && !slices.Contains(t.hands[w], j) }

// next is the judge for one more deal of a work: of the least load, then sharing least with the work's other judges, then by lot.
func (t *table) next(w int) int {
	best, cost, lots := -1, 0, 0
	for j := range t.seats {
		if !t.free(w, j) {
			continue
		}
		c := t.load[j] << 20
		for _, k := range t.hands[w] {
			c += t.shared[j][k]
		}
		if best >= 0 && c == cost {
			if lots++; t.rand.IntN(lots) == 0 {
				best = j
			}
		}
		if best < 0 || c < cost {
			best, cost, lots = j, c, 1
		}
	}
	return best
}

func (t *table) give(w, j int) {
	for _, k := range t.hands[w] {
		t.shared[j][k]++
		t.shared[k][j]++
	}
	t.hands[w] = append(t.hands[w], j)
	t.load[j]++
}

func (t *table) take(w, j int) {
	t.hands[w] = slices.DeleteFunc(t.hands[w], func(k int) bool { return k == j })
	for _, k := range t.hands[w] {
		t.shared[j][k]--
		t.shared[k][j]--
	}
	t.load[j]--
}

// level moves works along chains of judges from the more to the less laden until no chain makes the loads more equal; then
// no other plan has more equal loads (Harvey et al., Semi-matchings for bipartite graphs, 2006).
func (t *table) level() {
	for t.shift() {
	}
}

// step is one link of a chain: the work that passes on, and the judge from whom.
type step struct{ from, work int }

// shift finds one chain from a judge to another with at least two works fewer, and passes a work along each link.
func (t *table) shift() bool {
	holds := make([][]int, len(t.seats))
	for w, hand := range t.hands {
		for _, j := range hand {
			holds[j] = append(holds[j], w)
		}
	}
	order := make([]int, len(t.seats))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int { return t.load[b] - t.load[a] })
	low := t.load[order[len(order)-1]]
	for _, heavy := range order {
		if t.load[heavy] < low+2 {
			return false
		}
		if t.chain(heavy, holds) {
			return true
		}
	}
	return false
}

func (t *table) chain(heavy int, holds [][]int) bool {
	from := map[int]step{heavy: {-1, -1}}
	for queue := []int{heavy}; len(queue) > 0; queue = queue[1:] {
		a := queue[0]
		for _, w := range holds[a] {
			for b := range t.seats {
				if _, seen := from[b]; seen || !t.free(w, b) {
					continue
				}
				from[b] = step{a, w}
				if t.load[b] <= t.load[heavy]-2 {
					t.pass(b, from)
					return true
				}
				queue = append(queue, b)
			}
		}
	}
	return false
}

func (t *table) pass(to int, from map[int]step) {
	for s := from[to]; s.from >= 0; to, s = s.from, from[s.from] {
		t.take(s.work, s.from)
		t.give(s.work, to)
	}
}

// mix tries n random exchanges of judges between two works and keeps those that make the shared numbers no less
// equal (by their sum of squares). Loads stay as they are.
func (t *table) mix(n int) {
	if len(t.works) < 2 {
		return
	}
	for range n {
		v, w := t.rand.IntN(len(t.works)), t.rand.IntN(len(t.works))
		a, b := t.hands[v][t.rand.IntN(len(t.hands[v]))], t.hands[w][t.rand.IntN(len(t.hands[w]))]
		if v == w || a == b || !t.free(v, b) || !t.free(w, a) {
			continue
		}
		if t.swap(v, a, b)+t.swap(w, b, a) > 0 {
			t.swap(w, a, b)
			t.swap(v, b, a)
		}
	}
}

// swap puts judge in in the place of judge out and returns the change of Σ shared².
func (t *table) swap(w, out, in int) (d int) {
	for _, k := range t.hands[w] {
		if k != out {
			d += 2*(t.shared[in][k]-t.shared[out][k]) + 2
		}
	}
	t.take(w, out)
	t.give(w, in)
	return d
}

func (t *table) plan(seed uint64) Plan {
	p := Plan{Seed: seed, Judges: map[string][]string{}, Connected: t.connected()}
	for w, hand := range t.hands {
		for _, j := range hand {
			p.Judges[t.works[w].Entry] = append(p.Judges[t.works[w].Entry], t.seats[j].Person)
		}
	}
	if len(t.seats) > 0 {
		p.Load = [2]int{slices.Min(t.load), slices.Max(t.load)}
	}
	var pairs []int
	for j := range t.seats {
		pairs = append(pairs, t.shared[j][:j]...)
	}
	if len(pairs) > 0 {
		p.Shared = [2]int{slices.Min(pairs), slices.Max(pairs)}
	}
	return p
}

// connected walks from the first judge over shared works.
func (t *table) connected() bool {
	if len(t.seats) == 0 {
		return false
	}
	seen := map[int]bool{0: true}
	for queue := []int{0}; len(queue) > 0; queue = queue[1:] {
		for k, n := range t.shared[queue[0]] {
			if n > 0 && !seen[k] {
				seen[k] = true
				queue = append(queue, k)
			}
		}
	}
	return len(seen) == len(t.seats)
}

// Substitutes picks up to n judges for a work who have not held it yet, those of the least load first. had are all who hold
// or held the work; load is what each judge has to do.
func Substitutes(w Work, seats []Seat, had []string, load map[string]int, n int, sameUnit bool) []string {
	var can []string
	for _, s := range seats {
		if s.may(w, sameUnit) && !slices.Contains(had, s.Person) {
			can = append(can, s.Person)
		}
	}
	slices.SortFunc(can, func(a, b string) int {
		if load[a] != load[b] {
			return load[a] - load[b]
		}
		return strings.Compare(a, b)
	})
	return can[:max(0, min(n, len(can)))]
}
