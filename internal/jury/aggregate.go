package jury

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// Marks are one judge's finished marks of one work, by criterion.
type Marks struct {
	Judge  string
	Scores map[string]Points
}

// Total is one judge's total of a work, out of 100.
type Total struct {
	Judge   string `json:"judge"`
	Points  Points `json:"points"`
	Dropped string `json:"dropped,omitempty"` // "high" or "low" when trimmed away
}

// Result is what a work got in a round. Score, Untrimmed and Criteria are out of 100 and rounded to two decimals.
type Result struct {
	Entry      string            `json:"entry"`
	Number     string            `json:"number"`
	Title      string            `json:"title"`
	Place      int               `json:"place"` // equal scores share a place: 1, 2, 2, 4
	Score      Points            `json:"score"`
	Untrimmed  Points            `json:"untrimmed"` // the mean of every judge's total, for ties
	Judges     int               `json:"judges"`
	Totals     []Total           `json:"totals"`
	Criteria   map[string]Points `json:"criteria"` // the mean mark by criterion of the judges that count
	Derivation string            `json:"derivation"`
	In         bool              `json:"in"` // in a shortlist round, whether the work goes on
}

// total is Σ weight × mark × 100 ÷ the scale's maximum.
func (s Spec) total(m Marks) *big.Rat {
	sum := new(big.Rat)
	for _, c := range s.Criteria {
		sum.Add(sum, new(big.Rat).Mul(c.weight(), s.hundred(m.Scores[c.Key])))
	}
	return sum
}

// hundred puts a mark on a scale of 100.
func (s Spec) hundred(p Points) *big.Rat {
	return new(big.Rat).Mul(p.rat(), big.NewRat(100*100, int64(s.Scale.Max)))
}

// Aggregate works out a work's score from its finished sheets, by the weighted, trimmed mean that the spec asks for.
// Without sheets there is no score: Judges is 0.
func (s Spec) Aggregate(marks []Marks) Result {
	r := Result{Judges: len(marks), Criteria: map[string]Points{}, Totals: []Total{}}
	if len(marks) == 0 {
		r.Derivation = "还没有评委完成打分，没有得分。"
		return r
	}
	marks = slices.Clone(marks)
	slices.SortFunc(marks, func(a, b Marks) int { return strings.Compare(a.Judge, b.Judge) })
	exact := make([]*big.Rat, len(marks))
	for i, m := range marks {
		exact[i] = s.total(m)
		r.Totals = append(r.Totals, Total{Judge: m.Judge, Points: rounded(exact[i])})
	}
	s.trim(r.Totals, exact)
	all, kept := new(big.Rat), new(big.Rat)
	var counted []Marks
	for i, x := range exact {
		all.Add(all, x)
		if r.Totals[i].Dropped == "" {
			kept.Add(kept, x)
			counted = append(counted, marks[i])
		}
	}
	r.Score, r.Untrimmed = rounded(over(kept, len(counted))), rounded(over(all, len(marks)))
	for _, c := range s.Criteria {
		sum := new(big.Rat)
		for _, m := range counted {
			sum.Add(sum, s.hundred(m.Scores[c.Key]))
		}
		r.Criteria[c.Key] = rounded(over(sum, len(counted)))
	}
	r.Derivation = s.derive(r)
	return r
}

func over(sum *big.Rat, n int) *big.Rat { return new(big.Rat).Quo(sum, big.NewRat(int64(n), 1)) }

// trim marks the totals that are dropped. Among equal extremes it is the one whose judge comes first; the mean is the same.
func (s Spec) trim(totals []Total, exact []*big.Rat) {
	if s.Trim.From == 0 || len(totals) < s.Trim.From {
		return
	}
	order := make([]int, len(totals))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return exact[a].Cmp(exact[b]) })
	for _, i := range order[:s.Trim.Low] {
		totals[i].Dropped = "low"
	}
	for _, i := range order[len(order)-s.Trim.High:] {
		totals[i].Dropped = "high"
	}
}

// derive writes out the sum so that anybody can redo it on paper.
func (s Spec) derive(r Result) string {
	var all, kept, high, low []string
	for _, t := range r.Totals {
		all = append(all, t.Points.String())
		switch t.Dropped {
		case "high":
			high = append(high, t.Points.String())
		case "low":
			low = append(low, t.Points.String())
		default:
			kept = append(kept, t.Points.String())
		}
	}
	out := fmt.Sprintf("%d位评委的总分：%s。", len(all), strings.Join(all, "、"))
	switch {
	case len(high)+len(low) > 0:
		out += fmt.Sprintf("去掉最高分%s、最低分%s。", strings.Join(high, "、"), strings.Join(low, "、"))
	case s.Trim.From > len(all):
		out += fmt.Sprintf("不足%d位评委，不去高低分。", s.Trim.From)
	}
	if len(kept) == 1 {
		return out + "得分" + r.Score.String() + "。"
	}
	return out + fmt.Sprintf("（%s）÷%d＝%s。", strings.Join(kept, "＋"), len(kept), r.Score)
}

// Rank orders results by score, the highest first and equal scores by number, and gives each its place.
func Rank(results []Result) {
	slices.SortStableFunc(results, func(a, b Result) int {
		if (a.Judges == 0) != (b.Judges == 0) { // a work without a score stands last, below a score of nought
			return b.Judges - a.Judges
		}
		if a.Score != b.Score {
			return int(b.Score - a.Score)
		}
		return strings.Compare(a.Number, b.Number)
	})
	for i := range results {
		results[i].Place = i + 1
		if i > 0 && results[i].Judges > 0 && results[i].Score == results[i-1].Score && results[i-1].Judges > 0 {
			results[i].Place = results[i-1].Place
		}
	}
}
