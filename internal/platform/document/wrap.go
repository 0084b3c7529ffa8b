package document

import "strings"

// Marks that must not begin a line (they close or follow), and that must not end
// one (they open).
const (
	notFirst = "，。、；：？！,.;:?!）)》〉」』】〕］}”’…—～·％%‰℃°"
	notLast  = "（(《〈「『【〔［{“‘￥$#＃"
)

// pairs are marks written twice that stay together.
const pairs = "…—"

// wrap breaks one paragraph into lines no wider than width; the first line is
// shorter by indent. Blanks at a break are dropped.
func wrap(text string, width, indent float64, measure func(string) float64) []string {
	var lines []string
	line, room := "", width-indent
	for _, unit := range units(text) {
		if measure(strings.TrimRight(line+unit, " ")) <= room {
			line += unit
			continue
		}
		if line = strings.TrimRight(line, " "); line != "" {
			lines, room = append(lines, line), width
		}
		line = strings.TrimLeft(unit, " ")
		for measure(line) > room { // one unit wider than the line: cut it anywhere
			head := cut(line, room, measure)
			lines, line, room = append(lines, head), line[len(head):], width
		}
	}
	if line = strings.TrimRight(line, " "); line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// cut takes as many characters as fit, at least one.
func cut(s string, width float64, measure func(string) float64) string {
	end := 0
	for i, r := range s {
		next := i + len(string(r))
		if i > 0 && measure(s[:next]) > width {
			break
		}
		end = next
	}
	return s[:end]
}

// units cuts text where a line may end.
func units(text string) []string {
	var out []string
	runes := []rune(text)
	start := 0
	for i := 1; i <= len(runes); i++ {
		if i == len(runes) || mayBreak(runes[i-1], runes[i]) {
			out = append(out, string(runes[start:i]))
			start = i
		}
	}
	return out
}

func mayBreak(a, b rune) bool {
	switch {
	case strings.ContainsRune(notLast, a), b == ' ':
		return false
	case a == ' ':
		return true
	case '0' <= a && a <= '9' && strings.ContainsRune("年月日", b):
		return false
	case a == b && strings.ContainsRune(pairs, a), strings.ContainsRune(notFirst, b):
		return false
	}
	return wide(a) || wide(b)
}

// wide reports whether a character belongs to East Asian text, where a line may
// break at any place; all others form words.
func wide(r rune) bool {
	return r >= 0x2E80 || strings.ContainsRune("“”‘’…—·", r)
}
