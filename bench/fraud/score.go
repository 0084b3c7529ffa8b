package main

import (
	"slices"
	"time"

	"saiying/internal/ballot/detect"
)

// budget is how many cases people can be asked to look at.
const budget = 20

// hits counts what was named, and what of it was bought.
type hits struct{ named, right, there int }

func (h *hits) add(o hits) {
	h.named, h.right, h.there = h.named+o.named, h.right+o.right, h.there+o.there
}

func (h hits) precision() float64 { return over(h.right, h.named) }
func (h hits) recall() float64    { return over(h.right, h.there) }

func over(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// score is what the detectors said of one world.
type score struct {
	guise    guise
	single   map[string]bool // families that had one customer
	votes    map[string]hits // by family: votes named in lockstep and dense findings within the budget
	accounts map[string]hits
	any      map[string]hits // by family: votes named in findings of any kind, notes too
	byKind   map[detect.Kind]hits
	cases    map[detect.Kind]int // cases of each kind within the budget
	severe   int
	accused  int // works in severe findings that nobody had bought for
	notes    map[detect.Kind]int
	crowd    hits
	grave    hits // votes in severe findings
	casts    int
	took     time.Duration
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func moved(f detect.Finding) bool { return f.Kind == detect.Lockstep || f.Kind == detect.Dense }

func judge(w *world, g guise) score {
	start := time.Now()
	found := detect.Find(w.votes, w.known)
	s := score{guise: g, single: map[string]bool{}, votes: map[string]hits{}, accounts: map[string]hits{}, any: map[string]hits{},
		byKind: map[detect.Kind]hits{}, cases: map[detect.Kind]int{}, notes: map[detect.Kind]int{}, casts: len(w.votes), took: time.Since(start)}
	for f, on := range w.targets {
		s.single[f] = len(on) == 1
	}
	s.works(w, found)
	s.people(w, cases(found))
	s.kinds(w, found)
	return s
}

// cases are the findings that people are asked to look at, up to the budget.
func cases(found []detect.Finding) []detect.Finding {
	n := slices.IndexFunc(found, func(f detect.Finding) bool { return f.Severity == detect.Note })
	if n < 0 {
		n = len(found)
	}
	return found[:min(budget, n)]
}

// works looks for works that are called severe though nobody was paid for them.
func (s *score) works(w *world, found []detect.Finding) {
	var paid []string
	for _, on := range w.targets {
		paid = append(paid, on...)
	}
	for _, f := range found {
		if f.Severity != detect.Severe {
			continue
		}
		s.severe++
		for _, e := range f.Entries {
			if !slices.Contains(paid, e) {
				s.accused++
			}
		}
	}
}

// owner is the family most of a finding's votes were bought from; empty if most were not bought.
func (w *world) owner(f detect.Finding, by map[int64]string) string {
	count := map[string]int{}
	for _, seq := range f.Seqs {
		count[w.bought[by[seq]]]++
	}
	best := ""
	for _, family := range families {
		if count[family] > count[best] {
			best = family
		}
	}
	return best
}

func (w *world) bySeq() map[int64]string {
	by := make(map[int64]string, len(w.votes))
	for _, v := range w.votes {
		by[v.Seq] = v.Voter
	}
	return by
}

// people counts, within the budget, votes and accounts of the findings about groups, each finding under its owner.
func (s *score) people(w *world, found []detect.Finding) {
	by := w.bySeq()
	votes, accounts := map[string]map[int64]bool{}, map[string]map[string]bool{}
	for _, f := range found {
		s.cases[f.Kind]++
		if !moved(f) {
			continue
		}
		own := w.owner(f, by)
		if votes[own] == nil {
			votes[own], accounts[own] = map[int64]bool{}, map[string]bool{}
		}
		for _, seq := range f.Seqs {
			votes[own][seq] = true
		}
		for _, v := range f.Voters {
			accounts[own][v] = true
		}
	}
	for _, family := range append([]string{""}, families...) {
		v, a := hits{named: len(votes[family])}, hits{named: len(accounts[family])}
		for seq := range votes[family] {
			if family != "" && w.bought[by[seq]] == family {
				v.right++
			}
		}
		for who := range accounts[family] {
			if family != "" && w.bought[who] == family {
				a.right++
			}
		}
		v.there, a.there = w.sold(family)
		s.votes[family], s.accounts[family] = v, a
	}
}

// sold counts the votes a family cast for its customers, and its accounts.
func (w *world) sold(family string) (votes, accounts int) {
	if family == "" {
		return 0, 0
	}
	for _, v := range w.votes {
		if w.bought[v.Voter] == family && slices.Contains(w.targets[family], v.Entry) {
			votes++
		}
	}
	for _, f := range w.bought {
		if f == family {
			accounts++
		}
	}
	return votes, accounts
}

// kinds counts every finding's votes by what was looked for, and how many of a crowd's honest votes are in findings graver than a note.
func (s *score) kinds(w *world, found []detect.Finding) {
	by := w.bySeq()
	named := map[string]map[int64]bool{}
	grave := map[int64]bool{}
	for _, f := range found {
		h := s.byKind[f.Kind]
		if f.Severity == detect.Note {
			s.notes[f.Kind]++
		}
		for _, seq := range f.Seqs {
			family := w.bought[by[seq]]
			h.named++
			if f.Severity == detect.Severe {
				s.grave.add(hits{named: 1, right: count(family != "")})
			}
			if family != "" {
				h.right++
				if named[family] == nil {
					named[family] = map[int64]bool{}
				}
				named[family][seq] = true
			}
			if f.Severity != detect.Note {
				grave[seq] = true
			}
		}
		s.byKind[f.Kind] = h
	}
	for _, family := range families {
		h := hits{right: 0}
		h.there, _ = w.sold(family)
		for _, v := range w.votes {
			if named[family][v.Seq] && slices.Contains(w.targets[family], v.Entry) {
				h.right++
			}
		}
		s.any[family] = h
	}
	for _, v := range w.votes {
		if w.crowds[v.Voter] != "" {
			s.crowd.there++
			if grave[v.Seq] {
				s.crowd.named++
			}
		}
	}
}
