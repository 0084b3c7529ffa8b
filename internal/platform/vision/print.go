package vision

import "image"

// print is the steady edges of one place: what a mark looks like without what moves behind it.
type print struct {
	place  image.Rectangle
	gx, gy []float32 // 0 where nothing is steady
	power  float64   // sum of the squares
	ink    int       // pixels that are steady
}

// in is how much of the print a frame holds: 1 when it is there, about 0 when it is not, whatever else the frame shows.
func (p *print) in(luma []byte, w int) float64 {
	sum := 0.
	for y := p.place.Min.Y; y < p.place.Max.Y; y++ {
		row := (y - p.place.Min.Y) * p.place.Dx()
		for x := p.place.Min.X; x < p.place.Max.X; x++ {
			k, i := row+x-p.place.Min.X, y*w+x
			if gx, gy := p.gx[k], p.gy[k]; gx != 0 || gy != 0 {
				sum += float64(gx)*float64(int(luma[i+1])-int(luma[i-1])) + float64(gy)*float64(int(luma[i+w])-int(luma[i-w]))
			}
		}
	}
	return sum / max(p.power, 1)
}

// like is how alike two prints are, from -1 to 1, at the best of all small shifts. Prints of the same mark at two places
// differ by where the picture behind happened to be steady too.
func (p *print) like(q *print) float64 {
	if p.ink*3 < q.ink || q.ink*3 < p.ink {
		return 0
	}
	best := 0.
	dx, dy := q.place.Dx()-p.place.Dx(), q.place.Dy()-p.place.Dy()
	for sy := min(0, dy) - 3; sy <= max(0, dy)+3; sy++ {
		for sx := min(0, dx) - 3; sx <= max(0, dx)+3; sx++ {
			best = max(best, p.shifted(q, sx, sy))
		}
	}
	return best
}

func (p *print) shifted(q *print, sx, sy int) float64 {
	w, h, qw, qh := p.place.Dx(), p.place.Dy(), q.place.Dx(), q.place.Dy()
	sum := 0.
	for y := max(0, -sy); y < min(h, qh-sy); y++ {
		for x := max(0, -sx); x < min(w, qw-sx); x++ {
			a, b := y*w+x, (y+sy)*qw+x+sx
			sum += float64(p.gx[a]*q.gx[b] + p.gy[a]*q.gy[b])
		}
	}
	return sum / max(1, sqrt(p.power*q.power))
}
