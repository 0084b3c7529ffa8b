package media

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
)

// Label is the label of generated content that everything made from the film carries: the one that came in the file, which nothing
// replaces, or else the one that was declared; nil for neither.
func (a Asset) Label() *ffmpeg.AIGC {
	switch {
	case a.Facts != nil && a.Facts.AIGC != nil:
		return a.Facts.AIGC
	case a.declared != "":
		return &ffmpeg.AIGC{Raw: a.declared}
	}
	return nil
}

// Declare keeps the label that an entry's declaration asks for, nil for none, and reports whether that is news. What is made of the
// film already gets it, or loses one that was only declared; the file as it came stays as it is.
func (s *Service) Declare(ctx context.Context, tx *db.Tx, id string, label *ffmpeg.AIGC) (news bool, err error) {
	raw := ""
	if label != nil {
		raw = label.Raw
	}
	if news, err = setDeclared(ctx, tx, id, raw); err != nil || !news {
		return false, err
	}
	tx.After(func() { s.glances.forget(id) })
	return true, s.queue.Enqueue(ctx, tx, labelJob{id}, nil)
}

// labelJob brings the label of what was made from a film up to date.
type labelJob struct {
	Asset string `json:"asset"`
}

// Kind names the job.
func (labelJob) Kind() string { return "media.label" }

// labelMade labels what was made of a film that is ready; one that is not yet is labelled when it is. Of two jobs at once, one that has
// written an older label sees the newer when it looks again.
func (s *Service) labelMade(ctx context.Context, j labelJob) error {
	a, err := s.readAsset(ctx, j.Asset)
	for err == nil && a.State == StateReady {
		if err = s.labelFiles(ctx, a); err != nil {
			return err
		}
		was := a.declared
		if a, err = s.readAsset(ctx, j.Asset); err == nil && a.declared == was {
			return nil
		}
	}
	if errors.Is(err, ErrUnknown) {
		return nil // thrown away meanwhile
	}
	return err
}

func (s *Service) readAsset(ctx context.Context, id string) (a Asset, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, err = s.Asset(ctx, tx, id)
		return err
	})
	return a, err
}

// labelFiles labels the beginnings of the streams and the pictures. The copy for download has the label in its name: see copyName.
func (s *Service) labelFiles(ctx context.Context, a Asset) error {
	made, err := s.blobs.List(ctx, key(a.ID, ""))
	if err != nil {
		return err
	}
	for _, f := range made {
		if name := path.Base(f.Key); strings.HasSuffix(name, initEnd) || path.Ext(name) == ".jpg" {
			if err := s.labelFile(ctx, f.Key, a.Label()); err != nil {
				return err
			}
		}
	}
	return nil
}

// initEnd ends the names of initialisation segments.
const initEnd = "_init.mp4"

func (s *Service) labelFile(ctx context.Context, key string, label *ffmpeg.AIGC) error {
	f, _, err := s.blobs.Open(ctx, key)
	if err != nil {
		return err
	}
	was, err := io.ReadAll(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	now, err := ffmpeg.Relabel(path.Base(key), was, label)
	if err != nil || bytes.Equal(was, now) {
		return err
	}
	return s.blobs.Put(ctx, key, bytes.NewReader(now))
}

// labelLater has the files of a film that has just become ready labelled where the watching of it did not: pictures, what was borrowed,
// and all of them when the declaration changed under way. used is the asset as it was when the work began.
func (s *Service) labelLater(ctx context.Context, tx *db.Tx, used Asset, borrowed bool) error {
	now, err := s.Asset(ctx, tx, used.ID)
	if err != nil || now.Label() == nil && !borrowed && now.declared == used.declared {
		return err
	}
	return s.queue.Enqueue(ctx, tx, labelJob{used.ID}, nil)
}

func setDeclared(ctx context.Context, tx *db.Tx, id, raw string) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE media_asset SET declared = $2 WHERE id = $1 AND declared <> $2", id, raw)
	return n == 1, err
}
