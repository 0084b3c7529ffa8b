package vision

import (
	"image"
	"slices"
)

// cell is the side, in pixels, of the squares in which strokes are counted: about one character of small writing, or one stroke of
// letters so large that they are on a card alone (large).
const (
	cell  = 8
	large = 2 * cell
)

// inkStep is the change of luma over two pixels that the edge of a letter has at least; set by hand on the clips of
// visiontest.Set, where grain stays well under it.
const inkStep = 26

// grid marks squares of a picture.
type grid struct {
	cell int // side of a square in pixels
	w, h int
	on   []bool
}

func newGrid(w, h, cell int) grid {
	g := grid{cell: cell, w: (w + cell - 1) / cell, h: (h + cell - 1) / cell}
	g.on = make([]bool, g.w*g.h)
	return g
}

// strokes marks the squares that hold both sides of strokes: luma that rises and falls again within a square. A ridge or a
// horizon has one side only.
func strokes(e *edges, cell int) grid {
	g := newGrid(e.w, e.h, cell)
	for cy := range g.h {
		for cx := range g.w {
			g.on[cy*g.w+cx] = e.stroked(cx*cell, cy*cell, cell)
		}
	}
	return g
}

func (e *edges) stroked(x0, y0, cell int) bool {
	rises, falls := 0, 0
	for y := y0; y < min(y0+cell, e.h); y++ {
		for _, v := range e.gx[y*e.w+x0 : y*e.w+min(x0+cell, e.w)] {
			if v >= inkStep {
				rises++
			} else if v <= -inkStep {
				falls++
			}
		}
	}
	return rises >= 2 && falls >= 2
}

// blobs are the rectangles, in pixels, around the marked squares that touch each other, with gaps of up to `gap` squares
// from left to right.
func (g grid) blobs(gap int) []image.Rectangle {
	seen := make([]bool, len(g.on))
	var found []image.Rectangle
	for i, on := range g.on {
		if on && !seen[i] {
			found = append(found, g.flood(i, gap, seen))
		}
	}
	return found
}

func (g grid) flood(first, gap int, seen []bool) image.Rectangle {
	var box image.Rectangle
	todo := []int{first}
	seen[first] = true
	for len(todo) > 0 {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		x, y := i%g.w, i/g.w
		box = box.Union(image.Rect(x*g.cell, y*g.cell, (x+1)*g.cell, (y+1)*g.cell))
		for ny := max(0, y-1); ny <= min(g.h-1, y+1); ny++ {
			for nx := max(0, x-gap-1); nx <= min(g.w-1, x+gap+1); nx++ {
				if n := ny*g.w + nx; g.on[n] && !seen[n] {
					seen[n] = true
					todo = append(todo, n)
				}
			}
		}
	}
	return box
}

// lines are the rectangles of what may be lines of writing: wider than high, each trimmed to its ink. A block of several
// lines is cut where rows without ink lie between.
func lines(e *edges, cell int) []image.Rectangle {
	var found []image.Rectangle
	for _, block := range strokes(e, cell).blobs(2) {
		for _, line := range e.rows(block.Intersect(image.Rect(1, 1, e.w-1, e.h-1))) {
			if line = e.trim(line); line.Dy() >= 6 && line.Dx() >= line.Dy()*3/2 {
				found = append(found, line)
			}
		}
	}
	return found
}

// rows cuts a block at its rows without ink.
func (e *edges) rows(block image.Rectangle) []image.Rectangle {
	var found []image.Rectangle
	top := -1
	for y := block.Min.Y; y <= block.Max.Y; y++ {
		inked := y < block.Max.Y && e.inked(y, block.Min.X, block.Max.X) > 1
		if inked && top < 0 {
			top = y
		} else if !inked && top >= 0 {
			found = append(found, image.Rect(block.Min.X, top, block.Max.X, y))
			top = -1
		}
	}
	return found
}

// inked counts the steep pixels of a piece of a row.
func (e *edges) inked(y, x0, x1 int) int {
	n := 0
	for i := y*e.w + x0; i < y*e.w+x1; i++ {
		if e.steep(i, inkStep) {
			n++
		}
	}
	return n
}

// trim takes the columns without ink from both ends.
func (e *edges) trim(r image.Rectangle) image.Rectangle {
	for r.Dx() > 0 && !e.column(r.Min.X, r) {
		r.Min.X++
	}
	for r.Dx() > 0 && !e.column(r.Max.X-1, r) {
		r.Max.X--
	}
	return r
}

func (e *edges) column(x int, r image.Rectangle) bool {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		if e.steep(y*e.w+x, inkStep) {
			return true
		}
	}
	return false
}

// unboxed is the writing of a line inside the box that is drawn around it, if one is: an edge that runs along nearly all of the line
// is a box's, no letter's.
func (e *edges) unboxed(line image.Rectangle) image.Rectangle {
	in := line
	for k := range boxEdge {
		if y := line.Min.Y + k; e.inked(y, line.Min.X, line.Max.X)*10 >= line.Dx()*9 {
			in.Min.Y = y + 1
		}
		if y := line.Max.Y - 1 - k; e.inked(y, line.Min.X, line.Max.X)*10 >= line.Dx()*9 {
			in.Max.Y = y
		}
	}
	if in == line || in.Dy() < 6 {
		return line
	}
	in.Min.X, in.Max.X = in.Min.X+boxSide, in.Max.X-boxSide
	inside := e.rows(in)
	if len(inside) == 0 {
		return line
	}
	writing := slices.MaxFunc(inside, func(a, b image.Rectangle) int { return a.Dy() - b.Dy() }) // the others are rests of the edge
	return e.trim(writing)
}

const (
	boxEdge = 5 // rows from a line's own in which the soft edge of a box is looked for
	boxSide = 3 // columns of its edge that are left out at either side
)
