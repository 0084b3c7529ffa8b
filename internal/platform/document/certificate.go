package document

import (
	"errors"
	"io"
	"strings"
	"time"

	"github.com/signintech/gopdf"
)

// Certificate is one page, A4 landscape.
type Certificate struct {
	Title     string    // 荣誉证书
	Activity  string    // small, under the title; may be empty
	Recipient string    // without the colon
	Body      string    // what comes before the award, paragraphs by line feed
	Award     string    // 一等奖
	Closing   string    // 特发此证，以资鼓励。
	Issuers   []string  // in the order of the notice
	Date      time.Time // its calendar day is printed, in its own zone
	Number    string    // 证书编号
	Code      string    // 查验码, printed beside the QR code; may be empty
	VerifyURL string    // what the QR code holds; empty leaves the code out
	Brand     string    // #RRGGBB of frame, title and award
}

// Where things stand on a certificate: the margin of its text, the space of the
// text from recipient to closing line, the margin of what stands at the foot, and
// the units' first baseline. A seal (42 mm, 119 points) set on a unit's name
// reaches neither the text above nor the QR code at the left nor the date below.
const (
	certMargin = 104.0
	certTop    = 168.0
	certBottom = 392.0
	footMargin = 72.0
	unitsLeft  = 196.0
	unitsTop   = 446.0
)

// certText is the text between title and issuers, already broken into lines.
type certText struct {
	size   float64
	body   [][]string
	height float64
}

// leading is the distance of baselines in ems; the award stands toAward points
// under the last line of the body, the closing line toClosing points under the award.
const (
	leading   = 1.85
	toAward   = 56.0
	toClosing = 40.0
)

// Certificate prints c. The text is set smaller, down to 12 points, until it fits;
// more than that is an error.
func (p *Press) Certificate(w io.Writer, c Certificate) error {
	page, err := p.begin(*gopdf.PageSizeA4Landscape, c.Title)
	if err != nil {
		return err
	}
	page.pdf.AddPage()
	brand := brandInk(c.Brand)
	page.frame(brand)
	page.certHead(c, brand)
	page.certText(c, brand)
	page.certIssuers(c.Issuers)
	page.certFoot(c)
	return page.finish(w)
}

// frame lays the paper and draws a double frame whose inner line steps in at the corners.
func (p *canvas) frame(brand colour) {
	w, h := p.size.W, p.size.H
	p.fill(paper, 0, 0, w, h)
	box := func(d float64) []gopdf.Point {
		return []gopdf.Point{{X: d, Y: d}, {X: w - d, Y: d}, {X: w - d, Y: h - d}, {X: d, Y: h - d}}
	}
	p.outline(brand, 1.5, box(26))
	p.outline(brand, 0.5, stepped(w, h, 33, 15))
	for _, x := range []float64{37.5, w - 43.5} {
		for _, y := range []float64{37.5, h - 43.5} {
			p.fill(brand, x, y, 6, 6)
		}
	}
}

// stepped is a rectangle d from the edge with squares of s taken out of its corners.
func stepped(w, h, d, s float64) []gopdf.Point {
	l, r, t, b := d, w-d, d, h-d
	return []gopdf.Point{
		{X: l + s, Y: t}, {X: r - s, Y: t}, {X: r - s, Y: t + s}, {X: r, Y: t + s}, {X: r, Y: b - s}, {X: r - s, Y: b - s},
		{X: r - s, Y: b}, {X: l + s, Y: b}, {X: l + s, Y: b - s}, {X: l, Y: b - s}, {X: l, Y: t + s}, {X: l + s, Y: t + s},
	}
}

func (p *canvas) certHead(c Certificate, brand colour) {
	mid := p.size.W / 2
	p.centred(style{bold, 46, brand, 16}, mid, 110, clean(c.Title))
	if c.Activity != "" {
		p.centred(style{regular, 13.5, ink2, 1.2}, mid, 139, clean(c.Activity))
	}
}

