package detect

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// Gaps between votes are compared with their neighbours: the mean of 2|a-b|/(a+b) is 1 where people come by chance, however
// their number goes up and down through the day, and 0 for a clock. From Holt and others, "Comparison of discharge variability in
// vitro and in vivo in cat visual cortex neurons" (J. Neurophysiology, 1996).
const (
	leastBeats = 50
	// mostUneven is the mean at or below which votes are too even, and mostSure how many standard deviations below 1 it must lie.
	mostUneven = 0.7
	mostSure   = 6
)

// chanceDeviation is the standard deviation of one comparison under chance, where it is uniform from 0 to 2.
var chanceDeviation = 2 / math.Sqrt(12)

// beat names votes of one work and day that a machine may have sent among those of people: all of them, those of one kind of
// client, or those that nobody watched for.
type beat struct {
	entry, day int32
	of         string
}

// rhythms finds works whose votes arrive too evenly.
func rhythms(t *table) (found []Finding) {
	streams := map[beat][]int32{}
	for i, v := range t.votes {
		b := beat{entry: t.entry[i], day: t.day[i]}
		for _, of := range []string{"all", "agent " + v.Agent, quickness(v)} {
			b.of = of
			if of != "" {
				streams[b] = append(streams[b], int32(i))
			}
		}
	}
	even, least := map[int32]map[int32]bool{}, map[int32]float64{}
	for b, votes := range streams {
		u := t.uneven(votes)
		if u > mostUneven {
			continue
		}
		if even[b.entry] == nil {
			even[b.entry], least[b.entry] = map[int32]bool{}, u
		}
		least[b.entry] = min(least[b.entry], u)
		for _, i := range votes {
			even[b.entry][i] = true
		}
	}
	for _, e := range slices.Sorted(maps.Keys(even)) {
		found = append(found, t.rhythm(e, slices.Sorted(maps.Keys(even[e])), least[e]))
	}
	return found
}

func quickness(v Vote) string {
	if hasty(v) {
		return "unwatched"
	}
	return ""
}

// uneven is how uneven the gaps between votes are; 1 if too few came to tell, or if chance may have made them even.
func (t *table) uneven(votes []int32) float64 {
	if len(votes) < leastBeats {
		return 1
	}
	all, n := 0.0, 0
	for k := 2; k < len(votes); k++ {
		a := t.votes[votes[k-1]].At.Sub(t.votes[votes[k-2]].At).Seconds()
		b := t.votes[votes[k]].At.Sub(t.votes[votes[k-1]].At).Seconds()
		if a+b > 0 {
			all, n = all+2*math.Abs(a-b)/(a+b), n+1
		}
	}
	if n == 0 || (1-all/float64(n))*math.Sqrt(float64(n)) < mostSure*chanceDeviation {
		return 1
	}
	return all / float64(n)
}

func (t *table) rhythm(e int32, votes []int32, uneven float64) Finding {
	f := t.finding(Rhythm, []int32{e}, votes)
	f.Severity, f.Score = Look, float64(len(votes))*(1-uneven)
	f.Evidence = append([]Feature{figure("casts", float64(len(votes))), usually("uneven", uneven, 1)}, t.crowd(votes)...)
	f.ZH = fmt.Sprintf("这部作品有%d次投票的间隔过于均匀（不匀度%.2f，自然投票约为1），像是程序在定时投票，请核实。", len(votes), uneven)
	f.EN = fmt.Sprintf("%d votes for this work arrived too evenly (unevenness %.2f, where people come to about 1), as if a program voted by the clock.", len(votes), uneven)
	return f
}
