package ffmpeg

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
)

const probed = `{"streams":[{"codec_type":"video","codec_name":"h264","width":640,"height":360,"sample_aspect_ratio":"4:3",` +
	`"r_frame_rate":"25/1","duration":"2.0","disposition":{"attached_pic":0},"side_data_list":[{"rotation":-90}],"tags":{"AIGC":"{}"}},` +
	`{"codec_type":"audio","codec_name":"aac","channels":2}],"frames":[{"media_type":"video","interlaced_frame":0}],"format":{"duration":"2.0","tags":{"title":"x"}}}`

const counted = "pts_time=0.08|dts_time=0.00|duration_time=0.04|size=1342|flags=K_\npts_time=0.12|dts_time=0.04|duration_time=0.04|size=1342|flags=__"

// Whatever ffprobe says of a film, the facts made of it can be written down.
func FuzzProbeOutput(f *testing.F) {
	f.Add(probed, counted)
	f.Add(`{"streams":[{"codec_type":"video","codec_name":"h264","width":1,"height":1,"r_frame_rate":"0/0"}],"frames":[{"media_type":"video"}]}`, "pts_time=inf|size=1")
	f.Fuzz(func(t *testing.T, text, lines string) {
		about, err := readDescription(text)
		if err != nil {
			return
		}
		video, err := about.check()
		if err != nil {
			return
		}
		p := newPackets()
		for line := range strings.SplitSeq(lines, "\n") {
			p.take(line)
		}
		if p.check(video, about) != nil {
			return
		}
		facts := Facts{AIGC: labelOf(about, nil)}
		facts.look(video, about)
		facts.listen(about)
		facts.time(video, p, about)
		if _, err := json.Marshal(facts); err != nil {
			t.Errorf("%v: %+v", err, facts)
		}
		if facts.Width < 1 || facts.Height < 1 || facts.DurationS < 0 || facts.DurationS > MaxDuration || facts.BitrateMbps < 0 || facts.FPS < 0 {
			t.Errorf("%+v", facts)
		}
	})
}

// A label is kept as it came, up to where a text ends, and can be an argument of a program.
func FuzzLabel(f *testing.F) {
	f.Add(aigcRaw)
	f.Add(`{"AIGC":"{\"Label\":1}"}`)
	f.Add(`<x:xmpmeta><rdf TC260:AIGC="{&quot;Label&quot;:&quot;2&quot;}"/></x:xmpmeta>`)
	f.Fuzz(func(t *testing.T, text string) {
		for _, label := range []*AIGC{readAIGC(text), looseLabel([]byte(text)), xmpLabel([]byte(text)), parseAIGC(map[string]string{"comment": text})} {
			if label == nil {
				continue
			}
			if strings.Contains(label.Raw, "\x00") || strings.TrimSpace(label.Raw) == "" {
				t.Errorf("%q", label.Raw)
			}
			if _, err := json.Marshal(label.asMap()); err != nil {
				t.Error(err)
			}
		}
	})
}

// However ffmpeg tells its progress, it stays between 0 and 100 percent.
func FuzzProgress(f *testing.F) {
	f.Add("#tb 0: 1/90000\n0, 3600, 3600, 3600, 6, 0x0f7603ea", 2.0)
	f.Add("#tb 0: 1/0\n0, -9223372036854775808, 9223372036854775807, 9223372036854775807, 6, 0", 0.0)
	f.Fuzz(func(t *testing.T, lines string, length float64) {
		m := tally{meter: meter{length: length, began: time.Now(), tell: func(percent float64, _ time.Duration) {
			if !(percent >= 0 && percent <= 100) && !math.IsNaN(length) && length >= 0 {
				t.Errorf("%v%%", percent)
			}
		}}}
		for line := range strings.SplitSeq(lines, "\n") {
			m.take(line)
		}
	})
}

// Lines come out as they went in, however the output is cut into writes.
func FuzzLines(f *testing.F) {
	f.Add("a\nb\n", 1)
	f.Add("a\n\nlong", 3)
	f.Fuzz(func(t *testing.T, text string, cut int) {
		var got []string
		w := &lineWriter{each: func(line string) { got = append(got, line) }, stop: func(error) {}}
		at := min(max(cut, 0), len(text))
		for _, part := range []string{text[:at], text[at:]} {
			if _, err := w.Write([]byte(part)); err != nil {
				return
			}
		}
		w.flush()
		if strings.Join(got, "\n") != strings.TrimSuffix(text, "\n") && text != "\n" {
			t.Errorf("%q of %q", got, text)
		}
	})
}
