package hostiletest

import (
	"bytes"

	"saiying/internal/platform/ffmpeg"
)

func kinds() []kind {
	return append(append(append(sound(), foreign()...), cut()...), bent()...)
}

func text(s string) func(films) []byte { return func(films) []byte { return []byte(s) } }

// c2pa is the head of an extension with content credentials.
func c2pa() []byte {
	id := []byte("\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81")
	return Box("uuid", id, zeros(4), []byte("manifest\x00"), zeros(8), Box("jumb", Box("jumd", []byte("c2pa"), zeros(16))))
}

// sound are films that look odd and are well.
func sound() []kind {
	return []kind{
		{"index first", "", func(f films) []byte { return f.first }},
		{"index last", "", func(f films) []byte { return f.last }},
		{"in fragments", "", func(f films) []byte { return f.pieces }},
		{"Matroska", "", func(f films) []byte { return f.mkv }},
		{"AVI", "", func(f films) []byte { return f.avi }},
		{"transport stream", "", func(f films) []byte { return f.ts }},
		{"size of 64 bits", "", func(f films) []byte { return wide(f.last) }},
		{"data to the end of the file", "", func(f films) []byte { return put(f.first, "mdat", -4, 0, 0, 0, 0) }},
		{"script in a free box", "", func(f films) []byte { return join(f.first, Box("free", []byte("<script>alert(1)</script>"))) }},
		{"a box no player knows", "", func(f films) []byte { return join(f.first, Box("abcd", zeros(8))) }},
		{"content credentials", "", func(f films) []byte { return join(f.last, c2pa()) }},
	}
}

// foreign are no films.
func foreign() []kind {
	return []kind{
		{"nothing", ffmpeg.Empty, text("")},
		{"text", ffmpeg.UnknownKind, text("这是一份说明文件")},
		{"archive", ffmpeg.UnknownKind, func(films) []byte { return Zip() }},
		{"PDF", ffmpeg.UnknownKind, text("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")},
		{"picture", ffmpeg.UnknownKind, text("\x89PNG\r\n\x1a\n")},
		{"picture in boxes", ffmpeg.UnknownKind, func(films) []byte { return join(Box("ftyp", []byte("heic"), be(0)), Box("mdat", zeros(9))) }},
		{"page before a film", ffmpeg.UnknownKind, func(f films) []byte { return join([]byte("<!doctype html>"), f.first) }},
		{"archive before a film", ffmpeg.UnknownKind, func(f films) []byte { return join(Zip(), f.first) }},
		{"EBML of another kind", ffmpeg.UnknownKind, func(f films) []byte { return bytes.Replace(f.mkv, []byte("matroska"), []byte("mystruct"), 1) }},
		{"HLS playlist", ffmpeg.Playlist, text("#EXTM3U\n#EXTINF:4,\nhttp://example.cn/a.ts\n")},
		{"concat script", ffmpeg.Playlist, text("ffconcat version 1.0\nfile /etc/passwd\n")},
		{"session description", ffmpeg.Playlist, text("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n")},
		{"PLS", ffmpeg.Playlist, text("[playlist]\nFile1=/etc/passwd\n")},
		{"DASH", ffmpeg.Playlist, text("<?xml version=\"1.0\"?>\n<MPD>")},
		{"sound only", ffmpeg.NoVideo, func(f films) []byte { return f.sound }},
	}
}

// cut are films that lack a part or have one too many.
func cut() []kind {
	half := func(film []byte) []byte { return film[:len(film)/2] }
	return []kind{
		{"index first, cut off", ffmpeg.Truncated, func(f films) []byte { return half(f.first) }},
		{"index last, cut off", ffmpeg.Truncated, func(f films) []byte { return half(f.last) }},
		{"cut off, data to the end of the file", ffmpeg.Truncated, func(f films) []byte { return half(put(f.first, "mdat", -4, 0, 0, 0, 0)) }},
		{"Matroska cut off", ffmpeg.Truncated, func(f films) []byte { return half(f.mkv) }},
		{"AVI cut off", ffmpeg.Truncated, func(f films) []byte { return half(f.avi) }},
		{"no index", ffmpeg.NoIndex, func(f films) []byte { return f.last[:bytes.Index(f.last, []byte("moov"))-4] }},
		{"no data", ffmpeg.NoData, func(f films) []byte { return f.pieces[:bytes.Index(f.pieces, []byte("moof"))-4] }},
		{"archive after a film", ffmpeg.Appended, func(f films) []byte { return join(f.first, Zip()) }},
		{"script after a film", ffmpeg.Appended, func(f films) []byte { return join(f.first, []byte("<script>alert(1)</script>")) }},
		{"archive after Matroska", ffmpeg.Appended, func(f films) []byte { return join(f.mkv, Zip()) }},
		{"archive after AVI", ffmpeg.Appended, func(f films) []byte { return join(f.avi, Zip()) }},
		{"pictures overwritten", ffmpeg.NoFrames, func(f films) []byte { return scrambled(f.first) }},
	}
}

