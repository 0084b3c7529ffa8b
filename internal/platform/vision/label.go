package vision

import (
	"bytes"
	_ "embed"
	"image"
	"image/png"
	"math"
	"sync"
)

// The label. 《人工智能生成合成内容标识办法》 asks that a film made by a machine says so on its picture. The words are known by
// their look: each line of writing in the mean picture of a window is brought to the height of the templates and compared
// with them at every place along it (normalised correlation), light on dark or dark on light. The whole must be alike, and
// every character by itself too, or 《AI生活》 would pass for 《AI生成》. Letters of 15 to
// 30 pixels of the small picture, an eighteenth of a landscape film's short side and more, have been tried; the label may be a
// twentieth. One that is not read is shown to a person as a logo, which is the safe mistake.
//
// Templates come from Noto Sans CJK, Noto Serif CJK Bold and LXGW WenKai (SIL Open Font License); other weights were held
// out.

//go:embed glyphs.png
var glyphSheet []byte

const (
	glyphCell  = 20 // pixels of a glyph's cell in the sheet; the em is 18
	labelWhole = .6
	labelGlyph = .4
	growMost   = .12 // a line's ink is higher or lower than the template's by this share: a hanging letter, a rest of a box
	growSlip   = 2.5 // columns by which the ends of a phrase may slip between two sizes that are tried
)

// glyphNames are the sheet's columns, its rows are typefaces.
var glyphNames = []string{"AI", "生", "成", "合", "人", "工", "智", "能"}

// phrases are the words, as columns of the sheet.
var phrases = [][]int{{0, 1, 2}, {0, 3, 2}, {4, 5, 6, 7, 1, 2}}

// template is a phrase in one typeface, trimmed to its ink; parts are its characters' first columns and the end.
type template struct {
	patch
	parts []int
}

// patch is a small grey picture.
type patch struct {
	w, h int
	v    []float32
}

// templates are cut from the sheet once.
var templates = sync.OnceValue(func() []template {
	sheet, err := png.Decode(bytes.NewReader(glyphSheet))
	if err != nil {
		panic("the sheet of glyphs inside the program: " + err.Error())
	}
	var out []template
	for row := range sheet.Bounds().Dy() / glyphCell {
		for _, phrase := range phrases {
			out = append(out, compose(sheet, row, phrase))
		}
	}
	return out
})

// compose sets a phrase from its glyphs, side by side as type is set.
func compose(sheet image.Image, row int, phrase []int) template {
	gray := func(glyph, x, y int) float32 {
		v, _, _, _ := sheet.At(glyph*glyphCell+x, row*glyphCell+y).RGBA()
		return float32(v >> 8)
	}
	t := template{patch: patch{h: glyphCell}}
	var columns [][glyphCell]float32
	for _, glyph := range phrase {
		width := 18
		if glyph == 0 { // Latin letters are as wide as they are
			width = glyphCell
			for width > 1 && blankColumn(func(y int) float32 { return gray(0, width-1, y) }) {
				width--
			}
			width++
		}
		t.parts = append(t.parts, len(columns))
		for x := range width {
			var column [glyphCell]float32
			for y := range column {
				column[y] = gray(glyph, x, y)
			}
			columns = append(columns, column)
		}
	}
	t.parts, t.w = append(t.parts, len(columns)), len(columns)
	for y := range glyphCell {
		for _, column := range columns {
			t.v = append(t.v, column[y])
		}
	}
	return t.trimmed()
}

func blankColumn(at func(y int) float32) bool {
	for y := range glyphCell {
		if at(y) > 60 {
			return false
		}
	}
	return true
}

// trimmed leaves out the rows above and below the ink.
func (t template) trimmed() template {
	ink := func(y int) bool {
		for _, v := range t.v[y*t.w : y*t.w+t.w] {
			if v > 100 {
				return true
			}
		}
		return false
	}
	top, bottom := 0, t.h
	for top < bottom && !ink(top) {
		top++
	}
	for bottom > top && !ink(bottom-1) {
		bottom--
	}
	t.v, t.h = t.v[top*t.w:bottom*t.w], bottom-top
	return t
}

// alike is the normalised correlation of the columns from..to of a template with a picture at (x, y), −1 to 1.
func (t *template) alike(p *patch, x, y, from, to int) float64 {
	var sa, sb, saa, sbb, sab float64
	for ty := range t.h {
		a, b := t.v[ty*t.w+from:ty*t.w+to], p.v[(y+ty)*p.w+x+from:]
		for i, va := range a {
			va, vb := float64(va), float64(b[i])
			sa, sb, saa, sbb, sab = sa+va, sb+vb, saa+va*va, sbb+vb*vb, sab+va*vb
		}
	}
	n := float64(t.h * (to - from))
	return (sab - sa*sb/n) / math.Sqrt(max(1, (saa-sa*sa/n)*(sbb-sb*sb/n)))
}

