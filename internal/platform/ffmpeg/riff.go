package ffmpeg

import (
	"encoding/binary"
)

// riff checks an AVI: its parts of up to two gigabytes each tile the file, and its main header is one of a film.
func (o *outline) riff() {
	for at, n := int64(0), 0; at < o.size; n++ {
		var head [12]byte
		whole := o.read(head[:], at)
		size := int64(binary.LittleEndian.Uint32(head[4:]))
		switch {
		case !whole || string(head[:4]) != "RIFF" && string(head[:4]) != "JUNK":
			o.refuse(Appended, "byte %d", at)
			return
		case size == 0 || n == maxBoxes:
			return // a recording that was broken off; its packets tell how much there is
		case size > o.size-at-8:
			o.refuse(Truncated, "part at byte %d", at)
			return
		}
		if n == 0 {
			o.mainHeader()
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
