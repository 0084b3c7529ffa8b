package vision

import "image"

// Observer looks at the frames of one film, in order, and says at the end what it saw. It keeps sums over windows and the
// frames of the last 10 s, never the film: about 10 MB by count, and 0.2 MB for each window in which something stood still,
// of which it forgets those of more than four minutes ago when there are many.
type Observer struct {
	edges edges
	area  areaFinder
	bars  barsFinder
	card  cardFinder
	logo  logoFinder
	slate slateFinder
}

// NewObserver is ready for the first frame of a film of so many seconds, which tells it where the last ten are. With 0, for
// a length that is not known, bars are looked for everywhere.
func NewObserver(seconds float64) *Observer {
	return &Observer{bars: barsFinder{duration: seconds}}
}

// Add looks at the next frame. It keeps nothing of the frame's planes.
func (o *Observer) Add(f Frame) {
	if f.W < 3*cell || f.H < 3*cell {
		return
	}
	o.edges.of(f.W, f.H, f.Y)
	o.area.see(f, &o.edges)
	o.bars.see(f)
	o.card.see(f, &o.edges)
	if o.logo.see(f, &o.edges) {
		o.closeWindow()
	}
}

func (o *Observer) closeWindow() {
	o.slate.see(&o.logo)
	o.logo.label()
	o.logo.close()
}

// Area is the picture itself within black bars or a blurred canvas, as far as the frames so far tell; all of it otherwise.
func (o *Observer) Area() Box {
	return *place(o.area.area(), max(1, o.area.w), max(1, o.area.h))
}

// Sights ends the looking and is what was seen, each with its picture. A mark that is explained by something better is left
// out: writing that is the label is no card, a frame counter is no logo.
func (o *Observer) Sights() []Sight {
	if o.logo.n >= span/2 {
		o.closeWindow()
	}
	seen := append(o.bars.sights(o.area.area()), o.slate.sights()...)
	marks := o.logo.sights()
	seen = append(seen, marks...)
	for _, c := range o.card.sights() {
		if !explained(c, marks, AILabel) {
			seen = append(seen, c)
		}
	}
	return unexplained(seen)
}

// unexplained leaves out the logos that are a label, a slate, or part of bars.
func unexplained(seen []Sight) []Sight {
	var out []Sight
	for _, s := range seen {
		if s.Kind != Logo || s.Undecidable || !explained(s, seen, AILabel, Slate, Bars) {
			out = append(out, s)
		}
	}
	return out
}

// explained tells whether most of a sight's place is that of another, of one of the kinds, at the same time.
func explained(s Sight, seen []Sight, kinds ...Kind) bool {
	for _, other := range seen {
		for _, kind := range kinds {
			if other.Kind == kind && other.From < s.To && s.From < other.To && s.Box.within(other.Box) {
				return true
			}
		}
	}
	return false
}

// within tells whether 60 % of a place lie in another.
func (b *Box) within(other *Box) bool {
	const unit = 10000
	whole := func(b *Box) image.Rectangle {
		return image.Rect(int(b.X*unit), int(b.Y*unit), int((b.X+b.W)*unit), int((b.Y+b.H)*unit))
	}
	a := whole(b)
	in := a.Intersect(whole(other).Inset(-unit / 60))
	return in.Dx()*in.Dy()*10 >= a.Dx()*a.Dy()*6
}
