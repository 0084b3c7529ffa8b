package award

import (
	"cmp"
	"slices"
	"strings"

	"saiying/internal/campaign"
)

// place is where a work stands by one basis. Works of one class are level after every step of the chain; parted names the
// step that set a work apart from others with the same value.
type place struct {
	scored
	value  int64
	rank   int // equals in value share the best: 1, 2, 2, 4; parted works have each their own
	class  int
	parted campaign.TieStep
}

// rankBy orders works by value, the greatest first, and parts equals by the chain. Those no step parts stand by number.
func (in Inputs) rankBy(works []scored, value func(scored) int64, chain []campaign.TieStep) []place {
	all := make([]place, len(works))
	for i, w := range works {
		all[i] = place{scored: w, value: value(w)}
	}
	out := make([]place, 0, len(all))
	class := 0
	for _, group := range split(all, func(p place) int64 { return p.value }) {
		for _, level := range in.part(group, chain) {
			class++
			rank := len(out) + 1
			slices.SortFunc(level, func(a, b place) int { return strings.Compare(a.Number, b.Number) })
			for _, p := range level {
				p.rank, p.class = rank, class
				out = append(out, p)
			}
		}
	}
	return out
}

// split breaks places into groups of equal keys, the greatest key first.
func split(all []place, key func(place) int64) [][]place {
	keys := make(map[string]int64, len(all))
	for _, p := range all {
		keys[p.Entry] = key(p)
	}
	slices.SortStableFunc(all, func(a, b place) int { return cmp.Compare(keys[b.Entry], keys[a.Entry]) })
	var groups [][]place
	for i, p := range all {
		if i > 0 && keys[p.Entry] == keys[all[i-1].Entry] {
			groups[len(groups)-1] = append(groups[len(groups)-1], p)
		} else {
			groups = append(groups, []place{p})
		}
	}
	return groups
}

// part applies the chain to equals, a step at a time, until each stands alone or only the committee is left.
func (in Inputs) part(group []place, chain []campaign.TieStep) [][]place {
	if len(group) == 1 || len(chain) == 0 || chain[0] == campaign.TieCommittee {
		return [][]place{group}
	}
	levels := split(group, in.stepKey(group, chain[0]))
	var out [][]place
	for _, level := range levels {
		if len(levels) > 1 {
			for i := range level {
				level[i].parted = chain[0]
			}
		}
		out = append(out, in.part(level, chain[1:])...)
	}
	return out
}

// stepKey is the figure a step of the chain compares.
func (in Inputs) stepKey(group []place, step campaign.TieStep) func(place) int64 {
	expert := in.expert()
	main := heaviest(expert).Key
	switch step {
	case campaign.TieExpert:
		return func(p place) int64 { return int64(p.Scores[expert.Key].Score) }
	case campaign.TieHighestWeight:
		return func(p place) int64 { return int64(p.Scores[expert.Key].Criteria[main]) }
	case campaign.TieUntrimmed:
		return func(p place) int64 { return int64(p.Scores[expert.Key].Untrimmed) }
	case campaign.TieVotes:
		return func(p place) int64 { return p.Votes }
	case campaign.TiePairwise:
		return func(p place) int64 { return beats(group, p, expert.Key) }
	}
	return func(place) int64 { return 0 }
}

// beats counts the other works of the group that most of the judges of both put below p.
func beats(group []place, p place, round string) (n int64) {
	for _, q := range group {
		if majority(p, q, round) > 0 {
			n++
		}
	}
	return n
}

// majority is how many of the judges who scored both works put a above b, less those who put it below.
func majority(a, b place, round string) (n int) {
	for _, x := range a.Scores[round].Totals {
		for _, y := range b.Scores[round].Totals {
			if x.Judge == y.Judge {
				n += cmp.Compare(x.Points, y.Points)
			}
		}
	}
	return n
}
