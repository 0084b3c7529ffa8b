package entry

import (
	"context"
	"embed"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/job"
)

// Schema holds the migrations.
//
//go:embed schema/*.sql
var Schema embed.FS

// Service keeps the works of all campaigns.
type Service struct {
	db        *db.DB
	audit     *audit.Log
	queue     *job.Queue
	campaigns *campaign.Service
	media     *media.Service
}

// New makes the service.
func New(d *db.DB, log *audit.Log, q *job.Queue, campaigns *campaign.Service, films *media.Service) *Service {
	return &Service{db: d, audit: log, queue: q, campaigns: campaigns, media: films}
}

// The refusals that other rooms meet too.
var (
	ErrUnknown = fault.Define("entry.unknown", fault.NotFound,
		"没有这件作品，或者您不能看它。", "There is no such entry, or it is not yours to see.")
	ErrReason = fault.Define("entry.reason_missing", fault.Invalid,
		"请写明理由，便于留档和答复。", "Please give the reason; it is kept on record.")
)

// Get returns an entry with its film, in the caller's transaction, or ErrUnknown.
func (s *Service) Get(ctx context.Context, tx *db.Tx, id string) (Entry, error) {
	e, ok, err := find(ctx, tx, id)
	if err == nil && !ok {
		err = ErrUnknown
	}
	if err != nil {
		return e, err
	}
	return s.withFile(ctx, tx, e)
}

// FirstTopic is what an entry is about in the first place, or empty.
type FirstTopic struct{ Entry, Topic string }

// TopicsAhead asks for those of entries that are in a campaign and in that state, as db.Ahead.
func (s *Service) TopicsAhead(ctx context.Context, tx *db.Tx, campaign string, state State, ids []string, into *[]FirstTopic) error {
	return topicsAhead(ctx, tx, campaign, state, ids, into)
}

// Find returns the entry that has this id or number in a campaign, or ErrUnknown.
func (s *Service) Find(ctx context.Context, tx *db.Tx, campaign, idOrNumber string) (Entry, error) {
	e, ok, err := findByNumber(ctx, tx, campaign, idOrNumber)
	if err == nil && !ok {
		e, ok, err = find(ctx, tx, idOrNumber)
	}
	if err == nil && (!ok || e.Campaign != campaign) {
		err = ErrUnknown
	}
	if err != nil {
		return Entry{}, err
	}
	return s.withFile(ctx, tx, e)
}

// ByAsset returns the entries whose current film is the asset: at most one.
func (s *Service) ByAsset(ctx context.Context, tx *db.Tx, asset string) ([]Entry, error) {
	return listByAsset(ctx, tx, asset)
}

// ByAssets returns the entries whose current films are among the assets, by asset, without their films and findings.
func (s *Service) ByAssets(ctx context.Context, tx *db.Tx, assets []string) (map[string]Entry, error) {
	all := make(map[string]Entry, len(assets))
	for chunk := range slices.Chunk(assets, 500) {
		some, err := listByAssets(ctx, tx, chunk)
		if err != nil {
			return nil, err
		}
		for _, e := range some {
			all[e.asset] = e
		}
	}
	return all, nil
}

func (s *Service) withFile(ctx context.Context, tx *db.Tx, e Entry) (Entry, error) {
	if e.asset == "" {
		return e, nil
	}
	a, err := s.media.Asset(ctx, tx, e.asset)
	if err != nil {
		return e, err
	}
	e.File = &a
	return e, nil
}

// List returns a page of entries with their films, and the cursor of the next page if there is one.
func (s *Service) List(ctx context.Context, tx *db.Tx, f Filter) ([]Entry, string, error) {
	all, next, err := list(ctx, tx, f)
	if err != nil {
		return nil, "", err
	}
	all, err = s.withFiles(ctx, tx, all)
	return all, next, err
}

func (s *Service) withFiles(ctx context.Context, tx *db.Tx, all []Entry) ([]Entry, error) {
	var ids []string
	for _, e := range all {
		if e.asset != "" {
			ids = append(ids, e.asset)
		}
	}
	films, err := s.media.Assets(ctx, tx, ids)
	for i := range all {
		if a, ok := films[all[i].asset]; ok {
			all[i].File = &a
		}
	}
	return all, err
}

