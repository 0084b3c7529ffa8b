package jury

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"saiying/internal/campaign"
)

// Cut is the line of a shortlist round: Size works go on. Those Tied stand on both sides of the line, and only Seats of
// them have a place; a committee chooses which.
type Cut struct {
	Size  int
	Line  Points // the score of the last work that goes on
	Tied  []Result
	Seats int
	Short bool // fewer works than places: all go on
}

// Choice is the committee's decision on those tied across the line.
type Choice struct {
	By     string
	Name   string
	At     time.Time
	Reason string
	Chosen []string // entries
}

// draw draws the line through ranked results and marks who is in, leaving out those tied across it.
// Works without a score never go on.
func (s Spec) draw(results []Result) Cut {
	scored := results
	if i := slices.IndexFunc(results, func(r Result) bool { return r.Judges == 0 }); i >= 0 {
		scored = results[:i]
	}
	for i := range results {
		results[i].In = false
	}
	cut := Cut{Size: s.Size, Short: len(scored) < s.Size}
	if len(scored) == 0 {
		return cut
	}
	last := min(s.Size, len(scored)) - 1
	cut.Line = scored[last].Score
	for i := range scored {
		scored[i].In = i <= last
	}
	if last+1 < len(scored) && s.level(scored[last], scored[last+1]) {
		s.part(scored, last, &cut)
	}
	return cut
}

// level reports whether two works stand equal at the line, by the rule for ties there.
func (s Spec) level(a, b Result) bool {
	if a.Score != b.Score {
		return false
	}
	return s.CutTie != campaign.TieBreak || a.Untrimmed == b.Untrimmed && a.Criteria[s.heaviest()] == b.Criteria[s.heaviest()]
}

// heaviest is the criterion of the greatest weight, the first of equals.
func (s Spec) heaviest() string {
	best := s.Criteria[0]
	for _, c := range s.Criteria[1:] {
		if c.Weight > best.Weight {
			best = c
		}
	}
	return best.Key
}

// part settles those level with the last place by the notice's rule, or leaves them tied for the committee.
func (s Spec) part(scored []Result, last int, cut *Cut) {
	for i := range scored {
		if !s.level(scored[i], scored[last]) {
			continue
		}
		switch s.CutTie {
		case campaign.TieExpand:
			scored[i].In = true
		case campaign.TieVacant:
			scored[i].In = false
		default:
			if scored[i].In {
				cut.Seats++
			}
			scored[i].In = false
			cut.Tied = append(cut.Tied, scored[i])
		}
	}
}

// arrange puts equal scores into the order that parts them at the line, when the notice names one.
func (s Spec) arrange(results []Result) {
	if s.CutTie != campaign.TieBreak {
		return
	}
	main := s.heaviest()
	slices.SortStableFunc(results, func(a, b Result) int {
		switch {
		case a.Place != b.Place:
			return a.Place - b.Place
		case a.Untrimmed != b.Untrimmed:
			return int(b.Untrimmed - a.Untrimmed)
		}
		return int(b.Criteria[main] - a.Criteria[main])
	})
}

// settle lets the chosen of those tied go on. It refuses unless they are exactly as many as there are places.
func (c Cut) settle(results []Result, chosen []string) error {
	if len(chosen) != c.Seats || len(slices.Compact(slices.Sorted(slices.Values(chosen)))) != c.Seats {
		return ErrSeats.With("seats", c.Seats, "n", len(chosen))
	}
	for _, entry := range chosen {
		if !slices.ContainsFunc(c.Tied, func(r Result) bool { return r.Entry == entry }) {
			return ErrNotTied
		}
	}
	for i := range results {
		if slices.Contains(chosen, results[i].Entry) {
			results[i].In = true
		}
	}
	return nil
}

// says tells how the line was drawn.
func (c Cut) says() string {
	switch {
	case c.Short:
		return fmt.Sprintf("参评作品不足%d部，有得分的全部入围。", c.Size)
	case c.Seats > 0:
		return fmt.Sprintf("入围线%s分上有%d部作品同分，还有%d个名额，由评审会从中选定：%s。", c.Line, len(c.Tied), c.Seats, numbers(c.Tied))
	}
	return fmt.Sprintf("入围线为%s分。", c.Line)
}

// numbers lists works by number, the first twenty of many.
func numbers(list []Result) string {
	var out []string
	for _, r := range list {
		out = append(out, r.Number)
	}
	return some(out)
}

// some joins names, the first twenty of many.
func some(names []string) string {
	if len(names) > 20 {
		return strings.Join(names[:20], "、") + fmt.Sprintf("等%d个", len(names))
	}
	return strings.Join(names, "、")
}
