package fingerprint

import (
	"math"
	"slices"
)

// The picture proper is looked for, because bars and canvases differ between copies. Along each axis a border is a straight line
// that stays through the film, with an outside that is one flat colour, or so blurred that its fine detail is a fraction of the
// inside's. Blurred surroundings must lie on both sides: a smooth sky above a straight horizon is part of the picture.

// profile is one axis of a film: for every line of pixels across it the mean fine detail and the level, and for the place before
// it the mean jump.
type profile struct{ detail, jump, spread, level []float64 }

// active finds the part of the pictures that moves about inside bars or a canvas; the whole picture if there is none.
func active(pictures []picture) box {
	full := box{0, 0, float64(pictures[0].w), float64(pictures[0].h)}
	some := thin(pictures, 24)
	b := full
	for range 2 {
		b.y0, b.y1 = borders(measure(some, b, false), b.y0, b.y1)
		b.x0, b.x1 = borders(measure(some, b, true), b.x0, b.x1)
	}
	if (b.x1-b.x0)*(b.y1-b.y0) < 0.08*full.x1*full.y1 {
		return full
	}
	return b
}

// thin takes at most n, evenly.
func thin[T any](all []T, n int) []T {
	if len(all) <= n {
		return all
	}
	out := make([]T, n)
	for i := range out {
		out[i] = all[i*len(all)/n]
	}
	return out
}

// measure profiles the rows inside a box, or its columns.
func measure(pictures []picture, b box, columns bool) profile {
	from, to, left, right := int(b.y0), int(b.y1), int(b.x0), int(b.x1)
	if columns {
		from, to, left, right = left, right, from, to
	}
	n := to - from
	p := profile{make([]float64, n), make([]float64, n+1), make([]float64, n), make([]float64, n)}
	for _, pic := range pictures {
		at := func(line, k int) float64 { return float64(pic.pix[(from+line)*pic.w+left+k]) }
		if columns {
			at = func(line, k int) float64 { return float64(pic.pix[(left+k)*pic.w+from+line]) }
		}
		p.take(at, n, right-left)
	}
	for _, values := range [][]float64{p.detail, p.jump, p.spread, p.level} {
		for i := range values {
			values[i] /= float64(len(pictures))
		}
	}
	return p
}

// take adds one picture: n lines of width pixels.
func (p *profile) take(at func(line, k int) float64, n, width int) {
	for line := range n {
		var detail, sum, square float64
		for k := 1; k < width-1; k++ {
			v := at(line, k)
			detail += math.Abs(at(line, k-1) - 2*v + at(line, k+1))
			sum, square = sum+v, square+v*v
		}
		m := float64(max(1, width-2))
		p.detail[line] += detail / m
		p.level[line] += sum / m
		p.spread[line] += math.Sqrt(max(0, square/m-sum*sum/m/m))
	}
	for line := 2; line < n-2; line++ {
		p.jump[line] += jump(at, line, width)
	}
}

// jump is how much more the pixels differ across a border before line than on either side of it. A border seldom falls between
// two lines of the scaled picture, so it is measured over two.
func jump(at func(line, k int) float64, line, width int) float64 {
	var sum float64
	for k := range width {
		here := math.Abs(at(line+1, k) - at(line-1, k))
		sum += here - math.Abs(at(line-1, k)-at(line-2, k)) - math.Abs(at(line+2, k)-at(line+1, k))
	}
	return sum / float64(width)
}

// borders answers where the picture begins and ends along one axis, from and to if nothing surrounds it.
func borders(p profile, from, to float64) (float64, float64) {
	n := len(p.detail)
	places := append(peaks(p.jump, 8), 0, n)
	slices.Sort(places)
	best, b0, b1 := 0.0, 0, n
	for i, lo := range places {
		for _, hi := range places[i+1:] {
			if s := p.weight(lo, hi); s > best {
				best, b0, b1 = s, lo, hi
			}
		}
	}
	return from + float64(b0), from + float64(b1)
}

