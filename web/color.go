package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// oklch is a colour as the eye sees it: lightness 0 to 1, chroma, hue in degrees.
// Conversions follow Björn Ottosson, "A perceptual color space for image processing" (2020).
type oklch struct{ L, C, H float64 }

// rgb is linear light, each part 0 to 1 when the colour can be shown.
type rgb struct{ R, G, B float64 }

// Brand is what a campaign's one colour becomes: a fill that carries white text, an ink for text on paper, and a
// wash behind that ink; for light and for dark pages.
type Brand struct {
	Base, Fill, Ink, Wash       string
	DarkFill, DarkInk, DarkWash string
}

const defaultBrand = "#C8321F"

var (
	paper     = mustHex("#FBF8F1")
	darkPaper = mustHex("#141210")
)

// NewBrand corrects a campaign's colour for contrast instead of trusting it: lightness is clamped into the range that
// was measured to be readable, the hue stays. What is no colour becomes the house's own red.
func NewBrand(hex string) Brand {
	c, err := parseHex(hex)
	if err != nil {
		hex = defaultBrand
		c = mustHex(hex)
	}
	o := toOKLCH(c)
	clamp := func(lo, hi, chroma float64) rgb {
		return inGamut(oklch{math.Min(math.Max(o.L, lo), hi), math.Min(o.C, chroma), o.H})
	}
	return Brand{
		Base: strings.ToUpper(hex),
		Fill: toHex(clamp(.40, .52, .185)), Ink: toHex(clamp(.30, .48, .185)), Wash: toHex(mix(c, paper, .09)),
		DarkFill: toHex(clamp(.50, .52, .185)), DarkInk: toHex(clamp(.76, .86, .15)), DarkWash: toHex(mix(c, darkPaper, .15)),
	}
}

// CSS writes the brand into a style sheet that outranks the layered defaults.
func (b Brand) CSS() string {
	return fmt.Sprintf(":root{--brand:%s;--brand-fill:%s;--brand-ink:%s;--brand-wash:%s}"+
		"@media (prefers-color-scheme:dark){:root{--brand-fill:%s;--brand-ink:%s;--brand-wash:%s}}",
		b.Base, b.Fill, b.Ink, b.Wash, b.DarkFill, b.DarkInk, b.DarkWash)
}

// inGamut lowers the chroma until the screen can show the colour; lightness and hue stay.
func inGamut(o oklch) rgb {
	for c := fromOKLCH(o); o.C > 0; c = fromOKLCH(o) {
		if c.shown() {
			return c
		}
		o.C = math.Max(0, o.C-.004)
	}
	return fromOKLCH(o)
}

func (c rgb) shown() bool {
	in := func(v float64) bool { return v >= -1e-4 && v <= 1+1e-4 }
	return in(c.R) && in(c.G) && in(c.B)
}

// mix takes a part of a and the rest of b, in OKLab, as CSS color-mix does; a very light brand is pulled down so that
// its wash stays a background on light paper, and a very dark one stays visible on dark.
func mix(a, b rgb, part float64) rgb {
	x, y := toOKLCH(a), toOKLCH(b)
	lab := func(o oklch) (float64, float64, float64) {
		s, c := math.Sincos(o.H * math.Pi / 180)
		return o.L, o.C * c, o.C * s
	}
	l1, a1, b1 := lab(x)
	l2, a2, b2 := lab(y)
	at := func(p, q float64) float64 { return p*part + q*(1-part) }
	l, aa, bb := at(l1, l2), at(a1, a2), at(b1, b2)
	return inGamut(oklch{l, math.Hypot(aa, bb), math.Atan2(bb, aa) * 180 / math.Pi})
}

func toOKLCH(c rgb) oklch {
	l := math.Cbrt(.4122214708*c.R + .5363325363*c.G + .0514459929*c.B)
	m := math.Cbrt(.2119034982*c.R + .6806995451*c.G + .1073969566*c.B)
	s := math.Cbrt(.0883024619*c.R + .2817188376*c.G + .6299787005*c.B)
	a := 1.9779984951*l - 2.4285922050*m + .4505937099*s
	b := .0259040371*l + .7827717662*m - .8086757660*s
	return oklch{.2104542553*l + .7936177850*m - .0040720468*s, math.Hypot(a, b), math.Atan2(b, a) * 180 / math.Pi}
}

func fromOKLCH(o oklch) rgb {
	sin, cos := math.Sincos(o.H * math.Pi / 180)
	a, b := o.C*cos, o.C*sin
	l := cube(o.L + .3963377774*a + .2158037573*b)
	m := cube(o.L - .1055613458*a - .0638541728*b)
	s := cube(o.L - .0894841775*a - 1.2914855480*b)
	return rgb{
		4.0767416621*l - 3.3077115913*m + .2309699292*s,
		-1.2684380046*l + 2.6097574011*m - .3413193965*s,
		-.0041960863*l - .7034186147*m + 1.7076147010*s,
	}
}

func cube(v float64) float64 { return v * v * v }

func parseHex(s string) (rgb, error) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "#")
	if len(s) != 6 {
		return rgb{}, fmt.Errorf("colour %q is not six hexadecimal figures", s)
	}
	n, err := strconv.ParseUint(s, 16, 32)
	if err != nil {
		return rgb{}, fmt.Errorf("colour %q: %w", s, err)
	}
	return rgb{linear(n >> 16), linear(n >> 8 & 255), linear(n & 255)}, nil
}

func mustHex(s string) rgb {
	c, err := parseHex(s)
	if err != nil {
		panic(err)
	}
	return c
}

func linear(n uint64) float64 {
	v := float64(n) / 255
	if v <= .04045 {
		return v / 12.92
	}
	return math.Pow((v+.055)/1.055, 2.4)
}

func toHex(c rgb) string {
	part := func(v float64) int {
		v = math.Min(math.Max(v, 0), 1)
		if v <= .0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - .055
		}
		return int(math.Round(v * 255))
	}
	return fmt.Sprintf("#%02X%02X%02X", part(c.R), part(c.G), part(c.B))
}

// contrast is the WCAG ratio of two colours, 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := luminance(a)+.05, luminance(b)+.05
	return math.Max(x, y) / math.Min(x, y)
}

func luminance(c rgb) float64 { return .2126*c.R + .7152*c.G + .0722*c.B }
