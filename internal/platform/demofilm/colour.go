package demofilm

import (
	"image/color"
	"math"
	"strconv"
)

// hue is a colour on its way to the canvas: sRGB, 0 to 1, with its own opacity.
type hue struct{ r, g, b, a float64 }

// ink reads "#c8321f".
func ink(hex string) hue {
	v, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		panic("demofilm: not a colour: " + hex)
	}
	return hue{float64(v>>16) / 255, float64(v>>8&255) / 255, float64(v&255) / 255, 1}
}

// thin is the colour at this opacity.
func (c hue) thin(a float64) hue { c.a = a; return c }

// mix goes from a (0) to b (1).
func mix(a, b hue, t float64) hue {
	t = min(1, max(0, t))
	return hue{a.r + (b.r-a.r)*t, a.g + (b.g-a.g)*t, a.b + (b.b-a.b)*t, a.a + (b.a-a.a)*t}
}

// rgba is premultiplied, as image.RGBA holds it.
func (c hue) rgba() color.RGBA {
	v := func(x float64) uint8 { return uint8(min(1, max(0, x*c.a))*255 + 0.5) }
	return color.RGBA{v(c.r), v(c.g), v(c.b), uint8(min(1, max(0, c.a))*255 + 0.5)}
}

// turn rotates the hue by degrees and keeps the brightness: the luminance-preserving matrix of SVG's hueRotate
// (W3C Filter Effects, feColorMatrix).
func (c hue) turn(degrees float64) hue {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return hue{
		c.r*(.213+cos*.787-sin*.213) + c.g*(.715-cos*.715-sin*.715) + c.b*(.072-cos*.072+sin*.928),
		c.r*(.213-cos*.213+sin*.143) + c.g*(.715+cos*.285+sin*.140) + c.b*(.072-cos*.072-sin*.283),
		c.r*(.213-cos*.213-sin*.787) + c.g*(.715-cos*.715+sin*.715) + c.b*(.072+cos*.928+sin*.072),
		c.a,
	}
}

// palette is the colours of one scene: sky from the zenith to the horizon, the light in it, far and near land, and
// one accent.
type palette struct {
	sky                      []hue
	light, far, near, accent hue
}

// paint reads five to eight colours: light, far, near, accent, then the sky downwards.
func paint(colours ...string) palette {
	p := palette{light: ink(colours[0]), far: ink(colours[1]), near: ink(colours[2]), accent: ink(colours[3])}
	for _, c := range colours[4:] {
		p.sky = append(p.sky, ink(c))
	}
	return p
}

// turn rotates the whole palette.
func (p palette) turn(degrees float64) palette {
	sky := make([]hue, len(p.sky))
	for i, c := range p.sky {
		sky[i] = c.turn(degrees)
	}
	return palette{sky, p.light.turn(degrees), p.far.turn(degrees), p.near.turn(degrees), p.accent.turn(degrees)}
}
