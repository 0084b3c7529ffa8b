package vision

import (
	"image"
	"slices"
)

// Logos and watermarks. What is drawn on the film keeps its edges while the picture behind moves. In each window of 2 s the
// edges are summed with their direction: those of the scene cancel out, those of a mark add up, even of one that is half
// transparent. Compact groups of steady edges become tracks, which are followed frame by frame, so that their ends are
// known to a frame. A track is a logo when it stays for 8 s, or for six tenths of a shorter film; longer than a subtitle
// does. Short tracks that look alike at three times and at two places far apart are a mark that hops; a thing in the scene
// cannot stand still and then be elsewhere.
//
// Where the whole picture stands still the window says nothing. A film that nearly always does is undecidable: a lamp post
// before a tripod and a logo in the corner are the same to this method, so a person gets the map of what stood still.
//
// Set by hand on words and a block at 100 to 30 % over panned demonstration films, in visiontest.Set.

const (
	logoStay  = 8.  // seconds
	logoShare = .6  // of a film that is too short for that
	logoGap   = 10. // seconds for which a mark may be lost before a ground of its own colour
	hopAlike  = .5  // least likeness of the prints of one hopping mark
	hopFar    = .25 // least distance of its places, in widths or heights of the picture
	logoWide  = .5  // largest width of a mark in widths of the picture
	logoHigh  = .35 // largest height
	tracksMax = 400 // short tracks kept for comparing; the oldest go first
)

type logoFinder struct {
	window
	tracks        []*track
	windows, idle int
	long          []float32 // how steadily edges stood in all windows, summed
	first         *still
	start, end    float64
}

// see takes a frame; at the end of each window it returns true when the window can be looked at.
func (l *logoFinder) see(f Frame, e *edges) bool {
	if l.first == nil {
		l.first, l.start = keep(f), f.At
	}
	l.end = f.At
	return l.window.add(f, e)
}

// close looks at the window and starts the next.
func (l *logoFinder) close() {
	marks, stands := l.look()
	l.windows++
	l.remember()
	for _, t := range l.tracks {
		if t.open {
			t.goes(&l.window)
			if t.open && !stands {
				t.moving++
			}
		}
	}
	if stands {
		l.idle++
	} else {
		l.begin(marks)
	}
	l.forget()
	l.n = 0
}

// remember adds the window to the map of what stands.
func (l *logoFinder) remember() {
	if len(l.long) != len(l.gx) {
		l.long = make([]float32, len(l.gx))
	}
	for i := range l.long {
		if on, _ := l.steady(i); on {
			l.long[i]++
		}
	}
}

// begin makes tracks of the compact groups of steady edges that nobody follows yet. Many groups at once are a picture that
// nearly stands.
func (l *logoFinder) begin(marks grid) {
	found := marks.blobs(2)
	if len(found) > 12 {
		return
	}
	for _, r := range found {
		r = r.Intersect(image.Rect(2, 2, l.w-2, l.h-2))
		if r.Dx() > int(logoWide*float64(l.w)) || r.Dy() > int(logoHigh*float64(l.h)) || l.followed(r) {
			continue
		}
		if p := l.print(r); p.ink >= 24 && l.compact(p) {
			l.follow(p, Logo)
		}
	}
}

// compact tells a mark from a scrap of the scene: of the edges that were seen in its place, many are steady, and they
// run in more than one direction, as those of a letterbox do not.
func (l *logoFinder) compact(p *print) bool {
	edge, across, down := 0, 0., 0.
	for y := p.place.Min.Y; y < p.place.Max.Y; y++ {
		for x := p.place.Min.X; x < p.place.Max.X; x++ {
			if _, is := l.steady(y*l.w + x); is {
				edge++
			}
		}
	}
	for k := range p.gx {
		across += float64(p.gx[k] * p.gx[k])
		down += float64(p.gy[k] * p.gy[k])
	}
	return p.ink*3 >= edge && min(across, down)*8 >= max(across, down)
}

func (l *logoFinder) follow(p *print, kind Kind) {
	t := &track{print: p, from: l.to, to: l.to, open: true, moving: 1, kind: kind, frame: l.middle}
	if t.began(&l.window) {
		l.tracks = append(l.tracks, t)
	}
}

