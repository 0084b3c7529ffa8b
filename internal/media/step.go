package media

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/job"
)

// write is what a step has found out and writes down once its work is done.
type write func(ctx context.Context, tx *db.Tx) error

// Limits of the work on films.
const (
	mostTries = 8           // of one job, the last about an hour and a quarter after the first: then a person must look
	elbow     = 256 << 20   // bytes of disk that a film's work may take besides once more the film's own size
	pause     = time.Minute // how long work waits for room on the disk before it looks again
)

// step does one piece of work on an asset that must stand in a state, and keeps the books on it, whatever the work is: who does
// it, how long it took, what became of it. A job that is done again, or was cancelled or replaced meanwhile, changes nothing.
func (s *Service) step(ctx context.Context, id string, want State, do func(ctx context.Context, a Asset) (write, error)) error {
	a, due, err := s.take(ctx, id, want)
	if err != nil || !due {
		return err
	}
	began := time.Now()
	err = s.checkRoom(a)
	var put write
	if err == nil {
		put, err = do(ctx, a)
	}
	switch {
	case errors.Is(err, ffmpeg.ErrUnreadable):
		return s.record(ctx, id, func(ctx context.Context, tx *db.Tx) error { return s.fail(ctx, tx, id, ffmpeg.ReasonOf(err)) })
	case err != nil:
		return s.stumble(ctx, id, err)
	}
	return s.record(ctx, id, func(ctx context.Context, tx *db.Tx) error {
		if err := spendWork(ctx, tx, id, time.Since(began), 0); err != nil {
			return err
		}
		return put(ctx, tx)
	})
}

// take marks the work on an asset begun, if there is any for this job.
func (s *Service) take(ctx context.Context, id string, want State) (a Asset, due bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if a, due, err = find(ctx, tx, id); err != nil || !due || a.State != want {
			due = false
			return err
		}
		due, err = beginWork(ctx, tx, id, job.TryOf(ctx))
		return err
	})
	return a, due, err
}

// record writes down what a job found, unless it is no longer the one at work on the asset.
func (s *Service) record(ctx context.Context, id string, put write) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		mine, err := ownWork(ctx, tx, id, job.TryOf(ctx))
		if err != nil || !mine {
			return err
		}
		return put(ctx, tx)
	})
}

// fail ends the work on a file that cannot be read as a film.
func (s *Service) fail(ctx context.Context, tx *db.Tx, id string, why ffmpeg.Reason) error {
	first, err := settle(ctx, tx, id, StateFailed, why)
	if err != nil || !first {
		return err
	}
	if err := endWork(ctx, tx, id); err != nil {
		return err
	}
	return job.Emit(ctx, s.queue, tx, Failed{id})
}

// errNoSpace says that there is no room on the disk to work on a film.
var errNoSpace = errors.New("no space left on device for the work on this film")

// checkRoom makes sure that there is room for what is made of an asset, before anything is begun that would fill the disk.
func (s *Service) checkRoom(a Asset) error {
	free, err := s.free()
	if err == nil && free < a.Size+elbow {
		return errNoSpace
	}
	return err
}

// stumble writes down that the machine failed at a film. A full disk only pauses the work; anything else is tried again, and
// given up after the last try. What is cut off by the program's end is not the machine's fault.
func (s *Service) stumble(ctx context.Context, id string, cause error) error {
	to, t := WorkRetrying, job.TryOf(ctx)
	why := troubleOf(cause)
	switch {
	case errors.Is(context.Cause(ctx), job.ErrCancelled):
		to, why = WorkCancelled, ""
	case ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded):
		to, why = WorkWaiting, ""
	case why == NoSpace:
		to = WorkPaused
	case t.Last:
		to = WorkStopped
	}
	after := context.WithoutCancel(ctx)
	err := s.db.Write(after, func(tx *db.Tx) error {
		return errors.Join(troubleWork(after, tx, id, t, to, why, plain(cause, why)), setProgress(after, tx, id, Progress{}))
	})
	if err != nil {
		return errors.Join(cause, err)
	}
	if to == WorkPaused {
		slog.WarnContext(ctx, "work on films is paused: the disk is full", "asset", id)
		return job.Later(s.pause)
	}
	return cause
}

// mostDetail is how much of an error is kept for staff, its end: that is where tools say what was the matter.
const mostDetail = 500

func plain(err error, why Trouble) string {
	if why == "" {
		return ""
	}
	text := strings.ToValidUTF8(err.Error(), "")
	if r := []rune(text); len(r) > mostDetail {
		text = string(r[len(r)-mostDetail:])
	}
	return text
}

// opts are those of a film's job.
func opts(u Urgency) *job.Opts {
	return &job.Opts{Queue: job.QueueMedia, Priority: int(u), MaxAttempts: mostTries}
}

// line puts a film in the line, with the job that is its work.
func (s *Service) line(ctx context.Context, tx *db.Tx, w Work, j job.Args) (err error) {
	if w.Job, err = s.queue.Put(ctx, tx, j, opts(w.Urgency)); err != nil {
		return err
	}
	return queueWork(ctx, tx, w)
}

// goOn has a film's next step done, in the place that the film already has: whoever came first is ready first.
func (s *Service) goOn(ctx context.Context, tx *db.Tx, id string, next job.Args) error {
	w, found, err := findWork(ctx, tx, id)
	if err != nil || !found {
		return err
	}
	if w.Job, err = s.queue.Follow(ctx, tx, next, opts(w.Urgency)); err != nil {
		return err
	}
	a, _, err := find(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := spendWork(ctx, tx, id, 0, time.Duration(a.Facts.DurationS*float64(time.Second))); err != nil {
		return err
	}
	return queueWork(ctx, tx, w)
}

// learn ends the work on a film that is ready, and takes it into the pace unless another's work was borrowed.
func (s *Service) learn(ctx context.Context, tx *db.Tx, id string, borrowed bool) error {
	w, found, err := findWork(ctx, tx, id)
	if err != nil || !found {
		return err
	}
	if !borrowed && w.Length > 0 && w.Spent > 0 {
		p, err := findPace(ctx, tx)
		if err != nil {
			return err
		}
		if err := setPace(ctx, tx, p.after(w.Length, w.Spent)); err != nil {
			return err
		}
	}
	return endWork(ctx, tx, id)
}

// workFolder is where one job makes a film's files: a job that was replaced may still be ending in its own.
func (s *Service) workFolder(asset string, id int64) string {
	return filepath.Join(s.work, asset+"."+strconv.FormatInt(id, 10))
}

// Tidy removes folders that killed jobs left behind on this machine. The folder of a job that is marked as running stays: another
// process may be in it, and a job begun again empties its own.
func (s *Service) Tidy(ctx context.Context) error {
	all, err := os.ReadDir(s.work)
	if err != nil {
		return err
	}
	var faults []error
	for _, f := range all {
		if strings.Contains(f.Name(), asideMark) {
			if abandoned(f) {
				faults = append(faults, os.RemoveAll(filepath.Join(s.work, f.Name())))
			}
			continue
		}
		asset, _, _ := strings.Cut(f.Name(), ".")
		var w Work
		err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			w, _, err = findWork(ctx, tx, asset)
			return err
		})
		if err == nil && (w.State != WorkRunning || s.workFolder(asset, w.Job) != filepath.Join(s.work, f.Name())) {
			err = os.RemoveAll(filepath.Join(s.work, f.Name()))
		}
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}
