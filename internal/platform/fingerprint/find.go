package fingerprint

import (
	"cmp"
	"slices"
)

// Candidate is a work worth comparing. Its own print, from the database, and [Compare] tell whether it is the same.
type Candidate struct {
	ID     string
	Shared int // moments of the work that were found in the film, in the order of time, of at most eight
}

// vote is one moment of a work seen in the film that is asked for.
type vote struct {
	way     int // which scale, mirrored or not
	moment  int
	at, its float64
}

// Find answers at most so many candidates, the likeliest first. It asks for every key at every scale and mirrored, within the
// picture proper and the whole; a work counts by the moments that fit one way and one line of time.
func (ix *Index) Find(p Print, most int) []Candidate {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	votes := map[string][]vote{}
	for _, v := range p.Views {
		for _, k := range v.Keys {
			for s := range k.Crops {
				ix.ask(k.Crops[s], 2*s, v.Moments[k.Moment].At, votes)
				ix.ask(k.Crops[s].mirrored(), 2*s+1, v.Moments[k.Moment].At, votes)
			}
		}
	}
	var out []Candidate
	for id, v := range votes {
		out = append(out, Candidate{id, shared(v)})
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Shared, a.Shared), cmp.Compare(a.ID, b.ID))
	})
	return out[:min(max(most, 0), len(out))]
}

// ask puts one hash to base and log.
func (ix *Index) ask(h Asked, way int, at float64, votes map[string][]vote) {
	ix.base.probe(&h, func(i int) {
		if id := ix.base.id(ix.base.owner(i)); !ix.fresh.gone[id] {
			votes[id] = append(votes[id], vote{way, i, at, ix.base.moment(i).At})
		}
	})
	ix.fresh.probe(&h, func(i int) {
		m := ix.fresh.moments[i]
		votes[m.id] = append(votes[m.id], vote{way, i, at, m.At})
	})
}

// mostVotes bounds the votes of one work that are laid over a line.
const mostVotes = 256

// shared is the most moments that one way and one line of time explain.
func shared(votes []vote) int {
	votes, best := thin(votes, mostVotes), 0
	for _, speed := range [...]float64{1, .95, 1.05, .9, 1.1} {
		for _, on := range votes {
			l := line{speed, on.its - speed*on.at}
			best = max(best, agreeing(votes, on.way, l))
		}
	}
	return best
}

// agreeing counts the different moments on a line.
func agreeing(votes []vote, way int, l line) int {
	var seen []int
	for _, v := range votes {
		if v.way == way && l.off(Pair{A: v.at, B: v.its}) <= slack && !slices.Contains(seen, v.moment) {
			seen = append(seen, v.moment)
		}
	}
	return len(seen)
}
