package demofilm

import "math"

// sea: waves roll before a low sun, a boat rides on them.
func sea(f *film) {
	p := f.palette
	f.sky(.56)
	x := f.w * f.between(.35, .65)
	f.sun(x, f.h*.47, 60*f.u, -4, p.light)
	f.clouds(f.h*.08, 46*f.u, 15, mix(p.sky[1], p.light, .45))
	f.birds(f.w*.2, f.h*.3, 30, p.near)
	water := blank(f.w, f.h*.45)
	water.gradient(f.rng, mix(p.sky[len(p.sky)-1], p.far, .55), mix(p.far, p.near, .5), p.near)
	f.add(water, at(0), at(f.h*.55))
	for k := range 2 {
		glitter(f, x, float64(k))
	}
	for i := range 4 {
		t := float64(i) / 3
		if i == 1 {
			boat(f)
		}
		wave(f, .66+.085*float64(i), (10+9*t)*f.u, mix(mix(p.far, p.near, .3), p.near, t).thin(.86), float64(i))
	}
}

// glitter is the sun's road on the water.
func glitter(f *film, x, k float64) {
	c := blank(360*f.u, f.h*.42)
	for range 70 {
		y := f.rng.Float64() * c.h
		spread := (24 + 110*y/c.h) * f.u
		px, s := c.w/2+f.between(-1, 1)*spread, f.between(6, 26)*f.u*(.5+y/c.h)
		c.each(px-s, y-2*f.u, px+s, y+2*f.u, func(qx, qy float64) hue {
			d := math.Hypot((qx-px)/s, (qy-y)/(2*f.u))
			return f.palette.light.thin(.85 * max(0, 1-d*d))
		})
	}
	f.add(c, sway(x-c.w/2, 14*f.u, 2.2+.6*k, 3*k), sway(f.h*.56, 3*f.u, 1.8, k))
}

// wave is one crest line with a thin light along its edge.
func wave(f *film, mid, height float64, ink hue, k float64) {
	y := f.h*mid - 2*height
	c := blank(f.w+160*f.u, f.h-y+20*f.u)
	line := hills(f.rng, 2*height, height, 420*f.u*(.7+.2*k))
	c.land(line, mix(ink, f.palette.light, .16).thin(ink.a), ink)
	for x := range c.Rect.Dx() {
		edge := line(float64(x))
		c.each(float64(x), edge, float64(x)+1, edge+3*f.u, func(_, _ float64) hue { return f.palette.light.thin(.3) })
	}
	f.add(c, sway(-80*f.u, (40+10*k)*f.u, 4.2+.5*k, 1.7*k), sway(y, (5+2*k)*f.u, 2.9, 1.1*k))
}

// boat has two sails and rocks.
func boat(f *film) {
	s := 62 * f.u
	c := blank(3*s, 3.4*s)
	x, y := 1.5*s, 2.7*s
	dark, sail := mix(f.palette.near, hue{0, 0, 0, 1}, .25), mix(f.palette.light, f.palette.accent, .12)
	c.shape(dark, []point{{x - s, y}, {x + 1.1*s, y}, {x + .75*s, y + .36*s}, {x - .7*s, y + .36*s}})
	c.box(x-.02*s, y-2.3*s, .05*s, 2.3*s, dark)
	c.shape(sail, []point{{x + .08*s, y - 2.2*s}, {x + .95*s, y - .15*s}, {x + .08*s, y - .15*s}})
	c.shape(mix(sail, f.palette.far, .35), []point{{x - .06*s, y - 1.9*s}, {x - .75*s, y - .15*s}, {x - .06*s, y - .15*s}})
	f.spin(c, drift(f.w*.18, 24*f.u), sway(f.h*.7-c.h, 7*f.u, 2.9, .6), "0.05*sin(2*PI*t/2.9)")
}

