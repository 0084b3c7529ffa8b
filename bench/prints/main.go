// Command prints measures the index of prints on a million invented works and writes a table to standard output.
//
// Pictures of 60 films are drawn: smooth fields, gradients, shapes and noise at several scales. They go through the real printer.
// A work takes eight moments of these films and turns over every bit of each with a chance of one in four, so that works cluster
// about the drawn pictures. A question is a drawn film's print whose keys are those of one work with one bit in ten turned over.
package main

import (
	"flag"
	"fmt"
	"io"
	"iter"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"saiying/internal/platform/fingerprint"
	"saiying/internal/platform/vision"
)

func main() {
	works := flag.Int("works", 1_000_000, "how many works the index holds")
	questions := flag.Int("questions", 100, "how many films are asked for")
	flag.Parse()
	if err := run(os.Stdout, *works, *questions); err != nil {
		log.Fatal(err)
	}
}

func run(out io.Writer, works, questions int) error {
	dir, err := os.MkdirTemp("", "prints-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	pool := draw(60)
	before := spent()
	if err := fingerprint.BuildIndex(dir, int64(works), invented(pool, works)); err != nil {
		return err
	}
	built := spent() - before
	size, err := os.Stat(filepath.Join(dir, "base"))
	if err != nil {
		return err
	}
	ix, err := fingerprint.ReadIndex(dir)
	if err != nil {
		return err
	}
	defer ix.Close() //nolint:errcheck // only read
	fmt.Fprintf(out, "| works | build, CPU s | file, MB | found first | strangers with 3 shared | Find CPU p50, ms | p99, ms | private memory, MB |\n|---|---|---|---|---|---|---|---|\n")
	a := ask(ix, pool, works, questions)
	fmt.Fprintf(out, "| %d | %.0f | %d | %d of %d | %d | %.0f | %.0f | %s |\n", works, built.Seconds(), size.Size()/1e6, a.found, questions,
		a.strangers, ms(a.took[questions/2]), ms(a.took[questions*99/100]), memory())
	return nil
}

type answers struct {
	found, strangers int
	took             []time.Duration
}

func ask(ix *fingerprint.Index, pool []fingerprint.Print, works, questions int) answers {
	var a answers
	for q := range questions {
		n := int(uint64(q) * 7919 % uint64(works))
		print := question(pool, n)
		before := spent()
		found := ix.Find(print, 10)
		a.took = append(a.took, spent()-before)
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
	return a
}

func id(n int) string { return fmt.Sprintf("work-%08d", n) }

// invented yields the works in the order of their ids.
func invented(pool []fingerprint.Print, works int) iter.Seq2[string, fingerprint.Print] {
	return func(yield func(string, fingerprint.Print) bool) {
		for n := range works {
			if !yield(id(n), work(pool, n)) {
				return
			}
		}
	}
}

func work(pool []fingerprint.Print, n int) fingerprint.Print {
	rng, v := rand.New(rand.NewPCG(uint64(n), 1)), fingerprint.View{}
	for i := range 8 {
		from := pool[rng.IntN(len(pool))].Views[0].Moments
		h := from[rng.IntN(len(from))].Hash
		for w := range h {
			h[w] ^= rng.Uint64() & rng.Uint64()
		}
		v.Moments = append(v.Moments, fingerprint.Moment{At: float64(3 * i), Hash: h})
		v.Keys = append(v.Keys, fingerprint.Key{Moment: i})
	}
	return fingerprint.Print{Seconds: 24, Views: []fingerprint.View{v}}
}

// question is a copy of a work, sixteen keys of which eight are its own, at one of the scales; the rest asks like any film does.
func question(pool []fingerprint.Print, n int) fingerprint.Print {
	rng, p := rand.New(rand.NewPCG(uint64(n), 2)), work(pool, n)
	v := p.Views[0]
	own := len(v.Moments)
	for i := range 16 {
		from := pool[rng.IntN(len(pool))].Views[0]
		key := from.Keys[rng.IntN(len(from.Keys))]
		if i < own {
			key.Moment = i
			key.Crops[4].Bits = v.Moments[i].Hash
			for range 25 {
				key.Crops[4].Bits[rng.IntN(4)] ^= 1 << rng.IntN(64)
			}
		} else {
			key.Moment, v.Moments = len(v.Moments), append(v.Moments, fingerprint.Moment{At: float64(3 * i)})
		}
		v.Keys = append(v.Keys[:i:i], key)
	}
	p.Views[0] = v
	return p
}

// draw prints so many films of four kinds, eight shots each.
func draw(films int) []fingerprint.Print {
	var all []fingerprint.Print
	for n := range films {
		p, rng := fingerprint.NewPrinter(), rand.New(rand.NewPCG(uint64(n), 3))
		for shot := range 8 {
			y := picture(rng, n%4)
			for i := range 10 {
				p.Add(vision.Frame{At: float64(shot*10+i) / vision.Rate, W: 160, H: 90, Y: y})
			}
		}
		if print := p.Print(nil); len(print.Views[0].Keys) > 0 {
			all = append(all, print)
		}
	}
	return all
}

// picture sums waves: few and long ones, a slope, hard shapes, or many short ones.
func picture(rng *rand.Rand, kind int) []byte {
	type wave struct{ x, y, phase, high float64 }
	var waves []wave
	for range 4 + 10*kind {
		reach := .02 + .06*float64(kind)
		waves = append(waves, wave{reach * rng.NormFloat64(), reach * rng.NormFloat64(), 6 * rng.Float64(), 30 * rng.Float64()})
	}
	pix := make([]byte, 160*90)
	for i := range pix {
		x, y, v := float64(i%160), float64(i/160), 128+rng.NormFloat64()
		for _, w := range waves {
			s := math.Sin(w.x*x + w.y*y + w.phase)
			if kind == 2 {
				s = math.Copysign(1, s)
			}
			v += w.high * s / float64(kind+1)
		}
		if kind == 1 {
			v += x - 80
		}
		pix[i] = byte(max(16, min(235, v)))
	}
	return pix
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