// Count tells how many entries a campaign has in each state.
func (s *Service) Count(ctx context.Context, tx *db.Tx, campaign string) (map[State]int, error) {
	return count(ctx, tx, campaign)
}

// Receipts returns the receipts of an entry, oldest first.
func (s *Service) Receipts(ctx context.Context, tx *db.Tx, id string) ([]Receipt, error) {
	return listReceipts(ctx, tx, id)
}

// Step is what a room to the right adds to a verb. IfState, when given, is the state the asker saw: if the entry has moved on
// since, the verb is refused.
type Step struct {
	IfState State
	Says    string   // a sentence for the entry's history instead of the usual one
	Reason  string   // why, in words; Disqualify, Reinstate and Revoke need one
	Reasons []Reason // the rules it was returned or rejected by
}

// Move does a verb to an entry in the caller's transaction: checks the state machine, writes history and audit record, and
// tells the verb's event. It does not ask who is asking: the room that decides does.
func (s *Service) Move(ctx context.Context, tx *db.Tx, id string, v Verb, step Step) (Entry, error) {
	e, err := s.Get(ctx, tx, id)
	if err != nil {
		return e, err
	}
	if slices.Contains([]Verb{Disqualify, Reinstate, Revoke}, v) && strings.TrimSpace(step.Reason) == "" {
		return e, ErrReason
	}
	if step.IfState != "" && step.IfState != e.State {
		return e, stale(e)
	}
	from := e.State
	if e.State, err = Next(from, v); err != nil {
		return e, err
	}
	switch v {
	case Return, Reject:
		e.Reasons, e.Note = step.Reasons, step.Reason
	case Admit, Reopen:
		e.Reasons, e.Note = nil, ""
	}
	if err := s.save(ctx, tx, e, from); err != nil {
		return e, err
	}
	if err := s.record(ctx, tx, e, from, v, step.Says, step.Reason); err != nil {
		return e, err
	}
	return e, tell(ctx, s.queue, tx, v, News{e.ID, e.Campaign})
}

func stale(e Entry) error {
	return ErrStale.With("state", e.State.Label(), "state_en", string(e.State))
}

// save writes an entry that was in the state from, shows, hides and names its film, and refuses if somebody else was faster.
func (s *Service) save(ctx context.Context, tx *db.Tx, e Entry, from State) error {
	ok, err := save(ctx, tx, e, from)
	if err != nil {
		return err
	}
	if !ok {
		now, _, err := find(ctx, tx, e.ID)
		return errors.Join(err, stale(now))
	}
	if e.File == nil {
		return nil
	}
	if err := s.nameFilm(ctx, tx, e); err != nil {
		return err
	}
	if e.State.Shown() != from.Shown() {
		return s.media.Publish(ctx, tx, e.asset, e.State.Shown())
	}
	return nil
}

// record writes what was done to an entry into its history and the audit record.
func (s *Service) record(ctx context.Context, tx *db.Tx, e Entry, from State, v Verb, says, reason string) error {
	by := audit.By(ctx)
	if err := insertEvent(ctx, tx, e.ID, event{Event{Kind: string(v), Says: says, By: by.Name, Reason: reason}, by.ID}); err != nil {
		return err
	}
	if says == "" {
		says = v.label() + "：" + e.quote()
	}
	return s.audit.Add(ctx, tx, audit.Record{Act: "entry." + string(v), Object: e.ID, Campaign: e.Campaign, Says: says,
		Before: map[string]any{"state": from}, After: map[string]any{"state": e.State, "number": e.Number, "asset": e.asset, "reason": reason}})
}

// quote names an entry in a sentence.
func (e Entry) quote() string {
	if e.Number == "" {
		return "《" + e.Title + "》"
	}
	return e.Number + "《" + e.Title + "》"
}

// Note adds a line to an entry's history without changing it.
func (s *Service) Note(ctx context.Context, tx *db.Tx, id, kind, says string) error {
	by := audit.By(ctx)
	return insertEvent(ctx, tx, id, event{Event{Kind: kind, Says: says, By: by.Name}, by.ID})
}

