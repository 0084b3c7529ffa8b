package media

import (
	"context"
	"errors"
	"io"
	"os"

	"saiying/internal/platform/db"
	"saiying/internal/platform/id"
)

// Take takes in a film that lies on this machine, from a stick that was posted, say, and leaves the file where it is. It is
// treated like an upload by the person of ctx: the same windows and limits hold.
func (s *Service) Take(ctx context.Context, campaign, filename, path string) (Asset, error) {
	f, err := os.Open(path)
	if err != nil {
		return Asset{}, err
	}
	defer func() { _ = f.Close() }()
	st, err := f.Stat()
	if err != nil {
		return Asset{}, err
	}
	a, _, err := s.Begin(ctx, Asset{ID: id.New(), Campaign: campaign, Filename: cleanName(filename), Size: st.Size()}, "")
	if err != nil {
		return a, err
	}
	if err := s.receiveFrom(ctx, a, f); err != nil {
		return a, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, err = s.Asset(ctx, tx, a.ID)
		return err
	})
	return a, err
}

// receiveFrom copies a file to where originals lie and finishes it as an upload.
func (s *Service) receiveFrom(ctx context.Context, a Asset, from io.Reader) error {
	if err := s.blobs.Put(ctx, key(a.ID, original), from); err != nil {
		return errors.Join(err, s.drop(ctx, a.ID))
	}
	return s.finish(ctx, a.ID)
}
