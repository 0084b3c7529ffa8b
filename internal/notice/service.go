package notice

import (
	"context"
	"embed"
	"fmt"
	"strings"

	"saiying/internal/award"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/id"
	"saiying/internal/platform/job"
	"saiying/internal/platform/notify"
)

// Schema holds the migrations.
//
//go:embed schema/*.sql
var Schema embed.FS

// Service tells people.
type Service struct {
	db        *db.DB
	audit     *audit.Log
	queue     *job.Queue
	identity  *identity.Service
	campaigns *campaign.Service
	entries   *entry.Service
	awards    *award.Service
	sender    *notify.Sender
	url       string
}

// deliver is the job that sends one message by mail.
type deliver struct {
	Person string `json:"person"`
	Title  string `json:"title"`
	Text   string `json:"text"`
	Link   string `json:"link"`
}

// Kind names the job.
func (deliver) Kind() string { return "notice.deliver" }

// New makes the service and has it hear of what befalls entries. publicURL begins the links in mails.
func New(d *db.DB, log *audit.Log, q *job.Queue, people *identity.Service, campaigns *campaign.Service, entries *entry.Service, awards *award.Service,
	sender *notify.Sender, publicURL string) *Service {
	s := &Service{db: d, audit: log, queue: q, identity: people, campaigns: campaigns, entries: entries, awards: awards, sender: sender, url: publicURL}
	job.Handle(q, s.deliver)
	job.On(q, "notice", s.invite)
	job.On(q, "notice", s.remind)
	job.On(q, "notice", func(ctx context.Context, e entry.Submitted) error { return s.tellOwner(ctx, e.News, received) })
	job.On(q, "notice", func(ctx context.Context, e entry.Admitted) error { return s.tellOwner(ctx, e.News, admitted) })
	job.On(q, "notice", func(ctx context.Context, e entry.Returned) error { return s.tellOwner(ctx, e.News, returned) })
	job.On(q, "notice", func(ctx context.Context, e entry.Rejected) error { return s.tellOwner(ctx, e.News, rejected) })
	job.On(q, "notice", func(ctx context.Context, e entry.Shortlisted) error { return s.tellOwner(ctx, e.News, shortlisted) })
	job.On(q, "notice", func(ctx context.Context, e entry.NotShortlisted) error {
		return s.tellOwner(ctx, e.News, notShortlisted)
	})
	job.On(q, "notice", func(ctx context.Context, e entry.Awarded) error { return s.tellOwner(ctx, e.News, awarded) })
	job.On(q, "notice", func(ctx context.Context, e entry.Disqualified) error { return s.tellOwner(ctx, e.News, disqualified) })
	job.On(q, "notice", s.tellRuling)
	return s
}

// wording makes a message's title and text from an entry. A title it leaves empty means that there is nothing to tell any more.
type wording func(e entry.Entry) (kind, title, text string)

func received(e entry.Entry) (string, string, string) {
	return "received", "作品已收到", fmt.Sprintf("《%s》已收到，编号%s。我们会按通知的要求检查影片，结果在“我的作品”里随时可以看到。", e.Title, e.Number)
}

func admitted(e entry.Entry) (string, string, string) {
	return "admitted", "初审通过", fmt.Sprintf("《%s》（编号%s）通过初审，已在作品展示页与大家见面。", e.Title, e.Number)
}

func returned(e entry.Entry) (string, string, string) {
	return "returned", "作品需要修改", fmt.Sprintf("《%s》（编号%s）退回修改。\n%s\n请在征集截止前换片或改好后重新提交，编号保留不变。", e.Title, e.Number, because(e))
}

func rejected(e entry.Entry) (string, string, string) {
	return "rejected", "未通过初审", fmt.Sprintf("《%s》（编号%s）未通过初审。\n%s\n感谢您的参与。", e.Title, e.Number, because(e))
}

