package campaign

import (
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
)

// check holds a sound file against its own meaning: references, sums, order of dates, wording, and
// that whatever a step needs is either stated or listed as open.
func check(c *Campaign, r *reader) {
	for _, one := range []func(*Campaign, *reader){
		checkIdentity, checkPhases, checkReferences, checkForm, checkName, checkRounds, checkFinal, checkVoting,
		checkPrizes, checkPublicity, checkCertificates, checkRules, checkWording, checkOpen, checkNeeds,
	} {
		one(c, r)
	}
}

var (
	campaignKey = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	colour      = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)
	clockTime   = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

func checkIdentity(c *Campaign, r *reader) {
	for _, must := range []struct{ path, value, say string }{
		{"campaign", c.Key, "缺少campaign：活动键，如hebei-2020"},
		{"title", c.Title, "缺少title：活动名称"},
		{"short", c.ShortTitle, "缺少short：活动简称"},
		{"notice.title", c.Notice.Title, "缺少notice.title：通知标题"},
		{"notice.text", c.Notice.Text, "缺少notice.text：通知正文"},
	} {
		if must.value == "" {
			r.faultAt(must.path, "%s", must.say)
		}
	}
	if c.Key != "" && !campaignKey.MatchString(c.Key) {
		r.faultAt("campaign", "活动键“%s”要写成小写字母、数字和连字符，如hebei-2020", c.Key)
	}
	if c.Version < 1 {
		r.faultAt("version", "缺少version：第一版写1")
	}
	if c.Version > 1 && c.Corrects == "" {
		r.faultAt("version", "第%d版要在corrects写明更正了什么", c.Version)
	}
	if len(c.Notice.Issuers) == 0 {
		r.faultAt("notice", "缺少notice.issuers：发文机关")
	}
	if c.Brand != "" && !colour.MatchString(c.Brand) {
		r.faultAt("brand", "颜色“%s”要写成#C8321F这样的六位", c.Brand)
	}
	if c.WorkdayEnd != "" && !clockTime.MatchString(c.WorkdayEnd) {
		r.faultAt("workday_end", "时刻“%s”要写成17:30这样", c.WorkdayEnd)
	}
	checkDates(r, map[string]string{"notice.issued": c.Notice.Issued, "notice.published": c.Notice.Published, "notice.printed": c.Notice.Printed})
}

func checkDates(r *reader, dates map[string]string) {
	for path, s := range dates {
		if _, err := time.Parse(time.DateOnly, s); s != "" && err != nil {
			r.faultAt(path, "日期“%s”要写成2020-10-10这样", s)
		}
	}
}

func checkPhases(c *Campaign, r *reader) {
	if len(c.Phases) == 0 {
		r.faultAt("phases", "缺少phases：至少要有一个阶段")
	}
	var before Phase
	for _, p := range c.Phases {
		at := "phases." + p.Key
		if p.Label == "" {
			r.faultAt(at, "阶段“%s”缺少label", p.Key)
		}
		if p.Kind == "" {
			r.faultAt(at, "阶段“%s”缺少kind：%s", p.Key, strings.Join(keysOf(vocabularies[reflect.TypeFor[PhaseKind]()]), "、"))
		}
		if p.Window.Open == nil || p.Every != "" {
			continue
		}
		if before.Key != "" && p.Window.Open.Before(*before.Window.Open) {
			r.faultAt(at, "“%s”比前面的“%s”开始得早，请按先后排列", p.Label, before.Label)
		}
		before = p
	}
}

// reference is a name one part of the file gives to another.
type reference struct {
	path, value string
	in          []string
	what        string
}

func checkReferences(c *Campaign, r *reader) {
	for _, ref := range c.references() {
		if ref.value != "" && !contains(ref.in, ref.value) {
			r.faultAt(ref.path, "没有叫“%s”的%s%s", ref.value, ref.what, hint(ref.value, ref.in))
		}
	}
}

