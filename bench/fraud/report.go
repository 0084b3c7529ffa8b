package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"saiying/internal/ballot/detect"
)

func report(out io.Writer, with, without, listed []score, first uint64, voters int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Seeds %d to %d, %d people who come by themselves, besides those who are sent; %.0f casts in the mean with the sellers, %.0f without. The slowest look took %v.\n",
		first, first+uint64(len(with))-1, voters, mean(with, func(s score) float64 { return float64(s.casts) }),
		mean(without, func(s score) float64 { return float64(s.casts) }), max(slowest(with), slowest(without)).Round(10*time.Millisecond))
	groupsTable(&b, with)
	guisesTable(&b, with)
	kindsTable(&b, with)
	cleanTable(&b, with, without, listed)
	_, err := io.WriteString(out, b.String())
	return err
}

func gathered(all []score, of func(score) hits) (h hits) {
	for _, s := range all {
		h.add(of(s))
	}
	return h
}

func having(all []score, keep func(score) bool) (out []score) {
	for _, s := range all {
		if keep(s) {
			out = append(out, s)
		}
	}
	return out
}

// groupsTable says what findings about groups name, within the budget of cases.
func groupsTable(b *strings.Builder, all []score) {
	fmt.Fprintf(b, "\n## Groups, within %d cases\n\nVotes are those for the seller's customers; precision is that of the cases whose votes are mostly this seller's.\n\n", budget)
	b.WriteString("| seller | customers | worlds | votes: precision | votes: recall | accounts: precision | accounts: recall | votes in findings of any kind |\n|---|---|---|---|---|---|---|---|\n")
	for _, f := range families {
		for _, single := range []bool{false, true} {
			part := having(all, func(s score) bool { return s.single[f] == single })
			if len(part) == 0 {
				continue
			}
			v := gathered(part, func(s score) hits { return s.votes[f] })
			a := gathered(part, func(s score) hits { return s.accounts[f] })
			o := gathered(part, func(s score) hits { return s.any[f] })
			fmt.Fprintf(b, "| %s: %s | %s | %d | %s | %.3f | %s | %.3f | %.3f |\n", f, sells[f], customers(single), len(part), precision(v), v.recall(), precision(a), a.recall(), o.recall())
		}
	}
	v := gathered(all, func(s score) (h hits) {
		for _, one := range s.votes {
			h.add(one)
		}
		return h
	})
	g := gathered(all, func(s score) hits { return s.grave })
	fmt.Fprintf(b, "\nOf all votes that these cases name, %.4f were bought; of those in severe findings, %.4f.\n", v.precision(), g.precision())
}

func customers(single bool) string {
	if single {
		return "one"
	}
	return "several"
}

func precision(h hits) string {
	if h.named == 0 {
		return "–"
	}
	return fmt.Sprintf("%.3f", h.precision())
}

func guisesTable(b *strings.Builder, all []score) {
	b.WriteString("\n## By guise\n\nRecall of votes in findings about groups, where the seller has several customers.\n\n| guise |")
	for _, f := range families {
		fmt.Fprintf(b, " %s |", f)
	}
	b.WriteString("\n|---|---|---|---|---|---|\n")
	for _, g := range []guise{{}, {camouflage: true}, {drip: true}, {true, true}} {
		fmt.Fprintf(b, "| %v |", g)
		for _, f := range families {
			part := having(all, func(s score) bool { return s.guise == g && !s.single[f] })
			if len(part) == 0 {
				b.WriteString(" – |")
				continue
			}
			fmt.Fprintf(b, " %.3f |", gathered(part, func(s score) hits { return s.votes[f] }).recall())
		}
		b.WriteString("\n")
	}
}

func kindsTable(b *strings.Builder, all []score) {
	b.WriteString("\n## By what was looked for\n\nAll findings, beyond the budget too. A vote may be in several.\n\n| kind | cases within the budget, a world | notes, a world | votes named, a world | of them bought |\n|---|---|---|---|---|\n")
	for _, k := range []detect.Kind{detect.Lockstep, detect.Dense, detect.Rhythm, detect.Burst, detect.Unwatched} {
		h := gathered(all, func(s score) hits { return s.byKind[k] })
		fmt.Fprintf(b, "| %s | %.1f | %.1f | %.0f | %.3f |\n", k, mean(all, func(s score) float64 { return float64(s.cases[k]) }),
			mean(all, func(s score) float64 { return float64(s.notes[k]) }), float64(h.named)/float64(len(all)), h.precision())
	}
}

func cleanTable(b *strings.Builder, with, without, listed []score) {
	b.WriteString("\n## The innocent\n\n| | with the sellers | without | with a county's list instead |\n|---|---|---|---|\n")
	row := func(what string, of func([]score) float64) {
		fmt.Fprintf(b, "| %s | %.4g | %.4g | %.4g |\n", what, of(with), of(without), of(listed))
	}
	row("worlds", func(all []score) float64 { return float64(len(all)) })
	row("severe findings", func(all []score) float64 {
		return float64(len(all)) * mean(all, func(s score) float64 { return float64(s.severe) })
	})
	row("works called severe for which nobody was paid", func(all []score) float64 {
		return float64(len(all)) * mean(all, func(s score) float64 { return float64(s.accused) })
	})
	row("part of the votes of classes and viewers in a finding graver than a note", func(all []score) float64 {
		h := gathered(all, func(s score) hits { return s.crowd })
		return over(h.named, h.there)
	})
}
