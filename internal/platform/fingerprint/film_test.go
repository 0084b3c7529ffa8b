package fingerprint_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"saiying/internal/platform/demofilm"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/fingerprint"
	"saiying/internal/platform/fingerprint/printtest"
)

// films are three small ones of different kinds, each drawn once.
func films(t *testing.T) []printtest.Source {
	t.Helper()
	tool, err := ffmpeg.New(t.Context(), ffmpeg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	specs, dir := demofilm.Looks(2), t.TempDir()
	if err := demofilm.Make(t.Context(), tool, dir, specs, nil); err != nil {
		t.Fatal(err)
	}
	all := []printtest.Source{printtest.Drawn("mandelbrot", "mandelbrot=s=640x360:r=10:end_scale=0.02:end_pts=120", "sine=f=330:beep_factor=3", 7)}
	for _, s := range specs {
		all = append(all, printtest.Recorded(s.Scene, filepath.Join(dir, s.File()), s.Portrait))
	}
	for i := range all {
		if all[i], err = all[i].Small(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// Every attack on a film of detail and on two smooth ones is known again, told apart from the others, and found in an index of them.
func TestFilmsAreKnownAgain(t *testing.T) {
	sources, dir := films(t), t.TempDir()
	ix, err := fingerprint.OpenIndex(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	originals := make([]fingerprint.Print, len(sources))
	for i, s := range sources {
		if originals[i], err = s.Print(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
		if err := ix.Add(s.Name, originals[i]); err != nil {
			t.Fatal(err)
		}
	}
	for i, s := range sources {
		for _, attack := range printtest.Attacks() {
			copied, err := s.Attacked(t.Context(), dir, attack)
			if err != nil {
				t.Fatal(err)
			}
			if text, err := json.Marshal(copied); err != nil || len(text) > 90_000 {
				t.Errorf("%s, %s: %d bytes, %v", s.Name, attack.Name, len(text), err)
			}
			if found := ix.Find(copied, 1); len(found) == 0 || found[0].ID != s.Name {
				t.Errorf("%s, %s: found %v", s.Name, attack.Name, found)
			}
			for k := range originals {
				if m := fingerprint.Compare(originals[k], copied); m.Picture.Same() != (k == i) {
					t.Errorf("%s, %s against %s: %+v", s.Name, attack.Name, sources[k].Name, m.Picture)
				} else if k == i && m.Picture.Mirrored != (attack.Name == "mirror") {
					t.Errorf("%s, %s: mirrored %t", s.Name, attack.Name, m.Picture.Mirrored)
				}
			}
		}
	}
}
