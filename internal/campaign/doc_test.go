package campaign

import (
	"os"
	"strings"
	"testing"
)

func TestDesignPageNamesEveryFact(t *testing.T) {
	page, err := os.ReadFile("../../docs/design/campaign-file.md")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range mediaFacts {
		names = append(names, "media."+f.name)
	}
	for _, f := range otherFacts {
		names = append(names, f.name)
	}
	for _, name := range names {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("docs/design/campaign-file.md does not name %s", name)
		}
	}
}
