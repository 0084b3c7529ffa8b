// Command labelled holds the inspection, and MediaConch beside it, against films whose verdict is known: the limits of the
// notices, what is forbidden on the picture, and hostile files. It prints a table of who was right, and where MediaConch was not. MediaConch comes from Debian's package of that name.
package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"saiying/internal/entry"
	"saiying/internal/inspection"
	"saiying/internal/inspection/labelled"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/ffmpeg/hostiletest"
	"saiying/internal/platform/vision/visiontest"
)

//go:embed policies/*.xml
var policies embed.FS

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// bench is the run of both over all films.
type bench struct {
	tool   *ffmpeg.Tool
	dir    string
	counts map[string]*tally
	order  []string
	missed []string
}

// tally is who was right on the films of one kind.
type tally struct{ films, ours, theirs int }

func run(ctx context.Context) error {
	tool, err := ffmpeg.New(ctx, ffmpeg.Options{})
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "labelled-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	b := &bench{tool: tool, dir: dir, counts: map[string]*tally{}}
	for _, part := range []func(context.Context) error{b.limits, b.pictures, b.hostile} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	fmt.Println("| films of | films | inspection right | MediaConch right |\n|---|---|---|---|")
	for _, key := range b.order {
		fmt.Printf("| %s | %d | %d | %d |\n", key, b.counts[key].films, b.counts[key].ours, b.counts[key].theirs)
	}
	fmt.Printf("\nWhere MediaConch differs:\n\n%s\n", strings.Join(b.missed, "\n"))
	return nil
}

// count takes down what both said of a film. MediaConch knows pass and fail only: where a person must look, pass is right.
func (b *bench) count(kind, film string, want, ours entry.Verdict, theirs string) {
	t, known := b.counts[kind]
	if !known {
		t = &tally{}
		b.counts[kind], b.order = t, append(b.order, kind)
	}
	t.films++
	if ours == want {
		t.ours++
	} else {
		fmt.Fprintf(os.Stderr, "%s: %s, want %s\n", film, ours, want)
	}
	if theirs == word(want == entry.Pass || want == entry.Review) {
		t.theirs++
	} else {
		b.missed = append(b.missed, fmt.Sprintf("- %s: we say %s, MediaConch %s", film, want, theirs))
	}
}

func word(pass bool) string {
	if pass {
		return "pass"
	}
	return "fail"
}

// limits are the films just inside and just outside what the notices allow.
func (b *bench) limits(ctx context.Context) error {
	for _, film := range labelled.Films() {
		own, err := os.MkdirTemp(b.dir, "")
		if err != nil {
			return err
		}
		path, err := film.Make(ctx, b.tool, own)
		if err != nil {
			return err
		}
		report, err := labelled.Judge(ctx, b.tool, film, path)
		if err != nil {
			return err
		}
		theirs, err := mediaConch(ctx, film.Campaign, path, own)
		if err != nil {
			return err
		}
		b.count(film.Campaign, film.String(), film.Want, report.Verdict, theirs)
		if err := os.RemoveAll(own); err != nil {
			return err
		}
	}
	return nil
}

// pictures are the films that show what a notice forbids, or only seem to; those on which no threshold was set.
func (b *bench) pictures(ctx context.Context) error {
	notice, err := labelled.Forbidding()
	if err != nil {
		return err
	}
	studio := &visiontest.Studio{Dir: b.dir, Tool: b.tool}
	for _, clip := range visiontest.HeldOut() {
		path, err := studio.Make(ctx, clip)
		if err != nil {
			return err
		}
		report, err := inspection.Inspect(ctx, b.tool, notice, path, nil, nil)
		if err != nil {
			return err
		}
		theirs, err := mediaConch(ctx, "playable", path, b.dir)
		if err != nil {
			return err
		}
		kind := "nothing forbidden on the picture"
		if len(clip.Want) > 0 {
			kind = string(clip.Want[0].Kind)
		}
		b.count(kind, clip.Name, labelled.Verdict(clip), report.Verdict, theirs)
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

// hostile are the files that attack whoever opens them, and their harmless lookalikes.
func (b *bench) hostile(ctx context.Context) error {
	notice, err := labelled.Notice("hebei-2020")
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(b.dir, "")
	if err != nil {
		return err
	}
	set, err := hostiletest.Make(ctx, b.tool, dir)
	if err != nil {
		return err
	}
	for _, file := range set {
		report, err := inspection.Inspect(ctx, b.tool, notice, file.Path, nil, nil)
		if err != nil {
			return err
		}
		theirs, err := mediaConch(ctx, "playable", file.Path, b.dir)
		if err != nil {
			return err
		}
		kind, want := "lookalikes of hostile files", entry.Pass
		if file.Want != "" {
			kind, want = "hostile files", entry.Unreadable
		}
		b.count(kind, file.Name, want, report.Verdict, theirs)
	}
	return nil
}

// mediaConch reports pass or fail, or how it came to neither, by whether a film passes the policy that says of its notice what a policy can say. A notice that asks nothing
// of the file has none.
func mediaConch(ctx context.Context, key, path, dir string) (string, error) {
	policy, err := policies.ReadFile("policies/" + key + ".xml")
	if err != nil {
		return word(true), nil
	}
	at := filepath.Join(dir, "policy.xml")
	if err := os.WriteFile(at, policy, 0o600); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "mediaconch", "-p", at, path).Output()
	if ctx.Err() != nil {
		return "does not end", nil
	}
	if errors.As(err, new(*exec.ExitError)) {
		return "crashes", nil
	}
	if err != nil {
		return "", fmt.Errorf("mediaconch on %s: %w", path, err)
	}
	return word(strings.HasPrefix(string(out), "pass!")), nil
}
