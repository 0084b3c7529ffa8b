package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	_ "time/tzdata" // the zone must be there on a bare machine
	"unicode"

	"github.com/xuri/excelize/v2"
)

// Kind is how a column's cells are stored and shown.
type Kind int

// The kinds.
const (
	Text   Kind = iota // any value, by fmt.Sprint
	Number             // int, int64 or float64
	Day                // time.Time, shown as 2020-11-26
	Time               // time.Time, shown as 2020-11-26 09:00
)

// Column of a Sheet. Width counts half-width characters; 0 means 16.
type Column struct {
	Header string
	Width  float64
	Kind   Kind
}

// Sheet is one table. A nil cell, and a zero time, is empty.
type Sheet struct {
	Name    string // of the tab; what Excel refuses in a name is dropped
	Title   string // a line over the table; empty leaves it out
	Columns []Column
	Rows    [][]any
}

// maxText is Excel's limit of characters in a cell.
const maxText = 32767

var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic("sheet: " + err.Error()) // tzdata is linked in
	}
	return zone
}()

// Write writes the sheets as a workbook, each with a frozen, filtered header row that is printed again on every page of A4
// landscape. Their names must differ. The error names the cell that does not fit its column.
func Write(w io.Writer, sheets ...Sheet) error {
	file := excelize.NewFile()
	defer func() { _ = file.Close() }()
	for i, s := range sheets {
		b := &book{file: file, sheet: s, name: tabName(s.Name), first: i == 0}
		for _, step := range []func() error{b.begin, b.head, b.rows, b.furnish} {
			if err := step(); err != nil {
				return fmt.Errorf("sheet: %w", err)
			}
		}
	}
	if err := file.Write(w); err != nil {
		return fmt.Errorf("sheet: writing the workbook: %w", err)
	}
	return nil
}

// book is a sheet of a workbook being written.
type book struct {
	file   *excelize.File
	sheet  Sheet
	name   string
	first  bool
	header int // row of the header, from 1
	styles [4]int
}

func tabName(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, name), "'")
	if runes := []rune(name); len(runes) > 31 {
		name = string(runes[:31])
	}
	if name == "" {
		return "Sheet1"
	}
	return name
}

func (b *book) begin() error {
	if err := b.tab(); err != nil {
		return err
	}
	formats := [4]string{Text: "@", Number: "General", Day: "yyyy-mm-dd", Time: "yyyy-mm-dd hh:mm"}
	for kind, format := range formats {
		id, err := b.file.NewStyle(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
		if err != nil {
			return err
		}
		b.styles[kind] = id
	}
	return nil
}

// tab gives the sheet its tab. A new workbook has one already, which the first sheet takes.
func (b *book) tab() error {
	if b.first {
		return b.file.SetSheetName("Sheet1", b.name)
	}
	if at, err := b.file.GetSheetIndex(b.name); err != nil || at >= 0 {
		return errors.Join(err, fmt.Errorf("two sheets are called %s", b.name))
	}
	_, err := b.file.NewSheet(b.name)
	return err
}

func (b *book) head() error {
	b.header = 1
	if b.sheet.Title != "" {
		b.header = 2
		if err := b.title(); err != nil {
			return err
		}
	}
	style, err := b.file.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true, Color: "1D1A16"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F3EEE3"}},
		Border:    []excelize.Border{{Type: "bottom", Color: "C8321F", Style: 2}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	})
	if err != nil {
		return err
	}
	for i, c := range b.sheet.Columns {
		if err := b.column(i, c, style); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) title() error {
	style, err := b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: &excelize.Alignment{Vertical: "center"}})
	if err != nil {
		return err
	}
	if err := b.file.SetRowHeight(b.name, 1, 30); err != nil {
		return err
	}
	return b.text("A1", b.sheet.Title, style)
}

func (b *book) column(i int, c Column, style int) error {
	letter, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return err
	}
	if c.Width == 0 {
		c.Width = 16
	}
	if err := b.file.SetColWidth(b.name, letter, letter, c.Width); err != nil {
		return err
	}
	return b.text(fmt.Sprint(letter, b.header), c.Header, style)
}

func (b *book) rows() error {
	for i, row := range b.sheet.Rows {
		if len(row) > len(b.sheet.Columns) {
			return fmt.Errorf("row %d has %d cells, the table has %d columns", i+1, len(row), len(b.sheet.Columns))
		}
		for j, value := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, b.header+1+i)
			if err != nil {
				return err
			}
			if err := b.cell(cell, b.sheet.Columns[j].Kind, value); err != nil {
				return fmt.Errorf("row %d, %s: %w", i+1, b.sheet.Columns[j].Header, err)
			}
		}
	}
	return nil
}

func (b *book) cell(cell string, kind Kind, value any) error {
	if value == nil {
		return nil
	}
	if kind == Text {
		return b.text(cell, fmt.Sprint(value), b.styles[Text])
	}
	if err := b.file.SetCellStyle(b.name, cell, cell, b.styles[kind]); err != nil {
		return err
	}
	switch v := value.(type) {
	case time.Time:
		if kind == Number {
			return fmt.Errorf("a time in a column of numbers")
		}
		if v.IsZero() {
			return nil
		}
		return b.file.SetCellValue(b.name, cell, serial(v, kind))
	case int, int64, float64:
		if kind == Number {
			return b.file.SetCellValue(b.name, cell, v)
		}
	}
	return fmt.Errorf("a value of type %T does not fit the column", value)
}

// serial is Excel's day number, with the time of day as a fraction unless only the day counts.
func serial(t time.Time, kind Kind) float64 {
	t = t.In(shanghai)
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	days := wall.Sub(epoch).Hours() / 24
	if kind == Day {
		return float64(int(days))
	}
	return days
}

// text stores a string cell: its type keeps it from being a formula, its @ format
// keeps it from becoming one when edited.
func (b *book) text(cell, text string, style int) error {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
	if len([]rune(text)) > maxText {
		return fmt.Errorf("the text has more than %d characters, which Excel would cut off", maxText)
	}
	if err := b.file.SetCellStr(b.name, cell, text); err != nil {
		return err
	}
	return b.file.SetCellStyle(b.name, cell, cell, style)
}

// furnish freezes and filters the header and sets the page for printing.
func (b *book) furnish() error {
	if len(b.sheet.Columns) == 0 {
		return nil
	}
	last, err := excelize.CoordinatesToCellName(len(b.sheet.Columns), b.header+len(b.sheet.Rows))
	if err != nil {
		return err
	}
	if err := b.file.AutoFilter(b.name, fmt.Sprintf("A%d:%s", b.header, last), nil); err != nil {
		return err
	}
	if err := b.file.SetPanes(b.name, &excelize.Panes{Freeze: true, YSplit: b.header, TopLeftCell: fmt.Sprint("A", b.header+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return b.page()
}

func (b *book) page() error {
	a4, landscape, wide, tall, fit := 9, "landscape", 1, 0, true
	if err := b.file.SetPageLayout(b.name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return err
	}
	if err := b.file.SetSheetProps(b.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	return b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: b.name,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", strings.ReplaceAll(b.name, "'", "''"), b.header, b.header),
	})
}
