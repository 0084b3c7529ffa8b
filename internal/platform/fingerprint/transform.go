package fingerprint

import (
	"math"
	"sort"
)

// side is the edge of the square that a picture is brought to before its transform, whatever its aspect: a stretched copy stays alike.
const side = 32

// highest is the highest frequency used along one axis: the 256 pairs nearest to the mean reach up to it.
const highest = 18

// wave is one frequency: u half periods across, v down.
type wave struct{ u, v int }

var (
	waves     = lowest(256)
	cosines   = table()
	oddAcross = oddMask()
)

// lowest lists the n pairs of frequencies nearest to the mean, the lowest first, in the order of the bits they become.
func lowest(n int) []wave {
	var all []wave
	for u := range highest + 1 {
		for v := range highest + 1 {
			all = append(all, wave{u, v})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].u*all[i].u+all[i].v*all[i].v < all[j].u*all[j].u+all[j].v*all[j].v })
	return all[1 : n+1]
}

func table() (t [highest + 1][side]float32) {
	for f := range t {
		for i := range t[f] {
			t[f][i] = float32(math.Cos(math.Pi * float64(f) * (float64(i) + .5) / side))
		}
	}
	return t
}

func oddMask() (m Hash) {
	for bit, w := range waves {
		if w.u%2 == 1 {
			m[bit/64] |= 1 << (bit % 64)
		}
	}
	return m
}

// firmness is the sum over the square from which the sign of a frequency is no accident of the encoder.
const firmness = 3

// transform hashes a square of levelled luma, and tells which bits are firm.
func transform(square *[side][side]float32) (h, firm Hash) {
	across := project(square)
	for bit, w := range waves {
		var sum float32
		for y := range side {
			sum += across[w.u][y] * cosines[w.v][y]
		}
		if sum > 0 {
			h[bit/64] |= 1 << (bit % 64)
		}
		if sum > firmness || sum < -firmness {
			firm[bit/64] |= 1 << (bit % 64)
		}
	}
	return h, firm
}

// project is the first half of the transform: every row against every frequency across.
func project(square *[side][side]float32) (across [highest + 1][side]float32) {
	for u := range across {
		for y := range side {
			var sum float32
			for x, c := range cosines[u] {
				sum += square[y][x] * c
			}
			across[u][y] = sum
		}
	}
	return across
}
