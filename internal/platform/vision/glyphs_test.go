package vision

import (
	"flag"
	"image"
	"image/draw"
	"image/png"
	"os"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

var glyphs = flag.Bool("glyphs", false, "draw glyphs.png anew from the typefaces installed here")

// sheetFaces are the typefaces of the sheet's rows; the first of a collection is the Japanese cut, the third the Chinese.
var sheetFaces = []struct {
	file  string
	index int
}{
	{"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2},
	{"/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2},
	{"/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc", 2},
	{"/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0},
}

// The sheet inside the program holds every glyph of every typeface, and every phrase can be composed from it.
func TestGlyphSheet(t *testing.T) {
	if *glyphs {
		drawSheet(t)
	}
	if n := len(templates()); n != len(sheetFaces)*len(phrases) {
		t.Fatalf("%d templates", n)
	}
	for i, tpl := range templates() {
		if tpl.h < 14 || tpl.w < 40 {
			t.Errorf("template %d is %d×%d", i, tpl.w, tpl.h)
		}
		for k := range len(tpl.parts) - 1 {
			if got := tpl.alike(&tpl.patch, 0, 0, tpl.parts[k], tpl.parts[k+1]); got < .99 {
				t.Errorf("template %d, character %d: alike itself by %.2f: no ink", i, k, got)
			}
		}
	}
}

func drawSheet(t *testing.T) {
	t.Helper()
	sheet := image.NewGray(image.Rect(0, 0, glyphCell*len(glyphNames), glyphCell*len(sheetFaces)))
	for row, name := range sheetFaces {
		face := openFace(t, name.file, name.index)
		for col, glyph := range glyphNames {
			d := font.Drawer{Dst: sheet.SubImage(image.Rect(col*glyphCell, row*glyphCell, (col+1)*glyphCell, (row+1)*glyphCell)).(draw.Image),
				Src: image.White, Face: face, Dot: fixed.P(col*glyphCell, row*glyphCell+16)}
			d.DrawString(glyph)
		}
	}
	f, err := os.Create("glyphs.png")
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, sheet); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	t.Fatal("glyphs.png is drawn; run the test again without -glyphs")
}

func openFace(t *testing.T, file string, index int) font.Face {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all, err := opentype.ParseCollection(data)
	if err != nil {
		t.Fatal(err)
	}
	one, err := all.Font(index)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(one, &opentype.FaceOptions{Size: 18, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	return face
}
