package screening

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/platform/fault"
)

// Verdict is what a screener decides.
type Verdict string

// The decisions. Undo takes the one before it back.
const (
	Admit  Verdict = "admit"
	Return Verdict = "return"
	Reject Verdict = "reject"
	Undo   Verdict = "undo"
)

// label is the decision in Chinese.
func (v Verdict) label() string {
	return map[Verdict]string{Admit: "通过初审", Return: "退回修改", Reject: "不通过初审", Undo: "撤销初审决定"}[v]
}

func (v Verdict) verb() entry.Verb {
	return map[Verdict]entry.Verb{Admit: entry.Admit, Return: entry.Return, Reject: entry.Reject, Undo: entry.Reopen}[v]
}

// Decision is one decision on one entry.
type Decision struct {
	ID       string
	Campaign string
	Entry    string
	By       string // a person
	Name     string
	Verdict  Verdict
	Reasons  []entry.Reason
	Note     string
	At       time.Time
}

// Decided tells that an entry was admitted, returned or rejected. Whoever writes to the author may ask Stands first, for the
// decision can be taken back.
type Decided struct {
	ID       string         `json:"id"`
	Campaign string         `json:"campaign"`
	Entry    string         `json:"entry"`
	Decision Verdict        `json:"decision"`
	Reasons  []entry.Reason `json:"reasons"`
	Note     string         `json:"note"`
}

// Undone tells that the last decision on an entry was taken back.
type Undone struct {
	Campaign string  `json:"campaign"`
	Entry    string  `json:"entry"`
	Decision Verdict `json:"decision"` // the one taken back
}

// What the room refuses.
var (
	ErrReasons = fault.Define("screening.reason_missing", fault.Invalid,
		"请选出作品不符合通知的哪一条要求，至少一条。", "Please choose at least one requirement of the notice that the work does not meet.")
	ErrReason = fault.Define("screening.reason_unknown", fault.Invalid,
		"通知里没有“{key}”这条要求。", "The notice has no requirement “{key}”.")
	ErrOver = fault.Define("screening.return_too_late", fault.Conflict,
		"征集已于{at}截止，作者不能再换文件，作品不能退回修改，只能通过或不通过。",
		"Collection closed at {at} and the author can no longer replace the file, so the work cannot be returned, only admitted or rejected.")
	ErrOwn = fault.Define("screening.own_work", fault.Forbidden,
		"这是您自己报送的作品，请由其他初审员审核。", "This is your own entry; another screener must decide on it.")
	ErrNothing = fault.Define("screening.nothing_to_undo", fault.Conflict,
		"这件作品没有可以撤销的初审决定。", "There is no decision on this entry to take back.")
	ErrOthers = fault.Define("screening.not_your_decision", fault.Forbidden,
		"这个决定是{name}作出的，只能由本人撤销。", "This decision was taken by {name} and only they can take it back.")
	ErrMoved = fault.Define("screening.moved_on", fault.Conflict,
		"作出决定之后作品又有了变化，不能再撤销。", "The entry has changed since the decision, so it cannot be taken back.")
)

// Requirements are what a return or a rejection may rest on: the rules of the notice, then whom or what it does not accept.
func Requirements(c *campaign.Campaign) []entry.Reason {
	var all []entry.Reason
	for _, r := range c.Rules {
		all = append(all, entry.Reason{Key: r.Key, Says: r.Says})
	}
	for _, x := range c.Excluded {
		all = append(all, entry.Reason{Key: x.Key, Says: x.Says})
	}
	return all
}

// cite turns keys into the notice's words and refuses unknown ones, or none where some are needed.
func cite(c *campaign.Campaign, v Verdict, keys []string) ([]entry.Reason, error) {
	if v != Admit && len(keys) == 0 {
		return nil, ErrReasons.Field("reasons", "至少选一条。", "Choose at least one.")
	}
	all := Requirements(c)
	cited := []entry.Reason{}
	for _, key := range keys {
		i := slices.IndexFunc(all, func(r entry.Reason) bool { return r.Key == key })
		if i < 0 {
			return nil, ErrReason.With("key", key)
		}
		cited = append(cited, all[i])
	}
	return cited, nil
}

