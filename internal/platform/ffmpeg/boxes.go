package ffmpeg

import (
	"encoding/binary"
	"io"
	"slices"
	"strings"
)

// maxBoxes bounds the walk: three hours of one-second fragments stay below it, a file of empty boxes does not.
const maxBoxes = 65536

// Top-level boxes of ISO/IEC 14496-12, of QuickTime, and the few that cameras add.
var knownBoxes = strings.Fields("ftyp moov mdat free skip wide uuid moof mfra sidx styp meta udta pnot pdin prft emsg ssix")

// Boxes a real file begins with.
var firstBoxes = strings.Fields("ftyp moov mdat free skip wide styp pnot uuid")

// box is one top-level box: its four-letter name and where it lies.
type box struct {
	name        string
	start, size int64
	header      int64 // bytes before its content: 8, or 16 with a 64-bit size
}

func looksLikeBoxes(head []byte) bool {
	return len(head) >= 8 && slices.Contains(firstBoxes, string(head[4:8]))
}

// readBox reads the header at start. A size of 0 means "to the end of the file" (only the last box may say so).
func readBox(r io.ReaderAt, start, fileSize int64) (box, bool) {
	var head [16]byte
	if n, _ := r.ReadAt(head[:], start); n < 8 {
		return box{}, false
	}
	b := box{name: string(head[4:8]), start: start, size: int64(binary.BigEndian.Uint32(head[:4])), header: 8}
	switch b.size {
	case 0:
		b.size = fileSize - start
	case 1:
		b.size, b.header = int64(binary.BigEndian.Uint64(head[8:])), 16
	}
	return b, b.size >= b.header && printable(b.name)
}

// printable is true for a name of ASCII characters; QuickTime also begins some with ©.
func printable(name string) bool {
	for i := range len(name) {
		if c := name[i]; (c < ' ' || c > '~') && c != 0xa9 {
			return false
		}
	}
	return true
}

// walkBoxes checks that the top-level boxes tile the file to its last byte and that index and data are there.
func walkBoxes(r io.ReaderAt, size int64) (Container, []Reason) {
	kind, problems, seen := Container("mov"), []Reason(nil), map[string]bool{}
	add := func(p Reason) {
		if !slices.Contains(problems, p) {
			problems = append(problems, p)
		}
	}
	at := int64(0)
	for n := 0; at < size; n++ {
		b, ok := readBox(r, at, size)
		if n == maxBoxes || !ok {
			add(tail(seen))
			break
		}
		if b.name == "ftyp" && !seen["ftyp"] {
			kind = kindOfBrand(brand(r, b))
		}
		if b.size > size-at {
			add(overrun(b, seen))
			seen[b.name] = true
			break
		}
		if !slices.Contains(knownBoxes, b.name) {
			add(UnknownBox)
		}
		seen[b.name] = true
		at += b.size
	}
	if kind == "" {
		return "", []Reason{UnknownKind}
	}
	if !seen["moov"] {
		add(NoIndex)
	}
	if !seen["mdat"] {
		add(NoData)
	}
	return kind, problems
}

// tail names what a run of bytes is that is no box: after a complete film it was glued on, before that the film is damaged.
func tail(seen map[string]bool) Reason {
	if seen["moov"] && seen["mdat"] {
		return Appended
	}
	return Damaged
}

// overrun names a box that claims more bytes than the file has. A known one was cut off; an unknown one after a
// complete film is not a box at all: "PK\x03\x04" reads as a size of 1.3 GB.
func overrun(b box, seen map[string]bool) Reason {
	if !slices.Contains(knownBoxes, b.name) {
		return tail(seen)
	}
	return Truncated
}

// brand is the major brand of an ftyp box, trimmed.
func brand(r io.ReaderAt, b box) string {
	var major [4]byte
	if n, _ := r.ReadAt(major[:], b.start+b.header); n < 4 {
		return ""
	}
	return strings.TrimSpace(string(major[:]))
}

// kindOfBrand sorts the major brands (mp4ra.org): QuickTime, phones' 3GP, pictures and sound that are no film, else MP4.
func kindOfBrand(major string) Container {
	switch {
	case major == "qt":
		return "mov"
	case strings.HasPrefix(major, "3g"):
		return "3gp"
	case slices.Contains(strings.Fields("heic heix heim heis mif1 msf1 avif avis crx jp2 M4A M4B M4P"), major):
		return ""
	}
	return "mp4"
}
