package screening

import (
	"context"
	"embed"
	"slices"
	"strings"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/id"
	"saiying/internal/platform/job"
	"saiying/internal/platform/web"
)

// Schema holds the migrations.
//
//go:embed schema/*.sql
var Schema embed.FS

// Service lets screeners decide on entries.
type Service struct {
	db        *db.DB
	audit     *audit.Log
	queue     *job.Queue
	campaigns *campaign.Service
	entries   *entry.Service
}

// New makes the service.
func New(d *db.DB, log *audit.Log, q *job.Queue, campaigns *campaign.Service, entries *entry.Service) *Service {
	return &Service{db: d, audit: log, queue: q, campaigns: campaigns, entries: entries}
}

// Choice is what a screener sends in about an entry. IfState is the state the screener saw.
type Choice struct {
	Verdict Verdict
	Reasons []string // keys of Requirements
	Note    string
	IfState entry.State
}

// Decide records a screener's decision on an entry and moves the entry accordingly.
func (s *Service) Decide(ctx context.Context, entryID string, ch Choice) (e entry.Entry, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		e, err = s.decide(ctx, tx, entryID, ch)
		return err
	})
	return e, err
}

func (s *Service) decide(ctx context.Context, tx *db.Tx, entryID string, ch Choice) (e entry.Entry, err error) {
	e, c, by, err := s.open(ctx, tx, entryID)
	if err != nil {
		return e, err
	}
	reasons, err := cite(c, ch.Verdict, ch.Reasons)
	if err != nil {
		return e, err
	}
	if ch.Verdict == Return {
		if err := mayReturn(c, tx.Now()); err != nil {
			return e, err
		}
	}
	d := Decision{ID: id.New(), Campaign: e.Campaign, Entry: e.ID, By: by.ID, Name: by.Name, Verdict: ch.Verdict, Reasons: reasons, Note: strings.TrimSpace(ch.Note), At: tx.Now()}
	if e, err = s.entries.Move(ctx, tx, e.ID, ch.Verdict.verb(), entry.Step{IfState: ch.IfState, Reason: d.Note, Reasons: reasons}); err != nil {
		return e, err
	}
	if err := s.keep(ctx, tx, e, d); err != nil {
		return e, err
	}
	return e, job.Emit(ctx, s.queue, tx, Decided{d.ID, d.Campaign, d.Entry, d.Verdict, d.Reasons, d.Note})
}

// open returns an entry to a screener who may decide on it: one of its campaign's, and not the one who entered it.
func (s *Service) open(ctx context.Context, tx *db.Tx, entryID string) (e entry.Entry, c *campaign.Campaign, by identity.Person, err error) {
	if by, err = identity.Require(ctx); err != nil {
		return e, c, by, err
	}
	if e, err = s.entries.Get(ctx, tx, entryID); err != nil {
		return e, c, by, err
	}
	if !by.Holds(e.Campaign, identity.Screener, identity.Organiser) {
		return e, c, by, identity.ErrForbidden
	}
	if e.Owner == by.ID {
		return e, c, by, ErrOwn
	}
	c, err = s.campaigns.Get(ctx, tx, e.Campaign)
	return e, c, by, err
}

// keep writes a decision and its record.
func (s *Service) keep(ctx context.Context, tx *db.Tx, e entry.Entry, d Decision) error {
	if err := insertDecision(ctx, tx, d); err != nil {
		return err
	}
	keys := make([]string, len(d.Reasons))
	for i, r := range d.Reasons {
		keys[i] = r.Key
	}
	return s.audit.Add(ctx, tx, audit.Record{Act: "screening." + string(d.Verdict), Object: e.ID, Campaign: e.Campaign, Says: d.Verdict.label() + "：" + e.Number + "《" + e.Title + "》",
		After: map[string]any{"decision": d.ID, "reasons": keys, "note": d.Note}})
}

// Undo takes back the asker's own decision on an entry, if it is the last thing that happened to it.
func (s *Service) Undo(ctx context.Context, entryID string) (e entry.Entry, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var by identity.Person
		if e, _, by, err = s.open(ctx, tx, entryID); err != nil {
			return err
		}
		last, found, err := lastDecision(ctx, tx, entryID)
		if err == nil {
			err = mayUndo(last, found, e, by)
		}
		if err != nil {
			return err
		}
		if e, err = s.entries.Move(ctx, tx, e.ID, entry.Reopen, entry.Step{IfState: e.State}); err != nil {
			return err
		}
		d := Decision{ID: id.New(), Campaign: e.Campaign, Entry: e.ID, By: by.ID, Name: by.Name, Verdict: Undo, Reasons: []entry.Reason{}, At: tx.Now()}
		if err := s.keep(ctx, tx, e, d); err != nil {
			return err
		}
		return job.Emit(ctx, s.queue, tx, Undone{e.Campaign, e.ID, last.Verdict})
	})
	return e, err
}

