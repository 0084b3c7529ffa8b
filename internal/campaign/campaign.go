package campaign

import "time"

// Campaign is one contest as its notice states it, with the organiser's decisions merged in by Apply.
// The struct tags are the file format: `y` names the key, `zh` labels it for people and the schema.
type Campaign struct {
	Key        string         `y:"campaign" zh:"活动键"`
	Version    int            `y:"version" zh:"版次"`
	Corrects   string         `y:"corrects" zh:"更正说明"`
	Title      string         `y:"title" zh:"活动名称"`
	ShortTitle string         `y:"short" zh:"简称"`
	Slogan     string         `y:"slogan" zh:"活动主题"`
	Brand      string         `y:"brand" zh:"主色"`
	Purpose    string         `y:"purpose" zh:"活动目的"`
	Zone       *time.Location `y:"zone" zh:"时区"`
	Fee        string         `y:"fee" zh:"收费"`
	Funding    string         `y:"funding" zh:"经费"`
	Holding    string         `y:"holding" zh:"举办形式"`
	Season     string         `y:"season" zh:"届次"`
	WorkdayEnd string         `y:"workday_end" zh:"下班时刻"`

	Series     Series      `y:"series" zh:"上下级活动"`
	Notice     Notice      `y:"notice" zh:"通知"`
	Hosts      []HostGroup `y:"hosts" zh:"组织单位"`
	Tiers      []Tier      `y:"tiers" zh:"组织层级"`
	Liaison    *Liaison    `y:"liaison" zh:"联络员"`
	Tasks      []Task      `y:"tasks" zh:"组织工作"`
	Highlights []Highlight `y:"highlights" zh:"规则要点"`

	Phases  []Phase      `y:"phases" zh:"阶段"`
	Seasons []SeasonPart `y:"seasons" zh:"赛季"`

	Entrants       []Entrant      `y:"entrants" zh:"参加对象"`
	Excluded       []Excluded     `y:"excluded" zh:"不接受"`
	EntryLimit     Limit          `y:"entry_limit" zh:"报送数量"`
	Doors          []Door         `y:"doors" zh:"报名方式"`
	OneDoor        bool           `y:"one_door" zh:"只能用一种报名方式"`
	OneDoorSays    string         `y:"one_door_says" zh:"报名方式的规定"`
	Amend          string         `y:"amend" zh:"修改报名"`
	Topics         []Taxonomy     `y:"topics" zh:"分类与选题"`
	Form           []Field        `y:"form" zh:"报名信息"`
	Papers         []Paper        `y:"papers" zh:"表格与文书"`
	Files          Files          `y:"files" zh:"文件"`
	Declarations   []Declaration  `y:"declarations" zh:"承诺与授权"`
	Recommendation Recommendation `y:"recommendation" zh:"推荐"`
	Rules          []Rule         `y:"rules" zh:"作品要求"`

	Rounds      []Round     `y:"rounds" zh:"评审"`
	Voting      *Voting     `y:"voting" zh:"网络投票"`
	Propagation Propagation `y:"propagation" zh:"传播"`
	Final       Final       `y:"final" zh:"最终成绩"`

	Prizes       []Prize      `y:"prizes" zh:"奖项"`
	OrgPrizes    []OrgPrize   `y:"org_prizes" zh:"组织奖"`
	AwardPolicy  AwardPolicy  `y:"award_policy" zh:"评奖办法"`
	Publicity    Publicity    `y:"publicity" zh:"公示"`
	Revocations  []Revocation `y:"revocations" zh:"取消资格"`
	Certificates Certificates `y:"certificates" zh:"证书"`
	Benefits     []Benefit    `y:"benefits" zh:"获奖权益"`
	Showcase     Showcase     `y:"showcase" zh:"展播"`
	Events       []Event      `y:"events" zh:"活动安排"`
	Circulars    []Circular   `y:"circulars" zh:"通报"`

	Contacts    []Contact    `y:"contacts" zh:"联系方式"`
	Attachments []Attachment `y:"attachments" zh:"附件"`
	Open        []OpenPoint  `y:"open" zh:"通知未写明"`

	Decisions []Decision // filled by Apply, in the order decided

	source *source // the text behind it: where each path stands
	rules  *judge  // the compiled rules
}

// Notice is the document itself. Text is its wording, contacts masked.
type Notice struct {
	Title      string   `y:"title" zh:"标题"`
	Issuers    []string `y:"issuers" zh:"发文机关"`
	Number     string   `y:"number" zh:"发文字号"`
	Issued     string   `y:"issued" zh:"成文日期"`
	Published  string   `y:"published" zh:"发布日期"`
	Printed    string   `y:"printed" zh:"印发日期"`
	PrintedBy  string   `y:"printed_by" zh:"印发机关"`
	Relays     string   `y:"relays" zh:"转发自"`
	Recipients []string `y:"recipients" zh:"主送"`
	Text       string   `y:"text" zh:"正文"`
}

// Series places a contest among others: the contest it belongs to, the one it feeds, and the keys of its earlier editions, which
// are needed only where the title does not tell them (see Follows).
type Series struct {
	Parent  string   `y:"parent" zh:"所属大赛"`
	Via     string   `y:"via" zh:"经由"`
	Rules   string   `y:"rules" zh:"规则承接"`
	Feeds   string   `y:"feeds" zh:"推荐去向"`
	Earlier []string `y:"earlier" zh:"往届活动键"`
}

// HostGroup is one line of the organisers' list, e.g. 主办单位 with its names.
type HostGroup struct {
	Role  string   `y:"-key" zh:"角色"`
	Label string   `y:"label" zh:"名称"`
	Names []string `y:"names" zh:"单位"`
}

// Tier is one level works are sent up through, highest first.
type Tier struct {
	Key   string `y:"-key" zh:"层级键"`
	Label string `y:"label,short" zh:"层级"`
}

// Liaison is what addressees report about their contact person, and by when.
type Liaison struct {
	Of     string   `y:"of" zh:"报送单位"`
	Fields []string `y:"fields" zh:"报送内容"`
	Due    Moment   `y:"due" zh:"期限"`
	To     string   `y:"to" zh:"报送至"`
	Says   string   `y:"says" zh:"原文"`
}

// Task is what the notice asks of organising units.
type Task struct {
	Key   string `y:"-key" zh:"工作键"`
	Label string `y:"label,short" zh:"工作"`
	By    string `y:"by" zh:"责任单位"`
	Times string `y:"times" zh:"次数"`
	Says  string `y:"says" zh:"原文"`
}

// Highlight is one of the few sentences the home page says about the rules: 10 票 …
type Highlight struct {
	Key    string `y:"-key" zh:"要点键"`
	Figure string `y:"figure" zh:"数字"`
	Unit   string `y:"unit" zh:"单位"`
	Says   string `y:"says" zh:"一句话"`
}

// Showcase is where works are shown.
type Showcase struct {
	Phase     string   `y:"phase" zh:"阶段"`
	Platforms []string `y:"platforms" zh:"平台"`
	Later     []string `y:"later" zh:"后续平台"`
	Says      string   `y:"says" zh:"原文"`
	Exhibit   string   `y:"exhibit" zh:"评选期间的展示"`
}

// Event is a meeting or ceremony.
type Event struct {
	Key      string   `y:"-key" zh:"活动键"`
	Label    string   `y:"label,short" zh:"名称"`
	Phase    string   `y:"phase" zh:"阶段"`
	Invitees []string `y:"invitees" zh:"参加人员"`
	Agenda   []string `y:"agenda" zh:"议题"`
	Says     string   `y:"says" zh:"原文"`
}

// Circular is a report the organiser sends to units from time to time.
type Circular struct {
	Key      string   `y:"-key" zh:"通报键"`
	Label    string   `y:"label,short" zh:"名称"`
	By       string   `y:"by" zh:"下发单位"`
	Contents []string `y:"contents" zh:"内容"`
	Says     string   `y:"says" zh:"原文"`
}

// Contact is someone to ask, masked as in the published notice.
type Contact struct {
	Key   string `y:"-key" zh:"联系键"`
	Label string `y:"label,short" zh:"事项"`
	Unit  string `y:"unit" zh:"单位"`
	Name  string `y:"name" zh:"联系人"`
	Phone string `y:"phone" zh:"电话"`
	Email string `y:"email" zh:"邮箱"`
}

// Attachment is a paper the notice names; Missing says that it was not enclosed.
type Attachment struct {
	Key     string `y:"-key" zh:"附件键"`
	Label   string `y:"label,short" zh:"名称"`
	Missing bool   `y:"missing" zh:"未附"`
}

// PhaseOf is the first phase of a kind.
func (c *Campaign) PhaseOf(kind PhaseKind) (Phase, bool) {
	for _, p := range c.Phases {
		if p.Kind == kind {
			return p, true
		}
	}
	return Phase{}, false
}

// Phase finds a phase by its key.
func (c *Campaign) Phase(key string) (Phase, bool) {
	for _, p := range c.Phases {
		if p.Key == key {
			return p, true
		}
	}
	return Phase{}, false
}

// Current lists the phases whose window holds t, in the notice's order.
func (c *Campaign) Current(t time.Time) []Phase {
	var now []Phase
	for _, p := range c.Phases {
		if p.Window.State(t) == Current {
			now = append(now, p)
		}
	}
	return now
}

// Next is the phase that opens soonest after t.
func (c *Campaign) Next(t time.Time) (Phase, bool) {
	var next Phase
	for _, p := range c.Phases {
		open := p.Window.Open
		if open == nil || !open.After(t) {
			continue
		}
		if next.Key == "" || open.Before(*next.Window.Open) {
			next = p
		}
	}
	return next, next.Key != ""
}

// Round finds a round by its key.
func (c *Campaign) Round(key string) (Round, bool) {
	for _, r := range c.Rounds {
		if r.Key == key {
			return r, true
		}
	}
	return Round{}, false
}

// RoundOf is the first round of a kind.
func (c *Campaign) RoundOf(kind RoundKind) (Round, bool) {
	for _, r := range c.Rounds {
		if r.Kind == kind {
			return r, true
		}
	}
	return Round{}, false
}

// Prize finds a prize by its key.
func (c *Campaign) Prize(key string) (Prize, bool) {
	for _, p := range c.Prizes {
		if p.Key == key {
			return p, true
		}
	}
	return Prize{}, false
}

// Rule finds a rule by its key.
func (c *Campaign) Rule(key string) (Rule, bool) {
	for _, r := range c.Rules {
		if r.Key == key {
			return r, true
		}
	}
	return Rule{}, false
}

// Option finds a topic's option by key; option keys are unique within a campaign.
func (c *Campaign) Option(key string) (Taxonomy, Option, bool) {
	for _, t := range c.Topics {
		for _, o := range t.Options {
			if o.Key == key {
				return t, o, true
			}
		}
	}
	return Taxonomy{}, Option{}, false
}

// Names lists the units of a role, e.g. "host".
func (c *Campaign) Names(role string) []string {
	for _, g := range c.Hosts {
		if g.Role == role {
			return g.Names
		}
	}
	return nil
}
