package ffmpeg

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// What stands beside the parts of an AVI: padding, remarks and an index that a program put after the end.
var riffParts = strings.Fields("RIFF JUNK LIST idx1")

// riffSlack is by how many bytes a part may overrun the file: some writers count its own header of eight bytes, and the
// list of pictures inside has one of twelve.
const riffSlack = 12

// riff checks an AVI: its parts of up to two gigabytes each tile the file, and its main header is one of a film. A part
// without a size was written to a pipe or broken off: its packets tell how much there is.
func (o *outline) riff() {
	for at, n := int64(0), 0; at < o.size && n < maxBoxes; n++ {
		var head [8]byte
		if !o.read(head[:], at) || !slices.Contains(riffParts, string(head[:4])) {
			o.rest(at, Appended)
			return
		}
		if n == 0 {
			o.mainHeader()
		}
		size := int64(binary.LittleEndian.Uint32(head[4:]))
		if string(head[:4]) == "RIFF" && (size == 0 || size == math.MaxUint32) {
			return
		}
		if size > o.size-at-8+riffSlack {
			o.refuse(Truncated, "part at byte %d", at)
			return
		}
		at += 8 + size + size%2
	}
}

// mainHeader reads the avih chunk, which every writer puts first.
func (o *outline) mainHeader() {
	var head [72]byte
	if !o.read(head[:], 0) || string(head[12:16]) != "LIST" || string(head[20:28]) != "hdrlavih" {
		o.refuse(BadIndex, "no avih")
		return
	}
	field := func(at int) uint32 { return binary.LittleEndian.Uint32(head[32+at:]) }
	o.claim(1e6, uint64(field(0))*uint64(field(16)))
	if w, h := uint64(field(32)), uint64(field(36)); w*h > MaxPixels {
		o.refuse(TooLarge, "%d×%d", w, h)
	}
}
