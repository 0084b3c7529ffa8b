package entry

import (
	"context"
	"errors"
	"slices"
	"strings"

	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/id"
	"saiying/internal/platform/job"
)

// Form is what an author fills in.
type Form struct {
	Door         string            `json:"door"`
	Fields       map[string]string `json:"fields"`
	Topics       []string          `json:"topics" nullable:"true"`
	Declarations []string          `json:"declarations" nullable:"true"`
}

var (
	errDrafts = fault.Define("entry.too_many_drafts", fault.Conflict,
		"您已有{n}份草稿，请先完成或删除一些。", "You have {n} drafts; please finish or delete some first.")
	errUnreadable = fault.Define("entry.file_unreadable", fault.Invalid,
		"影片无法读取，不能提交。{why}", "The film cannot be read, so it cannot be handed in. {why_en}")
	errStaffDoor = fault.Define("entry.staff_door", fault.Forbidden,
		"“{door}”由组委会登记，请按通知的办法报送。", "“{door}” is registered by the organiser; please send your work as the notice says.")
)

// mostDrafts is how many drafts a person may keep in a campaign.
const mostDrafts = 20

// Create makes a draft. It may be incomplete.
func (s *Service) Create(ctx context.Context, campaignKey string, f Form) (e Entry, err error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return e, err
	}
	e = Entry{ID: id.New(), Campaign: campaignKey, Owner: p.ID, MadeBy: p.ID, State: StateDraft}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := s.campaigns.Get(ctx, tx, campaignKey)
		if err != nil {
			return err
		}
		if err := errors.Join(openForForms(c, tx.Now()), decided(c)); err != nil {
			return err
		}
		if err := fill(c, &e, f); err != nil {
			return err
		}
		if err := byAuthors(c, e.Door); err != nil {
			return err
		}
		mine, err := listByOwner(ctx, tx, p.ID, campaignKey)
		if err != nil {
			return err
		}
		if drafts := slices.DeleteFunc(mine, func(m Entry) bool { return m.State != StateDraft }); len(drafts) >= mostDrafts {
			return errDrafts.With("n", len(drafts))
		}
		e.Created = tx.Now()
		return insert(ctx, tx, e)
	})
	return e, err
}

// decided refuses while the organiser has not settled what the notice leaves open about entering.
func decided(c *campaign.Campaign) error {
	for _, o := range c.Undecided(campaign.StepEntry) {
		if err := c.Require(o.Path); err != nil {
			return err
		}
	}
	return nil
}

// fill puts a form into an entry.
func fill(c *campaign.Campaign, e *Entry, f Form) error {
	e.Door, e.Fields, e.Topics, e.Declarations = f.Door, f.Fields, f.Topics, f.Declarations
	if e.Door == "" && len(c.Doors) > 0 {
		e.Door = c.Doors[0].Key
	}
	return tidy(c, e)
}

// byAuthors refuses doors through which works come to the organiser on paper or media.
func byAuthors(c *campaign.Campaign, door string) error {
	i := slices.IndexFunc(c.Doors, func(d campaign.Door) bool { return d.Key == door })
	if i >= 0 && (c.Doors[i].Kind == campaign.MediaDoor || c.Doors[i].Kind == campaign.PaperDoor) {
		return errStaffDoor.With("door", c.Doors[i].Label).Rule("doors."+door, c.Doors[i].Says)
	}
	return nil
}

// Own returns an entry of the person of ctx, and its campaign, in the caller's transaction, or ErrUnknown.
func (s *Service) Own(ctx context.Context, tx *db.Tx, id string) (Entry, *campaign.Campaign, error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return Entry{}, nil, err
	}
	e, err := s.Get(ctx, tx, id)
	if err != nil {
		return e, nil, err
	}
	if e.Owner != p.ID {
		return Entry{}, nil, ErrUnknown
	}
	c, err := s.campaigns.Get(ctx, tx, e.Campaign)
	return e, c, err
}

// Update changes the form of a draft, or of an entry that was returned.
func (s *Service) Update(ctx context.Context, id string, f Form) (e Entry, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var c *campaign.Campaign
		if e, c, err = s.Own(ctx, tx, id); err != nil {
			return err
		}
		from := e.State
		if _, err := Next(from, Edit); err != nil {
			return err
		}
		if err := openForForms(c, tx.Now()); err != nil {
			return err
		}
		if f.Door == "" || from != StateDraft {
			f.Door = e.Door // the door is chosen once
		}
		if err := fill(c, &e, f); err != nil {
			return err
		}
		if err := byAuthors(c, e.Door); err != nil {
			return err
		}
		if err := s.save(ctx, tx, e, from); err != nil {
			return err
		}
		if err := s.declare(ctx, tx, c, e); err != nil || !e.Named || e.File == nil {
			return err
		}
		return job.Emit(ctx, s.queue, tx, Renamed{News{e.ID, e.Campaign}})
	})
	return e, err
}

