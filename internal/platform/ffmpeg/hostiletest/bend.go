package hostiletest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
)

// put overwrites bytes at a place after the first occurrence of a name: a box's content begins four bytes after the
// start of its name.
func put(film []byte, name string, at int, value ...byte) []byte {
	film = bytes.Clone(film)
	copy(film[bytes.Index(film, []byte(name))+at:], value)
	return film
}

var ones4 = bytes.Repeat([]byte{0xff}, 4)

func be(v uint32) []byte { return binary.BigEndian.AppendUint32(nil, v) }

func join(parts ...[]byte) []byte { return slices.Concat(parts...) }

func zeros(n int) []byte { return make([]byte, n) }

// Box is an MP4 box.
func Box(name string, content ...[]byte) []byte {
	body := join(content...)
	return join(be(uint32(8+len(body))), []byte(name), body)
}

// table is a box of rows after a version and their number.
func table(name string, count uint32, rows ...[]byte) []byte {
	return Box(name, zeros(4), be(count), join(rows...))
}

// ftyp begins a film.
func ftyp() []byte { return Box("ftyp", []byte("isom"), be(512), []byte("isomiso2mp41")) }

// Film is a film made of a hand-written index with these tracks and a little data.
func Film(tracks ...[]byte) []byte {
	header := Box("mvhd", zeros(12), be(1000), be(1000), zeros(80))
	return join(ftyp(), Box("moov", header, join(tracks...)), Box("mdat", zeros(64)))
}

// Track is a picture track of one sample, with its reference to data and further tables.
func Track(dref []byte, more ...[]byte) []byte {
	entry := Box("avc1", zeros(24), []byte{1, 64, 0, 240}, zeros(50))
	samples := Box("stbl", table("stsd", 1, entry), table("stts", 1, be(1), be(1000)), table("stsc", 1, be(1), be(1), be(1)),
		Box("stsz", zeros(8), be(1), be(8)), table("stco", 1, be(40)), join(more...))
	media := Box("mdia", Box("mdhd", zeros(12), be(1000), be(1000), zeros(4)), Box("hdlr", zeros(8), []byte("vide"), zeros(13)),
		Box("minf", Box("dinf", dref), samples))
	return Box("trak", Box("tkhd", be(3), zeros(80)), media)
}

// Within says that the data lies in the film itself.
func Within() []byte { return table("dref", 1, Box("url ", be(1))) }

func elsewhere() []byte {
	return table("dref", 1, Box("url ", be(0), []byte("file:///etc/passwd\x00")))
}

// nested puts a box into itself, again and again.
func nested(name string, depth int) []byte {
	all := make([]byte, 0, 8*depth)
	for i := range depth {
		all = append(append(all, be(uint32(8*(depth-i)))...), name...)
	}
	return all
}

// scrambled keeps the index and overwrites the pictures.
func scrambled(film []byte) []byte {
	film = bytes.Clone(film)
	body := film[bytes.Index(film, []byte("mdat"))+4:]
	for i := range body {
		body[i] = byte(i * 7)
	}
	return film
}

// wide gives mdat a size of 64 bits, in the room that ffmpeg leaves before it.
func wide(film []byte) []byte {
	film = bytes.Clone(film)
	at := bytes.Index(film, []byte("mdat")) - 4
	size := binary.BigEndian.Uint32(film[at:])
	copy(film[at-8:], join(be(1), []byte("mdat"), be(0), be(size+8)))
	return film
}

// Zip is an archive with a page inside.
func Zip() []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create("index.html")
	if err == nil {
		_, err = w.Write([]byte(strings.Repeat("<p>", 100)))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}