func (c *Campaign) references() []reference {
	phases, rounds, prizes := keysIn(c.Phases), keysIn(c.Rounds), keysIn(c.Prizes)
	doors, papers, tiers := keysIn(c.Doors), keysIn(c.Papers), keysIn(c.Tiers)
	refs := []reference{
		{"publicity.phase", c.Publicity.Phase, phases, "阶段"},
		{"showcase.phase", c.Showcase.Phase, phases, "阶段"},
	}
	for _, p := range c.Phases {
		refs = append(refs, reference{"phases." + p.Key + ".tier", p.Tier, tiers, "层级"})
	}
	for _, e := range c.Events {
		refs = append(refs, reference{"events." + e.Key + ".phase", e.Phase, phases, "阶段"})
	}
	for _, e := range c.Entrants {
		refs = append(refs, reference{"entrants." + e.Key + ".door", e.Door, doors, "报名方式"},
			reference{"entrants." + e.Key + ".paper", e.Paper, papers, "表格"})
	}
	for _, l := range c.Recommendation.Lists {
		refs = append(refs, reference{"recommendation.lists." + l.Key + ".paper", l.Paper, papers, "表格"})
	}
	for _, d := range c.Rounds {
		refs = append(refs, reference{"rounds." + d.Key + ".phase", d.Phase, phases, "阶段"},
			reference{"rounds." + d.Key + ".from", d.From, append([]string{"entries"}, rounds...), "轮次"})
	}
	for _, p := range c.Final.Components {
		refs = append(refs, reference{"final.components." + p.Source, p.Source, append([]string{"votes", "award_fit"}, rounds...), "成绩来源"})
	}
	for _, key := range c.AwardPolicy.Order {
		refs = append(refs, reference{"award_policy.order", key, prizes, "奖项"})
	}
	for _, g := range c.AwardPolicy.Groups {
		for _, key := range g.Prizes {
			refs = append(refs, reference{"award_policy.groups." + g.Key, key, prizes, "奖项"})
		}
	}
	return append(refs, c.votingReferences(phases, rounds)...)
}

func (c *Campaign) votingReferences(phases, rounds []string) []reference {
	if c.Voting == nil {
		return nil
	}
	return []reference{
		{"voting.phase", c.Voting.Phase, phases, "阶段"},
		{"voting.candidates", c.Voting.Candidates, append([]string{"entries"}, rounds...), "轮次"},
		{"voting.freeze_before", c.Voting.FreezeBefore, phases, "阶段"},
	}
}

// keysIn lists the keys of keyed items.
func keysIn[T any](items []T) []string {
	form := formOf(reflect.TypeFor[T]())
	keys := make([]string, len(items))
	for i, item := range items {
		keys[i] = reflect.ValueOf(item).Field(form.key).String()
	}
	return keys
}

func checkForm(c *Campaign, r *reader) {
	for _, f := range c.Form {
		at := "form." + f.Key
		choice := f.Type == Choice || f.Type == Choices
		if choice && len(f.Options) == 0 {
			r.faultAt(at, "“%s”是选择题，缺少options", f.Label)
		}
		if (f.Type == Phone || f.Type == Email) && !f.Personal {
			r.faultAt(at, "“%s”是个人信息，要写personal: true", f.Label)
		}
	}
	seen := map[string]string{}
	for _, t := range c.Topics {
		if t.Label == "" || t.Cardinality == "" {
			r.faultAt("topics."+t.Key, "分类“%s”缺少label或choose", t.Key)
		}
		for _, o := range t.Options {
			if other, taken := seen[o.Key]; taken {
				r.faultAt("topics."+t.Key+".options."+o.Key, "选项键“%s”在“%s”里已经用过，各分类的选项键不能重复", o.Key, other)
			}
			seen[o.Key] = t.Label
		}
	}
	for _, d := range c.Doors {
		if d.Kind == "" {
			r.faultAt("doors."+d.Key, "报名方式“%s”缺少kind", d.Label)
		}
	}
	if c.OneDoor && len(c.Doors) < 2 {
		r.faultAt("one_door", "只列了一种报名方式，不必写one_door")
	}
	for _, d := range c.Declarations {
		if d.Says == "" {
			r.faultAt("declarations."+d.Key, "承诺“%s”缺少says：通知原文", d.Label)
		}
	}
}

