// Command detectors makes the labelled films that no threshold was set on, shows them to the detectors and prints, as a
// table, how often each was right. With `-set` it shows the others.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision"
	"saiying/internal/platform/vision/visiontest"
)

func main() {
	set := flag.Bool("set", false, "the films on which the thresholds were set")
	dir := flag.String("dir", "", "keep the films here")
	flag.Parse()
	if err := run(context.Background(), *set, *dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, set bool, dir string) error {
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
	clips := visiontest.HeldOut()
	if set {
		clips = visiontest.Set()
	}
	total := map[vision.Kind]visiontest.Verdict{}
	var looked time.Duration
	seconds := 0.
	for _, c := range clips {
		spent, err := one(ctx, visiontest.Studio{Dir: dir, Tool: tool}, c, total)
		if err != nil {
			return err
		}
		looked, seconds = looked+spent, seconds+c.Length()
	}
	table(total, len(clips))
	fmt.Printf("\nAll detectors together: %.1f ms a second of film (wall clock, one thread).\n", looked.Seconds()*1000/seconds)
	return nil
}

// one makes and judges a clip; what went wrong is told on standard error. The answer is the time spent in the detectors.
func one(ctx context.Context, studio visiontest.Studio, c visiontest.Clip, total map[vision.Kind]visiontest.Verdict) (time.Duration, error) {
	file, err := studio.Make(ctx, c)
	if err != nil {
		return 0, err
	}
	o := vision.NewObserver(c.Length())
	var spent time.Duration
	err = visiontest.Frames(ctx, file, func(f vision.Frame) {
		start := time.Now()
		o.Add(f)
		spent += time.Since(start)
	})
	if err != nil {
		return 0, err
	}
	seen := o.Sights()
	for kind, v := range visiontest.Judge(c.Want, seen) {
		if v.Missed+v.False > 0 || v.Off > visiontest.Tolerance {
			fmt.Fprintf(os.Stderr, "%s: %s %+v\n", c.Name, kind, v)
		}
		t := total[kind]
		t.Found, t.Missed, t.False, t.Off = t.Found+v.Found, t.Missed+v.Missed, t.False+v.False, max(t.Off, v.Off)
		total[kind] = t
	}
	return spent, nil
}

func table(total map[vision.Kind]visiontest.Verdict, films int) {
	fmt.Printf("%d films.\n\n| detector | there | found | false | precision | recall | times off by at most |\n|---|---|---|---|---|---|---|\n", films)
	for _, kind := range []vision.Kind{vision.Bars, vision.Card, vision.Logo, vision.Slate, vision.AILabel} {
		v := total[kind]
		fmt.Printf("| %s | %d | %d | %d | %.2f | %.2f | %.1f s |\n", kind, v.Found+v.Missed, v.Found, v.False,
			share(v.Found, v.Found+v.False), share(v.Found, v.Found+v.Missed), v.Off)
	}
}

func share(part, of int) float64 { return float64(part) / float64(max(1, of)) }