// sharp is the least mean jump of a border, in steps of luma.
const sharp = 2.5

// peaks are the places of the highest jumps, each higher than its neighbours.
func peaks(jump []float64, most int) []int {
	var at []int
	for i := 2; i < len(jump)-2; i++ {
		if jump[i] > sharp && jump[i] >= jump[i-1] && jump[i] > jump[i+1] {
			at = append(at, i)
		}
	}
	slices.SortFunc(at, func(a, b int) int { return int(math.Copysign(1, jump[b]-jump[a])) })
	return at[:min(most, len(at))]
}

// weight is how much speaks for a picture between two borders, 0 if its surroundings are not such.
func (p profile) weight(lo, hi int) float64 {
	n := len(p.detail)
	if hi-lo < n/5 || hi-lo == n {
		return 0
	}
	inside := median(p.detail[lo:hi])
	before, after := p.outside(0, lo, inside), p.outside(hi, n, inside)
	if before == picturelike || after == picturelike || before+after < blurred*2 {
		return 0
	}
	return p.jump[lo] + p.jump[hi%n]
}

// What may lie outside a border. A blurred side needs another surrounded side; a flat one stands alone.
const (
	picturelike = iota
	nothing
	blurred
	flat
)

// outside judges the lines between two places.
func (p profile) outside(lo, hi int, inside float64) int {
	if hi == lo {
		return nothing
	}
	from := min(lo+1, hi-1)
	to := max(hi-1, from+1)
	inner := func(v []float64) float64 { return median(v[from:to]) }
	level := p.level[from:to]
	switch detail := inner(p.detail[:]); {
	case inner(p.spread) < 2.5 && detail < 0.8 && slices.Max(level)-slices.Min(level) < 3:
		return flat
	case hi-lo >= 3 && detail < 0.3*inside:
		return blurred
	}
	return picturelike
}

// barred finds what lies within bars of one flat colour on both sides, those nearest to the edges: [active] goes on inwards where a
// picture has plain margins of its own, as a slide has.
func barred(pictures []picture) box {
	b := box{0, 0, float64(pictures[0].w), float64(pictures[0].h)}
	some := thin(pictures, 24)
	b.y0, b.y1 = bars(measure(some, b, false), b.y1)
	b.x0, b.x1 = bars(measure(some, b, true), b.x1)
	return b
}

// bars answers where the outermost bars along one axis end, 0 and to if there are none.
func bars(p profile, to float64) (float64, float64) {
	n := len(p.detail)
	places := peaks(p.jump, n)
	if len(places) < 2 {
		return 0, to
	}
	lo, hi := slices.Min(places), slices.Max(places)
	if hi-lo < n/5 || p.outside(0, lo, 0) != flat || p.outside(hi, n, 0) != flat || math.Abs(p.level[0]-p.level[n-1]) > 3 {
		return 0, to
	}
	return float64(lo), float64(hi)
}

// faintly is the least mean jump, in steps of luma, of a border that is looked for where it would be.
const faintly = 0.5

// faint is the wide picture in the middle of an upright canvas, or the upright one in a wide, where a smooth picture meets a blurred
// surrounding too softly for [active]. It is a guess beside the others.
func faint(pictures []picture) (box, bool) {
	w, h := float64(pictures[0].w), float64(pictures[0].h)
	full := box{0, 0, w, h}
	across := w > h
	inner, length := min(w, h)*9/16, int(max(w, h))
	lo := (float64(length) - inner) / 2
	jumps := measure(thin(pictures, 24), full, across).jump
	for _, place := range []int{int(lo + .5), int(lo + inner + .5)} {
		if place < 4 || slices.Max(jumps[place-2:min(place+3, len(jumps))]) < faintly {
			return full, false
		}
	}
	if across {
		return box{lo, 0, lo + inner, h}, true
	}
	return box{0, lo, w, lo + inner}, true
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
