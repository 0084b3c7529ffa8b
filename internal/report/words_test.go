package report

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"saiying/internal/entry"
)

// sources reads every Go file of the rooms, tests left out, by room.
func sources(t *testing.T) map[string]string {
	t.Helper()
	rooms := map[string]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		room, _, _ := strings.Cut(strings.TrimPrefix(filepath.ToSlash(path), "../"), "/")
		rooms[room] += string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

var (
	wholeAct  = regexp.MustCompile(`Act: +"([a-z_]+\.[a-z_]+)"`)
	partOfAct = regexp.MustCompile(`Act: +"([a-z_]+\.)" \+ (\S+?),`)
	verbOfAct = regexp.MustCompile(`s\.record\(ctx, tx, \w+, "([a-z_]+)"`)
	jobKind   = regexp.MustCompile(`Kind\(\) string +{ return "([a-z_.]+)" }`)
	emitted   = regexp.MustCompile(`job\.Emit\(ctx, [\w.]+, tx, (\w+)[{(]`)
	listener  = regexp.MustCompile(`job\.On\(\w+, "([\w.]+)"`)
)

func TestEveryActHasALabel(t *testing.T) {
	found := 0
	named := func(act string) {
		found++
		for _, lang := range []tongue{"zh", "en"} {
			if actLabel(act, lang) == act {
				t.Errorf("%s has no label", act)
			}
		}
	}
	for room, text := range sources(t) {
		for _, m := range wholeAct.FindAllStringSubmatch(text, -1) {
			named(m[1])
		}
		for _, m := range partOfAct.FindAllStringSubmatch(text, -1) {
			if m[2] == "act" {
				for _, v := range verbOfAct.FindAllStringSubmatch(text, -1) {
					named(m[1] + v[1])
				}
			} else if m[1] != "entry." && m[1] != "screening." {
				t.Errorf("%s makes acts %s… that this test cannot enumerate", room, m[1])
			}
		}
	}
	for _, v := range entry.Verbs {
		named("entry." + string(v))
	}
	for _, v := range []string{"admit", "return", "reject", "undo"} {
		named("screening." + v)
	}
	if found < 50 {
		t.Errorf("only %d acts were found; the way they are written must have changed", found)
	}
}

func TestEveryJobHasALabel(t *testing.T) {
	texts := sources(t)
	var kindsFound, eventsFound, rooms []string
	for room, text := range texts {
		if room == "platform" {
			continue
		}
		for _, m := range jobKind.FindAllStringSubmatch(text, -1) {
			kindsFound = append(kindsFound, m[1])
		}
		for _, m := range emitted.FindAllStringSubmatch(text, -1) {
			eventsFound = append(eventsFound, room+"."+m[1])
		}
		for _, m := range listener.FindAllStringSubmatch(text, -1) {
			rooms = append(rooms, m[1])
		}
	}
	if len(kindsFound) < 4 || len(eventsFound) < 20 || len(rooms) < 10 {
		t.Errorf("found %d kinds, %d events, %d listeners; the way they are written must have changed", len(kindsFound), len(eventsFound), len(rooms))
	}
	for _, kind := range kindsFound {
		if jobLabel(kind, "zh") == kind {
			t.Errorf("the job %s has no label", kind)
		}
	}
	for _, e := range eventsFound {
		if _, ok := events[e]; !ok {
			t.Errorf("the news %s has no name", e)
		}
	}
	for _, room := range rooms {
		if _, ok := listeners[room]; !ok {
			t.Errorf("what %s does with news has no name", room)
		}
	}
	if got := jobLabel("entry.Submitted:inspection", "en"); got != "Entry handed in: inspection" {
		t.Errorf("a delivery is called %q", got)
	}
}
