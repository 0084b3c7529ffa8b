package ffmpeg

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"
)

const (
	maxRoom   = 32 << 30    // bytes in a job's folder: six hours in every rung of the ladder, with room to spare
	maxFiles  = 1 << 16     // files in it: the same six hours in pieces of four seconds are 22,000
	roomEvery = time.Second // how often the folder is looked at; one file's size is bounded by the kernel in between
)

// errTooMuch is the cause when a job put out more than it may: on its outputs or in its folder.
var errTooMuch = errors.New("the tool wrote more than it may")

// watch stops the job once its folder is overfull. It ends with ctx.
func (j job) watch(ctx context.Context, stop context.CancelCauseFunc) {
	tick := time.NewTicker(roomEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if j.overfull() {
				stop(errTooMuch)
			}
		}
	}
}

// overfull adds up what lies in the job's folder. What cannot be read was just removed.
func (j job) overfull() bool {
	if j.dir == "" {
		return false
	}
	room, bytes, files := j.room, int64(0), 0
	if room == 0 {
		room = maxRoom
	}
	_ = filepath.WalkDir(j.dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // a file that went away takes no room
		}
		if files++; files > maxFiles {
			return fs.SkipAll
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			bytes += info.Size()
		}
		return nil
	})
	return bytes > room || files > maxFiles
}
