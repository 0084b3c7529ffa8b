package ffmpeg

import (
	"fmt"
	"io"
	"slices"
)

// outline is what Go reads of a file before any decoder sees it. Nothing is allocated by a figure in the file, and every
// walk has a bound, so a hostile file costs no more than a film.
type outline struct {
	r        io.ReaderAt
	size     int64
	kind     Container
	brand    string  // major brand of MP4 and MOV
	seconds  float64 // what the header claims to last, 0 when it claims nothing
	c2pa     bool    // content credentials are there; nobody has checked them
	label    *AIGC   // the label as the boxes hold it
	problems []Unreadable
	inner    int   // boxes and elements visited below the top level
	rows     int64 // rows of tables read
	samples  int64 // samples of fragments
	tracks   int
}

// survey reads the outline of a file.
func survey(r io.ReaderAt, size int64) *outline {
	o := &outline{r: r, size: size}
	if size == 0 {
		o.refuse(Empty, "")
		return o
	}
	head := make([]byte, min(size, sniffBytes))
	if n, err := r.ReadAt(head, 0); err != nil && n < len(head) {
		o.refuse(Truncated, "%v", err)
		return o
	}
	if looksLikeBoxes(head) {
		o.boxes()
		return o
	}
	o.kind = magic(head)
	switch o.kind {
	case "":
		o.refuse(foreign(head), "")
	case "mkv":
		o.matroska()
	case "avi":
		o.riff()
	case "flv":
		o.flash(head)
	case "wmv":
		o.asf(head)
	}
	return o
}

// refuse notes a problem; each reason once.
func (o *outline) refuse(why Reason, detail string, args ...any) {
	if !o.has(why) {
		o.problems = append(o.problems, Unreadable{why, fmt.Sprintf(detail, args...)})
	}
}

// has is true when the problem was noted.
func (o *outline) has(why ...Reason) bool {
	return slices.ContainsFunc(o.problems, func(u Unreadable) bool { return slices.Contains(why, u.Reason) })
}

// fatal is the first problem that makes the file unreadable, or nil. That it is too long explains less than anything
// else: a pause of twenty hours makes it so.
func (o *outline) fatal() error {
	var long error
	for _, p := range o.problems {
		switch p.Reason {
		case UnknownBox:
		case TooLong:
			long = &p
		default:
			return &p
		}
	}
	return long
}

// read fills p from the file.
func (o *outline) read(p []byte, at int64) bool {
	n, _ := o.r.ReadAt(p, at)
	return n == len(p)
}
