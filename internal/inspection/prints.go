package inspection

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"saiying/internal/media"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fingerprint"
	"saiying/internal/platform/job"
)

// prints is this machine's index of the prints in the database, opened when the first film asks. All of it can be made again, so
// an index that is damaged, or ahead of a database that was restored, is thrown away.
type prints struct {
	dir  string
	mu   sync.Mutex // one job at a time brings it up to date
	open *fingerprint.Index
}

const (
	batch  = 200             // prints read from the database at a time, about 10 kB each
	others = 5 * time.Second // how long work waits for another process of this machine that holds the index
)

// upToDate returns the index with every print that is in the database now. While another process holds it the job comes again.
func (s *Service) upToDate(ctx context.Context) (*fingerprint.Index, error) {
	p := s.prints
	p.mu.Lock()
	defer p.mu.Unlock()
	last, err := s.lastPrint(ctx)
	if err != nil {
		return nil, err
	}
	if err := p.begin(last); errors.Is(err, fingerprint.ErrHeld) {
		return nil, job.Later(others)
	} else if err != nil {
		return nil, err
	}
	for p.open.Marked() < last {
		if err := s.takeIn(ctx, p.open, last); err != nil {
			return nil, err
		}
	}
	return p.open, nil
}

// begin opens the index once, an empty one if that on the disk is of no use to a database that has kept so many prints.
func (p *prints) begin(last int64) (err error) {
	if p.open != nil {
		return nil
	}
	p.open, err = fingerprint.OpenIndex(p.dir)
	if err == nil && p.open.Marked() <= last {
		return nil
	}
	if err != nil && !errors.Is(err, fingerprint.ErrIndex) {
		return err
	}
	if err := errors.Join(p.drop(), os.RemoveAll(p.dir)); err != nil {
		return fmt.Errorf("the index of prints cannot be made anew: %w", err)
	}
	p.open, err = fingerprint.OpenIndex(p.dir)
	return err
}

// drop closes what is open.
func (p *prints) drop() (err error) {
	if p.open != nil {
		err, p.open = p.open.Close(), nil
	}
	return err
}

func (p *prints) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.drop()
}

func (s *Service) lastPrint(ctx context.Context) (last int64, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		last, err = s.media.LastPrint(ctx, tx)
		return err
	})
	return last, err
}

// takeIn adds the next prints to the index. When none are left, those up to last were of films since deleted.
func (s *Service) takeIn(ctx context.Context, ix *fingerprint.Index, last int64) error {
	var some []media.Printed
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		some, err = s.media.Prints(ctx, tx, ix.Marked(), batch)
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range some {
		if err := ix.Add(p.Asset, p.Print); err != nil {
			return err
		}
	}
	if len(some) == batch {
		last = some[batch-1].Seq
	} else if n := len(some); n > 0 {
		last = max(last, some[n-1].Seq)
	}
	return ix.Mark(last)
}
