package ffmpeg

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"time"

	"saiying/internal/platform/vision"
)

// errTooManyPictures stops a child that sends more pictures than its film can have.
var errTooManyPictures = &Unreadable{Damaged, "more pictures came than the film's length allows"}

// attach opens the child's descriptor 3 to the reader of raw bytes. A reader that is slow holds the child back; one that gives up
// ends it. What attach answers is called when the child has ended, and waits for the reader.
func (j job) attach(cmd *exec.Cmd) (finish func() error, err error) {
	if j.raw == nil {
		return func() error { return nil }, nil
	}
	from, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.ExtraFiles = []*os.File{to}
	done := make(chan error, 1)
	go func() {
		err := j.raw(from)
		_ = from.Close()
		done <- err
	}()
	return func() error {
		_ = to.Close()
		_ = from.SetReadDeadline(time.Now().Add(cmd.WaitDelay)) // for a child's child that outlives it
		return <-done
	}, nil
}

// pictures cuts a stream of raw planar pictures into frames.
type pictures struct {
	w, h, most int
	take       func(n int, f vision.Frame)
}

// watched is the size in which a film is looked at: as shown, the long side [vision.LongSide], even.
func watched(f Facts) (w, h int) { return fit(f.Width, f.Height, vision.LongSide) }

// fit scales w×h to a long side, down to even pixels.
func fit(w, h, side int) (int, int) {
	even := func(v int) int { return max(2, v*side/max(w, h, 1)/2*2) }
	return even(w), even(h)
}

// read hands on one frame after another until the stream ends; a last one that is not whole is dropped.
func (p pictures) read(r io.Reader) error {
	size := p.w * p.h
	buf := make([]byte, size*3/2)
	frame := vision.Frame{W: p.w, H: p.h, Y: buf[:size], Cb: buf[size : size*5/4], Cr: buf[size*5/4:]}
	for n := 0; ; n++ {
		if _, err := io.ReadFull(r, buf); err != nil {
			return ended(err)
		}
		if n >= p.most {
			return errTooManyPictures
		}
		frame.At = float64(n) / vision.Rate
		p.take(n, frame)
	}
}

// ended is nil for a stream that ended, wherever it did: the child's own state says whether it was meant to.
func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, os.ErrDeadlineExceeded) {
		return nil
	}
	return err
}
