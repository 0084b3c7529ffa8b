package campaign

import (
	"cmp"
	"strings"
	"time"
)

// The shapes of a campaign over HTTP.

// PhaseView is a phase as the public sees it.
type PhaseView struct {
	Key       string `json:"key"`
	Label     string `json:"label"`
	Kind      string `json:"kind"`
	OpensAt   string `json:"opens_at,omitempty"`
	ClosesAt  string `json:"closes_at,omitempty"`
	Precision string `json:"precision"`
	Says      string `json:"says"`
	State     string `json:"state" enum:"past,current,future,unknown"`
}

// Card is a campaign in a list.
type Card struct {
	Key        string     `json:"key"`
	Title      string     `json:"title"`
	ShortTitle string     `json:"short_title"`
	Slogan     string     `json:"slogan,omitempty"`
	Brand      string     `json:"brand"`
	Hosts      []string   `json:"hosts"`
	Phase      *PhaseView `json:"phase,omitempty"`
	NextPhase  *PhaseView `json:"next_phase,omitempty"`
	Counts     Counts     `json:"counts"`
}

// OptionView is one choice.
type OptionView struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// FieldView is one line of the entry form.
type FieldView struct {
	Key      string       `json:"key"`
	Label    string       `json:"label"`
	Type     string       `json:"type" enum:"text,long_text,phone,email,date,url,choice,choices"`
	Required bool         `json:"required"`
	Personal bool         `json:"personal"`
	MaxChars int          `json:"max_chars,omitempty"`
	Hint     string       `json:"hint,omitempty"`
	Options  []OptionView `json:"options,omitempty"`
}

// RuleView is a rule in the notice's words.
type RuleView struct {
	Key    string   `json:"key"`
	Label  string   `json:"label"`
	Says   string   `json:"says"`
	Clause string   `json:"clause"`
	Level  string   `json:"level" enum:"error,warn,note"`
	By     []string `json:"by"`
	Mend   string   `json:"mend,omitempty"`
}

// GroupView is one line of the organisers' list.
type GroupView struct {
	Role  string   `json:"role"`
	Label string   `json:"label"`
	Names []string `json:"names"`
}

// HighlightView is one of the few sentences about the rules.
type HighlightView struct {
	Figure string `json:"figure"`
	Unit   string `json:"unit"`
	Says   string `json:"says"`
}

// DoorView is one way to enter.
type DoorView struct {
	Key     string `json:"key"`
	Label   string `json:"label"`
	Kind    string `json:"kind"`
	Says    string `json:"says"`
	Address string `json:"address,omitempty"`
}

// TaxonomyView is one way works are sorted.
type TaxonomyView struct {
	Key         string       `json:"key"`
	Label       string       `json:"label"`
	Cardinality string       `json:"cardinality"`
	Options     []OptionView `json:"options"`
}

// DeclarationView is what an entrant agrees to.
type DeclarationView struct {
	Key      string `json:"key"`
	Label    string `json:"label"`
	Says     string `json:"says"`
	Required bool   `json:"required"`
}

// VotingView is the public vote and whether it is on.
type VotingView struct {
	Phase         string `json:"phase"`
	Open          bool   `json:"open"`
	PerDay        int    `json:"per_day"`
	PerWorkPerDay int    `json:"per_work_per_day"`
	Channel       string `json:"channel"`
	ChannelLabel  string `json:"channel_label,omitempty" doc:"Where one votes, as it is called: 微信小程序"`
	// Channels is for votes in several places.
	Channels    []ChannelView `json:"channels,omitempty" doc:"The places where one votes, in the order in which they are offered; absent where there is one"`
	Says        string        `json:"says"`
	ShowVotes   bool          `json:"show_votes"`
	ShowRanking bool          `json:"show_ranking"`
	OpensAt     string        `json:"opens_at,omitempty"`
	ClosesAt    string        `json:"closes_at,omitempty"`
}

// ChannelView is a place where one votes.
type ChannelView struct {
	Key     string       `json:"key"`
	Label   string       `json:"label"`
	Account VoterAccount `json:"account" enum:"wechat,phone" doc:"By which account voters are told apart there"`
	PerDay  int          `json:"per_day" doc:"Votes that an account has there a day"`
	Weight  int          `json:"weight" doc:"How many votes one that is cast there counts"`
}

