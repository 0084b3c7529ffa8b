package campaign

import "slices"

// RoundKind is what a round decides: who goes on (shortlist, forward) or points (score, live).
type RoundKind string

// The round kinds.
const (
	ShortlistRound RoundKind = "shortlist"
	ScoreRound     RoundKind = "score"
	ForwardRound   RoundKind = "forward"
	LiveRound      RoundKind = "live"
)

// Shortlists reports whether a round chooses works that go on, so that only those can win.
func (c *Campaign) Shortlists() bool {
	return slices.ContainsFunc(c.Rounds, func(r Round) bool { return r.Kind == ShortlistRound || r.Kind == ForwardRound })
}

// Round is one judging of works. Size is how many go on (150), 0 when the notice gives none.
type Round struct {
	Key           string             `y:"-key" zh:"轮次键"`
	Label         string             `y:"label" zh:"轮次"`
	Kind          RoundKind          `y:"kind" zh:"类型"`
	Body          string             `y:"body" zh:"评审主体"`
	Phase         string             `y:"phase" zh:"阶段"`
	From          string             `y:"from" zh:"参评作品"`
	Gate          string             `y:"gate" zh:"入评条件"`
	Size          int                `y:"size,or=SizeSays" zh:"入围数"`
	SizeSays      string             `zh:"入围数原文"`
	CutTie        TieRule            `y:"cut_tie" zh:"入围线上同分"`
	Criteria      []Criterion        `y:"criteria" zh:"评审指标"`
	Weights       map[string]float64 `y:"weights" zh:"指标权重"`
	OpenEnded     bool               `y:"open_ended" zh:"指标可增加"`
	Qualities     []string           `y:"qualities" zh:"导向用语"`
	Scale         *Scale             `y:"scale" zh:"分制"`
	JudgesPerWork int                `y:"judges_per_work" zh:"每部作品评委数"`
	Trim          *Trim              `y:"trim" zh:"去高低分"`
	Blind         *Blind             `y:"blind" zh:"匿名评审"`
	Conflicts     []Conflict         `y:"conflicts" zh:"回避"`
	Says          string             `y:"says" zh:"原文"`
}

// Criterion is one thing judged. Weights of a round sum to 1; nil until stated or decided.
type Criterion struct {
	Key     string   `y:"-key" zh:"指标键"`
	Label   string   `y:"label,short" zh:"指标"`
	Weight  *float64 `y:"weight" zh:"权重"`
	Says    string   `y:"says" zh:"评分要点"`
	Anchors []Anchor `y:"anchors" zh:"分档"`
}

// Anchor describes what a score from At upward means.
type Anchor struct {
	At   float64 `y:"at" zh:"起点分"`
	Says string  `y:"says" zh:"说明"`
}

// Scale is the range of a single score.
type Scale struct {
	Min  float64 `y:"min" zh:"最低"`
	Max  float64 `y:"max" zh:"最高"`
	Step float64 `y:"step" zh:"最小分差"`
}

// Trim drops the highest and lowest totals when at least From judges scored a work.
type Trim struct {
	High int `y:"high" zh:"去最高分个数"`
	Low  int `y:"low" zh:"去最低分个数"`
	From int `y:"from" zh:"评委几人以上"`
}

// Blind says what judges are not shown.
type Blind struct {
	HideAuthor bool `y:"hide_author" zh:"不显示作者"`
	HideVotes  bool `y:"hide_votes" zh:"不显示票数"`
}

// Conflict is a reason a judge does not score a work.
type Conflict string

// The conflicts.
const (
	SameUnit         Conflict = "same_unit"
	SameRecommender  Conflict = "recommender"
	DeclaredConflict Conflict = "declared"
)

// Final is how the official score comes about: Σ weight × transformed component, Components keyed by
// the round's key or "votes". Weights sum to 1. Tie is the chain tried in order.
type Final struct {
	Components []Component        `y:"components" zh:"成绩构成"`
	Weights    map[string]float64 `y:"weights" zh:"合成权重"`
	Digits     *int               `y:"digits" zh:"小数位"`
	Rounding   string             `y:"rounding" zh:"进位"`
	Tie        []TieStep          `y:"tie" zh:"同分处理"`
	Says       string             `y:"says" zh:"原文"`
}

// Component is one part of the final score.
type Component struct {
	Source    string    `y:"-key" zh:"来源"`
	Label     string    `y:"label,short" zh:"构成"`
	Transform Transform `y:"transform" zh:"折算"`
	Weight    *float64  `y:"weight" zh:"权重"`
}

// Transform turns a raw figure into points out of 100.
type Transform string

// The transforms: identity keeps points; ratio_to_max is v ÷ max × 100; the others per judging practice.
const (
	Identity   Transform = "identity"
	RatioToMax Transform = "ratio_to_max"
	RankLinear Transform = "rank_linear"
	Borda      Transform = "borda"
	LogScale   Transform = "log"
	Percentile Transform = "percentile"
)

// TieStep is one way to part equal scores.
type TieStep string

