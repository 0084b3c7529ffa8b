package demofilm

import (
	"fmt"
	"math"
)

// form: circles, arcs and bars in few colours, turning and sliding like a poster of the twenties.
func form(f *film) {
	p := f.palette
	f.sky(1)
	inks := []hue{p.far, p.near, p.accent}
	big := min(f.w, f.h)
	cx, cy := f.w*.5, f.h*.5
	if f.w > f.h {
		cx = f.w * .4
	}
	f.piece(big*.78, func(c *canvas, r float64) { c.disc(r, r, r*.98, p.near) }, sway(cx, 14*f.u, 6, 0), at(cy), "")
	f.piece(big*.74, func(c *canvas, r float64) {
		for i := range 3 {
			a := float64(i) * 2.2
			outer, inner := r*(.96-.16*float64(i)), r*(.86-.16*float64(i))
			c.shape(inks[(i+2)%3], append(arc(r, r, outer, a, a+1.9+.4*float64(i)), arc(r, r, inner, a+1.9+.4*float64(i), a)...))
		}
	}, sway(cx, 14*f.u, 6, 0), at(cy), "t*0.55")
	f.piece(big*.36, func(c *canvas, r float64) {
		c.shape(p.light, append(arc(r, r, r*.97, 0, math.Pi), point{r, r}))
		c.shape(p.far, append(arc(r, r, r*.97, math.Pi, 2*math.Pi), point{r, r}))
	}, at(cx), at(cy), "-t*0.8")
	f.piece(big*.3, func(c *canvas, r float64) { c.disc(r, r, r*.97, p.accent) }, sway(f.w*.8, 24*f.u, 5, 0), sway(f.h*.24, 30*f.u, 5, 1.5), "")
	f.piece(big*.34, func(c *canvas, r float64) {
		for i := range 4 {
			c.ring(r, r, r*(.97-.24*float64(i)), r*.1, p.near)
		}
	}, sway(f.w*.83, 18*f.u, 7, 1), sway(f.h*.74, 18*f.u, 6, 0), "")
	for i := range 5 {
		bar := blank(big*(.2+.08*float64(i%3)), 12*f.u)
		bar.box(0, 0, bar.w, bar.h, inks[i%3])
		f.add(bar, fmt.Sprintf("-%.0f+mod(%.0f+%.0f*t\\,%.0f)", bar.w, f.between(0, f.w), (60+22*float64(i))*f.u, f.w+bar.w), at(f.h*.88+float64(i)*19*f.u))
	}
	f.piece(big*.3, func(c *canvas, r float64) {
		for i := range 5 {
			for k := range 5 {
				c.disc(r*(.2+.4*float64(i)), r*(.2+.4*float64(k)), r*.06, p.near)
			}
		}
	}, at(f.w*.12), sway(f.h*.16, 8*f.u, 5, 2), "")
}

// piece adds a square drawing whose middle moves along x, y; draw gets half its side.
func (f *film) piece(side float64, draw func(c *canvas, r float64), x, y, turn string) {
	c := blank(side, side)
	draw(c, side/2)
	half := at(c.w / 2)
	l := layer{canvas: c, x: x + "-" + half, y: y + "-" + half, turn: turn}
	f.layers = append(f.layers, l)
}

// papercut: medallions of cut paper turn, flecks of gold fall.
func papercut(f *film) {
	p := f.palette
	f.sky(1)
	f.base.glow(f.w*.5, f.h*.46, max(f.w, f.h)*.6, p.far.thin(.55))
	big := min(f.w, f.h)
	for i, corner := range []point{{0, 0}, {1, 1}, {1, 0}, {0, 1}} {
		side := big * []float64{.62, .62, .4, .4}[i]
		f.piece(side, func(c *canvas, r float64) { medallion(f, c, r, 8+2*i, mix(p.near, p.far, .35)) }, sway(f.w*corner.x, 26*f.u, 6, float64(i)), sway(f.h*corner.y, 26*f.u, 6, float64(i)+1.6), "")
	}
	folds := 8 + 2*f.rng.IntN(3)
	f.piece(big*.86, func(c *canvas, r float64) { medallion(f, c, r, folds, p.light) }, at(f.w*.5), at(f.h*.48), "0.22*t")
	f.piece(big*.34, func(c *canvas, r float64) { medallion(f, c, r, 6, p.accent) }, at(f.w*.5), at(f.h*.48), "-0.4*t")
	f.tile(70, 4, 70, p.accent.thin(.9))
}

// medallion is a rosette: a toothed rim, petals with cut-outs, a ring of drops.
func medallion(f *film, c *canvas, r float64, folds int, ink hue) {
	c.ring(r, r, r*.97, r*.05, ink)
	c.ring(r, r, r*.58, r*.025, ink)
	inner, lift := f.between(.3, .38), f.between(.1, .16)
	for k := range folds {
		a := 2 * math.Pi * float64(k) / float64(folds)
		step := math.Pi / float64(folds)
		c.shape(ink, petal(r, a, inner, .6, step*.78), hole(petal(r, a, inner+.06, .53, step*.4)))
		c.shape(ink, petal(r, a+step, .56, .95, step*.86), hole(petal(r, a+step, .64, .88, step*.45)))
		c.shape(ink, petal(r, a+step, .69, .82, step*.16))
		for _, side := range []float64{-1, 1} {
			b := a + side*step*.36
			c.disc(r+r*(.76+lift*.3)*math.Cos(b), r+r*(.76+lift*.3)*math.Sin(b), r*.024, ink)
			c.disc(r+r*.9*math.Cos(b), r+r*.9*math.Sin(b), r*.034, ink)
		}
		for i := range 3 {
			t := a + step*(float64(i)-1)*.62
			c.shape(ink, []point{{r + r*.96*math.Cos(t-.03), r + r*.96*math.Sin(t-.03)}, {r + r*1.0*math.Cos(t), r + r*1.0*math.Sin(t)}, {r + r*.96*math.Cos(t+.03), r + r*.96*math.Sin(t+.03)}})
		}
	}
}

// petal is a leaf pointing outwards between two radii (shares of r), as wide as width radians.
func petal(r, angle, from, to, width float64) []point {
	points := []point{}
	for i := range 33 {
		t := float64(i) / 32 * 2
		side := 1.0
		if t > 1 {
			t, side = 2-t, -1
		}
		radius := r * (from + (to-from)*t)
		a := angle + side*width*math.Sin(math.Pi*math.Pow(t, .8))*.62
		points = append(points, point{r + radius*math.Cos(a), r + radius*math.Sin(a)})
	}
	return points
}

// hole is the path the other way round, so that it cuts.
func hole(path []point) []point {
	out := make([]point, len(path))
	for i, p := range path {
		out[len(path)-1-i] = p
	}
	return out
}
