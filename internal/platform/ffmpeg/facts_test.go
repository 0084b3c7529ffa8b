package ffmpeg

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"saiying/internal/platform/vision"
)

// TestShape reads the table that the browser's reading of a file is held to as well (web/src/rooms/media/shape.test.ts), so
// that an author is told before the upload what the machine says after it.
func TestShape(t *testing.T) {
	text, err := os.ReadFile("testdata/shapes.json")
	if err != nil {
		t.Fatal(err)
	}
	var shapes []Facts
	if err := json.Unmarshal(text, &shapes); err != nil || len(shapes) < 20 {
		t.Fatalf("%d shapes, %v", len(shapes), err)
	}
	for _, want := range shapes {
		f := Facts{Width: want.Width, Height: want.Height}
		f.shape()
		want.ShortSidePx = min(want.Width, want.Height)
		if !reflect.DeepEqual(f, want) {
			t.Errorf("%d×%d: %s %s %s", f.Width, f.Height, f.ResolutionClass, f.Aspect, f.Orientation)
		}
	}
}

// The keys of the contract are there, in JSON and for rules alike.
func TestMapHasTheKeysOfJSON(t *testing.T) {
	f := Facts{AIGC: readAIGC(aigcRaw)}
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var fromJSON map[string]any
	if err := json.Unmarshal(text, &fromJSON); err != nil {
		t.Fatal(err)
	}
	m := f.Map()
	for key := range fromJSON {
		if _, ok := m[key]; !ok {
			t.Errorf("%s is not in Map", key)
		}
	}
	for key := range strings.FieldsSeq("container duration_s width height rotation fps video_codec audio_codec bitrate_mbps size_bytes" +
		" resolution_class orientation aspect aigc") {
		if _, ok := fromJSON[key]; !ok {
			t.Errorf("%s is not in JSON", key)
		}
	}
	if m["aigc"].(map[string]any)["Label"] != "1" || (Facts{}).Map()["aigc"] != nil {
		t.Errorf("aigc %v", m["aigc"])
	}
}

func TestAIGCIsReadLeniently(t *testing.T) {
	tests := []struct{ key, raw, label, producer string }{
		{"AIGC", aigcRaw, "1", "001191320100MA0000000X"},
		{"aigc", `{"label":1,"ServiceProvider":"某平台"}`, "1", "某平台"},
		{"AIGC", `{"AIGC":{"Label":"AIGC","ContentProducer":"x"}}`, "AIGC", "x"},
		{"AIGC", `not json`, "", ""},
	}
	for _, test := range tests {
		got := parseAIGC(map[string]string{"title": "x", test.key: test.raw})
		if got == nil || got.Label != test.label || got.ContentProducer != test.producer || got.Raw != test.raw {
			t.Errorf("%s: %+v", test.raw, got)
		}
	}
	if parseAIGC(map[string]string{"title": "AIGC"}) != nil {
		t.Error("a title is no label")
	}
}

func TestLadder(t *testing.T) {
	tests := []struct {
		w, h int
		want string
	}{
		{3840, 2160, "360p 720p 1080p"}, {1080, 1920, "360p 720p 1080p"}, {1600, 900, "360p 720p"},
		{1280, 720, "360p 720p"}, {854, 480, "360p 480p"}, {640, 360, "360p"}, {700, 400, "360p"}, {320, 240, "240p"}, {100, 50, "50p"},
	}
	for _, test := range tests {
		var names []string
		for _, r := range ladder(test.w, test.h) {
			names = append(names, r.Name)
			if r.Width%2+r.Height%2 != 0 || r.Width > test.w || r.Height > test.h {
				t.Errorf("%d×%d: %+v", test.w, test.h, r)
			}
		}
		if strings.Join(names, " ") != test.want {
			t.Errorf("%d×%d: %v, want %s", test.w, test.h, names, test.want)
		}
	}
}

func TestOutputRate(t *testing.T) {
	tests := []struct {
		f    Facts
		want string
	}{
		{Facts{FPS: 25}, "25"}, {Facts{FPS: 29.97}, "30000/1001"}, {Facts{FPS: 17.3, VFR: true}, "24000/1001"},
		{Facts{FPS: 120}, "60"}, {Facts{FPS: 15}, "15.000"}, {Facts{FPS: 27, VFR: true}, "30000/1001"},
		{Facts{FPS: 0.033}, "1"}, {Facts{FPS: 0.3, VFR: true}, "24000/1001"},
	}
	for _, test := range tests {
		if got := outputRate(test.f); got != test.want {
			t.Errorf("%+v: %s, want %s", test.f, got, test.want)
		}
	}
}

// A picture with detail beats the same one blurred, a black one and a white one.
func TestWorthOfAPoster(t *testing.T) {
	draw := func(at func(x, y int) uint8) vision.Frame {
		p := vision.Frame{W: 160, H: 90, Y: make([]byte, 160*90)}
		for i := range p.Y {
			p.Y[i] = at(i%p.W, i/p.W)
		}
		return p
	}
	sharp := worth(draw(func(x, y int) uint8 { return uint8(60 + (x/8+y/8)%2*120) }))
	soft := worth(draw(func(x, y int) uint8 { return uint8(60 + x*120/160) }))
	black := worth(draw(func(x, y int) uint8 { return 16 }))
	white := worth(draw(func(x, y int) uint8 { return 235 }))
	if order := []float64{sharp, soft, black}; !slices.IsSortedFunc(order, func(a, b float64) int { return int(b - a) }) || soft <= white {
		t.Errorf("sharp %g, soft %g, black %g, white %g", sharp, soft, black, white)
	}
}
