package entry

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"saiying/internal/campaign"
	"saiying/internal/media"
	"saiying/internal/platform/fault"
)

// Entry is one work in one campaign.
type Entry struct {
	ID           string
	Campaign     string
	Door         string // the key of the door it came in by
	Owner        string // the person who entered it; empty when staff entered it for somebody without an account
	MadeBy       string // the person who made the row: the owner, or a member of staff
	Number       string // empty before it is first handed in
	State        State
	Fields       map[string]string
	Topics       []string
	Declarations []string
	Title        string // of the form, for lists and searches
	Author       string
	Unit         string
	File         *media.Asset // the current film, or nil
	Named        bool         // its film is called as the notice asks, whatever it was sent as
	Verdict      Verdict      // of the current film, empty while it has not been inspected
	Findings     []Finding
	Errors       int // findings of level error
	Warns        int // findings of level warn
	Reasons      []Reason
	Note         string // what the screener wrote when it was returned or rejected
	Awards       []Prize
	Created      time.Time
	Submitted    time.Time // the first time it was handed in
	Changed      time.Time
	asset        string
	claims       []string
}

// Verdict is what the inspection of a film came to.
type Verdict string

// The verdicts. Fail is a broken rule of level error, Review something only a person can tell.
const (
	Pass       Verdict = "pass"
	Fail       Verdict = "fail"
	Review     Verdict = "review"
	Unreadable Verdict = "unreadable"
)

// Reason is why an entry was returned or rejected: a rule of the notice, or free words.
type Reason struct {
	Key  string `json:"key,omitempty"`
	Says string `json:"says"`
}

// Prize is an award as the entry shows it.
type Prize struct {
	Key         string `json:"key"`
	Label       string `json:"label"`
	Certificate string `json:"certificate,omitempty" doc:"The certificate's code"`
}

// Receipt confirms one handing-in. It is never changed.
type Receipt struct {
	Number      string
	At          time.Time
	Asset       string
	SHA256      string
	Size        int64
	Filename    string
	WithinGrace bool
	Seq         int // 1 for the first
}

// Event is one line of an entry's history.
type Event struct {
	At     time.Time
	Kind   string
	Says   string
	By     string
	Reason string
}

var (
	errIncomplete = fault.Define("entry.incomplete", fault.Invalid,
		"还有{n}处没有填好，请按提示补全。", "{n} items are not complete yet; please fill them in as shown.")
	errDoor = fault.Define("entry.door_unknown", fault.Invalid,
		"本次活动没有这种报名方式。", "This contest has no such way to enter.")
	// ErrOneDoor refuses a second way in for the same person.
	ErrOneDoor = fault.Define("entry.one_door", fault.Conflict,
		"同一参赛者只能用一种方式报名，您已经通过“{door}”报过名。如要改用这种方式，请先撤回原来的作品。",
		"One participant may enter by one way only, and you have already entered by “{door}”. Withdraw that entry first to use this way.")
	// ErrLimit refuses more works than the notice allows one participant.
	ErrLimit = fault.Define("entry.limit", fault.Conflict,
		"每位参赛者最多报送{max}件作品，您已经报满。", "Each participant may enter at most {max} works; you have reached the limit.")
)

// faults collects what is wrong with the fields of a form.
type faults struct {
	f *fault.Fault
	n int
}

func (f *faults) add(field, zh, en string) {
	f.f = f.f.Field(field, zh, en)
	f.n++
}

// complete refuses an entry that cannot be handed in yet, naming each item that is missing or wrong.
func complete(c *campaign.Campaign, e Entry) error {
	all := &faults{f: errIncomplete}
	for _, f := range c.Form {
		checkField(all, f, e.Fields[f.Key], true)
	}
	for _, t := range c.Topics {
		checkTopic(all, t, e.Topics)
	}
	for _, d := range c.Declarations {
		if !d.Optional && !slices.Contains(e.Declarations, d.Key) {
			all.add("declarations."+d.Key, "请阅读并勾选“"+d.Label+"”。", "Please read and agree to this declaration.")
		}
	}
	if e.asset == "" {
		all.add("asset", "请上传影片。", "Please upload the film.")
	}
	if all.n > 0 {
		return all.f.With("n", all.n)
	}
	return nil
}