// bridge: an open-spandrel stone arch and its reflection, after the one that has stood at Zhaozhou since the Sui.
func bridge(f *film) {
	p := f.palette
	f.sky(.62)
	f.sun(f.w*.26, f.h*.26, 40*f.u, 4, p.light)
	f.ground(f.rugged(760), .52, 80*f.u, 5, mix(p.far, p.sky[2], .5), mix(p.far, p.light, .4))
	f.ground(f.rolling(560), .6, 26*f.u, 9, mix(p.far, p.near, .4), mix(p.far, p.near, .6))
	water := blank(f.w, f.h*.4)
	water.gradient(f.rng, mix(p.sky[3], p.far, .35), mix(p.far, p.near, .45), mix(p.near, p.far, .25))
	f.add(water, at(0), at(f.h*.6))
	stone := span(f, 1)
	mirrored := span(f, -1)
	f.add(mirrored, sway((f.w-mirrored.w)/2, 2.4*f.u, 2.4, 0), at(f.h*.66))
	f.add(stone, at((f.w-stone.w)/2), at(f.h*.66-stone.h))
	ripples(f, .66, p.light, .42)
	f.birds(f.w*.45, f.h*.2, 26, p.near)
	willow(f, -30*f.u, 0)
	willow(f, f.w*.74, 2)
}

// span draws the bridge standing (1) or hanging below the water line, fainter (-1).
func span(f *film, way float64) *canvas {
	w := min(f.w*.98, 860*f.u)
	h := w * .3
	c := blank(w, h)
	ink := mix(f.palette.near, f.palette.light, .3)
	if way < 0 {
		ink = mix(ink, f.palette.far, .5).thin(.5)
	}
	upright := func(path []point) []point { // from heights above the water to the canvas
		for i, p := range path {
			if path[i].y = p.y; way > 0 {
				path[i].y = h - p.y
			}
		}
		return path
	}
	deck := func(x float64) float64 { return h * (.36 + .5*(1-math.Pow((x-w/2)/(w/2), 2))) }
	body, rail := []point{{w, 0}, {0, 0}}, []point{}
	for i := range 61 {
		x := w * float64(i) / 60
		body = append(body, point{x, deck(x)})
		rail = append(rail, point{x, deck(x) + h*.085})
	}
	paths := [][]point{upright(body), upright(vault(w*.5, 0, w*.355, h*.73))}
	for _, at := range []float64{.13, .205, .795, .87} {
		r := w * .031
		foot := max(h*.3, vaultAt(w*at, w*.5, w*.355, h*.73)+h*.04)
		if top := deck(w*at) - h*.07; top > foot+r*.3 {
			paths = append(paths, upright(vault(w*at, foot, r, top-foot)))
		}
	}
	c.shape(ink, paths...)
	for i := len(rail) - 1; i >= 0; i-- {
		rail = append(rail, point{rail[i].x, rail[i].y - h*.022})
	}
	c.shape(ink, upright(rail))
	for x := w / 80; x < w; x += w / 40 {
		c.shape(ink, upright([]point{{x, deck(x) - 1}, {x + w/160, deck(x) - 1}, {x + w/160, deck(x) + h*.1}, {x, deck(x) + h*.1}}))
	}
	return c
}

// vault is the air under an arch: half an ellipse over its foot, wound against the body it is cut from.
func vault(centre, foot, half, rise float64) []point {
	path := arc(0, 0, 1000, 0, math.Pi)
	for i, p := range path {
		path[i] = point{centre + p.x*half/1000, foot + p.y*rise/1000}
	}
	return path
}

// vaultAt is the height of that ellipse at x, 0 beside it.
func vaultAt(x, centre, half, rise float64) float64 {
	d := (x - centre) / half
	return rise * math.Sqrt(max(0, 1-d*d))
}

// willow hangs its branches into the picture from above.
func willow(f *film, x, phase float64) {
	c := blank(300*f.u, f.h*.5)
	for range 26 {
		bx, long := f.between(20, 280)*f.u, f.between(.4, .95)*c.h
		ink := mix(f.palette.accent, f.palette.near, f.between(0, .5))
		bend := f.between(-16, 16) * f.u
		for y := 0.0; y < long; y += 15 * f.u {
			t := y / long
			px := bx + bend*t*t
			c.box(px, y, 1.4*f.u, 15.5*f.u, ink.thin(.8))
			for _, side := range []float64{-1, 1} {
				c.shape(ink.thin(.9), []point{{px, y}, {px + side*8*f.u, y + 11*f.u}, {px + side*7*f.u, y + 25*f.u}, {px + side*2*f.u, y + 12*f.u}})
			}
		}
	}
	f.add(c, sway(x, 12*f.u, 4, phase), at(-8*f.u))
}
