package campaign

import (
	"bytes"
	"slices"
	"testing"

	"saiying/campaigns"
)

// shipped are the keys of the notices in campaigns/.
var shipped = []string{"hebei-2020", "heilongjiang-2022", "henan-2025", "miit-2024", "tianjin-2021"}

// notice loads a shipped notice without its decisions.
func notice(t testing.TB, key string) *Campaign {
	t.Helper()
	text := file(t, key+".yaml")
	c, faults := Load(bytes.NewReader(text), key+".yaml")
	for _, f := range faults {
		t.Error(f.Error())
	}
	if c == nil {
		t.FailNow()
	}
	return c
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	text, err := campaigns.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// decided loads a shipped notice with its decisions merged in.
func decided(t testing.TB, key string) *Campaign {
	t.Helper()
	name := key + ".decisions.yaml"
	of, list, faults := LoadDecisions(bytes.NewReader(file(t, name)), name)
	if of != key {
		t.Errorf("%s decides for %q", name, of)
	}
	c, more := notice(t, key).Apply(list)
	for _, f := range append(faults, more...) {
		t.Error(f.Error())
	}
	if c == nil {
		t.FailNow()
	}
	return c
}

func TestShippedNoticesAreSound(t *testing.T) {
	for _, key := range shipped {
		t.Run(key, func(t *testing.T) {
			if c := notice(t, key); c.Key != key || c.Version != 1 {
				t.Errorf("%s is %s version %d", key, c.Key, c.Version)
			}
		})
	}
}

func TestShippedDecisionsSettleEverything(t *testing.T) {
	for _, key := range shipped {
		t.Run(key, func(t *testing.T) {
			c := decided(t, key)
			for _, o := range c.Open {
				if o.Path != "" && !o.Decided {
					t.Errorf("%s is left open: %s", o.Path, o.Says)
				}
			}
		})
	}
}

// A committee decides point by point, in an order of its own: every decision holds without the others, but for those that
// name what another one brings about.
func TestEveryDecisionStandsAlone(t *testing.T) {
	after := map[string]string{"prizes.innovation": "rounds.expert.criteria", "prizes.final": "final"}
	for _, key := range shipped {
		c := notice(t, key)
		all := decided(t, key).Decisions
		for _, d := range all {
			set := []Decision{d}
			if i := slices.IndexFunc(all, func(x Decision) bool { return x.Path == after[d.Path] }); i >= 0 {
				set = []Decision{all[i], d}
			}
			if _, faults := c.Apply(set); faults != nil {
				t.Errorf("%s: %s alone is refused: %v", key, d.Path, faults[0])
			}
		}
	}
}
