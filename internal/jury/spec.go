package jury

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"saiying/internal/campaign"
)

// Spec is how a round judges, frozen from the notice and the organiser's decisions when the round opens. What the notice
// says later no longer changes it.
type Spec struct {
	Label      string             `json:"label"`
	Kind       campaign.RoundKind `json:"kind"`
	Size       int                `json:"size,omitempty"`
	CutTie     campaign.TieRule   `json:"cut_tie,omitempty"`
	Criteria   []Criterion        `json:"criteria"`
	Scale      Scale              `json:"scale"`
	PerWork    int                `json:"per_work"`
	Trim       Trim               `json:"trim"`
	HideAuthor bool               `json:"hide_author"`
	HideVotes  bool               `json:"hide_votes"`
	SameUnit   bool               `json:"same_unit"`
}

// Criterion is one thing judged; the weights of a round sum to 1.
type Criterion struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Weight  float64  `json:"weight"`
	Says    string   `json:"says,omitempty"`
	Anchors []Anchor `json:"anchors,omitempty"`
}

// Anchor describes what a mark from At upward means.
type Anchor struct {
	At   float64 `json:"at"`
	Says string  `json:"says"`
}

// Scale is the range and the step of a single mark.
type Scale struct{ Min, Max, Step Points }

// Trim drops that many of the highest and lowest totals of a work once at least From judges scored it.
type Trim struct{ High, Low, From int }

// freeze takes a round's rules out of the campaign, and refuses what could not give a score.
func freeze(r campaign.Round) (Spec, error) {
	s := Spec{Label: r.Label, Kind: r.Kind, Size: r.Size, CutTie: r.CutTie, PerWork: r.JudgesPerWork, HideAuthor: true, HideVotes: true}
	for _, c := range r.Criteria {
		f := Criterion{Key: c.Key, Label: c.Label, Says: c.Says}
		if c.Weight != nil {
			f.Weight = *c.Weight
		}
		for _, a := range c.Anchors {
			f.Anchors = append(f.Anchors, Anchor{a.At, a.Says})
		}
		s.Criteria = append(s.Criteria, f)
	}
	if r.Blind != nil {
		s.HideAuthor, s.HideVotes = r.Blind.HideAuthor, r.Blind.HideVotes
	}
	if r.Trim != nil {
		s.Trim = Trim{r.Trim.High, r.Trim.Low, r.Trim.From}
	}
	for _, k := range r.Conflicts {
		s.SameUnit = s.SameUnit || k == campaign.SameUnit
	}
	if r.Scale != nil {
		s.Scale.Min, _ = pointsOf(r.Scale.Min)
		s.Scale.Max, _ = pointsOf(r.Scale.Max)
		s.Scale.Step, _ = pointsOf(r.Scale.Step)
	}
	return s, s.whole()
}

// whole refuses a spec that could not give a score.
func (s Spec) whole() error {
	sum := new(big.Rat)
	for _, c := range s.Criteria {
		sum.Add(sum, c.weight())
	}
	for _, x := range []struct {
		bad  bool
		what string
	}{
		{len(s.Criteria) == 0, "评审指标"},
		{sum.Cmp(big.NewRat(1, 1)) != 0, "合计为1的指标权重"},
		{s.Scale.Max <= s.Scale.Min || s.Scale.Max <= 0, "分制"},
		{s.PerWork < 1, "每部作品由几位评委打分"},
		{s.Kind == campaign.ShortlistRound && s.Size < 1, "入围几部"},
		{s.Trim.High+s.Trim.Low > 0 && s.Trim.From <= s.Trim.High+s.Trim.Low, "去高低分之后仍有分数可算的评委人数"},
	} {
		if x.bad {
			return ErrSpec.With("round", s.Label, "what", x.what)
		}
	}
	return nil
}

// weight is the weight as the decimal it is written as, exactly.
func (c Criterion) weight() *big.Rat {
	w, _ := new(big.Rat).SetString(strconv.FormatFloat(c.Weight, 'f', -1, 64))
	return w
}

// Least is how few judges a work may have when the round is sealed: more than half of those dealt to it.
func (s Spec) Least() int { return s.PerWork/2 + 1 }

// Method says in one paragraph how the scores come about.
func (s Spec) Method() string {
	parts := make([]string, len(s.Criteria))
	for i, c := range s.Criteria {
		pct := new(big.Rat).Mul(c.weight(), big.NewRat(100, 1))
		parts[i] = c.Label + "×" + strings.TrimSuffix(strings.TrimRight(pct.FloatString(4), "0"), ".") + "%"
	}
	out := fmt.Sprintf("每位评委的总分＝%s，折成百分制。", strings.Join(parts, "＋"))
	if s.Trim.High+s.Trim.Low > 0 {
		out += fmt.Sprintf("一部作品有%d位及以上评委打分时，去掉%d个最高分、%d个最低分；不足时全部计入。", s.Trim.From, s.Trim.High, s.Trim.Low)
	}
	return out + "作品得分是计入的总分的平均分，四舍五入到两位小数，只在最后舍入一次。"
}
