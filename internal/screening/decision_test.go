package screening

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
)

func hebei(t *testing.T) *campaign.Campaign {
	t.Helper()
	text, err := campaigns.Files.ReadFile("hebei-2020.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, faults := campaign.Load(bytes.NewReader(text), "hebei-2020.yaml")
	if c == nil {
		t.Fatal(faults)
	}
	return c
}

func TestReasonsAreTheNoticesOwn(t *testing.T) {
	c := hebei(t)
	for _, x := range []struct {
		verdict Verdict
		keys    []string
		want    error
	}{
		{Admit, nil, nil}, {Return, nil, ErrReasons}, {Reject, nil, ErrReasons}, {Return, []string{"duration"}, nil}, {Reject, []string{"theme", "lawful"}, nil},
		{Reject, []string{"nonsense"}, ErrReason}, {Admit, []string{"nonsense"}, ErrReason},
	} {
		got, err := cite(c, x.verdict, x.keys)
		if !errors.Is(err, x.want) || err == nil && len(got) != len(x.keys) {
			t.Errorf("%s %v: %v, %v", x.verdict, x.keys, got, err)
		}
	}
	if got, _ := cite(c, Return, []string{"duration"}); got[0].Says != "时长不超过3分钟。" {
		t.Error(got)
	}
}

func TestReturnOnlyWhileTheAuthorCanMend(t *testing.T) {
	c := hebei(t)
	bell := time.Date(2020, 11, 16, 0, 0, 0, 0, c.Zone)
	if err := mayReturn(c, bell.Add(-time.Millisecond)); err != nil {
		t.Error(err)
	}
	err := mayReturn(c, bell)
	if !errors.Is(err, ErrOver) || !strings.Contains(err.(interface{ Says(string) string }).Says("zh"), "2020年11月15日24时") {
		t.Error(err)
	}
	c.Phases = nil
	if err := mayReturn(c, bell); err != nil {
		t.Error("a notice without a close never ends it:", err)
	}
}

func TestDue(t *testing.T) {
	c := hebei(t)
	if d := due(c); d == nil || !d.Equal(time.Date(2020, 11, 26, 0, 0, 0, 0, c.Zone)) {
		t.Error(d)
	}
}

func TestMayUndo(t *testing.T) {
	at := time.Date(2020, 11, 17, 9, 0, 0, 0, time.UTC)
	ann := identity.Person{ID: "ann"}
	for _, x := range []struct {
		name  string
		last  Decision
		found bool
		e     entry.Entry
		want  error
	}{
		{"own admission", Decision{By: "ann", Verdict: Admit, At: at}, true, entry.Entry{State: entry.StateAdmitted, Changed: at}, nil},
		{"own rejection", Decision{By: "ann", Verdict: Reject, At: at}, true, entry.Entry{State: entry.StateRejected, Changed: at}, nil},
		{"nothing decided", Decision{}, false, entry.Entry{State: entry.StateSubmitted}, ErrNothing},
		{"undone already", Decision{By: "ann", Verdict: Undo, At: at}, true, entry.Entry{State: entry.StateSubmitted}, ErrNothing},
		{"another's", Decision{By: "ben", Verdict: Admit, At: at}, true, entry.Entry{State: entry.StateAdmitted, Changed: at}, ErrOthers},
		{"moved on", Decision{By: "ann", Verdict: Admit, At: at}, true, entry.Entry{State: entry.StateShortlisted, Changed: at}, ErrMoved},
		{"edited by the author", Decision{By: "ann", Verdict: Return, At: at}, true, entry.Entry{State: entry.StateReturned, Changed: at.Add(time.Second)}, ErrMoved},
	} {
		if err := mayUndo(x.last, x.found, x.e, ann); !errors.Is(err, x.want) {
			t.Errorf("%s: got %v, want %v", x.name, err, x.want)
		}
	}
}

func TestLetter(t *testing.T) {
	c := hebei(t)
	e := entry.Entry{Title: "山里的课堂", Number: "0007", Author: "林晓岚"}
	reasons, _ := cite(c, Return, []string{"duration", "craft"})
	for _, x := range []struct {
		verdict Verdict
		reasons []entry.Reason
		note    string
		want    string
	}{
		{Admit, nil, "", "《山里的课堂》已通过初审\n林晓岚：\n您报送的作品《山里的课堂》（编号0007）符合活动通知的要求，已通过初审。请留意后续通知。"},
		{Return, reasons, "片尾字幕过长。", "《山里的课堂》需要修改\n林晓岚：\n您报送的作品《山里的课堂》（编号0007）有不符合活动通知的地方，现退回修改：“时长不超过3分钟”（通知四、1），请剪短后重新上传；“画面清晰、镜头运用流畅，有一定的拍摄和剪辑技巧”（通知四、3）。\n初审意见：片尾字幕过长。\n请修改后在“我的作品”里更换文件并重新提交。修改期限到2020年11月15日24时为止。"},
		{Reject, reasons[:1], "", "《山里的课堂》未通过初审\n林晓岚：\n您报送的作品《山里的课堂》（编号0007）不符合活动通知的要求，未通过初审：“时长不超过3分钟”（通知四、1）。"},
	} {
		l := Write(c, e, x.verdict, x.reasons, x.note)
		if got := l.Title + "\n" + strings.Join(l.Text, "\n"); got != x.want {
			t.Errorf("%s:\n%s\nwant\n%s", x.verdict, got, x.want)
		}
	}
}
