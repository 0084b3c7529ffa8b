package ffmpeg

import (
	"bytes"
	"encoding/binary"
	"io"
)

// Container names a file format by its usual extension; "" is none that we know.
type Container string

// The demuxer that is forced on each container, so that a renamed playlist or script is never opened as what it is.
var demuxers = map[Container]string{
	"mp4": "mov", "mov": "mov", "3gp": "mov",
	"mkv": "matroska", "webm": "matroska",
	"avi": "avi", "flv": "flv", "ts": "mpegts", "mpg": "mpeg", "wmv": "asf",
}

// sniffBytes is enough for every magic number and for the header of a transport stream.
const sniffBytes = 1024

// Sniff tells a file's container from its first bytes and, for the common ones, from an outline that is read in Go. The
// problems it returns all make the file unreadable, except [UnknownBox].
func Sniff(r io.ReaderAt, size int64) (Container, []Reason) {
	o := survey(r, size)
	var problems []Reason
	for _, p := range o.problems {
		problems = append(problems, p.Reason)
	}
	return o.kind, problems
}

// magic knows the containers that are not made of boxes. Matroska and WebM are told apart later.
func magic(head []byte) Container {
	switch {
	case bytes.HasPrefix(head, []byte("\x1aE\xdf\xa3")):
		return "mkv"
	case bytes.HasPrefix(head, []byte("RIFF")) && len(head) >= 12 && string(head[8:11]) == "AVI":
		return "avi"
	case bytes.HasPrefix(head, []byte("FLV\x01")):
		return "flv"
	case bytes.HasPrefix(head, []byte("\x30\x26\xb2\x75\x8e\x66\xcf\x11")):
		return "wmv"
	case bytes.HasPrefix(head, []byte("\x00\x00\x01\xba")):
		return "mpg"
	case syncs(head, 0, 188) || syncs(head, 4, 192):
		return "ts"
	}
	return ""
}

// How texts begin that make a player open other files: HLS, ffmpeg's concat, PLS, SDP, ASX, DASH, SMIL, shortcuts.
var lists = [][]byte{[]byte("#extm3u"), []byte("ffconcat"), []byte("[playlist]"), []byte("v=0"), []byte("<asx"), []byte("<mpd"), []byte("<smil"),
	[]byte("[internetshortcut]")}

// foreign names what is no film.
func foreign(head []byte) Reason {
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	if rest, ok := bytes.CutPrefix(text, []byte("<?xml")); ok {
		_, rest, _ = bytes.Cut(rest, []byte("?>"))
		text = bytes.TrimSpace(rest)
	}
	for _, start := range lists {
		if bytes.HasPrefix(text, start) {
			return Playlist
		}
	}
	return UnknownKind
}

// syncs looks for three transport-stream sync bytes at the given stride.
func syncs(head []byte, first, stride int) bool {
	last := first + 2*stride
	return last < len(head) && head[first] == 0x47 && head[first+stride] == 0x47 && head[last] == 0x47
}

// flash holds a Flash film to the header that every one of them has.
func (o *outline) flash(head []byte) {
	if len(head) < 13 || binary.BigEndian.Uint32(head[5:]) != 9 {
		o.refuse(BadIndex, "header of an unknown size")
	}
}

// asf holds a Windows Media film to the size of its header.
func (o *outline) asf(head []byte) {
	if len(head) < 30 || binary.LittleEndian.Uint64(head[16:]) > uint64(o.size) {
		o.refuse(Truncated, "header")
	}
}
