package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"saiying/internal/platform/fingerprint"
	"saiying/internal/platform/fingerprint/printtest"
)

// row is how copies by one attack fared.
type row struct {
	attack  string
	of, hit [2]int   // of the films that thresholds were set on, and of the others
	seen    [2]int   // of those, known by their pictures and not by sound alone
	missed  []string // of the others
	strange []string // other films taken for the same by their pictures
	sounds  int      // other films with the same song and a picture in common
}

// known asks for every copy among so many other works.
func known(ctx context.Context, out io.Writer, dir string, others int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	all, err := sources(ctx, dir)
	if err != nil {
		return err
	}
	attacks := append([]printtest.Attack{printtest.Original}, printtest.Attacks()...)
	prints, err := copies(ctx, dir, all, attacks)
	if err != nil {
		return err
	}
	pool := draw(400)
	index, err := os.MkdirTemp("", "prints-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(index)
	if err := fingerprint.BuildIndex(index, 1, with(prints[0], works(pool, others))); err != nil {
		return err
	}
	ix, err := fingerprint.ReadIndex(index)
	if err != nil {
		return err
	}
	defer ix.Close() //nolint:errcheck // only read
	fmt.Fprintf(out, "\n%d films among %d others. A film counts as known again if it is among the 32 candidates and alike, by its pictures or by sound beside a picture in common.\n\n", len(all), others)
	fmt.Fprintf(out, "| attack | films that thresholds were set on: known again, by pictures | other films | taken for another's | another with the same song | missed of the other films |\n|---|---|---|---|---|---|\n")
	rows := make([]row, len(attacks))
	var judges errgroup.Group
	for i, a := range attacks {
		judges.Go(func() error {
			rows[i].attack = a.Name
			for n := range all {
				rows[i].judge(ix, prints, pool, all, n, prints[i][n])
			}
			return nil
		})
	}
	judges.Wait() //nolint:errcheck // none fails
	for _, r := range rows {
		fmt.Fprintf(out, "| %s | %d of %d, %d | %d of %d, %d | %s | %d | %s |\n",
			r.attack, r.hit[0], r.of[0], r.seen[0], r.hit[1], r.of[1], r.seen[1], list(r.strange), r.sounds, list(r.missed))
	}
	return nil
}

func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return fmt.Sprintf("%d: %s", len(names), strings.Join(names, "; "))
}

// with puts the original films before the invented works: "film" comes before "work".
func with(originals []fingerprint.Print, rest iter.Seq2[string, fingerprint.Print]) iter.Seq2[string, fingerprint.Print] {
	return func(yield func(string, fingerprint.Print) bool) {
		for n, p := range originals {
			if !yield(filmID(n), p) {
				return
			}
		}
		rest(yield)
	}
}

func filmID(n int) string { return fmt.Sprintf("film-%03d", n) }

// judge looks for one copy of the n-th film, as the room of inspection does.
func (r *row) judge(ix *fingerprint.Index, prints [][]fingerprint.Print, pool []shown, all []source, n int, asked fingerprint.Print) {
	half := 1
	if all[n].tuned {
		half = 0
	}
	r.of[half]++
	found, seen := false, false
	for _, c := range ix.Find(asked, 32) {
		var other int
		var with fingerprint.Print
		name := c.ID
		if k, _ := fmt.Sscanf(c.ID, "film-%d", &other); k == 1 {
			with, name = prints[0][other], all[other].Name
		} else if k, _ := fmt.Sscanf(c.ID, "work-%d", &other); k == 1 {
			with = work(pool, other)
		}
		switch m := fingerprint.Compare(asked, with); {
		case c.ID == filmID(n):
			seen = m.Picture.Same()
			found = seen || m.Sound.Same()
		case m.Picture.Same():
			r.strange = append(r.strange, all[n].Name+" for "+name)
		case m.Sound.Same():
			r.sounds++
		}
	}
	if seen {
		r.seen[half]++
	}
	if found {
		r.hit[half]++
	} else if half == 1 {
		r.missed = append(r.missed, all[n].Name)
	}
}

// copies prints every source after every attack. Films are made once.
func copies(ctx context.Context, dir string, all []source, attacks []printtest.Attack) ([][]fingerprint.Print, error) {
	prints := make([][]fingerprint.Print, len(attacks))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(4 * runtime.NumCPU()) // each waits for its own ffmpeg most of the time
	for i, a := range attacks {
		prints[i] = make([]fingerprint.Print, len(all))
		for n, s := range all {
			work.Go(func() error {
				film := filepath.Join(dir, s.Name+", "+strings.ReplaceAll(a.Name, "/", " of ")+".mp4")
				err := once(film, func(half string) error { return s.Make(ctx, half, a) })
				if err == nil {
					prints[i][n], err = printtest.Read(ctx, film)
				}
				return err
			})
		}
	}
	return prints, work.Wait()
}

// once makes a file unless it is there.
func once(path string, make func(half string) error) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	half := strings.TrimSuffix(path, ".mp4") + ".half.mp4"
	if err := make(half); err != nil {
		return err
	}
	return os.Rename(half, path)
}
