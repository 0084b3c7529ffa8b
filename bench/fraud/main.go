// Command fraud invents votes as they might be, some of them bought, shows them to the detectors of internal/ballot/detect, and
// writes how often these were right to standard output.
//
// A world has 150 works of 60 units and fifteen days. People come by themselves, by the hours of the day and by the taste of the
// public; units ask their people to vote for all that they entered; neighbours like two works; classes pass a link round; a
// programme mentions five works. None of these is bought, and all look so to some rule or other. Five sellers then add votes, in
// four guises by turns of the seed. The same seed makes the same votes.
//
// Thresholds were set on seeds 1 to 20, and one of dense blocks was mended after a crowd of seeds 101 to 120 had been called severe.
// What is written here are seeds 201 to 220, once with the sellers, once without, and
// once with a county's list instead: people who vote for the same six works because somebody asked them to, unpaid.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"time"

	"saiying/internal/ballot/detect"
)

func main() {
	first := flag.Uint64("first", 201, "the first seed")
	seeds := flag.Int("seeds", 20, "how many seeds")
	voters := flag.Int("voters", 20_000, "how many people come by themselves")
	full := flag.Bool("full", false, "a province's vote: 60,000 people, more than a million votes")
	list := flag.Bool("list", false, "write each world's findings to standard error")
	flag.Parse()
	if *full {
		*voters = 60_000
	}
	var seen [3][]score
	for seed := *first; seed < *first+uint64(*seeds); seed++ {
		for k, add := range []func(*world){func(w *world) { w.sellers(guiseOf(seed)) }, func(*world) {}, (*world).list} {
			w := invent(seed, *voters, add)
			seen[k] = append(seen[k], judge(w, guiseOf(seed)))
			if *list {
				tell(os.Stderr, w, seed)
			}
		}
	}
	if err := report(os.Stdout, seen[0], seen[1], seen[2], *first, *voters); err != nil {
		log.Fatal(err)
	}
}

// invent makes the world of a seed; add says who comes besides the people.
func invent(seed uint64, voters int, add func(*world)) *world {
	w := newWorld(seed)
	w.people(voters)
	w.houses(25)
	w.neighbours(6)
	w.classes(20)
	w.television(3, voters/50)
	add(w)
	slices.SortStableFunc(w.votes, func(a, b detect.Vote) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Voter, b.Voter)) })
	for i := range w.votes {
		w.votes[i].Seq = int64(i + 1)
	}
	return w
}

func tell(out io.Writer, w *world, seed uint64) {
	by := w.bySeq()
	fmt.Fprintf(out, "seed %d %v, for %v\n", seed, guiseOf(seed), w.targets)
	for _, f := range detect.Find(w.votes, w.known) {
		if f.Severity == detect.Note {
			continue
		}
		fmt.Fprintf(out, "  %-9s %-6s %8.0f %d votes of %q, %v\n", f.Kind, f.Severity, f.Score, len(f.Seqs), w.owner(f, by), f.Entries)
		for _, e := range f.Evidence {
			fmt.Fprintf(out, " %s=%.3g", e.Name, e.Value)
		}
		fmt.Fprintln(out)
	}
}

func mean(all []score, of func(score) float64) float64 {
	total := 0.0
	for _, s := range all {
		total += of(s)
	}
	return total / float64(len(all))
}

func slowest(all []score) (d time.Duration) {
	for _, s := range all {
		d = max(d, s.took)
	}
	return d
}
