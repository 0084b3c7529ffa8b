package notice

import (
	"strings"
	"testing"
	"time"

	"saiying/internal/award"
	"saiying/internal/entry"
)

func TestWordsSayWhyAndWhatToDo(t *testing.T) {
	e := entry.Entry{Title: "雪落白石乡", Number: "0002", Reasons: []entry.Reason{{Key: "duration", Says: "时长不超过3分钟。"}}, Note: "请剪短。", Awards: []entry.Prize{{Label: "一等奖"}, {Label: "最具人气奖"}}}
	for _, c := range []struct {
		say  wording
		want []string
	}{
		{received, []string{"雪落白石乡", "0002"}},
		{returned, []string{"1. 时长不超过3分钟。", "请剪短。", "编号保留"}},
		{rejected, []string{"未通过初审", "时长不超过3分钟。"}},
		{awarded, []string{"一等奖、最具人气奖"}},
	} {
		_, title, text := c.say(e)
		for _, w := range c.want {
			if title == "" || !strings.Contains(text, w) {
				t.Errorf("%q does not say %q", text, w)
			}
		}
	}
}

func TestAnnouncementsMustSaySomething(t *testing.T) {
	for _, a := range []Announcement{{Title: " ", Text: "正文"}, {Title: "标题", Text: "\n"}, {Title: strings.Repeat("题", 81), Text: "正文"}, {Title: "标题", Text: strings.Repeat("文", 5001)}} {
		if a.proper() == nil {
			t.Errorf("accepted %q with %d characters", a.Title, len([]rune(a.Text)))
		}
	}
	a := Announcement{Title: " 标题 ", Text: " 第一段\n\n 第二段 "}
	if err := a.proper(); err != nil || a.Title != "标题" || len(paragraphs(a.Text)) != 2 {
		t.Errorf("%v %q %q", err, a.Title, paragraphs(a.Text))
	}
}

func TestPublicityEndsWithItsWindow(t *testing.T) {
	to := time.Date(2020, 12, 28, 16, 0, 0, 0, time.UTC)
	r := award.Roll{State: award.Public, Window: award.Window{To: to}}
	for now, want := range map[time.Time]string{to.Add(-time.Millisecond): "open", to: "closed"} {
		if got := stateOf(r, now); got != want {
			t.Errorf("at %v the publicity is %s, want %s", now, got, want)
		}
	}
	r.State = award.Final
	if got := stateOf(r, to); got != "confirmed" {
		t.Errorf("a confirmed roll is %s", got)
	}
}