// Renamed tells that the name of an entry's film has followed its form.
type Renamed struct{ News }

// Attached tells that a draft has got another film.
type Attached struct {
	News
	Asset string `json:"asset"`
}

// SetFile puts a film into a draft, or replaces that of an entry already handed in: it keeps its number, gets another
// receipt, and one that was returned is thereby handed in again.
func (s *Service) SetFile(ctx context.Context, id, asset string) (e Entry, err error) {
	if _, err := s.media.Digest(ctx, asset); err != nil { // a receipt will name it
		return e, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var c *campaign.Campaign
		if e, c, err = s.Own(ctx, tx, id); err != nil {
			return err
		}
		from := e.State
		if e.State, err = Next(from, Replace); err != nil {
			return err
		}
		if asset == e.asset && from != StateReturned {
			return nil
		}
		if err := s.take(ctx, tx, c, &e, asset); err != nil {
			return err
		}
		if from == StateDraft {
			if err := s.save(ctx, tx, e, from); err != nil {
				return err
			}
			return job.Emit(ctx, s.queue, tx, Attached{News{e.ID, e.Campaign}, asset})
		}
		return s.handIn(ctx, tx, c, &e, from, Replace)
	})
	return e, err
}

// take makes an asset of the person of ctx the film of e.
func (s *Service) take(ctx context.Context, tx *db.Tx, c *campaign.Campaign, e *Entry, asset string) error {
	a, err := s.media.Asset(ctx, tx, asset)
	if err != nil {
		return err
	}
	if p, err := identity.Require(ctx); err != nil || p.ID != a.Owner || a.Campaign != e.Campaign {
		return media.ErrUnknown
	}
	if err := openFor(c, &a, tx.Now()); err != nil {
		return err
	}
	if a, err = s.media.Claim(ctx, tx, asset, e.ID); err != nil {
		return err
	}
	if e.asset != asset && e.State == StateDraft && e.asset != "" {
		if err := s.media.Release(ctx, tx, e.asset); err != nil {
			return err
		}
	}
	if e.asset != asset {
		e.Verdict, e.Findings, e.Errors, e.Warns = "", nil, 0, 0
	}
	e.asset, e.File = asset, &a
	return s.declare(ctx, tx, c, *e)
}

// Submit hands an entry in: it gets its number, once, and a receipt.
func (s *Service) Submit(ctx context.Context, id string) (e Entry, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var c *campaign.Campaign
		if e, c, err = s.Own(ctx, tx, id); err != nil {
			return err
		}
		from := e.State
		if e.State, err = Next(from, Submit); err != nil {
			return err
		}
		return s.handIn(ctx, tx, c, &e, from, Submit)
	})
	return e, err
}

// handIn checks an entry against the notice, gives it number and receipt and tells of it.
func (s *Service) handIn(ctx context.Context, tx *db.Tx, c *campaign.Campaign, e *Entry, from State, v Verb) error {
	if err := errors.Join(openFor(c, e.File, tx.Now()), decided(c)); err != nil {
		return err
	}
	if err := complete(c, *e); err != nil {
		return err
	}
	if !e.File.Complete() {
		return media.ErrIncomplete
	}
	if e.File.State == media.StateFailed {
		return errUnreadable.With("why", e.File.Says("zh"), "why_en", e.File.Says("en"))
	}
	if err := s.passDoor(ctx, tx, c, e); err != nil {
		return err
	}
	if err := s.number(ctx, tx, e); err != nil {
		return err
	}
	e.Reasons, e.Note = nil, ""
	if err := s.save(ctx, tx, *e, from); err != nil {
		return err
	}
	a := e.File
	if err := insertReceipt(ctx, tx, e.ID, Receipt{Number: e.Number, At: tx.Now(), Asset: a.ID, SHA256: a.SHA256, Size: a.Size, Filename: a.Filename,
		WithinGrace: c.CheckOpen(campaign.CollectionPhase, tx.Now()) != nil}); err != nil {
		return err
	}
	if err := s.record(ctx, tx, *e, from, v, "", ""); err != nil {
		return err
	}
	if v == Replace {
		return job.Emit(ctx, s.queue, tx, Replaced{News{e.ID, e.Campaign}, a.ID})
	}
	return job.Emit(ctx, s.queue, tx, Submitted{News{e.ID, e.Campaign}, a.ID, from == StateReturned})
}

