package inspection

import (
	"context"

	"saiying/internal/entry"
	"saiying/internal/media"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fingerprint"
	"saiying/internal/platform/job"
)

const (
	mostCandidates = 32 // films that are compared with one; a comparison takes milliseconds
	mostMoments    = 12 // moments that are kept for a person to look at; more tell no more
)

// hearSame has a film compared once it has been printed and once an entry has it, whichever comes last, and hears of works that come
// into a contest or leave it.
func (s *Service) hearSame() {
	q := s.queue
	job.On(q, "inspection.same", func(ctx context.Context, e media.Ready) error { return s.seek(ctx, e.Asset) })
	job.On(q, "inspection.same", func(ctx context.Context, e media.Reprinted) error { return s.seek(ctx, e.Asset) })
	job.On(q, "inspection.same", func(ctx context.Context, e entry.Attached) error { return s.seek(ctx, e.Asset) })
	job.On(q, "inspection.same", func(ctx context.Context, e entry.Submitted) error { return s.seek(ctx, e.Asset) })
	job.On(q, "inspection.same", func(ctx context.Context, e entry.Replaced) error { return s.seek(ctx, e.Asset) })
	job.On(q, "inspection.same", func(ctx context.Context, e entry.Admitted) error { return s.moved(ctx, e.Entry) })
	job.On(q, "inspection.same", func(ctx context.Context, e entry.Rejected) error { return s.moved(ctx, e.Entry) })
	job.On(q, "inspection.same", func(ctx context.Context, e entry.Reopened) error { return s.moved(ctx, e.Entry) })
	job.On(q, "inspection.same", func(ctx context.Context, e entry.Withdrawn) error { return s.moved(ctx, e.Entry) })
	job.On(q, "inspection.same", func(ctx context.Context, e entry.Disqualified) error { return s.moved(ctx, e.Entry) })
	job.On(q, "inspection.same", func(ctx context.Context, e entry.Reinstated) error { return s.moved(ctx, e.Entry) })
}

// entered is a film that an entry has now, with its print.
type entered struct {
	asset media.Asset
	entry string
	print fingerprint.Print
}

// entered reads the film of an asset; it reports false for one that has no print yet, or that no entry has now.
func (s *Service) entered(ctx context.Context, tx *db.Tx, asset string) (f entered, ok bool, err error) {
	if f.print, ok, err = s.media.Print(ctx, tx, asset); err != nil || !ok {
		return f, false, err
	}
	of, err := s.entries.ByAsset(ctx, tx, asset)
	if err != nil || len(of) == 0 {
		return f, false, err
	}
	f.entry = of[0].ID
	f.asset, err = s.media.Asset(ctx, tx, asset)
	return f, err == nil, err
}

// seek looks for a film among those of every contest, edition and door, records which it is like, and has the works that this
// concerns inspected again. Done again, it changes nothing but the figures.
func (s *Service) seek(ctx context.Context, asset string) error {
	if err := s.seekBytes(ctx, asset); err != nil {
		return err
	}
	if err := s.seekPrint(ctx, asset); err != nil {
		return err
	}
	return s.renewAround(ctx, asset)
}

// seekBytes records every other entry's film that has the bytes of an entry's.
func (s *Service) seekBytes(ctx context.Context, asset string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		of, err := s.entries.ByAsset(ctx, tx, asset)
		if err != nil || len(of) == 0 {
			return err
		}
		a, err := s.media.Asset(ctx, tx, asset)
		if err != nil {
			return err
		}
		others, err := s.media.SameBytes(ctx, tx, a)
		if err != nil {
			return err
		}
		for _, o := range others {
			if err := s.Record(ctx, tx, a, o, Match{How: ByBytes, Share: 1}); err != nil {
				return err
			}
		}
		return nil
	})
}

// seekPrint records which films an entry's film looks or sounds like.
func (s *Service) seekPrint(ctx context.Context, asset string) error {
	f, ok, err := s.readEntered(ctx, asset)
	if err != nil || !ok {
		return err
	}
	ix, err := s.upToDate(ctx)
	if err != nil {
		return err
	}
	for _, c := range ix.Find(f.print, mostCandidates) {
		other, ok, err := s.readEntered(ctx, c.ID)
		if err != nil {
			return err
		}
		if !ok || other.entry == f.entry || other.asset.SHA256 == f.asset.SHA256 {
			continue // thrown away, an earlier version, or known already by its bytes
		}
		if err := s.recordAlike(ctx, f, other); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) readEntered(ctx context.Context, asset string) (f entered, ok bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		f, ok, err = s.entered(ctx, tx, asset)
		return err
	})
	return f, ok, err
}

// recordAlike compares two films and records it if they are alike.
func (s *Service) recordAlike(ctx context.Context, a, b entered) error {
	m, ok := alike(a.print, b.print)
	if !ok {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.Record(ctx, tx, a.asset, b.asset, m) })
}

// alike tells by what two films are alike, if they are. Sound counts only between films that had a picture in common, because many
// films share a piece of music.
func alike(a, b fingerprint.Print) (Match, bool) {
	c := fingerprint.Compare(a, b)
	switch {
	case c.Picture.Same():
		return Match{How: ByPicture, Share: c.Picture.Share, Moments: moments(c.Picture.Pairs)}, true
	case c.Sound.Same():
		return Match{How: BySound, Share: soundShare(a, b, c.Sound), Moments: begins(c.Sound)}, true
	}
	return Match{}, false
}

// moments picks what a person should look at, spread over the time that the films share.
func moments(pairs []fingerprint.Pair) [][2]float64 {
	out := [][2]float64{}
	for _, p := range fingerprint.Spread(pairs, mostMoments) {
		out = append(out, [2]float64{p.A, p.B})
	}
	return out
}

// soundShare is how much of the shorter film's sound was found in the other.
func soundShare(a, b fingerprint.Print, s fingerprint.Sound) float64 {
	shorter := float64(max(1, min(len(a.Sound), len(b.Sound)))) * fingerprint.SoundStep
	return min(1, s.Seconds/shorter)
}

// begins is the moment from which both films sound alike.
func begins(s fingerprint.Sound) [][2]float64 {
	at := max(0, -s.Offset/s.Speed)
	return [][2]float64{{at, max(0, s.Speed*at+s.Offset)}}
}
