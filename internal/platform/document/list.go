package document

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/signintech/gopdf"
)

// Align is where the text of a column stands.
type Align int

// The alignments.
const (
	Left Align = iota
	Centre
	Right
)

// Column of a List. Widths are relative to one another; 0 counts as 1.
type Column struct {
	Header string
	Width  float64
	Align  Align
}

// List is a table between an introduction and a closing, over as many A4 pages as
// it needs: a list for publicity, a receipt, minutes.
type List struct {
	Title   string   // a line feed breaks it where it reads best
	Intro   string   // paragraphs by line feed
	Columns []Column // if no header has text, no header row is printed
	// Rows of cells. A row of a single cell in a table of several columns is a
	// heading over the full width and stays with the row after it.
	Rows    [][]string
	Closing string    // paragraphs after the table
	Signed  []string  // units under the closing, at the right, in order
	Date    time.Time // under the units, its own calendar day; zero prints none
	Footer  string    // at the foot of each page, beside the page number
	Brand   string    // #RRGGBB of rules and headings
}

// The page of a list.
const (
	listSide   = 68.0
	listTop    = 84.0
	listBottom = 770.0 // of the type area; the footer stands below
	cellPad    = 6.0
	cellLead   = 16.0
)

var (
	cellText = style{regular, 10.5, ink, 0}
	bodyText = style{regular, 13, ink, 0}
)

const bodyLead = 24.0

// lister is a list being printed; y is the top of what comes next.
type lister struct {
	*canvas
	list   List
	brand  colour
	widths []float64
	y      float64
	pages  int
}

// List prints l.
func (p *Press) List(w io.Writer, l List) error {
	page, err := p.begin(*gopdf.PageSizeA4, l.Title)
	if err != nil {
		return err
	}
	s := &lister{canvas: page, list: l, brand: brandInk(l.Brand)}
	s.measureColumns()
	s.newPage()
	s.title()
	s.prose(l.Intro)
	s.table()
	s.prose(l.Closing)
	s.signature()
	s.footers()
	return page.finish(w)
}

func (s *lister) newPage() {
	s.pdf.AddPage()
	s.pages++
	s.y = listTop
}

// room starts a new page unless height fits on this one.
func (s *lister) room(height float64) {
	if s.y+height > listBottom && s.y > listTop {
		s.newPage()
	}
}

func (s *lister) title() {
	look := style{bold, 20, ink, 0.6}
	for _, part := range strings.Split(clean(s.list.Title), "\n") {
		for _, line := range s.balanced(look, part, s.size.W-2*listSide-20) {
			s.centred(look, s.size.W/2, s.y+20, line)
			s.y += 32
		}
	}
	s.line(s.brand, 1.2, s.size.W/2-22, s.y+4, s.size.W/2+22, s.y+4)
	s.y += 24
}

// prose sets paragraphs; a page takes as many lines as fit.
func (s *lister) prose(text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	s.y += 4
	width := s.size.W - 2*listSide
	for _, par := range strings.Split(text, "\n") {
		indent := 2 * bodyText.size
		lines := s.wrapIndented(bodyText, par, width)
		for i, line := range lines {
			s.room(bodyLead)
			look := bodyText
			if i < len(lines)-1 {
				look = look.tracked(s.slack(look, line, width-indent))
			}
			s.text(look, listSide+indent, s.y+17, line)
			s.y, indent = s.y+bodyLead, 0
		}
	}
	s.y += 10
}

func (s *lister) signature() {
	if len(s.list.Signed) == 0 && s.list.Date.IsZero() {
		return
	}
	lines := append([]string(nil), s.list.Signed...)
	if !s.list.Date.IsZero() {
		lines = append(lines, s.list.Date.Format("2006年1月2日"))
	}
	s.room(20 + float64(len(lines))*bodyLead)
	s.y += 20
	widest := 0.0
	for _, line := range lines {
		widest = max(widest, s.width(bodyText, clean(line)))
	}
	mid := s.size.W - listSide - 2*bodyText.size - widest/2
	for _, line := range lines {
		s.centred(bodyText, mid, s.y+17, clean(line))
		s.y += bodyLead
	}
}

// footers is drawn last, when the number of pages is known.
func (s *lister) footers() {
	look, y := style{regular, 9, ink2, 0}, 806.0
	for n := 1; n <= s.pages && s.err == nil; n++ {
		s.check(s.pdf.SetPage(n))
		s.line(rule, 0.5, listSide, y-14, s.size.W-listSide, y-14)
		s.text(look, listSide, y, clean(s.list.Footer))
		s.flushRight(look, s.size.W-listSide, y, fmt.Sprintf("第%d页，共%d页", n, s.pages))
	}
}

// measureColumns gives each column the width of its header and shares out the rest.
func (s *lister) measureColumns() {
	look, total := style{bold, 10.5, s.brand, 0}, 0.0
	rest := s.size.W - 2*listSide
	for _, c := range s.list.Columns {
		w := s.width(look, clean(c.Header)) + 2*cellPad + 1
		s.widths, rest, total = append(s.widths, w), rest-w, total+share(c)
	}
	if rest < 0 {
		s.check(errors.New("the headers of the list are wider than the page; shorten them or take columns away"))
	}
	for i, c := range s.list.Columns {
		s.widths[i] += rest * share(c) / total
	}
	for i, row := range s.list.Rows {
		if len(row) > len(s.widths) || len(row) == 0 {
			s.check(fmt.Errorf("row %d of the list has %d cells, the table has %d columns", i+1, len(row), len(s.widths)))
		}
	}
}

func share(c Column) float64 {
	if c.Width <= 0 {
		return 1
	}
	return c.Width
}
