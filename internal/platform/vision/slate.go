package vision

import "image"

// The burnt-in time code. It is known by its shape, not by reading: in one line, twice two tall signs with two dots between,
// and twice two more (00:00:00:00), whose right end changes while its place does not. Digital clocks of the scene look the
// same, so a person is asked. A slate without a time code is a card of writing and is shown as that; a clapperboard in the
// hand is not looked for.
//
// Set on digits of four typefaces, in boxes and bare, in visiontest.Set.

type slateFinder struct {
	runs []slateRun
}

type slateRun struct {
	from, to float64
	place    image.Rectangle
	seen     int
	changed  bool
	frame    *still
	luma     []byte // of the place, when it was first seen
}

// see looks at the middle frame of a window for a time code, then follows it through the window's frames.
func (s *slateFinder) see(l *logoFinder) {
	if l.middle == nil {
		return
	}
	f := l.middle
	var e edges
	e.of(f.W, f.H, f.Y)
	for _, line := range lines(&e, cell) {
		if line.Dx() < line.Dy()*7/2 || line.Dx() > line.Dy()*14 || !timecode(f.Y, f.W, line) {
			continue
		}
		s.run(f, line).through(&l.window)
	}
}

// run is the span in which the time code stands at a place.
func (s *slateFinder) run(f *still, line image.Rectangle) *slateRun {
	for i := range s.runs {
		r := &s.runs[i]
		if in := r.place.Inset(-cell).Intersect(line); in.Eq(line) && f.At-r.to < 2.5*span/Rate {
			return r
		}
	}
	s.runs = append(s.runs, slateRun{from: f.At, to: f.At, place: line, frame: f, luma: cut(f.Y, f.W, line)})
	return &s.runs[len(s.runs)-1]
}

func (r *slateRun) through(w *window) {
	r.seen++
	for back := range 2 {
		for _, s := range w.shots(back) {
			if !timecode(s.luma, w.w, r.place.Inset(-2).Intersect(image.Rect(0, 0, w.w, w.h))) {
				continue
			}
			r.from, r.to = min(r.from, s.at), max(r.to, s.at)
			r.changed = r.changed || differ(r.luma, cut(s.luma, w.w, r.place))
		}
	}
}

// differ tells whether at least a fiftieth of the pixels differ clearly.
func differ(a, b []byte) bool {
	n := 0
	for i := range a {
		if abs(int(a[i])-int(b[i])) > 60 {
			n++
		}
	}
	return n*50 > len(a)
}

func (s *slateFinder) sights() []Sight {
	var out []Sight
	for _, r := range s.runs {
		if r.changed && r.to-r.from >= .8 {
			out = append(out, Sight{Kind: Slate, From: r.from, To: r.to + 1./Rate, Box: place(r.place, r.frame.W, r.frame.H),
				Strength: min(1, float64(r.seen)/3), Shows: r.frame.outlined(r.place)})
		}
	}
	return out
}

func cut(luma []byte, w int, r image.Rectangle) []byte {
	out := make([]byte, 0, r.Dx()*r.Dy())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		out = append(out, luma[y*w+r.Min.X:y*w+r.Max.X]...)
	}
	return out
}
