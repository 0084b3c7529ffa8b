package ffmpeg_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/ffmpeg/hostiletest"
)

// What Go reads of a file never panics, never takes long, and names each reason once.
func FuzzSniff(f *testing.F) {
	for _, seed := range hostiletest.Seeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		began := time.Now()
		kind, problems := ffmpeg.Sniff(bytes.NewReader(data), int64(len(data)))
		if took := time.Since(began); took > patience {
			t.Errorf("took %v for %d bytes", took, len(data))
		}
		if kind == "" && len(problems) == 0 {
			t.Error("neither a kind nor a reason")
		}
		slices.Sort(problems)
		if len(slices.Compact(slices.Clone(problems))) != len(problems) {
			t.Errorf("a reason twice: %v", problems)
		}
	})
}

// The seeds are what they are taken for: a fuzzer that starts from refusals sees little.
func TestSeedsAreRead(t *testing.T) {
	known := map[ffmpeg.Container]int{}
	for _, seed := range hostiletest.Seeds() {
		kind, _ := ffmpeg.Sniff(bytes.NewReader(seed), int64(len(seed)))
		known[kind]++
	}
	for _, kind := range []ffmpeg.Container{"mp4", "mkv", "avi", "flv", "wmv", "ts", ""} {
		if known[kind] == 0 {
			t.Errorf("no seed of kind %q", kind)
		}
	}
}
