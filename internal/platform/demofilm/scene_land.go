package demofilm

import "math"

// ground adds a layer of land under a skyline around mid (share of the film's height), wide enough to move to the left
// by speed for the whole film. It answers the layer and its skyline, in the layer's own coordinates.
func (f *film) ground(make func(mid, height float64) func(float64) float64, mid, height, speed float64, top, foot hue) (*canvas, func(float64) float64) {
	y := math.Floor(mid*f.h - 1.3*height)
	c := blank(f.w+speed*f.seconds+8, f.h-y)
	line := make(mid*f.h-y, height)
	c.land(line, top, foot)
	f.add(c, drift(-2, -speed), at(y))
	return c, line
}

func (f *film) rolling(length float64) func(mid, height float64) func(float64) float64 {
	return func(mid, height float64) func(float64) float64 { return hills(f.rng, mid, height, length*f.u) }
}

func (f *film) rugged(length float64) func(mid, height float64) func(float64) float64 {
	return func(mid, height float64) func(float64) float64 { return peaks(f.rng, mid, height, length*f.u) }
}

// sun adds a disc in its glow, moving up by speed.
func (f *film) sun(x, y, r, speed float64, ink hue) {
	c := blank(r*8, r*8)
	c.glow(r*4, r*4, r*4, ink.thin(.55))
	c.glow(r*4, r*4, r*1.8, ink.thin(.7))
	c.disc(r*4, r*4, r, ink)
	f.add(c, at(x-r*4), drift(y-r*4, -speed))
}

// mist adds a band of soft light that drifts.
func (f *film) mist(y, height, speed, opacity float64, ink hue) {
	c := blank(f.w+math.Abs(speed)*f.seconds+8, height*2)
	for range 9 {
		r := height * f.between(.7, 1)
		x, y := f.between(0, c.w), height*f.between(.8, 1.2)
		c.each(x-5*r, y-r, x+5*r, y+r, func(px, py float64) hue {
			d := math.Hypot((px-x)/5, py-y) / r
			return ink.thin(opacity * math.Pow(max(0, 1-d*d), 3) * .6)
		})
	}
	f.add(c, drift(min(-2, -2-max(0, speed)*f.seconds), speed), at(y-height))
}

// clouds adds heaps of soft round light on flat feet.
func (f *film) clouds(y, size, speed float64, ink hue) {
	c := blank(f.w+speed*f.seconds+8, size*4)
	for range int(2 + c.w/(size*9)) {
		x, w, foot := f.between(0, c.w), size*f.between(1.2, 3), size*f.between(2, 3.4)
		for range 26 {
			dx := f.between(-1, 1)
			r := size * f.between(.25, .95) * (1 - .7*math.Abs(dx))
			c.each(x+dx*w-r, foot-2*r, x+dx*w+r, foot, func(px, py float64) hue {
				d := math.Hypot(px-x-dx*w, py-foot+r*.7) / r
				return ink.thin(.5 * math.Pow(max(0, 1-d*d), 1.5) * min(1, (foot-py)/(size*.3)))
			})
		}
	}
	f.add(c, drift(-2, -speed), at(y))
}

// birds adds a small flock that crosses the sky.
func (f *film) birds(x, y, speed float64, ink hue) {
	c := blank(220*f.u, 110*f.u)
	for range 6 {
		bx, by, s := f.between(20, 200)*f.u, f.between(15, 95)*f.u, f.between(6, 11)*f.u
		c.shape(ink, []point{{bx - 2*s, by - s*.9}, {bx - s, by - s*.9}, {bx, by}, {bx + s, by - s*.9}, {bx + 2*s, by - s*.8}, {bx + s, by - s*.55}, {bx, by + s*.3}, {bx - s, by - s*.55}})
	}
	f.add(c, drift(x, speed), sway(y, 8*f.u, 4, 0))
}

