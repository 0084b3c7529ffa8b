package award

import (
	"strconv"
	"strings"

	"saiying/internal/campaign"
)

// value is the figure a prize is given for: units of the final score's last digit, votes, or hundredths of a point.
func (in Inputs) value(p campaign.Prize) func(scored) int64 {
	switch p.Basis {
	case campaign.BasisVotes:
		return func(w scored) int64 { return w.Votes }
	case campaign.BasisJury:
		key := in.expert().Key
		return func(w scored) int64 { return int64(w.Scores[key].Score) }
	case campaign.BasisCriterion:
		round, _, _ := in.judging(p.Criterion)
		return func(w scored) int64 { return int64(w.Scores[round.Key].Criteria[p.Criterion]) }
	}
	return func(w scored) int64 { return w.final }
}

// figureOf writes a value of a prize's basis: 86.35分, 1520票.
func (in Inputs) figureOf(p campaign.Prize, value int64) string {
	switch p.Basis {
	case campaign.BasisVotes:
		return strconv.FormatInt(value, 10) + "票"
	case campaign.BasisJury, campaign.BasisCriterion:
		return write(value, 2) + "分"
	}
	return in.units(value) + "分"
}

// units writes a final score without its unit.
func (in Inputs) units(value int64) string { return write(value, in.digits()) }

func (in Inputs) basisWords(p campaign.Prize) string {
	switch p.Basis {
	case campaign.BasisVotes:
		return "得票"
	case campaign.BasisJury:
		return in.expert().Label + "得分"
	case campaign.BasisCriterion:
		_, c, _ := in.judging(p.Criterion)
		return "“" + c.Label + "”得分"
	}
	return "最终成绩"
}

// check refuses inputs from which no roll follows, naming what is missing.
func (in Inputs) check() error {
	for _, c := range in.Final.Components {
		if _, known := in.round(c.Source); !known && c.Source != votes {
			return errRule.With("what", "最终成绩的“"+c.Label+"”")
		}
		if c.Weight == nil {
			return errRule.With("what", "“"+c.Label+"”的权重")
		}
	}
	for _, p := range in.Prizes {
		_, _, judged := in.judging(p.Criterion)
		switch {
		case p.Quota < 1:
			return errRule.With("what", p.Label+"的名额")
		case p.Per != "":
			return errRule.With("what", p.Label+"按“"+p.Per+"”分设的办法")
		case p.Basis == campaign.BasisCriterion && !judged,
			p.Basis != campaign.BasisFinal && p.Basis != campaign.BasisVotes && p.Basis != campaign.BasisJury && p.Basis != campaign.BasisCriterion:
			return errRule.With("what", p.Label+"的评定依据")
		}
	}
	if len(in.Final.Components) == 0 {
		return errRule.With("what", "最终成绩的构成")
	}
	return nil
}

// numbers lists works by number, the first twenty of many.
func numbers(group []place) string {
	var out []string
	for i, p := range group {
		if i == 20 {
			return strings.Join(out, "、") + "等" + strconv.Itoa(len(group)) + "部"
		}
		out = append(out, p.Number)
	}
	return strings.Join(out, "、")
}
