package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"saiying/internal/ballot/detect"
)

const (
	works = 150
	units = 60
	days  = 15
)

var (
	opens   = time.Date(2020, 11, 26, 0, 0, 0, 0, time.FixedZone("CST", 8*3600))
	diurnal = cumulate([]float64{3, 1.5, 1, .6, .5, .8, 2, 4, 5, 5, 5.5, 6, 8, 7, 5, 5, 5, 6, 7, 9, 10, 10, 8, 5})
	clients = cumulate([]float64{34, 22, 14, 10, 8, 6, 4, 2})
)

// world is a vote as it might be. Bought tells of each bought account by whom; crowds of each voter who came with a class's link
// or after a television programme, with which.
type world struct {
	rng      *rand.Rand
	votes    []detect.Vote
	known    detect.Baseline
	unitOf   [works]int
	taste    []float64 // cumulative popularity
	popular  []int     // works, the most popular first
	networks []float64
	voters   int
	bought   map[string]string
	crowds   map[string]string
	targets  map[string][]string // what each seller was paid for
}

// voter is who votes, with what a server sees of them.
type voter struct {
	name, prefix, agent string
	since               time.Time
	hasty               float64 // how often they vote without watching
}

func cumulate(weights []float64) []float64 {
	out, all := make([]float64, len(weights)), 0.0
	for i, w := range weights {
		all += w
		out[i] = all
	}
	return out
}

func (w *world) pick(sums []float64) int {
	x := w.rng.Float64() * sums[len(sums)-1]
	for i, s := range sums {
		if x < s {
			return i
		}
	}
	return len(sums) - 1
}

func zipf(n int, power float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Pow(float64(i+1), -power)
	}
	return cumulate(out)
}

func newWorld(seed uint64) *world {
	w := &world{rng: rand.New(rand.NewPCG(seed, 20)), bought: map[string]string{}, crowds: map[string]string{}, targets: map[string][]string{}}
	w.taste, w.networks, w.popular = zipf(works, .9), zipf(1500, .7), w.rng.Perm(works)
	w.known.Units = map[string]string{}
	for e := range works {
		w.unitOf[e] = w.rng.IntN(units)
		w.known.Units[entry(e)] = fmt.Sprint(w.unitOf[e])
	}
	return w
}

func entry(e int) string { return fmt.Sprintf("w%03d", e) }

// liked is a work by the public's taste.
func (w *world) liked() int { return w.popular[w.pick(w.taste)] }

func (w *world) geometric(mean float64) int {
	return int(math.Log(1-w.rng.Float64()) / math.Log(mean/(1+mean)))
}

// moment is a time of a day by the public's habits.
func (w *world) moment(day int) time.Time {
	return opens.AddDate(0, 0, day).Add(time.Duration((float64(w.pick(diurnal)) + w.rng.Float64()) * float64(time.Hour)))
}

// person is somebody new, first seen before first: half of them days ago, the others just then.
func (w *world) person(first time.Time) voter {
	w.voters++
	v := voter{name: fmt.Sprintf("v%06d", w.voters), prefix: fmt.Sprintf("n%d", w.pick(w.networks)), agent: fmt.Sprintf("c%d", w.pick(clients)), hasty: .2}
	v.since = first.Add(-time.Duration(20+w.rng.IntN(1500)) * time.Second)
	if w.rng.IntN(2) == 0 {
		v.since = opens.Add(-time.Duration(w.rng.IntN(20*24)) * time.Hour)
	}
	return v
}

func (w *world) cast(v voter, e int, at time.Time, n int) {
	if at.Before(opens) || !at.Before(opens.AddDate(0, 0, days)) || n < 1 {
		return
	}
	w.votes = append(w.votes, detect.Vote{Entry: entry(e), Voter: v.name, Day: at.Format(time.DateOnly), At: at.Truncate(time.Millisecond), N: n,
		Prefix: v.prefix, Agent: v.agent, Since: v.since, Watched: w.watched(v.hasty)})
}

func (w *world) watched(hasty float64) int {
	switch x := w.rng.Float64(); {
	case x < .15:
		return -1
	case w.rng.Float64() < hasty:
		return 400 + w.rng.IntN(2500)
	}
	return 3000 + int(w.rng.ExpFloat64()*45_000)
}

// people fills the vote with those who come by themselves: supporters of one work, and people who look round.
func (w *world) people(n int) {
	for range n {
		first := w.rng.IntN(days)
		at := w.moment(first)
		v := w.person(at)
		if w.rng.Float64() < .55 {
			w.supporter(v, at, 1+w.geometric(2.5))
		} else {
			w.visitor(v, at, 1+w.geometric(1.2))
		}
	}
}

func (w *world) supporter(v voter, at time.Time, often int) {
	mine := w.liked()
	for range often {
		if w.rng.Float64() < .7 {
			w.cast(v, mine, at, 10)
		} else {
			n := 5 + w.rng.IntN(4)
			w.cast(v, mine, at, n)
			w.cast(v, w.liked(), at.Add(time.Minute), 10-n)
		}
		v.hasty = .45
		at = w.later(at)
	}
}

