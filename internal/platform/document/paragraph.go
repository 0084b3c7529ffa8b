package document

import "math"

// wrapIndented breaks a paragraph whose first line is indented by two characters.
func (p *canvas) wrapIndented(s style, text string, width float64) []string {
	return wrap(clean(text), width, 2*s.size, func(t string) float64 { return p.width(s, t) })
}

// paragraph draws lines from wrapIndented with the first baseline at y and returns
// the baseline after the last. Every line but the last is set to full width by
// spacing its characters.
func (p *canvas) paragraph(s style, x, y, width, lead float64, lines []string) float64 {
	indent := 2 * s.size
	for i, line := range lines {
		spaced := s
		if i < len(lines)-1 {
			spaced = s.tracked(p.slack(s, line, width-indent))
		}
		p.text(spaced, x+indent, y, line)
		y, indent = y+lead, 0
	}
	return y
}

// slack is the tracking that makes a line fill the width; a line much too short stays as it is.
func (p *canvas) slack(s style, line string, width float64) float64 {
	gaps := len([]rune(line)) - 1
	rest := width - p.width(s, line)
	if gaps < 1 || rest < 0 || rest > 3*s.size {
		return 0
	}
	return rest / float64(gaps)
}

// balanced breaks a name into as few lines as possible, of about equal length.
func (p *canvas) balanced(s style, text string, width float64) []string {
	measure := func(t string) float64 { return p.width(s, t) }
	lines := wrap(text, width, 0, measure)
	for narrow := math.Ceil(measure(text) / float64(len(lines))); narrow < width; narrow += s.size / 2 {
		if even := wrap(text, narrow, 0, measure); len(even) == len(lines) {
			return even
		}
	}
	return lines
}
