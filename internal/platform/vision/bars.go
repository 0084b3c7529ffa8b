package vision

import (
	"image"
	"math"
)

// Colour bars. Every standard (EBU and PAL at 75 or 100 %, SMPTE, SMPTE HD) shows yellow, cyan, green, magenta, red and
// blue in that order, side by side, equally wide and ever darker. The detector looks for just that in rows: plateaus whose
// hue lies within 25° of the colour's angle in the CbCr plane (which neither the level, nor the matrix of 601 or 709, nor
// noise turns by more), whose widths agree within a factor of 1.7 and whose luma falls. Rows of the same borders must fill
// a quarter of the picture's height, and nothing may move for 0.6 s. A rainbow has another order, a flag fewer colours, a
// shelf no equal widths, and a screen within a scene is smaller than the picture.
//
// Set by hand on visiontest.Set.

// barsSpan is how far from either end of the film bars are looked for, in seconds.
const barsSpan = 10

// barAngles are the angles of yellow, cyan, green, magenta, red and blue in the CbCr plane (BT.601), in degrees.
var barAngles = [6]float64{173, 283, 232, 53, 109, 353}

// barWhole is the share of the active area, in width, that six bars must fill to be the picture rather than in it. SMPTE HD
// has the narrowest: 6/7 of 3/4.
const barWhole = .55

type barsFinder struct {
	duration float64
	runs     []barsRun
	row      []plateau
	mean     Frame // one row, each pixel the mean of some around it
}

// barsRun is a span of frames with the same bars.
type barsRun struct {
	from, to float64
	place    image.Rectangle
	frame    *still
}

// plateau is a piece of a row in one colour.
type plateau struct {
	x0, x1    int
	y, cb, cr float64
}

func (b *barsFinder) see(f Frame) {
	if f.At > barsSpan && b.duration > 0 && f.At < b.duration-barsSpan {
		return
	}
	place, ok := b.bars(f)
	if !ok {
		return
	}
	if n := len(b.runs); n > 0 && near(b.runs[n-1].place, place, f.W/40) && f.At-b.runs[n-1].to < 2.5/Rate {
		b.runs[n-1].to = f.At
		return
	}
	b.runs = append(b.runs, barsRun{f.At, f.At, place, keep(f)})
}

// near tells whether two rectangles' sides differ by no more than d pixels from left to right. Their heights may: a
// caption can hide rows.
func near(a, b image.Rectangle, d int) bool {
	return abs(a.Min.X-b.Min.X) <= d && abs(a.Max.X-b.Max.X) <= d
}

func abs(v int) int { return max(v, -v) }

// bars finds the six bars in one picture.
func (b *barsFinder) bars(f Frame) (image.Rectangle, bool) {
	const step = 6 // rows apart; even, for the chroma's rows
	var all []image.Rectangle
	for y := 2; y < f.H-2; y += step {
		if x0, x1, ok := b.inRow(f, y); ok {
			all = append(all, image.Rect(x0, y, x1, y+step))
		}
	}
	best, rows := image.Rectangle{}, 0
	for i, r := range all {
		box, n := r, 0
		for _, other := range all[i:] {
			if near(r, other, f.W/60) {
				box.Max.Y, n = other.Max.Y, n+1
			}
		}
		if n > rows {
			best, rows = box, n
		}
	}
	inBox := max(1, best.Dy()/step)
	return best, rows*step*100 >= f.H*18 && rows*10 >= inBox*4
}

// inRow finds the six bars in one row.
func (b *barsFinder) inRow(f Frame, y int) (x0, x1 int, ok bool) {
	b.mean = f.smooth(y, b.mean)
	b.row = plateaus(b.mean, 0, b.row[:0])
	for i := 0; i+6 <= len(b.row); i++ {
		six := b.row[i : i+6]
		if inOrder(six, false) || inOrder(six, true) {
			return six[0].x0, six[5].x1, true
		}
	}
	return 0, 0, false
}

// smoothed are the rows, in pixels of luma, whose mean is looked at: under heavy grain a single one has no plateau.
const smoothed = 8