// stars sprinkles the base.
func (f *film) stars(n int, below float64) {
	for range n {
		r := f.u * f.between(.6, 1.7)
		f.base.glow(f.between(0, f.w), f.h*below*math.Pow(f.rng.Float64(), 1.4), r*2.2, f.palette.light.thin(f.between(.35, 1)))
	}
}

// dawn: a sun climbs behind ridge after ridge.
func dawn(f *film) {
	p := f.palette
	f.sky(.78)
	f.sun(f.w*f.between(.3, .7), f.h*.5, 46*f.u, 11, p.light)
	f.birds(f.w*.15, f.h*f.between(.2, .3), 34, p.near)
	for i := range 5 {
		t := float64(i) / 4
		ink := mix(p.far, p.near, t)
		f.ground(f.rugged(620-60*float64(i)), .58+.09*float64(i), (120-8*float64(i))*f.u, 6+19*float64(i), ink, mix(ink, p.sky[len(p.sky)-1], .55-.45*t))
		if i < 4 {
			f.mist(f.h*(.63+.09*float64(i)), 50*f.u, -10-8*float64(i), .5, p.sky[len(p.sky)-1])
		}
	}
}

// wall: a wall with its towers follows the ridge, in one of the two seasons people come to see it.
func wall(f *film) {
	p := f.palette
	f.sky(.7)
	f.sun(f.w*.76, f.h*.2, 34*f.u, 3, p.light)
	f.clouds(f.h*.12, 44*f.u, 14, p.light)
	far := mix(p.far, p.sky[1], .45)
	f.ground(f.rugged(700), .5, 120*f.u, 5, far, mix(far, p.light, .5))
	f.mist(f.h*.56, 90*f.u, -12, .5, p.light)
	f.ground(f.rugged(560), .58, 110*f.u, 12, mix(p.far, p.near, .35), mix(p.far, p.light, .4))
	c, line := f.ground(f.rolling(760), .66, 95*f.u, 25, p.near, mix(p.near, p.far, .35))
	rampart(f, c, line)
	f.mist(f.h*.8, 100*f.u, -22, .3, p.light)
	f.ground(f.rolling(420), .93, 40*f.u, 50, mix(p.accent, p.near, .4), p.near)
}

// rampart builds the wall on a skyline: a strip with merlons, and a tower at every height.
func rampart(f *film, c *canvas, line func(float64) float64) {
	stone, shade := mix(f.palette.light, f.palette.near, .28), mix(f.palette.light, f.palette.near, .55)
	deep := 17 * f.u
	for x := 0.0; x < c.w; x += 1.5 {
		c.box(x, line(x)-deep*.7, 1.6, deep, stone)
		c.box(x, line(x)-deep*.1, 1.6, deep*.5, shade)
		if math.Mod(x, 11*f.u) < 6*f.u {
			c.box(x, line(x)-deep, 1.6, deep*.35, stone)
		}
	}
	for x := 130 * f.u; x < c.w; x += f.between(230, 330) * f.u {
		w, h, y := 46*f.u, 52*f.u, line(x)-54*f.u
		c.box(x-w/2, y, w, h, stone)
		c.box(x, y, w/2, h, shade.thin(.55))
		for k := range 5 {
			c.box(x-w/2+float64(k)*w/4.6, y-7*f.u, w/9, 8*f.u, stone)
		}
		for _, k := range []float64{-.28, 0, .28} {
			c.shape(f.palette.near, append(arc(x+k*w, y+18*f.u, 4*f.u, math.Pi, 2*math.Pi), point{x + k*w + 4*f.u, y + 28*f.u}, point{x + k*w - 4*f.u, y + 28*f.u}))
		}
	}
}