// RoundBrief is a round as the public sees it.
type RoundBrief struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Body  string `json:"body"`
	Kind  string `json:"kind"`
	Size  int    `json:"size,omitempty"`
}

// PrizeView is a prize and how many there are.
type PrizeView struct {
	Key       string `json:"key"`
	Label     string `json:"label"`
	Quota     int    `json:"quota,omitempty"`
	QuotaSays string `json:"quota_says,omitempty"`
}

// NoticeView is the document.
type NoticeView struct {
	Title      string   `json:"title"`
	Issuers    []string `json:"issuers"`
	Number     string   `json:"number,omitempty"`
	IssuedOn   string   `json:"issued_on,omitempty"`
	Paragraphs []string `json:"paragraphs"`
}

// ContactView is whom to ask.
type ContactView struct {
	Label string `json:"label"`
	Unit  string `json:"unit,omitempty"`
	Name  string `json:"name,omitempty"`
	Phone string `json:"phone,omitempty"`
	Email string `json:"email,omitempty"`
}

// UploadView is what may be uploaded.
type UploadView struct {
	MaxBytes int64  `json:"max_bytes"`
	Accept   string `json:"accept"`
}

// View is a whole campaign for the public.
type View struct {
	Card
	Purpose      string            `json:"purpose"`
	Zone         string            `json:"zone"`
	Version      int               `json:"version"`
	HostGroups   []GroupView       `json:"host_groups"`
	Phases       []PhaseView       `json:"phases"`
	Highlights   []HighlightView   `json:"highlights"`
	Doors        []DoorView        `json:"doors"`
	OneDoor      bool              `json:"one_door"`
	Form         []FieldView       `json:"form"`
	Taxonomies   []TaxonomyView    `json:"taxonomies"`
	Declarations []DeclarationView `json:"declarations"`
	Rules        []RuleView        `json:"rules"`
	Voting       *VotingView       `json:"voting,omitempty"`
	Rounds       []RoundBrief      `json:"rounds"`
	Prizes       []PrizeView       `json:"prizes"`
	Notice       NoticeView        `json:"notice"`
	Contacts     []ContactView     `json:"contacts"`
	EntryOpen    bool              `json:"entry_open"`
	Upload       UploadView        `json:"upload"`
	OpenPoints   int               `json:"open_points"`
}

// each maps a slice; an empty one stays an empty list in JSON.
func each[T, V any](items []T, view func(T) V) []V {
	out := make([]V, 0, len(items))
	for _, x := range items {
		out = append(out, view(x))
	}
	return out
}

func (c *Campaign) stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.In(c.Zone).Format(time.RFC3339)
}

func (c *Campaign) phaseView(p Phase, now time.Time) PhaseView {
	return PhaseView{Key: p.Key, Label: p.Label, Kind: string(p.Kind), OpensAt: c.stamp(p.Window.Open), ClosesAt: c.stamp(p.Window.Close),
		Precision: string(p.Window.Precision), Says: p.Window.Says, State: string(p.Window.State(now))}
}

// Headline is the phase the home page counts down: of those running, the one most people act in.
func (c *Campaign) Headline(now time.Time) (Phase, bool) {
	running := c.Current(now)
	for _, kind := range []PhaseKind{VotePhase, CollectionPhase, PublicityPhase, ReviewPhase} {
		for _, p := range running {
			if p.Kind == kind {
				return p, true
			}
		}
	}
	if len(running) == 0 {
		return Phase{}, false
	}
	return running[0], true
}

func (c *Campaign) card(now time.Time, counts Counts) Card {
	card := Card{Key: c.Key, Title: c.Title, ShortTitle: c.ShortTitle, Slogan: c.Slogan, Brand: cmp.Or(c.Brand, "#C8321F"),
		Hosts: append([]string{}, c.Names("host")...), Counts: counts}
	if p, ok := c.Headline(now); ok {
		v := c.phaseView(p, now)
		card.Phase = &v
	}
	if p, ok := c.Next(now); ok {
		v := c.phaseView(p, now)
		card.NextPhase = &v
	}
	return card
}

