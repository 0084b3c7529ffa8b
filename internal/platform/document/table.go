package document

import "strings"

// fullPage is the height a row may take and still be kept whole.
const fullPage = listBottom - listTop - 4*cellLead

// table prints the rows. The header is repeated on every page, a row is kept whole
// unless it is taller than a page.
func (s *lister) table() {
	if len(s.list.Rows) == 0 || s.err != nil {
		return
	}
	s.room(6 * cellLead) // no header alone at the foot of a page
	s.header()
	for i, row := range s.list.Rows {
		if len(row) == 1 && len(s.widths) > 1 {
			s.heading(row[0], i)
			continue
		}
		s.row(s.broken(cellText, row))
	}
	s.line(s.brand, 0.8, listSide, s.y, s.size.W-listSide, s.y)
	s.y += 12
}

func (s *lister) header() {
	look := style{bold, 10.5, s.brand, 0}
	titles := make([]string, len(s.list.Columns))
	empty := true
	for i, c := range s.list.Columns {
		titles[i] = c.Header
		empty = empty && c.Header == ""
	}
	s.line(s.brand, 0.8, listSide, s.y, s.size.W-listSide, s.y)
	if empty {
		return
	}
	cells := s.broken(look, titles)
	s.cells(look, cells)
	s.y += height(cells)
	s.line(s.brand, 0.5, listSide, s.y, s.size.W-listSide, s.y)
}

// nextPage closes the table here and opens it again on a new page.
func (s *lister) nextPage() {
	s.line(s.brand, 0.8, listSide, s.y, s.size.W-listSide, s.y)
	s.newPage()
	s.header()
}

// heading is a full-width line over the rows that follow, with at least one of them.
func (s *lister) heading(text string, at int) {
	look := style{bold, 11.5, ink, 0}
	lines := wrap(clean(text), s.size.W-2*listSide-2*cellPad, 0, func(t string) float64 { return s.width(look, t) })
	tall, next := height([][]string{lines}), 0.0
	if at+1 < len(s.list.Rows) {
		next = height(s.broken(cellText, s.list.Rows[at+1]))
	}
	if s.y+tall+min(next, 200) > listBottom {
		s.nextPage()
	}
	s.fill(s.brand.wash(), listSide, s.y, s.size.W-2*listSide, tall)
	for i, line := range lines {
		s.text(look, listSide+cellPad, s.baseline(i), line)
	}
	s.y += tall
}

// row prints broken cells; what no page can hold goes on in a further row.
func (s *lister) row(cells [][]string) {
	tall, rest := height(cells), listBottom-s.y
	if tall > rest && (tall <= fullPage || rest < 4*cellLead) {
		s.nextPage()
	}
	most := int((listBottom - s.y - 2*cellPad) / cellLead)
	now, later := split(cells, most)
	s.cells(cellText, now)
	s.y += height(now)
	s.line(rule, 0.5, listSide, s.y, s.size.W-listSide, s.y)
	if later != nil {
		s.row(later)
	}
}

// split parts cells after most lines; later is nil if nothing is left.
func split(cells [][]string, most int) (now, later [][]string) {
	left := false
	for _, lines := range cells {
		n := min(len(lines), most)
		now, later = append(now, lines[:n]), append(later, lines[n:])
		left = left || n < len(lines)
	}
	if !left {
		later = nil
	}
	return now, later
}

func (s *lister) broken(look style, row []string) [][]string {
	cells := make([][]string, len(row))
	for i, text := range row {
		width := s.widths[i] - 2*cellPad
		for _, par := range strings.Split(clean(text), "\n") {
			cells[i] = append(cells[i], wrap(par, width, 0, func(t string) float64 { return s.width(look, t) })...)
		}
	}
	return cells
}

func (s *lister) cells(look style, cells [][]string) {
	x := listSide
	for i, lines := range cells {
		for j, line := range lines {
			switch s.list.Columns[i].Align {
			case Centre:
				s.centred(look, x+s.widths[i]/2, s.baseline(j), line)
			case Right:
				s.flushRight(look, x+s.widths[i]-cellPad, s.baseline(j), line)
			default:
				s.text(look, x+cellPad, s.baseline(j), line)
			}
		}
		x += s.widths[i]
	}
}

// baseline of line j in a row that begins at y.
func (s *lister) baseline(j int) float64 { return s.y + cellPad + 11.5 + float64(j)*cellLead }

func height(cells [][]string) float64 {
	most := 1
	for _, lines := range cells {
		most = max(most, len(lines))
	}
	return float64(most)*cellLead + 2*cellPad
}
