package inspection_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/inspection"
	"saiying/internal/platform/ffmpeg"
)

func load(t *testing.T, key string) *campaign.Campaign {
	t.Helper()
	text, err := campaigns.Files.ReadFile(key + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, faults := campaign.Load(bytes.NewReader(text), key+".yaml")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return c
}

func landscape(seconds, mbps float64) ffmpeg.Facts {
	return ffmpeg.Facts{Container: "mp4", DurationS: seconds, Width: 1920, Height: 1080, ShortSidePx: 1080, FPS: 25, VideoCodec: "h264", HasAudio: true,
		AudioCodec: "aac", AudioChannels: 2, BitrateMbps: mbps, SizeBytes: 112_000_000, ResolutionClass: "1080p", Orientation: "landscape", Aspect: "16:9", Scan: "progressive"}
}

func TestJudgeInTheNoticesWords(t *testing.T) {
	c := load(t, "hebei-2020")
	for _, v := range []struct {
		seconds float64
		want    entry.Verdict
		message string
	}{{180, entry.Pass, ""}, {180.08, entry.Fail, "3分"}, {192, entry.Fail, "3分12秒"}} {
		r := inspection.Judge(c, landscape(v.seconds, 8), nil, "a.mp4")
		if r.Verdict != v.want || (v.message == "") != (len(r.Findings) == 0) {
			t.Errorf("%v s: %s %+v, want %s", v.seconds, r.Verdict, r.Findings, v.want)
			continue
		}
		if v.message != "" && (r.Findings[0].Rule != "duration" || r.Findings[0].Level != "error" || !strings.Contains(r.Findings[0].Message, v.message)) {
			t.Errorf("%v s: %+v", v.seconds, r.Findings[0])
		}
	}
}

func TestTheReportIsTheContracts(t *testing.T) {
	b, err := json.Marshal(inspection.Judge(load(t, "hebei-2020"), landscape(192, 8), nil, "雪落白石乡.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	facts, _ := got["facts"].(map[string]any)
	lines, _ := got["findings"].([]any)
	if got["file"] != "雪落白石乡.mp4" || got["verdict"] != "fail" || facts["duration_s"] != 192.0 || facts["resolution_class"] != "1080p" || len(lines) != 1 {
		t.Fatalf("%s", b)
	}
	if aigc, there := facts["aigc"]; !there || aigc != nil {
		t.Errorf("aigc is %v", aigc)
	}
	line := lines[0].(map[string]any)
	for _, key := range []string{"rule", "level", "message", "at_s", "evidence"} {
		if _, there := line[key]; !there || len(line) != 5 {
			t.Errorf("a finding has the keys of %v; %s is looked for", line, key)
		}
	}
}

func TestAFileThatCannotBeRead(t *testing.T) {
	r := inspection.Refuse(&ffmpeg.Unreadable{Reason: ffmpeg.Truncated}, "a.mp4")
	b, err := json.Marshal(r)
	if err != nil || r.Verdict != entry.Unreadable || !strings.Contains(r.Findings[0].Message, "文件不完整") || !strings.Contains(string(b), `"facts":null`) {
		t.Fatalf("%s %v", b, err)
	}
	if r := inspection.Refuse(errors.New("no disk"), "a.mp4"); r.Findings[0].Message != "no disk" {
		t.Fatalf("%+v", r)
	}
}

func TestWhatIsNotKnownIsUndecided(t *testing.T) {
	c := load(t, "hebei-2020")
	all := inspection.Findings(c, map[string]any{"width": 1920.0, "duration_s": "long"}) // a browser may send anything
	people, machine := 0, 0
	for _, f := range all {
		if !f.Undecided {
			t.Errorf("%s is decided: %+v", f.Rule, f)
		}
		if f.By == "screener" {
			people++
		} else {
			machine++
		}
	}
	if machine == 0 || people == 0 || entry.VerdictOf(all) != entry.Review {
		t.Fatalf("%d for the machine, %d for people, %s", machine, people, entry.VerdictOf(all))
	}
	if v := entry.VerdictOf(inspection.Findings(c, map[string]any{"duration_s": 60.0})); v != entry.Pass {
		t.Fatalf("what only people can judge made it %s", v)
	}
}

func TestEveryShippedNoticeJudges(t *testing.T) {
	for _, key := range []string{"hebei-2020", "heilongjiang-2022", "henan-2025", "miit-2024", "tianjin-2021"} {
		c := load(t, key)
		r := inspection.Judge(c, landscape(59.96, 14.9), nil, "a.mp4")
		t.Log(key, r.Verdict, r.Findings)
		if r.Verdict == "" || r.Verdict == entry.Unreadable {
			t.Errorf("%s: %+v", key, r)
		}
	}
	if r := inspection.Judge(load(t, "henan-2025"), landscape(59.96, 8.2), nil, "a.mp4"); r.Verdict != entry.Fail {
		t.Errorf("8.2 Mbps at 1080p in Henan: %+v", r)
	}
}
