package entry

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/campaign"
	"saiying/internal/media"
	"saiying/internal/platform/db"
	"saiying/internal/platform/notify"
	"saiying/internal/platform/web"
)

// Schema describes a state to the API.
func (State) Schema(huma.Registry) *huma.Schema { return web.Words(States...) }

// Schema describes a verdict to the API.
func (Verdict) Schema(huma.Registry) *huma.Schema {
	return web.Words(Pass, Fail, Review, Unreadable)
}

// Mine is an entry as its author sees it.
type Mine struct {
	ID            string            `json:"id"`
	Campaign      string            `json:"campaign"`
	CampaignTitle string            `json:"campaign_title" doc:"the campaign's short title"`
	Door          string            `json:"door"`
	Number        string            `json:"number,omitempty"`
	State         State             `json:"state"`
	StateLabel    string            `json:"state_label"`
	Fields        map[string]string `json:"fields"`
	Topics        []string          `json:"topics"`
	Declarations  []string          `json:"declarations"`
	Asset         *media.View       `json:"asset,omitempty"`
	Naming        *Naming           `json:"naming,omitempty" doc:"How the film's file is named, where the notice says how"`
	Receipt       *ReceiptView      `json:"receipt,omitempty"`
	Findings      []Finding         `json:"findings"`
	Verdict       Verdict           `json:"verdict,omitempty"`
	AILabels      *AILabels         `json:"ai_labels,omitempty"`
	Ask           *Ask              `json:"ask,omitempty"`
	Timeline      []EventView       `json:"timeline"`
	Versions      []Version         `json:"versions"`
	Can           []Verb            `json:"can" enum:"edit,replace,submit,withdraw,delete"`
	Awards        []Prize           `json:"awards,omitempty"`
	Due           *time.Time        `json:"due_at,omitempty" doc:"Until when it can be changed"`
}

// Ask is what is asked of the author.
type Ask struct {
	Says    string     `json:"says"`
	Reasons []Reason   `json:"reasons"`
	Due     *time.Time `json:"due_at,omitempty"`
	Act     string     `json:"act" enum:"replace,edit,submit,none"`
}

// ReceiptView is a receipt with its sentence.
type ReceiptView struct {
	Number      string    `json:"number"`
	At          time.Time `json:"at"`
	SHA256      string    `json:"sha256"`
	Size        int64     `json:"size_bytes"`
	Filename    string    `json:"filename"`
	WithinGrace bool      `json:"within_grace"`
	Says        string    `json:"says"`
}

// EventView is one line of the history.
type EventView struct {
	At     time.Time `json:"at"`
	Kind   string    `json:"kind"`
	Says   string    `json:"says"`
	By     string    `json:"by,omitempty"`
	Reason string    `json:"reason,omitempty"`
}

// Version is one film that was handed in.
type Version struct {
	Asset    string    `json:"asset"`
	Filename string    `json:"filename"`
	SHA256   string    `json:"sha256"`
	At       time.Time `json:"at"`
	Current  bool      `json:"current"`
}