// tidy refuses what no draft may hold: items the form does not have, and texts that are too long or malformed.
func tidy(c *campaign.Campaign, e *Entry) error {
	all := &faults{f: errIncomplete}
	if !slices.ContainsFunc(c.Doors, func(d campaign.Door) bool { return d.Key == e.Door }) {
		return errDoor
	}
	form := map[string]string{}
	for _, f := range c.Form {
		if v := strings.TrimSpace(e.Fields[f.Key]); v != "" {
			form[f.Key] = v
		}
		checkField(all, f, form[f.Key], false)
	}
	e.Fields = form
	e.Title, e.Author, e.Unit = form["title"], form["author"], form["unit"]
	e.Topics = known(e.Topics, func(k string) bool { _, _, ok := c.Option(k); return ok })
	e.Declarations = known(e.Declarations, func(k string) bool {
		return slices.ContainsFunc(c.Declarations, func(d campaign.Declaration) bool { return d.Key == k })
	})
	if all.n > 0 {
		return all.f.With("n", all.n)
	}
	return nil
}

// known keeps the keys that are, each once.
func known(keys []string, is func(string) bool) []string {
	kept := []string{}
	for _, k := range keys {
		if is(k) && !slices.Contains(kept, k) {
			kept = append(kept, k)
		}
	}
	return kept
}

var (
	phone  = regexp.MustCompile(`^[0-9+()\- ]{5,24}$`)
	mail   = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	link   = regexp.MustCompile(`^https?://\S+$`)
	mobile = regexp.MustCompile(`\b(?:86[ -]?)?(1[3-9](?:[ -]?[0-9]){9})\b`)
)

// mostChars bounds a field for which the notice gives no limit.
const mostChars = 5000

// checkField checks one field of the form. Lengths count characters, as the notice does, not bytes.
func checkField(all *faults, f campaign.Field, v string, needed bool) {
	limit := f.MaxChars
	if limit == 0 {
		limit = mostChars
	}
	n := utf8.RuneCountInString(v)
	switch {
	case v == "":
		if needed && f.Required {
			all.add(f.Key, "请填写"+f.Label+"。", "Please fill this in.")
		}
	case n > limit:
		all.add(f.Key, fmt.Sprintf("%s不超过%d字，现在有%d字。", f.Label, limit, n), fmt.Sprintf("At most %d characters; this has %d.", limit, n))
	case f.Type == campaign.Phone && !phone.MatchString(v):
		all.add(f.Key, "请填11位手机号，或带区号的固定电话。", "Please give a mobile number, or a landline number with its area code.")
	case f.Type == campaign.Email && !mail.MatchString(v):
		all.add(f.Key, "电子邮箱要像name@example.cn这样填。", "Please give an e-mail address, such as name@example.cn.")
	case f.Type == campaign.URL && !link.MatchString(v):
		all.add(f.Key, "网址要以http://或https://开头。", "An address begins with http:// or https://.")
	case f.Type == campaign.Choice && !hasOption(f.Options, v):
		all.add(f.Key, "请在给出的选项里选择。", "Please choose one of the options.")
	case f.Type != campaign.LongText && strings.ContainsFunc(v, unicode.IsControl):
		all.add(f.Key, f.Label+"请写成一行。", "Please write this on one line.")
	}
}

func hasOption(options []campaign.Option, key string) bool {
	return slices.ContainsFunc(options, func(o campaign.Option) bool { return o.Key == key })
}

// checkTopic checks how many options of a taxonomy are chosen.
func checkTopic(all *faults, t campaign.Taxonomy, topics []string) {
	n := 0
	for _, o := range t.Options {
		if slices.Contains(topics, o.Key) {
			n++
		}
	}
	switch {
	case t.Cardinality == campaign.One && n != 1:
		all.add("topics."+t.Key, "“"+t.Label+"”请选一项。", "Please choose one.")
	case t.Cardinality == campaign.OptionalOne && n > 1:
		all.add("topics."+t.Key, "“"+t.Label+"”最多选一项。", "Please choose one at most.")
	}
}

// identities are the marks by which one participant is known again, in one order: the person who signed in, and every mobile
// number among the fields of contact, however it is written.
func identities(c *campaign.Campaign, e Entry) []string {
	var marks []string
	if e.Owner != "" {
		marks = append(marks, "person:"+e.Owner)
	}
	for _, f := range c.Form {
		if f.Type != campaign.Phone && f.Key != "contact" && f.Key != "phone" {
			continue
		}
		for _, m := range mobile.FindAllStringSubmatch(width.Narrow.String(e.Fields[f.Key]), -1) {
			marks = append(marks, "phone:"+strings.NewReplacer(" ", "", "-", "").Replace(m[1]))
		}
	}
	slices.Sort(marks)
	return slices.Compact(marks)
}

// sayNumber writes a number as people quote it.
func sayNumber(n int64) string { return fmt.Sprintf("%04d", n) }
