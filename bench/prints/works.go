package main

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"saiying/internal/platform/fingerprint"
	"saiying/internal/platform/vision"
)

// shown is a picture of a drawn film as the printer knows it.
type shown struct {
	moment fingerprint.Moment
	key    fingerprint.Key
}

// draw prints so many films of eight shots, and answers the pictures that the printer took for their keys. Slides have one of a
// hundred designs, cards are one of two hundred.
func draw(films int) (all []shown) {
	const w, h = 160, 90
	for n := range films {
		p, rng := fingerprint.NewPrinter(), rand.New(rand.NewPCG(uint64(n), 3))
		for shot := range 8 {
			var s still
			switch n % 5 {
			case 0, 1:
				s = leaves(rng, w, h)
			case 2:
				s = land(rng, w, h)
			case 3:
				s = slide(template("slide", rng.Uint64N(100)), rng, w, h)
			case 4:
				s = card(template("card", rng.Uint64N(200)), w, h)
			}
			for i := range 10 {
				p.Add(vision.Frame{At: float64(shot*10+i) / vision.Rate, W: w, H: h, Y: s.pix})
			}
		}
		for _, v := range p.Print(nil).Views[:1] {
			for _, k := range v.Keys {
				all = append(all, shown{v.Moments[k.Moment], k})
			}
		}
	}
	return all
}

// turned turns over some bits of a picture, the same at every scale.
func (s shown) turned(bits fingerprint.Hash) shown {
	s.moment.Hash = mixed(s.moment.Hash, bits)
	for i := range s.key.Crops {
		s.key.Crops[i].Bits = mixed(s.key.Crops[i].Bits, bits)
	}
	return s
}

func mixed(a, b fingerprint.Hash) fingerprint.Hash {
	for i := range a {
		a[i] ^= b[i]
	}
	return a
}

// add appends a picture to a view, three seconds after the last.
func add(v *fingerprint.View, s shown) {
	s.moment.At, s.key.Moment = float64(3*len(v.Moments)), len(v.Moments)
	v.Moments, v.Keys = append(v.Moments, s.moment), append(v.Keys, s.key)
}

func id(n int) string { return fmt.Sprintf("work-%08d", n) }

// work is the print of the n-th invented work: eight pictures of drawn films, each bit turned over with a chance of one in four. Two
// works with the same drawn picture so differ in three bits of eight, as two pictures of like scenes do.
func work(pool []shown, n int) fingerprint.Print {
	rng, v := rand.New(rand.NewPCG(uint64(n), 1)), fingerprint.View{}
	for range 8 {
		var bits fingerprint.Hash
		s := pool[rng.IntN(len(pool))]
		for w := range bits {
			bits[w] = rng.Uint64() & rng.Uint64()
		}
		add(&v, s.turned(bits))
	}
	return fingerprint.Print{Seconds: 24, Views: []fingerprint.View{v}}
}

// works yields them in the order of their ids.
func works(pool []shown, n int) iter.Seq2[string, fingerprint.Print] {
	return func(yield func(string, fingerprint.Print) bool) {
		for i := range n {
			if !yield(id(i), work(pool, i)) {
				return
			}
		}
	}
}

// question is a copy of a work: its eight pictures with one bit in ten turned over, and eight others, as a film has sixteen. Every
// second one has bars, so that it is asked for as a whole too.
func question(pool []shown, n int, bars bool) fingerprint.Print {
	rng, p := rand.New(rand.NewPCG(uint64(n), 2)), work(pool, n)
	v := &p.Views[0]
	for i, k := range v.Keys {
		var bits fingerprint.Hash
		for range 25 {
			bits[rng.IntN(4)] ^= 1 << rng.IntN(64)
		}
		s := shown{v.Moments[k.Moment], k}.turned(bits)
		v.Moments[i], v.Keys[i] = s.moment, s.key
	}
	for range 8 {
		add(v, pool[rng.IntN(len(pool))])
	}
	if bars {
		var whole fingerprint.View
		for range 16 {
			add(&whole, pool[rng.IntN(len(pool))])
		}
		p.Views = append(p.Views, whole)
	}
	return p
}
