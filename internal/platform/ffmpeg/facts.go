package ffmpeg

import (
	"fmt"
	"math"
	"reflect"
	"strings"
)

// Facts are what a machine can measure of a film. The JSON keys are the `facts` of `saiying inspect --json` and the
// names rules use (`media.duration_s <= 180`). Text is "" where the file has none of it.
type Facts struct {
	Container       string  `json:"container"`         // "mp4", "mov", "mkv", ... by content, never by file name
	Brand           string  `json:"brand"`             // major brand of MP4 and MOV
	DurationS       float64 `json:"duration_s"`        // of the picture; of the sound when that runs on for over a second
	Width           int     `json:"width"`             // as shown
	Height          int     `json:"height"`            // as shown
	ShortSidePx     int     `json:"short_side_px"`     //
	Rotation        int     `json:"rotation"`          // degrees clockwise a player turns the coded picture: 0, 90, 180, 270
	FPS             float64 `json:"fps"`               // pictures a second, on average
	VFR             bool    `json:"vfr"`               // the picture rate varies
	Frames          int     `json:"frames"`            //
	VideoCodec      string  `json:"video_codec"`       // "h264", "hevc", ...
	Scan            string  `json:"scan"`              // "progressive", "interlaced", "unknown"
	HDR             bool    `json:"hdr"`               // PQ or HLG transfer
	BitrateMbps     float64 `json:"bitrate_mbps"`      // of the video stream, measured: its bytes over its duration
	HasAudio        bool    `json:"has_audio"`         //
	AudioCodec      string  `json:"audio_codec"`       //
	AudioChannels   int     `json:"audio_channels"`    //
	SizeBytes       int64   `json:"size_bytes"`        //
	ResolutionClass string  `json:"resolution_class"`  // "480p", "720p", "1080p", "4k", ...
	Orientation     string  `json:"orientation"`       // "landscape", "portrait", "square"
	Aspect          string  `json:"aspect"`            // "16:9", "9:16", "4:3", ... else the reduced fraction
	AIGC            *AIGC   `json:"aigc"`              // implicit label of generated content, or null
	C2PA            bool    `json:"c2pa"`              // content credentials are there, unchecked; their absence proves nothing
	HeaderDurationS float64 `json:"header_duration_s"` // what the container claims; 0 when it claims nothing

	Decoded // what [Tool.Watch] adds
}

// Map is the facts under their JSON keys for a rule engine: int, int64, float64, bool, string, and lists of maps of float64;
// aigc and active are nil or a map, and what cannot be measured, such as the loudness of silence, is nil.
func (f Facts) Map() map[string]any {
	v, m := reflect.ValueOf(f), map[string]any{}
	for _, field := range reflect.VisibleFields(v.Type()) {
		if key, _, _ := strings.Cut(field.Tag.Get("json"), ","); key != "" {
			m[key] = v.FieldByIndex(field.Index).Interface()
		}
	}
	m["aigc"] = f.AIGC.asMap()
	f.Decoded.intoMap(m)
	return m
}

// shape fills in everything that follows from width and height.
func (f *Facts) shape() {
	f.ShortSidePx = min(f.Width, f.Height)
	f.ResolutionClass = resolutionClass(f.Width, f.Height)
	f.Orientation = orientation(f.Width, f.Height)
	f.Aspect = aspect(f.Width, f.Height)
}

func orientation(w, h int) string {
	switch {
	case w > h:
		return "landscape"
	case w < h:
		return "portrait"
	}
	return "square"
}

// classes from the largest down: name, short side, long sides that count too when the picture is cropped to cinema
// width, 2.5:1 at most (1920×804 is 1080p, 4096×1716 is 4k).
var classes = []struct {
	name  string
	short int
	long  []int
}{
	{"8k", 4320, []int{7680, 8192}},
	{"4k", 2160, []int{3840, 4096}},
	{"1440p", 1440, []int{2560}},
	{"1080p", 1080, []int{1920, 2048}},
	{"720p", 720, []int{1280}},
	{"480p", 480, []int{854, 848}},
	{"360p", 360, []int{640}},
	{"240p", 240, []int{426}},
}

// resolutionClass goes by an exact short side, then by an exact long side, then by the largest class the short side
// reaches. It is the same for both orientations.
func resolutionClass(w, h int) string {
	short, long := min(w, h), max(w, h)
	for _, c := range classes {
		if short == c.short {
			return c.name
		}
	}
	for _, c := range classes {
		for _, l := range c.long {
			if long == l && short < c.short && 5*short >= 2*long {
				return c.name
			}
		}
	}
	for _, c := range classes {
		if short >= c.short {
			return c.name
		}
	}
	return "under_240p"
}

// aspect is the usual ratio when the size is that ratio rounded to whole pixels (854×480 is 16:9), else the reduced
// fraction (1081×607 is 1081:607).
func aspect(w, h int) string {
	for _, r := range [][2]int{{16, 9}, {4, 3}, {3, 2}, {1, 1}, {21, 9}, {2, 1}, {5, 4}, {16, 10}} {
		for _, a := range [][2]int{r, {r[1], r[0]}} {
			if off := w*a[1] - h*a[0]; max(off, -off) < max(a[0], a[1]) {
				return fmt.Sprintf("%d:%d", a[0], a[1])
			}
		}
	}
	d := gcd(w, h)
	return fmt.Sprintf("%d:%d", w/d, h/d)
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, 1)
}

// round3 keeps three decimals: enough to judge by, short enough to read.
func round3(v float64) float64 { return math.Round(v*1000) / 1000 }
