package internal_test

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// order is the plan of the house: a contest is an order of work, and a room may import only rooms to its left.
var order = []string{
	"identity", "organization", "campaign", "media", "entry", "inspection", "recommendation", "screening",
	"jury", "ballot", "award", "notice", "objection", "certificate", "showcase", "report",
}

func TestRoomsImportOnlyToTheirLeft(t *testing.T) {
	dirs, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		if !d.IsDir() || d.Name() == "app" {
			continue
		}
		at := slices.Index(order, d.Name())
		if at < 0 && d.Name() != "platform" {
			t.Errorf("internal/%s is neither a room of the plan, nor platform, nor app", d.Name())
			continue
		}
		for file, imports := range importsBelow(t, d.Name()) {
			for _, path := range imports {
				other, _, _ := strings.Cut(strings.TrimPrefix(path, "saiying/internal/"), "/")
				if other == "platform" || other == d.Name() {
					continue
				}
				if to := slices.Index(order, other); to < 0 || at < 0 || to > at {
					t.Errorf("%s imports %s, which is not to the left of %s", file, path, d.Name())
				}
			}
		}
	}
}

// importsBelow returns the imports of our own packages of each Go file below dir.
func importsBelow(t *testing.T, dir string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			if p := strings.Trim(i.Path.Value, `"`); strings.HasPrefix(p, "saiying/internal/") {
				found[path] = append(found[path], p)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
