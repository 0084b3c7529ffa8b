package web

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata anew")

// The pictures are kept in testdata, where one can look at them; the fixture server shows them too.
func TestVisualKeepsItsPicture(t *testing.T) {
	for name, shape := range shapes {
		got := Visual("hebei-2020", defaultBrand, shape)
		file := filepath.Join("testdata", "visual-"+name+".svg")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s: the picture has changed; look at it, then run go test ./web -update", name)
		}
	}
}

func TestVisualIsWellFormedForEverySeedAndBrand(t *testing.T) {
	for _, seed := range []string{"", "a", "henan-2025", "奋进", `"><script>`} {
		for _, brand := range []string{"", "000000", "FFFF00", "#1B5E8C", "zz"} {
			svg := Visual(seed, brand, shapes["wide"])
			if strings.Contains(string(svg), "script") || strings.Contains(string(svg), "NaN") {
				t.Errorf("seed %q brand %q: %s", seed, brand, svg[:80])
			}
			d := xml.NewDecoder(strings.NewReader(string(svg)))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("seed %q brand %q: %v", seed, brand, err)
				}
			}
		}
	}
}
