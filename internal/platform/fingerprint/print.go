package fingerprint

import (
	"cmp"
	"slices"
)

// Print is a film as it is known again. The zero Print is a film without pictures and sound; it is like nothing.
type Print struct {
	Seconds float64    // how long the film is
	Area    [4]float64 // left, top, right, bottom of the picture proper, in parts of the whole
	Views   []View     // of the picture proper as far as it can be told, then within bars or where a canvas would end, then of the whole
	Sound   []uint32   // raw chromaprint, one item every [SoundStep] seconds
}

// View is the film within one area.
type View struct {
	Moments []Moment // rising in time, without those that are too flat to tell
	Keys    []Key    // the most telling first
}

// Moment is one picture: the hash of its middle, four fifths of each side.
type Moment struct {
	At   float64
	Hash Hash
}

// Key is a moment that is asked for, with hashes of its middle at every scale: a copy may have lost or kept margins.
type Key struct {
	Moment int // in Moments
	Crops  [len(scales)]Asked
}

// scales are the middles that a key is hashed at. Moments are hashed at the reference, so a copy that is cropped to 0.8 is met by the
// first and one with margins of a fifth by the last. Steps of 6 %: a hash bears 3 % of scale.
var scales = [...]float64{1, .94, .89, .84, .8, .755, .715, .675}

const (
	reference = 4  // of scales
	mostKeys  = 16 // a view
	fewKeys   = 4  // a film of one still picture has as many, a second apart
	leastFirm = 48 // bits of 256 that a picture needs to be told from others: of these one may differ
	steady    = 28 // bits within which neighbours count as one shot
)

// span is a run of moments that look alike.
type span struct {
	from, to int     // to excluded
	seconds  float64 // how long it stays
}

// choose picks the moments that another copy would pick too, wherever it begins: the stillest picture of each of the longest shots,
// those first that differ from each other. A copy may have lost the shot that most of the others look like. firm tells the firm bits
// of each moment.
func choose(m []Moment, firm []Hash) []int {
	spans := shots(m)
	slices.SortStableFunc(spans, func(a, b span) int { return cmp.Compare(b.seconds, a.seconds) })
	var keys, alike []int
	for _, s := range spans {
		i := stillest(m, s)
		a := Asked{m[i].Hash, firm[i]}
		if slices.ContainsFunc(keys, func(k int) bool { return a.away(&m[k].Hash) <= a.most() }) {
			alike = append(alike, i)
		} else {
			keys = append(keys, i)
		}
	}
	keys = append(keys, alike...)[:min(mostKeys, len(spans))]
	for i := 0; len(keys) < fewKeys && i < len(m); i++ {
		if !slices.ContainsFunc(keys, func(k int) bool { return m[i].At-m[k].At < 1 && m[k].At-m[i].At < 1 }) {
			keys = append(keys, i)
		}
	}
	return keys
}

// shots cuts the film where it no longer looks like the beginning of the run.
func shots(m []Moment) []span {
	var all []span
	for from := 0; from < len(m); {
		to := from + 1
		for to < len(m) && distance(&m[from].Hash, &m[to].Hash) <= steady {
			to++
		}
		all = append(all, span{from, to, m[to-1].At - m[from].At})
		from = to
	}
	return all
}

// stillest is the moment of a span that differs least from its neighbours.
func stillest(m []Moment, s span) int {
	best, least := s.from, 1<<30
	for i := s.from; i < s.to; i++ {
		moved := distance(&m[i].Hash, &m[max(i-1, 0)].Hash) + distance(&m[i].Hash, &m[min(i+1, len(m)-1)].Hash)
		if moved < least {
			best, least = i, moved
		}
	}
	return best
}
