package ffmpeg

import (
	"bytes"
	"image/jpeg"
	"path/filepath"
	"slices"
	"strings"
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

func TestALabelThatComesLateIsReadFromTheStreamAndGoesAgain(t *testing.T) {
	dir := made(t, clip(t, "a.mp4", "testsrc2=s=320x180:r=25:d=2"))
	label := Declared("望北县融媒体中心", "entry-7")
	for _, name := range []string{"180p_init.mp4", "sound_init.mp4"} {
		plain := []byte(read(t, filepath.Join(dir, name)))
		labelled := relabelled(t, name, plain, label)
		if again := relabelled(t, name, labelled, label); !bytes.Equal(again, labelled) {
			t.Errorf("%s: labelling twice changed it", name)
		}
		other := relabelled(t, name, labelled, &AIGC{Raw: `{"Label":"1"}`})
		if bytes.Contains(other, []byte(label.PropagateID)) || !bytes.Contains(other, []byte(`{"Label":"1"}`)) {
			t.Errorf("%s: the new label does not stand in the old one's place", name)
		}
		bare := relabelled(t, name, labelled, nil)
		if bytes.Contains(bare, []byte("AIGC")) || !bytes.Equal(bare, relabelled(t, name, bare, nil)) {
			t.Errorf("%s: the label does not go", name)
		}
		if f := joined(t, dir, name, bare); f.AIGC != nil || f.Frames == 0 && !f.HasAudio {
			t.Errorf("%s without its label: %+v", name, f)
		}
		if f := joined(t, dir, name, labelled); f.AIGC == nil || *f.AIGC != *label {
			t.Errorf("%s: %+v", name, f.AIGC)
		}
	}
}

func relabelled(t *testing.T, name string, file []byte, label *AIGC) []byte {
	t.Helper()
	out, err := Relabel(name, file, label)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

// joined measures an initialisation segment with its first media segment: together they are a film. One of sound alone gets the
// picture's label read from its boxes.
func joined(t *testing.T, dir, name string, init []byte) Facts {
	t.Helper()
	stem, _ := strings.CutSuffix(name, "_init.mp4")
	film := append(slices.Clone(init), read(t, filepath.Join(dir, stem+"_0000.m4s"))...)
	if stem == "sound" {
		return Facts{AIGC: survey(bytes.NewReader(film), int64(len(film))).label, HasAudio: true}
	}
	f, err := tool(t).Probe(t.Context(), write(t, "joined.mp4", film))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAPictureCarriesTheLabel(t *testing.T) {
	dir := made(t, clip(t, "a.mp4", "testsrc2=s=320x180:r=25:d=2"))
	for _, name := range []string{"poster.jpg", "thumb.jpg"} {
		plain := []byte(read(t, filepath.Join(dir, name)))
		label := Declared(`<望北县> & "融媒体"中心`, "entry-7")
		labelled := relabelled(t, name, plain, label)
		if got := xmpLabel(labelled[bytes.Index(labelled, []byte("<x:xmpmeta")):]); got == nil || *got != *label {
			t.Errorf("%s: %+v", name, got)
		}
		if _, err := jpeg.Decode(bytes.NewReader(labelled)); err != nil {
			t.Errorf("%s is no picture any more: %v", name, err)
		}
		if !bytes.Equal(labelled, relabelled(t, name, labelled, label)) || !bytes.Equal(plain, relabelled(t, name, labelled, nil)) {
			t.Errorf("%s: labelling twice, or taking the label off, is not as it should be", name)
		}
		if got := relabelled(t, name, labelled, &AIGC{Raw: strings.Repeat("x", maxSegment)}); !bytes.Equal(got, plain) {
			t.Errorf("%s: a label too long for a picture made one of %d bytes", name, len(got))
		}
	}
}

func TestOnlyWhatWeMadeIsLabelled(t *testing.T) {
	for _, bad := range [][]byte{nil, []byte("moov"), []byte("\x00\x00\x00\xffmoov"), bytes.Repeat([]byte{0}, 64)} {
		for _, name := range []string{"180p_init.mp4", "poster.jpg"} {
			if _, err := Relabel(name, bad, &AIGC{Raw: "{}"}); err == nil {
				t.Errorf("%s: %q was labelled", name, bad)
			}
		}
	}
	if _, err := Relabel("a.jpg", []byte("\xff\xd8\xff\xe0\xff\xffshort"), &AIGC{Raw: "{}"}); err == nil {
		t.Error("a picture that is cut short was labelled")
	}
}
