package vision

// edges is a picture's change of luma from left to right and from top to bottom (central differences), counted once and
// read by every detector. The outermost pixels have none.
type edges struct {
	w, h   int
	gx, gy []int16
}

// of counts them anew for a picture, in the room it has if the size is the same.
func (e *edges) of(w, h int, luma []byte) {
	if e.w != w || e.h != h {
		*e = edges{w, h, make([]int16, w*h), make([]int16, w*h)}
	}
	for y := 1; y < h-1; y++ {
		at := y * w
		row, up, down := luma[at:at+w], luma[at-w:at], luma[at+w:at+2*w]
		gx, gy := e.gx[at:at+w], e.gy[at:at+w]
		for x := 1; x < w-1; x++ {
			gx[x] = int16(row[x+1]) - int16(row[x-1])
			gy[x] = int16(down[x]) - int16(up[x])
		}
	}
}

// steep tells whether the luma changes by at least so many levels at i.
func (e *edges) steep(i int, least int16) bool {
	return e.gx[i] >= least || e.gx[i] <= -least || e.gy[i] >= least || e.gy[i] <= -least
}
