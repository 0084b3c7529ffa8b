package document

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// ems counts full-width characters as 1 and all others as a half.
func ems(s string) float64 {
	w := 0.0
	for _, r := range s {
		if w += 0.5; wide(r) {
			w += 0.5
		}
	}
	return w
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		name   string
		text   string
		width  float64
		indent float64
		want   string
	}{
		{"fits", "荣誉证书", 4, 0, "荣誉证书"},
		{"plain", "荣誉证书荣誉", 4, 0, "荣誉证书|荣誉"},
		{"indent", "荣誉证书荣誉", 4, 2, "荣誉|证书荣誉"},
		{"no comma first", "荣誉证书，奖", 4, 0, "荣誉证|书，奖"},
		{"two marks together", "荣誉证》。奖", 4, 0, "荣誉|证》。奖"},
		{"no opening mark last", "荣誉证《书》", 4, 0, "荣誉证|《书》"},
		{"quotes", "在我“奋进”中", 3, 0, "在我|“奋|进”中"},
		{"dash stays whole", "早晨一——村", 4, 0, "早晨|一——村"},
		{"number stays whole", "于2020年12月", 3, 0, "于|2020年|12月"},
		{"percent", "占比为50%，", 4, 0, "占比为|50%，"},
		{"words", "see saiying now", 5, 0, "see|saiying|now"},
		{"blank at the break", "荣誉 证书", 2, 0, "荣誉|证书"},
		{"word longer than the line", "9f86d081884c", 3, 0, "9f86d0|81884c"},
		{"empty", "", 3, 0, ""},
	} {
		if got := strings.Join(wrap(c.text, c.width, c.indent, ems), "|"); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWrapKeepsTextAndWidth(t *testing.T) {
	letters := rapid.StringOfN(rapid.SampledFrom([]rune("荣誉证书，。《》“”（）——…ab12 %年")), 0, 60, -1)
	rapid.Check(t, func(t *rapid.T) {
		text, width := letters.Draw(t, "text"), float64(rapid.IntRange(1, 12).Draw(t, "width"))
		lines := wrap(text, width, 0, ems)
		if a, b := bare(strings.Join(lines, "")), bare(text); a != b {
			t.Fatalf("%q became %q", b, a)
		}
		for i, line := range lines {
			if ems(line) > width && utf8.RuneCountInString(line) > 1 {
				t.Fatalf("line %q is wider than %v", line, width)
			}
			first, _ := utf8.DecodeRuneInString(line)
			if i > 0 && width > 11 && strings.ContainsRune(notFirst, first) && ems(longest(text)) <= width {
				t.Fatalf("line %q begins with %q", line, first)
			}
		}
	})
}

func bare(s string) string { return strings.ReplaceAll(s, " ", "") }

func longest(text string) string {
	most := ""
	for _, u := range units(text) {
		if ems(u) > ems(most) {
			most = u
		}
	}
	return most
}

func TestChineseDate(t *testing.T) {
	for day, want := range map[string]string{
		"2020-12-31": "二〇二〇年十二月三十一日",
		"2025-01-01": "二〇二五年一月一日",
		"2021-10-10": "二〇二一年十月十日",
		"2019-02-20": "二〇一九年二月二十日",
		"2030-11-29": "二〇三〇年十一月二十九日",
	} {
		at, err := time.Parse(time.DateOnly, day)
		if got := ChineseDate(at); err != nil || got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}

func TestBrandInkCanBeRead(t *testing.T) {
	if got := brandInk("#1E4E8C"); got != (colour{0x1E, 0x4E, 0x8C}) {
		t.Errorf("a dark brand was changed to %v", got)
	}
	for _, hex := range []string{"#FFE600", "#FFFFFF", "red", "", "#12345", "#C8321F"} {
		if c := brandInk(hex); contrast(c, paper) < 4.5 {
			t.Errorf("%q: %v has contrast %.1f", hex, c, contrast(c, paper))
		}
	}
}

func TestClean(t *testing.T) {
	if got := clean("望\u200b北\t县\r\n融\u00a0媒\ufe0f"); got != "望北 县 \n融 媒" {
		t.Errorf("%q", got)
	}
}
