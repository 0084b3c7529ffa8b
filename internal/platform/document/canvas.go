package document

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/signintech/gopdf"
	"github.com/skip2/go-qrcode"
)

// style is how a run of text looks; tracking is added between characters.
type style struct {
	font     string
	size     float64
	ink      colour
	tracking float64
}

func (s style) tracked(t float64) style { s.tracking = t; return s }

// canvas draws on the pages of one PDF. The first failure is kept in err and makes
// everything after it do nothing, so that layouts read as layouts.
type canvas struct {
	pdf  *gopdf.GoPdf
	size gopdf.Rect
	err  error
}

func (p *Press) begin(size gopdf.Rect, title string) (*canvas, error) {
	c := &canvas{pdf: &gopdf.GoPdf{}, size: size}
	c.pdf.Start(gopdf.Config{PageSize: size})
	c.pdf.SetInfo(gopdf.PdfInfo{Title: clean(title), Creator: "Saiying"})
	for _, name := range []string{regular, bold} {
		if err := c.pdf.AddTTFFontFromFontContainer(name, p.fonts); err != nil {
			return nil, fmt.Errorf("document: %w", err)
		}
	}
	c.check(c.pdf.SetFont(regular, "", 12))
	return c, c.err
}

func (c *canvas) finish(w io.Writer) error {
	if c.err != nil {
		return c.err
	}
	if _, err := c.pdf.WriteTo(w); err != nil {
		return fmt.Errorf("document: writing the PDF: %w", err)
	}
	return nil
}

func (c *canvas) check(err error) {
	if c.err == nil && err != nil {
		c.err = fmt.Errorf("document: %w", err)
	}
}

// has reports whether the font can show a character; a line feed is none.
func (c *canvas) has(r rune) bool {
	if r == '\n' {
		return true
	}
	ok, err := c.pdf.IsCurrFontContainGlyph(r)
	return err == nil && ok
}

func (c *canvas) use(s style) {
	c.check(c.pdf.SetFont(s.font, "", s.size))
	c.check(c.pdf.SetCharSpacing(0))
}

// width measures text as it would be drawn.
func (c *canvas) width(s style, text string) float64 {
	c.use(s)
	w, err := c.pdf.MeasureTextWidth(text)
	c.check(err)
	return w + s.tracking*float64(max(0, len([]rune(text))-1))
}

// text draws one line with its baseline at y.
func (c *canvas) text(s style, x, y float64, text string) {
	c.use(s)
	for _, r := range text {
		if c.err == nil && !c.has(r) {
			c.err = &MissingGlyph{Rune: r}
		}
	}
	if c.err != nil || text == "" {
		return
	}
	c.pdf.SetTextColor(s.ink.r, s.ink.g, s.ink.b)
	c.check(c.pdf.SetCharSpacing(s.tracking))
	c.pdf.SetXY(x, y)
	c.check(c.pdf.Text(text))
}

func (c *canvas) centred(s style, x, y float64, text string) {
	c.text(s, x-c.width(s, text)/2, y, text)
}

func (c *canvas) flushRight(s style, x, y float64, text string) {
	c.text(s, x-c.width(s, text), y, text)
}

func (c *canvas) line(ink colour, thick, x1, y1, x2, y2 float64) {
	c.pdf.SetStrokeColor(ink.r, ink.g, ink.b)
	c.pdf.SetLineWidth(thick)
	c.pdf.Line(x1, y1, x2, y2)
}

func (c *canvas) fill(ink colour, x, y, w, h float64) {
	c.pdf.SetFillColor(ink.r, ink.g, ink.b)
	c.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "F")
}

func (c *canvas) outline(ink colour, thick float64, points []gopdf.Point) {
	c.pdf.SetStrokeColor(ink.r, ink.g, ink.b)
	c.pdf.SetLineWidth(thick)
	c.pdf.Polygon(points, "D")
}

// qr draws a QR code as filled squares, so that it prints sharp at any size. The
// caller leaves four modules of empty paper around it.
func (c *canvas) qr(ink colour, x, y, side float64, content string) {
	code, err := qrcode.New(content, qrcode.Medium)
	if err != nil {
		c.check(fmt.Errorf("QR code of %d characters: %w", len(content), err))
		return
	}
	code.DisableBorder = true
	rows := code.Bitmap()
	module := side / float64(len(rows))
	for j, row := range rows {
		for i := 0; i < len(row); i++ {
			from := i
			for i < len(row) && row[i] {
				i++
			}
			if i > from {
				c.fill(ink, x+float64(from)*module, y+float64(j)*module, float64(i-from)*module, module)
			}
		}
	}
}

// MissingGlyph is a character the font cannot show.
type MissingGlyph struct{ Rune rune }

// Error names the character and its code point.
func (e *MissingGlyph) Error() string {
	return fmt.Sprintf("document: the font has no character “%c” (U+%04X); replace it in the text", e.Rune, e.Rune)
}

// clean makes every kind of blank a space and drops control and format characters
// and variation selectors, which have no shape; line feeds stay.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\u3000':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.C, r), unicode.Is(unicode.Variation_Selector, r):
			return -1
		}
		return r
	}, text)
}