// ShowMine makes the author's view of their own entry, in the caller's transaction and the language of ctx.
func (s *Service) ShowMine(ctx context.Context, tx *db.Tx, e Entry) (m Mine, err error) {
	c, err := s.campaigns.Get(ctx, tx, e.Campaign)
	if err != nil {
		return m, err
	}
	e = e.forAuthor()
	lang := web.Language(ctx)
	m = Mine{ID: e.ID, Campaign: e.Campaign, CampaignTitle: c.ShortTitle, Door: e.Door, Number: e.Number, State: e.State, StateLabel: e.State.LabelIn(lang), Fields: e.Fields,
		Topics: orEmpty(e.Topics), Declarations: orEmpty(e.Declarations), Findings: e.Findings, Verdict: e.Verdict, Awards: e.Awards,
		AILabels: LabelsOf(c, e, lang)}
	if e.File != nil {
		v, err := s.media.Show(ctx, tx, *e.File)
		if err != nil {
			return m, err
		}
		m.Asset = &v
	}
	receipts, err := listReceipts(ctx, tx, e.ID)
	if err != nil {
		return m, err
	}
	if n := len(receipts); n > 0 {
		r := showReceipt(c, e, receipts[n-1], lang)
		m.Receipt = &r
	}
	m.Versions = versions(receipts, e.asset)
	history, err := listEvents(ctx, tx, e.ID)
	if err != nil {
		return m, err
	}
	m.Timeline = showHistory(history, lang, func(ev event) string {
		if ev.actor == e.Owner || ev.actor == "" {
			return ""
		}
		return "组委会" // authors need not know which member of staff it was
	})
	m.Naming = s.ShowNaming(ctx, tx, c, e)
	m.Due, m.Can = dueOf(c, e, tx.Now()), can(c, e, tx.Now())
	m.Ask = ask(c, e, m.Can, m.Due, lang)
	return m, nil
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// can lists what the author may do now.
func can(c *campaign.Campaign, e Entry, now time.Time) []Verb {
	open := openFor(c, e.File, now) == nil
	forms := openForForms(c, now) == nil
	verbs := []Verb{}
	for _, v := range []Verb{Edit, Replace, Submit, Withdraw, Delete} {
		_, err := Next(e.State, v)
		if err == nil && (v == Withdraw || v == Delete || v == Edit && forms || (v == Replace || v == Submit) && (open || forms && e.File == nil)) {
			verbs = append(verbs, v)
		}
	}
	return verbs
}

// dueOf is until when the author may change the entry, or nil when that is over or not known.
func dueOf(c *campaign.Campaign, e Entry, now time.Time) *time.Time {
	for _, p := range c.Phases {
		if p.Kind == campaign.CollectionPhase && p.Window.State(now) == campaign.Current && p.Window.Close != nil {
			due := p.Window.Close.In(c.Zone)
			return &due
		}
	}
	if e.File != nil {
		if end, ok := media.Deadline(c, e.File.Began); ok && now.Before(end) {
			due := end.In(c.Zone)
			return &due
		}
	}
	return nil
}

// ask says what is asked of the author, or nothing.
func ask(c *campaign.Campaign, e Entry, can []Verb, due *time.Time, lang string) *Ask {
	a := &Ask{Reasons: []Reason{}, Due: due, Act: "none"}
	switch {
	case e.State == StateReturned:
		a.Reasons, a.Act = orEmpty(e.Reasons), "edit"
		a.Says = pick(lang, "作品被退回，请按下面的意见修改后重新提交。", "Your entry was returned. Please mend what is listed below and hand it in again.")
		if slices.ContainsFunc(e.Reasons, func(r Reason) bool { return aboutFilm(c, r.Key) }) {
			a.Act = "replace"
		}
		if e.Note != "" {
			a.Reasons = append(a.Reasons, Reason{Says: e.Note})
		}
		if !slices.Contains(can, Submit) {
			a.Says, a.Act = pick(lang, "作品被退回，修改的期限已过。", "Your entry was returned, and the time to change it is over."), "none"
		}
	case e.State == StateRejected:
		a.Reasons = orEmpty(e.Reasons)
		a.Says = pick(lang, "作品未通过初审。", "Your entry was not admitted.")
		if e.Note != "" {
			a.Reasons = append(a.Reasons, Reason{Says: e.Note})
		}
	case e.State == StateSubmitted && (e.Verdict == Fail || e.Verdict == Unreadable) && slices.Contains(can, Replace):
		a.Act = "replace"
		a.Says = pick(lang, "检查发现影片有不符合通知的地方，初审时很可能被退回。截止前可以更换文件。",
			"The check found points that do not meet the notice; screening will probably return the entry. You may replace the film until the deadline.")
		for _, f := range e.Findings {
			if f.Weight() == campaign.Error {
				a.Reasons = append(a.Reasons, Reason{f.Rule, f.Message})
			}
		}
	case e.State == StateDraft && slices.Contains(can, Submit):
		a.Act = "submit"
		a.Says = pick(lang, "作品还没有提交。", "This entry has not been handed in yet.")
	default:
		return nil
	}
	return a
}

// aboutFilm reports whether a rule is checked on the film itself.
func aboutFilm(c *campaign.Campaign, rule string) bool {
	r, ok := c.Rule(rule)
	return ok && (strings.Contains(r.Expr, "media.") || len(r.LooksFor) > 0)
}

func pick(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

func showReceipt(c *campaign.Campaign, e Entry, r Receipt, lang string) ReceiptView {
	at := r.At.In(c.Zone)
	says := fmt.Sprintf("%s收到《%s》，编号%s，文件%s。", at.Format("2006年1月2日15时04分"), e.Title, r.Number, media.SayBytes(r.Size))
	if lang == "en" {
		says = fmt.Sprintf("“%s” was received on %s as number %s, a file of %s.", e.Title, at.Format("2 January 2006 at 15:04"), r.Number, media.SayBytes(r.Size))
	}
	if r.WithinGrace {
		says += pick(lang, "上传开始于截止之前，在宽限时间内收齐。", " The upload began before the deadline and was completed within the grace period.")
	}
	return ReceiptView{r.Number, at, r.SHA256, r.Size, r.Filename, r.WithinGrace, says}
}

// versions lists the films of the receipts, each once, newest first.
func versions(receipts []Receipt, current string) []Version {
	all := []Version{}
	for _, r := range receipts {
		if !slices.ContainsFunc(all, func(v Version) bool { return v.Asset == r.Asset }) {
			all = append(all, Version{r.Asset, r.Filename, r.SHA256, r.At, r.Asset == current})
		}
	}
	slices.Reverse(all)
	return all
}

// told says what each verb means in an entry's history.
var told = map[Verb][2]string{
	Submit: {"作品已提交。", "Handed in."}, Replace: {"更换了文件。", "The film was replaced."},
	Rename: {"文件按通知改名。", "The file was named as the notice asks."}, Unrename: {"恢复了原文件名。", "The file has the name it was sent under again."}, Withdraw: {"作品已撤回。", "Withdrawn."},
	Admit: {"通过初审。", "Admitted by screening."}, Return: {"退回修改。", "Returned for changes."}, Reject: {"未通过初审。", "Not admitted by screening."},
	Reopen: {"初审决定已撤销，重新初审。", "The screening decision was taken back."}, Shortlist: {"入围。", "Shortlisted."},
	PassOver: {"未入围。", "Not shortlisted."}, Recall: {"入围结果已撤销，重新评选。", "The shortlist was recalled."}, Propose: {"列入拟获奖名单。", "An award was proposed."},
	Unpropose: {"拟获奖名单重新计算。", "The provisional roll is computed anew."}, Award: {"确认获奖。", "Awarded."}, Revoke: {"奖项已撤销。", "The award was revoked."},
	"declare_ai":   {"声明影片含有AI生成的内容。", "The film was declared to hold AI-generated content."},
	"undeclare_ai": {"撤回了影片含有AI生成内容的声明。", "The declaration of AI-generated content was taken back."},
	Disqualify:     {"取消资格。", "Disqualified."}, Reinstate: {"恢复资格。", "Reinstated."},
}

func showHistory(all []event, lang string, by func(event) string) []EventView {
	views := make([]EventView, len(all))
	for i, e := range all {
		says := e.Says
		if t, ok := told[Verb(e.Kind)]; ok && says == "" {
			says = pick(lang, t[0], t[1])
		}
		views[i] = EventView{e.At, e.Kind, says, by(e), e.Reason}
	}
	return views
}

// Row is an entry in a list for staff.
type Row struct {
	ID         string     `json:"id"`
	Number     string     `json:"number"`
	Title      string     `json:"title"`
	Author     string     `json:"author"`
	Unit       string     `json:"unit"`
	Door       string     `json:"door"`
	State      State      `json:"state"`
	StateLabel string     `json:"state_label"`
	Verdict    Verdict    `json:"verdict,omitempty"`
	Poster     string     `json:"poster,omitempty"`
	DurationS  float64    `json:"duration_s,omitempty"`
	Aspect     string     `json:"aspect,omitempty"`
	Resolution string     `json:"resolution_class,omitempty"`
	Bitrate    float64    `json:"bitrate_mbps,omitempty"`
	Submitted  *time.Time `json:"submitted_at,omitempty"`
	Findings   Tally      `json:"findings"`
}

// Tally counts findings by level.
type Tally struct {
	Error int `json:"error"`
	Warn  int `json:"warn"`
}

// ShowRow makes the row of an entry in the language of ctx.
func ShowRow(ctx context.Context, e Entry) Row {
	r := Row{ID: e.ID, Number: e.Number, Title: e.Title, Author: e.Author, Unit: e.Unit, Door: e.Door, State: e.State,
		StateLabel: e.State.LabelIn(web.Language(ctx)), Verdict: e.Verdict, Findings: Tally{e.Errors, e.Warns}}
	if !e.Submitted.IsZero() {
		r.Submitted = &e.Submitted
	}
	if e.File != nil {
		r.Poster = e.File.Thumb()
		if f := e.File.Facts; f != nil {
			r.DurationS, r.Aspect, r.Resolution, r.Bitrate = f.DurationS, f.Aspect, f.ResolutionClass, f.BitrateMbps
		}
	}
	return r
}

// File is everything about an entry that staff see. Personal fields are masked.
type File struct {
	Row
	Campaign  string       `json:"campaign"`
	Fields    []FieldView  `json:"fields"`
	Topics    []string     `json:"topics"`
	Asset     *media.View  `json:"asset,omitempty"`
	Naming    *Naming      `json:"naming,omitempty" doc:"How the film's file is named, where the notice says how"`
	Findings  []Finding    `json:"findings"` // instead of the row's tally
	AILabels  *AILabels    `json:"ai_labels,omitempty"`
	Timeline  []EventView  `json:"timeline"`
	Versions  []Version    `json:"versions"`
	Receipt   *ReceiptView `json:"receipt,omitempty"`
	Reasons   []Reason     `json:"reasons,omitempty"`
	Note      string       `json:"note,omitempty"`
	Awards    []Prize      `json:"awards,omitempty"`
	DoorLabel string       `json:"door_label"`
}

// FieldView is one field of the form.
type FieldView struct {
	Key    string `json:"key"`
	Label  string `json:"label"`
	Value  string `json:"value"`
	Masked bool   `json:"masked"`
}

// ShowFile makes the staff's view of an entry, in the caller's transaction and the language of ctx.
func (s *Service) ShowFile(ctx context.Context, tx *db.Tx, e Entry) (f File, err error) {
	c, err := s.campaigns.Get(ctx, tx, e.Campaign)
	if err != nil {
		return f, err
	}
	lang := web.Language(ctx)
	f = File{Row: ShowRow(ctx, e), Campaign: e.Campaign, Fields: []FieldView{}, Topics: topicLabels(c, e.Topics), Findings: orEmpty(e.Findings),
		Reasons: e.Reasons, Note: e.Note, Awards: e.Awards, DoorLabel: doorLabel(c, e.Door), AILabels: LabelsOf(c, e, lang)}
	for _, x := range c.Form {
		v := FieldView{x.Key, x.Label, e.Fields[x.Key], x.Personal && e.Fields[x.Key] != ""}
		if v.Masked {
			v.Value = mask(v.Value)
		}
		f.Fields = append(f.Fields, v)
	}
	if e.File != nil {
		v, err := s.media.Show(ctx, tx, *e.File)
		if err != nil {
			return f, err
		}
		f.Asset = &v
	}
	receipts, err := listReceipts(ctx, tx, e.ID)
	if err != nil {
		return f, err
	}
	if n := len(receipts); n > 0 {
		r := showReceipt(c, e, receipts[n-1], lang)
		f.Receipt = &r
	}
	f.Versions, f.Naming = versions(receipts, e.asset), s.ShowNaming(ctx, tx, c, e)
	history, err := listEvents(ctx, tx, e.ID)
	f.Timeline = showHistory(history, lang, func(ev event) string { return ev.By })
	return f, err
}

func topicLabels(c *campaign.Campaign, keys []string) []string {
	labels := []string{}
	for _, k := range keys {
		if _, o, ok := c.Option(k); ok {
			labels = append(labels, o.Label)
		}
	}
	return labels
}

// mask hides a personal field but for what helps to tell one from another.
func mask(v string) string {
	if strings.Contains(v, "@") {
		return notify.MaskEmail(v)
	}
	return notify.MaskPhone(v)
}
