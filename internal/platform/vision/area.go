package vision

import "image"

// The active area: the picture within black bars, or within the blurred canvas that turns a landscape film into a portrait
// one. Black rows and columns are those that hardly ever light up. A canvas is blurred: beside its border, which stands
// still all along, it has less than a third of the inner picture's fine detail.

type areaFinder struct {
	w, h, n  int
	rows     []strip // from the top
	cols     []strip // from the left
	interval int
}

// strip is what one row or column showed so far.
type strip struct {
	lit    float64 // share of pixels above black, summed over the pictures
	litMax float64
	detail float64 // steepness along the strip, summed
	border float64 // steepness across the strip, summed
}

// see takes one picture a second.
func (a *areaFinder) see(f Frame, e *edges) {
	if a.interval++; a.interval%Rate != 1 {
		return
	}
	if a.w != f.W || a.h != f.H {
		*a = areaFinder{w: f.W, h: f.H, rows: make([]strip, f.H), cols: make([]strip, f.W), interval: 1}
	}
	a.n++
	for y := range a.rows {
		a.rows[y].add(f.W, func(i int) (byte, int16, int16) {
			at := y*f.W + i
			return f.Y[at], e.gx[at], e.gy[at]
		})
	}
	for x := range a.cols {
		a.cols[x].add(f.H, func(i int) (byte, int16, int16) {
			at := i*f.W + x
			return f.Y[at], e.gy[at], e.gx[at]
		})
	}
}

func (s *strip) add(n int, at func(i int) (luma byte, along, across int16)) {
	var lit, detail, border float64
	for i := range n {
		luma, along, across := at(i)
		if luma > 30 {
			lit++
		}
		detail += float64(max(along, -along))
		border += float64(across)
	}
	lit /= float64(n)
	s.lit, s.litMax = s.lit+lit, max(s.litMax, lit)
	s.detail += detail / float64(n)
	s.border += max(border, -border) / float64(n)
}

// area is where the picture is. It is everything where neither bars nor a canvas are found.
func (a *areaFinder) area() image.Rectangle {
	if a.n == 0 {
		return image.Rect(0, 0, a.w, a.h)
	}
	top, bottom := a.margins(a.rows)
	left, right := a.margins(a.cols)
	return image.Rect(left, top, a.w-right, a.h-bottom)
}

// margins are the widths of what surrounds the picture at both ends.
func (a *areaFinder) margins(strips []strip) (first, last int) {
	first, last = a.black(strips, false), a.black(strips, true)
	if first+last > 0 {
		if first+last > len(strips)*4/5 {
			return 0, 0
		}
		return first, last
	}
	first, last = canvas(strips, false), canvas(strips, true)
	if abs(first-last) > len(strips)/20 { // a canvas is filled evenly; anything else is a horizon
		return 0, 0
	}
	return first, last
}

// black counts the strips from one end that never show a picture; a line of writing on them may.
func (a *areaFinder) black(strips []strip, backwards bool) int {
	for k := range strips {
		s := strips[index(k, len(strips), backwards)]
		if s.litMax > .35 || s.lit > .12*float64(a.n) {
			if k < len(strips)/50 {
				return 0
			}
			return k
		}
	}
	return 0
}

// canvas finds the border behind which detail vanishes.
func canvas(strips []strip, backwards bool) int {
	n := len(strips)
	best, found := 0., 0
	for k := n / 12; k < n*9/20; k++ {
		outer, inner := mean(strips, 2, k-3, backwards), mean(strips, k+3, n-k-3, backwards)
		line := strips[index(k, n, backwards)].border
		if outer.detail < inner.detail/3 && line > 4*outer.border && line > best {
			best, found = line, k
		}
	}
	return found
}

func mean(strips []strip, from, to int, backwards bool) strip {
	var sum strip
	for k := from; k < to; k++ {
		s := strips[index(k, len(strips), backwards)]
		sum.detail += s.detail
		sum.border += s.border
	}
	n := float64(max(1, to-from))
	return strip{detail: sum.detail / n, border: sum.border / n}
}

func index(k, n int, backwards bool) int {
	if backwards {
		return n - 1 - k
	}
	return k
}
