package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"saiying/internal/platform/db"
)

// have is how many bytes of an upload have landed, and when the last of them did; -1 when there is nothing.
func (s *Service) have(ctx context.Context, a Asset) (int64, time.Time, error) {
	up, err := s.underway(ctx, a.ID)
	if err != nil {
		return 0, time.Time{}, err
	}
	return s.landing.have(ctx, a, up.place)
}

// finish acts upon an upload's last byte: the file moves to its place, its SHA-256 is taken, and the asset is received, all
// of it once however often it is called and wherever an earlier call broke off.
func (s *Service) finish(ctx context.Context, id string) error {
	_, err, _ := s.finishing.Do(id, func() (any, error) { return nil, s.commit(ctx, id) })
	return err
}

func (s *Service) commit(ctx context.Context, id string) error {
	up, err := s.underway(ctx, id)
	if err != nil {
		return err
	}
	if err := s.landing.settle(ctx, id, up.place); err != nil {
		return err
	}
	sum, err := s.digest(ctx, id, up)
	if err != nil {
		return err
	}
	if err := s.db.Write(ctx, func(tx *db.Tx) error { return s.receive(ctx, tx, id, sum) }); err != nil {
		return err
	}
	s.memory.forget(id)
	return s.landing.remove(ctx, id, up.place)
}

// receive turns a whole upload into a received asset and has it measured.
func (s *Service) receive(ctx context.Context, tx *db.Tx, id, sum string) error {
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
	if err := removeUpload(ctx, tx, id); err != nil {
		return err
	}
	return s.line(ctx, tx, Work{Asset: id, Queued: tx.Now(), Urgency: urgency(c, tx.Now())}, probeJob{id})
}

// digest is the SHA-256 of the original: the one that was computed as it came in or, where a crash left a gap, of the file as it
// lies.
func (s *Service) digest(ctx context.Context, id string, up underway) (string, error) {
	f, info, err := s.blobs.Open(ctx, key(id, original))
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	h := up.hashed(info.Size)
	if h == nil {
		h = sha256.New()
		if _, err := io.Copy(h, f); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
