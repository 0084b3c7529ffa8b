package media

import (
	"context"
	"path"

	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
)

// A film that is sent in a second time, by hand of another person or into another contest, is neither measured nor rendered
// again: what was made of the same bytes serves both.

// measure returns what is known of an asset's bytes, by looking at them only if no other asset has the same.
func (s *Service) measure(ctx context.Context, a Asset) (ffmpeg.Facts, error) {
	twin, found, err := s.twin(ctx, a, StateReady, StateProcessing)
	if err != nil {
		return ffmpeg.Facts{}, err
	}
	if found {
		return *twin.Facts, nil
	}
	path, release, err := s.Original(ctx, a.ID)
	if err != nil {
		return ffmpeg.Facts{}, err
	}
	defer release()
	return s.tool.Probe(ctx, path)
}

// borrow gives an asset all that a twin has, and reports whether there was one.
func (s *Service) borrow(ctx context.Context, a Asset) (seen Viewing, found bool, err error) {
	twin, found, err := s.twin(ctx, a, StateReady)
	if err != nil || !found || twin.Sights == nil {
		return seen, false, err
	}
	made, err := s.blobs.List(ctx, key(twin.ID, ""))
	if err != nil {
		return seen, false, err
	}
	for _, f := range made {
		if name := path.Base(f.Key); name != original && !isCopy(name) {
			if err := s.blobs.Copy(ctx, f.Key, key(a.ID, name)); err != nil {
				return seen, false, err
			}
		}
	}
	seen.Facts, seen.Sights = *twin.Facts, twin.Sights
	return seen, true, nil
}

// SameBytes returns the other assets that have the bytes of a and belong to an entry, oldest first.
func (s *Service) SameBytes(ctx context.Context, tx *db.Tx, a Asset) ([]Asset, error) {
	if a.SHA256 == "" {
		return nil, nil
	}
	return listSame(ctx, tx, a)
}

// twin finds another asset of the same bytes in one of the states.
func (s *Service) twin(ctx context.Context, a Asset, states ...State) (twin Asset, found bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		for _, state := range states {
			if twin, found, err = findTwin(ctx, tx, a, state); err != nil || found {
				return err
			}
		}
		return nil
	})
	return twin, found, err
}