// wind: mills turn on green or golden hills.
func wind(f *film) {
	p := f.palette
	f.sky(.75)
	f.base.glow(f.w*.2, f.h*.1, 420*f.u, p.light.thin(.6))
	f.clouds(f.h*.1, 60*f.u, 25, p.accent)
	f.clouds(f.h*.26, 36*f.u, 12, p.accent)
	f.ground(f.rolling(900), .66, 46*f.u, 0, mix(p.far, p.sky[2], .4), p.far)
	for i, x := range []float64{.2, .52, .83} {
		mill(f, f.w*(x+f.between(-.04, .04)), f.h*(.7-.02*float64(i%2)), f.between(.75, 1.15)*190*f.u, f.between(.8, 1.3))
	}
	f.ground(f.rolling(760), .74, 40*f.u, 0, p.far, mix(p.far, p.near, .7))
	f.ground(f.rolling(640), .84, 40*f.u, 0, mix(p.far, p.near, .6), p.near)
	meadow(f, .93, 12)
}

// mill is a tower that stands and a rotor that turns.
func mill(f *film, x, foot, height, speed float64) {
	tower := blank(16*f.u, height)
	tower.shape(f.palette.accent, []point{{6 * f.u, 0}, {10 * f.u, 0}, {13 * f.u, height}, {3 * f.u, height}})
	f.add(tower, at(x-8*f.u), at(foot-height))
	r := height * .62
	rotor := blank(2*r, 2*r)
	for k := range 3 {
		a := float64(k) * 2 * math.Pi / 3
		sin, cos := math.Sincos(a)
		to := func(along, across float64) point {
			return point{r + cos*along - sin*across, r + sin*along + cos*across}
		}
		rotor.shape(f.palette.accent, []point{to(0, -3*f.u), to(r*.25, -7*f.u), to(r*.97, -1*f.u), to(r*.97, 1*f.u), to(0, 3*f.u)})
	}
	rotor.disc(r, r, 7*f.u, f.palette.accent)
	f.spin(rotor, at(x-r), at(foot-height-r), at(f.between(0, 2))+"+t*"+at(speed))
}

// meadow is a foreground of blades and flowers bending in the wind.
func meadow(f *film, top, reach float64) {
	c := blank(f.w+4*reach*f.u, f.h*(1-top)+60*f.u)
	for range int(f.w / f.u * 1.1) {
		x, high := f.between(0, c.w), f.between(.35, 1)*c.h
		bend := f.between(-14, 22) * f.u
		ink := mix(f.palette.near, f.palette.far, f.between(0, .5))
		c.shape(ink, []point{{x - 2*f.u, c.h}, {x + bend*.4, c.h - high*.6}, {x + bend, c.h - high}, {x + bend*.5 + 2*f.u, c.h - high*.55}, {x + 3*f.u, c.h}})
	}
	for range int(f.w / f.u / 45) {
		x, y := f.between(0, c.w), f.between(.1, .7)*c.h
		c.disc(x, y, f.between(3, 6)*f.u, mix(f.palette.light, f.palette.accent, f.rng.Float64()))
	}
	f.add(c, sway(-2*reach*f.u, reach*f.u, 3.2, 0), at(f.h-c.h+4*f.u))
}

// wheat: ears in three rows sway against each other before a low sun.
func wheat(f *film) {
	p := f.palette
	f.sky(.66)
	f.sun(f.w*f.between(.3, .7), f.h*.44, 62*f.u, 5, p.light)
	f.clouds(f.h*.1, 40*f.u, 16, p.light)
	f.ground(f.rolling(900), .58, 28*f.u, 0, mix(p.far, p.sky[2], .55), mix(p.far, p.sky[3], .3))
	f.ground(f.rolling(700), .64, 18*f.u, 0, mix(p.far, p.near, .2), mix(p.far, p.near, .5))
	for i := range 3 {
		ears(f, .64+.1*float64(i), .65+.35*float64(i), float64(i))
	}
	f.tile(26, 3, 26, p.light.thin(.75))
}

