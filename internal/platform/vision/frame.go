package vision

// Rate is how many pictures a second are looked at.
const Rate = 5

// LongSide is the longer side of a picture that is looked at, in pixels.
const LongSide = 480

// Frame is one picture of a film, scaled down and as shown, in planar YCbCr 4:2:0 of studio range (luma 16 to 235). Width and
// height are even. Whoever is given one must not keep its planes: they are used again for the next.
type Frame struct {
	At   float64 // seconds
	W, H int
	Y    []byte // W × H
	Cb   []byte // W/2 × H/2
	Cr   []byte // W/2 × H/2
}