// mayReturn refuses a return once no collection is open any more. Where the notice gives no end, returning stays possible.
func mayReturn(c *campaign.Campaign, now time.Time) error {
	var last *time.Time
	for _, p := range c.Phases {
		if p.Kind != campaign.CollectionPhase {
			continue
		}
		if p.Window.Close == nil || now.Before(*p.Window.Close) {
			return nil
		}
		if last == nil || p.Window.Close.After(*last) {
			last = p.Window.Close
		}
	}
	if last == nil {
		return nil
	}
	return ErrOver.With("at", sayEnd(c, *last))
}

// due is when screening should be done: the end of its phase, or else of the phase of the first judging.
func due(c *campaign.Campaign) *time.Time {
	if p, ok := c.PhaseOf(campaign.ScreeningPhase); ok {
		return p.Window.Close
	}
	for _, r := range c.Rounds {
		if p, ok := c.Phase(r.Phase); ok {
			return p.Window.Close
		}
	}
	return nil
}

// Letter is what the author reads about a decision.
type Letter struct {
	Title string   `json:"title"`
	Text  []string `json:"text" doc:"Paragraphs"`
}

// Write writes the letter about a decision on a work in the plain style of a notice to its author.
func Write(c *campaign.Campaign, e entry.Entry, v Verdict, reasons []entry.Reason, note string) Letter {
	work := fmt.Sprintf("您报送的作品《%s》（编号%s）", e.Title, e.Number)
	l := Letter{Title: fmt.Sprintf("《%s》%s", e.Title, map[Verdict]string{Admit: "已通过初审", Return: "需要修改", Reject: "未通过初审"}[v])}
	l.Text = append(l.Text, e.Author+"：")
	switch v {
	case Admit:
		l.Text = append(l.Text, work+"符合活动通知的要求，已通过初审。请留意后续通知。")
	case Return:
		l.Text = append(l.Text, work+"有不符合活动通知的地方，现退回修改："+cited(c, reasons, true))
	default:
		l.Text = append(l.Text, work+"不符合活动通知的要求，未通过初审："+cited(c, reasons, false))
	}
	if note = strings.TrimSpace(note); note != "" {
		l.Text = append(l.Text, "初审意见："+note)
	}
	if v == Return {
		l.Text = append(l.Text, "请修改后在“我的作品”里更换文件并重新提交。"+until(c))
	}
	return l
}

// cited lists the requirements in the notice's words and, for an author who can still mend them, how.
func cited(c *campaign.Campaign, reasons []entry.Reason, mend bool) string {
	parts := make([]string, len(reasons))
	for i, r := range reasons {
		parts[i] = "“" + strings.TrimRight(r.Says, "。；") + "”"
		if rule, ok := c.Rule(r.Key); ok {
			if rule.Clause != "" {
				parts[i] += "（通知" + rule.Clause + "）"
			}
			if mend && rule.Mend != "" {
				parts[i] += "，" + strings.TrimRight(rule.Mend, "。")
			}
		}
	}
	return strings.Join(parts, "；") + "。"
}

// until tells the author the last moment for mending.
func until(c *campaign.Campaign) string {
	p, ok := c.PhaseOf(campaign.CollectionPhase)
	if !ok || p.Window.Close == nil {
		return ""
	}
	return "修改期限到" + sayEnd(c, *p.Window.Close) + "为止。"
}

// sayEnd writes the end of a phase as notices do: the midnight that ends a day is its 24 o'clock.
func sayEnd(c *campaign.Campaign, t time.Time) string {
	t = t.In(c.Zone)
	if t.Hour() == 0 && t.Minute() == 0 {
		return t.AddDate(0, 0, -1).Format("2006年1月2日") + "24时" // the 2 of 24 would be read as a day
	}
	return t.Format("2006年1月2日15时04分")
}