// bent are films whose figures lie.
func bent() []kind {
	return []kind{
		{"rubbish for an index", ffmpeg.BadIndex, func(films) []byte {
			return join(ftyp(), Box("moov", bytes.Repeat([]byte{0xa5, 0x17}, 500)), Box("mdat", zeros(500)))
		}},
		{"an index inside itself 20,000 times", ffmpeg.BadIndex, func(films) []byte { return join(ftyp(), nested("moov", 20000), Box("mdat", zeros(8))) }},
		{"70,000 empty boxes", ffmpeg.Bomb, func(f films) []byte { return join(f.first, bytes.Repeat(Box("free"), 70000)) }},
		{"more times than bytes", ffmpeg.BadIndex, func(f films) []byte { return put(f.first, "stts", 8, ones4...) }},
		{"more sizes than bytes", ffmpeg.BadIndex, func(f films) []byte { return put(f.first, "stsz", 12, be(0x0fffffff)...) }},
		{"more offsets than bytes", ffmpeg.BadIndex, func(f films) []byte { return put(f.first, "stco", 8, ones4...) }},
		{"more edits than bytes", ffmpeg.BadIndex, func(f films) []byte { return put(f.first, "elst", 8, ones4...) }},
		{"more descriptions than bytes", ffmpeg.BadIndex, func(f films) []byte { return put(f.first, "stsd", 8, ones4...) }},
		{"four thousand million pictures in one row", ffmpeg.Bomb, func(f films) []byte { return put(f.first, "stts", 12, join(ones4, be(0))...) }},
		{"the same in an index under another name", ffmpeg.Bomb, func(f films) []byte {
			return bytes.Replace(put(f.first, "stts", 12, join(ones4, be(0))...), []byte("moov"), []byte("hoov"), 1)
		}},
		{"four thousand million pictures of one size", ffmpeg.Bomb, func(f films) []byte { return put(f.first, "stsz", 8, join(be(1), ones4)...) }},
		{"a run of samples without bytes", ffmpeg.Bomb, func(f films) []byte {
			return join(f.pieces, Box("moof", Box("traf", Box("trun", be(0), ones4))), Box("mdat"))
		}},
		{"a compressed index", ffmpeg.Bomb, func(films) []byte { return join(ftyp(), Box("moov", Box("cmov", zeros(64))), Box("mdat", zeros(8))) }},
		{"seventeen tracks", ffmpeg.Bomb, func(films) []byte { return Film(bytes.Repeat(Track(Within()), 17)) }},
		{"data in another file", ffmpeg.External, func(films) []byte { return Film(Track(elsewhere())) }},
		{"data beyond the end", ffmpeg.Truncated, func(f films) []byte { return put(f.first, "stco", 12, be(0x7fffffff)...) }},
		{"pictures larger than the file", ffmpeg.Truncated, func(f films) []byte { return put(f.first, "stsz", 16, be(0x7fffffff)...) }},
		{"a header of a hundred years", ffmpeg.TooLong, func(f films) []byte { return put(f.first, "mvhd", 16, join(be(1), be(3200000000))...) }},
		{"an edit without end", ffmpeg.TooLong, func(f films) []byte { return put(f.first, "elst", 12, ones4...) }},
		{"Matroska of a thousand years", ffmpeg.TooLong, func(f films) []byte {
			return put(f.mkv, "\x44\x89\x88", 3, 0x42, 0xdc, 0xb0, 0x5a, 0, 0, 0, 0)
		}},
		{"a pause of twenty hours", ffmpeg.TimeGap, func(f films) []byte { return f.gap }},
		{"a pause of twenty hours in a transport stream", ffmpeg.TimeGap, func(f films) []byte { return f.gapTS }},
		{"a picture shown a day late", ffmpeg.TimeGap, func(f films) []byte { return put(f.first, "ctts", 16, be(0x40000000)...) }},
		{"a first picture after a day", ffmpeg.TimeGap, func(f films) []byte { return put(f.first, "elst", 12, join(be(86400000), ones4)...) }},
		{"a picture of 16384×8192", ffmpeg.TooLarge, func(f films) []byte { return f.vast }},
		{"a picture of 65535×65535 in the index", ffmpeg.TooLarge, func(f films) []byte { return put(f.first, "stsd", 44, ones4...) }},
		{"a Matroska picture of any size", ffmpeg.TooLarge, func(f films) []byte {
			return put(f.mkv, "\xb0\x82\x01\x40\xba\x81\xf0", 1, 0x85, 0xff, 0xff, 0xff, 0xff, 0xff)
		}},
	}
}
