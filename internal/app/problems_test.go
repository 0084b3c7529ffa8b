package app_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	_ "saiying/internal/app/demo" // defines refusals too
	"saiying/internal/platform/fault"
)

var writeProblems = flag.Bool("problems", false, "write docs/problems.md anew from the refusals the program knows")

const problemsFile = "../../docs/problems.md"

// TestProblemsAreDocumented holds docs/problems.md to the refusals that the rooms define: scripts and the mini program
// rely on the codes, so each has a line there. go test ./internal/app -run Problems -problems writes the file anew.
func TestProblemsAreDocumented(t *testing.T) {
	want := problems(fault.All())
	if *writeProblems {
		if err := os.WriteFile(problemsFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(problemsFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Errorf("docs/problems.md is out of date: go test ./internal/app -run Problems -problems")
	}
}

// TestProblemsSayWhatToDo refuses a refusal without a sentence in both languages, or with a blank between Chinese and figures.
func TestProblemsSayWhatToDo(t *testing.T) {
	for _, f := range fault.All() {
		zh, en := f.Says("zh"), f.Says("en")
		if zh == "" || en == "" || zh == en {
			t.Errorf("%s: wants a sentence in Chinese and one in English, has %q and %q", f.Code, zh, en)
		}
		if !strings.HasSuffix(zh, "。") && !strings.HasSuffix(zh, "”") && !strings.HasSuffix(zh, "}") {
			t.Errorf("%s: %q is not a whole sentence", f.Code, zh)
		}
		if room, rest, ok := strings.Cut(f.Code, "."); ok && (room == "" || rest == "") {
			t.Errorf("%s: a code is ROOM.WHAT", f.Code)
		}
	}
}

func problems(all []*fault.Fault) string {
	var b strings.Builder
	fmt.Fprint(&b, "# Refusals\n\nEvery refusal of the API is `application/problem+json` (RFC 9457) with one of these codes. A code never changes its meaning; "+
		"the sentences may be\nreworded. `{...}` is filled in. Written by `go test ./internal/app -run Problems -problems`.\n")
	room := "\x00"
	for _, f := range all {
		at, _, dotted := strings.Cut(f.Code, ".")
		if !dotted {
			at = "" // internal: of no room
		}
		if at != room {
			room = at
			heading := room
			if heading == "" {
				heading = "anywhere"
			}
			fmt.Fprintf(&b, "\n## %s\n\n| code | status | 说 | says |\n|---|---|---|---|\n", heading)
		}
		fmt.Fprintf(&b, "| `%s` | %d %s | %s | %s |\n", f.Code, f.Kind, http.StatusText(int(f.Kind)), cell(f.Says("zh")), cell(f.Says("en")))
	}
	return b.String()
}

func cell(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "|", "\\|"), "\n", " ") }
