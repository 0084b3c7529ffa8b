// Command detectors makes the labelled films that no threshold was set on, shows them to the detectors and prints, as a
// table, how often each was right. With `-set` it shows the others.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision"
	"saiying/internal/platform/vision/visiontest"
)

func main() {
	set := flag.Bool("set", false, "the films on which the thresholds were set")
	only := flag.String("only", "", "only films whose names begin so")
	dir := flag.String("dir", "", "keep the films here")
	flag.Parse()
	clips := visiontest.HeldOut()
	if *set {
		clips = visiontest.Set()
	}
	if err := run(context.Background(), clips, *only, *dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, clips []visiontest.Clip, only, dir string) error {
	if dir == "" {
		made, err := os.MkdirTemp("", "detectors-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made)
		dir = made
	}
	tool, err := ffmpeg.New(ctx, ffmpeg.Options{})
	if err != nil {
		return err
	}
	s := score{studio: &visiontest.Studio{Dir: dir, Tool: tool}, total: map[vision.Kind]visiontest.Verdict{}, like: map[vision.Kind]int{}}
	for _, c := range clips {
		if !strings.HasPrefix(c.Name, only) {
			continue
		}
		if err := s.judge(ctx, c); err != nil {
			return err
		}
	}
	s.print()
	return nil
}

// score sums up how often each detector was right.
type score struct {
	studio *visiontest.Studio
	total  map[vision.Kind]visiontest.Verdict
	like   map[vision.Kind]int // films that only look as if
	films  int
	length float64 // seconds of film
	took   time.Duration
}

// judge makes and judges a clip; what went wrong is told on standard error.
func (s *score) judge(ctx context.Context, c visiontest.Clip) error {
	file, err := s.studio.Make(ctx, c)
	if err != nil {
		return err
	}
	l, err := visiontest.Look(ctx, file)
	if err != nil {
		return err
	}
	for kind, v := range visiontest.Judge(c.Want, l.Sights) {
		if !v.Right() {
			fmt.Fprintf(os.Stderr, "%s: %s %+v\n", c.Name, kind, v)
		}
		t := s.total[kind]
		t.Found, t.Missed, t.False, t.Off = t.Found+v.Found, t.Missed+v.Missed, t.False+v.False, max(t.Off, v.Off)
		s.total[kind] = t
	}
	s.films, s.length, s.took = s.films+1, s.length+l.Seconds, s.took+l.Took
	if c.Like != "" {
		s.like[c.Like]++
	}
	return nil
}

func (s *score) print() {
	fmt.Printf("%d films.\n\n| detector | there | only look so | found | false | precision | recall | times off by at most |\n|---|---|---|---|---|---|---|---|\n", s.films)
	for _, kind := range []vision.Kind{vision.Bars, vision.Card, vision.Logo, vision.Slate, vision.AILabel} {
		v := s.total[kind]
		fmt.Printf("| %s | %d | %d | %d | %d | %.2f | %.2f | %.1f s |\n", kind, v.Found+v.Missed, s.like[kind], v.Found, v.False,
			share(v.Found, v.Found+v.False), share(v.Found, v.Found+v.Missed), v.Off)
	}
	fmt.Printf("\nAll detectors together: %.1f ms a second of film, by processor time.\n", s.took.Seconds()*1000/s.length)
}

func share(part, of int) float64 { return float64(part) / float64(max(1, of)) }
