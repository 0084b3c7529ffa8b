package media

import (
	"context"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
)

// How much unfinished uploads may hold. A person's bytes and a campaign's are counted in the largest films that its notice allows,
// so that the limits move with it: three for one person on a slow line, 200 for a whole contest on its last evening.
const (
	mostUnfinished = 5       // uploads of a person
	personFilms    = 3       // of the largest size, of a person
	campaignFilms  = 200     // of the largest size, of a campaign
	reserve        = 1 << 30 // bytes of disk that uploads leave alone
)

// load is what unfinished uploads hold, in bytes but for count.
type load struct {
	count    int   // uploads of the person
	person   int64 // of the person
	campaign int64 // of the campaign
	promised int64 // of all, promised and not yet here
}

// What an upload is refused for that would hold too much.
var (
	ErrTooMany = fault.Define("media.too_many_uploads", fault.Conflict,
		"您有{n}个文件还没有传完。请先把它们传完或取消，再传新的。", "You have {n} unfinished uploads. Please finish or cancel them first.")
	errPersonFull = fault.Define("media.too_many_bytes", fault.Conflict,
		"您没有传完的文件加起来会超过{max}。请先把它们传完或取消，再传新的。", "Your unfinished uploads would exceed {max} together. Please finish or cancel them first.")
	errCampaignFull = fault.Define("media.campaign_busy", fault.Unavailable,
		"现在同时上传的人太多，请过{seconds}秒再试。", "Too many people are uploading right now; please try again in {seconds} seconds.")
)

// busyFor is after how long somebody who came when too many were uploading should try again.
const busyFor = time.Minute

// within refuses an upload of size that would hold more than it may.
func (l load) within(c *campaign.Campaign, size int64) error {
	largest := c.MaxUploadBytes()
	switch {
	case l.count >= mostUnfinished:
		return ErrTooMany.With("n", l.count)
	case l.person+size > personFilms*largest:
		return errPersonFull.With("max", SayBytes(personFilms*largest))
	case l.campaign+size > campaignFilms*largest:
		return errCampaignFull.With("seconds", int(busyFor.Seconds())).RetryAfter(busyFor)
	}
	return nil
}

// Begin makes the asset of an upload that the person of ctx wants to begin, and tells until when it may go on. Its room is
// promised with its row.
func (s *Service) Begin(ctx context.Context, a Asset, filetype string) (_ Asset, until time.Time, err error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return a, until, err
	}
	a.Owner = p.ID
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		a.Began, a.Touched = tx.Now(), tx.Now()
		c, err := s.campaigns.Get(ctx, tx, a.Campaign)
		if err != nil {
			return err
		}
		if err := mayBegin(c, a, filetype); err != nil {
			return err
		}
		if err := s.promise(ctx, tx, c, a); err != nil {
			return err
		}
		end, _ := Deadline(c, a.Began)
		until = end.In(c.Zone)
		return insert(ctx, tx, a)
	})
	return a, until, err
}

// mayBegin judges an upload by itself.
func mayBegin(c *campaign.Campaign, a Asset, filetype string) error {
	if err := checkTime(c, a.Began, a.Began); err != nil {
		return err
	}
	switch {
	case a.Size == 0:
		return ErrEmpty
	case a.Size > c.MaxUploadBytes():
		return ErrTooLarge.With("size", SayBytes(a.Size), "max", SayBytes(c.MaxUploadBytes()))
	case !plausible(a.Filename, filetype):
		return ErrWrongType.With("name", a.Filename)
	}
	return nil
}

// promise judges an upload beside all others. The disk is looked at after the rows: a byte that lands in between is then counted
// twice, never not at all.
func (s *Service) promise(ctx context.Context, tx *db.Tx, c *campaign.Campaign, a Asset) error {
	if err := takeTurn(ctx, tx); err != nil {
		return err
	}
	l, err := findLoad(ctx, tx, a.Owner, a.Campaign)
	if err != nil {
		return err
	}
	if err := l.within(c, a.Size); err != nil {
		return err
	}
	room, err := s.landing.room()
	if err == nil && room-reserve-l.promised < a.Size {
		err = ErrNoRoom
	}
	return err
}
