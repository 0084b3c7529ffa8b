package award

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/document"
	"saiying/internal/platform/sheet"
)

// Announcement is the wording of a list of awards, in the manner of official documents (通知体).
type Announcement struct {
	Title string
	Text  []string // what is published, by what authority, for how long
	How   []string // how to object
}

// Announce words a roll: the publicity, or the final list once it is confirmed.
func Announce(c *campaign.Campaign, r Roll) Announcement {
	a := Announcement{Title: "关于" + c.Title + "获奖作品名单的公示"}
	basis := fmt.Sprintf("根据《%s》规定的办法，", c.Notice.Title)
	switch r.State {
	case Final:
		a.Title = c.Title + "获奖作品名单"
		a.Text = append(a.Text, basis+"经评定和公示，共评出"+counts(r)+"。现将获奖作品名单予以公布。")
	case Public:
		a.Text = append(a.Text, basis+"经评定，拟评出"+counts(r)+"。现将拟获奖作品名单予以公示。", "公示时间："+r.Window.words()+"。"+r.Window.Doubt)
		a.How = objection(c)
	default:
		a.Title = c.Title + "拟获奖作品名单（尚未公示）"
		a.Text = append(a.Text, basis+"拟评出"+counts(r)+"。")
	}
	if r.Note != "" {
		a.Text = append(a.Text, r.Note)
	}
	return a
}

// objection says how to object during the publicity.
func objection(c *campaign.Campaign) []string {
	o := c.Publicity.Objection
	how := "公示期间，任何单位和个人对公示的作品有异议的，可以提出"
	if len(o.Channels) > 0 {
		how = "公示期间，任何单位和个人对公示的作品有异议的，可以通过" + strings.Join(o.Channels, "、") + "提出"
	}
	out := []string{how + "。" + o.Says}
	if o.Email != "" {
		out = append(out, "受理邮箱："+o.Email)
	}
	if o.ReplyDays > 0 {
		out = append(out, fmt.Sprintf("受理后%d个工作日内答复。", o.ReplyDays))
	}
	return out
}

// counts lists the prizes: 一等奖5部、二等奖10部.
func counts(r Roll) string {
	var out []string
	for _, g := range r.Outcome.Prizes {
		if n := len(slices.DeleteFunc(slices.Clone(g.Winners), r.Taken)); n > 0 {
			out = append(out, fmt.Sprintf("%s%d部", g.Label, n))
		}
	}
	return strings.Join(out, "、")
}

// words writes a window: 2020年12月24日至12月30日（5个工作日）.
func (w Window) words() string {
	layout := "1月2日"
	if w.From.Year() != w.last().Year() {
		layout = "2006年1月2日"
	}
	return fmt.Sprintf("%s至%s（%s）", w.From.Format("2006年1月2日"), w.last().Format(layout), w.dayWords())
}

// PDF prints the list of awards as it stands.
func (s *Service) PDF(ctx context.Context, key string, w io.Writer) error {
	c, r, err := s.exported(ctx, key)
	if err != nil {
		return err
	}
	press, err := s.press()
	if err != nil {
		return err
	}
	return press.List(w, paper(c, r))
}

// exported returns a roll to staff who may carry it away.
func (s *Service) exported(ctx context.Context, key string) (c *campaign.Campaign, r Roll, err error) {
	if _, err := identity.RequireRole(ctx, key, identity.Organiser, identity.Auditor); err != nil {
		return c, r, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if c, err = s.campaigns.Get(ctx, tx, key); err != nil {
			return err
		}
		if r, err = findRoll(ctx, tx, key); err == nil && r.State == None {
			err = errNone
		}
		return err
	})
	return c, r, err
}

func paper(c *campaign.Campaign, r Roll) document.List {
	a := Announce(c, r)
	l := document.List{
		Title: strings.Replace(a.Title, c.Title, c.Title+"\n", 1), Intro: strings.Join(a.Text, "\n"), Closing: strings.Join(a.How, "\n"), Signed: c.Notice.Issuers, Footer: c.ShortTitle, Brand: c.Brand,
		Columns: []document.Column{{Header: "编号", Width: 1, Align: document.Centre}, {Header: "作品", Width: 4}, {Header: "作者", Width: 2}, {Header: "单位", Width: 3}},
		Date:    dated(c, r),
	}
	if len(c.Certificates.Issuers) > 0 {
		l.Signed = c.Certificates.Issuers
	}
	for _, g := range r.Outcome.Prizes {
		rows := slices.DeleteFunc(slices.Clone(g.Winners), r.Taken)
		if len(rows) == 0 {
			continue
		}
		l.Rows = append(l.Rows, []string{fmt.Sprintf("%s（%d部）", g.Label, len(rows))})
		for _, w := range rows {
			l.Rows = append(l.Rows, []string{w.Number, "《" + w.Title + "》", w.Author, w.Unit})
		}
	}
	if r.ListSum != "" {
		l.Footer = strings.TrimSpace(c.ShortTitle + "　名单校验值" + r.ListSum[:16])
	}
	return l
}

// dated is the day a list bears: that of the step that made it what it is.
func dated(c *campaign.Campaign, r Roll) time.Time {
	switch r.State {
	case Final:
		return r.Confirmed.In(c.Zone)
	case Public:
		return r.Window.From.In(c.Zone)
	}
	return r.Computed.In(c.Zone)
}

// Sheet writes the awards as an Excel table, with scores and reasons.
func (s *Service) Sheet(ctx context.Context, key string, w io.Writer) error {
	c, r, err := s.exported(ctx, key)
	if err != nil {
		return err
	}
	t := sheet.Sheet{Name: "获奖名单", Title: c.Title + "获奖名单（" + r.State.Label() + "）", Columns: []sheet.Column{
		{Header: "奖项"}, {Header: "名次", Width: 8, Kind: sheet.Number}, {Header: "编号", Width: 10}, {Header: "作品", Width: 36}, {Header: "作者", Width: 20},
		{Header: "单位", Width: 32}, {Header: "成绩", Width: 12}, {Header: "评定依据", Width: 32}, {Header: "取消", Width: 24}}}
	for _, x := range r.Outcome.Winners() {
		t.Rows = append(t.Rows, []any{x.PrizeLabel, x.Rank, x.Number, x.Title, x.Author, x.Unit, x.Score, x.Why, r.reason(x)})
	}
	return sheet.Write(w, t)
}

// reason is why a winner's award was taken back, or empty.
func (r Roll) reason(w Winner) string {
	for _, x := range r.Revoked {
		if x.Prize == w.Prize && x.Entry == w.Entry {
			return x.Reason
		}
	}
	return ""
}
