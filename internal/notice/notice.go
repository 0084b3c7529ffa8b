package notice

import (
	"strings"
	"time"

	"saiying/internal/platform/fault"
)

// Announcement is told to everybody who opens a campaign's page.
type Announcement struct {
	ID       string
	Campaign string
	Title    string
	Text     string // paragraphs by line feed
	At       time.Time
}

// Message is told to one person.
type Message struct {
	ID       string
	Person   string
	About    string // what it is about, such as "screening.decided/01k...": one message a person and thing
	Campaign string
	Title    string
	Text     string
	Link     string // a path on the site, or empty
	At       time.Time
	Seen     bool
}

var (
	errTitle = fault.Define("notice.title_invalid", fault.Invalid, "公告的标题请写1到80个字。", "An announcement's title has 1 to 80 characters.")
	errText  = fault.Define("notice.text_invalid", fault.Invalid, "公告的正文请写1到5000个字。", "An announcement's text has 1 to 5000 characters.")
	errNone  = fault.Define("notice.none", fault.NotFound, "评选结果还没有公示。公示开始后会在这里刊出名单。", "No results have been published yet. The list will appear here when publicity opens.")
	errGone  = fault.Define("notice.message_none", fault.NotFound, "没有这条消息。", "There is no such message.")
)

// proper trims an announcement and refuses one that says nothing or too much.
func (a *Announcement) proper() error {
	a.Title, a.Text = strings.TrimSpace(a.Title), strings.TrimSpace(a.Text)
	if n := len([]rune(a.Title)); n == 0 || n > 80 {
		return errTitle.Field("title", "请写1到80个字。", "1 to 80 characters.")
	}
	if n := len([]rune(a.Text)); n == 0 || n > 5000 {
		return errText.Field("text", "请写1到5000个字。", "1 to 5000 characters.")
	}
	return nil
}

// paragraphs splits a text at its line feeds and drops the empty lines.
func paragraphs(text string) []string {
	out := []string{}
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