func checkRounds(c *Campaign, r *reader) {
	for _, d := range c.Rounds {
		at := "rounds." + d.Key
		if d.Label == "" || d.Kind == "" {
			r.faultAt(at, "评审轮次“%s”缺少label或kind", d.Key)
		}
		weights := map[string]*float64{}
		for _, x := range d.Criteria {
			weights[x.Key] = x.Weight
			checkAnchors(r, at+".criteria."+x.Key, x, d.Scale)
		}
		checkSum(r, at+".weights", at+".criteria", d.Weights, weights)
		checkScale(r, at, d)
	}
}

// checkSum wants all weights or none, and a sum of 1.
func checkSum(r *reader, path, items string, table map[string]float64, weights map[string]*float64) {
	for key := range table {
		if _, ok := weights[key]; !ok {
			r.faultAt(join(path, key), "权重写给了不存在的“%s”", key)
			return
		}
	}
	sum, given := 0.0, 0
	for _, w := range weights {
		if w != nil {
			sum, given = sum+*w, given+1
		}
	}
	where := items
	if table != nil {
		where = path
	}
	if given > 0 && given < len(weights) {
		r.faultAt(where, "权重要么都写，要么都不写：%d项里只写了%d项", len(weights), given)
	} else if given > 0 && math.Abs(sum-1) > 1e-9 {
		r.faultAt(where, "权重之和是%s，应为1", decimals(sum))
	}
}

func checkAnchors(r *reader, path string, x Criterion, s *Scale) {
	for _, a := range x.Anchors {
		if s != nil && (a.At < s.Min || a.At > s.Max) {
			r.faultAt(path+".anchors", "分档%s不在分制%s–%s之内", decimals(a.At), decimals(s.Min), decimals(s.Max))
		}
	}
}

func checkScale(r *reader, at string, d Round) {
	if s := d.Scale; s != nil {
		if s.Max <= s.Min {
			r.faultAt(at+".scale", "分制的最高分要大于最低分")
		} else if s.Step <= 0 || s.Step > s.Max-s.Min {
			r.faultAt(at+".scale", "最小分差要大于0、不超过分制")
		}
	}
	if t := d.Trim; t != nil && t.From <= t.High+t.Low {
		r.faultAt(at+".trim", "评委%d人时去掉%d个分数就没有分了，from至少写%d", t.From, t.High+t.Low, t.High+t.Low+1)
	}
}

func checkFinal(c *Campaign, r *reader) {
	weights := map[string]*float64{}
	for _, p := range c.Final.Components {
		weights[p.Source] = p.Weight
		if p.Source == "votes" && c.Voting == nil {
			r.faultAt("final.components.votes", "成绩里有票数，但没有voting：投票办法")
		}
	}
	checkSum(r, "final.weights", "final.components", c.Final.Weights, weights)
	if c.Final.Rounding != "" && c.Final.Rounding != "half_up" {
		r.faultAt("final.rounding", "进位只支持half_up：四舍五入")
	}
	if d := c.Final.Digits; d != nil && *d > 4 {
		r.faultAt("final.digits", "小数最多4位")
	}
}

