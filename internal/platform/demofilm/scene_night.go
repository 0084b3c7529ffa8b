package demofilm

import (
	"fmt"
	"math"
)

// city: three rows of houses pass under the moon, cars run along the front.
func city(f *film) {
	p := f.palette
	f.sky(.8)
	f.stars(90, .5)
	f.sun(f.w*.74, f.h*.22, 36*f.u, 2, p.light)
	for i := range 3 {
		t := float64(i) / 2
		houses(f, .5+.13*float64(i), (150+50*t)*f.u, 10+20*float64(i), mix(p.far, p.near, .25+.75*t), t)
	}
	f.mist(f.h*.93, 60*f.u, -14, .25, p.accent)
	front := blank(f.w, f.h*.07)
	front.gradient(f.rng, mix(p.near, p.accent, .12), p.near)
	f.add(front, at(0), at(f.h-front.h))
	for i := range 8 {
		lane := float64(i % 2)
		car := blank(110*f.u, 18*f.u)
		ink := []hue{p.light, ink("#ff5a4a")}[i%2]
		car.glow(55*f.u, 9*f.u, 9*f.u, ink)
		car.each(0, 7*f.u, 55*f.u, 11*f.u, func(x, _ float64) hue { return ink.thin(.55 * x / (55 * f.u)) })
		speed, start := f.between(150, 260)*f.u, f.between(0, f.w)
		length := f.w + 220*f.u
		f.add(car, fmt.Sprintf("-110+mod(%.0f+%.0f*t\\,%.0f)", start, speed, length), at(f.h*(.945+.028*lane)))
	}
}

// houses is one row: roofs of different kinds, windows lit at random.
func houses(f *film, top, height, speed float64, ink hue, t float64) {
	c := blank(f.w+speed*f.seconds+8, f.h*(1-top)+height)
	for x := -20.0; x < c.w; {
		w, h := f.between(54, 120)*f.u*(1+.4*t), f.between(.25, 1)*height*1.5
		y := height*1.6 - h
		shade := mix(ink, f.palette.sky[len(f.palette.sky)-1], f.between(0, .12))
		c.box(x, y, w, c.h, shade)
		switch f.rng.IntN(4) {
		case 0:
			c.box(x+w*.46, y-28*f.u, w*.06, 30*f.u, shade)
		case 1:
			c.shape(shade, []point{{x, y + 1}, {x + w*.5, y - 22*f.u}, {x + w, y + 1}})
		case 2:
			c.box(x+w*.2, y-14*f.u, w*.6, 16*f.u, shade)
		}
		windows(f, c, x, y, w, t)
		x += w + f.between(-4, 26)*f.u
	}
	f.add(c, drift(-2, -speed), at(f.h-c.h))
}

func windows(f *film, c *canvas, x, y, w, t float64) {
	step, size := (15+5*t)*f.u, (6+2*t)*f.u
	for wy := y + step; wy < c.h; wy += step * 1.15 {
		for wx := x + step*.7; wx < x+w-step*.8; wx += step {
			if f.rng.Float64() < .36 {
				c.box(wx, wy, size, size*1.25, mix(f.palette.accent, f.palette.light, f.rng.Float64()).thin(.35+.6*t*f.rng.Float64()+.1))
			}
		}
	}
}

// lanterns: lights rise over a river.
func lanterns(f *film) {
	p := f.palette
	f.sky(.68)
	f.stars(120, .55)
	water := blank(f.w, f.h*.3)
	water.gradient(f.rng, mix(p.sky[3], p.far, .4), p.near)
	for range 46 {
		x, y := f.between(0, f.w), f.between(.04, .95)*water.h
		s := (8 + 40*y/water.h) * f.u
		water.each(x-s, y-1.6*f.u, x+s, y+1.6*f.u, func(px, _ float64) hue {
			return p.light.thin(.5 * max(0, 1-math.Abs(px-x)/s))
		})
	}
	f.ground(f.rugged(600), .6, 90*f.u, 4, mix(p.far, p.near, .2), mix(p.far, p.near, .5))
	f.ground(f.rolling(520), .68, 30*f.u, 8, p.near, p.near)
	f.add(water, at(0), at(f.h*.7))
	ripples(f, .7, p.light, .3)
	for i := range 15 {
		size := []float64{20, 34, 54}[i*3/15] * f.u
		c := blank(size*5, size*5)
		lantern(c, size*2.5, size*2.5, size, p)
		start, speed := f.between(.05, 1.05)*f.h, (14+size/f.u*.75)*f.u
		span := f.h + c.h
		f.add(c, sway(f.between(.02, .98)*f.w-c.w/2, 16*f.u, f.between(4, 6), f.between(0, 6)),
			fmt.Sprintf("%.0f-mod(%.0f+%.1f*t\\,%.0f)", f.h, f.h-start+c.h*.5, speed, span))
	}
}

