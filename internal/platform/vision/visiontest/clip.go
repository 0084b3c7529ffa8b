// Package visiontest makes the labelled films on which the detectors are held: small real films with a mark that is known,
// and films that only look as if. Thresholds were set on the clips of [Set]; figures are reported on those of [HeldOut].
package visiontest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"saiying/internal/platform/demofilm"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision"
)

// Clip is a film to be made, and what is in it. Scene is one of demofilm's, shown by a camera that pans over it, or, if
// Tripod, by one that stands while nothing moves. Graph draws on it: ffmpeg's filters from [s] to [v], 640×360 at 25 a second.
type Clip struct {
	Name    string
	Like    vision.Kind // what it looks like and is not, or what is hard to tell from what it is
	Scene   string
	Seed    uint64
	Tripod  bool
	Seconds float64 // of the scene
	Graph   string
	Want    []Want
}

// Want is one thing that is in a film; To 0 means that its times are not judged. Undecidable is what a machine should say
// where it cannot know. Slack is by how many seconds its times may be off before that counts.
type Want struct {
	Kind            vision.Kind
	From, To, Slack float64
	Undecidable     bool
}

// Studio makes clips in a folder, and keeps the scenes there. It may make several at once.
type Studio struct {
	Dir     string
	Tool    *ffmpeg.Tool
	drawing sync.Mutex // a scene, which several clips may wait for
}

// Make makes a clip as an MP4 file and answers its path.
func (s *Studio) Make(ctx context.Context, c Clip) (string, error) {
	spec := demofilm.Spec{Scene: c.Scene, Seed: c.Seed, Seconds: 10}
	s.drawing.Lock()
	err := demofilm.Make(ctx, s.Tool, s.Dir, []demofilm.Spec{spec}, nil)
	s.drawing.Unlock()
	if err != nil {
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

// Looked is what the detectors saw in a film, and the processor time that took.
type Looked struct {
	Sights  []vision.Sight
	Seconds float64 // of film
	Took    time.Duration
}

// Look shows a film to the detectors.
func Look(ctx context.Context, file string) (Looked, error) {
	w, h, seconds, err := measure(ctx, file)
	if err != nil {
		return Looked{}, err
	}
	l, o := Looked{Seconds: seconds}, vision.NewObserver(seconds)
	err = read(ctx, file, w, h, func(f vision.Frame) {
		began := spent()
		o.Add(f)
		l.Took += spent() - began
	})
	l.Sights = o.Sights()
	return l, err
}

// spent is the processor time of this process so far, without that of ffmpeg, its child.
func spent() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measure answers the size at which a film is looked at, and its length in seconds.
func measure(ctx context.Context, file string) (w, h int, seconds float64, err error) {
	said, err := exec.CommandContext(ctx, "ffprobe", "-v", "error", "-select_streams", "V:0", "-show_entries", "stream=width,height,duration", "-of", "csv=p=0:s=x", file).Output()
	if err != nil {
		return 0, 0, 0, fmt.Errorf("probe %s: %w", file, err)
	}
	if _, err := fmt.Sscanf(string(said), "%dx%dx%f", &w, &h, &seconds); err != nil {
		return 0, 0, 0, fmt.Errorf("size and length of %s: %w", file, err)
	}
	w, h = small(w, h)
	return w, h, seconds, nil
}

// read decodes a film as the detectors want it.
func read(ctx context.Context, file string, w, h int, each func(vision.Frame)) error {
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
