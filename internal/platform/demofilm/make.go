package demofilm

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"saiying/internal/platform/ffmpeg"
)

// edition changes when the drawing does, so that older films are made anew.
const edition = 2

// Spec describes one film completely.
type Spec struct {
	Scene    string // one of [Scenes]
	Seed     uint64 // arrangement within the scene
	Palette  int    // which of the scene's palettes
	Hue      float64
	Portrait bool    // 540×960, else 960×540
	Seconds  float64 // 6 to 14 suit
	Title    string  // shown in the picture for the first seconds, when the machine has a Chinese font; may be empty
}

// File is the film's name inside the folder of [Make].
func (s Spec) File() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %+v", edition, s))
	return fmt.Sprintf("%s-%x.mp4", s.Scene, sum[:5])
}

// Scenes are the names a Spec may carry.
func Scenes() []string {
	names := make([]string, len(scenes))
	for i, s := range scenes {
		names[i] = s.name
	}
	return names
}

// Looks deals n films that look different: every scene in turn, then again with its next palette, another orientation
// and the hue turned a little.
func Looks(n int) []Spec {
	specs := make([]Spec, n)
	for i := range specs {
		k, round := i%len(scenes), i/len(scenes)
		specs[i] = Spec{
			Scene: scenes[k].name, Seed: uint64(i + 1), Palette: round % len(scenes[k].palettes),
			Hue:      float64(round/2*34-(i%3)*5) * float64(1-2*(k%2)),
			Portrait: (k+round)%2 == 0, Seconds: float64(6 + (i*5)%4),
		}
	}
	return specs
}

// Make brings every film of specs into dir, under its [Spec.File]. Those that are there already cost nothing. progress
// (may be nil) hears how many of all are there.
func Make(ctx context.Context, tool *ffmpeg.Tool, dir string, specs []Spec, progress func(done, total int)) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU())
	var done atomic.Int64
	for _, spec := range specs {
		group.Go(func() error {
			if err := once(ctx, tool, dir, spec); err != nil {
				return fmt.Errorf("make the film %s: %w", spec.File(), err)
			}
			if n := done.Add(1); progress != nil {
				progress(int(n), len(specs))
			}
			return nil
		})
	}
	return group.Wait()
}

// once makes one film in a folder of its own beside its place, then moves it there whole.
func once(ctx context.Context, tool *ffmpeg.Tool, dir string, spec Spec) error {
	place := filepath.Join(dir, spec.File())
	if _, err := os.Stat(place); err == nil {
		return nil
	}
	work, err := os.MkdirTemp(dir, ".film-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	args, err := spec.prepare(work)
	if err != nil {
		return err
	}
	if err := tool.Compose(ctx, work, args...); err != nil {
		return err
	}
	return os.Rename(filepath.Join(work, "film.mp4"), place)
}

// draw sets the scene.
func (s Spec) draw() (*film, error) {
	scene, ok := sceneNamed(s.Scene)
	if !ok {
		return nil, fmt.Errorf("no scene %q; there are %s", s.Scene, strings.Join(Scenes(), ", "))
	}
	f := &film{w: 960, h: 540, u: 0.75, seconds: s.Seconds, rng: rand.New(rand.NewPCG(s.Seed, edition))}
	if s.Portrait {
		f.w, f.h = f.h, f.w
	}
	f.palette = scene.palettes[s.Palette%len(scene.palettes)].turn(s.Hue)
	scene.set(f)
	return f, nil
}

// prepare writes layers, tune and title into dir and answers ffmpeg's arguments.
func (s Spec) prepare(dir string) ([]string, error) {
	f, err := s.draw()
	if err != nil {
		return nil, err
	}
	var args []string
	for i, c := range append([]*canvas{f.base}, canvases(f.layers)...) {
		name := fmt.Sprintf("layer%02d.rgba", i)
		if err := os.WriteFile(filepath.Join(dir, name), c.straight(), 0o644); err != nil {
			return nil, err
		}
		args = append(args, "-f", "rawvideo", "-pix_fmt", "rgba", "-s", fmt.Sprintf("%dx%d", c.Rect.Dx(), c.Rect.Dy()), "-r", fmt.Sprint(fps), "-i", name)
	}
	if err := os.WriteFile(filepath.Join(dir, "tune.wav"), tune(f.rng, s.Seconds), 0o644); err != nil {
		return nil, err
	}
	title, err := lettering(dir, s.Title, f)
	if err != nil {
		return nil, err
	}
	return append(args, "-i", "tune.wav", "-filter_complex_threads", "1", "-filter_complex", f.graph(title),
		"-map", "[v]", "-map", fmt.Sprintf("%d:a", len(f.layers)+1), "-t", fmt.Sprintf("%.2f", s.Seconds),
		"-c:v", "libx264", "-preset", "superfast", "-crf", "22", "-pix_fmt", "yuv420p", "-threads", "1", "-g", fmt.Sprint(2*fps),
		"-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", "film.mp4"), nil
}

func canvases(layers []layer) []*canvas {
	out := make([]*canvas, len(layers))
	for i, l := range layers {
		out[i] = l.canvas
	}
	return out
}
