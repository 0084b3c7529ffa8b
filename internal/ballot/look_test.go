package ballot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"saiying/internal/ballot"
	"saiying/internal/ballot/detect"
	"saiying/internal/platform/db"
)

// day casts a day's votes: thirty people for works of their own, and twenty accounts behind two networks for the same two works.
func (h *hall) day(n int) {
	h.t.Helper()
	cast := func(who string, w, votes int, from string) {
		_, _, err := h.ballots.Cast(voter(who), hebei, ballot.Ballot{Entry: work(w), Count: votes, Key: fmt.Sprintf("%s-%d-%d", who, n, w),
			Signs: ballot.Signs{From: from, Agent: "MicroMessenger", Watched: time.Minute}})
		check(h.t, err)
	}
	for p := range 30 {
		cast(fmt.Sprint("p", p), 3+(p*7+n*5)%20, 3, fmt.Sprintf("10.%d.0.1", p))
	}
	for a := range 20 {
		h.clock.Advance(time.Minute)
		cast(fmt.Sprint("farm", a), 1, 5, fmt.Sprintf("192.168.%d.9", a%2))
		cast(fmt.Sprint("farm", a), 2, 5, fmt.Sprintf("192.168.%d.9", a%2))
	}
}

func (h *hall) found() []ballot.Found {
	h.t.Helper()
	check(h.t, h.ballots.Look(context.Background()))
	all, _, err := h.ballots.Findings(organiser(), hebei)
	check(h.t, err)
	return slices.DeleteFunc(all, func(f ballot.Found) bool { return f.Severity != detect.Severe })
}

func TestLook(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 22, func(t *testing.T, h *hall) {
		check(t, h.db.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(context.Background(), "UPDATE entry_entry SET unit = '望北县第' || seq || '中学'")
			return err
		}))
		if found := h.found(); len(found) != 0 {
			t.Fatalf("before any vote there are findings: %+v", found)
		}
		for n := range 4 {
			h.day(n)
			h.clock.Advance(24 * time.Hour)
		}
		first := h.found()
		if len(first) != 1 || !slices.Equal(first[0].Entries, []string{work(1), work(2)}) || len(first[0].Seqs) != 160 {
			t.Fatalf("found %+v, want the farm of twenty accounts with its 160 votes", first)
		}
		if !strings.Contains(first[0].ZH, "20个账号") || first[0].Version != detect.Version || len(first[0].Evidence) == 0 {
			t.Errorf("it says %q with %v", first[0].ZH, first[0].Evidence)
		}
		h.day(4)
		if again := h.found(); again[0].ToSeq != first[0].ToSeq {
			t.Errorf("votes are looked through again within the hour, up to %d", again[0].ToSeq)
		}
		h.clock.Advance(time.Hour)
		later := h.found()
		if len(later) != 1 || later[0].ID != first[0].ID || len(later[0].Seqs) != 200 || !later[0].At.Equal(first[0].At) {
			t.Errorf("found %+v, want the same finding with 200 votes, first seen when it was", later)
		}
		if later[0].ToSeq != h.number("SELECT MAX(seq) FROM ballot_vote") || !later[0].Still {
			t.Errorf("it was last seen at %d", later[0].ToSeq)
		}
		h.suspectFound(t, later[0])
	})
}

// suspectFound opens a case about a part of what was found, and another about the rest from the finding itself.
func (h *hall) suspectFound(t *testing.T, f ballot.Found) {
	t.Helper()
	if f.Free != 200 || len(f.Cases) != 0 || len(f.Works) != 2 || f.Works[0].Number != "0001" {
		t.Errorf("before any case: %d free, cases %v, works %v", f.Free, f.Cases, f.Works)
	}
	_, err := h.ballots.OpenCase(organiser(), hebei, "第一天的票", ballot.Doubt{Entry: work(1), From: f.From, To: f.From.Add(time.Hour)})
	check(t, err)
	part := h.found()[0]
	if part.Free != 180 || !slices.Equal(part.Cases, []int{1}) {
		t.Errorf("with a case about the first day: %d free, cases %v", part.Free, part.Cases)
	}
	_, err = h.ballots.OpenCase(organiser(), hebei, "机器看到的", ballot.Doubt{Finding: "nothing like it"})
	refused(t, err, "ballot.no_finding")
	c, err := h.ballots.OpenCase(organiser(), hebei, "机器看到的", ballot.Doubt{Finding: f.ID})
	check(t, err)
	if c.Votes != 900 || c.Ground == nil || c.Ground.ZH != f.ZH || len(c.Ground.Evidence) != len(f.Evidence) {
		t.Errorf("case %+v on %+v, want its other 180 votes of 5 and its evidence", c, c.Ground)
	}
	all, _, err := h.ballots.Cases(organiser(), hebei)
	check(t, err)
	if len(all) != 2 || all[0].Ground == nil || all[0].Ground.Kind != detect.Lockstep || all[1].Ground != nil {
		t.Errorf("cases as they are kept: %+v", all)
	}
	if whole := h.found()[0]; whole.Free != 0 || !slices.Equal(whole.Cases, []int{1, 2}) {
		t.Errorf("with both cases: %d free, cases %v", whole.Free, whole.Cases)
	}
}

func TestFindingsAreForStaff(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 1, func(t *testing.T, h *hall) {
		if _, _, err := h.ballots.Findings(voter("anybody"), hebei); err == nil {
			t.Error("a voter reads findings about votes")
		}
	})
}
