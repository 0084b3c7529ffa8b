package ffmpeg

import (
	"bufio"
	"encoding/binary"
	"io"
	"math"
)

// track is one trak while it is read. Its tables are looked at when all of it is known, in whatever order they lie.
type track struct {
	handler string // "vide", "soun", ...
	enabled bool   // pictures of chapters are not
	scale   uint32 // units a second of its times
	length  uint64 // what it claims to last, in these units
	whole   uint32 // units a second of the film's, in which edits are told
	tables  map[string]box
}

// The tables of a track: bytes before their rows, the last four of which are their number, and bytes of a row.
var tables = map[string]struct{ head, row int64 }{
	"stts": {8, 8}, "ctts": {8, 8}, "stsc": {8, 12}, "stco": {8, 4}, "co64": {8, 8}, "stss": {8, 4}, "stsz": {12, 4},
	"elst": {8, 12}, "stsd": {8, 8}, "dref": {8, 12},
}

func (o *outline) track(trak box, whole uint32) {
	if o.tracks++; o.tracks > maxStreams {
		o.refuse(Bomb, "more than %d tracks", maxStreams)
		return
	}
	t := &track{whole: whole, tables: map[string]box{}}
	o.collect(t, trak)
	o.lasts(t)
	o.format(t)
	o.references(t)
	o.counts(t)
	if !o.has(BadIndex, Bomb) && t.handler == "vide" && t.enabled {
		o.times(t)
		o.sizes(t)
	}
	o.offsets(t)
}

// collect notes the boxes of a track that are looked at; none may come twice.
func (o *outline) collect(t *track, parent box) {
	o.children(parent, 0, func(b box) {
		switch b.name {
		case "mdia", "edts", "minf", "stbl", "dinf":
			o.collect(t, b)
		case "tkhd":
			var flags [4]byte
			t.enabled = o.read(flags[:], b.content()) && flags[3]&1 != 0
		case "mdhd":
			t.scale, t.length = o.clock(b)
		case "hdlr":
			var head [12]byte
			if parent.name == "mdia" && o.read(head[:], b.content()) {
				t.handler = string(head[8:])
			}
		}
		if _, known := tables[b.name]; !known {
			return
		}
		if _, twice := t.tables[b.name]; twice {
			o.refuse(BadIndex, "two %s", b.name)
		}
		t.tables[b.name] = b
	})
}

// lasts looks at the length of a picture or sound track; those of time codes and titles often say nothing sensible.
func (o *outline) lasts(t *track) {
	switch {
	case t.handler != "vide" && t.handler != "soun":
	case t.scale == 0:
		o.refuse(BadIndex, "mdhd without a time scale")
	case t.length != endless && t.length != vastly:
		o.long(float64(t.length)/float64(t.scale), "mdhd")
	}
}

// counts holds the number of rows that each table states to the bytes it has.
func (o *outline) counts(t *track) {
	for name, b := range t.tables {
		count, row, ok := o.count(b)
		switch most := int64(maxSamples); {
		case !ok || count*row > b.end()-b.content()-tables[name].head:
			o.refuse(BadIndex, "%s of %d rows in %d bytes", name, count, b.size)
		case name == "elst" && count > maxEdits, name == "stsd" && count > maxFormats, row > 0 && count > most:
			o.refuse(Bomb, "%s of %d rows", name, count)
		}
	}
}

// count reads the number of rows and their width: stsz has none when all samples are of one size, and edits of
// version 1 are wider.
func (o *outline) count(b box) (count, row int64, ok bool) {
	shape := tables[b.name]
	var head [12]byte
	if !o.read(head[:shape.head], b.content()) {
		return 0, 0, false
	}
	row = shape.row
	switch {
	case b.name == "stsz" && binary.BigEndian.Uint32(head[4:]) != 0:
		row = 0
	case b.name == "elst" && head[0] == 1:
		row = 20
	}
	return int64(binary.BigEndian.Uint32(head[shape.head-4:])), row, true
}

// each hands on the rows of a table until the callback has seen enough.
func (o *outline) each(t *track, name string, take func(row []byte, last bool) bool) {
	b, there := t.tables[name]
	if !there {
		return
	}
	count, width, ok := o.count(b)
	if o.rows += count; o.rows > maxRows && width > 0 {
		o.refuse(Bomb, "%d rows of tables", o.rows)
		return
	}
	if !ok || width == 0 || count*width > b.end()-b.content()-tables[name].head {
		return
	}
	start := b.content() + tables[name].head
	rows, row := bufio.NewReaderSize(io.NewSectionReader(o.r, start, count*width), 64<<10), make([]byte, width)
	for i := range count {
		if _, err := io.ReadFull(rows, row); err != nil || !take(row, i == count-1) {
			return
		}
	}
}

