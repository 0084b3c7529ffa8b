package award

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"saiying/internal/campaign"
)

// Compute deals the prizes out: in the order of their priority, each to the best of its pool by what it is given for,
// leaving out works that hold a prize of the same exclusive group. The same inputs give the same outcome.
func Compute(in Inputs) Outcome {
	d := dealing{in: in, works: in.score(), holds: map[string][]campaign.Prize{}, carried: map[string]int{}}
	d.final = in.rankBy(d.works, func(w scored) int64 { return w.final }, in.Final.Tie)
	d.begin()
	for _, p := range in.order() {
		d.give(p)
	}
	d.out.Method, d.out.Results = in.Method(), d.results()
	return d.out
}

// dealing is a deal under way.
type dealing struct {
	in      Inputs
	works   []scored
	final   []place
	holds   map[string][]campaign.Prize // by entry
	carried map[string]int              // places that fall to the next prize of a group
	out     Outcome
}

// order is the prizes by priority; those without one come last, as the file has them.
func (in Inputs) order() []campaign.Prize {
	prizes := slices.Clone(in.Prizes)
	slices.SortStableFunc(prizes, func(a, b campaign.Prize) int {
		if (a.Priority == 0) != (b.Priority == 0) {
			return b.Priority - a.Priority
		}
		return a.Priority - b.Priority
	})
	return prizes
}

func (d *dealing) say(format string, args ...any) {
	d.out.Log = append(d.out.Log, Step{len(d.out.Log) + 1, fmt.Sprintf(format, args...)})
}

func (d *dealing) begin() {
	d.say("参加评奖的入围作品%d部。", len(d.works))
	if d.in.Frozen != "" {
		d.say("得票以投票截止后封存的结果为准，校验值%s。", d.in.Frozen)
	}
	d.say("%s", d.in.Method())
	d.tellTies()
	for _, r := range d.in.Revoked {
		d.say("%s不再评给%s：%s", d.label(r.Prize), d.number(r.Entry), r.Reason)
	}
}

// tellTies says how works with equal final scores were put in order.
func (d *dealing) tellTies() {
	for i := 0; i < len(d.final); {
		j := i + 1
		for j < len(d.final) && d.final[j].value == d.final[i].value {
			j++
		}
		if j-i > 1 {
			d.say("最终成绩同为%s分的有%d部：%s。%s", d.in.units(d.final[i].value), j-i, numbers(d.final[i:j]), d.in.orderWords(d.final[i:j]))
		}
		i = j
	}
}

// orderWords tells the order of equals, those still level in one bracket.
func (in Inputs) orderWords(group []place) string {
	levels := split(slices.Clone(group), func(p place) int64 { return -int64(p.class) })
	if len(levels) == 1 {
		return "各步比较后仍分不出先后。"
	}
	var out []string
	for _, level := range levels {
		s := numbers(level)
		if len(level) > 1 {
			s = "（" + s + "并列）"
		}
		out = append(out, s)
	}
	return "依次比较" + in.chainWords() + "，先后为" + strings.Join(out, "、") + "。"
}

// give deals one prize.
func (d *dealing) give(p campaign.Prize) {
	g := Given{Key: p.Key, Label: p.Label, Quota: p.Quota, Winners: []Winner{}}
	vacated := d.in.vacated(p.Key)
	seats := max(0, p.Quota+d.carried[p.Group]-vacated)
	if p.Group != "" {
		d.carried[p.Group] = 0
	}
	if first, waits := d.waits(p); waits {
		g.Pending = &Pending{Tied: []Tied{}, Seats: seats, Says: "须等" + first + "评定后再评。"}
		d.say("%s（%d名）%s", p.Label, seats, g.Pending.Says)
		d.out.Prizes = append(d.out.Prizes, g)
		return
	}
	ranked := d.in.rankBy(d.pool(p), d.in.value(p), d.chain())
	d.say("%s（%d名）：%s，按%s从高到低取%d部%s。", p.Label, seats, d.poolWords(p, len(ranked)), d.in.basisWords(p), min(seats, len(ranked)), d.line(p, ranked, seats))
	if vacated > 0 {
		d.say("%s有%d个名额在公示后取消，按办法不递补。", p.Label, vacated)
	}
	taken, pending := d.take(p, ranked, seats)
	for _, w := range taken {
		d.holds[w.Entry] = append(d.holds[w.Entry], p)
		g.Winners = append(g.Winners, d.winner(p, w))
	}
	g.Pending = pending
	if pending == nil && len(taken) < seats {
		d.vacancy(p, seats-len(taken))
	}
	d.out.Prizes = append(d.out.Prizes, g)
}

