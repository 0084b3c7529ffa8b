package hostiletest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"saiying/internal/platform/ffmpeg"
)

// File is one file of the set.
type File struct {
	Name string        // what it is, in words
	Path string        // where it lies
	Want ffmpeg.Reason // why it is refused, or "" for a film that must be measured
}

// kind is how a file is made: from films that were encoded for it.
type kind struct {
	name string
	want ffmpeg.Reason
	make func(films) []byte
}

// films are what is bent.
type films struct {
	first, last, pieces []byte // MP4 with its index first, last, and in fragments
	mkv, avi, ts        []byte
	gap, gapTS          []byte // twenty hours between two pictures
	vast                []byte // 16384×8192
	sound               []byte // without a picture
}

// Make writes the whole set into dir, a folder of its own.
func Make(ctx context.Context, tool *ffmpeg.Tool, dir string) ([]File, error) {
	f, err := encode(ctx, tool, dir)
	if err != nil {
		return nil, err
	}
	var set []File
	for i, k := range kinds() {
		path := filepath.Join(dir, fmt.Sprintf("%02d %%03d.mp4", i)) // a name that other tools take for a pattern
		if err := os.WriteFile(path, k.make(f), 0o600); err != nil {
			return nil, err
		}
		set = append(set, File{k.name, path, k.want})
	}
	return set, nil
}

const (
	source = "testsrc2=s=320x240:r=25:d=2"
	pause  = source + ",setpts='PTS+gte(N,25)*72000/TB'"
)

func encode(ctx context.Context, tool *ffmpeg.Tool, dir string) (f films, err error) {
	for _, film := range []struct {
		into *[]byte
		name string
		args []string
	}{
		{&f.first, "first.mp4", picture(source, "-movflags", "faststart")},
		{&f.last, "last.mp4", picture(source)},
		{&f.pieces, "pieces.mp4", picture(source, "-movflags", "empty_moov+frag_keyframe")},
		{&f.mkv, "film.mkv", picture(source)},
		{&f.avi, "film.avi", picture(source)},
		{&f.ts, "film.ts", picture(source)},
		{&f.gap, "gap.mp4", picture(pause, "-fps_mode", "passthrough")},
		{&f.gapTS, "gap.ts", picture(pause, "-fps_mode", "passthrough")},
		{&f.vast, "vast.mp4", picture("color=s=16384x8192:r=1:d=1")},
		{&f.sound, "sound.mp4", []string{"-f", "lavfi", "-i", "sine=d=1"}},
	} {
		if err := tool.Compose(ctx, dir, append(film.args, film.name)...); err != nil {
			return f, fmt.Errorf("make %s: %w", film.name, err)
		}
		path := filepath.Join(dir, film.name)
		if *film.into, err = os.ReadFile(path); err != nil {
			return f, err
		}
		if err := os.Remove(path); err != nil {
			return f, err
		}
	}
	return f, nil
}

// picture has pictures out of order, so that the index tells when each is shown.
func picture(source string, more ...string) []string {
	return append([]string{"-f", "lavfi", "-i", source, "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"}, more...)
}
