package inspection

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"saiying/internal/campaign"
	"saiying/internal/media"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision"
)

// Keep takes the pictures of what was seen in a film: it is told the path of each, which is gone afterwards, and answers the one at
// which it may be found.
type Keep func(picture string) (string, error)

// Inspect measures and watches a film on this machine and judges it by a campaign's rules, as the server does with an upload. A file
// that is no film is a verdict, no error. keep may be nil: then the report names no pictures.
func Inspect(ctx context.Context, tool *ffmpeg.Tool, c *campaign.Campaign, path string, keep Keep, heard ffmpeg.Progress) (Report, error) {
	dir, err := os.MkdirTemp("", "saiying-inspect-")
	if err != nil {
		return Report{}, fmt.Errorf("临时文件夹建不了，请检查TMPDIR (no temporary folder; check TMPDIR): %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	facts, err := tool.Probe(ctx, path)
	var seen media.Viewing
	if err == nil {
		seen, err = media.Watch(ctx, tool, path, facts, dir, ffmpeg.Watch{Progress: heard})
	}
	if errors.Is(err, ffmpeg.ErrUnreadable) {
		return Refuse(err, path), nil
	}
	if err != nil {
		return Report{}, err
	}
	if err := keepAll(seen.Sights, dir, keep); err != nil {
		return Report{}, err
	}
	r := Judge(c, seen.Facts, seen.Sights, path)
	r.Sights = seen.Sights
	return r, nil
}

// keepAll has the pictures kept, and each sight name its own where it now is.
func keepAll(sights []vision.Sight, dir string, keep Keep) (err error) {
	for i := range sights {
		s := &sights[i]
		if s.Picture == "" {
			continue
		}
		if keep == nil {
			s.Picture = ""
		} else if s.Picture, err = keep(filepath.Join(dir, s.Picture)); err != nil {
			return err
		}
	}
	return nil
}
