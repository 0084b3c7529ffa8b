package web

import (
	"fmt"
	"testing"
)

// Every brand an organiser may bring must stay readable: a sweep of hues at several lightnesses and strengths, and
// the hard ones by name.
func TestBrandContrast(t *testing.T) {
	brands := []string{"#000000", "#FFFFFF", "#FFFF00", "#0000FF", "#00FF00", "#FF0000", "#00FFFF", "#FF00FF", "#808080", defaultBrand}
	for _, l := range []float64{.15, .45, .7, .95} {
		for h := 0.; h < 360; h += 10 {
			brands = append(brands, toHex(inGamut(oklch{l, .3, h})))
		}
	}
	white := mustHex("#FFFFFF")
	for _, hex := range brands {
		b := NewBrand(hex)
		for _, pair := range []struct {
			what string
			a, b string
		}{
			{"white on fill", "#FFFFFF", b.Fill},
			{"ink on paper", b.Ink, "#FBF8F1"},
			{"ink on wash", b.Ink, b.Wash},
			{"white on dark fill", "#FFFFFF", b.DarkFill},
			{"dark ink on dark paper", b.DarkInk, "#141210"},
			{"dark ink on dark wash", b.DarkInk, b.DarkWash},
		} {
			if got := contrast(mustHex(pair.a), mustHex(pair.b)); got < 4.5 {
				t.Errorf("brand %s: %s is %.2f (%s, %s), want 4.5", hex, pair.what, got, pair.a, pair.b)
			}
		}
	}
	if got := contrast(white, mustHex("#000000")); fmt.Sprintf("%.0f", got) != "21" {
		t.Errorf("contrast of white and black = %.2f", got)
	}
}

func TestBrandKeepsHueAndForgivesNonsense(t *testing.T) {
	if got := NewBrand("teal").Base; got != defaultBrand {
		t.Errorf("a brand that is no colour = %s", got)
	}
	for _, hex := range []string{"#1B5E8C", "#2E7D32", "#C8321F"} {
		want, got := toOKLCH(mustHex(hex)).H, toOKLCH(mustHex(NewBrand(hex).Fill)).H
		if d := got - want; d > 4 || d < -4 {
			t.Errorf("%s: hue %.0f became %.0f", hex, want, got)
		}
	}
}

func TestHexThereAndBack(t *testing.T) {
	for _, hex := range []string{"#000000", "#FFFFFF", "#C8321F", "#123456"} {
		if got := toHex(fromOKLCH(toOKLCH(mustHex(hex)))); got != hex {
			t.Errorf("%s came back as %s", hex, got)
		}
	}
}
