package vision

import "image"

// span is how many frames make a window: 2 s. A watermark that hops stays for some seconds, so that a window lies within
// one stay; a camera that moves by a pixel blurs its edges away within it.
const span = 2 * Rate

// kept is how many windows' frames are at hand, so that the start of what is found late can be looked up: 10 s.
const kept = 5

const (
	bright = 12  // a steady edge's least change of luma over two pixels; a white logo at 25 % over mid grey steps by 27 before it is blurred
	steady = .78 // least |mean| ÷ root mean square of a steady edge; noise of n pictures has 1/√n, a cut at half time .71
	still0 = .5  // share of the places with edges whose edges are steady from which a window stands still
)

// window sums up the frames of a span.
type window struct {
	w, h, n  int
	from, to float64
	gx, gy   []int32
	power    []int32  // of the steepness
	luma     []uint16 // 10 × 255 at most
	ring     []shot   // the frames of the last windows, by frame number
	frames   int
	middle   *still
}

// shot is the luma of one frame and when it was.
type shot struct {
	at   float64
	luma []byte
}

func (w *window) reset(f Frame) {
	if w.w != f.W || w.h != f.H {
		n := f.W * f.H
		*w = window{w: f.W, h: f.H, gx: make([]int32, n), gy: make([]int32, n), power: make([]int32, n), luma: make([]uint16, n),
			ring: make([]shot, kept*span)}
	}
	clear(w.gx)
	clear(w.gy)
	clear(w.power)
	clear(w.luma)
	w.n, w.from = 0, f.At
}

// add takes a frame and tells whether the window is full.
func (w *window) add(f Frame, e *edges) bool {
	if w.n == 0 || w.w != f.W || w.h != f.H {
		w.reset(f)
	}
	for i, gx := range e.gx {
		x, y := int32(gx), int32(e.gy[i])
		w.gx[i] += x
		w.gy[i] += y
		w.power[i] += x*x + y*y
		w.luma[i] += uint16(f.Y[i])
	}
	s := &w.ring[w.frames%(kept*span)]
	s.at, s.luma = f.At, append(s.luma[:0], f.Y...)
	if w.n == span/2 {
		w.middle = keep(f)
	}
	w.n, w.frames, w.to = w.n+1, w.frames+1, f.At
	return w.n == span
}

// steady tells whether an edge stands at i; edge whether there was any.
func (w *window) steady(i int) (steadily, edge bool) {
	n := float64(w.n)
	power := float64(w.power[i])
	if power < bright*bright*n {
		return false, false
	}
	gx, gy := float64(w.gx[i]), float64(w.gy[i])
	return gx*gx+gy*gy >= steady*steady*n*power, true
}

// shots are the frames of this window (back 0) or one before, up to kept-1 back, in order.
func (w *window) shots(back int) []shot {
	var out []shot
	for k := range span {
		if at := w.frames - w.n - back*span + k; at >= 0 && (back > 0 || k < w.n) {
			out = append(out, w.ring[at%(kept*span)])
		}
	}
	return out
}

// look marks the squares that hold steady edges, and tells whether the whole picture stands still: whether in most of 24
// large parts of it that have edges, these are steady. A logo is in two or three.
func (w *window) look() (marks grid, stands bool) {
	marks = newGrid(w.w, w.h, cell)
	var edge, steadily [24]int
	counts := make([]int, len(marks.on))
	for y := range w.h {
		for x := range w.w {
			isSteady, isEdge := w.steady(y*w.w + x)
			if !isEdge {
				continue
			}
			part := y*4/w.h*6 + x*6/w.w
			edge[part]++
			if isSteady {
				steadily[part]++
				counts[y/cell*marks.w+x/cell]++
			}
		}
	}
	for i, n := range counts {
		marks.on[i] = n >= 6
	}
	parts, stood := 0, 0
	for i, n := range edge {
		if n*1000 >= w.w*w.h/24*5 {
			parts++
			if steadily[i]*5 >= n*2 {
				stood++
			}
		}
	}
	return marks, float64(stood) >= still0*float64(max(parts, 3))
}

// print cuts out the mean edges of a place that are steady.
func (w *window) print(r image.Rectangle) *print {
	return w.printOf(r, func(i int) bool { on, _ := w.steady(i); return on })
}

// printOf cuts out the mean edges of a place at the pixels that count. Of writing that was read they all do: it may have been there
// for half the window only.
func (w *window) printOf(r image.Rectangle, counts func(i int) bool) *print {
	p := &print{place: r, gx: make([]float32, r.Dx()*r.Dy()), gy: make([]float32, r.Dx()*r.Dy())}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			i, k := y*w.w+x, (y-r.Min.Y)*r.Dx()+x-r.Min.X
			if counts(i) {
				p.gx[k], p.gy[k] = float32(w.gx[i])/float32(w.n), float32(w.gy[i])/float32(w.n)
				p.power += float64(p.gx[k]*p.gx[k] + p.gy[k]*p.gy[k])
				p.ink++
			}
		}
	}
	return p
}
