package award

import (
	"fmt"
	"math/big"
	"strings"

	"saiying/internal/campaign"
)

// Row is a work's final score and how it came about.
type Row struct {
	Entry      string   `json:"entry"`
	Number     string   `json:"number"`
	Title      string   `json:"title"`
	Rank       int      `json:"rank"`
	Final      string   `json:"final"`
	Parts      []Part   `json:"parts"`
	Derivation string   `json:"derivation"`
	Prizes     []string `json:"prizes"`
}

// Part is what one component gave.
type Part struct {
	Source string `json:"source"`
	Label  string `json:"label"`
	Raw    string `json:"raw" doc:"The score, or the votes"`
	Points string `json:"points" doc:"Out of 100, to four decimals"`
	Weight string `json:"weight"`
}

// scored is a work with its final score in units of the last digit.
type scored struct {
	*Work
	final      int64
	parts      []Part
	derivation string
}

// score works out every work's final score, Σ weight × points, rounded once.
func (in Inputs) score() []scored {
	out := make([]scored, len(in.Works))
	sums := make([]*big.Rat, len(in.Works))
	for i := range in.Works {
		out[i].Work, sums[i] = &in.Works[i], new(big.Rat)
	}
	terms := make([][]string, len(in.Works))
	for _, c := range in.Final.Components {
		raw := in.raw(c.Source)
		top := short(greatest(raw))
		for i, p := range points(c.Transform, raw) {
			w := decimal(*c.Weight)
			sums[i].Add(sums[i], new(big.Rat).Mul(w, p))
			out[i].parts = append(out[i].parts, Part{c.Source, c.Label, in.figure(c.Source, raw[i]), short(p), percent(w)})
			terms[i] = append(terms[i], in.term(c, raw[i], p, top, percent(w)))
		}
	}
	for i := range out {
		out[i].final = round(sums[i], in.digits())
		out[i].derivation = strings.Join(terms[i], "＋") + "＝" + write(out[i].final, in.digits()) + "分"
	}
	return out
}

// raw is every work's figure of one source, in the order of the works.
func (in Inputs) raw(source string) []*big.Rat {
	out := make([]*big.Rat, len(in.Works))
	for i, w := range in.Works {
		if source == votes {
			out[i] = big.NewRat(w.Votes, 1)
		} else {
			out[i] = big.NewRat(int64(w.Scores[source].Score), 100)
		}
	}
	return out
}

func (in Inputs) figure(source string, x *big.Rat) string {
	if source == votes {
		return short(x) + "票"
	}
	return write(round(x, 2), 2) + "分"
}

// term writes one component so that anybody can redo it: 网络投票1520票÷2034票×100×30%.
func (in Inputs) term(c campaign.Component, raw, p *big.Rat, top, weight string) string {
	figure := c.Label + in.figure(c.Source, raw)
	switch {
	case c.Transform == campaign.RatioToMax && top != "0":
		unit := strings.TrimLeft(in.figure(c.Source, raw), "0123456789.")
		return figure + "÷" + top + unit + "×100×" + weight
	case c.Transform == campaign.Identity || c.Transform == "":
		return figure + "×" + weight
	}
	return fmt.Sprintf("%s折算%s分×%s", figure, short(p), weight)
}

// Method says in one paragraph how final scores and places come about.
func (in Inputs) Method() string {
	var sum, how []string
	for _, c := range in.Final.Components {
		sum = append(sum, c.Label+"×"+percent(decimal(*c.Weight)))
		if c.Transform != campaign.Identity && c.Transform != "" {
			how = append(how, c.Label+"折算办法："+campaign.Says(c.Transform)+"。")
		}
	}
	out := "最终成绩＝" + strings.Join(sum, "＋") + "。" + strings.Join(how, "") +
		fmt.Sprintf("中间不舍入，最后四舍五入保留%d位小数，按这个数排名。", in.digits())
	if len(in.Final.Tie) > 0 {
		out += "同分时依次比较：" + in.chainWords() + "。"
	}
	return out + "名额线上同分：" + campaign.Says(in.Policy.TiesAtCut) + "。"
}

func (in Inputs) chainWords() string {
	var steps []string
	for _, s := range in.Final.Tie {
		steps = append(steps, in.stepWords(s))
	}
	return strings.Join(steps, "、")
}

func (in Inputs) stepWords(s campaign.TieStep) string {
	if s == campaign.TieHighestWeight {
		return "权重最高的“" + heaviest(in.expert()).Label + "”得分"
	}
	return campaign.Says(s)
}
