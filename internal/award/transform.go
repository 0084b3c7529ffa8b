package award

import (
	"math"
	"math/big"
	"slices"

	"saiying/internal/campaign"
)

var hundred = big.NewRat(100, 1)

// points turns the raw figures of all works into points out of 100. The most a work can have is 100 under every transform,
// so that weights mean what they say.
func points(t campaign.Transform, raw []*big.Rat) []*big.Rat {
	switch t {
	case campaign.RatioToMax:
		return ratioToMax(raw)
	case campaign.RankLinear:
		n := int64(len(raw))
		return rankLinear(raw, big.NewRat(100, max(n, 1)), big.NewRat(100, max(n, 1)))
	case campaign.Borda:
		return scaled(borda(raw), big.NewRat(100, int64(max(len(raw), 1))))
	case campaign.LogScale:
		return logScale(raw)
	case campaign.Percentile:
		return percentile(raw)
	}
	return raw
}

// ratioToMax is v ÷ the greatest v × 100 (人民网2022年征集活动: 150000 and 200000 votes give 75 and 100).
func ratioToMax(raw []*big.Rat) []*big.Rat {
	top := greatest(raw)
	if top.Sign() <= 0 {
		return scaled(raw, new(big.Rat))
	}
	return scaled(raw, new(big.Rat).Quo(hundred, top))
}

// rankLinear is low + step × (n − rank), equal figures sharing the better rank (published with 10 + 0.5 × (35 − rank):
// rank 20 gives 17.5, rank 11 gives 22).
func rankLinear(raw []*big.Rat, low, step *big.Rat) []*big.Rat {
	return each(raw, func(x *big.Rat) *big.Rat {
		above, _ := compare(raw, x)
		steps := big.NewRat(int64(len(raw)-above-1), 1)
		return steps.Mul(steps, step).Add(steps, low)
	})
}

// borda is n points for the first, n−1 for the second, down to 1; equal figures have the mean of the places they span.
func borda(raw []*big.Rat) []*big.Rat {
	return each(raw, func(x *big.Rat) *big.Rat {
		above, equal := compare(raw, x)
		best := int64(len(raw) - above)
		return big.NewRat(2*best-int64(equal)+1, 2)
	})
}

// logScale is 100 × ln(1+v) ÷ ln(1+the greatest v), to six decimals: a logarithm has no exact fraction.
func logScale(raw []*big.Rat) []*big.Rat {
	top, _ := greatest(raw).Float64()
	if top <= 0 {
		return scaled(raw, new(big.Rat))
	}
	return each(raw, func(x *big.Rat) *big.Rat {
		v, _ := x.Float64()
		return big.NewRat(int64(math.Round(100*math.Log1p(v)/math.Log1p(top)*1e6)), 1e6)
	})
}

// percentile is the share of the other works that stand below, equals counting half, × 100.
func percentile(raw []*big.Rat) []*big.Rat {
	n := int64(len(raw))
	return each(raw, func(x *big.Rat) *big.Rat {
		if n == 1 {
			return hundred
		}
		above, equal := compare(raw, x)
		below := n - int64(above+equal)
		return big.NewRat((2*below+int64(equal)-1)*50, n-1)
	})
}

// compare counts the figures above x and those equal to it, x itself among them.
func compare(raw []*big.Rat, x *big.Rat) (above, equal int) {
	for _, y := range raw {
		switch y.Cmp(x) {
		case 1:
			above++
		case 0:
			equal++
		}
	}
	return above, equal
}

func greatest(raw []*big.Rat) *big.Rat {
	if len(raw) == 0 {
		return new(big.Rat)
	}
	return slices.MaxFunc(raw, func(a, b *big.Rat) int { return a.Cmp(b) })
}

func scaled(raw []*big.Rat, by *big.Rat) []*big.Rat {
	return each(raw, func(x *big.Rat) *big.Rat { return new(big.Rat).Mul(x, by) })
}

func each(raw []*big.Rat, fn func(x *big.Rat) *big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(raw))
	for i, x := range raw {
		out[i] = fn(x)
	}
	return out
}
