package fingerprint

import (
	"slices"

	"saiying/internal/platform/vision"
)

// mostPictures bounds what a Printer keeps: 256 pictures of at most 160 × 160, about 4 MB for 16:9. A longer film is looked at
// less often.
const mostPictures = 256

// Printer takes a film in, picture by picture. It is for one goroutine.
type Printer struct {
	kept  []picture
	every int // of the frames given, one in every is kept
	seen  int
	last  float64
}

// NewPrinter begins a film. Two and a half pictures a second are kept of one that is short.
func NewPrinter() *Printer { return &Printer{every: 2} }

// Add takes the next picture. All are of one size, as those of a film are; another size is passed over.
func (p *Printer) Add(f vision.Frame) {
	p.last = f.At
	if p.seen++; (p.seen-1)%p.every != 0 {
		return
	}
	pic := shrink(f)
	if pic.w < 4 || pic.h < 4 || len(p.kept) > 0 && (pic.w != p.kept[0].w || pic.h != p.kept[0].h) {
		return
	}
	if p.kept = append(p.kept, pic); len(p.kept) == mostPictures {
		p.halve()
	}
}

// halve drops every second picture.
func (p *Printer) halve() {
	for i := range mostPictures / 2 {
		p.kept[i] = p.kept[2*i]
	}
	clear(p.kept[mostPictures/2:])
	p.kept, p.every = p.kept[:mostPictures/2], p.every*2
}

// Print answers what was taken in, with the raw chromaprint of the sound (nil without one), of which the first ten minutes count.
func (p *Printer) Print(sound []uint32) Print {
	out := Print{Seconds: millis(p.last + 1.0/vision.Rate), Sound: append([]uint32(nil), sound[:min(len(sound), mostSound)]...)}
	if len(p.kept) == 0 {
		return Print{Sound: out.Sound}
	}
	full := box{0, 0, float64(p.kept[0].w), float64(p.kept[0].h)}
	all := places(p.kept, full)
	for _, place := range all {
		out.Views = append(out.Views, p.view(place))
	}
	area := all[0]
	out.Area = [4]float64{area.x0 / full.x1, area.y0 / full.y1, area.x1 / full.x1, area.y1 / full.y1}
	return out
}

// places are where the picture proper may be, the likeliest first: its borders are not always told alike in two copies.
func places(pictures []picture, full box) []box {
	within := barred(pictures)
	if inner, ok := faint(pictures); ok && within == full {
		within = inner
	}
	all := []box{active(pictures)}
	for _, b := range []box{within, full} {
		if !slices.Contains(all, b) {
			all = append(all, b)
		}
	}
	return all
}

// view hashes the film within one area.
func (p *Printer) view(area box) View {
	var v View
	var firms []Hash
	sums := make([]totals, 0, len(p.kept))
	for _, pic := range p.kept {
		t := pic.totals()
		if h, firm := t.hash(area.centre(scales[reference])); firm.count() >= leastFirm {
			v.Moments = append(v.Moments, Moment{At: millis(pic.at), Hash: h})
			sums, firms = append(sums, t), append(firms, firm)
		}
	}
	for _, i := range choose(v.Moments, firms) {
		key := Key{Moment: i}
		for s, scale := range scales {
			key.Crops[s].Bits, key.Crops[s].Firm = sums[i].hash(area.centre(scale))
		}
		v.Keys = append(v.Keys, key)
	}
	return v
}
