package demofilm

import (
	"image"
	"image/draw"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"
)

// canvas is one layer being drawn, transparent at first.
type canvas struct {
	*image.RGBA
	w, h float64
}

func blank(w, h float64) *canvas {
	iw, ih := max(2, int(math.Ceil(w))), max(2, int(math.Ceil(h)))
	return &canvas{image.NewRGBA(image.Rect(0, 0, iw, ih)), float64(iw), float64(ih)}
}

type point struct{ x, y float64 }

// shape fills closed paths; several paths wound against each other leave holes.
func (c *canvas) shape(ink hue, paths ...[]point) {
	area := bounds(paths).Intersect(c.Rect)
	if area.Empty() {
		return
	}
	z := vector.NewRasterizer(area.Dx(), area.Dy())
	for _, path := range paths {
		for i, p := range path {
			x, y := float32(p.x-float64(area.Min.X)), float32(p.y-float64(area.Min.Y))
			if i == 0 {
				z.MoveTo(x, y)
			} else {
				z.LineTo(x, y)
			}
		}
		z.ClosePath()
	}
	z.DrawOp = draw.Over
	z.Draw(c.RGBA, area, image.NewUniform(ink.rgba()), image.Point{})
}

// bounds is the whole pixels that the paths touch.
func bounds(paths [][]point) image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, path := range paths {
		for _, p := range path {
			x0, y0, x1, y1 = min(x0, p.x), min(y0, p.y), max(x1, p.x), max(y1, p.y)
		}
	}
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
}

// disc is a filled circle.
func (c *canvas) disc(x, y, r float64, ink hue) { c.shape(ink, arc(x, y, r, 0, 2*math.Pi)) }

// ring is a circle with a hole.
func (c *canvas) ring(x, y, r, width float64, ink hue) {
	c.shape(ink, arc(x, y, r, 0, 2*math.Pi), arc(x, y, r-width, 2*math.Pi, 0))
}

// box is a filled rectangle.
func (c *canvas) box(x, y, w, h float64, ink hue) {
	c.shape(ink, []point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}})
}

// arc is the points of an arc, clockwise on the screen when to > from.
func arc(x, y, r, from, to float64) []point {
	n := max(8, int(math.Abs(to-from)*r/3))
	points := make([]point, n+1)
	for i := range points {
		sin, cos := math.Sincos(from + (to-from)*float64(i)/float64(n))
		points[i] = point{x + r*cos, y + r*sin}
	}
	return points
}

// each sets every pixel of a rectangle to what ink says, over what is there.
func (c *canvas) each(x0, y0, x1, y1 float64, ink func(x, y float64) hue) {
	area := image.Rect(int(x0), int(y0), int(math.Ceil(x1)), int(math.Ceil(y1))).Intersect(c.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			c.over(x, y, ink(float64(x)+.5, float64(y)+.5))
		}
	}
}

func (c *canvas) over(x, y int, ink hue) {
	if ink.a <= 0 {
		return
	}
	p := c.Pix[c.PixOffset(x, y):][:4:4]
	s := ink.rgba()
	rest := 255 - uint32(s.A)
	for i, v := range [4]uint8{s.R, s.G, s.B, s.A} {
		p[i] = uint8(min(255, uint32(v)+(uint32(p[i])*rest+127)/255))
	}
}

// gradient fills the canvas downwards through the inks; a grain of noise keeps the steps of 8 bits from showing.
func (c *canvas) gradient(rng *rand.Rand, inks ...hue) {
	for y := range c.Rect.Dy() {
		row := ramp(float64(y)/c.h, inks)
		for x := range c.Rect.Dx() {
			grain := (rng.Float64() - .5) / 128
			c.over(x, y, hue{row.r + grain, row.g + grain, row.b + grain, row.a})
		}
	}
}

// ramp is the colour at t (0 to 1) of evenly spaced inks.
func ramp(t float64, inks []hue) hue {
	at := min(1, max(0, t)) * float64(len(inks)-1)
	i := min(int(at), len(inks)-2)
	return mix(inks[i], inks[i+1], at-float64(i))
}

// glow is a soft light; at its middle it has the ink's opacity.
func (c *canvas) glow(x, y, r float64, ink hue) {
	c.each(x-r, y-r, x+r, y+r, func(px, py float64) hue {
		d := math.Hypot(px-x, py-y) / r
		if d >= 1 {
			return hue{}
		}
		fall := (1 - d) * (1 - d)
		return ink.thin(ink.a * fall * (1 + 2*d) * (1 - d*.3))
	})
}

// land fills everything below a skyline; the ink goes from top to foot with the canvas, not with the slope.
func (c *canvas) land(skyline func(x float64) float64, top, foot hue) {
	for x := range c.Rect.Dx() {
		edge := skyline(float64(x) + .5)
		first := max(0, int(math.Floor(edge)))
		for y := first; y < c.Rect.Dy(); y++ {
			ink := mix(top, foot, float64(y)/c.h)
			c.over(x, y, ink.thin(ink.a*min(1, max(0, float64(y)+1-edge))))
		}
	}
}

// straight is the canvas's pixels with straight alpha, as ffmpeg expects them.
func (c *canvas) straight() []byte {
	out := make([]byte, len(c.Pix))
	for i := 0; i < len(c.Pix); i += 4 {
		a := uint32(c.Pix[i+3])
		if a == 0 {
			continue
		}
		for k := range 3 {
			out[i+k] = uint8(min(255, (uint32(c.Pix[i+k])*255+a/2)/a))
		}
		out[i+3] = uint8(a)
	}
	return out
}

// hills is a skyline made of waves: around mid, up to height high, its longest wave as long as length.
func hills(rng *rand.Rand, mid, height, length float64) func(x float64) float64 {
	type wave struct{ height, length, phase float64 }
	waves := []wave{}
	for i, share := range []float64{.52, .26, .13, .06, .03} {
		waves = append(waves, wave{share * height, length / math.Pow(2.1, float64(i)) * (.85 + .3*rng.Float64()), rng.Float64() * 2 * math.Pi})
	}
	return func(x float64) float64 {
		y := mid
		for _, w := range waves {
			y += w.height * math.Sin(2*math.Pi*x/w.length+w.phase)
		}
		return y
	}
}

// peaks is a skyline of mountains: hills folded upwards, so that ridges are sharp and valleys round.
func peaks(rng *rand.Rand, mid, height, length float64) func(x float64) float64 {
	big, small := hills(rng, 0, 1, length), hills(rng, 0, 1, length/5)
	return func(x float64) float64 {
		return mid - height*(.75-math.Abs(big(x))*1.5) - height*.16*math.Abs(small(x))
	}
}