// mayUndo refuses unless the last decision is by's own and the entry still stands where it put it, unchanged since.
func mayUndo(last Decision, found bool, e entry.Entry, by identity.Person) error {
	switch to, _ := entry.Next(entry.StateSubmitted, last.Verdict.verb()); {
	case !found || last.Verdict == Undo:
		return ErrNothing
	case last.By != by.ID:
		return ErrOthers.With("name", last.Name)
	case e.State != to || e.Changed.After(last.At):
		return ErrMoved
	}
	return nil
}

// Stands reports whether a decision has not been taken back or followed by another.
func (s *Service) Stands(ctx context.Context, tx *db.Tx, entryID, decisionID string) (bool, error) {
	last, found, err := lastDecision(ctx, tx, entryID)
	return found && last.ID == decisionID, err
}

// Failed is an entry that a bulk decision left out, and why.
type Failed struct {
	ID      string `json:"id"`
	Message string `json:"message"`
}

// AdmitAll admits entries one by one; those that cannot be admitted are left as they are and named.
func (s *Service) AdmitAll(ctx context.Context, campaignKey string, entries []string) (done []string, failed []Failed, err error) {
	if _, err := identity.RequireRole(ctx, campaignKey, identity.Screener, identity.Organiser); err != nil {
		return nil, nil, err
	}
	done, failed = []string{}, []Failed{}
	for _, entryID := range entries {
		_, err := s.Decide(ctx, entryID, Choice{Verdict: Admit})
		f, refused := fault.Of(err)
		switch {
		case err == nil:
			done = append(done, entryID)
		case refused:
			failed = append(failed, Failed{entryID, f.Says(web.Language(ctx))})
		default:
			return done, failed, err
		}
	}
	return done, failed, nil
}

// Queue is what waits for a screener.
type Queue struct {
	Waiting   []entry.Entry
	DoneToday int // entries the asker decided on since midnight in the campaign's zone
	Total     int // entries handed in and not withdrawn
	Due       *time.Time
	Reasons   []entry.Reason
	MayReturn bool // whether authors can still mend
}

// Queue lists the entries to be decided on: those whose film can be looked at, or is known to be unreadable, before those
// still being worked on, and each in the order they came in. The asker's own are left out.
func (s *Service) Queue(ctx context.Context, campaignKey string) (q Queue, err error) {
	by, err := identity.RequireRole(ctx, campaignKey, identity.Screener, identity.Organiser, identity.Auditor)
	if err != nil {
		return q, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.campaigns.Get(ctx, tx, campaignKey)
		if err != nil {
			return err
		}
		if q.Waiting, _, err = s.entries.List(ctx, tx, entry.Filter{Campaign: campaignKey, States: []entry.State{entry.StateSubmitted}, Sort: entry.Oldest}); err != nil {
			return err
		}
		q.Waiting = slices.DeleteFunc(q.Waiting, func(e entry.Entry) bool { return e.Owner == by.ID })
		slices.SortStableFunc(q.Waiting, func(a, b entry.Entry) int { return unready(a) - unready(b) })
		counts, err := s.entries.Count(ctx, tx, campaignKey)
		if err != nil {
			return err
		}
		for state, n := range counts {
			if state != entry.StateDraft && state != entry.StateWithdrawn {
				q.Total += n
			}
		}
		now := tx.Now().In(c.Zone)
		q.Due, q.Reasons, q.MayReturn = due(c), Requirements(c), mayReturn(c, now) == nil
		midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, c.Zone)
		q.DoneToday, err = decidedSince(ctx, tx, campaignKey, by.ID, midnight)
		return err
	})
	return q, err
}

// unready is 1 for an entry whose film is still being worked on.
func unready(e entry.Entry) int {
	if e.File == nil || e.File.State == media.StateReady || e.File.State == media.StateFailed {
		return 0
	}
	return 1
}

// next is the entry that a screener should look at next, or empty. It looks no further than the oldest few.
func (s *Service) next(ctx context.Context, tx *db.Tx, campaignKey string) (string, error) {
	by, _ := identity.By(ctx)
	few, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: campaignKey, States: []entry.State{entry.StateSubmitted}, Sort: entry.Oldest, Limit: 40})
	few = slices.DeleteFunc(few, func(e entry.Entry) bool { return e.Owner == by.ID })
	if err != nil || len(few) == 0 {
		return "", err
	}
	return slices.MinFunc(few, func(a, b entry.Entry) int { return unready(a) - unready(b) }).ID, nil
}

// Preview writes the letter that the author would get, deciding nothing.
func (s *Service) Preview(ctx context.Context, entryID string, ch Choice) (l Letter, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		e, c, _, err := s.open(ctx, tx, entryID)
		if err != nil {
			return err
		}
		reasons, err := cite(c, ch.Verdict, ch.Reasons)
		if err != nil {
			return err
		}
		l = Write(c, e, ch.Verdict, reasons, ch.Note)
		return nil
	})
	return l, err
}
