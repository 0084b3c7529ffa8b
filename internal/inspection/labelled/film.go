package labelled

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"saiying/internal/entry"
	"saiying/internal/platform/ffmpeg"
)

// Film is a film to be made, and what the notice says of it.
type Film struct {
	Campaign string        // key of the notice
	Says     string        // what is special about it, as a file name
	Want     entry.Verdict //
	Rule     string        // the rule that is broken, or empty
	Shape    Shape
}

// Shape is what a film is made of. What is zero takes the plainest value.
type Shape struct {
	Width, Height int
	FPS           int     // 25
	Frames        int     // 50
	Mbps          float64 // of the picture, held constant with filler; 0 is whatever the encoder needs
	Container     string  // "mp4", "mov", "mkv": what it is
	Named         string  // "mp4": what its name says it is
	Rotate        int     // degrees that a player turns it
	Bytes         int64   // size of the file, padded with a free box, as an encoder may leave one; 0 is as it comes
	Wide          float64 // width of a pixel over its height; 1
}

// Name is the film's file name, which tells films of one notice apart.
func (f Film) Name() string { return f.Says + "." + f.Shape.named() }

func (s Shape) named() string { return or(s.Named, or(s.Container, "mp4")) }

func or[T comparable](v, otherwise T) T {
	if v == *new(T) {
		return otherwise
	}
	return v
}

// Make makes the film in dir and returns its path.
func (f Film) Make(ctx context.Context, tool *ffmpeg.Tool, dir string) (string, error) {
	s := f.Shape
	second, whole := "second."+or(s.Container, "mp4"), "whole."+or(s.Container, "mp4")
	if err := tool.Compose(ctx, dir, append(s.encode(), second)...); err != nil {
		return "", fmt.Errorf("%s: %w", f.Name(), err)
	}
	if err := tool.Compose(ctx, dir, append(s.repeat(second), whole)...); err != nil {
		return "", fmt.Errorf("%s: %w", f.Name(), err)
	}
	path := filepath.Join(dir, f.Name())
	if err := os.Rename(filepath.Join(dir, whole), path); err != nil {
		return "", err
	}
	return path, pad(path, s.Bytes)
}

// encode makes one second of film; longer ones repeat it, which costs next to nothing.
func (s Shape) encode() []string {
	fps := strconv.Itoa(or(s.FPS, 25))
	args := []string{"-f", "lavfi", "-i", fmt.Sprintf("testsrc2=s=%dx%d:r=%s:d=1", s.Width, s.Height, fps), "-pix_fmt", "yuv420p",
		"-c:v", "libx264", "-preset", "ultrafast", "-g", fps}
	if s.Mbps == 0 {
		args = append(args, "-crf", "40")
	} else {
		rate := fmt.Sprintf("%gM", s.Mbps)
		args = append(args, "-b:v", rate, "-minrate", rate, "-maxrate", rate, "-bufsize", fmt.Sprintf("%gM", s.Mbps/10),
			"-x264-params", "nal-hrd=cbr:filler=1")
	}
	if s.Wide > 0 {
		args = append(args, "-vf", fmt.Sprintf("setsar=%g", s.Wide))
	}
	return args
}

func (s Shape) repeat(second string) []string {
	args := []string{"-stream_loop", "-1", "-i", second, "-frames:v", strconv.Itoa(or(s.Frames, 50)), "-c", "copy"}
	if s.Rotate != 0 {
		args = append(args, "-metadata:s:v:0", "rotate="+strconv.Itoa(s.Rotate))
	}
	return args
}

// pad brings a file to a size with a free box at its end.
func pad(path string, size int64) error {
	info, err := os.Stat(path)
	if err != nil || size == 0 {
		return err
	}
	more := size - info.Size()
	if more < 8 {
		return fmt.Errorf("%s has %d bytes and cannot be brought to %d", path, info.Size(), size)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if _, err := f.Write([]byte{byte(more >> 24), byte(more >> 16), byte(more >> 8), byte(more), 'f', 'r', 'e', 'e'}); err != nil {
		return err
	}
	return f.Truncate(size)
}

// String names a film in a test's output.
func (f Film) String() string {
	return f.Campaign + "/" + strings.TrimSuffix(f.Name(), "."+f.Shape.named())
}