// times looks for pauses, endless edits and more pictures than a film has, in what the tables say of the picture.
func (o *outline) times(t *track) {
	var samples, units float64
	scale := float64(t.scale)
	o.each(t, "stts", func(row []byte, last bool) bool {
		n, each := float64(binary.BigEndian.Uint32(row)), float64(binary.BigEndian.Uint32(row[4:]))
		samples, units = samples+n, units+n*each
		if each > MaxGap*scale && (!last || n > 1) { // the last picture may stand as long as it likes
			o.refuse(TimeGap, "%.1f s", each/scale)
		}
		return true
	})
	if samples > maxSamples {
		o.refuse(Bomb, "%.0f pictures", samples)
	}
	o.long(units/scale, "stts")
	o.each(t, "ctts", func(row []byte, _ bool) bool {
		offset := math.Abs(float64(int32(binary.BigEndian.Uint32(row[4:])))) //nolint:gosec // QuickTime's are signed
		if offset > maxAhead*MaxGap*scale {
			o.refuse(TimeGap, "shown %.1f s away from its turn", offset/scale)
		}
		return true
	})
	o.edits(t)
}

// edits adds up an edit list. An empty edit at the start delays the picture.
func (o *outline) edits(t *track) {
	if t.whole == 0 {
		return
	}
	var whole float64
	o.each(t, "elst", func(row []byte, _ bool) bool {
		length, empty := float64(binary.BigEndian.Uint32(row)), binary.BigEndian.Uint32(row[4:]) == math.MaxUint32
		if len(row) == 20 {
			length, empty = float64(binary.BigEndian.Uint64(row)), binary.BigEndian.Uint64(row[8:]) == math.MaxUint64
		}
		length /= float64(t.whole)
		if empty && length > MaxGap {
			o.refuse(TimeGap, "%.1f s before the first picture", length)
		}
		whole += length
		return true
	})
	o.long(whole, "elst")
}

// sizes holds the bytes that the pictures claim to the bytes there are.
func (o *outline) sizes(t *track) {
	b, there := t.tables["stsz"]
	if !there {
		return
	}
	count, row, _ := o.count(b)
	var total int64
	if row == 0 {
		var each [4]byte
		o.read(each[:], b.content()+4)
		total = count * int64(binary.BigEndian.Uint32(each[:])) // below 2⁶⁴, and a negative one is refused as well
	}
	o.each(t, "stsz", func(row []byte, _ bool) bool {
		total += int64(binary.BigEndian.Uint32(row))
		return total <= o.size
	})
	if count > maxSamples {
		o.refuse(Bomb, "%d pictures", count)
	}
	if total > o.size || total < 0 {
		o.refuse(Truncated, "pictures of %d bytes in a file of %d", total, o.size)
	}
}

// offsets looks for data beyond the end of the file, which was cut off.
func (o *outline) offsets(t *track) {
	beyond := func(row []byte, _ bool) bool {
		at := uint64(binary.BigEndian.Uint32(row))
		if len(row) == 8 {
			at = binary.BigEndian.Uint64(row)
		}
		if at > uint64(o.size) {
			o.refuse(Truncated, "data at byte %d of %d", at, o.size)
			return false
		}
		return true
	}
	o.each(t, "stco", beyond)
	o.each(t, "co64", beyond)
}

// format reads the coded size of a picture track's descriptions.
func (o *outline) format(t *track) {
	b, there := t.tables["stsd"]
	if !there || t.handler != "vide" {
		return
	}
	o.children(b, 8, func(entry box) {
		var side [4]byte
		if entry.size-entry.header < 28 || !o.read(side[:], entry.content()+24) {
			o.refuse(BadIndex, "%s is too short", entry.name)
			return
		}
		w, h := int(binary.BigEndian.Uint16(side[:])), int(binary.BigEndian.Uint16(side[2:]))
		if w*h > MaxPixels {
			o.refuse(TooLarge, "%d×%d", w, h)
		}
	})
}

// references looks for data that lies in another file. An entry without its flag and without a name is only sloppy.
func (o *outline) references(t *track) {
	b, there := t.tables["dref"]
	if !there {
		return
	}
	o.children(b, 8, func(entry box) {
		var flags [4]byte
		if o.read(flags[:], entry.content()) && flags[3]&1 == 0 && entry.size-entry.header > 5 {
			o.refuse(External, "%s", entry.name)
		}
	})
}
