package ffmpeg

import (
	"bytes"
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

// sniffBytes is enough for every magic number and for the document type of a Matroska header.
const sniffBytes = 1024

// Sniff tells a file's container from its first bytes and, for MP4 and MOV, from the outline of its boxes. The
// problems it returns all make the file unreadable, except [UnknownBox].
func Sniff(r io.ReaderAt, size int64) (Container, []Reason) {
	if size == 0 {
		return "", []Reason{Empty}
	}
	head := make([]byte, min(size, sniffBytes))
	if n, err := r.ReadAt(head, 0); err != nil && n < len(head) {
		return "", []Reason{Truncated}
	}
	if looksLikeBoxes(head) {
		return walkBoxes(r, size)
	}
	if kind := magic(head); kind != "" {
		return kind, nil
	}
	return "", []Reason{UnknownKind}
}

// magic knows the containers that are not made of boxes.
func magic(head []byte) Container {
	switch {
	case bytes.HasPrefix(head, []byte("\x1aE\xdf\xa3")):
		return matroska(head)
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

func matroska(head []byte) Container {
	if bytes.Contains(head[:min(len(head), 128)], []byte("webm")) {
		return "webm"
	}
	return "mkv"
}

// syncs looks for three transport-stream sync bytes at the given stride.
func syncs(head []byte, first, stride int) bool {
	last := first + 2*stride
	return last < len(head) && head[first] == 0x47 && head[first+stride] == 0x47 && head[last] == 0x47
}
