package detect

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// spent is what one voter gave to one work on one day. The cell numbers work and day as one.
type spent struct {
	cell, n int32
}

// table is the votes in the order of counting with everything numbered, so that detectors walk slices instead of maps.
type table struct {
	votes              []Vote
	entry, voter, day  []int32 // of each vote
	entries, voters    []string
	prefix             []int32 // of each vote
	unit               []int32 // of each entry
	days               int
	of                 [][]int32 // the votes of each voter
	cells              [][]spent // what each voter spent, ordered by cell
	given              []int64   // votes each work was given
	total              int64
	watched, unwatched []int64 // votes of each work whose watching is known; those of them that were hardly watched
}

// numbers gives each name the next number when it is first met.
type numbers struct {
	of    map[string]int32
	names []string
}

func (n *numbers) number(name string) int32 {
	at, ok := n.of[name]
	if !ok {
		at = int32(len(n.names))
		n.of[name], n.names = at, append(n.names, name)
	}
	return at
}

func numbered() numbers { return numbers{of: map[string]int32{}} }

func index(votes []Vote, known Baseline) *table {
	t := &table{votes: votes}
	if counted := func(a, b Vote) int { return cmp.Compare(a.Seq, b.Seq) }; !slices.IsSortedFunc(votes, counted) {
		t.votes = slices.SortedFunc(slices.Values(votes), counted)
	}
	entry, voter, day, prefix, unit := numbered(), numbered(), numbered(), numbered(), numbered()
	for _, v := range t.votes {
		t.entry = append(t.entry, entry.number(v.Entry))
		t.voter = append(t.voter, voter.number(v.Voter))
		t.day = append(t.day, day.number(v.Day))
		t.prefix = append(t.prefix, prefix.number(v.Prefix))
	}
	t.entries, t.voters, t.days = entry.names, voter.names, len(day.names)
	for _, e := range t.entries {
		name, ok := known.Units[e]
		if !ok {
			name = "\x00" + e
		}
		t.unit = append(t.unit, unit.number(name))
	}
	t.gather()
	return t
}

// gather adds up the votes by voter and by work.
func (t *table) gather() {
	t.of, t.cells = make([][]int32, len(t.voters)), make([][]spent, len(t.voters))
	t.given, t.watched, t.unwatched = make([]int64, len(t.entries)), make([]int64, len(t.entries)), make([]int64, len(t.entries))
	for i, v := range t.votes {
		e, who := t.entry[i], t.voter[i]
		t.of[who] = append(t.of[who], int32(i))
		t.cells[who] = append(t.cells[who], spent{e*int32(t.days) + t.day[i], int32(v.N)})
		t.given[e] += int64(v.N)
		t.total += int64(v.N)
		if v.Watched >= 0 {
			t.watched[e]++
		}
		if hasty(v) {
			t.unwatched[e]++
		}
	}
	for who, list := range t.cells {
		t.cells[who] = merged(list)
	}
}

// merged adds up what was spent on the same cell.
func merged(list []spent) []spent {
	slices.SortFunc(list, func(a, b spent) int { return cmp.Compare(a.cell, b.cell) })
	out := list[:0]
	for _, s := range list {
		if k := len(out); k > 0 && out[k-1].cell == s.cell {
			out[k-1].n += s.n
			continue
		}
		out = append(out, s)
	}
	return out
}

func (t *table) work(cell int32) int32   { return cell / int32(t.days) }
func (t *table) dayOf(cell int32) uint64 { return 1 << (uint(cell%int32(t.days)) % 64) }

// leastWatched is the time in which nobody has seen anything of a work, in milliseconds.
const leastWatched = 3000

func hasty(v Vote) bool { return v.Watched >= 0 && v.Watched < leastWatched }

// newcomer reports whether the voter was first seen within the hour before the vote.
func newcomer(v Vote) bool { return !v.Since.IsZero() && v.At.Sub(v.Since) < time.Hour }

// units counts the units that entered these works.
func (t *table) units(entries []int32) int {
	seen := map[int32]bool{}
	for _, e := range entries {
		seen[t.unit[e]] = true
	}
	return len(seen)
}

func (t *table) names(entries []int32) []string {
	out := make([]string, len(entries))
	for i, e := range entries {
		out[i] = t.entries[e]
	}
	slices.Sort(out)
	return out
}

func part(a, b int64) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func sum(list []int64) (all int64) {
	for _, n := range list {
		all += n
	}
	return all
}

// usually is a figure beside what the rest of the campaign shows.
func usually(name string, value, usual float64) Feature {
	u := round(usual)
	return Feature{name, round(value), &u}
}

func figure(name string, value float64) Feature { return Feature{Name: name, Value: round(value)} }

// round keeps three decimals, which is more than the figures are worth.
func round(v float64) float64 { return math.Round(v*1000) / 1000 }
