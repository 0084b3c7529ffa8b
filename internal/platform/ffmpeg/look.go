package ffmpeg

import (
	"saiying/internal/platform/vision"
)

// How a picture is judged, on luma of studio range. The limits of darkness are those of ffmpeg's blackdetect (98 % of the picture
// below a tenth of the range) and cropdetect (a line whose mean is 24 of 255); those of stillness are chosen, not measured: the mean leaves
// room for what a codec does to a still, the block for a mouth that moves in a picture which otherwise rests.
const (
	blackLuma   = 16 + 219/10
	blackShare  = 0.98
	blackLeast  = 0.4 // seconds
	frozenMean  = 0.8 // mean difference to the first picture of a still, levels
	frozenBlock = 4.0 // the same in any one block of 16×16
	frozenLeast = 2.0 // seconds
	barLuma     = 24
	barPatience = 0.05 // share of pictures that may reach into a bar: a subtitle, a flash
)

// eye looks at the pictures one after another. What it does to each of their points no other goroutine can see, and the race detector,
// which would spend more on the points than all else in a test, is told so: go:norace stands over those loops only.
type eye struct {
	still         []byte // luma of the picture that a still began with
	black, frozen spans
	columns       []int
	bars          [4][]int // how often a bar of so many pixels was seen: top, bottom, left, right
	bright        int      // pictures that were not black
	mean          float64  // of the picture before
	last          float64
	poster        pick
}

func newEye(w, h int, p pick) *eye {
	e := &eye{black: spans{least: blackLeast}, frozen: spans{least: frozenLeast}, columns: make([]int, w), poster: p}
	for i, side := range []int{h, h, w, w} {
		e.bars[i] = make([]int, side+1)
	}
	return e
}

func (e *eye) see(n int, f vision.Frame) {
	black := float64(blacks(f.Y)) >= blackShare*float64(len(f.Y))
	e.black.see(f.At, black)
	e.hold(f)
	mean := e.frame(f, black)
	e.poster.consider(n, f, mean-e.mean)
	e.mean, e.last = mean, f.At+1.0/vision.Rate
}

// blacks counts the points that are black.
//
//go:norace
func blacks(luma []byte) (n int) {
	for _, v := range luma {
		if v < blackLuma {
			n++
		}
	}
	return n
}

// hold tells whether the picture is still the one that was kept, and keeps it if not.
func (e *eye) hold(f vision.Frame) {
	if len(e.still) == len(f.Y) && same(e.still, f.Y, f.W, f.H) {
		return
	}
	e.frozen.end(f.At)
	e.still = append(e.still[:0], f.Y...)
	e.frozen.see(f.At, true)
}

// same is true when no block moved and the whole hardly did.
func same(a, b []byte, w, h int) bool {
	whole := 0
	for top := 0; top < h; top += 16 {
		for left := 0; left < w; left += 16 {
			bottom, right, sum := min(top+16, h), min(left+16, w), 0
			for y := top; y < bottom; y++ {
				sum += apart(a[y*w+left:y*w+right], b[y*w+left:y*w+right])
			}
			if whole += sum; float64(sum) > frozenBlock*float64((bottom-top)*(right-left)) {
				return false
			}
		}
	}
	return float64(whole) <= frozenMean*float64(w*h)
}

//go:norace
func apart(a, b []byte) (sum int) {
	for i, v := range a {
		d := int(v) - int(b[i])
		sum += max(d, -d)
	}
	return sum
}

// frame measures the black bars around a picture that is not black, and answers its mean luma.
func (e *eye) frame(f vision.Frame, black bool) float64 {
	clear(e.columns)
	rows := make([]int, f.H)
	whole := sums(f, rows, e.columns)
	if !black {
		e.bright++
		top, bottom := dark(rows, f.W)
		left, right := dark(e.columns, f.H)
		for i, bar := range []int{top, bottom, left, right} {
			e.bars[i][bar]++
		}
	}
	return float64(whole) / float64(len(f.Y))
}

// sums adds up a picture's luma by its rows and its columns, and answers that of the whole.
//
//go:norace
func sums(f vision.Frame, rows, columns []int) (whole int) {
	for y := range rows {
		for x, v := range f.Y[y*f.W : (y+1)*f.W] {
			rows[y] += int(v)
			columns[x] += int(v)
		}
		whole += rows[y]
	}
	return whole
}

// dark counts the dark lines at either end.
func dark(lines []int, across int) (first, last int) {
	for first < len(lines) && lines[first] <= barLuma*across {
		first++
	}
	for last < len(lines)-first && lines[len(lines)-1-last] <= barLuma*across {
		last++
	}
	return first, last
}

// active is the part of the picture inside the bars; a bar of a pixel or two is the edge of a scaled picture.
func (e *eye) active(w, h int) *vision.Box {
	if e.bright == 0 {
		return &vision.Box{W: 1, H: 1}
	}
	edge := func(i, side int) float64 {
		seen, bar := 0, 0
		for ; bar < side; bar++ {
			if seen += e.bars[i][bar]; float64(seen) > barPatience*float64(e.bright) {
				break
			}
		}
		if bar <= 2 {
			bar = 0
		}
		return float64(bar) / float64(side)
	}
	x, y := edge(2, w), edge(0, h)
	return &vision.Box{X: round3(x), Y: round3(y), W: round3(max(0, 1-x-edge(3, w))), H: round3(max(0, 1-y-edge(1, h)))}
}

// tell writes down what was seen.
func (e *eye) tell(d *Decoded, w, h int) {
	e.black.end(e.last)
	e.frozen.end(e.last)
	d.Black, d.Frozen, d.Active = e.black.all, e.frozen.all, e.active(w, h)
	d.BlackS, d.FrozenS = total(d.Black), total(d.Frozen)
}
