package ffmpeg

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"strings"
)

// maxBoxes bounds the walk: three hours of one-second fragments stay below it, a file of empty boxes does not.
const maxBoxes = 65536

// Top-level boxes of ISO/IEC 14496-12, of QuickTime, and the few that cameras add.
var knownBoxes = strings.Fields("ftyp moov mdat free skip wide uuid moof mfra sidx styp meta udta pnot pdin prft emsg ssix")

// Boxes that hold nothing.
var paddingBoxes = strings.Fields("free skip wide")

// Boxes a real file begins with.
var firstBoxes = strings.Fields("ftyp moov mdat free skip wide styp pnot uuid")

// box is one box: its four-letter name and where it lies.
type box struct {
	name        string
	start, size int64
	header      int64 // bytes before its content: 8, or 16 with a 64-bit size
}

func (b box) content() int64 { return b.start + b.header }
func (b box) end() int64     { return b.start + b.size }

func looksLikeBoxes(head []byte) bool {
	return len(head) >= 8 && slices.Contains(firstBoxes, string(head[4:8]))
}

// readBox reads the header at start. A size of 0 means "to the end of what holds it" (only the last box may say so).
func readBox(r io.ReaderAt, start, end int64) (box, bool) {
	var head [16]byte
	if n, _ := r.ReadAt(head[:], start); n < 8 {
		return box{}, false
	}
	b := box{name: string(head[4:8]), start: start, size: int64(binary.BigEndian.Uint32(head[:4])), header: 8}
	switch b.size {
	case 0:
		b.size = end - start
	case 1:
		b.size, b.header = int64(binary.BigEndian.Uint64(head[8:])), 16
	}
	return b, b.size >= b.header
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

// boxes checks that the top-level boxes tile the file to its last byte, that index and data are there, and what the
// index says.
func (o *outline) boxes() {
	o.kind = "mov"
	seen := map[string]bool{}
	for at, n := int64(0), 0; at < o.size; n++ {
		b, ok := readBox(o.r, at, o.size)
		if n == maxBoxes {
			o.refuse(Bomb, "more than %d boxes", maxBoxes)
			break
		}
		if !ok || !printable(b.name) {
			o.rest(at, tail(seen))
			break
		}
		if b.size > o.size-at {
			o.overrun(b, seen)
			seen[b.name] = true
			break
		}
		o.top(b, seen)
		seen[b.name] = true
		at += b.size
	}
	if o.kind == "" {
		o.problems = []Unreadable{{UnknownKind, "brand " + o.brand}}
		return
	}
	if !seen["moov"] {
		o.refuse(NoIndex, "")
	}
	if !seen["mdat"] {
		o.refuse(NoData, "")
	}
}

// top takes one whole top-level box.
func (o *outline) top(b box, seen map[string]bool) {
	switch b.name {
	case "ftyp":
		if !seen["ftyp"] {
			o.brand = brand(o.r, b)
			o.kind = kindOfBrand(o.brand)
		}
	case "moov", "hoov": // ffmpeg reads the second as the first
		b.name = "moov"
		o.index(b)
		return
	case "moof":
		o.fragment(b)
	case "uuid":
		o.extension(b)
	case "meta":
		o.meta(b)
	}
	if !slices.Contains(knownBoxes, b.name) {
		o.refuse(UnknownBox, "%s", b.name)
	}
}

// tail names what a run of bytes is that is no box: after a complete film it was glued on, before that the film is damaged.
func tail(seen map[string]bool) Reason {
	if seen["moov"] && seen["mdat"] {
		return Appended
	}
	return Damaged
}

// overrun refuses a box that claims more bytes than the file has. A known one was cut off, but of padding after a complete
// film nothing is missing; an unknown one after a complete film is not a box at all: "PK\x03\x04" reads as a size of 1.3 GB.
func (o *outline) overrun(b box, seen map[string]bool) {
	switch {
	case !slices.Contains(knownBoxes, b.name):
		o.refuse(tail(seen), "%s at byte %d", b.name, b.start)
	case tail(seen) != Appended || !slices.Contains(paddingBoxes, b.name):
		o.refuse(Truncated, "%s at byte %d", b.name, b.start)
	}
}

// rest refuses what follows the last box, unless it is nothing but zeros: recorders and copying programs fill up a block.
func (o *outline) rest(at int64, why Reason) {
	if !o.blank(at) {
		o.refuse(why, "byte %d", at)
	}
}

// blank is true when only zeros follow.
func (o *outline) blank(at int64) bool {
	part := make([]byte, 32<<10)
	for at < o.size {
		n, err := o.r.ReadAt(part[:min(int64(len(part)), o.size-at)], at)
		if len(bytes.Trim(part[:n], "\x00")) > 0 || n == 0 && err != nil {
			return false
		}
		at += int64(n)
	}
	return true
}

// brand is the major brand of an ftyp box, trimmed.
func brand(r io.ReaderAt, b box) string {
	var major [4]byte
	if n, _ := r.ReadAt(major[:], b.content()); n < 4 {
		return ""
	}
	return strings.TrimSpace(string(major[:]))
}

// kindOfBrand sorts the major brands (mp4ra.org): QuickTime, phones' 3GP, pictures that are no film, else MP4. A brand of
// sound may hold a picture track; whether it does is told later.
func kindOfBrand(major string) Container {
	switch {
	case major == "qt":
		return "mov"
	case strings.HasPrefix(major, "3g"):
		return "3gp"
	case slices.Contains(strings.Fields("heic heix heim heis mif1 msf1 avif avis crx jp2"), major):
		return ""
	}
	return "mp4"
}
