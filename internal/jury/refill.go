package jury

import (
	"context"
	"fmt"
	"strings"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/platform/db"
)

// hurdles are the reasons why a planned round cannot open, each a refusal that says what to do.
func (s *Service) hurdles(ctx context.Context, tx *db.Tx, h hall, works []entry.Entry) (all []error, err error) {
	add := func(e error) {
		if e != nil {
			all = append(all, e)
		}
	}
	undecided := h.campaign.Require("rounds." + h.rule.Key)
	add(undecided)
	spec, incomplete := freeze(h.rule)
	if undecided == nil {
		add(incomplete)
	}
	if h.stage() == entry.StateAdmitted {
		add(h.collecting(tx))
		counts, err := s.entries.Count(ctx, tx, h.round.campaign)
		if err != nil {
			return nil, err
		}
		if n := counts[entry.StateSubmitted]; n > 0 {
			add(ErrUnscreened.With("n", n, "round", h.rule.Label))
		}
	}
	if len(works) == 0 {
		add(ErrNoWorks.With("round", h.rule.Label))
	}
	if spec.PerWork > len(h.seats) {
		add(ErrPanel.With("per", spec.PerWork, "n", len(h.seats)))
	} else if bad := lay(deals(works), h.seats, spec.SameUnit, 0).impossible(spec.PerWork); len(bad) > 0 {
		add(ErrDeal.With("works", workNumbers(bad), "per", spec.PerWork))
	}
	return all, nil
}

// collecting refuses while works may still come in.
func (h hall) collecting(tx *db.Tx) error {
	for _, p := range h.campaign.Phases {
		if state := p.Window.State(tx.Now()); p.Kind == campaign.CollectionPhase && (state == campaign.Current || state == campaign.Future) {
			return ErrCollecting.With("round", h.rule.Label)
		}
	}
	return nil
}

func deals(works []entry.Entry) []Work {
	all := make([]Work, len(works))
	for i, w := range works {
		all[i] = Work{Entry: w.ID, Number: w.Number, Unit: w.Unit, Owner: w.Owner, Author: w.Author}
	}
	return all
}

func workNumbers(works []Work) string {
	all := make([]string, len(works))
	for i, w := range works {
		all[i] = w.Number
	}
	return some(all)
}

// refill deals every work of an open round that lacks judges: one admitted late, one a judge withdrew from, or one that had to
// wait for a new judge. What nobody on the panel may score stays lacking, and the round's view says so.
func (s *Service) refill(ctx context.Context, tx *db.Tx, campaignKey, key string) error {
	if _, open, err := enterRound(ctx, tx, campaignKey, key); err != nil || !open {
		return err
	}
	h, err := s.enter(ctx, tx, campaignKey, key)
	if err != nil {
		return err
	}
	b, err := s.book(ctx, tx, h)
	if err != nil {
		return err
	}
	dealt := b.refill()
	if len(dealt) == 0 {
		return nil
	}
	if err := insertSheets(ctx, tx, campaignKey, key, dealt); err != nil {
		return err
	}
	said := make([]string, len(dealt))
	for i, d := range dealt {
		said[i] = b.byID[d.entry].Number + "→" + b.judge(d.judge)
	}
	return s.record(ctx, tx, h, "refill", "补分作品："+strings.Join(said[:min(10, len(said))], "、")+more(len(said)-10), said)
}

func more(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("，另有%d项", n)
}

// refill finds judges for the works that lack some, in the order of their numbers.
func (b book) refill() (dealt []deal) {
	had, held, load := map[string][]string{}, map[string]int{}, map[string]int{}
	for _, sh := range b.sheets {
		had[sh.entry] = append(had[sh.entry], sh.judge)
		if sh.state != SheetRecused {
			held[sh.entry]++
			load[sh.judge]++
		}
	}
	for _, w := range deals(b.works) {
		for _, judge := range Substitutes(w, b.seats, had[w.Entry], load, b.spec.PerWork-held[w.Entry], b.spec.SameUnit) {
			dealt = append(dealt, deal{w.Entry, judge})
			load[judge]++
		}
	}
	return dealt
}
