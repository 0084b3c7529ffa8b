package campaign

import (
	"os"
	"strings"
	"testing"
)

// sentences cuts a notice where a reader would stop: at the line's end, 。 and ；.
func sentences(text string) []string {
	var all []string
	for _, line := range strings.Split(text, "\n") {
		for _, s := range strings.SplitAfter(strings.ReplaceAll(line, "；", "。"), "。") {
			if s = strings.Trim(s, " 。"); s != "" {
				all = append(all, s)
			}
		}
	}
	return all
}

// TestEverySentenceOfTheNoticeIsInTheFile walks testdata/coverage/KEY.tsv: each sentence of the notice and
// the path that carries it. "-" marks what rules nothing (a preamble, a heading, a blank of a form), with the
// reason behind it. A sentence that is not in the table, or a path that is not in the file, fails.
func TestEverySentenceOfTheNoticeIsInTheFile(t *testing.T) {
	for _, key := range shipped {
		t.Run(key, func(t *testing.T) {
			c := notice(t, key)
			table := coverage(t, key)
			seen := map[string]bool{}
			for _, s := range sentences(c.Notice.Text) {
				seen[s] = true
				paths, listed := table[s]
				if !listed {
					t.Errorf("nobody says where this is: %s", s)
				}
				for _, path := range paths {
					if path != "-" && descend(c.source.root, path) == nil {
						t.Errorf("%s leads nowhere: %s", path, s)
					}
				}
			}
			for s := range table {
				if !seen[s] {
					t.Errorf("not in the notice: %s", s)
				}
			}
		})
	}
}

// coverage reads a table of sentence, tab, paths parted by blanks.
func coverage(t *testing.T, key string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/coverage/" + key + ".tsv")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string][]string{}
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) < 2 || cells[1] == "" || cells[1] == "-" && len(cells) < 3 {
			t.Fatalf("%s.tsv:%d: want sentence, tab, path, or - and a reason", key, i+1)
		}
		table[cells[0]] = append(table[cells[0]], strings.Fields(cells[1])...)
	}
	return table
}
