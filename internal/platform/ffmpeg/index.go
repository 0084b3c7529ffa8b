package ffmpeg

import (
	"encoding/binary"
	"math"
)

const (
	maxInner   = 1 << 20           // boxes below the top level: a film of 65,536 fragments has half as many
	maxSamples = MaxDuration * 240 // samples of one picture track: the longest film at 240 pictures a second
	maxRows    = 4 * maxSamples    // rows of all tables together
	maxEdits   = 1024              // rows of an edit list; ffmpeg's time grows with edits × samples
	maxFormats = 256               // descriptions in stsd
	endless    = math.MaxUint32    // a duration of all ones is "unknown" (ISO/IEC 14496-12, 8.2.2)
	vastly     = uint64(1<<64 - 1) // the same in 64 bits
)

// places are the boxes that hold others, and what holds them. ffmpeg follows them wherever they stand, so one that
// stands elsewhere is a trap.
var places = map[string]string{"moov": "", "trak": "moov", "mdia": "trak", "edts": "trak", "minf": "mdia", "stbl": "minf", "dinf": "minf", "moof": "", "traf": "moof"}

// children hands on the boxes inside parent, from the given byte of its content. It stops at the first that does not fit
// and, as QuickTime ends a list, at a size and a name of zero.
func (o *outline) children(parent box, skip int64, each func(box)) {
	for at := parent.content() + skip; at+8 <= parent.end(); {
		b, ok := readBox(o.r, at, parent.end())
		if o.inner++; o.inner > maxInner {
			o.refuse(Bomb, "more than %d boxes", maxInner)
			return
		}
		if b.name == "\x00\x00\x00\x00" && b.size == parent.end()-at {
			return
		}
		if !ok || b.size > parent.end()-at {
			o.refuse(BadIndex, "%q at byte %d does not fit into %s", b.name, at, parent.name)
			return
		}
		if home, known := places[b.name]; known && home != parent.name {
			o.refuse(BadIndex, "%s inside %s", b.name, parent.name)
			return
		}
		each(b)
		at += b.size
	}
}

// index reads moov: what the film claims to last, its tracks, its labels.
func (o *outline) index(moov box) {
	var scale uint32
	o.children(moov, 0, func(b box) {
		switch b.name {
		case "mvhd":
			var length uint64
			scale, length = o.clock(b)
			o.claim(scale, length)
		case "trak":
			o.track(b, scale)
		case "mvex":
			o.extends(b, scale)
		case "cmov": // a compressed index (QuickTime File Format) hides from this survey what it unpacks into
			o.refuse(Bomb, "compressed index")
		case "udta":
			o.userData(b)
		case "meta":
			o.meta(b)
		}
	})
}

// extends reads what a film in fragments claims to last.
func (o *outline) extends(mvex box, scale uint32) {
	o.children(mvex, 0, func(b box) {
		var head [12]byte
		if b.name != "mehd" || !o.read(head[:8], b.content()) {
			return
		}
		length := uint64(binary.BigEndian.Uint32(head[4:]))
		if head[0] == 1 && o.read(head[:], b.content()) {
			length = binary.BigEndian.Uint64(head[4:])
		}
		o.claim(scale, length)
	})
}

// claim notes the longest duration that a header states.
func (o *outline) claim(scale uint32, length uint64) {
	if scale == 0 || length == endless || length == vastly {
		return
	}
	o.seconds = max(o.seconds, float64(length)/float64(scale))
	o.long(o.seconds, "header")
}

func (o *outline) long(seconds float64, where string) {
	if seconds > MaxDuration {
		o.refuse(TooLong, "%s: %.0f s", where, seconds)
	}
}

// clock reads units a second and duration of mvhd and mdhd, which begin alike.
func (o *outline) clock(b box) (scale uint32, length uint64) {
	var body [32]byte
	if !o.read(body[:min(32, max(0, b.end()-b.content()))], b.content()) || b.end()-b.content() < 20 {
		o.refuse(BadIndex, "%s is too short", b.name)
		return 0, 0
	}
	if body[0] == 1 {
		return binary.BigEndian.Uint32(body[20:]), binary.BigEndian.Uint64(body[24:])
	}
	return binary.BigEndian.Uint32(body[12:]), uint64(binary.BigEndian.Uint32(body[16:]))
}

// fragment counts the samples of a moof. A run may claim any number of samples that take no bytes at all.
func (o *outline) fragment(moof box) {
	o.children(moof, 0, func(traf box) {
		if traf.name != "traf" {
			return
		}
		o.children(traf, 0, func(b box) {
			if b.name == "trun" {
				o.run(b)
			}
		})
	})
}

func (o *outline) run(trun box) {
	var head [8]byte
	if !o.read(head[:], trun.content()) {
		o.refuse(BadIndex, "trun is too short")
		return
	}
	flags, count := binary.BigEndian.Uint32(head[:4]), int64(binary.BigEndian.Uint32(head[4:]))
	width, skip := int64(0), int64(8)
	for _, bit := range []uint32{0x100, 0x200, 0x400, 0x800} { // duration, size, flags and offset of each sample
		if flags&bit != 0 {
			width += 4
		}
	}
	for _, bit := range []uint32{0x1, 0x4} { // data offset and flags of the first sample
		if flags&bit != 0 {
			skip += 4
		}
	}
	if count*width > trun.end()-trun.content()-skip {
		o.refuse(BadIndex, "trun of %d samples", count)
	}
	if o.samples += count; o.samples > maxRows {
		o.refuse(Bomb, "%d samples", o.samples)
	}
}