// line tells the figures on both sides of the line.
func (d *dealing) line(p campaign.Prize, ranked []place, seats int) string {
	if seats == 0 || len(ranked) <= seats {
		return ""
	}
	return fmt.Sprintf("，第%d名%s，下一名%s", seats, d.in.figureOf(p, ranked[seats-1].value), d.in.figureOf(p, ranked[seats].value))
}

// waits tells which earlier prize must be settled before p can be dealt.
func (d *dealing) waits(p campaign.Prize) (string, bool) {
	for _, g := range d.out.Prizes {
		i := slices.IndexFunc(d.in.Prizes, func(q campaign.Prize) bool { return q.Key == g.Key })
		if g.Pending != nil && (p.Pool == campaign.PoolNotAwarded || (p.Group != "" && p.Group == d.in.Prizes[i].Group)) {
			return g.Label, true
		}
	}
	return "", false
}

// pool is the works that may have p.
func (d *dealing) pool(p campaign.Prize) []scored {
	var out []scored
	for _, w := range d.works {
		switch {
		case d.in.revoked(p.Key, w.Entry),
			p.Pool == campaign.PoolNotAwarded && len(d.holds[w.Entry]) > 0,
			p.Basis == campaign.BasisVotes && w.Votes == 0,
			p.Group != "" && slices.ContainsFunc(d.holds[w.Entry], func(q campaign.Prize) bool { return q.Group == p.Group }):
			continue
		}
		out = append(out, w)
	}
	return out
}

func (d *dealing) poolWords(p campaign.Prize, n int) string {
	what := "入围作品"
	switch {
	case p.Pool == campaign.PoolNotAwarded:
		what = "没有获得其他奖项的入围作品"
	case p.Group != "" && n < len(d.works):
		what = "没有获得同组奖项的入围作品"
	case p.Basis == campaign.BasisVotes:
		what = "有得票的入围作品"
	}
	return fmt.Sprintf("%s%d部", what, n)
}

// chain is the steps that part equals at a line, if the policy has them parted at all.
func (d *dealing) chain() []campaign.TieStep {
	if d.in.Policy.TiesAtCut == campaign.TieBreak {
		return d.in.Final.Tie
	}
	return nil
}

// take takes the first of ranked for the seats there are, and settles what stands across the line.
func (d *dealing) take(p campaign.Prize, ranked []place, seats int) ([]place, *Pending) {
	if len(ranked) <= seats || seats == 0 {
		return ranked[:min(seats, len(ranked))], nil
	}
	last, next := ranked[seats-1], ranked[seats]
	if last.class != next.class {
		if last.value == next.value {
			d.say("%s名额线上%s和%s同为%s，按“%s”分出先后。", p.Label, last.Number, next.Number, d.in.figureOf(p, last.value), d.in.stepWords(d.in.partedBy(last, next)))
		}
		return ranked[:seats], nil
	}
	from := slices.IndexFunc(ranked, func(x place) bool { return x.class == last.class })
	to := from
	for to < len(ranked) && ranked[to].class == last.class {
		to++
	}
	return d.settle(p, ranked[:from], ranked[from:to], seats-from)
}

// partedBy is the earliest step that set two neighbours apart.
func (in Inputs) partedBy(a, b place) campaign.TieStep {
	if slices.Index(in.Final.Tie, a.parted) < slices.Index(in.Final.Tie, b.parted) {
		return a.parted
	}
	return b.parted
}

