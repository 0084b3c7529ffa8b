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

// finish acts upon an upload's last byte: the file moves to its place, on the disk, and the asset is received, all
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
	if err := s.db.Write(ctx, func(tx *db.Tx) error { return s.receive(ctx, tx, id) }); err != nil {
		return err
	}
	s.memory.forget(id)
	return s.landing.remove(ctx, id, up.place)
}

// receive turns a whole upload into a received asset and has it measured.
func (s *Service) receive(ctx context.Context, tx *db.Tx, id string) error {
	a, err := s.Asset(ctx, tx, id)
	if err != nil {
		return err
	}
	c, err := s.campaigns.Get(ctx, tx, a.Campaign)
	if err != nil {
		return err
	}
	close, ok := bell(c, a.Began)
	first, err := receive(ctx, tx, id, ok && !tx.Now().Before(close))
	if err != nil || !first {
		return err
	}
	if err := removeUpload(ctx, tx, id); err != nil {
		return err
	}
	return s.line(ctx, tx, Work{Asset: id, Queued: tx.Now(), Urgency: urgency(c, tx.Now())}, probeJob{id})
}

// Digest is the SHA-256 of a film that has been received. The first who asks, for a receipt or before it is measured, has it read;
// then it is written down. It must not be called within a transaction.
func (s *Service) Digest(ctx context.Context, id string) (string, error) {
	sum, err, _ := s.digesting.Do(id, func() (any, error) { return s.digest(context.WithoutCancel(ctx), id) })
	return sum.(string), err
}

func (s *Service) digest(ctx context.Context, id string) (sum string, err error) {
	var a Asset
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, err = s.Asset(ctx, tx, id)
		return err
	})
	if err == nil && !a.Complete() {
		err = ErrIncomplete
	}
	if err != nil || a.SHA256 != "" {
		return a.SHA256, err
	}
	f, _, err := s.blobs.Open(ctx, key(id, original))
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	sum = hex.EncodeToString(h.Sum(nil))
	return sum, s.db.Write(ctx, func(tx *db.Tx) error { return setDigest(ctx, tx, id, sum) })
}
