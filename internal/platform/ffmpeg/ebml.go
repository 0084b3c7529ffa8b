package ffmpeg

import (
	"encoding/binary"
	"math"
	"math/bits"
	"strings"
)

// Elements of Matroska that are looked at (RFC 9559).
const (
	idEBML, idDocType           = 0x1A45DFA3, 0x4282
	idSegment, idVoid, idCRC    = 0x18538067, 0xEC, 0xBF
	idInfo, idScale, idDuration = 0x1549A966, 0x2AD7B1, 0x4489
	idTracks, idTrack, idVideo  = 0x1654AE6B, 0xAE, 0xE0
	idWidth, idHeight           = 0xB0, 0xBA
	unknownSize                 = -1 // a stream that was written without knowing its end
)

// element is one EBML element: start and size of its content.
type element struct {
	id          uint32
	start, size int64
}

// element reads the header at a place. Its id has up to four bytes and its size up to eight; the first byte of each
// tells how many by its leading zeros.
func (o *outline) element(at int64) (element, bool) {
	var head [12]byte
	n, _ := o.r.ReadAt(head[:], at)
	wide := bits.LeadingZeros8(head[0]) + 1
	if wide > 4 || wide >= n {
		return element{}, false
	}
	id := uint32(0)
	for _, b := range head[:wide] {
		id = id<<8 | uint32(b)
	}
	long := bits.LeadingZeros8(head[wide]) + 1
	if long > 8 || wide+long > n {
		return element{}, false
	}
	size, all := int64(head[wide])&(1<<(8-long)-1), head[wide]|^byte(1<<(8-long)-1) == 0xff
	for _, b := range head[wide+1 : wide+long] {
		size, all = size<<8|int64(b), all && b == 0xff
	}
	if all {
		size = unknownSize
	}
	return element{id, at + int64(wide+long), size}, true
}

// elements hands on the elements between two places until one does not fit.
func (o *outline) elements(at, end int64, each func(element) bool) {
	for at < end {
		e, ok := o.element(at)
		if o.inner++; o.inner > maxInner {
			o.refuse(Bomb, "more than %d elements", maxInner)
			return
		}
		if !ok || e.size == unknownSize || e.size > end-e.start || !each(e) {
			return
		}
		at = e.start + e.size
	}
}

// matroska reads the document's type, its extent, what it claims to last and the size of its pictures.
func (o *outline) matroska() {
	head, ok := o.element(0)
	if !ok || head.size < 0 || head.size > sniffBytes {
		o.kind = ""
		o.refuse(UnknownKind, "EBML header")
		return
	}
	o.kind = o.document(head)
	segment, ok := o.element(head.start + head.size)
	for n := 0; ok && n < maxStreams && (segment.id == idVoid || segment.id == idCRC) && segment.size >= 0; n++ {
		segment, ok = o.element(segment.start + segment.size)
	}
	switch {
	case o.kind == "":
		o.refuse(UnknownKind, "document type")
	case !ok || segment.id != idSegment:
		o.refuse(BadIndex, "no segment")
	case segment.size == unknownSize:
		o.segment(segment.start, o.size)
	case segment.size > o.size-segment.start:
		o.refuse(Truncated, "segment of %d bytes", segment.size)
	default:
		o.segment(segment.start, segment.start+segment.size)
		o.after(segment.start + segment.size)
	}
}

func (o *outline) document(head element) (kind Container) {
	o.elements(head.start, head.start+head.size, func(e element) bool {
		if e.id != idDocType || e.size > 16 {
			return true
		}
		name := make([]byte, e.size)
		o.read(name, e.start)
		kind = map[string]Container{"matroska": "mkv", "webm": "webm"}[strings.TrimRight(string(name), "\x00")]
		return false
	})
	return kind
}

// after looks at what follows the segment: padding and another document are allowed, anything else was glued on.
func (o *outline) after(at int64) {
	if at >= o.size {
		return
	}
	if e, ok := o.element(at); !ok || e.id != idVoid && e.id != idEBML && e.id != idSegment {
		o.rest(at, Appended)
	}
}

func (o *outline) segment(start, end int64) {
	o.elements(start, end, func(e element) bool {
		switch e.id {
		case idInfo:
			o.info(e)
		case idTracks:
			o.elements(e.start, e.start+e.size, func(track element) bool {
				if track.id == idTrack {
					o.entry(track)
				}
				return true
			})
		}
		return true
	})
}

// info reads the duration, a float in units of TimestampScale nanoseconds (a million by default).
func (o *outline) info(e element) {
	scale, length := uint64(1e6), 0.0
	o.elements(e.start, e.start+e.size, func(e element) bool {
		switch e.id {
		case idScale:
			scale = o.number(e)
		case idDuration:
			length = math.Float64frombits(o.number(e))
			if e.size == 4 {
				length = float64(math.Float32frombits(uint32(o.number(e)))) //nolint:gosec // four bytes were read
			}
		}
		return true
	})
	if seconds := length * float64(scale) / 1e9; seconds > 0 { // NaN is not
		o.seconds = min(seconds, math.MaxInt32)
		o.long(o.seconds, "header")
	}
}

// number reads an unsigned integer of up to eight bytes.
func (o *outline) number(e element) uint64 {
	var raw [8]byte
	if e.size < 1 || e.size > 8 || !o.read(raw[8-e.size:], e.start) {
		return 0
	}
	return binary.BigEndian.Uint64(raw[:])
}

func (o *outline) entry(track element) {
	if o.tracks++; o.tracks == maxStreams+1 {
		o.refuse(Bomb, "more than %d tracks", maxStreams)
	}
	o.elements(track.start, track.start+track.size, func(e element) bool {
		if e.id == idVideo {
			o.coded(e)
		}
		return true
	})
}

// coded reads the size of a track's pictures.
func (o *outline) coded(video element) {
	var w, h uint64
	o.elements(video.start, video.start+video.size, func(e element) bool {
		switch e.id {
		case idWidth:
			w = o.number(e)
		case idHeight:
			h = o.number(e)
		}
		return true
	})
	if w > MaxPixels || h > MaxPixels || w*h > MaxPixels {
		o.refuse(TooLarge, "%d×%d", w, h)
	}
}
