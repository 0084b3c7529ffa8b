package jury

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
)

// mine returns the sheet of the person who asks, with its round. Sheets of others do not exist for them.
func (s *Service) mine(ctx context.Context, tx *db.Tx, sheetID string) (sheet, hall, error) {
	who, err := identity.Require(ctx)
	if err != nil {
		return sheet{}, hall{}, err
	}
	sh, found, err := findSheet(ctx, tx, sheetID)
	if err == nil && (!found || sh.judge != who.ID || !who.Holds(sh.campaign, identity.Judge)) {
		err = ErrTask
	}
	if err != nil {
		return sh, hall{}, err
	}
	h, err := s.enter(ctx, tx, sh.campaign, sh.round)
	return sh, h, err
}

// Save keeps what a judge filled in. It refuses with ErrStale when the sheet has been changed since the judge read it.
func (s *Service) Save(ctx context.Context, sheetID string, f Filling) error {
	return s.fill(ctx, sheetID, func(tx *db.Tx, sh sheet, h hall) error {
		if sh.version != f.Version {
			return ErrStale
		}
		filled, err := h.round.spec.mark(sh, f)
		if err != nil {
			return err
		}
		if err := s.write(ctx, tx, filled); err != nil {
			return err
		}
		if sh.state != SheetDone && filled.state != SheetDone || sh.state == filled.state && maps.Equal(sh.scores, filled.scores) {
			return nil // a draft may change as it likes; what counts is recorded
		}
		return s.recordSheet(ctx, tx, h, sh, filled)
	})
}

// fill runs a judge's act on a sheet of an open round that the judge has not withdrawn from.
func (s *Service) fill(ctx context.Context, sheetID string, fn func(tx *db.Tx, sh sheet, h hall) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		sh, h, err := s.mine(ctx, tx, sheetID)
		if err != nil {
			return err
		}
		if _, open, err := enterRound(ctx, tx, sh.campaign, sh.round); err != nil || !open {
			return orElse(err, ErrClosed.With("round", h.rule.Label))
		}
		if sh.state == SheetRecused {
			return ErrRecused
		}
		return fn(tx, sh, h)
	})
}

// write saves a sheet and closes the round's decisions: from the first mark on, what marks mean must not change.
func (s *Service) write(ctx context.Context, tx *db.Tx, sh sheet) error {
	saved, err := saveSheet(ctx, tx, sh)
	if err != nil || !saved {
		return orElse(err, ErrStale)
	}
	return s.campaigns.Lock(ctx, tx, sh.campaign, "rounds."+sh.round)
}

func (s *Service) recordSheet(ctx context.Context, tx *db.Tx, h hall, before, after sheet) error {
	work, err := s.entries.Get(ctx, tx, after.entry)
	if err != nil {
		return err
	}
	says := fmt.Sprintf("“%s”作品%s打分", h.rule.Label, work.Number)
	switch total, whole := h.round.spec.sum(after); {
	case after.state != SheetDone:
		says += "撤回为草稿"
	case whole:
		says += "，总分" + total.String()
	}
	return s.audit.Add(ctx, tx, audit.Record{Act: "jury.score", Object: after.id, Campaign: after.campaign, Says: says,
		Before: map[string]any{"state": before.state, "scores": before.scores}, After: map[string]any{"state": after.state, "scores": after.scores}})
}

// Recuse withdraws a judge from a work they are bound to, for a reason, and deals the work to another.
func (s *Service) Recuse(ctx context.Context, sheetID, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return ErrReason
	}
	return s.fill(ctx, sheetID, func(tx *db.Tx, sh sheet, h hall) error {
		sh.state, sh.reason = SheetRecused, reason
		if saved, err := saveSheet(ctx, tx, sh); err != nil || !saved {
			return orElse(err, ErrStale)
		}
		work, err := s.entries.Get(ctx, tx, sh.entry)
		if err != nil {
			return err
		}
		if err := s.record(ctx, tx, h, "recuse", fmt.Sprintf("评委%s回避作品%s：%s", audit.By(ctx).Name, work.Number, reason), nil); err != nil {
			return err
		}
		return s.refill(ctx, tx, sh.campaign, sh.round)
	})
}

// desk is a judge's part of a round: the works dealt to them that are still in the contest.
type desk struct {
	hall
	sheets []sheet
	works  map[string]entry.Entry
	votes  map[string]int64
}

// desk reads the part of a round that is dealt to the person who asks.
func (s *Service) desk(ctx context.Context, tx *db.Tx, judge, campaignKey, key string) (d desk, err error) {
	if d.hall, err = s.enter(ctx, tx, campaignKey, key); err != nil {
		return d, err
	}
	if d.sheets, err = sheetsOf(ctx, tx, judge, campaignKey, key); err != nil {
		return d, err
	}
	ids := make([]string, len(d.sheets))
	for i, sh := range d.sheets {
		ids[i] = sh.entry
	}
	works, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: campaignKey, IDs: ids})
	if err != nil {
		return d, err
	}
	d.works = map[string]entry.Entry{}
	for _, w := range works {
		if w.State.Shown() {
			d.works[w.ID] = w
		}
	}
	d.sheets = slices.DeleteFunc(d.sheets, func(sh sheet) bool { _, there := d.works[sh.entry]; return !there })
	slices.SortFunc(d.sheets, func(a, b sheet) int { return strings.Compare(d.works[a.entry].Number, d.works[b.entry].Number) })
	if !d.round.spec.HideVotes && s.votes != nil {
		d.votes, err = s.votes(ctx, tx, campaignKey)
	}
	return d, err
}