// lantern is a paper lantern, brightest at its flame.
func lantern(c *canvas, x, y, s float64, p palette) {
	c.glow(x, y, s*2.4, p.accent.thin(.5))
	body := []point{{x - s*.42, y - s*.55}, {x + s*.42, y - s*.55}, {x + s*.55, y - s*.1}, {x + s*.36, y + s*.6}, {x - s*.36, y + s*.6}, {x - s*.55, y - s*.1}}
	c.shape(mix(p.accent, p.light, .25), body)
	c.glow(x, y+s*.3, s*.75, p.light)
	for _, k := range []float64{-.2, .2} {
		c.box(x+k*s-s*.01, y-s*.54, s*.02, s*1.1, p.accent.thin(.6))
	}
	c.box(x-s*.38, y+s*.56, s*.76, s*.07, mix(p.accent, p.near, .5))
}

// ripples are two sets of thin lights on water, swaying against each other.
func ripples(f *film, top float64, ink hue, opacity float64) {
	for k := range 2 {
		c := blank(f.w+120*f.u, f.h*(1-top))
		for range 60 {
			y := math.Pow(f.rng.Float64(), 1.5) * c.h
			x, s := f.between(0, c.w), (16+90*y/c.h)*f.u
			thick := (.8 + 2*y/c.h) * f.u
			c.each(x-s, y-thick, x+s, y+thick, func(px, py float64) hue {
				d := math.Hypot((px-x)/s, (py-y)/thick)
				return ink.thin(opacity * max(0, 1-d*d))
			})
		}
		f.add(c, sway(-60*f.u, 34*f.u, 4+float64(k), float64(k)*2.4), at(f.h*top))
	}
}

// aurora: curtains of light wave over dark mountains.
func aurora(f *film) {
	p := f.palette
	f.sky(.85)
	f.stars(220, .75)
	for i, ink := range []hue{p.accent, p.light, mix(p.accent, p.sky[3], .4)} {
		curtain(f, ink, float64(i))
	}
	f.ground(f.rugged(560), .74, 150*f.u, 5, mix(p.far, p.sky[2], .5), p.far)
	f.ground(f.rugged(460), .83, 120*f.u, 14, mix(p.far, p.near, .6), p.near)
	c, line := f.ground(f.rolling(620), .92, 26*f.u, 28, p.near, p.near)
	trees := blank(c.w, c.h+120*f.u)
	for x := 0.0; x < c.w; x += f.between(16, 60) * f.u {
		h := f.between(30, 84) * f.u
		y := line(x) + 124*f.u
		trees.shape(p.near, []point{{x - h*.2, y}, {x, y - h}, {x + h*.2, y}})
	}
	f.add(trees, drift(-2, -28), at(math.Floor(.92*f.h-1.3*26*f.u)-120*f.u))
}

// curtain is one ribbon: rays that stand on a wavy foot and fade upwards.
func curtain(f *film, ink hue, k float64) {
	c := blank(f.w*1.4, f.h*.62)
	foot := hills(f.rng, c.h*(.72+.06*k), c.h*.2, f.w*.9)
	rays := hills(f.rng, 0, 1, 90*f.u)
	for x := range c.Rect.Dx() {
		base := foot(float64(x))
		strength := .36 + .3*rays(float64(x))
		reach := c.h * (.42 + .18*rays(float64(x)*.37+500))
		c.each(float64(x), base-reach, float64(x)+1, base+26*f.u, func(_, y float64) hue {
			if y > base {
				return ink.thin(strength * (1 - (y-base)/(26*f.u)))
			}
			up := (base - y) / reach
			return mix(ink, f.palette.sky[3], up).thin(strength * (1 - up) * (1 - up*.4))
		})
	}
	f.add(c, sway(-f.w*.2, f.w*.1, 7+2*k, 2*k), sway(f.h*(.04-.02*k), 16*f.u, 5+k, k))
}
