package jury

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"saiying/internal/entry"
	"saiying/internal/platform/db"
)

// book is everything a round's scores rest on, as one transaction sees it.
type book struct {
	spec   Spec
	seats  []Seat
	works  []entry.Entry // those in the contest now, by number
	byID   map[string]entry.Entry
	sheets []sheet // of these works
	choice *Choice
}

// stage is the state of the works that a round judges.
func (h hall) stage() entry.State {
	if h.rule.From == "" || h.rule.From == "entries" {
		return entry.StateAdmitted
	}
	return entry.StateShortlisted
}

// works lists the works that a round judges, by number.
func (s *Service) works(ctx context.Context, tx *db.Tx, h hall) ([]entry.Entry, error) {
	all, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: h.round.campaign, States: []entry.State{h.stage()}, Sort: entry.ByNumber})
	return all, err
}

// book reads a round. Works that left the contest since they were dealt are not in it.
func (s *Service) book(ctx context.Context, tx *db.Tx, h hall) (book, error) {
	b := book{spec: h.round.spec, seats: h.seats, byID: map[string]entry.Entry{}}
	var err error
	if b.works, err = s.works(ctx, tx, h); err != nil {
		return b, err
	}
	for _, w := range b.works {
		b.byID[w.ID] = w
	}
	if b.sheets, err = listSheets(ctx, tx, h.round.campaign, h.round.key); err != nil {
		return b, err
	}
	b.sheets = slices.DeleteFunc(b.sheets, func(sh sheet) bool { _, there := b.byID[sh.entry]; return !there })
	choice, made, err := findChoice(ctx, tx, h.round.campaign, h.round.key)
	if made {
		b.choice = &choice
	}
	return b, err
}

// finished counts the sheets of each work that count.
func (b book) finished() map[string]int {
	n := map[string]int{}
	for _, sh := range b.sheets {
		if sh.state == SheetDone {
			n[sh.entry]++
		}
	}
	return n
}

// thin lists the works that too few judges finished, and the judges who could still finish them.
func (b book) thin() (works, judges []string) {
	done := b.finished()
	for _, w := range b.works {
		if done[w.ID] < b.spec.Least() {
			works = append(works, w.Number)
		}
	}
	for _, sh := range b.sheets {
		if done[sh.entry] < b.spec.Least() && (sh.state == SheetTodo || sh.state == SheetDraft) {
			judges = append(judges, b.judge(sh.judge))
		}
	}
	slices.Sort(judges)
	return works, slices.Compact(judges)
}

// missing lists the sheets that were dealt and not finished, for the record.
func (b book) missing() []string {
	list := []string{}
	for _, sh := range b.sheets {
		if sh.state == SheetTodo || sh.state == SheetDraft {
			list = append(list, b.byID[sh.entry].Number+" "+b.judge(sh.judge))
		}
	}
	slices.Sort(list)
	return list
}

// leftOut lists works of the contest that nobody scored: admitted after the round was sealed.
func (b book) leftOut() (works []string) {
	done := b.finished()
	for _, w := range b.works {
		if done[w.ID] == 0 {
			works = append(works, w.Number)
		}
	}
	return works
}

// lacking lists the works that have fewer judges than they should, for nobody else on the panel may score them.
func (b book) lacking() (works []string) {
	held := map[string]int{}
	for _, sh := range b.sheets {
		if sh.state != SheetRecused {
			held[sh.entry]++
		}
	}
	for _, w := range b.works {
		if held[w.ID] < b.spec.PerWork {
			works = append(works, w.Number)
		}
	}
	return works
}

func (b book) judge(person string) string {
	for _, s := range b.seats {
		if s.Person == person {
			return s.Name
		}
	}
	return person
}

// names writes works by number.
func (b book) names(entries []string) string {
	all := make([]string, len(entries))
	for i, e := range entries {
		all[i] = b.byID[e].Number
	}
	return strings.Join(all, "、")
}

// results ranks the works by their finished sheets and, in a shortlist round, draws the line.
func (b book) results() ([]Result, Cut) {
	marks := map[string][]Marks{}
	for _, sh := range b.sheets {
		if sh.state == SheetDone {
			marks[sh.entry] = append(marks[sh.entry], Marks{sh.judge, sh.scores})
		}
	}
	list := make([]Result, 0, len(b.works))
	for _, w := range b.works {
		r := b.spec.Aggregate(marks[w.ID])
		r.Entry, r.Number, r.Title = w.ID, w.Number, w.Title
		list = append(list, r)
	}
	Rank(list)
	if b.spec.Size == 0 {
		return list, Cut{}
	}
	b.spec.arrange(list)
	return list, b.spec.draw(list)
}

// decided is results with the committee's choice applied. A choice that no longer fits, because a work has left the contest
// since, is dropped: the committee must choose again.
func (b *book) decided() ([]Result, Cut) {
	list, cut := b.results()
	if b.choice != nil && cut.settle(list, b.choice.Chosen) != nil {
		b.choice = nil
	}
	return list, cut
}

// outcome says in one sentence what a settled round came to.
func (s Spec) outcome(results []Result, cut Cut) string {
	if s.Size == 0 {
		return fmt.Sprintf("%d部作品的得分", len(results))
	}
	n := 0
	for _, r := range results {
		if r.In {
			n++
		}
	}
	return fmt.Sprintf("%d部作品中%d部入围。", len(results), n) + cut.says()
}
