package demofilm

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"saiying/internal/platform/ffmpeg"
)

func TestTry(t *testing.T) {
	tool, err := ffmpeg.New(t.Context(), ffmpeg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := "/tmp/films"
	began := time.Now()
	if err := Make(t.Context(), tool, dir, Looks(24), nil); err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(began))
	names, _ := filepath.Glob(dir + "/*.mp4")
	for _, n := range names {
		i, _ := os.Stat(n)
		t.Log(n, i.Size())
	}
}
