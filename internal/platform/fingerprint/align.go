package fingerprint

import (
	"cmp"
	"math"
	"slices"
)

// seat is a key and where in the other film it was seen.
type seat struct {
	key, most int // most is the distance up to which it counts as the same picture
	Pair
}

// slack is how far from the common line of time a pair may lie, in seconds: the pictures kept lie 0.4 s apart in a film of up to
// 100 s, and a still shot is told from its middle alike.
const slack = 0.9

// line is a way to lay one film over another: t is seen at speed × t + offset.
type line struct{ speed, offset float64 }

func (l line) off(p Pair) float64 { return math.Abs(l.speed*p.A + l.offset - p.B) }

// align finds the line that most keys lie on, at a speed between 0.9 and 1.1.
func align(a, b View, seats []seat, seconds float64) Picture {
	best, most := line{speed: 1}, 0
	for _, speed := range []float64{1, .975, 1.025, .95, 1.05, .925, 1.075, .9, 1.1} {
		for _, s := range thin(seats, 400) {
			l := line{speed, s.B - speed*s.A}
			if n := count(seats, l); n > most || n == most && speed == best.speed && math.Abs(l.offset) < math.Abs(best.offset) {
				best, most = l, n
			}
		}
	}
	matched := along(seats, best)
	p := Picture{Matched: len(matched), Speed: best.speed, Offset: best.offset, OfLooks: looks(a.Keys)}
	var keys []Key
	for _, s := range matched {
		p.Pairs, keys = append(p.Pairs, s.Pair), append(keys, a.Keys[s.key])
		p.Strain += float64(s.Distance) / float64(max(1, s.most)) / float64(len(matched))
	}
	p.Looks = looks(keys)
	for _, k := range a.Keys {
		if at := best.speed*a.Moments[k.Moment].At + best.offset; at >= -slack && at <= seconds+slack {
			p.Keys++
		}
	}
	p.Share = float64(p.Matched) / float64(max(1, p.Keys))
	return p
}

// count is how many keys lie on a line.
func count(seats []seat, l line) int {
	n, last := 0, -1
	for _, s := range seats {
		if s.key != last && l.off(s.Pair) <= slack {
			n, last = n+1, s.key
		}
	}
	return n
}

// along picks for every key on the line its nearest pair: nearest in looks, then in time.
func along(seats []seat, l line) []seat {
	var out []seat
	for from := 0; from < len(seats); {
		to, best := from, -1
		for ; to < len(seats) && seats[to].key == seats[from].key; to++ {
			if l.off(seats[to].Pair) <= slack && (best < 0 || seats[to].Distance < seats[best].Distance) {
				best = to
			}
		}
		if best >= 0 {
			out = append(out, seats[best])
		}
		from = to
	}
	slices.SortFunc(out, func(p, q seat) int { return cmp.Compare(p.A, q.A) })
	return out
}

// looks counts the pictures that would not be taken for each other.
func looks(keys []Key) int {
	var all []*Asked
	for i := range keys {
		k := &keys[i].Crops[reference]
		if !slices.ContainsFunc(all, func(a *Asked) bool { return a.away(&k.Bits) <= a.most() }) {
			all = append(all, k)
		}
	}
	return len(all)
}

// Spread picks at most most pairs that tell the most when two films are shown side by side: spread over the time they share.
func Spread(pairs []Pair, most int) []Pair {
	return slices.Clone(thin(pairs, most))
}
