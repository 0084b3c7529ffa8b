package web

import (
	"fmt"
	"math"
	"strings"
)

// The wall of films in their true ratios, placed without measuring; the twin of src/rooms/showcase/wall.ts, which says how. Both
// are held to testdata/wall.json.
type layout struct {
	columns                  int
	width, perLine           float64
	title, by, votes, around float64
}

var layouts = []layout{
	{2, 160, 9.4, 1.45, 1.35, 1.35, 2.2},
	{3, 280, 12.4, 1.64, 1.35, 1.45, 3},
	{5, 224, 12, 1.64, 1.35, 1.45, 3},
}

// place is what lies above a film in its column: pictures in column widths, words in rem.
type place struct {
	Column int     `json:"column"`
	A      float64 `json:"a"`
	T      float64 `json:"t"`
}

func (l layout) place(films []film) (places, columns []place) {
	columns = make([]place, l.columns)
	for i := range columns {
		columns[i].Column = i
	}
	tall := func(p place) float64 { return p.A*l.width + p.T*16 }
	for _, f := range films {
		c := &columns[0]
		for i := range columns {
			if tall(columns[i]) < tall(*c)-.01 {
				c = &columns[i]
			}
		}
		places = append(places, *c)
		lines := math.Min(2, math.Max(1, math.Ceil(breadth(f.Title)/l.perLine)))
		words := lines*l.title + l.by + l.around
		if f.Votes != nil || f.From != nil {
			words += l.votes
		}
		c.A, c.T = round4(c.A+f.Height/f.Width), round4(c.T+words)
	}
	return places, columns
}

// breadth is a title's width in ems: full-width characters and the rest.
func breadth(s string) float64 {
	var n float64
	for _, r := range s {
		if r > '⺀' {
			n += 1.02
		} else {
			n += .58
		}
	}
	return n
}

func round4(n float64) float64 { return math.Floor(n*10000+.5) / 10000 }

// wallStyle writes the places as rules, because no element may carry a style of its own.
func wallStyle(films []film) string {
	var b strings.Builder
	heights, rules := "", make([]string, len(films))
	for _, l := range layouts {
		places, columns := l.place(films)
		for i, p := range places {
			rules[i] += fmt.Sprintf("--k%d:%d;--a%[1]d:%[3]g;--t%[1]d:%[4]g;", l.columns, p.Column, p.A, p.T)
		}
		parts := make([]string, len(columns))
		for i, c := range columns {
			parts[i] = fmt.Sprintf("calc(var(--cw) * %g + %grem)", c.A, c.T)
		}
		heights += fmt.Sprintf("--h%d:max(%s);", l.columns, strings.Join(parts, ","))
	}
	fmt.Fprintf(&b, ".wall{%s}", heights)
	for i, rule := range rules {
		fmt.Fprintf(&b, ".wall>li:nth-child(%d){%s}", i+1, rule)
	}
	return b.String()
}
