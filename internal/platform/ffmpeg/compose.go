package ffmpeg

import (
	"context"
	"path/filepath"
)

// Compose runs ffmpeg on our own material: args name their inputs and outputs relative to dir, the only folder the
// child sees. It answers an [Unreadable] with what ffmpeg said when the arguments do not work.
func (t *Tool) Compose(ctx context.Context, dir string, args ...string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	args = append([]string{"-nostdin", "-hide_banner", "-v", "error", "-y"}, args...)
	return blame(t.run(ctx, job{bin: t.ffmpeg, args: args, dir: dir, wall: composeTime, slow: true}))
}
