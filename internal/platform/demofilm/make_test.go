package demofilm

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"saiying/internal/platform/ffmpeg"
)

// short is one second of every scene, the orientations taking turns.
func short() []Spec {
	specs := Looks(len(scenes))
	for i := range specs {
		specs[i].Seconds, specs[i].Title = 1, "河的两岸：'100%'，\\n[v];"
	}
	return specs
}

// Every scene becomes a film that measures as it should, and a second run makes nothing.
func TestMake(t *testing.T) {
	tool, err := ffmpeg.New(t.Context(), ffmpeg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir, specs, heard := t.TempDir(), short(), make(chan int, 100)
	if err := Make(t.Context(), tool, dir, specs, func(done, _ int) { heard <- done }); err != nil {
		t.Fatal(err)
	}
	if len(heard) != len(specs) {
		t.Errorf("progress was told %d times of %d", len(heard), len(specs))
	}
	for _, spec := range specs {
		f, err := tool.Probe(t.Context(), filepath.Join(dir, spec.File()))
		if err != nil {
			t.Fatalf("%s: %v", spec.Scene, err)
		}
		if f.DurationS != 1 || f.VideoCodec != "h264" || f.AudioCodec != "aac" || f.Aspect != map[bool]string{true: "9:16", false: "16:9"}[spec.Portrait] {
			t.Errorf("%s: %+v", spec.Scene, f)
		}
	}
	before := stamps(t, dir)
	if err := Make(t.Context(), tool, dir, specs, nil); err != nil || stamps(t, dir) != before {
		t.Errorf("the second run changed the folder: %v", err)
	}
}

// stamps is what lies in a folder and since when.
func stamps(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(e.Name() + " " + info.ModTime().String() + "\n")
	}
	if strings.Count(all.String(), "\n") != len(scenes) {
		t.Errorf("left in the folder:\n%s", all.String())
	}
	return all.String()
}

func TestMakeRefusesAnUnknownScene(t *testing.T) {
	tool, err := ffmpeg.New(t.Context(), ffmpeg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = Make(t.Context(), tool, t.TempDir(), []Spec{{Scene: "opera", Seconds: 1}}, nil)
	if err == nil || !strings.Contains(err.Error(), "there are dawn") {
		t.Errorf("got %v", err)
	}
}

func TestLooksDiffer(t *testing.T) {
	names, looks, portrait := map[string]bool{}, map[[3]any]bool{}, 0
	for _, s := range Looks(48) {
		names[s.File()] = true
		looks[[3]any{s.Scene, s.Palette, s.Hue}] = true
		if s.Portrait {
			portrait++
		}
		if s.Seconds < 6 || s.Seconds > 14 {
			t.Errorf("%s lasts %g s", s.Scene, s.Seconds)
		}
	}
	if len(names) != 48 || len(looks) != 48 || portrait != 24 {
		t.Errorf("%d names, %d looks, %d portrait", len(names), len(looks), portrait)
	}
}

// The same spec draws the same pixels, another seed others.
func TestDrawIsRepeatable(t *testing.T) {
	for _, s := range scenes {
		a, b, c := drawn(t, Spec{Scene: s.name, Seed: 1, Seconds: 1}), drawn(t, Spec{Scene: s.name, Seed: 1, Seconds: 1}), drawn(t, Spec{Scene: s.name, Seed: 2, Seconds: 1})
		if !bytes.Equal(a, b) || bytes.Equal(a, c) {
			t.Errorf("%s: same seed equal %t, other seed equal %t", s.name, bytes.Equal(a, b), bytes.Equal(a, c))
		}
	}
}

func drawn(t *testing.T, s Spec) []byte {
	t.Helper()
	f, err := s.draw()
	if err != nil {
		t.Fatal(err)
	}
	all := bytes.Clone(f.base.Pix)
	for _, l := range f.layers {
		all = append(all, l.Pix...)
	}
	return all
}

func TestShapeLeavesHoles(t *testing.T) {
	c := blank(20, 20)
	white := hue{1, 1, 1, 1}
	c.ring(10, 10, 9, 4, white)
	if c.RGBAAt(10, 10).A != 0 || c.RGBAAt(10, 3).A != 255 || c.RGBAAt(0, 0).A != 0 {
		t.Errorf("middle %d, ring %d, corner %d", c.RGBAAt(10, 10).A, c.RGBAAt(10, 3).A, c.RGBAAt(0, 0).A)
	}
	c.shape(white, []point{{-50, -50}, {-40, -50}, {-40, -40}}) // outside: nothing happens
}

func TestStraightAlpha(t *testing.T) {
	c := blank(2, 2)
	c.over(0, 0, hue{1, .5, 0, .5})
	if p := c.straight(); p[0] < 254 || p[1] < 126 || p[1] > 129 || p[2] != 0 || p[3] != 128 || p[7] != 0 {
		t.Errorf("pixels %v", p[:8])
	}
}

func TestHueTurnsRound(t *testing.T) {
	c := ink("#c8321f")
	if full := c.turn(360).rgba(); full != c.rgba() || c.turn(90).rgba() == c.rgba() {
		t.Errorf("%v became %v", c.rgba(), full)
	}
}

func TestTuneIsHeard(t *testing.T) {
	sound := tune(rand.New(rand.NewPCG(1, 1)), 2)
	if len(sound) != 44+2*soundRate*4 || string(sound[:4]) != "RIFF" {
		t.Fatalf("%d bytes", len(sound))
	}
	loudest := 0
	for i := 44; i < len(sound); i += 2 {
		v := int(int16(uint16(sound[i]) | uint16(sound[i+1])<<8))
		loudest = max(loudest, v, -v)
	}
	if loudest < 3000 || loudest > 32000 {
		t.Errorf("loudest sample %d", loudest)
	}
}
