package sheet

import (
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// What a table may measure; a hand-made list stays far below.
const (
	maxFile     = 20 << 20  // bytes of the file
	maxUnpacked = 100 << 20 // bytes of its parts
	maxRows     = 50_000
	maxCells    = 2_000_000
)

// Errors of Read.
var (
	ErrNotWorkbook = errors.New("sheet: this is not an Excel workbook (.xlsx), or it is damaged or locked by a password")
	ErrTooLarge    = errors.New("sheet: the workbook is too large; keep it under 20 MB and 50000 rows")
)

// Read returns the cells of the first tab as Excel shows them, row by row from the
// first; days as 2020-11-26. A row ends at its last cell that holds something, and
// the rows at the last such row.
func Read(r io.Reader) ([][]string, error) {
	body := &counter{r: io.LimitReader(r, maxFile+1)}
	f, err := excelize.OpenReader(body, excelize.Options{
		UnzipSizeLimit: maxUnpacked, CultureInfo: excelize.CultureNameZhCN,
		ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd", LongTimePattern: "hh:mm:ss",
	})
	if body.n > maxFile {
		return nil, ErrTooLarge
	}
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrNotWorkbook, err)
	}
	defer func() { _ = f.Close() }()
	return rowsOf(f)
}

// counter tells how much was read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func rowsOf(f *excelize.File) ([][]string, error) {
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrNotWorkbook, err)
	}
	defer func() { _ = rows.Close() }()
	var out [][]string
	cells, used := 0, 0
	for rows.Next() {
		row, err := rows.Columns()
		if err != nil {
			return nil, fmt.Errorf("%w (%w)", ErrNotWorkbook, err)
		}
		row = trim(row)
		cells += len(row)
		if out = append(out, row); len(out) > maxRows || cells > maxCells {
			return nil, ErrTooLarge
		}
		if len(row) > 0 {
			used = len(out)
		}
	}
	if err := rows.Error(); err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrNotWorkbook, err)
	}
	return out[:used], nil
}

func trim(row []string) []string {
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	return row
}
