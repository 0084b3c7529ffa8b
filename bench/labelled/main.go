// Command labelled holds the inspection, and MediaConch beside it, against films whose verdict is known. It prints a table of who
// was right, and what MediaConch cannot see. MediaConch comes from Debian's package of that name.
package main

import (
	"context"
	"embed"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"saiying/internal/entry"
	"saiying/internal/inspection/labelled"
	"saiying/internal/platform/ffmpeg"
)

//go:embed policies/*.xml
var policies embed.FS

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// tally is who was right on the films of one notice.
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
	counts, order, missed := map[string]*tally{}, []string{}, []string{}
	for _, film := range labelled.Films() {
		t, known := counts[film.Campaign]
		if !known {
			t = &tally{}
			counts[film.Campaign], order = t, append(order, film.Campaign)
		}
		ours, theirs, err := judge(ctx, tool, film, dir)
		if err != nil {
			return err
		}
		t.films++
		if ours == film.Want {
			t.ours++
		} else {
			fmt.Fprintf(os.Stderr, "%s: %s, want %s\n", film, ours, film.Want)
		}
		if theirs == (film.Want != entry.Fail) {
			t.theirs++
		} else {
			missed = append(missed, fmt.Sprintf("- %s: we say %s, MediaConch %s", film, film.Want, word(theirs)))
		}
	}
	fmt.Println("| notice | films | inspection right | MediaConch right |\n|---|---|---|---|")
	for _, key := range order {
		fmt.Printf("| %s | %d | %d | %d |\n", key, counts[key].films, counts[key].ours, counts[key].theirs)
	}
	fmt.Printf("\nWhere MediaConch differs:\n\n%s\n", strings.Join(missed, "\n"))
	return nil
}

func word(pass bool) string {
	if pass {
		return "pass"
	}
	return "fail"
}

// judge asks both about one film, which is gone afterwards.
func judge(ctx context.Context, tool *ffmpeg.Tool, film labelled.Film, dir string) (ours entry.Verdict, theirs bool, err error) {
	own, err := os.MkdirTemp(dir, "")
	if err != nil {
		return "", false, err
	}
	defer func() { _ = os.RemoveAll(own) }()
	path, err := film.Make(ctx, tool, own)
	if err != nil {
		return "", false, err
	}
	report, err := labelled.Judge(ctx, tool, film, path)
	if err != nil {
		return "", false, err
	}
	theirs, err = mediaConch(ctx, film.Campaign, path, own)
	return report.Verdict, theirs, err
}

// mediaConch reports whether a film passes the policy that says of its notice what a policy can say. A notice that asks nothing
// of the file has none.
func mediaConch(ctx context.Context, key, path, dir string) (bool, error) {
	policy, err := policies.ReadFile("policies/" + key + ".xml")
	if err != nil {
		return true, nil
	}
	at := filepath.Join(dir, "policy.xml")
	if err := os.WriteFile(at, policy, 0o600); err != nil {
		return false, err
	}
	out, err := exec.CommandContext(ctx, "mediaconch", "-p", at, path).Output()
	if err != nil {
		return false, fmt.Errorf("mediaconch on %s: %w", path, err)
	}
	return strings.HasPrefix(string(out), "pass!"), nil
}
