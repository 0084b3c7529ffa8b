package detect

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Voters are alike who spent this part of their votes on the same works on the same days, over so many works and days at least.
// After Cao and others, "Uncovering Large Groups of Active Malicious Accounts in Online Social Networks" (CCS 2014), but counted
// in votes instead of acts: votes scattered as camouflage then cost their owner as much as they hide.
const (
	alike       = 0.4
	leastShared = 3
	leastWorks  = 2
	leastDays   = 2
	// leastBeside is the part of what two voters share that lies beside the work they share most: supporters of one work who met
	// once elsewhere are not a group.
	leastBeside = 0.2
	// leastGroup is how many accounts a group has, and leastLikes how many of the others each must be like, so that no chain of
	// chance likenesses makes one.
	leastGroup = 15
	leastLikes = 5
	// reach bounds how many voters of the same work and day one is compared with.
	reach = 3000
)

// lockstep finds groups of voters who vote alike, and tells whom it named.
func lockstep(t *table) (found []Finding, named []bool) {
	named = make([]bool, len(t.voters))
	for _, group := range groups(t) {
		f, ok := t.together(Lockstep, group)
		if !ok {
			continue
		}
		found = append(found, f)
		for _, who := range group {
			named[who] = true
		}
	}
	return found, named
}

// several reports whether a voter went to enough works on enough days to be in step with anybody.
func (t *table) several(who int32) bool {
	if len(t.cells[who]) < leastShared {
		return false
	}
	var days uint64
	works, last := 0, int32(-1)
	for _, s := range t.cells[who] {
		if w := t.work(s.cell); w != last {
			works, last = works+1, w
		}
		days |= t.dayOf(s.cell)
	}
	return works >= leastWorks && bits.OnesCount64(days) >= leastDays
}

// groups joins voters who are alike: single linkage among those who are like at least leastLikes others.
func groups(t *table) [][]int32 {
	rare, lists := t.inverted()
	likes, loose := make([]int, len(t.voters)), newSets(len(t.voters))
	weights := t.weights()
	seen := make([]int32, len(t.voters))
	var pairs [][2]int32
	next := make([]int, len(lists))
	for who := range int32(len(t.voters)) {
		for _, cell := range rare[who] {
			next[cell]++
			list := lists[cell][next[cell]:]
			for _, other := range list[:min(reach, len(list))] {
				if seen[other] == who+1 {
					continue
				}
				seen[other] = who + 1
				settled := likes[who] >= leastLikes && likes[other] >= leastLikes && loose.find(who) == loose.find(other)
				if settled || !t.alike(who, other, weights) {
					continue
				}
				likes[who]++
				likes[other]++
				loose.join(who, other)
				pairs = append(pairs, [2]int32{who, other})
			}
		}
	}
	return joined(pairs, likes)
}

func (t *table) weights() []int32 {
	all := make([]int32, len(t.voters))
	for who, list := range t.cells {
		for _, s := range list {
			all[who] += s.n
		}
	}
	return all
}

// inverted lists, for each cell, the voters who may be in step with others there. Two voters who are alike share one of the rarest
// cells of each, beyond which too few votes remain to be alike by; only those are listed (prefix filtering, Bayardo and others,
// "Scaling Up All Pairs Similarity Search", WWW 2007).
func (t *table) inverted() (rare, lists [][]int32) {
	cells := len(t.entries) * t.days
	often := make([]int32, cells)
	for who := range t.cells {
		for _, s := range t.cells[who] {
			often[s.cell]++
		}
	}
	rare, lists = make([][]int32, len(t.voters)), make([][]int32, cells)
	for who := range int32(len(t.voters)) {
		if !t.several(who) {
			continue
		}
		order := slices.Clone(t.cells[who])
		slices.SortFunc(order, func(a, b spent) int {
			return cmp.Or(cmp.Compare(often[a.cell], often[b.cell]), cmp.Compare(a.cell, b.cell))
		})
		left, bound := int32(0), 0.0
		for _, s := range order {
			left += s.n
		}
		bound = alike * float64(left)
		for _, s := range order {
			if float64(left) < bound {
				break
			}
			left -= s.n
			rare[who] = append(rare[who], s.cell)
			lists[s.cell] = append(lists[s.cell], who)
		}
	}
	return rare, lists
}

// alike reports whether two voters are in step.
func (t *table) alike(x, y int32, weights []int32) bool {
	wx, wy := float64(weights[x]), float64(weights[y])
	if min(wx, wy) < alike*max(wx, wy) {
		return false
	}
	s := t.share(x, y)
	return float64(s.votes) >= alike*(wx+wy-float64(s.votes)) && s.cells >= leastShared && s.works >= leastWorks &&
		bits.OnesCount64(s.days) >= leastDays && float64(s.votes-s.most) >= leastBeside*float64(s.votes)
}

// shared is what two voters did alike; most is the votes on the work they share most.
type shared struct {
	votes, most  int32
	cells, works int
	days         uint64
}

func (t *table) share(x, y int32) (s shared) {
	a, b := t.cells[x], t.cells[y]
	last, here := int32(-1), int32(0)
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].cell < b[0].cell:
			a = a[1:]
			continue
		case a[0].cell > b[0].cell:
			b = b[1:]
			continue
		}
		if w := t.work(a[0].cell); w != last {
			last, here = w, 0
			s.works++
		}
		n := min(a[0].n, b[0].n)
		here += n
		s.votes, s.most, s.cells, s.days = s.votes+n, max(s.most, here), s.cells+1, s.days|t.dayOf(a[0].cell)
		a, b = a[1:], b[1:]
	}
	return s
}

// joined makes groups of the pairs whose both sides have likes enough.
func joined(pairs [][2]int32, likes []int) [][]int32 {
	s := newSets(len(likes))
	for _, p := range pairs {
		if likes[p[0]] >= leastLikes && likes[p[1]] >= leastLikes {
			s.join(p[0], p[1])
		}
	}
	return s.larger(leastGroup)
}

// sets joins voters into disjoint groups.
type sets []int32

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = int32(i)
	}
	return s
}

func (s sets) find(a int32) int32 {
	for s[a] != a {
		s[a] = s[s[a]]
		a = s[a]
	}
	return a
}

// join keeps the smaller number as the root, so that groups come out in one order.
func (s sets) join(a, b int32) {
	a, b = s.find(a), s.find(b)
	s[max(a, b)] = min(a, b)
}

func (s sets) larger(least int) (out [][]int32) {
	members := make([][]int32, len(s))
	for i := range int32(len(s)) {
		root := s.find(i)
		members[root] = append(members[root], i)
	}
	for _, m := range members {
		if len(m) >= least {
			out = append(out, m)
		}
	}
	return out
}

// likeness is the mean over neighbours in the group, in the order of their first vote.
func (t *table) likeness(group []int32) float64 {
	weights, all := t.weights(), 0.0
	for i, who := range group {
		other := group[(i+1)%len(group)]
		n := float64(t.share(who, other).votes)
		all += n / math.Max(1, float64(weights[who]+weights[other])-n)
	}
	return all / float64(len(group))
}
