package media

import (
	"context"
	"path"

	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/job"
)

// repeat makes an asset ready from another of the same bytes that is ready, and reports whether there was one: a film that is
// sent in a second time is neither measured nor rendered again.
func (s *Service) repeat(ctx context.Context, a Asset) (done bool, err error) {
	var twin Asset
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		twin, done, err = findReady(ctx, tx, a.SHA256)
		return err
	})
	if err != nil || !done {
		return false, err
	}
	made, err := s.blobs.List(ctx, key(twin.ID, ""))
	if err != nil {
		return false, err
	}
	for _, f := range made {
		if name := path.Base(f.Key); name != original {
			if err := s.blobs.Link(ctx, f.Key, key(a.ID, name)); err != nil {
				return false, err
			}
		}
	}
	return true, s.db.Write(ctx, func(tx *db.Tx) error { return s.ready(ctx, tx, a.ID, *twin.Facts) })
}

// ready gives an asset its facts and tells that it is measured and can be shown.
func (s *Service) ready(ctx context.Context, tx *db.Tx, id string, facts ffmpeg.Facts) error {
	first, err := setFacts(ctx, tx, id, facts)
	if err != nil || !first {
		return err
	}
	if _, err := settle(ctx, tx, id, StateReady, ""); err != nil {
		return err
	}
	if err := job.Emit(ctx, s.queue, tx, Probed{id}); err != nil {
		return err
	}
	return job.Emit(ctx, s.queue, tx, Ready{id})
}