// reads finds a phrase in a line of writing and tells where.
func reads(mean []byte, w, h int, line image.Rectangle) (image.Rectangle, bool) {
	for i := range templates() {
		t := &templates()[i]
		for _, grow := range t.sizes() {
			if at, ok := t.find(mean, w, h, line, grow); ok {
				return at, true
			}
		}
	}
	return image.Rectangle{}, false
}

// sizes are how many times as high as a line's ink the template is tried, likely ones first: the longer the phrase, the finer.
func (t *template) sizes() []float64 {
	sizes := []float64{1}
	for away := growSlip / float64(t.w); away <= growMost; away += growSlip / float64(t.w) {
		sizes = append(sizes, 1+away, 1-away)
	}
	return sizes
}

// find slides a template along a line whose letters are `grow` times as high as the line's ink.
func (t *template) find(mean []byte, w, h int, line image.Rectangle, grow float64) (image.Rectangle, bool) {
	scale := float64(line.Dy()) * grow / float64(t.h)
	const margin = 2
	x0, y0 := float64(line.Min.X)-margin*scale, float64(line.Min.Y)-margin*scale-float64(line.Dy())*(grow-1)/2
	p := sample(mean, w, h, x0, y0, scale, int(float64(line.Dx())/scale)+2*margin, t.h+2*margin)
	for x := 0; x+t.w <= p.w; x++ {
		if math.Abs(t.alike(&p, x, margin, 0, t.w)) < labelWhole*.6 {
			continue
		}
		for y := range 2*margin + 1 {
			if t.matches(&p, x, y) {
				at := image.Pt(int(x0+float64(x)*scale), int(y0+float64(y)*scale))
				return image.Rectangle{at, at.Add(image.Pt(int(float64(t.w)*scale)+1, int(float64(t.h)*scale)+1))}, true
			}
		}
	}
	return image.Rectangle{}, false
}

// matches holds the whole and each character against a picture, in the same polarity.
func (t *template) matches(p *patch, x, y int) bool {
	whole := t.alike(p, x, y, 0, t.w)
	if math.Abs(whole) < labelWhole {
		return false
	}
	for k := range len(t.parts) - 1 {
		best := 0.
		for shift := -1; shift <= 1; shift++ { // type is set a little wider or narrower
			if x+shift >= 0 && x+shift+t.w <= p.w {
				best = max(best, math.Copysign(1, whole)*t.alike(p, x+shift, y, t.parts[k], t.parts[k+1]))
			}
		}
		if best < labelGlyph {
			return false
		}
	}
	return true
}

// sample takes a piece of a picture in steps of `scale` pixels, interpolating between pixels.
func sample(luma []byte, w, h int, x0, y0, scale float64, pw, ph int) patch {
	p := patch{pw, ph, make([]float32, 0, pw*ph)}
	for py := range ph {
		fy := min(float64(h-2), max(0, y0+(float64(py)+.5)*scale-.5))
		for px := range pw {
			fx := min(float64(w-2), max(0, x0+(float64(px)+.5)*scale-.5))
			i, dx, dy := int(fy)*w+int(fx), fx-math.Floor(fx), fy-math.Floor(fy)
			top := float64(luma[i])*(1-dx) + float64(luma[i+1])*dx
			foot := float64(luma[i+w])*(1-dx) + float64(luma[i+w+1])*dx
			p.v = append(p.v, float32(top*(1-dy)+foot*dy))
		}
	}
	return p
}

// label looks for the label in the window's mean picture, and follows each that nobody follows yet.
func (l *logoFinder) label() {
	mean := make([]byte, len(l.luma))
	for i, v := range l.luma {
		mean[i] = byte(int(v) / l.n)
	}
	var e edges
	e.of(l.w, l.h, mean)
	for _, line := range lines(&e, cell) {
		if l.labelled(line) {
			continue
		}
		at, ok := reads(mean, l.w, l.h, e.unboxed(line))
		if ok {
			l.follow(l.printOf(at.Inset(-2).Intersect(image.Rect(2, 2, l.w-2, l.h-2)), func(int) bool { return true }), AILabel)
		}
	}
}

func (l *logoFinder) labelled(line image.Rectangle) bool {
	for _, t := range l.tracks {
		if t.open && t.kind == AILabel && !t.place.Intersect(line).Empty() {
			return true
		}
	}
	return false
}
