package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func write(t *testing.T, s Sheet) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Write(&buf, s); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func sample() Sheet {
	return Sheet{
		Name: "汇总表", Title: "“奋进2020·河北有我”作品汇总表",
		Columns: []Column{{"序号", 8, Number}, {"作品名称", 40, Text}, {"电话", 16, Text}, {"得分", 10, Number}, {"报送日", 12, Day}, {"收到时间", 18, Time}},
		Rows: [][]any{
			{1, "望北的早晨", "13800000000", 92.375, time.Date(2020, 11, 15, 15, 59, 0, 0, time.UTC), time.Date(2020, 11, 15, 15, 59, 59, 0, time.UTC)},
			{2, "零点以后", 13800000001, int64(88), time.Date(2020, 11, 15, 16, 0, 0, 0, time.UTC), time.Date(2020, 11, 15, 16, 0, 0, 0, time.UTC)},
			{nil, "", nil, nil, time.Time{}, nil},
			{4, "两\n行"},
		},
	}
}

func TestRoundTrip(t *testing.T) {
	got, err := Read(bytes.NewReader(write(t, sample())))
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"“奋进2020·河北有我”作品汇总表"},
		{"序号", "作品名称", "电话", "得分", "报送日", "收到时间"},
		{"1", "望北的早晨", "13800000000", "92.375", "2020-11-15", "2020-11-15 23:59"},
		{"2", "零点以后", "13800000001", "88", "2020-11-16", "2020-11-16 00:00"},
		{},
		{"4", "两\n行"},
	}
	if len(got) != len(want) {
		t.Fatalf("%d rows: %q", len(got), got)
	}
	for i := range want {
		if len(got[i])+len(want[i]) > 0 && !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("row %d = %q, want %q", i+1, got[i], want[i])
		}
	}
}

