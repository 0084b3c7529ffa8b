package vision

import (
	"image"
	"slices"
)

// The opening card. A card is writing on a quiet ground: one colour, a gradient, a blurred photograph. Nearly all steep
// pixels lie in lines of writing, some of it in the middle of the picture, and outside the lines hardly anything is even
// slightly steep. A scene behind a subtitle is not quiet; a quiet sky has its subtitle at the foot. A film's own title on a
// quiet shot looks the same to a machine, so a person is asked.
//
// Set on the cards of visiontest.Set and on demonstration films.

const (
	cardFrom  = 5.  // a card that begins later than this does not open the film, in seconds
	cardLeast = .8  // shorter than this nobody can read it, in seconds
	cardQuiet = 11  // steepness that grain stays under, in levels of luma
	cardLine  = .36 // of the picture's shorter side: the highest that one line of writing is
)

type cardFinder struct {
	from, to float64
	n        int
	gap      int
	done     bool
	place    image.Rectangle
	frame    *still
}

func (c *cardFinder) see(f Frame, e *edges) {
	if c.done || f.At > cardFrom && c.n == 0 {
		return
	}
	place, ok := card(e)
	if ok && c.n > 0 && !place.In(c.place.Inset(-4)) && !c.place.In(place.Inset(-4)) {
		ok = false // writing that moves is part of a scene
	}
	switch {
	case ok && c.n == 0:
		c.from, c.to, c.n, c.place, c.frame = f.At, f.At, 1, place, keep(f)
	case ok:
		c.to, c.n, c.gap = f.At, c.n+1, 0
	case c.n > 0:
		c.gap++
		c.done = c.gap > 1 && c.to-c.from+1./Rate >= cardLeast
		if c.gap > 1 && !c.done {
			*c = cardFinder{}
		}
	}
}

func (c *cardFinder) sights() []Sight {
	length := c.to - c.from + 1./Rate
	if c.n == 0 || length < cardLeast {
		return nil
	}
	return []Sight{{Kind: Card, From: c.from, To: c.to + 1./Rate, Box: place(c.place, c.frame.W, c.frame.H),
		Strength: min(1, length/3), Shows: c.frame.outlined(c.place)}}
}

// IsCard tells whether a picture is writing on a quiet ground, so that nobody takes it for a film's poster.
func IsCard(f Frame) bool {
	var e edges
	e.of(f.W, f.H, f.Y)
	_, ok := card(&e)
	return ok
}

// card finds the writing of a card: the rectangle around all its lines, of common or of large letters.
func card(e *edges) (image.Rectangle, bool) {
	highest := int(cardLine * float64(min(e.w, e.h))) // what is higher is a pattern, or a scene of small things
	if place, ok := e.writing(slices.DeleteFunc(lines(e, cell), func(line image.Rectangle) bool { return line.Dy() > highest })); ok {
		return place, true
	}
	return e.writing(slices.DeleteFunc(lines(e, large), func(line image.Rectangle) bool { return line.Dy() > highest || line.Dy() < 3*large }))
}

// writing tells whether these lines are a card's, and where they are.
func (e *edges) writing(all []image.Rectangle) (image.Rectangle, bool) {
	var whole image.Rectangle
	middle, wide := false, 0
	for _, line := range all {
		whole = whole.Union(line)
		at := line.Min.Add(line.Max).Div(2)
		if at.Y > e.h/6 && at.Y < e.h*3/4 && line.Dx() > e.w/12 {
			middle = true
		}
		wide = max(wide, line.Dx())
	}
	if !middle || wide < e.w/8 || len(all) > 24 {
		return whole, false
	}
	ink, stray, restless := e.outside(all)
	return whole, ink >= 120 && stray*4 <= ink && restless*50 <= e.w*e.h
}

// outside counts steep pixels within the lines, steep ones elsewhere, and those elsewhere that are not quiet.
func (e *edges) outside(all []image.Rectangle) (ink, stray, restless int) {
	covered := make([]bool, e.w*e.h)
	for _, line := range all {
		r := line.Inset(-5).Intersect(image.Rect(0, 0, e.w, e.h))
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				covered[y*e.w+x] = true
			}
		}
	}
	for i, in := range covered {
		switch {
		case in && e.steep(i, inkStep):
			ink++
		case !in && e.steep(i, inkStep):
			stray++
			restless++
		case !in && e.steep(i, cardQuiet):
			restless++
		}
	}
	return ink, stray, restless
}
