package detect

import (
	"fmt"
	"math"
	"slices"
	"time"
)

const (
	// step is the grain in which votes are counted for bursts.
	step = 10 * time.Minute
	// leastBurst is how many votes in one step, and leastTimes how many times the expected ones, are worth a test.
	leastBurst = 30
	leastTimes = 5
	// rarest is the chance, as a power of ten, below which a step is no accident: a campaign has some hundred thousand steps.
	rarest = -9
	// lull is how many quiet steps a burst may have within it.
	lull = 3
)

// course is how many times a work was voted for in each step, and how many are expected of it there.
type course struct {
	counts []int
	mean   []float64
	spread float64 // 1/k of the negative binomial
}

// bursts finds steps in which a work was voted for far more often than its own course and that of the campaign explain.
func bursts(t *table) (found []Finding) {
	from := t.votes[0].At
	steps := int(t.votes[len(t.votes)-1].At.Sub(from)/step) + 1
	at := func(i int) int { return min(steps-1, max(0, int(t.votes[i].At.Sub(from)/step))) }
	all, counts := make([]int, steps), make([][]int, len(t.entries))
	daily, whole := make([][]int, len(t.entries)), make([]int, t.days)
	for e := range counts {
		counts[e], daily[e] = make([]int, steps), make([]int, t.days)
	}
	byStep := make([][]int32, len(t.entries))
	for i := range t.votes {
		e, d := t.entry[i], t.day[i]
		all[at(i)]++
		counts[e][at(i)]++
		daily[e][d]++
		whole[d]++
		byStep[e] = append(byStep[e], int32(i))
	}
	for e := range t.entries {
		c := expected(counts[e], all, usualPart(daily[e], whole))
		for _, w := range c.windows() {
			votes := slices.DeleteFunc(slices.Clone(byStep[e]), func(i int32) bool { s := at(int(i)); return s < w[0] || s > w[1] })
			found = append(found, t.burst(int32(e), c, w, votes))
		}
	}
	return found
}

// usualPart is the median over the days of a work's votes to everybody else's.
func usualPart(daily, whole []int) float64 {
	var parts []float64
	for d, n := range daily {
		if others := whole[d] - n; others > 0 {
			parts = append(parts, float64(n)/float64(others))
		}
	}
	if len(parts) == 0 {
		return 0
	}
	slices.Sort(parts)
	return parts[len(parts)/2]
}

// expected estimates a work's course. The spread comes from all but the fiftieth of the steps that stand out most, so that a burst
// does not excuse itself.
func expected(counts, all []int, usual float64) course {
	c := course{counts: counts, mean: make([]float64, len(counts))}
	type residual struct{ over, mean float64 }
	var rest []residual
	for s, n := range counts {
		c.mean[s] = max(0.1, usual*float64(all[s]-n))
		d := float64(n) - c.mean[s]
		rest = append(rest, residual{d*d - c.mean[s], c.mean[s]})
	}
	slices.SortFunc(rest, func(a, b residual) int {
		switch {
		case a.over < b.over:
			return -1
		case a.over > b.over:
			return 1
		}
		return 0
	})
	over, square := 0.0, 0.0
	for _, r := range rest[:len(rest)-len(rest)/50] {
		over, square = over+r.over, square+r.mean*r.mean
	}
	c.spread = min(2, max(0.02, over/square))
	return c
}

// windows joins the steps that stand out.
func (c course) windows() (out [][2]int) {
	for s, n := range c.counts {
		if n < leastBurst || float64(n) < leastTimes*c.mean[s] || tail(n, c.mean[s], 1/c.spread) > rarest {
			continue
		}
		if k := len(out); k > 0 && s-out[k-1][1] <= lull {
			out[k-1][1] = s
			continue
		}
		out = append(out, [2]int{s, s})
	}
	return out
}

// tail is the chance that a negative binomial of this mean and k is n or more, as a power of ten.
func tail(n int, mean, k float64) float64 {
	x := float64(n)
	a, _ := math.Lgamma(x + k)
	b, _ := math.Lgamma(k)
	c, _ := math.Lgamma(x + 1)
	first := a - b - c + k*math.Log(k/(k+mean)) + x*math.Log(mean/(k+mean))
	all, term := 1.0, 1.0
	for i := x; term > 1e-12*all && i < x+10_000; i++ {
		term *= (i + k) / (i + 1) * mean / (k + mean)
		all += term
	}
	return (first + math.Log(all)) / math.Ln10
}

func (t *table) burst(e int32, c course, w [2]int, votes []int32) Finding {
	n, mean, chance := 0, 0.0, 0.0
	for s := w[0]; s <= w[1]; s++ {
		n, mean = n+c.counts[s], mean+c.mean[s]
		chance = min(chance, tail(c.counts[s], c.mean[s], 1/c.spread))
	}
	f := t.finding(Burst, []int32{e}, votes)
	f.Score = float64(n) - mean
	minutes := (w[1] - w[0] + 1) * int(step/time.Minute)
	crowd := t.crowd(votes)
	f.Evidence = append([]Feature{
		usually("casts", float64(n), mean), figure("minutes", float64(minutes)),
		figure("z", f.Score/math.Sqrt(mean+c.spread*mean*mean)), figure("log10_chance", chance),
	}, crowd...)
	f.ZH = fmt.Sprintf("这部作品在%d分钟里收到%d次投票，按它平时的走势约为%.0f次；单位或班级集中转发也会这样，不能单凭这一点认定。", minutes, n, math.Ceil(mean))
	f.EN = fmt.Sprintf("This work was voted for %d times in %d minutes, where its usual course makes about %.0f; a school or unit that passes a link round looks the same, so this alone proves nothing.", n, minutes, math.Ceil(mean))
	return f
}

// crowd says who stands behind some votes.
func (t *table) crowd(votes []int32) []Feature {
	voters, networks := map[int32]bool{}, map[int32]bool{}
	var fresh, known, quick int64
	for _, i := range votes {
		v := t.votes[i]
		voters[t.voter[i]] = true
		if v.Prefix != "" {
			networks[t.prefix[i]] = true
		}
		if newcomer(v) {
			fresh++
		}
		if v.Watched >= 0 {
			known++
		}
		if hasty(v) {
			quick++
		}
	}
	all := int64(len(votes))
	return []Feature{
		figure("accounts", float64(len(voters))), figure("accounts_per_network", part(int64(len(voters)), int64(len(networks)))),
		figure("new", part(fresh, all)), usually("unwatched", part(quick, known), part(sum(t.unwatched), sum(t.watched))),
	}
}
