package ffmpeg

import (
	"bytes"
	"encoding/binary"
	"errors"
	"html"
	"slices"
	"strings"
)

// What [Relabel] answers for a file that it cannot label.
var (
	errNoMoov = errors.New("there is no moov box to label")
	errNoJPEG = errors.New("this is not a JPEG picture to label")
)

// Relabel makes a finished file of a rendition carry the label, or none where it is nil: an initialisation segment, whose media
// segments stay as they are, or a picture, by the name's ending. A file that is as it should be comes back as it was. It is for our
// own files, whose label is the film's own or was declared: whether one may be taken off is the caller's to know.
func Relabel(name string, file []byte, label *AIGC) ([]byte, error) {
	if strings.HasSuffix(name, ".jpg") {
		return relabelPicture(file, label)
	}
	return relabelSegment(file, label)
}

// relabelSegment writes to the place that ffmpeg writes and reads, moov/udta/meta with keys (QuickTime File Format, "Metadata"); of
// what stands there besides, the name of the encoder, nobody has need.
func relabelSegment(segment []byte, label *AIGC) ([]byte, error) {
	at, end, ok := child(segment, 0, len(segment), "moov")
	if !ok {
		return nil, errNoMoov
	}
	from, to, ok := child(segment, at+8, end, "udta")
	if !ok {
		from, to = end, end
	}
	has := bytes.Contains(segment[from:to], []byte("mdtaAIGC"))
	var udta []byte
	switch {
	case label == nil && !has, label != nil && has && bytes.Contains(segment[from:to], []byte(label.Raw)):
		return segment, nil
	case label != nil:
		udta = boxed("udta", metaBox("AIGC", label.Raw))
	}
	out := slices.Replace(slices.Clone(segment), from, to, udta...)
	binary.BigEndian.PutUint32(out[at:], uint32(end-at-(to-from)+len(udta)))
	return out, nil
}

// A picture's label stands in XMP under the name that TC260 gave it for pictures, in a segment of its own.
const (
	xmpName = "http://ns.adobe.com/xap/1.0/\x00"
	xmpFrom = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"><TC260:AIGC>`
	xmpTo = `</TC260:AIGC></rdf:Description></rdf:RDF></x:xmpmeta>`
)

// relabelPicture puts the label's segment where the first one stood, or behind the JFIF header. Every segment of XMP is ours: no
// encoder of pictures here writes any. A label too long for one segment is left to the film.
func relabelPicture(picture []byte, label *AIGC) ([]byte, error) {
	if !bytes.HasPrefix(picture, []byte("\xff\xd8\xff")) {
		return nil, errNoJPEG
	}
	var xmp []byte
	if label != nil {
		body := xmpName + xmpFrom + html.EscapeString(label.Raw) + xmpTo
		if len(body) <= maxSegment {
			xmp = append(binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2)), body...)
		}
	}
	from, to := 2, 2
	for at := 2; at+4 <= len(picture) && picture[at] == 0xff && picture[at+1]&0xf0 == 0xe0; {
		end := at + 2 + int(binary.BigEndian.Uint16(picture[at+2:]))
		switch {
		case end > len(picture):
			return nil, errNoJPEG
		case bytes.HasPrefix(picture[at+4:end], []byte(xmpName)):
			from, to = at, end
		case picture[at+1] == 0xe0:
			from, to = end, end
		}
		at = end
	}
	if bytes.Equal(picture[from:to], xmp) {
		return picture, nil
	}
	return slices.Replace(slices.Clone(picture), from, to, xmp...), nil
}

// maxSegment is how much a segment of a JPEG picture holds besides its own length.
const maxSegment = 65535 - 2

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
