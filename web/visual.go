package web

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
)

// Shape is the frame a key visual is drawn for.
type Shape struct{ W, H int }

var shapes = map[string]Shape{"wide": {1800, 900}, "tall": {900, 1300}, "square": {1000, 1000}}

// Visual draws the picture of a campaign (or of a film) that brings none: dusk over ridges, a light somewhere in the
// valley. The seed decides the ridges, the stars and what is lit; the brand decides the colour of the dusk.
// The same seed always gives the same picture, so it may be kept for ever.
func Visual(seed, brand string, s Shape) []byte {
	p := newPainter(seed, brand, s)
	p.open()
	p.sky()
	p.stars()
	for i := range ridges {
		p.ridge(i)
		if i == p.lampAt {
			p.lamp()
		}
	}
	p.b.WriteString("</svg>")
	return []byte(p.b.String())
}

const ridges = 5

type painter struct {
	b    strings.Builder
	r    *rand.Rand
	w, h float64
	hue  float64 // of the dusk
	cool float64 // of the night above it
	at   [ridges][]float64

	// Where the ground begins and what is lit stands. Words lie at the foot of a tall picture, its title down the right
	// side, so there the light is further up and to the left.
	horizon  float64
	lampAt   int
	lampFrom float64
}

func newPainter(seed, brand string, s Shape) *painter {
	h := fnv.New64a()
	h.Write([]byte(seed))
	n := h.Sum64()
	c, err := parseHex(brand)
	if err != nil {
		c = mustHex(defaultBrand)
	}
	o := toOKLCH(c)
	hue := o.H
	if o.C < .03 {
		hue = 50 // a grey brand gets an amber evening
	}
	p := &painter{r: rand.New(rand.NewPCG(n, 2)), w: float64(s.W), h: float64(s.H), cool: 235}
	p.horizon, p.lampAt, p.lampFrom = .585, 2, .40
	if s.H > s.W {
		p.horizon, p.lampAt, p.lampFrom = .51, 1, .20
	}
	// Dusk leans from the brand towards amber, as real evenings do; green and blue brands keep their own.
	p.hue = math.Mod(hue+360, 360)
	if p.hue < 50 || p.hue > 330 {
		p.hue = 50 + 10*p.r.Float64()
	}
	return p
}

func (p *painter) colour(l, c, h float64) string { return toHex(inGamut(oklch{l, c, h})) }

