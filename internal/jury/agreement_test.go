package jury

import (
	"math"
	"strings"
	"testing"
)

// columns turns judges' rows into works' marks; * is a missing mark.
func columns(rows ...string) [][]float64 {
	works := make([][]float64, len(strings.Fields(rows[0])))
	for _, row := range rows {
		for i, f := range strings.Fields(row) {
			if f != "*" {
				works[i] = append(works[i], float64(f[0]-'0'))
			}
		}
	}
	return works
}

// The first two are the worked examples that the published implementations test themselves with.
func TestAlpha(t *testing.T) {
	three := columns("* * * * * 3 4 1 2 1 1 3 3 * 3", "1 * 2 1 3 3 4 3 * * * * * * *", "* * 2 1 3 4 4 * 2 1 1 3 3 * 4")
	four := columns("1 2 3 3 2 1 4 1 2 * * *", "1 2 3 3 2 2 4 1 2 5 * 3", "* 3 3 3 2 3 4 2 2 5 1 *", "1 2 3 3 2 4 4 1 2 5 1 *")
	for _, c := range []struct {
		name     string
		data     [][]float64
		distance Metric
		want     float64
	}{
		{"three judges, nominal", three, Nominal, 0.691},
		{"three judges, interval", three, Interval, 0.8108},
		{"four judges, nominal", four, Nominal, 0.743},
		{"four judges, interval", four, Interval, 0.8491},
		{"agreement", columns("1 2 3", "1 2 3"), Interval, 1},
	} {
		if got := Alpha(c.data, c.distance); math.Abs(got-c.want) > 0.0005 {
			t.Errorf("%s: got %.4f, want %.4f", c.name, got, c.want)
		}
	}
	for name, data := range map[string][][]float64{"no marks": nil, "single marks": columns("1 2 3"), "all equal": columns("2 2", "2 2")} {
		if got := Alpha(data, Interval); !math.IsNaN(got) {
			t.Errorf("%s: got %v, want no figure", name, got)
		}
	}
}
