package hostiletest

import "bytes"

// Seeds are small files of every kind that is read in Go, for fuzzing. They need no encoder.
func Seeds() [][]byte {
	label := []byte(`{"Label":"1","ContentProducer":"a","ProduceID":"b"}`)
	keys := Box("meta", Box("hdlr", zeros(8), []byte("mdta"), zeros(13)), table("keys", 1, Box("mdta", []byte("AIGC"))),
		Box("ilst", join(be(uint32(24+len(label))), be(1), Box("data", be(1), be(0), label))))
	xmp := Box("uuid", []byte("\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac"),
		[]byte("<x><TC260:AIGC>"), label, []byte("</TC260:AIGC></x>"))
	fragment := Box("moof", Box("mfhd", zeros(8)), Box("traf", Box("tfhd", zeros(8)), Box("trun", be(0x200), be(2), be(8), be(8))))
	moov := Box("moov", Box("mvhd", zeros(12), be(1000), be(1000), zeros(80)), Box("mvex", Box("mehd", zeros(4), be(1000))),
		Box("udta", keys), Track(Within(), table("ctts", 1, be(1), be(40)), table("stss", 1, be(1))))
	edits := Box("edts", table("elst", 1, be(1000), be(0), be(0x10000)))
	return [][]byte{
		Film(Track(Within())),
		Film(Track(elsewhere())),
		Film(Box("trak", edits)),
		join(ftyp(), moov, fragment, Box("mdat", zeros(16)), xmp, c2pa()),
		join(ftyp(), nested("moov", 30)),
		matroska(),
		avi(),
		[]byte("FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00"),
		join([]byte("\x30\x26\xb2\x75\x8e\x66\xcf\x11"), zeros(40)),
		bytes.Repeat(join([]byte("G"), zeros(187)), 4),
		[]byte("<?xml version=\"1.0\"?><MPD>"),
	}
}

// matroska claims ten seconds of 320×240.
func matroska() []byte {
	return []byte("\x1aE\xdf\xa3\x8b\x42\x82\x88matroska" + "\x18\x53\x80\x67\xff" +
		"\x15\x49\xa9\x66\x8e\x2a\xd7\xb1\x83\x0f\x42\x40\x44\x89\x84\x46\x1c\x40\x00" +
		"\x16\x54\xae\x6b\x8b\xae\x89\xe0\x87\xb0\x82\x01\x40\xba\x81\xf0")
}

func avi() []byte {
	body := join([]byte("AVI LIST\x40\x00\x00\x00hdrlavih\x38\x00\x00\x00\x40\x9c\x00\x00"), zeros(12), []byte("\x32\x00\x00\x00"), zeros(12),
		[]byte("\x40\x01\x00\x00\xf0\x00\x00\x00"), zeros(16))
	return join([]byte("RIFF"), []byte{byte(len(body)), 0, 0, 0}, body)
}