func (p *painter) open() {
	fmt.Fprintf(&p.b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%[1]v" height="%[2]v" preserveAspectRatio="xMidYMax slice">`, p.w, p.h)
}

func (p *painter) sky() {
	fmt.Fprintf(&p.b, `<defs><linearGradient id="a" x2="0" y2="1"><stop stop-color="%s"/><stop offset="%.2f" stop-color="%s"/><stop offset="%.2f" stop-color="%s"/><stop offset="%.2f" stop-color="%s"/><stop offset="%.2f" stop-color="%s"/></linearGradient>`,
		p.colour(.21, .032, p.cool), p.horizon-.28, p.colour(.33, .042, p.cool), p.horizon-.11, p.colour(.5, .035, p.hue),
		p.horizon-.01, p.colour(.70, .095, p.hue), p.horizon+.08, p.colour(.86, .085, 76))
	fmt.Fprintf(&p.b, `<radialGradient id="b"><stop stop-color="%s" stop-opacity=".62"/><stop offset=".45" stop-color="%[1]s" stop-opacity=".2"/><stop offset="1" stop-color="%[1]s" stop-opacity="0"/></radialGradient></defs>`,
		p.colour(.82, .13, 66))
	fmt.Fprintf(&p.b, `<rect width="%.0f" height="%.0f" fill="url(#a)"/>`, p.w, p.h)
}

func (p *painter) stars() {
	p.b.WriteString(`<g fill="#FFF6E2">`)
	for range int(p.w * p.h / 14000) {
		x, y := p.r.Float64()*p.w, math.Pow(p.r.Float64(), 1.5)*p.h*.46
		fade := (1 - y/(p.h*.5)) * (.25 + .6*p.r.Float64())
		fmt.Fprintf(&p.b, `<circle cx="%.0f" cy="%.0f" r="%.1f" opacity="%.2f"/>`, x, y, .8+1.1*p.r.Float64(), fade)
	}
	p.b.WriteString(`</g>`)
}

// ridge draws one line of hills, from the far and pale to the near and dark.
func (p *painter) ridge(i int) {
	near := float64(i) / (ridges - 1)
	base := p.h * (p.horizon + .085*float64(i) + .012*p.r.Float64())
	swell := p.h * (.018 + .016*near)
	waves := [3][2]float64{}
	for k := range waves {
		waves[k] = [2]float64{p.r.Float64() * 2 * math.Pi, (1.1 + 1.7*float64(k)) * (.8 + .5*p.r.Float64()) * p.w / 1400}
	}
	const steps = 48
	var d strings.Builder
	for x := range steps + 1 {
		u := float64(x) / steps
		y := base
		for k, w := range waves {
			y += swell / (1 + 1.4*float64(k)) * math.Sin(w[0]+u*2*math.Pi*w[1])
		}
		p.at[i] = append(p.at[i], y)
		fmt.Fprintf(&d, "L%.0f %.0f", u*p.w, y)
	}
	// Haze lies on the far ridges; each is paler at its crest, where the last light falls.
	fill := p.colour(.44-.30*near, .030-.012*near, p.cool-16*near)
	lit := p.colour(.55-.40*near, .040-.022*near, p.cool-16*near)
	if i == 0 {
		fill, lit = p.colour(.44, .03, p.hue), p.colour(.58, .045, p.hue)
	}
	id := string(rune('c' + i))
	fmt.Fprintf(&p.b, `<linearGradient id="%s" x2="0" y2="1"><stop stop-color="%s"/><stop offset=".5" stop-color="%s"/></linearGradient>`, id, lit, fill)
	fmt.Fprintf(&p.b, `<path d="M0 %.0f%sV%.0fH0z" fill="url(#%s)"/>`, base, d.String(), p.h, id)
}

// ground is the height of a ridge at a place across, 0 to 1.
func (p *painter) ground(i int, u float64) float64 {
	line := p.at[i]
	return line[int(math.Round(u*float64(len(line)-1)))]
}

// lamp draws what is lit: a house, a bridge, a mast or a boat's lantern, with its glow on the hill.
func (p *painter) lamp() {
	u := p.lampFrom + .14*p.r.Float64()
	x, y := u*p.w, p.ground(p.lampAt, u)
	size := math.Min(p.w, p.h*1.1) / 900
	fmt.Fprintf(&p.b, `<ellipse cx="%.0f" cy="%.0f" rx="%.0f" ry="%.0f" fill="url(#b)"/>`, x, y-20*size, 250*size, 180*size)
	fmt.Fprintf(&p.b, `<g transform="translate(%.0f %.0f) scale(%.3f)">%s</g>`, x, y, size, motifs[p.r.IntN(len(motifs))])
}

// What stands in the valley, drawn around its foot at 0,0.
var motifs = [...]string{
	// a house with a chimney, its door open
	`<path d="M-62 4v-54h124v54z" fill="#0C0D0F"/><path d="M-76-46 0-92l76 46z" fill="#0A0B0C"/><path d="M34-74v-26h15v35z" fill="#0A0B0C"/><path d="M42-104c-10-18 10-24 1-44-5-11 4-17 1-27" fill="none" stroke="#E9D9BF" stroke-width="3" opacity=".35" stroke-linecap="round"/><path d="M-44-12v-26h34v26zM10 4v-42h24V4z" fill="#FFC765"/><path d="M-27-38v26M-44-25h34" stroke="#0C0D0F" stroke-width="3"/><path d="M12 4h20l26 70h-90z" fill="#FFC765" opacity=".16"/>`,
	// a pavilion on posts
	`<path d="M-70 6v-8H70v8z" fill="#0A0B0C"/><path d="M-52-2v-52h8v52zM44-2v-52h8v52zM-18-2v-52h6v52zM12-2v-52h6v52z" fill="#0A0B0C"/><path d="M-92-50q46-6 66-36l26-18 26 18q20 30 66 36-46 8-92 8t-92-8z" fill="#0B0C0E"/><circle cy="-32" r="9" fill="#FFC765"/><path d="M-12-2v-46h24v46z" fill="#FFC765" opacity=".28"/>`,
	// a mast with its lamp, and a workshop at its foot
	`<path d="M-84 4v-40l30-16v16l30-16v16l30-16v56z" fill="#0B0C0E"/><path d="M-70-8v-14h16v14zM-40-8v-14h16v14z" fill="#FFC765"/><path d="m46 4 14-150L74 4m-24-40h20m-17-44h14M48-14l22-30M50-60l18-26" fill="none" stroke="#0B0C0E" stroke-width="5"/><circle cx="60" cy="-150" r="8" fill="#FFD887"/>`,
	// three arches of a bridge with lamps
	`<path d="M-170 10v-30q28-30 56-30t56 30v30h-16v-16q-10-22-40-22t-40 22v16zM-58 10v-30q28-34 58-34t58 34v30H42v-16Q32-38 0-38t-42 24v24zM58 10v-30q28-30 56-30t56 30v30h-16v-16q-10-22-40-22t-40 22v16z" fill="#0B0C0E"/><path d="M-178-44h356v8h-356z" fill="#0B0C0E"/><path d="M-114-44v-26M0-48v-30M114-44v-26" stroke="#0B0C0E" stroke-width="4"/><circle cx="-114" cy="-72" r="7" fill="#FFC765"/><circle cy="-80" r="8" fill="#FFD887"/><circle cx="114" cy="-72" r="7" fill="#FFC765"/>`,
}

// drawn answers /visual/{seed}/{shape}.svg?brand=C8321F.
func drawn(w http.ResponseWriter, r *http.Request) {
	shape, ok := shapes[strings.TrimSuffix(r.PathValue("shape"), ".svg")]
	if !ok || len(r.PathValue("seed")) > 80 {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age=2592000, immutable")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'none'")
	_, _ = w.Write(Visual(r.PathValue("seed"), r.URL.Query().Get("brand"), shape))
}
