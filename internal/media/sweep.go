package media

import (
	"context"
	"errors"
	"time"

	"saiying/internal/platform/db"
)

// How long what nobody goes on with is kept.
const (
	uploadLife    = 3 * 24 * time.Hour // an upload that gets no bytes for so long is dropped
	unclaimedLife = 7 * 24 * time.Hour // a whole file that belongs to no entry is dropped
	strayAge      = 10 * time.Minute   // bytes without a row, or a row without bytes, this old is an accident
)

// Sweep puts right what crashes and patience left behind: it commits uploads whose last byte arrived but was never acted
// upon, drops those that expired and copies for download that are old, removes bytes without a row, lets films go ahead whose deadline
// came near, and has films printed anew that need it. It is for the start of the program, before it serves, and for every hour after.
// Several machines may do it at once; what one of them is writing is let be.
func (s *Service) Sweep(ctx context.Context) error {
	var begun, unclaimed []Asset
	var now time.Time
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		now = tx.Now()
		if begun, err = listUploading(ctx, tx, ""); err != nil {
			return err
		}
		unclaimed, err = listUnclaimed(ctx, tx, now.Add(-unclaimedLife))
		return err
	})
	if err != nil {
		return err
	}
	s.memory.only(begun)
	var faults []error
	for _, a := range begun {
		faults = append(faults, s.alone(ctx, a.ID, func() error { return s.sweepUpload(ctx, a, now) }))
	}
	for _, a := range unclaimed {
		faults = append(faults, s.drop(ctx, a.ID))
	}
	return errors.Join(append(faults, s.sweepStrays(ctx), s.sweepCopies(ctx, now), s.Tidy(ctx), s.rerank(ctx), s.reprintSome(ctx))...)
}

// alone does something to an upload under its lock, or nothing if somebody has it.
func (s *Service) alone(ctx context.Context, id string, fn func() error) error {
	l := &lease{all: s.locks, id: id}
	free, err := l.try(ctx)
	if err != nil || !free {
		return err
	}
	return errors.Join(fn(), l.Unlock())
}

func (s *Service) sweepUpload(ctx context.Context, a Asset, now time.Time) error {
	have, last, err := s.have(ctx, a)
	if err != nil {
		return err
	}
	if have == a.Size {
		late, err := s.late(ctx, a, last)
		if err != nil {
			return err
		}
		if !late {
			return s.finish(ctx, a.ID)
		}
	}
	if now.Sub(a.Touched) > uploadLife || have < 0 && now.Sub(a.Began) > strayAge {
		return s.drop(ctx, a.ID)
	}
	return nil
}

// late reports whether the last byte of an upload came after its deadline. By then a crash may long be over: what counts is
// when the byte reached the disk, not when somebody looks.
func (s *Service) late(ctx context.Context, a Asset, last time.Time) (late bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.campaigns.Get(ctx, tx, a.Campaign)
		if err != nil {
			return err
		}
		late = checkTime(c, a.Began, last) != nil
		return nil
	})
	return late, err
}

// drop forgets an asset and removes all its files.
func (s *Service) drop(ctx context.Context, id string) error {
	up, err := s.underway(ctx, id)
	if err != nil {
		return err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error { return errors.Join(remove(ctx, tx, id), removeUpload(ctx, tx, id)) })
	if err != nil {
		return err
	}
	s.memory.forget(id)
	return errors.Join(s.landing.remove(ctx, id, up.place), s.blobs.Delete(ctx, "media/"+id))
}

// sweepStrays removes uploaded bytes that no row speaks of. Their age is by the clock of where they lie.
func (s *Service) sweepStrays(ctx context.Context) error {
	old, err := s.landing.strays(ctx, time.Now().Add(-strayAge))
	if err != nil {
		return err
	}
	for _, o := range old {
		var known bool
		err := s.db.Read(ctx, func(tx *db.Tx) error {
			a, ok, err := find(ctx, tx, o.id)
			known = ok && a.State == StateUploading
			return err
		})
		if err != nil {
			return err
		}
		if !known {
			if err := s.landing.remove(ctx, o.id, o.place); err != nil {
				return err
			}
		}
	}
	return nil
}
