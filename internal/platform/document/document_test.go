package document

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/skip2/go-qrcode"
)

func open(t *testing.T) *Press {
	t.Helper()
	p, err := Open()
	if errors.Is(err, ErrNoFont) {
		t.Fatal("the tests print with LXGW WenKai: apt-get install fonts-lxgw-wenkai")
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// poppler runs one of poppler's programs on a PDF and returns what it prints.
func poppler(t *testing.T, program string, pdf []byte, args ...string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "out.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, append(args, file, "-")...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatalf("the tests read PDF with %s: apt-get install poppler-utils", program)
	}
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	return out
}

func sample() Certificate {
	return Certificate{
		Title: "荣誉证书", Activity: "“奋进2020·河北有我”网络短视频创作征集活动", Recipient: "林晓岚（望北县融媒体中心）",
		Body:  "你创作的短视频作品《望北的早晨》，在“奋进2020·河北有我”网络短视频创作征集活动中，经评审荣获",
		Award: "一等奖", Closing: "特发此证，以资鼓励。",
		Issuers: []string{"河北省委网信办", "河北省教育厅", "河北省总工会", "共青团河北省委"},
		Date:    time.Date(2020, 12, 31, 0, 0, 0, 0, time.UTC), Number: "hebei-2020-first-0001-7", Code: "K7QM-2XTD-9FWA",
		VerifyURL: "https://saiying.example.cn/verify/K7QM2XTD9FWA",
	}
}

func printed(t *testing.T, f func(io.Writer) error) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := f(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestCertificateSaysEverything(t *testing.T) {
	p, c := open(t), sample()
	pdf := printed(t, func(w io.Writer) error { return p.Certificate(w, c) })
	if len(pdf) > 300<<10 {
		t.Errorf("%d bytes: the font is not a subset", len(pdf))
	}
	text := bare(strings.ReplaceAll(string(poppler(t, "pdftotext", pdf)), "\n", ""))
	for _, want := range append([]string{c.Title, c.Activity, c.Recipient + "：", c.Body, c.Award, c.Closing,
		"二〇二〇年十二月三十一日", "证书编号：" + c.Number, "查验码：" + c.Code}, c.Issuers...) {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	if n := strings.Count(string(poppler(t, "pdftotext", pdf)), "\f"); n != 1 {
		t.Errorf("%d pages", n)
	}
}

// TestCertificateStaysInItsFrame prints short and long ones and looks where every word stands.
func TestCertificateStaysInItsFrame(t *testing.T) {
	p := open(t)
	long := "中共河北省委网络安全和信息化委员会办公室"
	for n := 1; n <= 8; n++ {
		c := sample()
		c.Issuers = nil
		for range n {
			c.Issuers = append(c.Issuers, long)
		}
		c.Body = strings.Repeat("组织有力、报送踊跃，", 2*n+4)
		c.Award = strings.Repeat("优秀组织奖", 1+n/4)
		pdf := printed(t, func(w io.Writer) error { return p.Certificate(w, c) })
		words := boxes(t, pdf)
		for i, a := range words {
			if a.x0 < 60 || a.x1 > 841.9-60 || a.y0 < 50 || a.y1 > 595.3-50 {
				t.Errorf("%d units: %q leaves the frame: %+v", n, a.text, a)
			}
			for _, b := range words[i+1:] {
				if a.touches(b) {
					t.Errorf("%d units: %q and %q stand on one another", n, a.text, b.text)
				}
			}
		}
	}
}

type box struct {
	x0, y0, x1, y1 float64
	text           string
}

// touches allows the line boxes, taller than the glyphs, to meet by a third.
func (a box) touches(b box) bool {
	x := min(a.x1, b.x1) - max(a.x0, b.x0)
	y := min(a.y1, b.y1) - max(a.y0, b.y0)
	return x > 1 && y > min(a.y1-a.y0, b.y1-b.y0)/3
}

var word = regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>`)

func boxes(t *testing.T, pdf []byte) []box {
	t.Helper()
	var out []box
	for _, m := range word.FindAllStringSubmatch(string(poppler(t, "pdftotext", pdf, "-bbox")), -1) {
		var v [4]float64
		for i := range v {
			v[i], _ = strconv.ParseFloat(m[i+1], 64)
		}
		out = append(out, box{v[0], v[1], v[2], v[3], m[5]})
	}
	if len(out) < 5 {
		t.Fatalf("only %d words on the page", len(out))
	}
	return out
}

// TestQRCode renders the page and compares every module with the encoder's.
func TestQRCode(t *testing.T) {
	p, c := open(t), sample()
	pdf := printed(t, func(w io.Writer) error { return p.Certificate(w, c) })
	img := render(t, pdf)
	code, err := qrcode.New(c.VerifyURL, qrcode.Medium)
	if err != nil {
		t.Fatal(err)
	}
	code.DisableBorder = true
	rows := code.Bitmap()
	x, y, side := footMargin, 528.0-14-78, 62.0
	for j, row := range rows {
		for i, want := range row {
			px := dot(x + side*(float64(i)+0.5)/float64(len(rows)))
			py := dot(y + side*(float64(j)+0.5)/float64(len(rows)))
			if r, _, _, _ := img.At(px, py).RGBA(); (r < 0x8000) != want {
				t.Fatalf("module %d,%d is wrong", i, j)
			}
		}
	}
}

const dpi = 200

func dot(points float64) int { return int(points * dpi / 72) }

func render(t *testing.T, pdf []byte) image.Image {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/in.pdf", pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", strconv.Itoa(dpi), "-png", "-singlefile", dir+"/in.pdf", dir+"/out").CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, out)
	}
	f, err := os.Open(dir + "/out.png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func TestMissingGlyphIsNamed(t *testing.T) {
	p, c := open(t), sample()
	c.Recipient = "林😀岚"
	err := p.Certificate(io.Discard, c)
	var missing *MissingGlyph
	if !errors.As(err, &missing) || missing.Rune != '😀' || !strings.Contains(err.Error(), "U+1F600") {
		t.Errorf("certificate: %v", err)
	}
	err = p.List(io.Discard, List{Title: "公示", Columns: []Column{{}}, Rows: [][]string{{"望北❤"}}})
	if !errors.As(err, &missing) || missing.Rune != '❤' {
		t.Errorf("list: %v", err)
	}
	if got := string(p.Missing("望北😀的早晨", "😀❤𠮷\n喆")); got != "😀❤" {
		t.Errorf("Missing = %q", got)
	}
}

func TestCertificateTooLong(t *testing.T) {
	p, c := open(t), sample()
	c.Body = strings.Repeat("组织有力、报送踊跃，", 60)
	if err := p.Certificate(io.Discard, c); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("%v", err)
	}
}

func TestListOverPages(t *testing.T) {
	p := open(t)
	l := List{Title: "“奋进2020·河北有我”\n获奖作品公示", Intro: "经评审，现将拟获奖作品予以公示。\n公示期为5个工作日。",
		Columns: []Column{{"序号", 0.5, Centre}, {"作品名称", 3, Left}, {"作者", 1, Left}, {"得分", 0, Right}},
		Closing: "联系方式：活动组委会办公室。", Signed: []string{"河北省委网信办", "河北省教育厅"},
		Date: time.Date(2020, 12, 24, 0, 0, 0, 0, time.UTC), Footer: "活动组委会"}
	for g, award := range []string{"一等奖（40件）", "二等奖（40件）"} {
		l.Rows = append(l.Rows, []string{award})
		for i := range 40 {
			l.Rows = append(l.Rows, []string{strconv.Itoa(i + 1), fmt.Sprintf("《望北的早晨·%d-%02d》一个村庄的四季与三代人的守望", g, i), "林晓岚", "92.37"})
		}
	}
	pdf := printed(t, func(w io.Writer) error { return p.List(w, l) })
	text := string(poppler(t, "pdftotext", pdf, "-layout"))
	pages := strings.Count(text, "\f")
	if pages < 3 || strings.Count(text, "作品名称") < pages-1 { // the last page may hold the closing alone
		t.Errorf("%d pages, %d headers", pages, strings.Count(text, "作品名称"))
	}
	for g := range 2 {
		for i := range 40 {
			if mark := fmt.Sprintf("·%d-%02d》", g, i); strings.Count(text, mark) != 1 {
				t.Errorf("%s stands %d times", mark, strings.Count(text, mark))
			}
		}
	}
	for _, want := range []string{"一等奖（40件）", "2020年12月24日", "河北省教育厅", "第1页，共" + strconv.Itoa(pages) + "页", "第" + strconv.Itoa(pages) + "页，"} {
		if !strings.Contains(text, want) {
			t.Errorf("the list does not say %q", want)
		}
	}
}

func TestListOddRows(t *testing.T) {
	p := open(t)
	tall := strings.Repeat("很长的说明文字，", 600)
	pdf := printed(t, func(w io.Writer) error {
		return p.List(w, List{Title: "回执", Columns: []Column{{Width: 1}, {Width: 3}}, Rows: [][]string{{"短", ""}, {"说明", tall}, {"末行", "完"}}})
	})
	text := string(poppler(t, "pdftotext", pdf))
	if n := strings.Count(bare(strings.ReplaceAll(text, "\n", "")), "明文字"); n < 590 || !strings.Contains(text, "末行") {
		t.Errorf("%d of 600 sentences, 末行 %v", n, strings.Contains(text, "末行"))
	}
	for _, bad := range []List{
		{Columns: []Column{{}}, Rows: [][]string{{"a", "b"}}},
		{Columns: []Column{{}}, Rows: [][]string{{}}},
		{Columns: []Column{{Header: strings.Repeat("宽", 60)}}},
	} {
		if err := p.List(io.Discard, bad); err == nil {
			t.Errorf("%+v was printed", bad)
		}
	}
}

func TestPressIsShared(t *testing.T) {
	p, want := open(t), []byte(nil)
	want = printed(t, func(w io.Writer) error { return p.Certificate(w, sample()) })
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			var buf bytes.Buffer
			if err := p.Certificate(&buf, sample()); err != nil || !bytes.Equal(buf.Bytes(), want) {
				t.Errorf("%v, same bytes %v", err, bytes.Equal(buf.Bytes(), want))
			}
		})
	}
	wg.Wait()
}

func TestOpen(t *testing.T) {
	p := open(t)
	if err := p.Check(t.Context()); err != nil {
		t.Error(err)
	}
	dir := t.TempDir()
	for _, name := range []string{regular, bold} {
		if err := os.WriteFile(filepath.Join(dir, name+".ttf"), []byte("no font"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("a damaged font: %v", err)
	}
	if q, err := Open("", "/nowhere", filepath.Dir(filepath.Join(p.Dir(), "x"))); err != nil || q.Dir() != p.Dir() {
		t.Errorf("skipping folders: %v", err)
	}
}
