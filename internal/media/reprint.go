package media

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/fingerprint"
	"saiying/internal/platform/job"
)

// A print of another edition of the program cannot be compared with those of this one. Films that have such, or none, are watched
// once more when nothing else waits; until then they are like no other film.

// Reprinted tells that a film which was ready already has a print of this edition.
type Reprinted struct {
	Asset string `json:"asset"`
}

// printJob makes the print of a ready film anew.
type printJob struct {
	Asset string `json:"asset"`
}

// Kind names the job.
func (printJob) Kind() string { return "media.print" }

// mostReprinted is how many films one sweep puts in the line: more than a machine gets through until the next.
const mostReprinted = 200

// reprintSome has films printed anew that need it.
func (s *Service) reprintSome(ctx context.Context) error {
	var ids []string
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		ids, err = listUnprinted(ctx, tx, mostReprinted)
		return err
	})
	if err != nil || len(ids) == 0 {
		return err
	}
	slog.InfoContext(ctx, "films are printed anew, so that they are known again", "films", len(ids))
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, id := range ids {
			if err := s.queue.Once(ctx, tx, printJob{id}, *opts(Backfill)); err != nil {
				return err
			}
		}
		return nil
	})
}

// reprint makes the print of a film anew, or takes that of a twin. A film that can no longer be read keeps an empty one.
func (s *Service) reprint(ctx context.Context, j printJob) error {
	a, due, err := s.lendOrFind(ctx, j.Asset)
	if err != nil || !due {
		return err
	}
	p, err := s.printOf(ctx, a)
	switch why := err; {
	case errors.Is(why, errNoSpace):
		return job.Later(s.pause)
	case errors.Is(why, ffmpeg.ErrUnreadable), why != nil && job.TryOf(ctx).Last && troubleOf(why) == Other:
		slog.WarnContext(ctx, "a film cannot be printed anew, and is not known again", "asset", a.ID, "error", why)
	case why != nil:
		return why
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, due, err := unprinted(ctx, tx, a.ID); err != nil || !due {
			return err
		}
		return errors.Join(s.SetPrint(ctx, tx, a.ID, p), job.Emit(ctx, s.queue, tx, Reprinted{a.ID}))
	})
}

// lendOrFind gives a film the print of a twin, or answers the film if it must be watched.
func (s *Service) lendOrFind(ctx context.Context, id string) (a Asset, due bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if a, due, err = unprinted(ctx, tx, id); err != nil || !due {
			return err
		}
		lent, err := lendPrint(ctx, tx, a)
		if err != nil || !lent {
			return err
		}
		due = false
		return job.Emit(ctx, s.queue, tx, Reprinted{id})
	})
	return a, due, err
}

// printOf watches a film for its print alone.
func (s *Service) printOf(ctx context.Context, a Asset) (p fingerprint.Print, err error) {
	if err := s.checkRoom(a); err != nil {
		return p, err
	}
	path, release, err := s.Original(ctx, a.ID)
	if err != nil {
		return p, err
	}
	defer release()
	dir, err := os.MkdirTemp(s.work, a.ID+asideMark)
	if err != nil {
		return p, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	seen, err := Watch(ctx, s.tool, path, *a.Facts, dir, ffmpeg.Watch{})
	return seen.Print, err
}
