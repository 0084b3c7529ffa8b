// Package visiontest makes the labelled films on which the detectors are held: small real films with a mark that is known,
// and films that only look as if. Thresholds were set on the clips that are not HeldOut; figures are reported on those that
// are.
package visiontest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"

	"saiying/internal/platform/demofilm"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision"
)

// Clip is a film to be made, and what is in it. Scene is one of demofilm's, shown by a camera that pans over it, or, if
// Tripod, by one that stands
// while nothing moves. Graph draws on it: ffmpeg's filters from [s] to [v], 640×360 at 25 a second.
type Clip struct {
	Name    string
	HeldOut bool
	Scene   string
	Seed    uint64
	Tripod  bool
	Seconds float64 // of the scene
	Graph   string
	Want    []Want
}

// Want is one thing that is in a film; To 0 means that its times are not judged. Undecidable is what a machine should say
// where it cannot know.
type Want struct {
	Kind        vision.Kind
	From, To    float64
	Undecidable bool
}

// Studio makes clips in a folder, and keeps the scenes there.
type Studio struct {
	Dir  string
	Tool *ffmpeg.Tool
}

// Make makes a clip as an MP4 file and answers its path.
func (s Studio) Make(ctx context.Context, c Clip) (string, error) {
	spec := demofilm.Spec{Scene: c.Scene, Seed: c.Seed, Seconds: 10}
	if err := demofilm.Make(ctx, s.Tool, s.Dir, []demofilm.Spec{spec}, nil); err != nil {
		return "", err
	}
	camera := "scale=640:360,trim=start=4:duration=0.04,loop=-1:1,setpts=N/25/TB,noise=alls=7:allf=t"
	if !c.Tripod {
		camera = "scale=1280:720,crop=640:360:x='320+310*sin(.9*t+.3)':y='180+170*cos(.7*t)'"
	}
	out := filepath.Join(s.Dir, c.Name+".mp4")
	graph := fmt.Sprintf("[0:v]%s,trim=duration=%.2f,setpts=PTS-STARTPTS,setsar=1[s];%s", camera, c.Seconds, c.Graph)
	cmd := exec.CommandContext(ctx, "ffmpeg", "-nostdin", "-v", "error", "-y", "-stream_loop", "9", "-i", filepath.Join(s.Dir, spec.File()),
		"-filter_complex", graph, "-map", "[v]", "-r", "25", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-pix_fmt", "yuv420p", out)
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("make %s: %w: %s", c.Name, err, said)
	}
	return out, nil
}

// Look shows a film to the detectors.
func Look(ctx context.Context, file string, seconds float64) ([]vision.Sight, error) {
	o := vision.NewObserver(seconds)
	err := Frames(ctx, file, func(f vision.Frame) { o.Add(f) })
	return o.Sights(), err
}

// Frames reads a film as the detectors want it.
func Frames(ctx context.Context, file string, each func(vision.Frame)) error {
	size, err := exec.CommandContext(ctx, "ffprobe", "-v", "error", "-select_streams", "V:0", "-show_entries", "stream=width,height", "-of", "csv=p=0:s=x", file).Output()
	if err != nil {
		return fmt.Errorf("probe %s: %w", file, err)
	}
	var w, h int
	if _, err := fmt.Sscanf(string(size), "%dx%d", &w, &h); err != nil {
		return fmt.Errorf("size of %s: %w", file, err)
	}
	w, h = small(w, h)
	cmd := exec.CommandContext(ctx, "ffmpeg", "-nostdin", "-v", "error", "-i", file, "-vf",
		fmt.Sprintf("fps=%d,scale=%d:%d:flags=area", vision.Rate, w, h), "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:1")
	var said bytes.Buffer
	cmd.Stderr = &said
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	read := frames(pipe, w, h, each)
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("read %s: %w: %s", file, err, said.Bytes())
	}
	return read
}

func frames(pipe io.Reader, w, h int, each func(vision.Frame)) error {
	all := make([]byte, w*h*3/2)
	for n := 0; ; n++ {
		if _, err := io.ReadFull(pipe, all); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		each(vision.Frame{At: float64(n) / vision.Rate, W: w, H: h, Y: all[:w*h], Cb: all[w*h : w*h*5/4], Cr: all[w*h*5/4:]})
	}
}

// small scales a size so that its long side is the detectors'; both sides even.
func small(w, h int) (int, int) {
	long := max(w, h)
	return (w*vision.LongSide/long + 1) &^ 1, (h*vision.LongSide/long + 1) &^ 1
}

// Length is how long the clip is, in seconds: the scene, and the three seconds that bars or a card may last beside it.
func (c Clip) Length() float64 {
	for _, w := range c.Want {
		if w.Kind == vision.Bars || w.Kind == vision.Card {
			return c.Seconds + 3
		}
	}
	return c.Seconds
}