func checkVoting(c *Campaign, r *reader) {
	v := c.Voting
	if v == nil {
		return
	}
	if v.Phase == "" || v.Candidates == "" {
		r.faultAt("voting", "投票缺少phase或candidates")
	}
	most := v.PerDay
	for _, ch := range v.Channels {
		most = max(most, ch.PerDay)
	}
	if v.PerDay < 1 {
		r.faultAt("voting", "缺少voting.per_day：每日票数")
	} else if v.PerWorkPerDay < 1 || v.PerWorkPerDay > most {
		r.faultAt("voting.per_work_per_day", "每日每部票数要在1和每日票数%d之间", most)
	}
	checkChannels(v, r)
	for path, n := range map[string]int{"per_category_per_day": v.PerCategoryPerDay, "per_work": v.PerWork, "in_all": v.InAll} {
		if n < 0 {
			r.faultAt("voting."+path, "票数上限不能小于0；不限就不要写")
		}
	}
	vote, ok := c.Phase(v.Phase)
	round, listed := c.Round(v.Candidates)
	if before, has := c.Phase(round.Phase); ok && listed && has && overlaps(before.Window, vote.Window) {
		r.faultAt("phases."+vote.Key, "“%s”还没结束就开始“%s”，候选作品还没有定", before.Label, vote.Label)
	}
}

// mostWeight bounds what a vote of one channel counts beside one of another.
const mostWeight = 100

func checkChannels(v *Voting, r *reader) {
	if r.at["voting.channels"] == nil {
		return
	}
	if len(v.Channels) == 0 {
		r.faultAt("voting.channels", "channels下面一个渠道也没有：只有一个渠道就不要写channels")
	}
	if v.Channel != "" || v.ChannelLabel != "" {
		r.faultAt("voting.channels", "写了channels，就不要再写channel和channel_label")
	}
	of := map[VoterAccount]string{}
	for _, ch := range v.Channels {
		at := "voting.channels." + ch.Key
		if ch.Label == "" || ch.Account == "" {
			r.faultAt(at, "渠道“%s”缺少label或account：名称、凭哪种账号投票", ch.Key)
		}
		if other, taken := of[ch.Account]; taken && ch.Account != "" {
			r.faultAt(at+".account", "“%s”和“%s”凭同一种账号投票，分不出票从哪里来，请合成一个渠道", ch.Label, other)
		}
		of[ch.Account] = ch.Label
		if r.at[at+".per_day"] != nil && ch.PerDay < 1 {
			r.faultAt(at+".per_day", "“%s”的每日票数至少是1", ch.Label)
		}
		if r.at[at+".weight"] != nil && (ch.Weight < 1 || ch.Weight > mostWeight) {
			r.faultAt(at+".weight", "“%s”一票要计1到%d票", ch.Label, mostWeight)
		}
	}
}

func overlaps(before, after Window) bool {
	return before.Close != nil && after.Open != nil && after.Open.Before(*before.Close)
}

func checkPrizes(c *Campaign, r *reader) {
	ranks := map[int]string{}
	for _, p := range c.Prizes {
		at := "prizes." + p.Key
		if other, taken := ranks[p.Rank]; taken && p.Rank > 0 {
			r.faultAt(at+".rank", "“%s”和“%s”等次相同", p.Label, other)
		}
		ranks[p.Rank] = p.Label
		if p.Basis == BasisVotes && c.Voting == nil {
			r.faultAt(at+".basis", "“%s”按得票评定，但没有voting：投票办法", p.Label)
		}
		if p.Basis == BasisFinal && len(c.Final.Components) == 0 && len(c.Rounds) > 0 {
			r.faultAt(at+".basis", "“%s”按最终成绩评定，但没有final.components：成绩构成", p.Label)
		}
		if p.Basis == BasisCriterion && !c.hasCriterion(p.Criterion) {
			r.faultAt(at, "“%s”按单项指标评定，criterion要写评审轮次里的一个指标", p.Label)
		}
	}
	for _, o := range c.OrgPrizes {
		weights := map[string]*float64{}
		for _, i := range o.Indicators {
			if w, ok := o.Weights[i.Key]; ok {
				weights[i.Key] = &w
			} else {
				weights[i.Key] = nil
			}
		}
		checkSum(r, "org_prizes."+o.Key+".weights", "org_prizes."+o.Key, o.Weights, weights)
	}
	checkGroups(c, r)
}

func (c *Campaign) hasCriterion(key string) bool {
	for _, d := range c.Rounds {
		if contains(keysIn(d.Criteria), key) {
			return true
		}
	}
	return false
}

