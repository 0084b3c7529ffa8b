package campaign

import (
	"maps"
	"math"
	"strconv"

	"cel.dev/cel-go/cel"
)

// A film is cut in whole frames, and an editing program may count the last one in or out: a film exported as three minutes is
// often one frame over. A person with a stopwatch would not see it, so every limit on the length gives way by one frame, and by
// no more: 180.04 s at 25 frames a second is three minutes, 180.08 s is not.

// The facts that the tolerance is about.
const (
	lengthFact = "media.duration_s"
	rateFact   = "media.fps"
)

// frameOf is how long one frame lasts in seconds, or 0 while the rate is not known: then nothing gives way.
func frameOf(values map[string]any) float64 {
	if rate := toFloat(values[rateFact]); rate >= 1 {
		return 1 / rate
	}
	return 0
}

// withinAFrame reports whether a check on the length holds for a film one frame shorter or longer.
func withinAFrame(check cel.Program, values map[string]any, frame float64) bool {
	length, ok := values[lengthFact].(float64)
	if !ok || frame == 0 {
		return false
	}
	near := maps.Clone(values)
	for _, by := range []float64{-frame, frame} {
		near[lengthFact] = math.Round((length+by)*1000) / 1000 // lengths are measured to the millisecond
		if ok, known := run(check, near); ok && known {
			return true
		}
	}
	return false
}

// sayTolerance is what a requirement on the length adds to its words.
func sayTolerance(frame float64) string {
	if frame == 0 {
		return "（放宽一帧）"
	}
	return "（放宽一帧，即" + sayFrame(frame) + "）"
}

// sayFrame rounds to what people can read: 0.04秒, 0.033秒.
func sayFrame(frame float64) string {
	return strconv.FormatFloat(math.Round(frame*1000)/1000, 'f', -1, 64) + "秒"
}
