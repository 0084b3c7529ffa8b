package campaign

import (
	"testing"

	"pgregory.net/rapid"
)

// good is a film every notice but its own limits would take.
func good() map[string]any {
	return map[string]any{"container": "mp4", "duration_s": 150.0, "width": 1920, "height": 1080, "short_side_px": 1080, "bitrate_mbps": 15.0,
		"size_bytes": 150_000_000, "resolution_class": "1080p", "orientation": "landscape", "aspect": "16:9"}
}

func TestMachineRulesOfEveryNotice(t *testing.T) {
	for _, x := range []struct {
		key, name string
		facts     map[string]any
		broken    []string // rules broken, in order
		says      string   // the first one's message
	}{
		{"hebei-2020", "as long as allowed", map[string]any{"duration_s": 180.0}, nil, ""},
		{"hebei-2020", "too long", map[string]any{"duration_s": 181.0}, []string{"duration"}, "时长3分1秒，要求不超过3分钟。请剪短后重新上传。"},
		{"heilongjiang-2022", "within", nil, nil, ""},
		{"heilongjiang-2022", "short, small, mkv", map[string]any{"duration_s": 119.9, "size_bytes": 99_999_999, "container": "mkv"}, []string{"duration", "container", "size"}, "时长1分59.9秒，要求2–5分钟。请调整时长后重新上传。"},
		{"heilongjiang-2022", "200 MiB", map[string]any{"size_bytes": 200 << 20}, nil, ""},
		{"heilongjiang-2022", "over 200 MiB", map[string]any{"size_bytes": 200<<20 + 1}, []string{"size"}, ""},
		{"heilongjiang-2022", "not so sharp", map[string]any{"short_side_px": 576}, []string{"hd"}, ""},
		{"henan-2025", "within", nil, nil, ""},
		{"henan-2025", "weak stream", map[string]any{"bitrate_mbps": 8.2}, []string{"bitrate_1080"}, "码率8.2 Mbps，1080P要求10–50 Mbps。用剪映导出时选“更高”码率，或把码率设在10–50 Mbps之间。"},
		{"henan-2025", "a hair below", map[string]any{"bitrate_mbps": 9.996}, []string{"bitrate_1080"}, ""},
		{"henan-2025", "4K at 1080P's rate", map[string]any{"resolution_class": "4k", "bitrate_mbps": 20.0}, []string{"bitrate_4k"}, ""},
		{"henan-2025", "720P", map[string]any{"resolution_class": "720p", "width": 1280, "height": 720}, []string{"resolution"}, "分辨率1280×720，要求1080P或4K。导出时选1080P或4K；不要把低分辨率画面放大。"},
		{"henan-2025", "long, in principle", map[string]any{"duration_s": 200.0}, []string{"duration"}, ""},
		{"miit-2024", "within", nil, nil, ""},
		{"miit-2024", "portrait", map[string]any{"aspect": "9:16", "width": 1080, "height": 1920, "orientation": "portrait"}, nil, ""},
		{"miit-2024", "4:3, 720P, a minute short", map[string]any{"aspect": "4:3", "short_side_px": 720, "duration_s": 59.0}, []string{"duration", "resolution", "aspect"}, ""},
		{"tianjin-2021", "anything", nil, nil, ""},
	} {
		t.Run(x.key+" "+x.name, func(t *testing.T) {
			facts := good()
			for k, v := range x.facts {
				facts[k] = v
			}
			var broken []string
			for _, v := range decided(t, x.key).JudgeMedia(facts) {
				if v.Undecided {
					t.Errorf("%s could not be judged", v.Rule.Key)
				}
				if v.OK {
					continue
				}
				if broken = append(broken, v.Rule.Key); x.says != "" && len(broken) == 1 && v.Message() != x.says {
					t.Errorf("says %s\nwant %s", v.Message(), x.says)
				}
			}
			if len(broken) != len(x.broken) {
				t.Fatalf("broken %v, want %v", broken, x.broken)
			}
			for i := range broken {
				if broken[i] != x.broken[i] {
					t.Errorf("broken %v, want %v", broken, x.broken)
				}
			}
		})
	}
}

func TestJudgeLeavesPeopleTheirPart(t *testing.T) {
	c := decided(t, "henan-2025")
	verdicts := map[string]Verdict{}
	for _, v := range c.Judge(map[string]any{"entry.making": "aigc", "entry.ai_labelled": false, "entry.completed_on": "2024-12-31"}) {
		verdicts[v.Rule.Key] = v
	}
	if v := verdicts["ai_label"]; v.OK || v.Undecided {
		t.Errorf("an unlabelled AI film: %+v", v)
	}
	if v := verdicts["made_since"]; v.OK || v.Undecided {
		t.Errorf("made in 2024: %+v", v)
	}
	if v := verdicts["politics"]; !v.Undecided {
		t.Errorf("a machine judged politics: %+v", v)
	}
	if v := verdicts["container"]; !v.Undecided {
		t.Errorf("no facts, yet %+v", v)
	}
}

// TestJudgeSurvivesAnyFacts: whatever a browser sends, judging answers and never claims what it cannot know.
func TestJudgeSurvivesAnyFacts(t *testing.T) {
	c := decided(t, "henan-2025")
	values := rapid.OneOf(rapid.Float64().AsAny(), rapid.Int().AsAny(), rapid.String().AsAny(), rapid.Bool().AsAny(),
		rapid.Just[any](nil), rapid.SliceOf(rapid.Int()).AsAny())
	rapid.Check(t, func(t *rapid.T) {
		facts := map[string]any{}
		for _, f := range mediaFacts {
			if rapid.Bool().Draw(t, "has "+f.name) {
				facts[f.name] = values.Draw(t, f.name)
			}
		}
		for _, v := range c.JudgeMedia(facts) {
			if _, ok := facts["container"].(string); v.Rule.Key == "container" && !ok && !v.Undecided {
				t.Fatalf("judged a container of %v", facts["container"])
			}
		}
	})
}

// TestLoadSurvivesDamage cuts and doubles pieces of a shipped file: the reader answers with faults, never with a
// panic, and a file that is still sound stays so after an edit of its colour.
func TestLoadSurvivesDamage(t *testing.T) {
	whole := file(t, "hebei-2020.yaml")
	rapid.Check(t, func(t *rapid.T) {
		text := append([]byte{}, whole...)
		for range rapid.IntRange(1, 4).Draw(t, "damages") {
			from := rapid.IntRange(0, len(text)-1).Draw(t, "from")
			to := min(len(text), from+rapid.IntRange(1, 40).Draw(t, "length"))
			with := rapid.SampledFrom([]string{"", "\n", "{", "]", ": ", "'", "- ", "&a ", "~", string(text[from:to]) + string(text[from:to])}).Draw(t, "with")
			text = append(append(append([]byte{}, text[:from]...), with...), text[to:]...)
		}
		if Check(text, nil, "f") != nil {
			return
		}
		edited, err := Edit(text, []Set{{Path: "brand", Value: "#000000"}})
		if err == nil && Check(edited, nil, "f") != nil {
			t.Fatal("a sound file is faulty after an edit of its colour")
		}
	})
}