// certText sets recipient, body, award and closing line, in the middle of their space.
func (p *canvas) certText(c Certificate, brand colour) {
	t, ok := p.fitCertificate(c)
	if !ok {
		p.check(errors.New("the text of the certificate is too long for one page; shorten it"))
		return
	}
	plain := style{regular, t.size, ink, 0}
	y := certTop + (certBottom-certTop-t.height)/2 + t.size
	p.text(style{bold, t.size + 2, ink, 0}, certMargin, y, clean(c.Recipient)+"：")
	y += t.size * leading * 1.1
	for _, lines := range t.body {
		y = p.paragraph(plain, certMargin, y, p.size.W-2*certMargin, leading*t.size, lines)
	}
	y += toAward - t.size*leading
	p.award(c.Award, brand, y)
	if c.Closing != "" {
		p.text(plain, certMargin+2*t.size, y+toClosing, clean(c.Closing))
	}
}

// award stands alone between two short rules.
func (p *canvas) award(name string, brand colour, y float64) {
	s, mid := style{bold, 36, brand, 12}, p.size.W/2
	name = clean(name)
	for p.width(s, name) > p.size.W-2*certMargin-160 && s.size > 18 {
		s.size, s.tracking = s.size-2, s.tracking/1.5
	}
	half := p.width(s, name) / 2
	p.centred(s, mid, y, name)
	for _, side := range []float64{-1, 1} {
		x := mid + side*(half+22)
		p.line(brand, 0.6, x, y-s.size*0.34, x+side*48, y-s.size*0.34)
		p.fill(brand, x-1.6, y-s.size*0.34-1.6, 3.2, 3.2)
	}
}

func (p *canvas) fitCertificate(c Certificate) (certText, bool) {
	for size := 17.5; size >= 12; size -= 0.5 {
		t := certText{size: size}
		lines := 0
		for _, par := range strings.Split(strings.TrimSpace(c.Body), "\n") {
			broken := p.wrapIndented(style{regular, size, ink, 0}, par, p.size.W-2*certMargin)
			t.body, lines = append(t.body, broken), lines+len(broken)
		}
		t.height = size*(1+leading*1.1+leading*float64(lines-1)) + toAward
		if c.Closing != "" {
			t.height += toClosing
		}
		if t.height <= certBottom-certTop {
			return t, true
		}
	}
	return certText{}, false
}

// certIssuers sets the units side by side from the right, up to four a row, each
// with room for its seal.
func (p *canvas) certIssuers(names []string) {
	rows := (len(names) + 3) / 4
	if rows == 0 {
		return
	}
	perRow := (len(names) + rows - 1) / rows
	right := p.size.W - footMargin
	column := min((right-unitsLeft)/float64(perRow), 240)
	s := p.unitStyle(names, rows, column-8)
	y := unitsTop - float64(rows-1)*14
	for from := 0; from < len(names); from += perRow {
		row := names[from:min(from+perRow, len(names))]
		y += p.unitRow(s, row, right-column*float64(len(row)), y, column)
	}
}

// unitStyle is the largest size at which no name takes more than two lines.
func (p *canvas) unitStyle(names []string, rows int, width float64) style {
	s := style{regular, 14 - 2*float64(rows-1), ink, 0.3}
	for _, name := range names {
		for s.size > 10 && len(p.balanced(s, clean(name), width)) > 2 {
			s.size -= 0.5
		}
	}
	return s
}

// unitRow centres each name in its column, the row's first baseline at y, and
// returns the height it took.
func (p *canvas) unitRow(s style, names []string, x, y, column float64) float64 {
	tallest, lead := 0, s.size*1.35
	for i, name := range names {
		lines := p.balanced(s, clean(name), column-8)
		tallest = max(tallest, len(lines))
		for j, line := range lines {
			p.centred(s, x+column*(float64(i)+0.5), y+float64(j)*lead, line)
		}
	}
	return float64(tallest)*lead + 6
}

// certFoot sets QR code, number and code at the left and the date at the right.
func (p *canvas) certFoot(c Certificate) {
	const base = 528.0
	lines := []string{"证书编号：" + c.Number}
	if c.Code != "" {
		lines = append(lines, "查验码："+c.Code)
	}
	s, y := style{regular, 9, ink2, 0.2}, base-14*float64(len(lines)-1)
	if c.VerifyURL != "" {
		p.qr(ink, footMargin, y-78, 62, c.VerifyURL)
	}
	for i, line := range lines {
		p.text(s, footMargin, y+float64(i)*14, clean(line))
	}
	p.flushRight(style{regular, 15, ink, 1}, p.size.W-footMargin-24, base-4, ChineseDate(c.Date))
}