// TestTextIsNoFormula looks into the file itself: string type, @ format, no <f>.
func TestTextIsNoFormula(t *testing.T) {
	evil := []string{`=HYPERLINK("http://x","y")`, "+1+1", "-2+3", "@SUM(A1)", "\t=1", "0012", "1e5", "2020-1-1"}
	s := Sheet{Title: "=1+1", Columns: []Column{{Header: "=2+2"}}}
	for _, v := range evil {
		s.Rows = append(s.Rows, []any{v})
	}
	raw := write(t, s)
	if xml := part(t, raw, "xl/worksheets/sheet1.xml"); strings.Contains(xml, "<f>") || strings.Contains(xml, "<f ") {
		t.Error("the sheet holds a formula")
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, want := range append([]string{"=1+1", "=2+2"}, evil...) {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		kind, _ := f.GetCellType("Sheet1", cell)
		text, _ := f.GetCellValue("Sheet1", cell)
		if kind != excelize.CellTypeSharedString || text != want {
			t.Errorf("%s is %v %q, want the string %q", cell, kind, text, want)
		}
		id, _ := f.GetCellStyle("Sheet1", cell)
		style, err := f.GetStyle(id)
		if i > 1 && (err != nil || style.NumFmt != 49 && (style.CustomNumFmt == nil || *style.CustomNumFmt != "@")) {
			t.Errorf("%s may become a formula when edited: %+v %v", cell, style, err)
		}
	}
}

func part(t *testing.T, raw []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestFurniture(t *testing.T) {
	raw := write(t, sample())
	xml := part(t, raw, "xl/worksheets/sheet1.xml")
	for _, want := range []string{`state="frozen"`, `ySplit="2"`, `<autoFilter ref="$A$2:$F$6"`, `orientation="landscape"`, `paperSize="9"`, `fitToPage="true"`} {
		if !strings.Contains(xml, want) && !strings.Contains(xml, strings.ReplaceAll(want, "$", "")) && !strings.Contains(xml, strings.ReplaceAll(want, "true", "1")) {
			t.Errorf("the sheet has no %s", want)
		}
	}
	if book := part(t, raw, "xl/workbook.xml"); !strings.Contains(book, "$2:$2") || !strings.Contains(book, `name="汇总表"`) {
		t.Errorf("workbook: %s", book)
	}
}

func TestWriteFaults(t *testing.T) {
	for name, c := range map[string]struct {
		kind  Kind
		value any
		want  string
	}{
		"text in a number":  {Number, "92", "row 1, 列"},
		"time in a number":  {Number, time.Now(), "numbers"},
		"number in a day":   {Day, 3, "does not fit"},
		"longer than Excel": {Text, strings.Repeat("长", maxText+1), "cut off"},
	} {
		err := Write(io.Discard, Sheet{Columns: []Column{{"列", 0, c.kind}}, Rows: [][]any{{c.value}}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Write(io.Discard, Sheet{Columns: []Column{{}}, Rows: [][]any{{1, 2}}}); err == nil {
		t.Error("a row wider than the table was written")
	}
}

func TestTabName(t *testing.T) {
	for in, want := range map[string]string{"": "Sheet1", "'汇总'": "汇总", "a/b:[c]": "abc", strings.Repeat("长", 40): strings.Repeat("长", 31)} {
		if got := tabName(in); got != want {
			t.Errorf("tabName(%q) = %q", in, got)
		}
		write(t, Sheet{Name: in, Columns: []Column{{Header: "列"}}})
	}
}

// TestReadByHand reads what people type into Excel: numbers as phones, dates in Excel's own format.
func TestReadByHand(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	day, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
	for cell, v := range map[string]any{"A1": "电话", "B1": "日期", "A2": 13800000000, "B2": 44161, "A5": "末行"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellStyle("Sheet1", "B2", "B2", day); err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		t.Fatal(err)
	}
	got, err := Read(&buf)
	if err != nil || len(got) != 5 || got[1][0] != "13800000000" || got[1][1] != "2020-11-26" || got[4][0] != "末行" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestReadHostile(t *testing.T) {
	good := write(t, sample())
	for name, body := range map[string][]byte{
		"empty": nil, "text": []byte("name,phone\n"), "half": good[:len(good)/2], "old format": {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1},
		"a zip of something else": zipped(t, map[string]string{"a.txt": "x"}),
		"a flipped byte":          flipped(good),
		"unpacks to 101 MB":       rewritten(t, good, "xl/styles.xml", func(string) string { return strings.Repeat(" ", 101<<20) }),
	} {
		if _, err := Read(bytes.NewReader(body)); !errors.Is(err, ErrNotWorkbook) {
			t.Errorf("%s: %v", name, err)
		}
	}
	far := rewritten(t, good, "xl/worksheets/sheet1.xml", func(s string) string {
		return strings.Replace(s, "</sheetData>", `<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>`, 1)
	})
	if _, err := Read(bytes.NewReader(far)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a cell in the last row: %v", err)
	}
	if _, err := Read(io.LimitReader(endless{}, maxFile+2)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a file over 20 MB: %v", err)
	}
}

// flipped damages the packed table, which its checksum tells.
func flipped(raw []byte) []byte {
	at := bytes.Index(raw, []byte("xl/worksheets/sheet1.xml")) + 200
	bad := bytes.Clone(raw)
	bad[at] ^= 0x10
	return bad
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func zipped(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, body := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, body); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// rewritten is a workbook with one part changed.
func rewritten(t *testing.T, raw []byte, name string, change func(string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		parts[f.Name] = part(t, raw, f.Name)
	}
	parts[name] = change(parts[name])
	return zipped(t, parts)
}

func TestManySheets(t *testing.T) {
	var b bytes.Buffer
	days := Sheet{Name: "每日", Columns: []Column{{Header: "日期"}, {Header: "件数", Kind: Number}}, Rows: [][]any{{"2020-10-20", 3}}}
	if err := Write(&b, sample(), days); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if tabs := f.GetSheetList(); len(tabs) != 2 || tabs[1] != "每日" {
		t.Fatalf("the tabs are %v", tabs)
	}
	if v, err := f.GetCellValue("每日", "B2"); v != "3" || err != nil {
		t.Errorf("the second sheet holds %q, %v", v, err)
	}
	if err := Write(io.Discard, days, days); err == nil {
		t.Error("two sheets of one name were written")
	}
}
