package ffmpeg

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/xml"
	"html"
	"strings"
)

const (
	maxLabel = 64 << 10 // bytes of one label, or of one JSON text that may hold it
	maxXMP   = 4 << 20  // bytes of a description in XML
	maxKeys  = 256      // names in a list of metadata
)

// Extensions that are known by a UUID: content credentials (C2PA technical specification, "Embedding manifests into
// BMFF-based assets") and Adobe's XMP (ISO 16684-3).
var (
	uuidC2PA = unhex("d8fec3d61b0e483c92975828877ec481")
	uuidXMP  = unhex("be7acfcb97a942e89c71999491e3afac")
)

func unhex(text string) string {
	raw, err := hex.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// extension looks into a uuid box. Content credentials count when a JUMBF box is among their first bytes; whether they
// are genuine is another question, and their absence says nothing.
func (o *outline) extension(b box) {
	var kind [16]byte
	if !o.read(kind[:], b.content()) {
		return
	}
	switch string(kind[:]) {
	case uuidC2PA:
		o.c2pa = o.c2pa || bytes.Contains(o.text(b, 16, 256), []byte("jumb"))
	case uuidXMP:
		o.found(xmpLabel(o.text(b, 16, maxXMP)))
	}
}

// text is the content of a box after skip bytes, up to a limit.
func (o *outline) text(b box, skip, limit int64) []byte {
	length := min(b.end()-b.content()-skip, limit)
	if length <= 0 {
		return nil
	}
	body := make([]byte, length)
	n, _ := o.r.ReadAt(body, b.content()+skip)
	return body[:n]
}

// found keeps the first label.
func (o *outline) found(label *AIGC) {
	if o.label == nil {
		o.label = label
	}
}

// userData looks through moov/udta: its own metadata, XMP, and a box that is named like the label.
func (o *outline) userData(udta box) {
	for at := udta.content(); at+8 <= udta.end(); {
		b, ok := readBox(o.r, at, udta.end())
		if o.inner++; o.inner > maxInner || !ok || b.size > udta.end()-at {
			return // players pass over what they cannot read here, and so do we
		}
		switch {
		case b.name == "meta":
			o.meta(b)
		case b.name == "XMP_":
			o.found(xmpLabel(o.text(b, 0, maxXMP)))
		case strings.EqualFold(b.name, "AIGC"):
			o.found(looseLabel(o.text(b, 0, maxLabel)))
		}
		at += b.size
	}
}

// looseLabel is the object in a text that has other bytes before it.
func looseLabel(text []byte) *AIGC {
	i, j := bytes.IndexByte(text, '{'), bytes.LastIndexByte(text, '}')
	if i < 0 || j < i {
		return nil
	}
	return readAIGC(string(text[i : j+1]))
}

// meta reads metadata as named keys: QuickTime's list of keys beside a list of values by number, and iTunes's
// values that carry their own name. QuickTime's meta begins with its boxes, ISO's with four bytes of version.
func (o *outline) meta(b box) {
	var head [8]byte
	if !o.read(head[:], b.content()) {
		return
	}
	skip := int64(4)
	if string(head[4:]) == "hdlr" {
		skip = 0
	}
	var keys []string
	for at := b.content() + skip; at+8 <= b.end(); {
		part, ok := readBox(o.r, at, b.end())
		if o.inner++; o.inner > maxInner || !ok || part.size > b.end()-at {
			return
		}
		switch part.name {
		case "keys":
			keys = o.keys(part)
		case "ilst":
			o.values(part, keys)
		}
		at += part.size
	}
}

// keys are the names in a keys box: a size, a namespace and a name each.
func (o *outline) keys(b box) []string {
	var names []string
	list := o.text(b, 8, maxKeys*128)
	for len(list) >= 8 && len(names) < maxKeys {
		size := int64(binary.BigEndian.Uint32(list))
		if size < 8 || size > int64(len(list)) {
			break
		}
		names = append(names, string(list[8:size]))
		list = list[size:]
	}
	return names
}

// values looks for the label in an ilst, whose boxes are named by the number of their key or by four letters.
func (o *outline) values(ilst box, keys []string) {
	for at := ilst.content(); at+8 <= ilst.end(); {
		var head [8]byte
		if o.inner++; o.inner > maxInner || !o.read(head[:], at) {
			return
		}
		size, number := int64(binary.BigEndian.Uint32(head[:])), int64(binary.BigEndian.Uint32(head[4:]))
		if size < 8 || size > ilst.end()-at {
			return
		}
		item := box{string(head[4:]), at, size, 8}
		if number >= 1 && number <= int64(len(keys)) && isLabel(keys[number-1]) {
			o.found(readAIGC(o.value(item)))
		} else if item.name == "----" && bytes.Contains(o.text(item, 0, 512), []byte("AIGC")) {
			o.found(readAIGC(o.value(item)))
		}
		at += size
	}
}

// isLabel is true for the key by itself or at the end of a reversed domain.
func isLabel(key string) bool {
	return strings.EqualFold(key, "AIGC") || strings.HasSuffix(strings.ToUpper(key), ".AIGC") || strings.HasSuffix(strings.ToUpper(key), ":AIGC")
}

// value is the text of the data box inside an item: after its header four bytes of type and four of language.
func (o *outline) value(item box) string {
	for at := item.content(); at+8 <= item.end(); {
		b, ok := readBox(o.r, at, item.end())
		if !ok || b.size > item.end()-at {
			return ""
		}
		if b.name == "data" {
			return string(o.text(b, 8, maxLabel))
		}
		at += b.size
	}
	return ""
}

// xmpLabel finds an element or attribute named AIGC in a description, whatever its prefix.
func xmpLabel(text []byte) *AIGC {
	parse, open := xml.NewDecoder(bytes.NewReader(text)), false
	parse.Strict = false
	for {
		token, err := parse.RawToken()
		if err != nil {
			return nil
		}
		switch part := token.(type) {
		case xml.StartElement:
			open = isLabel(part.Name.Local)
			for _, a := range part.Attr {
				if isLabel(a.Name.Local) {
					return readAIGC(html.UnescapeString(a.Value))
				}
			}
		case xml.CharData:
			if open && len(bytes.TrimSpace(part)) > 0 {
				return readAIGC(strings.TrimSpace(string(part)))
			}
		case xml.EndElement:
			open = false
		}
	}
}
