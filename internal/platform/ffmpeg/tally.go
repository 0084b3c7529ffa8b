package ffmpeg

import (
	"strconv"
	"strings"
	"time"
)

// Progress hears how far a job is: percent from 0 to 100, and the time it will still take at the pace measured so
// far (0 while that is unknown).
type Progress func(percent float64, remaining time.Duration)

// tally counts decoded pictures from the lines of ffmpeg's framecrc ("0, 3600, 3600, 3600, 6, 0x0f7603ea", times in the unit that
// its head gives as "#tb 0: 1/90000"), and what idet says of some of them.
type tally struct {
	meter        meter
	unit         float64 // seconds
	frames       int
	first, end   float64
	woven, plain int
}

// decidedLeast is how many pictures idet must have decided on, and agreed about in nine of ten.
const decidedLeast = 10

func (t *tally) take(line string) {
	switch {
	case strings.HasPrefix(line, "0,"):
		t.count(strings.Split(line, ","))
	case strings.HasPrefix(line, "#tb 0:"):
		if a, b := ratio(strings.TrimSpace(line[len("#tb 0:"):]), "/"); a > 0 && b > 0 {
			t.unit = a / b
		}
	case strings.HasSuffix(line, "current_frame=progressive"):
		t.plain++
	case strings.HasSuffix(line, "current_frame=tff"), strings.HasSuffix(line, "current_frame=bff"):
		t.woven++
	}
}

func (t *tally) count(fields []string) {
	if len(fields) < 4 {
		return
	}
	at, err1 := strconv.ParseInt(strings.TrimSpace(fields[2]), 10, 64)
	lasts, err2 := strconv.ParseInt(strings.TrimSpace(fields[3]), 10, 64)
	if err1 != nil || err2 != nil {
		return
	}
	from := float64(at) * t.unit
	if t.frames++; t.frames == 1 {
		t.first = from
	}
	t.end = max(t.end, from+float64(lasts)*t.unit)
	t.meter.reach(t.end)
}

// tellInto writes down what was counted.
func (t *tally) tellInto(d *Decoded) {
	d.DecodedFrames, d.DecodedS, d.ScanSeen = t.frames, round3(t.end-t.first), "unknown"
	decided := t.woven + t.plain
	switch {
	case decided < decidedLeast:
	case t.plain*10 >= decided*9:
		d.ScanSeen = "progressive"
	case t.woven*10 >= decided*9:
		d.ScanSeen = "interlaced"
	}
}

// meter turns seconds of film into progress.
type meter struct {
	length, reached float64 // seconds of film
	tell            Progress
	began           time.Time
}

// reach is told how much of the film is done; it reports each whole percent once.
func (m *meter) reach(at float64) {
	before := int(100 * m.reached / max(m.length, 0.001))
	if m.reached = max(m.reached, at); int(100*m.reached/max(m.length, 0.001)) > before {
		m.report(min(99, 100*m.reached/max(m.length, 0.001)))
	}
}

func (m *meter) report(percent float64) {
	if m.tell == nil {
		return
	}
	var remaining time.Duration
	if percent >= 1 {
		remaining = time.Duration(float64(time.Since(m.began)) * (100 - percent) / percent)
	}
	m.tell(percent, remaining.Round(time.Second))
}
