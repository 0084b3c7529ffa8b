package detect

import (
	"container/heap"
	"math"
	"math/bits"
	"slices"
)

// Dense blocks are peeled as in Hooi and others, "FRAUDAR: Bounding Graph Fraud in the Face of Camouflage" (KDD 2016): what binds a
// voter to a work on a day weighs 1/log(d+c), where d voters went there, so that votes scattered over popular works hide nothing.
const (
	damping = 5
	// blocks is how often the densest block is taken out and the next looked for.
	blocks = 6
	// leastFilled is the part of its works and days that a block's voters must fill on average.
	leastFilled = 0.25
	// leastLasting is on how many days its works must have been gone to: peeling picks the most faithful of a crowd, so that people who
	// liked one programme look more faithful than they are.
	leastLasting = 5
)

// dense finds blocks among the voters of several works whom lockstep did not name.
func dense(t *table, named []bool) (found []Finding) {
	g := t.graph(named)
	for range blocks {
		voters, cells := g.densest()
		if len(voters) < leastGroup {
			break
		}
		inside := g.within(voters, cells)
		g.remove(voters)
		group, columns := t.core(voters, cells, inside)
		if len(group) < leastGroup || filled(group, columns, t) < leastFilled || t.narrow(columns) {
			continue
		}
		if f, ok := t.together(Dense, group); ok {
			f.Evidence = append(f.Evidence, figure("filled", filled(group, columns, t)))
			found = append(found, f)
		}
	}
	return found
}

// graph binds voters and cells. Voters come first in its numbering.
type graph struct {
	voters int
	edges  [][]int32
	weight []float64 // of each cell
	gone   []bool
}

func (t *table) graph(named []bool) *graph {
	cells := len(t.entries) * t.days
	g := &graph{voters: len(t.voters), edges: make([][]int32, len(t.voters)+cells), weight: make([]float64, cells), gone: make([]bool, len(t.voters)+cells)}
	for who := range int32(len(t.voters)) {
		if named[who] || !t.several(who) {
			g.gone[who] = true
			continue
		}
		for _, s := range t.cells[who] {
			at := int32(g.voters) + s.cell
			g.edges[who] = append(g.edges[who], at)
			g.edges[at] = append(g.edges[at], who)
		}
	}
	for c := range g.weight {
		g.weight[c] = 1 / math.Log(float64(len(g.edges[g.voters+c]))+damping)
	}
	return g
}

func (g *graph) bind(a, b int32) float64 { return g.weight[max(a, b)-int32(g.voters)] }

// densest peels whoever is bound least until nobody is left, and returns the rest that was bound most closely on average.
func (g *graph) densest() (voters, cells []int32) {
	q := &queue{bound: make([]float64, len(g.edges)), at: make([]int, len(g.edges))}
	total := 0.0
	for v := range int32(len(g.edges)) {
		q.at[v] = -1
		if g.gone[v] {
			continue
		}
		for _, o := range g.edges[v] {
			if !g.gone[o] {
				q.bound[v] += g.bind(v, o)
			}
		}
		if q.bound[v] > 0 {
			total += q.bound[v] / 2
			q.at[v] = len(q.nodes)
			q.nodes = append(q.nodes, v)
		}
	}
	heap.Init(q)
	var peeled []int32
	best, from := 0.0, 0
	for n := q.Len(); n > 0; n-- {
		if d := total / float64(n); d > best {
			best, from = d, len(peeled)
		}
		v := heap.Pop(q).(int32)
		peeled = append(peeled, v)
		total -= q.bound[v]
		for _, o := range g.edges[v] {
			if q.at[o] >= 0 {
				q.bound[o] -= g.bind(v, o)
				heap.Fix(q, q.at[o])
			}
		}
	}
	for _, v := range peeled[from:] {
		if int(v) < g.voters {
			voters = append(voters, v)
		} else {
			cells = append(cells, v-int32(g.voters))
		}
	}
	slices.Sort(voters)
	slices.Sort(cells)
	return voters, cells
}

// within counts the block's voters in each of its cells.
func (g *graph) within(voters, cells []int32) map[int32]int {
	in := make(map[int32]int, len(cells))
	for _, c := range cells {
		in[c] = 0
	}
	for _, v := range voters {
		for _, o := range g.edges[v] {
			if _, ok := in[o-int32(g.voters)]; ok {
				in[o-int32(g.voters)]++
			}
		}
	}
	return in
}

func (g *graph) remove(voters []int32) {
	for _, v := range voters {
		g.gone[v] = true
	}
}

// core keeps the cells that a quarter of the block went to, and the voters who went to a quarter of those: camouflage widens
// the densest block, and only what its voters have in common is evidence.
func (t *table) core(voters, cells []int32, inside map[int32]int) (group, columns []int32) {
	for _, c := range cells {
		if float64(inside[c]) >= leastFilled*float64(len(voters)) {
			columns = append(columns, c)
		}
	}
	for _, who := range voters {
		if float64(t.hits(who, columns)) >= leastFilled*float64(len(columns)) {
			group = append(group, who)
		}
	}
	return group, columns
}

func (t *table) hits(who int32, columns []int32) (n int) {
	for _, s := range t.cells[who] {
		if _, ok := slices.BinarySearch(columns, s.cell); ok {
			n++
		}
	}
	return n
}

func filled(group, columns []int32, t *table) float64 {
	n := 0
	for _, who := range group {
		n += t.hits(who, columns)
	}
	return part(int64(n), int64(len(group)*len(columns)))
}

// narrow reports whether the columns are too few to be more than some days' or one work's crowd.
func (t *table) narrow(columns []int32) bool {
	works, days := map[int32]bool{}, uint64(0)
	for _, c := range columns {
		works[t.work(c)] = true
		days |= t.dayOf(c)
	}
	return len(columns) < leastShared || len(works) < leastWorks || bits.OnesCount64(days) < leastLasting
}

// queue is a heap of nodes, the least bound first, equals by number.
type queue struct {
	nodes []int32
	bound []float64
	at    []int // where each node stands, -1 if it does not
}

func (q *queue) Len() int { return len(q.nodes) }
func (q *queue) Less(i, j int) bool {
	a, b := q.nodes[i], q.nodes[j]
	if q.bound[a] != q.bound[b] {
		return q.bound[a] < q.bound[b]
	}
	return a < b
}
func (q *queue) Swap(i, j int) {
	q.nodes[i], q.nodes[j] = q.nodes[j], q.nodes[i]
	q.at[q.nodes[i]], q.at[q.nodes[j]] = i, j
}

// Push is never called: nodes only leave.
func (q *queue) Push(any) {}

// Pop takes the last node, which the heap has put there.
func (q *queue) Pop() any {
	v := q.nodes[len(q.nodes)-1]
	q.nodes, q.at[v] = q.nodes[:len(q.nodes)-1], -1
	return v
}
