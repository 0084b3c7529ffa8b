package demo

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/campaign"
)

// The notices of the demonstration leave the visitor something to decide, and nothing else changes by it.
func TestWithout(t *testing.T) {
	for key, points := range undecided {
		whole, err := campaigns.Files.ReadFile(key + ".decisions.yaml")
		if err != nil {
			t.Fatal(err)
		}
		rest, err := without(whole, points)
		if err != nil {
			t.Fatal(err)
		}
		_, before, _ := campaign.LoadDecisions(bytes.NewReader(whole), "whole")
		_, after, faults := campaign.LoadDecisions(bytes.NewReader(rest), "rest")
		if faults != nil {
			t.Fatal(faults)
		}
		before = slices.DeleteFunc(before, func(d campaign.Decision) bool { return slices.Contains(points, d.Path) })
		if !slices.EqualFunc(before, after, func(a, b campaign.Decision) bool { return a.Path == b.Path && a.At.Equal(b.At) && a.Reason == b.Reason }) {
			t.Errorf("%s: %d decisions are left, want the %d others as they were", key, len(after), len(before))
		}
		notice, err := campaigns.Files.ReadFile(key + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := campaign.ShiftTo(notice, rest, "vote", time.Now()); err != nil {
			t.Errorf("%s does not stand without %v: %v", key, points, err)
		}
	}
}
