package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/ffmpeg"
)

// A copy for download is the film with its index first and its label in place, not encoded again. It is as large as the film and few
// films are ever asked for, so it is made when the first asks, and goes after a while: it can always be made again.

const (
	copyWait = 20 * time.Second   // how long somebody who asks waits; proxies commonly give up after a minute
	copyTime = 30 * time.Minute   // how long making one may take
	copyLife = 7 * 24 * time.Hour // how long one is kept
	copies   = 2                  // that are made at once on a machine
)

var (
	errCopying = fault.Define("media.copying", fault.Unavailable,
		"正在准备下载的副本，影片较大，请过{seconds}秒再点一次下载。", "The copy for download is being made; the film is large. Please try again in {seconds} seconds.")
	errNotReady = fault.Define("media.not_ready", fault.Conflict,
		"影片还没有处理完，请等处理好了再下载。", "The film is still being worked on; please download it once it is ready.")
	errNoCopy = fault.Define("media.no_copy", fault.Conflict,
		"这部影片的编码（{codec}）放不进MP4，没有下载用的副本，请下载原文件。", "This film's encoding ({codec}) has no place in an MP4; please download the original file.")
)

// copyName names the blob of the copy for download. A declared label is part of the name, so that a copy from before a declaration is
// never sent after it.
func (a Asset) copyName() string {
	if a.declared == "" {
		return download + ".mp4"
	}
	sum := sha256.Sum256([]byte(a.declared))
	return download + "-" + hex.EncodeToString(sum[:8]) + ".mp4"
}

// isCopy reports whether a file of an asset is a copy for download.
func isCopy(name string) bool { return strings.HasPrefix(name, download) && path.Ext(name) == ".mp4" }

// needCopy is the name of the copy for download, which it makes if it is not there. Whoever would wait too long is asked to come again,
// while the making goes on.
func (s *Service) needCopy(ctx context.Context, a Asset) (name string, err error) {
	name = a.copyName()
	if _, err := s.blobs.Stat(ctx, key(a.ID, name)); !errors.Is(err, fs.ErrNotExist) {
		return name, err
	}
	made := s.copying.DoChan(key(a.ID, name), func() (any, error) {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), copyTime)
		defer stop()
		s.copies <- struct{}{}
		defer func() { <-s.copies }()
		return s.makeCopy(ctx, a.ID)
	})
	select {
	case done := <-made:
		name, _ = done.Val.(string)
		return name, done.Err
	case <-time.After(s.copyWait):
		return "", errCopying.With("seconds", int(copyWait.Seconds())).RetryAfter(copyWait)
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// makeCopy makes the copy for download of a film as it is declared now, and tells its name.
func (s *Service) makeCopy(ctx context.Context, id string) (name string, err error) {
	a, err := s.readAsset(ctx, id)
	if err != nil {
		return "", err
	}
	if a.State != StateReady {
		return "", errNotReady
	}
	free, err := s.free()
	if err != nil {
		return "", err
	}
	if free < 2*a.Size+elbow { // a bucket's film is fetched before it is copied
		return "", ErrNoRoom
	}
	err = s.writeCopy(ctx, a)
	if errors.Is(err, ffmpeg.ErrNoCopy) {
		return "", errNoCopy.With("codec", strings.ToUpper(a.Facts.VideoCodec)).Wrap(err)
	}
	if err != nil {
		slog.ErrorContext(ctx, "the copy for download of a film could not be made", "asset", id, "error", err)
		return "", err
	}
	return a.copyName(), s.db.Write(ctx, func(tx *db.Tx) error { return setCopied(ctx, tx, id, tx.Now()) })
}

// writeCopy writes the copy beside the blobs, of which it becomes one when it is whole.
func (s *Service) writeCopy(ctx context.Context, a Asset) error {
	film, release, err := s.Original(ctx, a.ID)
	if err != nil {
		return err
	}
	defer release()
	dir, err := os.MkdirTemp(s.work, a.ID+asideMark)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	out := filepath.Join(dir, "film.mp4")
	if err := s.tool.Copy(ctx, film, *a.Facts, out, a.Label()); err != nil {
		return err
	}
	return s.blobs.MoveIn(ctx, key(a.ID, a.copyName()), out)
}

// asideMark is in the names of folders in which copies and prints are made beside the line of films: see workFolder.
const asideMark = ".aside."

// abandoned reports whether such a folder is left over from a process that was killed.
func abandoned(f os.DirEntry) bool {
	info, err := f.Info()
	return err == nil && time.Since(info.ModTime()) > copyTime
}

// sweepCopies removes copies for download that have been there for a while.
func (s *Service) sweepCopies(ctx context.Context, now time.Time) error {
	var old []Asset
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		old, err = listCopied(ctx, tx, now.Add(-copyLife))
		return err
	})
	faults := []error{err}
	for _, a := range old {
		faults = append(faults, s.dropCopies(ctx, a.ID))
	}
	return errors.Join(faults...)
}

func (s *Service) dropCopies(ctx context.Context, id string) error {
	made, err := s.blobs.List(ctx, key(id, ""))
	if err != nil {
		return err
	}
	for _, f := range made {
		if isCopy(path.Base(f.Key)) {
			if err := s.blobs.Delete(ctx, f.Key); err != nil {
				return err
			}
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return setCopied(ctx, tx, id, time.Time{}) })
}

func setCopied(ctx context.Context, tx *db.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE media_asset SET copied = $2 WHERE id = $1", id, db.Micros(at))
	return err
}

// listCopied reads the assets whose copy for download was made before a time.
func listCopied(ctx context.Context, tx *db.Tx, before time.Time) ([]Asset, error) {
	return db.List(ctx, tx, scan, columns+"WHERE copied <> 0 AND copied < $1", db.Micros(before))
}