// settle deals with works level for the last seats by the policy, or by the committee's choice if it is made.
func (d *dealing) settle(p campaign.Prize, above, level []place, seats int) ([]place, *Pending) {
	figure := d.in.figureOf(p, level[0].value)
	tell := fmt.Sprintf("%s名额线上%d部作品同为%s：%s，还有%d个名额", p.Label, len(level), figure, numbers(level), seats)
	switch d.in.Policy.TiesAtCut {
	case campaign.TieExpand:
		d.say("%s；按办法一并入选。", tell)
		return slices.Concat(above, level), nil
	case campaign.TieVacant:
		d.say("%s；按办法空缺。", tell)
		return above, nil
	}
	if c, made := d.choice(p, level, seats); made {
		chosen := slices.DeleteFunc(slices.Clone(level), func(x place) bool { return !slices.Contains(c.Chosen, x.Entry) })
		d.say("%s；组委会评议选定%s。理由：%s（记录人：%s）", tell, cmp.Or(numbers(chosen), "空缺"), c.Reason, c.By)
		return slices.Concat(above, chosen), nil
	}
	pending := &Pending{Tied: []Tied{}, Seats: seats, Says: tell + "，由组委会评议决定。"}
	for _, x := range level {
		pending.Tied = append(pending.Tied, Tied{x.Entry, x.Number, x.Title, d.in.figureOf(p, x.value)})
	}
	d.say("%s", pending.Says)
	return above, pending
}

// choice finds the committee's decision on exactly these works and seats.
func (d *dealing) choice(p campaign.Prize, level []place, seats int) (Choice, bool) {
	tied := make([]string, len(level))
	for i, x := range level {
		tied[i] = x.Entry
	}
	slices.Sort(tied)
	i := slices.IndexFunc(d.in.Choices, func(c Choice) bool { return c.Prize == p.Key && c.Seats == seats && slices.Equal(c.Tied, tied) })
	if i < 0 {
		return Choice{}, false
	}
	return d.in.Choices[i], true
}

// vacancy says what becomes of places that nobody took.
func (d *dealing) vacancy(p campaign.Prize, n int) {
	if d.in.Policy.Vacancy == campaign.CascadeDown && p.Group != "" {
		d.carried[p.Group] += n
		d.say("%s空出%d个名额，转入下一等次。", p.Label, n)
		return
	}
	d.say("%s空缺%d个名额。", p.Label, n)
}

func (d *dealing) winner(p campaign.Prize, w place) Winner {
	rank := w.rank
	if p.Basis == campaign.BasisFinal {
		rank = d.final[slices.IndexFunc(d.final, func(x place) bool { return x.Entry == w.Entry })].rank
	}
	figure := d.in.figureOf(p, w.value)
	return Winner{
		Prize: p.Key, PrizeLabel: p.Label, Entry: w.Entry, Number: w.Number, Title: w.Title, Author: w.Author, Unit: w.Unit,
		Score: figure, Rank: rank, Why: fmt.Sprintf("%s第%d名（%s）", d.in.basisWords(p), rank, figure),
	}
}

// results is the final table, the best first.
func (d *dealing) results() []Row {
	rows := make([]Row, len(d.final))
	for i, p := range d.final {
		rows[i] = Row{p.Entry, p.Number, p.Title, p.rank, d.in.units(p.value), p.parts, p.derivation, []string{}}
		for _, h := range d.holds[p.Entry] {
			rows[i].Prizes = append(rows[i].Prizes, h.Key)
		}
	}
	return rows
}

func (d *dealing) label(prize string) string {
	for _, p := range d.in.Prizes {
		if p.Key == prize {
			return p.Label
		}
	}
	return prize
}

func (d *dealing) number(entry string) string {
	for _, w := range d.in.Works {
		if w.Entry == entry {
			return w.Number
		}
	}
	return "已退出的作品"
}
