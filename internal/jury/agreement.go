package jury

import "math"

// Metric is a squared distance between two marks, for Alpha.
type Metric func(a, b float64) float64

// Interval is the metric of marks on a scale.
func Interval(a, b float64) float64 { return (a - b) * (a - b) }

// Nominal is the metric of mere categories.
func Nominal(a, b float64) float64 {
	if a == b {
		return 0
	}
	return 1
}

// Alpha is Krippendorff's α, how far judges agree beyond chance: 1 is agreement, 0 chance, below 0 worse than chance. Rows
// are works; each holds the marks of those who scored it, so judges need not have scored the same works. It is 1 − Do/De,
// the observed over the expected disagreement (Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011). It is NaN
// when no work has two marks or all marks are equal. It is a figure about the panel; no score depends on it.
func Alpha(works [][]float64, distance Metric) float64 {
	var all []float64
	observed := 0.0
	for _, marks := range works {
		if len(marks) < 2 {
			continue
		}
		all = append(all, marks...)
		observed += apart(marks, distance) / float64(len(marks)-1)
	}
	n := float64(len(all))
	expected := apart(all, distance) / (n - 1)
	if n == 0 || expected == 0 {
		return math.NaN()
	}
	return 1 - observed/expected
}

// apart sums the distances of all ordered pairs.
func apart(marks []float64, distance Metric) (sum float64) {
	count := map[float64]float64{}
	for _, m := range marks {
		count[m]++
	}
	for a, n := range count {
		for b, m := range count {
			sum += n * m * distance(a, b)
		}
	}
	return sum
}

// agreement is α over the judges' totals of ranked works.
func agreement(results []Result) float64 {
	rows := make([][]float64, 0, len(results))
	for _, r := range results {
		var row []float64
		for _, t := range r.Totals {
			row = append(row, t.Points.Float())
		}
		rows = append(rows, row)
	}
	return Alpha(rows, Interval)
}
