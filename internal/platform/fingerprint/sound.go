package fingerprint

import (
	"math"
	"math/bits"
)

// SoundStep is how many seconds one item of chromaprint stands for: 1365 samples at 11025 a second.
const SoundStep = 1365.0 / 11025

const (
	mostSound  = 2423 // items, five minutes
	leastSound = 40   // items that must lie over each other, five seconds

	// alike is the agreement from which two sounds are taken for the same. Measured: unrelated sound stays below 0.62 at its best
	// offset, other bit rates and noise above 0.89, a tempo of 1.05 above 0.75.
	alike = 0.70
)

// Sound is how two sound tracks agree at their best offset. It is evidence about sound alone: films share music.
type Sound struct {
	Agreement float64 `json:"agreement"` // of bits, 0.5 is chance; 0 when either has no sound that can be told
	Offset    float64 `json:"offset_s"`  // seconds: a sound at t of the first film is heard at Speed × t + Offset of the second
	Speed     float64 `json:"speed"`
	Seconds   float64 `json:"seconds"` // how much of the first film's sound was compared
}

// Same tells whether it is the same sound.
func (s Sound) Same() bool { return s.Agreement >= alike }

// paces are the ratios of speed at which sounds are laid over each other.
var paces = [...]float64{1, .95, 1.05, .9, 1.1}

// listen lays b over a at every offset and pace.
func listen(a, b []uint32) Sound {
	best := Sound{Speed: 1}
	least := max(leastSound, min(len(a), len(b))/3)
	for _, pace := range paces {
		for o := least - int(float64(len(a))*pace); o <= len(b)-least; o++ {
			s := agreement(a, b, o, pace, least)
			if s.Agreement > best.Agreement+0.005 {
				best = s
			}
		}
	}
	return best
}

// mostLooked bounds the items compared at one offset; of a longer overlap every n-th is.
const mostLooked = 300

// agreement compares at one offset. Where both stand still, in silence or a steady tone, nothing can be told and nothing is counted.
func agreement(a, b []uint32, offset int, pace float64, least int) Sound {
	from := max(1, int(math.Ceil(float64(1-offset)/pace)))
	to := min(len(a), int(float64(len(b)-1-offset)/pace))
	step := max(1, (to-from)/mostLooked)
	looked, wrong := 0, 0
	for i := from; i < to; i += step {
		j := int(float64(i)*pace) + offset
		if j < 1 || a[i] == a[i-1] && b[j] == b[j-1] {
			continue
		}
		looked++
		wrong += bits.OnesCount32(a[i] ^ b[j])
	}
	if looked*step < least {
		return Sound{}
	}
	return Sound{Agreement: 1 - float64(wrong)/float64(32*looked), Offset: float64(offset) * SoundStep, Speed: pace, Seconds: float64(looked*step) * SoundStep}
}
