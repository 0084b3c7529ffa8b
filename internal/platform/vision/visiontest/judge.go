package visiontest

import (
	"math"

	"saiying/internal/platform/vision"
)

// Tolerance is how far a sight's times may be from the truth, in seconds: two of the frames that are looked at.
const Tolerance = .41

// Verdict compares sights with what is there, for one kind: what was found, what was missed, what was made up, and how far
// the times were off at most.
type Verdict struct {
	Found, Missed, False int
	Off                  float64
}

// Judge holds the sights of a film against its truth, kind by kind.
func Judge(want []Want, seen []vision.Sight) map[vision.Kind]Verdict {
	out := map[vision.Kind]Verdict{}
	used := make([]bool, len(seen))
	for _, w := range want {
		v, hit := out[w.Kind], false
		for i, s := range seen {
			if !used[i] && s.Kind == w.Kind && s.Undecidable == w.Undecidable && (w.To == 0 || s.From < w.To && w.From < s.To) {
				used[i] = true
				if !hit && w.To > 0 {
					v.Off = max(v.Off, math.Abs(s.From-w.From)-w.Slack, math.Abs(s.To-w.To)-w.Slack)
				}
				hit = true
			}
		}
		if hit {
			v.Found++
		} else {
			v.Missed++
		}
		out[w.Kind] = v
	}
	for i, s := range seen {
		if !used[i] {
			v := out[s.Kind]
			v.False++
			out[s.Kind] = v
		}
	}
	return out
}

// Right tells whether nothing was missed, nothing made up, and all times are right.
func (v Verdict) Right() bool { return v.Missed == 0 && v.False == 0 && v.Off <= Tolerance }
