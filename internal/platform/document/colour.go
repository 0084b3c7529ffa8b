package document

import (
	"math"
	"strconv"
	"strings"
)

type colour struct{ r, g, b uint8 }

// The colours of the house.
var (
	paper = colour{0xFB, 0xF8, 0xF1}
	ink   = colour{0x1D, 0x1A, 0x16}
	ink2  = colour{0x55, 0x4E, 0x47}
	rule  = colour{0xD8, 0xCE, 0xBC}
	red   = colour{0xC8, 0x32, 0x1F} // 朱红, when the caller names none
)

// brandInk reads #RRGGBB and darkens it until it can be read on paper (WCAG 2.2,
// contrast 4.5 to 1). Anything else gives 朱红.
func brandInk(hex string) colour {
	c := red
	if n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 24); err == nil && len(hex) == 7 {
		c = colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}
	}
	for contrast(c, paper) < 4.5 {
		c = colour{darker(c.r), darker(c.g), darker(c.b)}
	}
	return c
}

func darker(v uint8) uint8 { return uint8(float64(v) * 0.95) }

// wash is a colour laid thinly over paper.
func (c colour) wash() colour {
	mix := func(a, b uint8) uint8 { return uint8(0.08*float64(a) + 0.92*float64(b)) }
	return colour{mix(c.r, paper.r), mix(c.g, paper.g), mix(c.b, paper.b)}
}

func contrast(a, b colour) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c colour) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}
