package campaign

// Prize is one award for works. Quota 0 with QuotaSays 若干 leaves the number to a decision.
// Priority is the order of allocation (1 first), Group the exclusive group a work wins in at most once;
// both come from the award policy.
type Prize struct {
	Key       string   `y:"-key" zh:"奖项键"`
	Label     string   `y:"label,short" zh:"奖项"`
	Quota     int      `y:"quota,or=QuotaSays" zh:"名额"`
	QuotaSays string   `zh:"名额原文"`
	Basis     Basis    `y:"basis" zh:"评定依据"`
	Criterion string   `y:"criterion" zh:"依据指标"`
	Pool      Pool     `y:"pool" zh:"评定范围"`
	Rank      int      `y:"rank" zh:"等次"`
	Per       string   `y:"per" zh:"按什么分设"`
	Gives     []string `y:"gives" zh:"发给"`
	Says      string   `y:"says" zh:"原文"`
	Group     string   `zh:"互斥组"`
	Priority  int      `zh:"评定次序"`
}

// Basis is what a prize is given for.
type Basis string

// The bases.
const (
	BasisFinal       Basis = "final"
	BasisVotes       Basis = "votes"
	BasisJury        Basis = "jury"
	BasisCriterion   Basis = "criterion"
	BasisScoreAndFit Basis = "score_and_fit"
)

// Pool is which works a prize is drawn from.
type Pool string

// The pools: the shortlist, or those of it without any prize yet.
const (
	PoolShortlist  Pool = "shortlist"
	PoolNotAwarded Pool = "not_awarded"
	PoolAll        Pool = "all"
)

// OrgPrize is an award for units.
type OrgPrize struct {
	Key        string             `y:"-key" zh:"奖项键"`
	Label      string             `y:"label,short" zh:"奖项"`
	Quota      int                `y:"quota,or=QuotaSays" zh:"名额"`
	QuotaSays  string             `zh:"名额原文"`
	For        string             `y:"for" zh:"对象"`
	By         string             `y:"by" zh:"颁发单位"`
	Indicators []Option           `y:"indicators" zh:"指标"`
	OpenEnded  bool               `y:"open_ended" zh:"指标可增加"`
	Weights    map[string]float64 `y:"weights" zh:"指标权重"`
	Method     string             `y:"method" zh:"评定办法"`
	Says       string             `y:"says" zh:"原文"`
}

// AwardPolicy is how prizes are dealt out. Groups are exclusive: a work wins at most one prize of a
// group. Order is the order of allocation; without it the file's order stands.
type AwardPolicy struct {
	Order        []string     `y:"order" zh:"评定次序"`
	Groups       []PrizeGroup `y:"groups" zh:"不可兼得"`
	Vacancy      Vacancy      `y:"vacancy" zh:"空缺"`
	TiesAtCut    TieRule      `y:"ties_at_cut" zh:"名额线上同分"`
	OnRevocation Vacancy      `y:"on_revocation" zh:"取消后"`
	Says         string       `y:"says" zh:"原文"`
}

// PrizeGroup is a set of prizes no work may hold two of.
type PrizeGroup struct {
	Key    string   `y:"-key" zh:"组键"`
	Prizes []string `y:"prizes,short" zh:"奖项"`
}

// Vacancy is what becomes of a place no work takes.
type Vacancy string

// The vacancy rules.
const (
	LeaveVacant Vacancy = "leave_vacant"
	MoveUp      Vacancy = "move_up"
	CascadeDown Vacancy = "cascade"
)

// Publicity is how results are published for objections.
type Publicity struct {
	Phase     string    `y:"phase" zh:"阶段"`
	Media     []string  `y:"media" zh:"公示平台"`
	Content   string    `y:"content" zh:"公示内容"`
	Days      int       `y:"days" zh:"公示天数"`
	DayType   DayType   `y:"day_type" zh:"天数算法"`
	Holidays  []string  `y:"holidays" zh:"放假日"`
	Workdays  []string  `y:"workdays" zh:"调休上班日"`
	Objection Objection `y:"objection" zh:"异议"`
	Says      string    `y:"says" zh:"原文"`
}

// DayType tells working days from calendar days.
type DayType string

// The day types.
const (
	WorkingDays  DayType = "working"
	CalendarDays DayType = "calendar"
)

// Objection is how anyone may object during the publicity.
type Objection struct {
	Channels  []string `y:"channels" zh:"渠道"`
	Email     string   `y:"email" zh:"邮箱"`
	RealName  bool     `y:"real_name" zh:"实名"`
	Evidence  bool     `y:"evidence" zh:"须附证据"`
	ReplyDays int      `y:"reply_days" zh:"答复工作日"`
	Says      string   `y:"says" zh:"说明"`
}

// Revocation is a ground on which a work loses its place or prize.
type Revocation struct {
	Key       string   `y:"-key" zh:"情形键"`
	Label     string   `y:"label,short" zh:"情形"`
	Effects   []string `y:"effects" zh:"后果"`
	Liability string   `y:"liability" zh:"责任"`
	Says      string   `y:"says" zh:"原文"`
}

// Certificates is how certificates are made. Numbering is a pattern over {campaign} {year} {award}
// {seq:4} {check}; Wording is one over {recipient} {unit} {title} {activity} {prize}.
type Certificates struct {
	Issue     bool     `y:"issue" zh:"是否颁发"`
	Numbering string   `y:"numbering" zh:"编号"`
	Issuers   []string `y:"issuers" zh:"落款"`
	Wording   string   `y:"wording" zh:"证书文字"`
	Delivery  string   `y:"delivery" zh:"送达"`
	Says      string   `y:"says" zh:"原文"`
}

// Benefit is what winners gain beside the prize.
type Benefit struct {
	Key   string `y:"-key" zh:"权益键"`
	Label string `y:"label,short" zh:"权益"`
	To    string `y:"to" zh:"对象"`
	Says  string `y:"says" zh:"原文"`
}
