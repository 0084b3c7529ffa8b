package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"
	"unicode"

	"saiying/internal/entry"
	"saiying/internal/inspection"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/ffmpeg/hostiletest"
)

// A folder of every hostile kind and its lookalikes is inspected to its end: each attack is refused in a sentence and by its reason,
// each lookalike is measured, and the exit code tells.
func TestInspectHostileFolder(t *testing.T) {
	tool, err := ffmpeg.New(t.Context(), ffmpeg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	set, err := hostiletest.Make(t.Context(), tool, dir)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	c, began := root(), time.Now()
	c.SetArgs([]string{"inspect", "--campaign", "hebei-2020", "--json", dir})
	c.SetOut(&out)
	c.SetErr(io.Discard)
	var code *exit
	if err := c.ExecuteContext(t.Context()); !errors.As(err, &code) || code.code != 2 {
		t.Errorf("%v, want exit 2", err)
	}
	if took, most := time.Since(began), time.Duration(len(set))*20*time.Second; took > most {
		t.Errorf("took %v, more than 20 s a file", took)
	}
	said := reports(t, &out)
	for _, file := range set {
		r, there := said[file.Path]
		switch {
		case !there:
			t.Errorf("%s: no report", file.Name)
		case file.Want == "" && r.Verdict != entry.Pass:
			t.Errorf("%s: %s %+v, want it measured", file.Name, r.Verdict, r.Findings)
		case file.Want != "" && (r.Verdict != entry.Unreadable || len(r.Findings) != 1 || r.Findings[0].Evidence != string(file.Want) || !chinese(r.Findings[0].Message)):
			t.Errorf("%s: %s %+v, want %s told", file.Name, r.Verdict, r.Findings, file.Want)
		}
	}
	if len(said) != len(set) {
		t.Errorf("%d reports of %d files", len(said), len(set))
	}
}

// reports are what --json printed, one object a line, by file.
func reports(t *testing.T, out io.Reader) map[string]inspection.Report {
	t.Helper()
	all := map[string]inspection.Report{}
	for d := json.NewDecoder(out); ; {
		var r inspection.Report
		if err := d.Decode(&r); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[r.File] = r
	}
}

// chinese tells whether a sentence begins in Chinese rather than with what a tool said.
func chinese(s string) bool {
	for _, r := range s {
		return unicode.Is(unicode.Han, r) || r == '《'
	}
	return false
}
