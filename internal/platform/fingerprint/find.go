package fingerprint

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
)

// Candidate is a work worth comparing. Its own print, from the database, and [Compare] tell whether it is the same.
type Candidate struct {
	ID     string
	Shared int // moments of the work that were found in the film, in the order of time, of at most eight
}

// question is a key of the film at one scale, mirrored or not.
type question struct {
	Asked
	way int // which scale, mirrored or not
	at  float64
}

// questions are every key at every scale and mirrored, within the picture proper and the whole.
func questions(p Print) []question {
	var all []question
	for _, v := range p.Views {
		for _, k := range v.Keys {
			at := v.Moments[k.Moment].At
			for s := range k.Crops {
				all = append(all, question{k.Crops[s], 2 * s, at}, question{k.Crops[s].mirrored(), 2*s + 1, at})
			}
		}
	}
	return all
}

// Find answers at most so many candidates, the likeliest first. A work counts by the moments that fit one way and one line of time.
// It asks with every processor there is.
func (ix *Index) Find(p Print, most int) []Candidate {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	all := questions(p)
	out := append(ix.base.candidates(all, most, ix.fresh.gone), ix.fresh.candidates(all, most)...)
	slices.SortFunc(out, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Shared, a.Shared), cmp.Compare(a.ID, b.ID))
	})
	return out[:min(max(most, 0), len(out))]
}

// hit is a moment, and in the lower bits the question that it looks like.
type hit uint64

const hitBits = 24

func (h hit) moment() int   { return int(h >> hitBits) }
func (h hit) question() int { return int(h & (1<<hitBits - 1)) }

// gather puts all questions to base or log and answers the hits in the order of moments, each once: a picture is met by several chunks.
func gather(all []question, probe func(a *Asked, take func(moment int))) []hit {
	parts := make([][]hit, runtime.GOMAXPROCS(0))
	var done sync.WaitGroup
	for n := range parts {
		done.Go(func() {
			var hits []hit
			for i := n; i < len(all); i += len(parts) {
				probe(&all[i].Asked, func(moment int) { hits = append(hits, hit(moment)<<hitBits|hit(i)) })
			}
			parts[n] = hits
		})
	}
	done.Wait()
	hits := slices.Concat(parts...)
	slices.Sort(hits)
	return slices.Compact(hits)
}

// rank is a work by one of its moments, and how many are shared.
type rank struct{ shared, moment int }

// ranked cuts hits into works and answers those that share most first. end is where the work of a moment ends, at its time.
func ranked(all []question, hits []hit, end func(moment int) int, at func(moment int) float64) []rank {
	var out []rank
	for from, to := 0, 0; from < len(hits); from = to {
		for last := end(hits[from].moment()); to < len(hits) && hits[to].moment() < last; {
			to++
		}
		out = append(out, rank{shared(all, hits[from:to], at), hits[from].moment()})
	}
	slices.SortFunc(out, func(a, b rank) int { return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(a.moment, b.moment)) })
	return out
}

// vote is one moment of a work seen in the film that is asked for.
type vote struct {
	way, moment int
	at, its     float64
}

// mostVotes bounds the votes of one work that are laid over a line.
const mostVotes = 256

// shared is the most moments of one work that one way and one line of time explain.
func shared(all []question, hits []hit, at func(moment int) float64) int {
	if hits[0].moment() == hits[len(hits)-1].moment() {
		return 1
	}
	var votes []vote
	for _, h := range thin(hits, mostVotes) {
		q := &all[h.question()]
		votes = append(votes, vote{q.way, h.moment(), q.at, at(h.moment())})
	}
	best := 0
	for _, speed := range [...]float64{1, .95, 1.05, .9, 1.1} {
		for _, on := range votes {
			l := line{speed, on.its - speed*on.at}
			best = max(best, agreeing(votes, on.way, l))
		}
	}
	return best
}

// agreeing counts the different moments on a line; those of one moment follow each other.
func agreeing(votes []vote, way int, l line) int {
	n, last := 0, -1
	for _, v := range votes {
		if v.moment != last && v.way == way && l.off(Pair{A: v.at, B: v.its}) <= slack {
			n, last = n+1, v.moment
		}
	}
	return n
}