// Inspected keeps what an inspection found about a film of the entry. Findings about a film that was replaced meanwhile are
// dropped, and it reports so.
func (s *Service) Inspected(ctx context.Context, tx *db.Tx, id, asset string, v Verdict, found []Finding) (bool, error) {
	e, ok, err := find(ctx, tx, id)
	if err != nil || !ok || e.asset != asset {
		return false, err
	}
	e.Verdict, e.Findings, e.Errors, e.Warns = v, found, 0, 0
	for _, f := range found {
		switch f.Weight() {
		case campaign.Error:
			e.Errors++
		case campaign.Warn:
			e.Warns++
		}
	}
	return true, setVerdict(ctx, tx, e)
}

// Honour keeps the prizes that an entry shows. A prize that comes without a certificate keeps the one it had.
func (s *Service) Honour(ctx context.Context, tx *db.Tx, id string, prizes []Prize) error {
	e, ok, err := find(ctx, tx, id)
	if err != nil {
		return err
	}
	if !ok {
		return ErrUnknown
	}
	prizes = slices.Clone(prizes)
	for i, p := range prizes {
		had := slices.IndexFunc(e.Awards, func(old Prize) bool { return old.Key == p.Key })
		if p.Certificate == "" && had >= 0 {
			prizes[i].Certificate = e.Awards[had].Certificate
		}
	}
	return setAwards(ctx, tx, id, prizes)
}

// Reveal returns a personal field to staff who say why; who, what and why are recorded.
func (s *Service) Reveal(ctx context.Context, id, field, why string) (value string, err error) {
	if utf8.RuneCountInString(strings.TrimSpace(why)) < 2 {
		return "", ErrReason
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		e, c, err := s.forStaff(ctx, tx, id, identity.Organiser, identity.Screener)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(c.Form, func(f campaign.Field) bool { return f.Key == field })
		if i < 0 {
			return ErrUnknown
		}
		value = e.Fields[field]
		return s.audit.Add(ctx, tx, audit.Record{Act: "entry.reveal", Object: e.ID, Campaign: e.Campaign,
			Says: "查看" + e.quote() + "的" + c.Form[i].Label + "：" + why, After: map[string]any{"field": field}})
	})
	return value, err
}

// forStaff returns an entry and its campaign to staff who hold one of roles there.
func (s *Service) forStaff(ctx context.Context, tx *db.Tx, id string, roles ...identity.Role) (Entry, *campaign.Campaign, error) {
	if _, err := identity.Require(ctx); err != nil {
		return Entry{}, nil, err
	}
	e, err := s.Get(ctx, tx, id)
	if err != nil {
		return e, nil, err
	}
	if _, err := identity.RequireRole(ctx, e.Campaign, roles...); err != nil {
		return e, nil, err
	}
	c, err := s.campaigns.Get(ctx, tx, e.Campaign)
	return e, c, err
}

// Disqualify takes an entry out of the contest, for a reason. Organisers only.
func (s *Service) Disqualify(ctx context.Context, id, reason string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, _, err := s.forStaff(ctx, tx, id, identity.Organiser); err != nil {
			return err
		}
		_, err := s.Move(ctx, tx, id, Disqualify, Step{Reason: reason})
		return err
	})
}

// openFor refuses an author's act outside the collection. One who has begun an upload in time has the campaign's grace.
func openFor(c *campaign.Campaign, file *media.Asset, now time.Time) error {
	closed := c.CheckOpen(campaign.CollectionPhase, now)
	if closed == nil || file == nil {
		return closed
	}
	if end, ok := media.Deadline(c, file.Began); ok && now.Before(end) {
		return nil
	}
	return closed
}

// openForForms is openFor for what needs no file: forms may be filled in while uploads may still arrive.
func openForForms(c *campaign.Campaign, now time.Time) error {
	closed := c.CheckOpen(campaign.CollectionPhase, now)
	if closed == nil || c.CheckOpen(campaign.CollectionPhase, now.Add(-c.UploadGrace())) == nil {
		return nil
	}
	return closed
}
