package main

import (
	"math"
	"math/rand/v2"
)

// still is a grey picture that can be filmed.
type still struct {
	w, h int
	pix  []byte
}

func blank(w, h int) still { return still{w, h, make([]byte, w*h)} }

// fill sets every pixel of a rectangle to what ink says of its place in parts of the picture.
func (s still) fill(x0, y0, x1, y1 float64, ink func(x, y float64) float64) {
	w, h := float64(s.w), float64(s.h)
	for y := max(0, int(y0*h)); y < min(s.h, int(y1*h+.5)); y++ {
		for x := max(0, int(x0*w)); x < min(s.w, int(x1*w+.5)); x++ {
			if v := ink(float64(x)/w, float64(y)/h); v >= 0 {
				s.pix[y*s.w+x] = byte(max(16, min(235, v)))
			}
		}
	}
}

func (s still) box(x0, y0, x1, y1, grey float64) {
	s.fill(x0, y0, x1, y1, func(float64, float64) float64 { return grey })
}

// leaf is an ellipse shaded from one side to the other; outside it nothing is drawn.
func (s still) leaf(x, y, rx, ry, grey, shade float64) {
	s.fill(x-rx, y-ry, x+rx, y+ry, func(px, py float64) float64 {
		dx, dy := (px-x)/rx, (py-y)/ry
		if dx*dx+dy*dy > 1 {
			return -1
		}
		return grey + shade*(dx+dy)
	})
}

// leaves covers a picture with things of every size, each hiding what lies behind it: the dead leaves by which photographs are
// commonly modelled. Their radii follow the inverse cube.
func leaves(rng *rand.Rand, w, h int) still {
	s := blank(w, h)
	light := 60 + 100*rng.Float64()
	s.fill(0, 0, 1, 1, func(_, y float64) float64 { return light * (1.3 - .6*y) })
	for range 90 {
		r := min(.5, .03/math.Sqrt(rng.Float64()+.002))
		s.leaf(rng.Float64(), rng.Float64(), r, r*(.6+1.4*rng.Float64()), light+55*rng.NormFloat64(), 20*rng.NormFloat64())
	}
	return s
}

// land is a sky over ranges of hills, each darker and rougher than the one behind it.
func land(rng *rand.Rand, w, h int) still {
	s := blank(w, h)
	top := 120 + 100*rng.Float64()
	sun, high := rng.Float64(), .1+.3*rng.Float64()
	s.fill(0, 0, 1, 1, func(x, y float64) float64 {
		return top - 50*y + 60*math.Exp(-40*(math.Pow(x-sun, 2)+math.Pow(y-high, 2)))
	})
	for n := range 4 {
		var bend [6]float64
		for i := range bend {
			bend[i] = 6 * rng.Float64()
		}
		foot, grey := .35+.15*float64(n)+.05*rng.NormFloat64(), top-70-30*float64(n)
		s.fill(0, 0, 1, 1, func(x, y float64) float64 {
			edge, rough := foot, 0.0
			for i, b := range bend {
				f := math.Pow(2, float64(i)) * 2.7
				edge += .09 / float64(i+1) * math.Sin(f*x+b)
				rough += math.Sin(f*5*x+b) * math.Sin(f*7*y+b*3)
			}
			if y < edge {
				return -1
			}
			return grey + 9*rough
		})
	}
	return s
}

// slide is written on: the heading and the frame come from the design, the lines from the film.
func slide(design, rng *rand.Rand, w, h int) still {
	s := blank(w, h)
	ground, ink := 235.0, 40.0
	if design.IntN(2) == 0 {
		ground, ink = ink, ground
	}
	s.box(0, 0, 1, 1, ground)
	s.box(0, 0, 1, .02+.1*design.Float64(), 128)
	s.box(.04, .9, .2+.2*design.Float64(), .93, 128)
	for y := .2; y < .84; y += .1 {
		words(rng, s, .08, y, .3+.6*rng.Float64(), .045, ink)
	}
	return s
}

// words is one line of strokes as wide as characters.
func words(rng *rand.Rand, s still, x0, y, x1, high, ink float64) {
	for x := x0; x < x1; x += high * .7 {
		for range 4 {
			dx, dy := high*.4*rng.Float64(), high*rng.Float64()
			if rng.IntN(2) == 0 {
				s.box(x+dx, y, x+dx+.004, y+high, ink)
			} else {
				s.box(x, y+dy, x+high*.5, y+dy+.006, ink)
			}
		}
	}
}

// card is a title alone.
func card(rng *rand.Rand, w, h int) still {
	s := blank(w, h)
	a, b := 30+60*rng.Float64(), 30+60*rng.Float64()
	s.fill(0, 0, 1, 1, func(x, y float64) float64 { return a + b*(x+y) })
	words(rng, s, .2, .38, .8, .13, 225)
	words(rng, s, .3, .6, .7, .05, 225)
	return s
}

// studio is a set with shelves and a desk, and no one in it.
func studio(rng *rand.Rand, w, h int) still {
	s := leaves(rng, w, h)
	s.box(.05, .08, .4, .5, 90+60*rng.Float64())
	s.box(.7, .1, .95, .6, 60+60*rng.Float64())
	words(rng, s, .08, .2, .38, .08, 200)
	s.box(0, .8, 1, 1, 40+40*rng.Float64())
	return s
}

// someone sits in front of a studio and moves a little.
func someone(rng *rand.Rand, set still) func(t float64) still {
	x, y, r := .4+.2*rng.Float64(), .4+.08*rng.Float64(), .07+.03*rng.Float64()
	skin, hair, coat, nod := 130+60*rng.Float64(), 20+60*rng.Float64(), 30+180*rng.Float64(), 6*rng.Float64()
	wide, stripes := .14+.06*rng.Float64(), 20+40*rng.Float64()
	return func(t float64) still {
		s := still{set.w, set.h, append([]byte(nil), set.pix...)}
		dx, dy := .012*math.Sin(2.1*t+nod), .008*math.Sin(3.7*t+nod)
		s.fill(x-wide, y+r, x+wide, .82, func(px, _ float64) float64 { return coat + 15*math.Sin(stripes*px) })
		s.leaf(x+dx, y+dy-.03, r*1.15, r*1.9, hair, 0)
		s.leaf(x+dx, y+dy, r, r*1.7, skin, 15)
		s.box(x+dx-.02, y+dy+.07, x+dx+.02, y+dy+.075+.02*math.Abs(math.Sin(9*t)), 60)
		return s
	}
}

// framed is what a camera sees of a still: a part of it, about x and y, so wide and high of the whole.
func (s still) framed(x, y, part float64, w, h int) []byte {
	out := make([]byte, w*h)
	for j := range h {
		sy := (y + (float64(j)/float64(h)-.5)*part) * float64(s.h-1)
		for i := range w {
			sx := (x + (float64(i)/float64(w)-.5)*part) * float64(s.w-1)
			x0, y0 := max(0, min(s.w-2, int(sx))), max(0, min(s.h-2, int(sy)))
			fx, fy, at := sx-float64(x0), sy-float64(y0), y0*s.w+x0
			top := float64(s.pix[at])*(1-fx) + float64(s.pix[at+1])*fx
			low := float64(s.pix[at+s.w])*(1-fx) + float64(s.pix[at+s.w+1])*fx
			out[j*w+i] = byte(top*(1-fy) + low*fy)
		}
	}
	return out
}
