package ffmpeg

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"saiying/internal/platform/vision"
)

// One film of black, a still, motion between bars, with a tone and a silence: everything that decoding tells, told in one go.
func TestWatchTellsWhatItSawAndHeard(t *testing.T) {
	path := compose(t, "a.mp4", "-f", "lavfi", "-i", "color=black:s=640x360:r=25:d=1", "-f", "lavfi", "-i", "smptebars=s=640x360:r=25:d=3",
		"-f", "lavfi", "-i", "testsrc2=s=640x240:r=25:d=4", "-f", "lavfi", "-i", "sine=f=440:r=48000:d=4,volume=-10dB,apad=whole_dur=8",
		"-filter_complex", "[2]pad=640:360:0:60[m];[0][1][m]concat=n=3[v]", "-map", "[v]", "-map", "3:a", "-c:v", "libx264", "-preset", "ultrafast",
		"-pix_fmt", "yuv420p", "-c:a", "aac", "-t", "8")
	f, err := tool(t).Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	dir, seen, told := t.TempDir(), 0, shelf{}
	w, err := tool(t).Watch(t.Context(), path, f, dir, Watch{Ladder: true, Label: &AIGC{Raw: `{"Label":"1"}`},
		Frame: func(p vision.Frame) {
			if seen++; p.W != 480 || p.H != 270 || len(p.Y) != 480*270 || len(p.Cr) != 240*135 {
				t.Errorf("a frame of %d×%d", p.W, p.H)
			}
		},
		Publish: func(pieces []Piece) error { return told.put(dir, pieces) }})
	if err != nil {
		t.Fatal(err)
	}
	d := w.Facts.Decoded
	if seen != 40 || d.DecodedFrames != 200 || math.Abs(d.DecodedS-8) > 0.05 {
		t.Errorf("%d frames seen, %d decoded, %g s", seen, d.DecodedFrames, d.DecodedS)
	}
	if len(d.Black) != 1 || math.Abs(d.BlackS-1) > 0.21 || len(d.Frozen) != 1 || math.Abs(d.FrozenS-3) > 0.21 {
		t.Errorf("black %v, frozen %v", d.Black, d.Frozen)
	}
	if len(d.Silent) != 1 || math.Abs(d.SilentS-4) > 0.2 || len(w.Sound) < 20 {
		t.Errorf("silent %v, fingerprint of %d", d.Silent, len(w.Sound))
	}
	if d.LoudnessLUFS == nil || d.TruePeakDBTP == nil || w.Facts.Map()["loudness_lufs"] != *d.LoudnessLUFS {
		t.Fatalf("loudness %v", d.LoudnessLUFS)
	}
	checkSound(t, dir)
	if text := read(t, filepath.Join(dir, w.Sprite)); strings.Count(text, "sprite_01.jpg#xywh=") != 8 || !strings.Contains(text, "00:00:07.000 -->") {
		t.Errorf("sprite\n%s", text)
	}
	if !told[masterName] || !told["360p_init.mp4"] || !told["sound.m3u8"] {
		t.Errorf("told %v", told)
	}
}

// shelf is what was made public of a ladder.
type shelf map[string]bool

// put fails when a piece is told that is not there, or a playlist that names one that is not.
func (s shelf) put(dir string, pieces []Piece) error {
	for _, p := range pieces {
		if _, err := os.Stat(filepath.Join(dir, p.Name)); err != nil {
			return err
		}
		for _, name := range segments(string(p.Text)) {
			if !s[name] {
				return fmt.Errorf("%s names %s, which was not told", p.Name, name)
			}
		}
		s[p.Name] = true
	}
	return nil
}

// checkSound measures the rendition's sound: it is as loud as was aimed at, or its peaks are.
func checkSound(t *testing.T, dir string) {
	t.Helper()
	whole := read(t, filepath.Join(dir, "sound_init.mp4"))
	for _, name := range segments(read(t, filepath.Join(dir, "sound.m3u8")))[1:] {
		whole += read(t, filepath.Join(dir, name))
	}
	h, err := tool(t).listen(t.Context(), write(t, "sound.mp4", []byte(whole)), Facts{Container: "mp4", DurationS: 8, Width: 2, Height: 2}, "anull")
	if err != nil || math.Abs(h.lufs-targetLUFS) > 0.5 && math.Abs(h.peakDB()-targetPeak) > 0.5 || h.peakDB() > -1 {
		t.Errorf("the rendition is at %g LUFS with a peak of %g, %v", h.lufs, h.peakDB(), err)
	}
	if !strings.Contains(whole, `{"Label":"1"}`) {
		t.Error("the sound carries no label")
	}
}

func TestCopy(t *testing.T) {
	declared := &AIGC{Raw: `{"Label":"1"}`}
	for name, test := range map[string]struct{ path, label string }{
		"found": {labelled(t), aigcRaw}, "declared": {clip(t, "a.mkv", small), declared.Raw}, "rotated": {rotated(t), declared.Raw},
	} {
		before, err := tool(t).Probe(t.Context(), test.path)
		if err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(t.TempDir(), "copy.mp4")
		if err := tool(t).Copy(t.Context(), test.path, before, out, declared); err != nil {
			t.Fatal(name, err)
		}
		after, err := tool(t).Probe(t.Context(), out)
		if err != nil || after.AIGC == nil || after.AIGC.Raw != test.label || after.Frames != before.Frames || after.Rotation != before.Rotation {
			t.Errorf("%s: %+v, %v", name, after, err)
		}
		if text := read(t, out); strings.Index(text, "moov") > strings.Index(text, "mdat") || strings.Contains(text, "+38.0428") {
			t.Errorf("%s: the index comes last, or the place is told", name)
		}
	}
}
