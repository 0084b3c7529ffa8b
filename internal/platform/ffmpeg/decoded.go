package ffmpeg

import "saiying/internal/platform/vision"

// Decoded are the facts that only decoding tells. Before [Tool.Watch] they are zero and left out. Loudness is measured as EBU R128
// (ITU-R BS.1770) says; it is left out where there is no sound or nothing above the gate of -70 LUFS.
type Decoded struct {
	DecodedS      float64     `json:"decoded_s"`                   // from the first decoded picture to the end of the last
	DecodedFrames int         `json:"decoded_frames"`              // pictures that were decoded; compare with frames
	ScanSeen      string      `json:"scan_seen"`                   // what the pictures show, one second in ten: "progressive", "interlaced", "unknown"
	LoudnessLUFS  *float64    `json:"loudness_lufs,omitempty"`     // integrated over the film
	TruePeakDBTP  *float64    `json:"true_peak_dbtp,omitempty"`    //
	LoudnessRange *float64    `json:"loudness_range_lu,omitempty"` //
	Black         []Stretch   `json:"black,omitempty"`             // black pictures for 0.4 s or longer, to 0.2 s
	Frozen        []Stretch   `json:"frozen,omitempty"`            // pictures that do not move for 2 s or longer, to 0.2 s
	Silent        []Stretch   `json:"silent,omitempty"`            // sound below -50 dBFS for 2 s or longer; empty without a sound track
	BlackS        float64     `json:"black_s"`                     // total
	FrozenS       float64     `json:"frozen_s"`                    // total
	SilentS       float64     `json:"silent_s"`                    // total
	Active        *vision.Box `json:"active,omitempty"`            // where the picture is, without black bars that stay; left out before it was looked at
}

// Stretch is a part of a film, in seconds from its start.
type Stretch struct {
	From float64 `json:"from_s"`
	To   float64 `json:"to_s"`
}

// total is the length of all stretches together.
func total(all []Stretch) float64 {
	sum := 0.0
	for _, s := range all {
		sum += s.To - s.From
	}
	return round3(sum)
}

// intoMap replaces what a rule engine cannot read: pointers, stretches, the box.
func (d Decoded) intoMap(m map[string]any) {
	for key, v := range map[string]*float64{"loudness_lufs": d.LoudnessLUFS, "true_peak_dbtp": d.TruePeakDBTP, "loudness_range_lu": d.LoudnessRange} {
		m[key] = nil
		if v != nil {
			m[key] = *v
		}
	}
	for key, all := range map[string][]Stretch{"black": d.Black, "frozen": d.Frozen, "silent": d.Silent} {
		list := make([]any, len(all))
		for i, s := range all {
			list[i] = map[string]any{"from_s": s.From, "to_s": s.To}
		}
		m[key] = list
	}
	m["active"] = nil
	if b := d.Active; b != nil {
		m["active"] = map[string]any{"x": b.X, "y": b.Y, "w": b.W, "h": b.H}
	}
}

// spans gathers stretches of at least a length from what is said moment by moment.
type spans struct {
	least float64
	open  bool
	from  float64
	all   []Stretch
}

func (s *spans) see(at float64, is bool) {
	if is && !s.open {
		s.open, s.from = true, at
	}
	if !is {
		s.end(at)
	}
}

func (s *spans) end(at float64) {
	if s.open && at-s.from >= s.least-0.001 {
		s.all = append(s.all, Stretch{round3(s.from), round3(at)})
	}
	s.open = false
}
