// Command prints measures how films are known again, and writes two tables to standard output.
//
// A million works: an index of works invented about the pictures of drawn films, which draw tells, is asked for a hundred of them.
// There are fewer than 480 pictures, so that more than 17,000 moments gather about each, far more than films of people have in common. What is measured is
// this process's processor time, and time on the clock, of the quickest round of several: others on the machine do not count.
//
// A hundred thousand different works are invented likewise about 3,200 pictures, and among them lie 55 real films, drawn here and by
// ffmpeg, some of which share a studio, the design of their slides, or a card and a song. Each is attacked, encoded, decoded and printed
// as the program does, looked for in the index, and compared with what was found, as the room of inspection does. Films are kept in
// .cache/bench/prints; remove those whose drawing was changed.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"saiying/internal/platform/fingerprint"
)

func main() {
	many := flag.Int("works", 1_000_000, "how many works the index holds that is timed; 0 leaves that out")
	questions := flag.Int("questions", 100, "how many films are asked for")
	rounds := flag.Int("rounds", 5, "how often; the quickest round counts")
	others := flag.Int("others", 100_000, "among how many different works films are known again; 0 leaves that out")
	films := flag.String("films", ".cache/bench/prints", "where the drawn films are kept")
	index := flag.String("index", "", "where the timed index is kept, and found again; a folder thrown away if empty")
	flag.Parse()
	if *many > 0 {
		if err := timed(os.Stdout, *index, *many, *questions, *rounds); err != nil {
			log.Fatal(err)
		}
	}
	if *others > 0 {
		if err := known(context.Background(), os.Stdout, *films, *others); err != nil {
			log.Fatal(err)
		}
	}
}

// timed builds the index of many works, unless it is there, and asks it.
func timed(out io.Writer, dir string, many, questions, rounds int) (err error) {
	if dir == "" {
		if dir, err = os.MkdirTemp("", "prints-*"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	pool, built := draw(60), "–"
	base := filepath.Join(dir, "base")
	if _, err := os.Stat(base); err != nil {
		before := spent()
		if err := fingerprint.BuildIndex(dir, int64(many), works(pool, many)); err != nil {
			return err
		}
		built = fmt.Sprintf("%.0f", (spent() - before).Seconds())
	}
	size, err := os.Stat(base)
	if err != nil {
		return err
	}
	ix, err := fingerprint.ReadIndex(dir)
	if err != nil {
		return err
	}
	defer ix.Close() //nolint:errcheck // only read
	best := ask(ix, pool, many, questions)
	for range rounds - 1 {
		if a := ask(ix, pool, many, questions); a.wall[questions*99/100] < best.wall[questions*99/100] {
			best = a
		}
	}
	fmt.Fprintf(out, "| works | build, CPU s | file, MB | found first | strangers with 3 shared | Find p50 / p99, ms | of CPU | private memory, MB | load then |\n|---|---|---|---|---|---|---|---|---|\n")
	fmt.Fprintf(out, "| %d | %s | %d | %d of %d | %d | %.0f / %.0f | %.0f / %.0f | %s | %s |\n", many, built, size.Size()/1e6, best.found, questions,
		best.strangers, ms(best.wall[questions/2]), ms(best.wall[questions*99/100]), ms(best.took[questions/2]), ms(best.took[questions*99/100]), memory(), best.load)
	return nil
}

// answers is one round of questions.
type answers struct {
	found, strangers int
	took, wall       []time.Duration // processor time, and by the clock
	load             string          // of the machine at the end
}

func ask(ix *fingerprint.Index, pool []shown, many, questions int) (a answers) {
	for q := range questions {
		n := int(uint64(q) * 7919 % uint64(many))
		print := question(pool, n, q%2 == 1)
		before, began := spent(), time.Now()
		found := ix.Find(print, 32)
		a.took, a.wall = append(a.took, spent()-before), append(a.wall, time.Since(began))
		for i, c := range found {
			switch {
			case c.ID == id(n) && i == 0:
				a.found++
			case c.ID != id(n) && c.Shared >= 3:
				a.strangers++
			}
		}
	}
	slices.Sort(a.took)
	slices.Sort(a.wall)
	load, _ := os.ReadFile("/proc/loadavg")
	a.load, _, _ = strings.Cut(string(load), " ")
	return a
}

// spent is the CPU time of this process so far; others on the machine do not count.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// memory is what the process holds beside the mapped file.
func memory() string {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		var kb int
		if n, _ := fmt.Sscanf(line, "RssAnon: %d kB", &kb); n == 1 {
			return fmt.Sprint(kb / 1000)
		}
	}
	return "–"
}
