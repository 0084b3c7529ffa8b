package id

import (
	"sort"
	"strings"
	"testing"
	"time"
)

func TestNewSortsByTime(t *testing.T) {
	var ids []string
	for range 5 {
		ids = append(ids, New())
		next := time.Now().UnixMilli() + 1
		for time.Now().UnixMilli() < next { // the next id must carry a later millisecond
		}
	}
	if !sort.StringsAreSorted(ids) {
		t.Fatalf("ids do not sort by time: %v", ids)
	}
	if len(ids[0]) != 26 {
		t.Fatalf("id %q has %d characters, want 26", ids[0], len(ids[0]))
	}
}

func TestCodesUseTheirAlphabet(t *testing.T) {
	for _, c := range Code(400) {
		if !strings.ContainsRune(readable, c) {
			t.Fatalf("Code made %q, which is not in its alphabet", c)
		}
	}
	seen := map[rune]bool{}
	for _, c := range Digits(2000) {
		seen[c] = true
	}
	if len(seen) != 10 {
		t.Fatalf("2000 digits show only %d different ones", len(seen))
	}
	if a, b := Token(), Token(); a == b {
		t.Fatal("two tokens are equal")
	}
}
