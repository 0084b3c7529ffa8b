package jury

import (
	"fmt"
	"math"
	"math/big"
	"strings"
)

// Points are hundredths of a point: 8650 is 86.50. Every mark is kept as such an integer, so that no sum depends on how a
// machine rounds fractions.
type Points int64

// String writes points with two decimals.
func (p Points) String() string {
	sign := ""
	if p < 0 {
		sign, p = "-", -p
	}
	return fmt.Sprintf("%s%d.%02d", sign, p/100, p%100)
}

// short is String without needless noughts.
func (p Points) short() string {
	return strings.TrimSuffix(strings.TrimRight(p.String(), "0"), ".")
}

// Float is the number for JSON, where a mark of 86.5 is written 86.5.
func (p Points) Float() float64 { return float64(p) / 100 }

// pointsOf reads a number that has at most two decimals.
func pointsOf(v float64) (Points, bool) {
	h := math.Round(v * 100)
	return Points(h), math.Abs(v*100-h) < 1e-6 && math.Abs(h) < 1e12
}

// rounded rounds an exact number of points half up to two decimals. It is called once, on the finished figure.
func rounded(x *big.Rat) Points {
	n := new(big.Int).Mul(x.Num(), big.NewInt(200)) // 2·100·num, so that adding den adds one half
	n.Add(n, x.Denom())
	return Points(new(big.Int).Div(n, new(big.Int).Mul(x.Denom(), big.NewInt(2))).Int64())
}

func (p Points) rat() *big.Rat { return big.NewRat(int64(p), 100) }
