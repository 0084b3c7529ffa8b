package vision_test

import (
	"testing"

	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision/visiontest"
)

// Every detector finds what is there, at the right time, and is silent where nothing is.
func TestClips(t *testing.T) {
	tool, err := ffmpeg.New(t.Context(), ffmpeg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	studio := visiontest.Studio{Dir: t.TempDir(), Tool: tool}
	for _, c := range visiontest.Set() {
		t.Run(c.Name, func(t *testing.T) {
			file, err := studio.Make(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			seen, err := visiontest.Look(t.Context(), file, c.Length())
			if err != nil {
				t.Fatal(err)
			}
			for kind, v := range visiontest.Judge(c.Want, seen) {
				if v.Missed > 0 || v.False > 0 || v.Off > visiontest.Tolerance {
					t.Errorf("%s: %+v", kind, v)
				}
			}
			for _, s := range seen {
				t.Logf("%s %.1f–%.1f box %+v strength %.2f", s.Kind, s.From, s.To, s.Box, s.Strength)
				if s.Shows == nil || s.Shows.Bounds().Dx() > 640 {
					t.Errorf("%s shows no small picture", s.Kind)
				}
			}
		})
	}
}