func (w *world) visitor(v voter, at time.Time, often int) {
	for range often {
		left := 10
		for range 2 + w.rng.IntN(6) {
			n := min(left, 1+w.rng.IntN(3))
			w.cast(v, w.liked(), at, n)
			left, at = left-n, at.Add(time.Duration(20+w.rng.IntN(90))*time.Second)
		}
		at = w.later(at)
	}
}

// later is one of the next days, at another time.
func (w *world) later(at time.Time) time.Time {
	return w.moment(int(at.Sub(opens).Hours()/24) + 1 + w.geometric(.4))
}

// houses lets units ask their people to vote, day after day, for all the unit has entered.
func (w *world) houses(n int) {
	for u := range n {
		var own []int
		for e := range works {
			if w.unitOf[e] == u {
				own = append(own, e)
			}
		}
		if len(own) < 2 {
			continue
		}
		from := w.rng.IntN(days / 2)
		prefix := fmt.Sprintf("house%d", u)
		for range 20 + w.rng.IntN(130) {
			v := w.person(w.moment(from))
			if w.rng.IntN(2) == 0 {
				v.prefix = prefix
			}
			w.daily(v, own, from, days, .6, 10)
		}
	}
}

// neighbours are people of one place who like two works of two units and come back for both.
func (w *world) neighbours(groups int) {
	for range groups {
		pair := w.strangers(2)
		for range 40 + w.rng.IntN(80) {
			w.daily(w.person(w.moment(0)), pair, w.rng.IntN(5), days, .5, 10)
		}
	}
}

// list is passed round in a county: its people vote for six works of six units, evenly, on most days. Nothing is paid.
func (w *world) list() {
	on := w.strangers(6)
	for range 150 {
		w.daily(w.person(w.moment(1)), on, 1, days, .6, 10)
	}
}

// daily spends so many votes on each day from one to another that chance chooses, evenly on the works.
func (w *world) daily(v voter, on []int, from, to int, chance float64, votes int) {
	for d := from; d < to; d++ {
		if w.rng.Float64() >= chance {
			continue
		}
		at := w.moment(d)
		for i, e := range on {
			w.cast(v, e, at.Add(time.Duration(i*15+w.rng.IntN(10))*time.Second), votes*(i+1)/len(on)-votes*i/len(on))
		}
	}
}

// classes pass a link round: within the hour 50 to 400 people of one to three networks, most of them new, most of them with ten
// votes for one work, 30 to 80 % of them without watching. A third comes back.
func (w *world) classes(n int) {
	for c := range n {
		e, day := w.rng.IntN(works), w.rng.IntN(days-1)
		start := w.moment(day)
		lines, hasty := 1+w.rng.IntN(3), .3+.5*w.rng.Float64()
		for range 50 + w.rng.IntN(351) {
			at := start.Add(time.Duration(w.rng.ExpFloat64() * 20 * float64(time.Minute)))
			v := w.person(at)
			v.prefix, v.hasty = fmt.Sprintf("class%d.%d", c, w.rng.IntN(lines)), hasty
			v.since = at.Add(-time.Duration(w.rng.IntN(900)) * time.Second)
			if w.rng.IntN(5) == 0 {
				v.since = opens.AddDate(0, 0, -3)
			}
			w.crowds[v.name] = "class"
			w.pupil(v, e, at)
			if w.rng.IntN(3) == 0 {
				w.pupil(v, e, w.moment(day+1))
			}
		}
	}
}

func (w *world) pupil(v voter, e int, at time.Time) {
	n := 10
	if w.rng.Float64() > .7 {
		n = 1 + w.rng.IntN(9)
	}
	w.cast(v, e, at, n)
	if n < 5 {
		w.cast(v, w.liked(), at.Add(time.Minute), 1+w.rng.IntN(3))
	}
}

// television mentions five works in the evening, and for an hour ten times as many people come to them as usual.
func (w *world) television(times, viewers int) {
	for range times {
		shown, day := w.strangers(5), w.rng.IntN(days-1)
		start := opens.AddDate(0, 0, day).Add(20 * time.Hour)
		for range viewers {
			at := start.Add(time.Duration(w.rng.ExpFloat64() * 25 * float64(time.Minute)))
			v := w.person(at)
			w.crowds[v.name] = "television"
			for again := true; again; again = w.rng.Float64() < .25 {
				w.viewer(v, shown, at)
				at = w.later(at)
			}
		}
	}
}

func (w *world) viewer(v voter, shown []int, at time.Time) {
	left := 10
	for _, k := range w.rng.Perm(len(shown))[:1+w.rng.IntN(len(shown))] {
		n := min(left, 1+w.rng.IntN(4))
		w.cast(v, shown[k], at, n)
		left, at = left-n, at.Add(30*time.Second)
	}
}

// strangers are works of so many different units.
func (w *world) strangers(n int) (out []int) {
	seen := map[int]bool{}
	for _, e := range w.rng.Perm(works) {
		if !seen[w.unitOf[e]] && len(out) < n {
			seen[w.unitOf[e]] = true
			out = append(out, e)
		}
	}
	return out
}