func (l *logoFinder) followed(r image.Rectangle) bool {
	return slices.ContainsFunc(l.tracks, func(t *track) bool { return t.open && t.covers(r) })
}

// forget keeps memory flat: short tracks that ended are kept only so far back.
func (l *logoFinder) forget() {
	if len(l.tracks) > tracksMax {
		l.tracks = slices.DeleteFunc(l.tracks, func(t *track) bool { return !t.open && t.kind == Logo && t.length() < logoStay && t.to < l.end-240 })
	}
}

// stays tells whether a track is there for so long that it is drawn on the film.
func (l *logoFinder) stays(t *track) bool { return t.length() >= l.stay() && t.moving >= 2 }

// stay is how long a mark must stay in this film.
func (l *logoFinder) stay() float64 { return min(logoStay, logoShare*(l.end-l.start)) }

// sights are the marks that stay, those that hop, the labels, and whether it could be told at all.
func (l *logoFinder) sights() []Sight {
	var out []Sight
	var short []*track
	for _, t := range l.joined() {
		if t.kind == AILabel || l.stays(t) && t.seen*2 >= t.length() {
			out = append(out, l.sight(t, t.from, t.to))
		} else {
			short = append(short, t)
		}
	}
	out = append(out, l.hops(short)...)
	if l.windows > 0 && l.idle*5 >= l.windows*4 {
		out = append(out, l.undecided())
	}
	return out
}

// joined are the tracks, those joined that are the same mark at the same place again: a white one is lost for a while before
// a white sky.
func (l *logoFinder) joined() []*track {
	var out []*track
	for _, t := range l.tracks {
		t.seen = t.length()
		i := slices.IndexFunc(out, func(o *track) bool {
			return o.kind == t.kind && t.from-o.to < logoGap && o.covers(t.place) && t.covers(o.place) && o.like(t.print) >= hopAlike
		})
		if i < 0 {
			out = append(out, t)
			continue
		}
		out[i].from, out[i].to = min(out[i].from, t.from), max(out[i].to, t.to)
		out[i].moving, out[i].seen = out[i].moving+t.moving, out[i].seen+t.seen
	}
	return out
}

func (l *logoFinder) sight(t *track, from, to float64) Sight {
	strength := min(1, sqrt(t.power/float64(max(1, t.ink)))/80)
	return Sight{Kind: t.kind, From: from, To: to + 1./Rate, Box: place(t.place, l.w, l.h), Strength: strength, Shows: t.frame.outlined(t.place)}
}

func (l *logoFinder) undecided() Sight {
	most := float64(l.windows)
	return Sight{Kind: Logo, From: l.start, To: l.end + 1./Rate, Undecidable: true, Strength: float64(l.idle) / most,
		Shows: heat(l.w, l.h, func(i int) float64 { return float64(l.long[i]) / most })}
}

// hops finds short tracks that are the same mark at different places. One that is never elsewhere, but comes back to its own place,
// is a mark too.
func (l *logoFinder) hops(short []*track) []Sight {
	var out []Sight
	used := make([]bool, len(short))
	for i, a := range short {
		if used[i] || a.length() < 1 {
			continue
		}
		group := l.group(short, i, used)
		from, to, far := a.from, a.to, false
		for _, b := range group {
			from, to, far = min(from, b.from), max(to, b.to), far || l.apart(a.place, b.place)
		}
		if far && len(group) >= 3 || l.stays(a) {
			out = append(out, l.sight(a, from, to))
		}
	}
	return out
}

// group is the short track i and those that look like it, or like one that does: what stands behind a mark changes its print a
// little at each place. Those it takes are used.
func (l *logoFinder) group(short []*track, i int, used []bool) []*track {
	group := []*track{short[i]}
	used[i] = true
	for next := 0; next < len(group); next++ {
		a := group[next]
		for k, b := range short {
			if !used[k] && b.length() >= 1 && b.kind == a.kind && a.like(b.print) >= hopAlike {
				used[k] = true
				group = append(group, b)
			}
		}
	}
	return group
}

func (l *logoFinder) apart(a, b image.Rectangle) bool {
	d := a.Min.Add(a.Max).Sub(b.Min.Add(b.Max)).Div(2)
	return float64(abs(d.X)) > hopFar*float64(l.w) || float64(abs(d.Y)) > hopFar*float64(l.h)
}
