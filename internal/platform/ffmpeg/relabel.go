package ffmpeg

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// errNoMoov is what a file answers that is no initialisation segment.
var errNoMoov = errors.New("there is no moov box to label")

// Relabel puts a label of generated content into the initialisation segment of a rendition that was made before the label was
// known, as when an author declares it with the entry. A segment that carries a label is left alone: what was found is never
// replaced. The place is the one that ffmpeg writes and reads, moov/udta/meta with keys (QuickTime File Format, "Metadata"); of what
// stood there, the name of the encoder, nobody has need. Media segments stay as they are.
func Relabel(segment []byte, label AIGC) ([]byte, error) {
	at, end, ok := child(segment, 0, len(segment), "moov")
	if !ok {
		return nil, errNoMoov
	}
	from, to, ok := child(segment, at+8, end, "udta")
	if !ok {
		from, to = end, end
	}
	if bytes.Contains(segment[from:to], []byte("mdtaAIGC")) {
		return segment, nil
	}
	labelled := boxed("udta", metaBox("AIGC", label.Raw))
	out := slices.Replace(slices.Clone(segment), from, to, labelled...)
	binary.BigEndian.PutUint32(out[at:], uint32(end-at-(to-from)+len(labelled)))
	return out, nil
}

// child finds a box of that name among those that fill data[from:to], and where it begins and ends.
func child(data []byte, from, to int, name string) (at, end int, ok bool) {
	for at = from; at+8 <= to; at = end {
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size < 8 || size > to-at {
			return 0, 0, false
		}
		end = at + size
		if string(data[at+4:at+8]) == name {
			return at, end, true
		}
	}
	return 0, 0, false
}

// metaBox holds one key and its value as UTF-8 text.
func metaBox(key, value string) []byte {
	be := binary.BigEndian
	handler := boxed("hdlr", make([]byte, 8), []byte("mdta"), make([]byte, 13))
	keys := boxed("keys", be.AppendUint32(make([]byte, 4), 1), boxed("mdta", []byte(key)))
	text := boxed("data", be.AppendUint32(nil, 1), make([]byte, 4), []byte(value))
	return boxed("meta", make([]byte, 4), handler, keys, boxed("ilst", boxed("\x00\x00\x00\x01", text)))
}

// boxed is a box of that name around its contents.
func boxed(name string, contents ...[]byte) []byte {
	body := slices.Concat(contents...)
	return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), []byte(name), body)
}
