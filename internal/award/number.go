package award

import (
	"math/big"
	"strconv"
	"strings"
)

// decimal is a number written in decimals as an exact fraction: 0.7 is 7/10.
func decimal(v float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'f', -1, 64))
	return r
}

// round rounds x half up to so many digits and returns the units of the last one: 86.345 to 2 digits is 8635.
func round(x *big.Rat, digits int) int64 {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	n := new(big.Int).Mul(x.Num(), scale)
	n.Mul(n, big.NewInt(2)).Add(n, x.Denom())
	return new(big.Int).Div(n, new(big.Int).Mul(x.Denom(), big.NewInt(2))).Int64()
}

// write writes units of the last of so many digits: 8635 with 2 is 86.35.
func write(units int64, digits int) string {
	if digits == 0 {
		return strconv.FormatInt(units, 10)
	}
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	s := strconv.FormatInt(units, 10)
	if len(s) <= digits {
		s = strings.Repeat("0", digits+1-len(s)) + s
	}
	return sign + s[:len(s)-digits] + "." + s[len(s)-digits:]
}

// short writes a fraction with up to four decimals and no idle noughts, for people: 70, 0.5, 74.7296.
func short(x *big.Rat) string {
	s := write(round(x, 4), 4)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// percent writes a weight: 0.7 is 70%.
func percent(w *big.Rat) string { return short(new(big.Rat).Mul(w, big.NewRat(100, 1))) + "%" }
