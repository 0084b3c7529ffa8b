package fingerprint

import (
	"math"

	"saiying/internal/platform/vision"
)

// small is the longer side of the pictures that are kept until the film ends, in pixels.
const small = 160

// picture is the luma of one frame, scaled down.
type picture struct {
	at   float64
	w, h int
	pix  []byte
}

// shrink averages blocks of the frame's luma.
func shrink(f vision.Frame) picture {
	by := max(1, (max(f.W, f.H)+small-1)/small)
	p := picture{at: f.At, w: f.W / by, h: f.H / by}
	p.pix = make([]byte, p.w*p.h)
	sums := make([]int, p.w)
	for y := range p.h {
		clear(sums)
		addBlocks(sums, f.Y[y*by*f.W:(y+1)*by*f.W], f.W, by)
		for x, s := range sums {
			p.pix[y*p.w+x] = byte((s + by*by/2) / (by * by))
		}
	}
	return p
}

// addBlocks adds to each sum its block of by×by pixels; rows holds by rows of width w.
func addBlocks(sums []int, rows []byte, w, by int) {
	for r := range by {
		row := rows[r*w:]
		for x := range sums {
			for i := range by {
				sums[x] += int(row[x*by+i])
			}
		}
	}
}

// box is a part of a picture in pixels, ends excluded.
type box struct{ x0, y0, x1, y1 float64 }

// centre is the middle of a box, keeping scale of each side.
func (b box) centre(scale float64) box {
	dx, dy := (b.x1-b.x0)*(1-scale)/2, (b.y1-b.y0)*(1-scale)/2
	return box{b.x0 + dx, b.y0 + dy, b.x1 - dx, b.y1 - dy}
}

// totals is the sum of all pixels above and left of each place, by which any box is averaged with four looks.
type totals struct {
	w, h int
	sum  []float32
}

func (p picture) totals() totals {
	t := totals{p.w, p.h, make([]float32, (p.w+1)*(p.h+1))}
	for y := range p.h {
		var row float32
		for x := range p.w {
			row += float32(p.pix[y*p.w+x])
			t.sum[(y+1)*(p.w+1)+x+1] = t.sum[y*(p.w+1)+x+1] + row
		}
	}
	return t
}

// at answers the sum left of x and above y, which may lie between pixels.
func (t totals) at(x, y float64) float64 {
	i, j := min(int(x), t.w-1), min(int(y), t.h-1)
	fx, fy, k := x-float64(i), y-float64(j), j*(t.w+1)+i
	top := float64(t.sum[k])*(1-fx) + float64(t.sum[k+1])*fx
	k += t.w + 1
	return top*(1-fy) + (float64(t.sum[k])*(1-fx)+float64(t.sum[k+1])*fx)*fy
}

// hash brings a part of the picture to the square, levels it and hashes that; firm marks the bits to go by.
func (t totals) hash(b box) (h, firm Hash) {
	var square [side][side]float32
	var edge [2][side + 1]float64
	sx, sy := (b.x1-b.x0)/side, (b.y1-b.y0)/side
	for y := range side + 1 {
		now, before := &edge[y%2], &edge[(y+1)%2]
		for x := range side + 1 {
			now[x] = t.at(b.x0+sx*float64(x), b.y0+sy*float64(y))
		}
		for x := 0; y > 0 && x < side; x++ {
			square[y-1][x] = float32((now[x+1] - now[x] - before[x+1] + before[x]) / math.Max(sx*sy, 1e-9))
		}
	}
	level(&square)
	return transform(&square)
}