// ears is one row of wheat.
func ears(f *film, top, size, row float64) {
	ink := mix(f.palette.far, f.palette.near, .15+.35*row)
	c := blank(f.w+80*f.u, f.h*(1-top)+10*f.u)
	dense := (5 + 6*row) * size * f.u
	for x := 0.0; x < c.w; x += dense * f.between(.5, 1.3) {
		tip, lean, s := f.between(0, .16)*c.h+18*f.u, f.between(-10, 26)*f.u*size, size*f.u*f.between(.85, 1.15)
		shade := mix(ink, f.palette.accent, f.between(0, .45))
		c.shape(shade, []point{{x - 1.4*s, c.h}, {x + lean*.6 - s, tip + 30*s}, {x + lean, tip}, {x + lean*.6 + s, tip + 30*s}, {x + 1.4*s, c.h}})
		for k := range 7 {
			ky := tip + float64(k)*6.5*s
			kx := x + lean*(1-.06*float64(k))
			grain := mix(shade, f.palette.light, .55-.05*float64(k))
			for _, side := range []float64{-1, 1} {
				c.shape(grain, []point{{kx, ky + 6*s}, {kx + side*5*s, ky + 1*s}, {kx + side*4*s, ky - 6*s}, {kx, ky - s}})
			}
		}
	}
	f.add(c, sway(-40*f.u, (14+7*row)*f.u, 3.4, row*1.3), sway(f.h-c.h+8*f.u, 3*f.u, 2.6, row))
}

// tile adds things floating up or falling for ever: n specks of size r, moving at speed (down when positive).
func (f *film) tile(n int, r, speed float64, ink hue) {
	c := blank(f.w+60*f.u, 2*f.h)
	for range n {
		x, y, s := f.between(0, c.w), f.between(0, f.h), r*f.u*f.between(.5, 1.3)
		for _, again := range []float64{0, f.h} {
			c.glow(x, y+again, s*1.7, ink.thin(ink.a*f.between(.6, 1)))
		}
	}
	if speed > 0 {
		f.add(c, sway(-30*f.u, 22*f.u, 5, r), loop(-f.h, f.h, speed*f.u))
		return
	}
	f.add(c, sway(-30*f.u, 22*f.u, 5, r), "-mod("+at(-speed*f.u)+"*t\\,"+at(f.h)+")")
}

// snow: pines stand in falling snow.
func snow(f *film) {
	p := f.palette
	f.sky(.8)
	f.base.glow(f.w*.68, f.h*.24, 260*f.u, p.light.thin(.8))
	f.base.disc(f.w*.68, f.h*.24, 30*f.u, p.light)
	f.ground(f.rugged(640), .6, 120*f.u, 5, mix(p.far, p.sky[2], .3), mix(p.far, p.accent, .6))
	f.tile(170, 2, 60, p.accent.thin(.8))
	for i := range 3 {
		t := float64(i) / 2
		speed := 8 + 22*float64(i)
		c, line := f.ground(f.rolling(800), .74+.08*float64(i), 30*f.u, speed, mix(p.accent, p.far, .45-.4*t), p.accent)
		y := math.Floor((.74+.08*float64(i))*f.h - 1.3*30*f.u)
		trees := blank(c.w, c.h+260*f.u)
		for x := 20 * f.u; x < c.w; x += f.between(46, 120) * f.u * (1 + t*.8) {
			pine(trees, x, line(x)+262*f.u, f.between(80, 150)*f.u*(.7+t*.75), mix(p.far, p.near, .35+.65*t), p.accent)
		}
		f.add(trees, drift(-2, -speed), at(y-260*f.u))
	}
	f.tile(90, 4.5, 130, p.accent.thin(.95))
}

// pine is five tiers, each with snow on its windward side.
func pine(c *canvas, x, foot, height float64, ink, white hue) {
	c.box(x-height*.025, foot-height*.16, height*.05, height*.16, mix(ink, hue{0, 0, 0, 1}, .3))
	for k := range 5 {
		y, w := foot-height*(.12+.17*float64(k)), height*(.27-.045*float64(k))
		top := y - height*.28
		c.shape(ink, []point{{x - w, y}, {x, top}, {x + w, y}, {x + w*.4, y - height*.025}, {x - w*.3, y + height*.012}})
		c.shape(white.thin(.75), []point{{x - w, y}, {x, top}, {x - w*.12, y - height*.1}, {x - w*.45, y - height*.045}})
	}
}
