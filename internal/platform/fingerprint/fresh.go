package fingerprint

// fresh is what the log tells beyond the base. gone are ids whose work in the base no longer counts.
type fresh struct {
	works   map[string]work
	gone    map[string]bool
	moments []freshMoment
	buckets map[uint32][]uint32 // chunk and its value: places in moments
}

// freshMoment remembers its work; one that was removed or replaced has lost it.
type freshMoment struct {
	Moment
	id string
}

func newFresh() *fresh {
	return &fresh{works: map[string]work{}, gone: map[string]bool{}, buckets: map[uint32][]uint32{}}
}

func (f *fresh) add(w work) {
	f.remove(w.id)
	f.works[w.id] = w
	for _, m := range w.moments {
		at := uint32(len(f.moments))
		f.moments = append(f.moments, freshMoment{m, w.id})
		for c := range tables {
			key := uint32(c)<<16 | uint32(m.Hash.chunk(c))
			f.buckets[key] = append(f.buckets[key], at)
		}
	}
}

// remove blanks the moments of a work; only one that is replaced pays for the search.
func (f *fresh) remove(id string) {
	if _, in := f.works[id]; in {
		delete(f.works, id)
		for i := range f.moments {
			if f.moments[i].id == id {
				f.moments[i].id = ""
			}
		}
	}
	f.gone[id] = true
}

// probe is like the base's.
func (f *fresh) probe(a *Asked, take func(moment int)) {
	most := a.most()
	for c := range tables {
		for _, value := range a.values(c) {
			places := f.buckets[uint32(c)<<16|uint32(value)]
			for _, at := range places[:min(mostBucket, len(places))] {
				if m := &f.moments[at]; m.id != "" && a.away(&m.Hash) <= most {
					take(int(at))
				}
			}
		}
	}
}

// candidates is like the base's.
func (f *fresh) candidates(all []question, most int) []Candidate {
	var out []Candidate
	end := func(moment int) int {
		to := moment + 1
		for to < len(f.moments) && f.moments[to].id == f.moments[moment].id {
			to++
		}
		return to
	}
	for _, r := range ranked(all, gather(all, f.probe), end, func(moment int) float64 { return f.moments[moment].At }) {
		if len(out) < most {
			out = append(out, Candidate{f.moments[r.moment].id, r.shared})
		}
	}
	return out
}
