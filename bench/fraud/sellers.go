package main

import (
	"fmt"
	"slices"
	"time"
)

// families are the kinds of sellers, in the order of the tables.
var families = []string{"A", "B", "C", "D", "G"}

var sells = map[string]string{
	"A": "a script, by the clock", "B": "a farm of 200 accounts, daily", "C": "3,000 rented accounts, once each",
	"D": "300 people who swap votes for 10 works", "G": "250 accounts for a rival, to have it struck",
}

// guise is how a seller hides. Camouflage spends 3 of 10 votes on other works; a drip spreads them through days and hours.
type guise struct{ camouflage, drip bool }

func guiseOf(seed uint64) guise { return guise{seed%2 == 1, seed/2%2 == 1} }

func (g guise) String() string {
	switch g {
	case guise{true, true}:
		return "both"
	case guise{true, false}:
		return "camouflage"
	case guise{false, true}:
		return "drip"
	}
	return "plain"
}

// sellers adds all five. A, B and G have one to three customers, C one.
func (w *world) sellers(g guise) {
	w.script(g)
	w.farm("B", g, 200, 20, w.hired("B", 1+w.rng.IntN(3)), 0, days)
	w.rented(g)
	w.swap(g)
	rivals := append(w.hired("G", w.rng.IntN(3)), w.popular[w.rng.IntN(10)])
	w.targets["G"] = append(w.targets["G"], entry(rivals[len(rivals)-1]))
	from := 2 + w.rng.IntN(8)
	w.farm("G", g, 250, 25, rivals, from, from+4)
}

// hired are the works of a seller's customers.
func (w *world) hired(family string, n int) []int {
	on := w.strangers(n)
	for _, e := range on {
		w.targets[family] = append(w.targets[family], entry(e))
	}
	return on
}

func (w *world) account(family string, first time.Time) voter {
	v := w.person(first)
	w.bought[v.name] = family
	return v
}

// spend casts one account's ten votes of a day, on all its customers' works, seconds apart.
func (w *world) spend(v voter, on []int, at time.Time, g guise) {
	votes := 10
	if g.camouflage {
		votes = 7
		for range 3 {
			at = at.Add(time.Duration(2+w.rng.IntN(20)) * time.Second)
			w.cast(v, w.other(), at, 1)
		}
	}
	for i, e := range on {
		at = at.Add(time.Duration(2+w.rng.IntN(20)) * time.Second)
		w.cast(v, e, at, votes*(i+1)/len(on)-votes*i/len(on))
	}
}

// other is a work for camouflage: now a popular one, now any.
func (w *world) other() int {
	if w.rng.IntN(2) == 0 {
		return w.liked()
	}
	return w.rng.IntN(works)
}

// script votes with harvested sessions one after another, at even intervals through the day and from a dozen networks.
func (w *world) script(g guise) {
	on, agent := w.hired("A", 1+w.rng.IntN(3)), fmt.Sprintf("c%d", w.pick(clients))
	accounts := make([]voter, 300)
	for i := range accounts {
		accounts[i] = w.account("A", w.moment(4))
		accounts[i].prefix, accounts[i].agent, accounts[i].hasty = fmt.Sprintf("script%d", w.rng.IntN(12)), agent, 1
	}
	for day := 4; day < 12; day++ {
		order := w.rng.Perm(len(accounts))
		if g.drip {
			order = order[:len(order)*6/10]
		}
		start, beat := opens.AddDate(0, 0, day).Add(9*time.Hour), 13*time.Hour/time.Duration(len(order))
		for i, k := range order {
			at := start.Add(time.Duration(i) * beat)
			w.spend(accounts[k], on, at.Add(time.Duration(.1*w.rng.NormFloat64()*float64(beat))), g)
		}
	}
}

// farm is phones in a room behind some networks: all at once in two hours of the day, or in a drip six of ten days at any hour.
func (w *world) farm(family string, g guise, accounts, networks int, on []int, from, to int) {
	hour := make([]int, days)
	for d := range hour {
		hour[d] = 8 + w.rng.IntN(13)
	}
	for range accounts {
		v := w.account(family, w.moment(from))
		v.prefix, v.hasty = fmt.Sprintf("farm%s%d", family, w.rng.IntN(networks)), .6
		for d := from; d < to; d++ {
			at := opens.AddDate(0, 0, d).Add(time.Duration((float64(hour[d]) + 2*w.rng.Float64()) * float64(time.Hour)))
			if g.drip {
				at = w.moment(d)
			}
			if !g.drip || w.rng.Float64() < .6 {
				w.spend(v, on, at, g)
			}
		}
	}
}

// rented are real people's accounts, each used once, through ten days as people come.
func (w *world) rented(g guise) {
	on := w.hired("C", 1)
	for range 3000 {
		at := w.moment(3 + w.rng.IntN(10))
		w.spend(w.account("C", at), on, at, g)
	}
}

// swap is a group of people who vote for each other's ten works; each comes on six of ten days, in a drip on four.
func (w *world) swap(g guise) {
	on, chance := w.hired("D", 10), .6
	if g.drip {
		chance = .4
	}
	for range 300 {
		v := w.account("D", w.moment(1))
		v.hasty = .6
		for d := 1; d < days; d++ {
			if w.rng.Float64() < chance {
				w.errand(v, on, w.moment(d), g)
			}
		}
	}
}

// errand gives one vote to each of the group's works, or to seven of them with camouflage.
func (w *world) errand(v voter, on []int, at time.Time, g guise) {
	today := slices.Clone(on)
	w.rng.Shuffle(len(today), func(i, j int) { today[i], today[j] = today[j], today[i] })
	if g.camouflage {
		today = append(today[:7], w.other(), w.other(), w.other())
	}
	for i, e := range today {
		w.cast(v, e, at.Add(time.Duration(i*8)*time.Second), 1)
	}
}