// The tie steps.
const (
	TieHighestWeight TieStep = "highest_weight_criterion"
	TieUntrimmed     TieStep = "untrimmed_mean"
	TieExpert        TieStep = "expert_score"
	TieVotes         TieStep = "votes"
	TiePairwise      TieStep = "pairwise_majority"
	TieCommittee     TieStep = "committee"
)

// TieRule is what happens when equals stand across a line.
type TieRule string

// The tie rules at a line.
const (
	TieExpand      TieRule = "expand"
	TieBreak       TieRule = "tie_break"
	TieByCommittee TieRule = "committee"
	TieVacant      TieRule = "leave_vacant"
)

// Voting is the public vote. PerDay and PerWorkPerDay count votes of one account on one calendar day
// of the campaign's zone.
type Voting struct {
	Phase         string `y:"phase" zh:"阶段"`
	Channel       string `y:"channel" zh:"投票渠道"`
	ChannelLabel  string `y:"channel_label" zh:"渠道"`
	Voter         string `y:"voter" zh:"投票身份"`
	Candidates    string `y:"candidates" zh:"候选作品"`
	PerDay        int    `y:"per_day" zh:"每日票数"`
	PerWorkPerDay int    `y:"per_work_per_day" zh:"每日每部票数"`

	// Channels are the places where one votes, in the order in which they are offered. Without any there is one, for WeChat accounts.
	Channels []Channel `y:"channels" zh:"各投票渠道"`

	// What some notices limit besides; 0 is no limit.
	PerCategoryPerDay int `y:"per_category_per_day" zh:"每日每类票数"` // a work's category is its first topic
	PerWork           int `y:"per_work" zh:"全程每部票数"`
	InAll             int `y:"in_all" zh:"全程票数"`

	// NoPuzzle has voters whose taps look odd asked no puzzle.
	NoPuzzle bool `y:"no_puzzle" zh:"不用拼图验证"`

	ShowVotes    DisplayPolicy `y:"show_votes" zh:"票数展示"`
	ShowRanking  DisplayPolicy `y:"show_ranking" zh:"排行展示"`
	Invalid      string        `y:"invalid" zh:"异常票处理"`
	FreezeBefore string        `y:"freeze_before" zh:"何时封存票数"`
	Says         string        `y:"says" zh:"原文"`
	ShowSays     string        `y:"show_says" zh:"展示原文"`
	OpensSays    string        `y:"opens_says" zh:"开通原文"`
}

// Channel is a place where one votes with accounts of its own, which have an allowance of their own there. No two channels of a vote
// are for the same kind of account: what a request says of where it comes from proves nothing, an account does.
type Channel struct {
	Key     string       `y:"-key" zh:"渠道键"`
	Label   string       `y:"label" zh:"渠道"`
	Account VoterAccount `y:"account" zh:"投票身份"`
	PerDay  int          `y:"per_day" zh:"每日票数"` // 0 is the vote's own
	Weight  int          `y:"weight" zh:"一票计几票"` // 0 is 1
}

// VoterAccount is by what voters of a channel are told apart.
type VoterAccount string

// The accounts by which voters are told apart.
const (
	VoterWeChat VoterAccount = "wechat"
	VoterPhone  VoterAccount = "phone"
)

// Worth is how many votes one that is cast in the channel counts.
func (c Channel) Worth() int { return max(1, c.Weight) }

// In is the vote as it is for those who vote in a channel: with the channel's own allowance.
func (v Voting) In(c Channel) Voting {
	if c.PerDay > 0 {
		v.PerDay = c.PerDay
	}
	return v
}

// Places are the channels of the vote: where the notice names none, the one without a key, for WeChat accounts.
func (v Voting) Places() []Channel {
	if len(v.Channels) > 0 {
		return v.Channels
	}
	return []Channel{{Label: v.ChannelLabel, Account: VoterWeChat}}
}

// DisplayPolicy is when figures are shown during the vote. Timely (适时) is the notice's word and
// leaves the moment to a decision.
type DisplayPolicy string

// The display policies.
const (
	ShowLive    DisplayPolicy = "live"
	ShowDelayed DisplayPolicy = "delayed" // what stood ten minutes ago; exact after the close
	ShowBanded  DisplayPolicy = "banded"  // only the bound that a work has reached; exact after the close
	ShowDaily   DisplayPolicy = "daily"
	ShowAfter   DisplayPolicy = "after_close"
	ShowNever   DisplayPolicy = "never"
	ShowTimely  DisplayPolicy = "timely"
)

// Propagation is how spread on platforms counts.
type Propagation struct {
	Use      []string `y:"use" zh:"用于"`
	Hashtags []Tag    `y:"hashtags" zh:"话题"`
	Metrics  []Option `y:"metrics" zh:"数据"`
	Sources  []string `y:"sources" zh:"来源"`
	Says     string   `y:"says" zh:"原文"`
}

// Tag is a hashtag a post must carry. Text is empty while 待定.
type Tag struct {
	Key      string `y:"-key" zh:"话题键"`
	Label    string `y:"label" zh:"话题"`
	Text     string `y:"text,or=TextSays" zh:"话题文字"`
	Weibo    string `y:"weibo" zh:"微博写法"`
	TextSays string `zh:"话题原文"`
}
