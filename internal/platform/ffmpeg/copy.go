package ffmpeg

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
)

// ErrNoCopy is matched by what [Tool.Copy] answers for a film whose picture or sound has no place in an MP4.
var ErrNoCopy = errors.New("the film cannot be copied into an MP4 as it is")

// Codecs that MP4 has a place for and that browsers or common players play.
var (
	copiedVideo = []string{"h264", "hevc", "av1", "vp9", "mpeg4"}
	copiedSound = []string{"aac", "mp3", "ac3", "eac3", "opus", "alac", "flac"}
)

// Copies reports whether [Tool.Copy] can copy a film.
func Copies(f Facts) bool {
	return slices.Contains(copiedVideo, f.VideoCodec) && (!f.HasAudio || slices.Contains(copiedSound, f.AudioCodec))
}

// Copy writes a film for download: the same picture and first sound, not encoded again, in an MP4 at out whose index comes first, so that
// it plays while it arrives. It carries the label that was found in the film, or else the one given (nil: none), and nothing
// else of the metadata: phones write where they were. It answers [ErrNoCopy] when another encoding would be needed.
func (t *Tool) Copy(ctx context.Context, path string, f Facts, out string, label *AIGC) error {
	if !Copies(f) {
		return fmt.Errorf("%w: it is %s with %s; offer the rendition or the original instead", ErrNoCopy, f.VideoCodec, f.AudioCodec)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if out, err = filepath.Abs(out); err != nil {
		return err
	}
	if f.AIGC != nil {
		label = f.AIGC
	}
	args := append([]string{"-nostdin", "-hide_banner", "-v", "error", "-y"}, t.input(path, f.Container)...)
	args = append(args, "-map", "0:V:0", "-map", "0:a:0?", "-c", "copy", "-sn", "-dn")
	if f.VideoCodec == "hevc" {
		args = append(args, "-tag:v", "hvc1") // the only name under which Apple plays it
	}
	args = append(append(args, metadata(label)...), "-movflags", "+faststart+use_metadata_tags", "-f", "mp4", filepath.Base(out))
	return blame(t.run(ctx, job{bin: t.ffmpeg, args: args, in: path, dir: filepath.Dir(out), wall: renderTime(f), slow: true}))
}