func shortlisted(e entry.Entry) (string, string, string) {
	return "shortlisted", "作品入围", fmt.Sprintf("《%s》（编号%s）入围，恭喜。", e.Title, e.Number)
}

func notShortlisted(e entry.Entry) (string, string, string) {
	return "not_shortlisted", "初评结果", fmt.Sprintf("《%s》（编号%s）这次没有入围。作品仍在展示页，感谢您的参与。", e.Title, e.Number)
}

func awarded(e entry.Entry) (string, string, string) {
	labels := make([]string, len(e.Awards))
	for i, p := range e.Awards {
		labels[i] = p.Label
	}
	return "awarded", "作品获奖", fmt.Sprintf("《%s》（编号%s）经评审和公示，荣获%s。证书可在“我的作品”里下载。", e.Title, e.Number, strings.Join(labels, "、"))
}

func disqualified(e entry.Entry) (string, string, string) {
	return "disqualified", "取消参评资格", fmt.Sprintf("《%s》（编号%s）被取消参评资格。\n%s\n如有异议，请与承办单位联系。", e.Title, e.Number, because(e))
}

// because lists why, in the notice's words and then the screener's.
func because(e entry.Entry) string {
	var lines []string
	for i, r := range e.Reasons {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, r.Says))
	}
	if e.Note != "" {
		lines = append(lines, e.Note)
	}
	return strings.Join(lines, "\n")
}

// tellOwner writes to the person who entered a work. Staff who entered it for somebody else are not written to.
func (s *Service) tellOwner(ctx context.Context, n entry.News, say wording) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := s.entries.Get(ctx, tx, n.Entry)
		if err != nil || e.Owner == "" {
			return err
		}
		kind, title, text := say(e)
		about := fmt.Sprintf("%s/%s/%d", kind, e.ID, db.Micros(e.Changed)) // the same thing may befall a work twice
		return s.tell(ctx, tx, Message{Person: e.Owner, About: about, Campaign: e.Campaign, Title: title, Text: text, Link: "/me/entries/" + e.ID})
	})
}

// tell keeps a message and has it sent. Telling the same thing again does nothing.
func (s *Service) tell(ctx context.Context, tx *db.Tx, m Message) error {
	m.ID, m.At = id.New(), tx.Now()
	fresh, err := insertMessage(ctx, tx, m)
	if err != nil || !fresh || !s.sender.Can(notify.Email) {
		return err
	}
	return s.queue.Enqueue(ctx, tx, deliver{m.Person, m.Title, m.Text, m.Link}, &job.Opts{MaxAttempts: 5})
}

func (s *Service) deliver(ctx context.Context, m deliver) error {
	var p identity.Person
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		p, _, err = s.identity.Find(ctx, tx, m.Person)
		return err
	})
	if err != nil || p.Email == "" {
		return err
	}
	err = s.sender.Send(ctx, notify.Message{Channel: notify.Email, To: p.Email, Subject: m.Title, Text: m.Text + "\n\n" + s.url + m.Link})
	if err != nil && !notify.Temporary(err) {
		return nil // a mailbox that refuses will refuse again; the message waits on the site
	}
	return err
}

// Announce tells everybody who opens the campaign's page.
func (s *Service) Announce(ctx context.Context, a Announcement) (Announcement, error) {
	if _, err := identity.RequireRole(ctx, a.Campaign, identity.Organiser); err != nil {
		return a, err
	}
	if err := a.proper(); err != nil {
		return a, err
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.campaigns.Get(ctx, tx, a.Campaign); err != nil {
			return err
		}
		a.ID, a.At = id.New(), tx.Now()
		if err := insertAnnouncement(ctx, tx, a); err != nil {
			return err
		}
		return s.audit.Add(ctx, tx, audit.Record{Act: "notice.announce", Object: a.ID, Campaign: a.Campaign, Says: "发布公告《" + a.Title + "》", After: a.Text})
	})
	return a, err
}
