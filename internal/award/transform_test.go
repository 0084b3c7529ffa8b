package award

import (
	"math/big"
	"strings"
	"testing"

	"saiying/internal/campaign"
)

func rats(values ...int64) []*big.Rat {
	out := make([]*big.Rat, len(values))
	for i, v := range values {
		out[i] = big.NewRat(v, 1)
	}
	return out
}

func spell(xs []*big.Rat) string {
	out := make([]string, len(xs))
	for i, x := range xs {
		out[i] = short(x)
	}
	return strings.Join(out, " ")
}

func TestTransforms(t *testing.T) {
	for _, c := range []struct {
		name string
		t    campaign.Transform
		raw  []*big.Rat
		want string
	}{
		{"published: 200000 and 150000 votes", campaign.RatioToMax, rats(200000, 150000), "100 75"},
		{"nobody voted", campaign.RatioToMax, rats(0, 0), "0 0"},
		{"thirds stay exact until the end", campaign.RatioToMax, rats(3, 1), "100 33.3333"},
		{"rank linear", campaign.RankLinear, rats(40, 30, 20, 10), "100 75 50 25"},
		{"rank linear, equals share the better rank", campaign.RankLinear, rats(40, 40, 20, 10), "100 100 50 25"},
		{"borda, equals have the mean of their span", campaign.Borda, rats(9, 7, 7, 1), "100 62.5 62.5 25"},
		{"log", campaign.LogScale, rats(999, 99, 9, 0), "100 66.6667 33.3333 0"},
		{"log of nothing", campaign.LogScale, rats(0), "0"},
		{"percentile", campaign.Percentile, rats(4, 3, 2, 2, 1), "100 75 37.5 37.5 0"},
		{"percentile of one", campaign.Percentile, rats(4), "100"},
		{"identity", campaign.Identity, rats(88, 91), "88 91"},
		{"no works", campaign.Borda, nil, ""},
	} {
		if got := spell(points(c.t, c.raw)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Published: 10 + 0.5 × (35 − rank).
func TestRankLinearAsPublished(t *testing.T) {
	raw := make([]*big.Rat, 35)
	for i := range raw {
		raw[i] = big.NewRat(int64(1000-i), 1)
	}
	got := rankLinear(raw, big.NewRat(10, 1), big.NewRat(1, 2))
	if short(got[19]) != "17.5" || short(got[10]) != "22" {
		t.Fatalf("rank 20 has %s, rank 11 has %s", short(got[19]), short(got[10]))
	}
}

// Published: 50 points for the first down to 1 for the last; tied works have the mean of their span.
func TestBordaAsPublished(t *testing.T) {
	raw := make([]*big.Rat, 50)
	for i := range raw {
		raw[i] = big.NewRat(int64(1000-i), 1)
	}
	raw[1] = raw[0] // the first two are equal: (50+49)/2
	got := borda(raw)
	if short(got[0]) != "49.5" || short(got[1]) != "49.5" || short(got[2]) != "48" || short(got[49]) != "1" {
		t.Fatalf("%s %s %s %s", short(got[0]), short(got[1]), short(got[2]), short(got[49]))
	}
}

func TestRoundHalfUpOnce(t *testing.T) {
	for _, c := range []struct {
		n, d   int64
		digits int
		want   string
	}{
		{86345, 1000, 2, "86.35"}, {863449, 10000, 2, "86.34"}, {1, 3, 2, "0.33"}, {2, 3, 2, "0.67"}, {5, 1000, 2, "0.01"},
		{100, 1, 2, "100.00"}, {0, 1, 2, "0.00"}, {865, 10, 0, "87"}, {1, 20, 1, "0.1"}, {-1, 3, 2, "-0.33"},
	} {
		if got := write(round(big.NewRat(c.n, c.d), c.digits), c.digits); got != c.want {
			t.Errorf("%d/%d at %d digits is %s, want %s", c.n, c.d, c.digits, got, c.want)
		}
	}
	if got := percent(decimal(0.7)); got != "70%" {
		t.Errorf("0.7 is %s", got)
	}
}
