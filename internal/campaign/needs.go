package campaign

import "strconv"

// need is something a step cannot begin without: stated in the notice, or open and then decided. also
// is another path whose decision settles it as well.
type need struct {
	path, also string
	given      bool
	say        string
}

func must(given bool, path, say string) need { return need{path: path, given: given, say: say} }

// checkNeeds wants every gap of the notice listed in `open`, so that silence is seen and not guessed.
func checkNeeds(c *Campaign, r *reader) {
	for _, n := range c.needs() {
		if !n.given && !c.leftOpen(n.path) && (n.also == "" || !c.leftOpen(n.also)) {
			at := n.path
			if r.node(at) == nil {
				at = "open"
			}
			r.faultAt(at, "没有写%s（%s）：通知写明的照写，没有写明的列入open", n.say, n.path)
		}
	}
}

// leftOpen tells whether an undecided open point stands at the path or above it.
func (c *Campaign) leftOpen(path string) bool {
	for _, o := range c.Open {
		if o.Path != "" && !o.Decided && covers(o.Path, path) {
			return true
		}
	}
	return false
}

func (c *Campaign) needs() []need {
	all := c.phaseNeeds()
	for _, d := range c.Rounds {
		all = append(all, d.needs()...)
	}
	all = append(all, c.awardNeeds()...)
	all = append(all, c.Voting.needs()...)
	return append(all,
		must(c.EntryLimit != Limit{}, "entry_limit", "每个参加者可报几部"),
		must(c.Publicity.Days > 0, "publicity.days", "公示几天"),
		must(len(c.Publicity.Objection.Channels) > 0, "publicity.objection", "异议怎样提"),
		must(c.Certificates.Numbering != "" || len(c.Prizes) == 0, "certificates.numbering", "证书怎样编号"))
}

func (v *Voting) needs() []need {
	if v == nil {
		return nil
	}
	return []need{
		must(v.ShowVotes != "" && v.ShowVotes != ShowTimely, "voting.show_votes", "票数何时展示"),
		must(v.ShowRanking != "" && v.ShowRanking != ShowTimely, "voting.show_ranking", "排行何时展示"),
		must(v.Invalid != "", "voting.invalid", "异常票怎样处理"),
		must(v.FreezeBefore != "", "voting.freeze_before", "票数何时封存"),
	}
}

func (c *Campaign) phaseNeeds() []need {
	var all []need
	for _, p := range c.Phases {
		known := p.Window.Open != nil || p.Window.Close != nil || p.Every != "" && p.Window.Says != ""
		all = append(all, must(known, "phases."+p.Key, "“"+p.Label+"”的时间"))
		if p.Window.Precision == WorkdayEnd {
			all = append(all, must(c.WorkdayEnd != "", "workday_end", "下班是几点"))
		}
	}
	return all
}

// needs of a round that gives points: what, out of how much, by how many.
func (d Round) needs() []need {
	if d.Kind == ForwardRound {
		return nil
	}
	at := "rounds." + d.Key + "."
	weighted := false // that the others have one too, checkSum sees
	for _, x := range d.Criteria {
		weighted = weighted || x.Weight != nil
	}
	all := []need{
		{path: at + "criteria", also: at + "weights", given: weighted, say: "评审指标和权重"},
		must(d.Scale != nil, at+"scale", "分制"),
		must(d.JudgesPerWork > 0, at+"judges_per_work", "每部作品由几位评委打分"),
		must(d.Trim != nil, at+"trim", "是否去高低分"),
		must(len(d.Conflicts) > 0, at+"conflicts", "评委怎样回避"),
	}
	if d.Kind == ShortlistRound {
		all = append(all, must(d.Size > 0, at+"size", "入围几部"), must(d.CutTie != "", at+"cut_tie", "入围线上同分怎样处理"))
	}
	return all
}

func (c *Campaign) awardNeeds() []need {
	var all []need
	for _, p := range c.OrgPrizes {
		at := "org_prizes." + p.Key + "."
		all = append(all, must(p.Quota > 0, at+"quota", "“"+p.Label+"”的名额"),
			need{path: at + "method", also: at + "weights", given: p.Method != "" || len(p.Weights) > 0, say: "“" + p.Label + "”的评定办法"})
	}
	final := false
	for _, p := range c.Prizes {
		at := "prizes." + p.Key + "."
		final = final || p.Basis == BasisFinal || p.Basis == BasisScoreAndFit
		all = append(all, must(p.Quota > 0, at+"quota", "“"+p.Label+"”的名额"), must(p.Basis != "", at+"basis", "“"+p.Label+"”的评定依据"))
	}
	if final {
		all = append(all, c.Final.needs()...)
	}
	if len(c.Prizes) > 0 {
		all = append(all, c.AwardPolicy.needs(len(c.Prizes))...)
	}
	return all
}

func (p AwardPolicy) needs(prizes int) []need {
	return []need{
		must(len(p.Groups) > 0 || prizes == 1, "award_policy.groups", "哪些奖项不可兼得"),
		must(p.Vacancy != "", "award_policy.vacancy", "名额能否空缺"),
		must(p.TiesAtCut != "", "award_policy.ties_at_cut", "名额线上同分怎样处理"),
		must(p.OnRevocation != "", "award_policy.on_revocation", "取消奖项后是否递补"),
	}
}

func (f Final) needs() []need {
	all := []need{
		must(len(f.Components) > 0, "final.components", "最终成绩由什么构成"),
		must(len(f.Tie) > 0, "final.tie", "同分怎样处理"),
		must(f.Digits != nil, "final.digits", "成绩保留几位小数"),
	}
	for _, p := range f.Components {
		all = append(all, must(p.Weight != nil || f.Weights != nil, "final.weights", "各部分的权重"),
			must(p.Transform != "", "final.components."+p.Source+".transform", "“"+p.Label+"”怎样折算成分"))
	}
	return all
}

// checkOpen wants open points to name paths that exist in the format and that the notice does not state.
func checkOpen(c *Campaign, r *reader) {
	seen := map[string]bool{}
	for i, o := range c.Open {
		at := "open." + strconv.Itoa(i)
		if o.Says == "" {
			r.faultAt(at, "未写明事项缺少says：说明通知怎样说、没说什么")
		}
		if o.Path == "" {
			continue
		}
		if _, ok := c.find(o.Path); !ok {
			r.faultAt(at+".path", "活动文件里没有“%s”这个位置", o.Path)
			continue
		}
		if seen[o.Path] {
			r.faultAt(at+".path", "“%s”列了两次", o.Path)
		}
		seen[o.Path] = true
		if o.Blocks == "" {
			r.faultAt(at, "“%s”缺少blocks：不定下来会影响哪一步", o.Path)
		}
		if n := descend(c.source.root, o.Path); stated(n) {
			r.faultAt(at+".path", "“%s”通知已写明（%s），不能列为未写明", o.Path, clip(n.Value))
		}
	}
}