// smooth is one row of a picture: the mean of the rows from y on, and of neighbours in a row. It is written into the room of the last.
func (f Frame) smooth(y int, into Frame) Frame {
	into.W, into.H = f.W, 2
	into.Y = blur(f.Y, f.W, y, smoothed, into.Y)
	into.Cb = blur(f.Cb, f.W/2, y/2, smoothed/2, into.Cb)
	into.Cr = blur(f.Cr, f.W/2, y/2, smoothed/2, into.Cr)
	return into
}

// blur averages a plane's rows y to y+n, and three pixels side by side.
func blur(plane []byte, w, y, n int, out []byte) []byte {
	out = out[:0]
	n = min(n, len(plane)/w-y)
	for x := range w {
		sum, of := 0, 0
		for at := max(0, x-1); at <= min(w-1, x+1); at++ {
			for row := y; row < y+n; row++ {
				sum += int(plane[row*w+at])
			}
			of += n
		}
		out = append(out, byte(sum/of))
	}
	return out
}

// plateaus cuts a row where its colour changes, and drops the pieces too short to be a bar.
func plateaus(f Frame, y int, out []plateau) []plateau {
	half := f.W / 2
	cb, cr := f.Cb[y/2*half:y/2*half+half], f.Cr[y/2*half:y/2*half+half]
	luma := f.Y[y*f.W : y*f.W+f.W]
	for x := 0; x < half; {
		p, n := gather(luma, cb, cr, x)
		if n*40 >= half {
			out = append(out, p)
		}
		x += max(1, n)
	}
	return out
}

// gather follows one colour from x on, in pixels of chroma.
func gather(luma, cb, cr []byte, x int) (plateau, int) {
	var sy, sb, sr, n float64
	start := x
	for ; x < len(cb); x++ {
		if n >= 2 && (math.Abs(float64(cb[x])-sb/n) > 14 || math.Abs(float64(cr[x])-sr/n) > 14) {
			break
		}
		sy, sb, sr, n = sy+float64(luma[2*x]), sb+float64(cb[x]), sr+float64(cr[x]), n+1
	}
	return plateau{2 * start, 2 * x, sy / n, sb/n - 128, sr/n - 128}, x - start
}

// inOrder tells whether six plateaus are the six bars, or their mirror image.
func inOrder(six []plateau, mirrored bool) bool {
	narrow, wide := math.MaxInt, 0
	for k := range six {
		p, width := six[k], six[k].x1-six[k].x0
		if mirrored {
			p = six[5-k]
		}
		narrow, wide = min(narrow, width), max(wide, width)
		if math.Hypot(p.cb, p.cr) < 22 || turned(math.Atan2(p.cr, p.cb)*180/math.Pi, barAngles[k]) > 25 {
			return false
		}
		if k > 0 && (six[k].x0-six[k-1].x1 > (six[k].x1-six[k].x0)/2 || !darker(six, k, mirrored)) {
			return false
		}
	}
	return wide*10 <= narrow*17
}

// darker tells whether bar k is darker than the one before, with room for noise.
func darker(six []plateau, k int, mirrored bool) bool {
	a, b := six[k-1].y, six[k].y
	if mirrored {
		a, b = b, a
	}
	return b < a+2
}

// turned is the angle between two directions in degrees.
func turned(a, b float64) float64 {
	d := math.Abs(math.Mod(a-b+720, 360))
	return min(d, 360-d)
}

// lit is the width of what is not black in a picture, such as bars between pillars.
func (s *still) lit() int {
	first, last := s.W, 0
	for x := range s.W {
		sum := 0
		for y := range s.H {
			sum += int(s.Y[y*s.W+x])
		}
		if sum > 24*s.H { // the mean of a column that ffmpeg's cropdetect takes for black
			first, last = min(first, x), x+1
		}
	}
	return max(0, last-first)
}

// sights are the runs that stood still long enough. Bars that fill the active area may fail a film; smaller ones are shown
// to a person.
func (b *barsFinder) sights(active image.Rectangle) []Sight {
	var out []Sight
	for _, r := range b.runs {
		if r.to-r.from < .39 {
			continue
		}
		share := float64(r.place.Dx()) / float64(max(1, min(active.Dx(), r.frame.lit()))) // the film after them may be wider
		out = append(out, Sight{Kind: Bars, From: r.from, To: r.to + 1./Rate, Box: place(r.place, r.frame.W, r.frame.H),
			Sure: share >= barWhole, Strength: min(1, share/.75), Shows: r.frame.outlined(r.place)})
	}
	return out
}