func (c *Campaign) view(now time.Time, counts Counts) View {
	return View{
		Card: c.card(now, counts), Purpose: c.Purpose, Zone: c.Zone.String(), Version: c.Version, OneDoor: c.OneDoor,
		HostGroups:   each(c.Hosts, func(g HostGroup) GroupView { return GroupView(g) }),
		Phases:       each(c.Phases, func(p Phase) PhaseView { return c.phaseView(p, now) }),
		Highlights:   each(c.Highlights, func(h Highlight) HighlightView { return HighlightView{h.Figure, h.Unit, h.Says} }),
		Doors:        each(c.Doors, func(d Door) DoorView { return DoorView{d.Key, d.Label, string(d.Kind), d.Says, d.Address} }),
		Form:         each(c.Form, fieldView),
		Taxonomies:   each(c.Topics, taxonomyView),
		Declarations: each(c.Declarations, func(d Declaration) DeclarationView { return DeclarationView{d.Key, d.Label, d.Says, !d.Optional} }),
		Rules:        each(c.Rules, ruleView),
		Voting:       c.votingView(now),
		Rounds:       each(c.Rounds, func(r Round) RoundBrief { return RoundBrief{r.Key, r.Label, r.Body, string(r.Kind), r.Size} }),
		Prizes:       each(c.Prizes, func(p Prize) PrizeView { return PrizeView{p.Key, p.Label, p.Quota, p.QuotaSays} }),
		Notice: NoticeView{Title: c.Notice.Title, Issuers: c.Notice.Issuers, Number: c.Notice.Number, IssuedOn: c.Notice.Issued,
			Paragraphs: c.Notice.Paragraphs()},
		Contacts:   each(c.Contacts, func(x Contact) ContactView { return ContactView{x.Label, x.Unit, x.Name, x.Phone, x.Email} }),
		EntryOpen:  c.CheckOpen(CollectionPhase, now) == nil,
		Upload:     UploadView{c.MaxUploadBytes(), c.Accept()},
		OpenPoints: c.undecidedCount(),
	}
}

// Paragraphs is the document's text, one paragraph an item.
func (n Notice) Paragraphs() []string {
	return strings.FieldsFunc(n.Text, func(r rune) bool { return r == '\n' })
}

func (c *Campaign) undecidedCount() int {
	n := 0
	for _, o := range c.Open {
		if o.Path != "" && !o.Decided {
			n++
		}
	}
	return n
}

func optionViews(options []Option) []OptionView {
	return each(options, func(o Option) OptionView { return OptionView{o.Key, o.Label} })
}

func fieldView(f Field) FieldView {
	v := FieldView{Key: f.Key, Label: f.Label, Type: string(f.Type), Required: f.Required, Personal: f.Personal, MaxChars: f.MaxChars, Hint: f.Hint}
	if len(f.Options) > 0 {
		v.Options = optionViews(f.Options)
	}
	return v
}

func taxonomyView(t Taxonomy) TaxonomyView {
	return TaxonomyView{t.Key, t.Label, string(t.Cardinality), optionViews(t.Options)}
}

func ruleView(r Rule) RuleView {
	return RuleView{r.Key, r.Label, r.Says, r.Clause, string(r.Level), each(r.By, func(b By) string { return string(b) }), r.Mend}
}

func (c *Campaign) votingView(now time.Time) *VotingView {
	v := c.Voting
	if v == nil {
		return nil
	}
	p, _ := c.Phase(v.Phase)
	label := v.ChannelLabel
	if len(v.Channels) > 0 {
		label = strings.Join(each(v.Channels, func(ch Channel) string { return ch.Label }), "、")
	}
	return &VotingView{Phase: v.Phase, Open: p.Window.State(now) == Current, PerDay: v.PerDay, PerWorkPerDay: v.PerWorkPerDay,
		Channel: v.Channel, ChannelLabel: label, Channels: v.channelViews(), Says: v.Says, ShowVotes: v.ShowVotes.Shown(p.Window, now), ShowRanking: v.ShowRanking.Shown(p.Window, now),
		OpensAt: c.stamp(p.Window.Open), ClosesAt: c.stamp(p.Window.Close)}
}

func (v *Voting) channelViews() (all []ChannelView) {
	for _, ch := range v.Channels {
		all = append(all, ChannelView{ch.Key, ch.Label, ch.Account, v.In(ch).PerDay, ch.Worth()})
	}
	return all
}

// Shown tells whether figures may be shown at t in a vote of that window. An undecided 适时 shows nothing.
func (d DisplayPolicy) Shown(w Window, t time.Time) bool {
	switch d {
	case ShowLive, ShowDelayed, ShowBanded, ShowDaily:
		return w.State(t) == Current || w.State(t) == Past
	case ShowAfter:
		return w.State(t) == Past
	}
	return false
}
