package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"saiying/internal/platform/db"
)

// have is how many bytes of an upload are on the disk, wherever a crash left them, and when the last of them came; -1 when
// there is no file.
func (s *Service) have(ctx context.Context, a Asset) (int64, time.Time, error) {
	st, err := os.Stat(filepath.Join(s.uploads, a.ID))
	if err == nil {
		return st.Size(), st.ModTime(), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return 0, time.Time{}, err
	}
	moved, err := s.blobs.Stat(ctx, key(a.ID, original))
	if errors.Is(err, fs.ErrNotExist) {
		return -1, time.Time{}, nil
	}
	return moved.Size, moved.Modified, err
}

// finish acts upon an upload's last byte: the file moves to its place, its SHA-256 is taken, and the asset is received, all
// of it once however often it is called and wherever an earlier call broke off.
func (s *Service) finish(ctx context.Context, id string) error {
	_, err, _ := s.finishing.Do(id, func() (any, error) { return nil, s.commit(ctx, id) })
	return err
}

func (s *Service) commit(ctx context.Context, id string) error {
	at := filepath.Join(s.uploads, id)
	if _, err := os.Stat(at); err == nil {
		if err := s.blobs.MoveIn(ctx, key(id, original), at); err != nil {
			return err
		}
	}
	sum, err := s.digest(ctx, id)
	if err != nil {
		return err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		a, err := s.Asset(ctx, tx, id)
		if err != nil {
			return err
		}
		c, err := s.campaigns.Get(ctx, tx, a.Campaign)
		if err != nil {
			return err
		}
		close, ok := bell(c, a.Began)
		first, err := receive(ctx, tx, id, sum, ok && !tx.Now().Before(close))
		if err != nil || !first {
			return err
		}
		return s.line(ctx, tx, Work{Asset: id, Queued: tx.Now(), Urgency: urgency(c, tx.Now())}, probeJob{id})
	})
	if err != nil {
		return err
	}
	return s.removeUpload(id)
}

// digest is the SHA-256 of the file as it lies on the disk.
func (s *Service) digest(ctx context.Context, id string) (string, error) {
	f, _, err := s.blobs.Open(ctx, key(id, original))
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// removeUpload removes what tus keeps of an upload.
func (s *Service) removeUpload(id string) error {
	for _, name := range []string{id, id + ".info"} {
		if err := os.Remove(filepath.Join(s.uploads, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
