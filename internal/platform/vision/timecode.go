package vision

import (
	"image"
	"slices"
	"strings"
)

// timecode tells whether a piece of a picture is written like 00:00:00, light on dark or dark on light.
func timecode(luma []byte, w int, r image.Rectangle) bool {
	piece := cut(luma, w, r)
	threshold := between(piece)
	for _, light := range []bool{true, false} {
		signs := components(piece, r.Dx(), r.Dy(), func(v byte) bool { return (v > threshold) == light })
		if strings.Contains(shapes(signs, r.Dy()), "dd:dd:dd") {
			return true
		}
	}
	return false
}

// between is the luma that parts a piece into two kinds with the greatest variance between them (Otsu 1979).
func between(piece []byte) byte {
	var count [256]int
	total := 0
	for _, v := range piece {
		count[v]++
		total += int(v)
	}
	best, at, below, sum := -1., 128, 0, 0
	for v, n := range count {
		below, sum = below+n, sum+n*v
		above := len(piece) - below
		if below == 0 || above == 0 {
			continue
		}
		d := float64(sum)/float64(below) - float64(total-sum)/float64(above)
		if spread := d * d * float64(below) * float64(above); spread > best {
			best, at = spread, v
		}
	}
	return byte(at)
}

// components are the rectangles around pixels of one kind that touch, sides and corners.
func components(piece []byte, w, h int, is func(byte) bool) []image.Rectangle {
	seen := make([]bool, w*h)
	var out []image.Rectangle
	for first := range piece {
		if seen[first] || !is(piece[first]) {
			continue
		}
		box, todo := image.Rectangle{}, []int{first}
		seen[first] = true
		for len(todo) > 0 {
			i := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			x, y := i%w, i/w
			box = box.Union(image.Rect(x, y, x+1, y+1))
			for ny := max(0, y-1); ny <= min(h-1, y+1); ny++ {
				for nx := max(0, x-1); nx <= min(w-1, x+1); nx++ {
					if n := ny*w + nx; !seen[n] && is(piece[n]) {
						seen[n] = true
						todo = append(todo, n)
					}
				}
			}
		}
		out = append(out, box)
	}
	return out
}

// shapes writes a line's signs as d for a tall one (dd for two that touch), : for dots over each other, ? for others.
func shapes(signs []image.Rectangle, h int) string {
	slices.SortFunc(signs, func(a, b image.Rectangle) int { return a.Min.X + a.Max.X - b.Min.X - b.Max.X })
	tall := tallest(signs, h)
	all := slices.Clone(signs)
	signs = slices.DeleteFunc(signs, func(s image.Rectangle) bool {
		return s.Dx() > 2*tall || s.Dx()*s.Dy() <= 2 || within(s, all, tall) // the box around, specks, and the dot of a zero
	})
	var out strings.Builder
	for i := 0; i < len(signs); i++ {
		s := signs[i]
		dots := i+1 < len(signs) && dot(s, tall) && dot(signs[i+1], tall) && abs(s.Min.X-signs[i+1].Min.X) <= 2
		switch {
		case dots:
			out.WriteByte(':')
			i++
		case s.Dy()*10 >= tall*8 && s.Dy() <= tall && s.Dx()*10 <= tall*9:
			out.WriteByte('d')
		case s.Dy()*10 >= tall*8 && s.Dy() <= tall && s.Dx()*10 <= tall*16:
			out.WriteString("dd")
		case s.Dy() > tall:
		default:
			out.WriteByte('?')
		}
	}
	return out.String()
}

// within tells whether a sign lies inside another that is no higher than a digit.
func within(s image.Rectangle, all []image.Rectangle, tall int) bool {
	return slices.ContainsFunc(all, func(o image.Rectangle) bool { return o != s && o.Dy() <= tall && o.Dx() <= tall && s.In(o) })
}

// tallest is the height of the digits: the height that most signs of at least half the line share, within a pixel.
func tallest(signs []image.Rectangle, h int) int {
	best, most := h, 0
	for _, s := range signs {
		n := 0
		for _, other := range signs {
			if d := s.Dy() - other.Dy(); d >= 0 && d <= 1 {
				n++
			}
		}
		if s.Dy()*2 >= h && s.Dx() < 2*s.Dy() && n > most {
			best, most = s.Dy(), n
		}
	}
	return best
}

func dot(s image.Rectangle, tall int) bool { return s.Dy()*5 <= tall*2 && s.Dx()*5 <= tall*2 }