func (s *Service) number(ctx context.Context, tx *db.Tx, e *Entry) error {
	if e.Number != "" {
		return nil
	}
	n, err := nextNumber(ctx, tx, e.Campaign)
	e.Number, e.Submitted = sayNumber(n), tx.Now()
	return err
}

// passDoor counts the work for its participant. Marks that the entry held before are given back first: a returned entry may
// have got another telephone number.
func (s *Service) passDoor(ctx context.Context, tx *db.Tx, c *campaign.Campaign, e *Entry) error {
	if err := leave(ctx, tx, e); err != nil {
		return err
	}
	e.claims = identities(c, *e)
	most := c.EntryLimit.Max
	if c.EntryLimit.Unlimited {
		most = 0
	}
	for _, mark := range e.claims {
		ok, err := takeDoor(ctx, tx, e.Campaign, mark, e.Door, c.OneDoor, most)
		if err != nil {
			return err
		}
		if !ok {
			return refuseDoor(ctx, tx, c, *e, mark)
		}
	}
	return nil
}

func leave(ctx context.Context, tx *db.Tx, e *Entry) error {
	for _, mark := range e.claims {
		if err := leaveDoor(ctx, tx, e.Campaign, mark); err != nil {
			return err
		}
	}
	e.claims = nil
	return nil
}

func refuseDoor(ctx context.Context, tx *db.Tx, c *campaign.Campaign, e Entry, mark string) error {
	used, err := doorOf(ctx, tx, e.Campaign, mark)
	if err != nil {
		return err
	}
	if used == e.Door || !c.OneDoor {
		return ErrLimit.With("max", c.EntryLimit.Max).Rule("entry_limit", c.EntryLimit.Says)
	}
	return ErrOneDoor.With("door", doorLabel(c, used)).Rule("one_door", c.OneDoorSays)
}

func doorLabel(c *campaign.Campaign, key string) string {
	for _, d := range c.Doors {
		if d.Key == key {
			return d.Label
		}
	}
	return key
}

// Withdraw takes an entry out of the contest. Its number is not used again.
func (s *Service) Withdraw(ctx context.Context, id, reason string) (e Entry, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if e, _, err = s.Own(ctx, tx, id); err != nil {
			return err
		}
		from := e.State
		if e.State, err = Next(from, Withdraw); err != nil {
			return err
		}
		if err := leave(ctx, tx, &e); err != nil {
			return err
		}
		if err := s.save(ctx, tx, e, from); err != nil {
			return err
		}
		if err := s.record(ctx, tx, e, from, Withdraw, "", strings.TrimSpace(reason)); err != nil {
			return err
		}
		return tell(ctx, s.queue, tx, Withdraw, News{e.ID, e.Campaign})
	})
	return e, err
}

// Delete throws a draft away. Its film may be used again, or is dropped after a week.
func (s *Service) Delete(ctx context.Context, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, _, err := s.Own(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := Next(e.State, Delete); err != nil {
			return err
		}
		if e.asset != "" {
			if err := s.media.Release(ctx, tx, e.asset); err != nil {
				return err
			}
		}
		ok, err := remove(ctx, tx, id)
		if err == nil && !ok {
			err = ErrStale
		}
		return err
	})
}

// Mine returns the entries of the person of ctx, newest first, in one campaign or in all.
func (s *Service) Mine(ctx context.Context, tx *db.Tx, campaignKey string) ([]Entry, error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return nil, err
	}
	all, err := listByOwner(ctx, tx, p.ID, campaignKey)
	if err != nil {
		return nil, err
	}
	return s.withFiles(ctx, tx, all)
}

// Register enters a work that came to the organiser on a medium, for an author who has no account here, and hands it in.
func (s *Service) Register(ctx context.Context, campaignKey string, f Form, asset string) (e Entry, err error) {
	p, err := identity.RequireRole(ctx, campaignKey, identity.Organiser)
	if err != nil {
		return e, err
	}
	if _, err := s.media.Digest(ctx, asset); err != nil {
		return e, err
	}
	e = Entry{ID: id.New(), Campaign: campaignKey, MadeBy: p.ID, State: StateDraft}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := s.campaigns.Get(ctx, tx, campaignKey)
		if err != nil {
			return err
		}
		if err := fill(c, &e, f); err != nil {
			return err
		}
		e.Created = tx.Now()
		if err := insert(ctx, tx, e); err != nil {
			return err
		}
		if err := s.take(ctx, tx, c, &e, asset); err != nil {
			return err
		}
		e.State = StateSubmitted
		return s.handIn(ctx, tx, c, &e, StateDraft, Submit)
	})
	return e, err
}