// checkGroups wants every exclusive group to fit the shortlist and a prize in one group at most.
func checkGroups(c *Campaign, r *reader) {
	size := 0
	if d, ok := c.RoundOf(ShortlistRound); ok {
		size = d.Size
	}
	seen := map[string]bool{}
	for _, g := range c.AwardPolicy.Groups {
		total := 0
		for _, key := range g.Prizes {
			p, _ := c.Prize(key)
			total += p.Quota
			if seen[key] {
				r.faultAt("award_policy.groups."+g.Key, "“%s”写在了两个互斥组里", p.Label)
			}
			seen[key] = true
		}
		if size > 0 && total > size {
			r.faultAt("award_policy.groups."+g.Key, "互斥的奖项共%d个名额，入围作品只有%d部", total, size)
		}
	}
	for _, p := range c.Prizes {
		if p.Quota > size && size > 0 {
			r.faultAt("prizes."+p.Key+".quota", "“%s”%d个名额，入围作品只有%d部", p.Label, p.Quota, size)
		}
	}
}

func checkPublicity(c *Campaign, r *reader) {
	dates := map[string]string{}
	for _, d := range append(append([]string{}, c.Publicity.Holidays...), c.Publicity.Workdays...) {
		dates["publicity.holidays"] = d
		checkDates(r, dates)
	}
	if c.Publicity.Days > 0 && c.Publicity.DayType == "" && c.Require("publicity.day_type") == nil {
		r.faultAt("publicity.days", "公示%d天，要写明day_type：working工作日还是calendar自然日", c.Publicity.Days)
	}
}

func checkCertificates(c *Campaign, r *reader) {
	if n := c.Certificates.Numbering; n != "" && !strings.Contains(n, "{seq") {
		r.faultAt("certificates.numbering", "证书编号里要有{seq}，否则号码会重复")
	}
	checkPlaces(r, "certificates.numbering", c.Certificates.Numbering, "campaign", "year", "award", "seq", "check")
	checkPlaces(r, "certificates.wording", c.Certificates.Wording, "recipient", "unit", "title", "activity", "prize")
}

// checkPlaces makes sure that a pattern leaves places only for what will be filled in: on a printed certificate, anything
// else would stand in its braces.
func checkPlaces(r *reader, path, pattern string, known ...string) {
	for _, m := range placeholder.FindAllStringSubmatch(pattern, -1) {
		if name, _, _ := strings.Cut(m[1], ":"); !slices.Contains(known, name) {
			r.faultAt(path, "不认识“{%s}”，能用的有：{%s}", m[1], strings.Join(known, "}、{"))
		}
	}
}

func checkRules(c *Campaign, r *reader) {
	for _, rule := range c.Rules {
		at := "rules." + rule.Key
		if rule.Label == "" || rule.Says == "" {
			r.faultAt(at, "规则“%s”缺少label或says：通知原文", rule.Key)
		}
		machine := false
		for _, by := range rule.By {
			machine = machine || by == ByMachine
		}
		if rule.Expr != "" && len(rule.LooksFor) > 0 {
			r.faultAt(at+".looks_for", "规则“%s”的check和looks_for只能写一样：一条看数值，一条看画面", rule.Label)
		}
		if (rule.Strict == "") != (rule.Granted == "") || rule.Strict != "" && rule.Expr == "" {
			r.faultAt(at, "规则“%s”的strict、granted要一起写，并且要有check：从严怎样算，从宽时怎样说明", rule.Label)
		}
		if machine && rule.Expr == "" && len(rule.LooksFor) == 0 && !c.leftOpen(at+".check") {
			r.faultAt(at, "规则“%s”由机器看，缺少check：判定式", rule.Label)
		}
		if len(rule.By) == 0 {
			r.faultAt(at, "规则“%s”缺少by：由谁来看", rule.Label)
		}
	}
	c.rules = compile(c, r)
}
