package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// disk is a small disk of its own in memory, mounted for as long as the soak lasts.
type disk struct{ dir string }

// errNoMount says that this machine does not let us.
var errNoMount = errors.New("no small disk can be mounted here, which takes root; so nothing was filled up")

// fill takes all the room that is left.
func (d *disk) fill(ctx context.Context) error {
	f, err := os.OpenFile(d.filler(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	for piece := make([]byte, 64<<10); err == nil && ctx.Err() == nil; {
		if _, err = f.Write(piece); errors.Is(err, syscall.ENOSPC) && len(piece) > 512 {
			piece, err = piece[:len(piece)/2], nil
		}
	}
	if errors.Is(err, syscall.ENOSPC) {
		err = nil
	}
	return errors.Join(err, f.Close())
}

// room gives it back.
func (d *disk) room() error { return os.Remove(d.filler()) }

func (d *disk) filler() string { return filepath.Join(d.dir, "filler") }
