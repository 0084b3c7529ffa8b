package vision

import (
	"image"
	"math"
)

func sqrt(v float64) float64 { return math.Sqrt(v) }

// there is the least amount of a print that counts as its being there: half way between absent and present. stays is the least of
// one that was there a moment ago: a white mark before a bright ground loses most of its edges, and absent ones were seen up to .18.
const (
	there = .5
	stays = .25
)

// track follows one print for as long as it stays where it is.
type track struct {
	*print
	from, to float64
	open     bool
	moving   int     // windows in which it did
	seen     float64 // seconds for which it was there, once the tracks of a place are joined
	kind     Kind
	frame    *still
}

// began finds the last frame of the window that holds the print, then its first by going backwards, through the windows
// before too. Gaps of up to two frames are noise. Where no single frame of the window holds it, it answers false.
func (t *track) began(w *window) bool {
	found, missed := false, 0
	for back := range kept {
		shots := w.shots(back)
		for k := len(shots) - 1; k >= 0; k-- {
			switch {
			case t.in(shots[k].luma, w.w) >= t.least(found):
				if !found {
					t.to = shots[k].at
				}
				t.from, found, missed = shots[k].at, true, 0
			case found:
				if missed++; missed > 2 {
					return true
				}
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// least is the amount of the print that is asked for.
func (t *track) least(followed bool) float64 {
	if followed && t.kind != AILabel { // a label is trusted to its ends only as far as it can be read
		return stays
	}
	return there
}

// goes follows the print through a window. Gaps of up to two frames are noise; a longer one ends the track.
func (t *track) goes(w *window) {
	missed := 0
	for _, s := range w.shots(0) {
		if s.at <= t.to {
			continue
		}
		if t.in(s.luma, w.w) >= t.least(true) {
			t.to, missed = s.at, 0
		} else if missed++; missed > 2 {
			t.open = false
			return
		}
	}
}

// covers tells whether most of r lies within the track's place.
func (t *track) covers(r image.Rectangle) bool {
	in := t.place.Inset(-cell).Intersect(r)
	return in.Dx()*in.Dy()*2 >= r.Dx()*r.Dy()
}

func (t *track) length() float64 { return t.to - t.from + 1./Rate }
