package demofilm

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
)

const (
	soundRate = 44100
	beat      = 0.42 // seconds
)

// pentatonic is the five-note scale 宫商角徵羽 in semitones over its root.
var pentatonic = []int{0, 2, 4, 7, 9}

// tune is a plucked melody over a soft chord and a bed of filtered noise (wind, water), as stereo 16-bit WAV.
func tune(rng *rand.Rand, seconds float64) []byte {
	n := int(seconds * soundRate)
	left, right := make([]float64, n), make([]float64, n)
	root := 196 * math.Pow(2, float64(rng.IntN(7))/12)
	for i, step := range []int{0, 7, 16} {
		hum(left, right, root/2*math.Pow(2, float64(step)/12), .045, float64(i))
	}
	degree := rng.IntN(5)
	for at := 0.3; at < seconds-0.6; at += beat * float64(1+rng.IntN(2)) {
		degree = min(9, max(0, degree+rng.IntN(5)-2))
		pitch := root * math.Pow(2, float64(degree/5)+float64(pentatonic[degree%5])/12)
		pluck(left, right, at, pitch, .16, rng.Float64())
	}
	breeze(rng, left, right, .05+.05*rng.Float64(), 2.5+2*rng.Float64())
	return wav(left, right)
}

// hum is a steady tone that swells slowly.
func hum(left, right []float64, pitch, level, phase float64) {
	for i := range left {
		t := float64(i) / soundRate
		swell := level * (.7 + .3*math.Sin(2*math.Pi*t/5+phase))
		v := math.Sin(2*math.Pi*pitch*t) + .3*math.Sin(4*math.Pi*pitch*t)
		left[i] += swell * v
		right[i] += swell * v
	}
}

// pluck is one note that dies away, placed between the ears by pan (0 left, 1 right).
func pluck(left, right []float64, at, pitch, level, pan float64) {
	start := int(at * soundRate)
	for i := start; i < min(len(left), start+2*soundRate); i++ {
		t := float64(i-start) / soundRate
		v := level * min(1, t*300) * (math.Exp(-3*t)*math.Sin(2*math.Pi*pitch*t) + .4*math.Exp(-6*t)*math.Sin(4*math.Pi*pitch*t) +
			.15*math.Exp(-10*t)*math.Sin(6*math.Pi*pitch*t))
		left[i] += v * (1 - .6*pan)
		right[i] += v * (.4 + .6*pan)
	}
}

// breeze is noise through two low passes, coming and going.
func breeze(rng *rand.Rand, left, right []float64, level, period float64) {
	var a, b float64
	for i := range left {
		a += .06 * (rng.Float64()*2 - 1 - a)
		b += .06 * (a - b)
		t := float64(i) / soundRate
		v := b * level * 12 * (.55 + .45*math.Sin(2*math.Pi*t/period))
		left[i] += v
		right[i] += v * .85
	}
}

// wav writes stereo samples with a short fade at both ends.
func wav(left, right []float64) []byte {
	size := uint32(len(left) * 4)
	out := append([]byte("RIFF"), u32(36+size)...)
	out = append(out, "WAVEfmt "...)
	out = append(out, u32(16)...)
	out = append(out, 1, 0, 2, 0)
	out = append(out, u32(soundRate)...)
	out = append(out, u32(soundRate*4)...)
	out = append(out, 4, 0, 16, 0)
	out = append(out, "data"...)
	out = append(out, u32(size)...)
	for i := range left {
		edge := min(1, float64(i)/8000, float64(len(left)-i)/22050)
		for _, v := range [2]float64{left[i], right[i]} {
			out = binary.LittleEndian.AppendUint16(out, uint16(int16(math.Tanh(v*edge*1.6)*30000)))
		}
	}
	return out
}

func u32(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }
