package campaign

import "time"

// Option is one choice: a stable key and its label.
type Option struct {
	Key   string `y:"-key" zh:"选项键"`
	Label string `y:"label,short" zh:"选项"`
	AI    AI     `y:"ai" zh:"选它即声明"`
}

// Entrant is a kind of participant.
type Entrant struct {
	Key   string `y:"-key" zh:"对象键"`
	Label string `y:"label,short" zh:"对象"`
	Who   string `y:"who" zh:"范围"`
	Door  string `y:"door" zh:"报名方式"`
	Paper string `y:"paper" zh:"所用表格"`
	By    string `y:"by" zh:"由谁提交"`
	Joint string `y:"joint" zh:"合作作品由谁提交"`
	Says  string `y:"says" zh:"原文"`
}

// Excluded is whom or what the contest does not take.
type Excluded struct {
	Key   string `y:"-key" zh:"键"`
	Label string `y:"label,short" zh:"不接受"`
	Says  string `y:"says" zh:"原文"`
}

// Limit is how many works one participant may enter. Max 0 with Unlimited means the notice says 数量不限.
type Limit struct {
	Max       int    `y:"max" zh:"最多"`
	Unlimited bool   `y:"unlimited" zh:"数量不限"`
	Says      string `y:"says" zh:"原文"`
}

// Door is one way in: a web page, media by post, a mailbox, an app, a post on a platform.
type Door struct {
	Key      string   `y:"-key" zh:"方式键"`
	Label    string   `y:"label,short" zh:"报名方式"`
	Kind     DoorKind `y:"kind" zh:"类型"`
	Address  string   `y:"address" zh:"地址"`
	Encloses []string `y:"encloses" zh:"一并报送"`
	Steps    []string `y:"steps" zh:"步骤"`
	Says     string   `y:"says" zh:"原文"`
}

// DoorKind is how works arrive.
type DoorKind string

// The kinds of door.
const (
	WebDoor      DoorKind = "web"
	MediaDoor    DoorKind = "media"
	EmailDoor    DoorKind = "email"
	PaperDoor    DoorKind = "paper"
	AppDoor      DoorKind = "app"
	ExternalPost DoorKind = "external_post"
)

// Taxonomy is a way to sort works: a theme, a field, a way of making.
type Taxonomy struct {
	Key         string      `y:"-key" zh:"分类键"`
	Label       string      `y:"label" zh:"分类"`
	Cardinality Cardinality `y:"choose" zh:"选法"`
	OpenEnded   bool        `y:"open_ended" zh:"可另填"`
	Options     []Option    `y:"options" zh:"选项"`
	Says        string      `y:"says" zh:"原文"`
}

// Cardinality is how many options an entrant picks.
type Cardinality string

// The ways to choose.
const (
	Fixed        Cardinality = "fixed"
	One          Cardinality = "one"
	OptionalOne  Cardinality = "optional_one"
	OptionalMany Cardinality = "optional_many"
	Free         Cardinality = "free"
)

// Field is one line of the entry form. MaxChars counts characters, not bytes; 0 is no limit.
type Field struct {
	Key      string    `y:"-key" zh:"栏目键"`
	Label    string    `y:"label,short" zh:"栏目"`
	Type     FieldType `y:"type" zh:"类型"`
	Required bool      `y:"required" zh:"必填"`
	Personal bool      `y:"personal" zh:"个人信息"`
	MaxChars int       `y:"max_chars" zh:"字数上限"`
	Options  []Option  `y:"options" zh:"选项"`
	Hint     string    `y:"hint" zh:"提示"`
	Says     string    `y:"says" zh:"原文"`
}

// FieldType is how a field is typed in; text when the file says nothing.
type FieldType string

// The field types.
const (
	Text     FieldType = "text"
	LongText FieldType = "long_text"
	Phone    FieldType = "phone"
	Email    FieldType = "email"
	DateText FieldType = "date"
	URL      FieldType = "url"
	Choice   FieldType = "choice"
	Choices  FieldType = "choices"
)

// Paper is a sheet to be printed, signed, sealed and handed in.
type Paper struct {
	Key        string      `y:"-key" zh:"文书键"`
	Label      string      `y:"label,short" zh:"名称"`
	Delivery   string      `y:"delivery" zh:"报送方式"`
	Copies     int         `y:"copies" zh:"份数"`
	Fields     []Field     `y:"fields" zh:"栏目"`
	Rows       []Field     `y:"rows" zh:"表列"`
	Signatures []Signature `y:"signatures" zh:"签章"`
	Parties    []Option    `y:"parties" zh:"当事人"`
	Articles   []string    `y:"articles" zh:"条款"`
	Until      Moment      `y:"until" zh:"有效期至"`
	Says       string      `y:"says" zh:"原文"`
}

// Signature is a place to sign or seal on a paper.
type Signature struct {
	Key   string `y:"-key" zh:"签章键"`
	Label string `y:"label,short" zh:"签章栏"`
	Seal  bool   `y:"seal" zh:"盖章"`
	When  string `y:"when" zh:"何时需要"`
	Says  string `y:"says" zh:"原文"`
}

// Files is what may be uploaded. Notices rarely say; the defaults are DefaultMaxBytes and DefaultGrace.
type Files struct {
	MaxMB          int    `y:"max_mb" zh:"单个文件上限（MB）"`
	GraceMinutes   int    `y:"grace_minutes" zh:"截止后续传宽限（分钟）"`
	Accept         string `y:"accept" zh:"可选文件"`
	Attachments    int    `y:"attachments" zh:"附件个数"`
	AttachmentMB   int    `y:"attachment_mb" zh:"单个附件上限（MB）"`
	AttachmentSays string `y:"attachment_says" zh:"附件规定"`
	Name           string `y:"name" zh:"文件命名"`
	NameSays       string `y:"name_says" zh:"命名规定"`
}

// DefaultMaxBytes bounds an upload where the notice is silent: 2 GiB holds ten minutes at 25 Mbit/s.
const DefaultMaxBytes int64 = 2 << 30

// DefaultGrace is how long an upload begun before the close may still finish where nothing is decided.
const DefaultGrace = 30 * time.Minute

// MaxUploadBytes is the largest file the campaign takes, in bytes.
func (c *Campaign) MaxUploadBytes() int64 {
	if c.Files.MaxMB > 0 {
		return int64(c.Files.MaxMB) << 20
	}
	return DefaultMaxBytes
}

// UploadGrace is how long after the close an upload already begun may finish.
func (c *Campaign) UploadGrace() time.Duration {
	if c.Files.GraceMinutes > 0 {
		return time.Duration(c.Files.GraceMinutes) * time.Minute
	}
	return DefaultGrace
}

// Accept is the file picker's accept attribute.
func (c *Campaign) Accept() string {
	if c.Files.Accept != "" {
		return c.Files.Accept
	}
	return "video/mp4,video/quicktime,video/*"
}

// Declaration is what an entrant agrees to by entering, with the rights granted.
type Declaration struct {
	Key      string  `y:"-key" zh:"承诺键"`
	Label    string  `y:"label" zh:"承诺"`
	Says     string  `y:"says" zh:"原文"`
	Form     string  `y:"form" zh:"形式"`
	By       string  `y:"by" zh:"由谁承诺"`
	Optional bool    `y:"optional" zh:"可不勾选"`
	AI       AI      `y:"ai" zh:"勾选即声明"`
	Grants   []Grant `y:"grants" zh:"授权"`
}

// Grant is a right the entrant gives.
type Grant struct {
	Key       string `y:"-key" zh:"权利键"`
	Label     string `y:"label,short" zh:"权利"`
	To        string `y:"to" zh:"授予"`
	Exclusive bool   `y:"exclusive" zh:"独家"`
	Territory string `y:"territory" zh:"地域"`
	Term      string `y:"term" zh:"期限"`
	Free      bool   `y:"free" zh:"无偿"`
}

// Recommendation is how units send works up.
type Recommendation struct {
	Mode  RecommendMode `y:"mode" zh:"推荐方式"`
	Lists []RecList     `y:"lists" zh:"推荐名单"`
	Says  string        `y:"says" zh:"原文"`
}

// RecommendMode says who may enter without a unit's recommendation.
type RecommendMode string

// The recommendation modes.
const (
	OpenEntry       RecommendMode = "open"
	RecommendOrSelf RecommendMode = "recommend_or_self"
	UnitOnly        RecommendMode = "unit_only"
	RegionalRoute   RecommendMode = "open_with_regional_route"
	NoRecommend     RecommendMode = "none"
)

// RecList is a list one tier sends to the next.
type RecList struct {
	Key        string `y:"-key" zh:"名单键"`
	Label      string `y:"label,short" zh:"名单"`
	By         string `y:"by" zh:"报送单位"`
	Paper      string `y:"paper" zh:"所用表格"`
	RankedFrom int    `y:"ranked_from" zh:"几部以上须排序"`
	RankedBy   string `y:"ranked_by" zh:"排序依据"`
	SignOff    string `y:"sign_off" zh:"签字人"`
	Quota      int    `y:"quota" zh:"名额"`
	Says       string `y:"says" zh:"原文"`
}
