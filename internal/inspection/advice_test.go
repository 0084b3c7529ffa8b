package inspection_test

import (
	"strings"
	"testing"

	"saiying/campaigns"
	"saiying/internal/inspection"
)

func TestAdviceNamesTheRulesOwnLimits(t *testing.T) {
	tests := []struct{ campaign, rule, zh, en string }{
		{"henan-2025", "bitrate_1080", "20 Mbps", "20 Mbps"},
		{"henan-2025", "bitrate_4k", "60 Mbps", "60 Mbps"},
		{"henan-2025", "resolution", "1080P或4K", "1080P or 4K"},
		{"henan-2025", "container", "mp4", "mp4"},
		{"heilongjiang-2022", "duration", "2分钟到5分钟之间", "between 2 min and 5 min"},
		{"heilongjiang-2022", "size", "155 MB", "155 MB"},
		{"miit-2024", "aspect", "16:9或9:16", "16:9 or 9:16"},
	}
	for _, test := range tests {
		c := load(t, test.campaign)
		for lang, want := range map[string]string{"zh": test.zh, "en": test.en} {
			advice := inspection.Advise(c, []string{test.rule}, lang)
			if len(advice) != 5 {
				t.Fatalf("%s %s: %d tools", test.campaign, test.rule, len(advice))
			}
			named := 0
			for _, tool := range advice {
				if strings.Contains(tool.Steps[0].Says, want) {
					named++
				}
			}
			if named < 3 {
				t.Errorf("%s %s %s: %d tools name %q: %+v", test.campaign, test.rule, lang, named, want, advice)
			}
		}
	}
}

// Every rule of every notice that comes with the program: sentences are whole, and what no setting can mend gets none.
func TestAdviceOnEveryShippedRule(t *testing.T) {
	files, err := campaigns.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	advised := 0
	for _, f := range files {
		key, ok := strings.CutSuffix(f.Name(), ".yaml")
		if !ok || strings.Contains(key, ".") {
			continue
		}
		c := load(t, key)
		for _, r := range c.Rules {
			for _, lang := range []string{"zh", "en"} {
				for _, tool := range inspection.Advise(c, []string{r.Key}, lang) {
					advised++
					for _, step := range tool.Steps {
						if strings.ContainsAny(step.Says, "{}") || strings.Contains(step.Says, "Inf") || !strings.Contains(r.Expr, "media.") {
							t.Errorf("%s %s: %s", key, r.Key, step.Says)
						}
					}
				}
			}
		}
	}
	if advised == 0 || len(inspection.Advise(load(t, "hebei-2020"), []string{"no-such-rule"}, "zh")) != 0 {
		t.Errorf("%d pieces of advice", advised)
	}
}
