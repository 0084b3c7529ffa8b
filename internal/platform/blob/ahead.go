package blob

import (
	"io"
	"os"
)

// stretch is how many bytes are written before the disk is to begin with them: calls of the kernel are few, and little is left at
// the end.
const stretch = 8 << 20

// Ahead returns a writer to f, whose end is at offset, that has the disk begin with what is there while more is coming. It promises
// nothing: a sync must still follow, which then waits for the last few bytes only.
func Ahead(f *os.File, offset int64) io.Writer {
	return &ahead{f, offset - offset%stretch, offset}
}

type ahead struct {
	f          *os.File
	begun, end int64 // of what the disk was not yet told of
}

func (a *ahead) Write(p []byte) (int, error) {
	n, err := a.f.Write(p)
	a.end += int64(n)
	if a.end-a.begun >= stretch {
		writeBack(a.f, a.begun, a.end-a.begun)
		a.begun = a.end
	}
	return n, err
}
