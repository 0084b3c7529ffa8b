package media

import (
	"context"
	"encoding/json"

	"saiying/internal/platform/db"
	"saiying/internal/platform/job"
	"saiying/internal/platform/vision"
)

// Watched tells that a film has been watched: what is on its picture is known.
type Watched struct {
	Asset string `json:"asset"`
}

// Saw keeps what was seen in a film, whose pictures are among its files, and tells of it. An empty list says that nothing was
// seen; no list, that nobody has looked.
func (s *Service) Saw(ctx context.Context, tx *db.Tx, id string, sights []vision.Sight) error {
	if err := setSights(ctx, tx, id, sights); err != nil {
		return err
	}
	return job.Emit(ctx, s.queue, tx, Watched{id})
}

func setSights(ctx context.Context, tx *db.Tx, id string, sights []vision.Sight) error {
	if sights == nil {
		sights = []vision.Sight{}
	}
	b, err := json.Marshal(sights)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE media_asset SET sights = $2 WHERE id = $1", id, string(b))
	return err
}

// Picture is the address of a file that shows a sight, or empty while there is none. Of a film that is no asset, but a file on this
// machine, it is the path of that picture.
func (a Asset) Picture(s vision.Sight) string {
	if s.Picture == "" || a.ID == "" {
		return s.Picture
	}
	return a.at(s.Picture)
}
