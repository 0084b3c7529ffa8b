package jury

import (
	"errors"
	"fmt"
	"testing"

	"saiying/internal/campaign"
)

// scored makes ranked works with these scores; entries are e1, e2, ...
func scored(points ...Points) []Result {
	var list []Result
	for i, p := range points {
		list = append(list, Result{Entry: fmt.Sprintf("e%d", i+1), Number: fmt.Sprintf("%04d", i+1), Score: p, Untrimmed: p, Judges: 3, Criteria: map[string]Points{}})
	}
	Rank(list)
	return list
}

func in(list []Result) (s string) {
	for _, r := range list {
		if r.In {
			s += r.Entry + " "
		}
	}
	return s
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		name  string
		rule  campaign.TieRule
		list  []Result
		in    string
		tied  int
		seats int
	}{
		{"clear", "", scored(90, 80, 70, 60), "e1 e2 ", 0, 0},
		{"tied above the line", "", scored(90, 90, 70), "e1 e2 ", 0, 0},
		{"tied below the line", "", scored(90, 80, 70, 70), "e1 e2 ", 0, 0},
		{"tied across: two for one seat", campaign.TieByCommittee, scored(90, 80, 80, 60), "e1 ", 2, 1},
		{"tied across: all equal", "", scored(80, 80, 80), "", 3, 2},
		{"expand", campaign.TieExpand, scored(90, 80, 80, 60), "e1 e2 e3 ", 0, 0},
		{"vacant", campaign.TieVacant, scored(90, 80, 80, 60), "e1 ", 0, 0},
		{"fewer works than places", "", scored(90), "e1 ", 0, 0},
		{"as many works as places", "", scored(90, 90), "e1 e2 ", 0, 0},
		{"none", "", nil, "", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := spec()
			s.Size, s.CutTie = 2, c.rule
			cut := s.draw(c.list)
			if in(c.list) != c.in || len(cut.Tied) != c.tied || cut.Seats != c.seats {
				t.Errorf("in %q, tied %d, seats %d; want %q, %d, %d", in(c.list), len(cut.Tied), cut.Seats, c.in, c.tied, c.seats)
			}
		})
	}
}

func TestCutLeavesOutTheUnscored(t *testing.T) {
	list := scored(90, 80)
	list[1].Judges = 0
	s := spec()
	s.Size = 2
	if cut := s.draw(list); in(list) != "e1 " || !cut.Short {
		t.Errorf("in %q, short %v", in(list), cut.Short)
	}
}

func TestTieBreakPartsByUntrimmedThenHeaviest(t *testing.T) {
	s := spec()
	s.Size, s.CutTie = 1, campaign.TieBreak
	list := scored(90, 90, 90)
	list[2].Untrimmed = 91
	s.arrange(list)
	if cut := s.draw(list); in(list) != "e3 " || cut.Seats != 0 {
		t.Errorf("by the untrimmed mean: in %q, seats %d", in(list), cut.Seats)
	}
	list = scored(90, 90, 90)
	list[1].Criteria["theme"] = 1
	s.arrange(list)
	if s.draw(list); in(list) != "e2 " {
		t.Errorf("by the heaviest criterion: in %q", in(list))
	}
	list = scored(90, 90, 80)
	s.arrange(list)
	if cut := s.draw(list); cut.Seats != 1 || len(cut.Tied) != 2 {
		t.Errorf("what nothing parts goes to the committee: %+v", cut)
	}
}

func TestSettleTakesExactlyTheSeats(t *testing.T) {
	s := spec()
	s.Size = 3
	list := scored(90, 80, 80, 80, 60)
	cut := s.draw(list)
	for _, c := range []struct {
		chosen []string
		want   error
	}{
		{[]string{"e2"}, ErrSeats}, {[]string{"e2", "e3", "e4"}, ErrSeats}, {[]string{"e2", "e2"}, ErrSeats}, {[]string{"e2", "e5"}, ErrNotTied},
		{[]string{"e1", "e2"}, ErrNotTied}, {[]string{"e4", "e2"}, nil},
	} {
		if err := cut.settle(list, c.chosen); !errors.Is(err, c.want) {
			t.Errorf("%v: got %v, want %v", c.chosen, err, c.want)
		}
	}
	if in(list) != "e1 e2 e4 " {
		t.Error(in(list))
	}
}
