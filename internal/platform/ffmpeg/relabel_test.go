package ffmpeg

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// made is the folder of a small rendition.
func made(t *testing.T, film string) string {
	t.Helper()
	dir := t.TempDir()
	f, err := tool(t).Probe(t.Context(), film)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tool(t).Watch(t.Context(), film, f, dir, Watch{Ladder: true}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestALabelThatComesLateIsReadFromTheStream(t *testing.T) {
	dir := made(t, clip(t, "a.mp4", "testsrc2=s=320x180:r=25:d=2"))
	label := AIGC{Raw: `{"Label":"1","ContentProducer":"望北县融媒体中心"}`}
	for _, name := range []string{"180p_init.mp4", "sound_init.mp4"} {
		path := filepath.Join(dir, name)
		plain := []byte(read(t, path))
		labelled, err := Relabel(plain, label)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := os.WriteFile(path, labelled, 0o600); err != nil {
			t.Fatal(err)
		}
		again, err := Relabel(labelled, AIGC{Raw: `{"Label":"3"}`})
		if err != nil || !bytes.Equal(again, labelled) {
			t.Errorf("%s: a label was replaced: %v", name, err)
		}
	}
	joined := filepath.Join(t.TempDir(), "joined.mp4") // an initialisation segment and a media segment are a film
	segment := read(t, filepath.Join(dir, "180p_init.mp4")) + read(t, filepath.Join(dir, "180p_0000.m4s"))
	if err := os.WriteFile(joined, []byte(segment), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := tool(t).Probe(t.Context(), joined)
	if err != nil || f.AIGC == nil || f.AIGC.Raw != label.Raw || f.Frames == 0 {
		t.Fatalf("%+v %v", f, err)
	}
}

func TestOnlyAnInitialisationSegmentIsLabelled(t *testing.T) {
	for _, bad := range [][]byte{nil, []byte("moov"), []byte("\x00\x00\x00\xffmoov"), bytes.Repeat([]byte{0}, 64)} {
		if _, err := Relabel(bad, AIGC{Raw: "{}"}); err == nil {
			t.Errorf("%q was labelled", bad)
		}
	}
}
