package campaign

import (
	"testing"

	"pgregory.net/rapid"
)

// good is a film every notice but its own limits would take.
func good() map[string]any {
	return map[string]any{"container": "mp4", "duration_s": 150.0, "width": 1920, "height": 1080, "fps": 25.0, "filename": "望北学院-1-窗口.mp4", "short_side_px": 1080, "bitrate_mbps": 15.0,
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
		{"hebei-2020", "too long", map[string]any{"duration_s": 181.0}, []string{"duration"}, "时长3分1秒，要求不超过3分钟（放宽一帧，即0.04秒）。请剪短后重新上传。"},
		{"hebei-2020", "a frame too long", map[string]any{"duration_s": 180.04}, nil, ""},
		{"hebei-2020", "two frames too long", map[string]any{"duration_s": 180.08}, []string{"duration"}, "时长3分0.08秒，要求不超过3分钟（放宽一帧，即0.04秒）。请剪短后重新上传。"},
		{"hebei-2020", "a frame too long at 29.97", map[string]any{"duration_s": 180.033, "fps": 29.97}, nil, ""},
		{"hebei-2020", "more than a frame at 60", map[string]any{"duration_s": 180.018, "fps": 60.0}, []string{"duration"}, ""},
		{"hebei-2020", "no rate, no tolerance", map[string]any{"duration_s": 180.01, "fps": 0.0}, []string{"duration"}, "时长3分0.01秒，要求不超过3分钟（放宽一帧）。请剪短后重新上传。"},
		{"heilongjiang-2022", "within", nil, nil, ""},
		{"heilongjiang-2022", "a frame short", map[string]any{"duration_s": 119.96}, nil, ""},
		{"heilongjiang-2022", "two frames short", map[string]any{"duration_s": 119.92}, []string{"duration"}, ""},
		{"heilongjiang-2022", "a frame over", map[string]any{"duration_s": 300.04}, nil, ""},
		{"heilongjiang-2022", "two frames over", map[string]any{"duration_s": 300.08}, []string{"duration"}, ""},
		{"heilongjiang-2022", "short, small, mkv", map[string]any{"duration_s": 119.9, "size_bytes": 99_999_999, "container": "mkv"}, []string{"duration", "container", "size"}, "时长1分59.9秒，要求2–5分钟（放宽一帧，即0.04秒）。请调整时长后重新上传。"},
		{"heilongjiang-2022", "200 MiB", map[string]any{"size_bytes": 200 << 20}, nil, ""},
		{"heilongjiang-2022", "over 200 MiB", map[string]any{"size_bytes": 200<<20 + 1}, []string{"size"}, ""},
		{"heilongjiang-2022", "not so sharp", map[string]any{"short_side_px": 576}, []string{"hd"}, ""},
		{"henan-2025", "within", nil, nil, ""},
		{"henan-2025", "weak stream", map[string]any{"bitrate_mbps": 8.2}, []string{"bitrate_1080"}, "码率8.2 Mbps，1080P要求10–50 Mbps。用剪映导出时选“更高”码率，或把码率设在10–50 Mbps之间。"},
		{"henan-2025", "a hair below", map[string]any{"bitrate_mbps": 9.996}, []string{"bitrate_1080"}, "码率9.996 Mbps，1080P要求10–50 Mbps。用剪映导出时选“更高”码率，或把码率设在10–50 Mbps之间。"},
		{"henan-2025", "4K at 1080P's rate", map[string]any{"resolution_class": "4k", "bitrate_mbps": 20.0}, []string{"bitrate_4k"}, ""},
		{"henan-2025", "720P", map[string]any{"resolution_class": "720p", "width": 1280, "height": 720}, []string{"resolution"}, "分辨率1280×720，要求1080P或4K。导出时选1080P或4K；不要把低分辨率画面放大。"},
		{"henan-2025", "long, in principle", map[string]any{"duration_s": 200.0}, []string{"duration"}, ""},
		{"henan-2025", "a name of one's own", map[string]any{"filename": "成片最终版.mp4"}, []string{"filename"}, ""},
		{"miit-2024", "within", nil, nil, ""},
		{"miit-2024", "a frame short", map[string]any{"duration_s": 59.96}, nil, ""},
		{"miit-2024", "a frame over", map[string]any{"duration_s": 480.04}, nil, ""},
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

func TestAPassThatRestsOnLeniencySaysSo(t *testing.T) {
	for _, x := range []struct {
		key, rule string
		facts     map[string]any
		says      string
	}{
		{"hebei-2020", "duration", map[string]any{"duration_s": 180.04}, "时长3分0.04秒，已按一帧（0.04秒）放宽。"},
		{"hebei-2020", "duration", map[string]any{"duration_s": 180.0}, "时长3分0秒"},
		{"heilongjiang-2022", "size", map[string]any{"size_bytes": 205_000_000}, "文件大小205 MB，M按1000进位或按1024进位，通知没有写明，取对作者有利的一种。"},
		{"heilongjiang-2022", "size", map[string]any{"size_bytes": 150_000_000}, "文件大小150 MB"},
	} {
		facts := good()
		for k, v := range x.facts {
			facts[k] = v
		}
		for _, v := range decided(t, x.key).JudgeMedia(facts) {
			if v.Rule.Key == x.rule && (!v.OK || v.Message() != x.says) {
				t.Errorf("%v %s, want %s", v.OK, v.Message(), x.says)
			}
		}
	}
}

func TestAFigureNeverReadsAsItsLimit(t *testing.T) {
	for v, want := range map[float64]string{9.996: "9.996", 10: "10", 14.934: "14.93", 99.999999: "99.999999", 0.04: "0.04", 12.3: "12.3", 50.001: "50.001", 8.2: "8.2"} {
		if got := decimals(v); got != want {
			t.Errorf("%v reads %s, want %s", v, got, want)
		}
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
