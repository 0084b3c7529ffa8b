package entry

import (
	"slices"
	"strings"
	"testing"

	"saiying/internal/campaign"
	"saiying/internal/platform/fault"
)

var hebeiForm = &campaign.Campaign{
	Doors: []campaign.Door{{Key: "web", Label: "网络报名", Kind: campaign.WebDoor}, {Key: "media", Label: "寄送U盘", Kind: campaign.MediaDoor}},
	Form: []campaign.Field{{Key: "title", Label: "作品题目", Required: true}, {Key: "author", Label: "作者姓名", Required: true},
		{Key: "contact", Label: "联系方式", Required: true, Personal: true}, {Key: "mail", Label: "邮箱", Type: campaign.Email},
		{Key: "synopsis", Label: "文字说明", Type: campaign.LongText, MaxChars: 200}},
	Topics: []campaign.Taxonomy{{Key: "theme", Label: "主题", Cardinality: campaign.One, Options: []campaign.Option{{Key: "change", Label: "变化"}, {Key: "people", Label: "好人"}}},
		{Key: "form", Label: "形式", Cardinality: campaign.OptionalOne, Options: []campaign.Option{{Key: "vlog", Label: "随拍"}, {Key: "short", Label: "短片"}}}},
	Declarations: []campaign.Declaration{{Key: "original", Label: "原创真实"}, {Key: "news", Label: "订阅消息", Optional: true}},
}

func draft(change func(e *Entry)) Entry {
	e := Entry{Door: "web", Fields: map[string]string{"title": "雪落白石乡", "author": "林晓岚", "contact": "13800000001", "synopsis": "一场雪。"},
		Topics: []string{"change"}, Declarations: []string{"original"}, asset: "a"}
	change(&e)
	return e
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	for name, v := range map[string]struct {
		change func(e *Entry)
		want   string
	}{
		"nothing":            {func(*Entry) {}, ""},
		"title":              {func(e *Entry) { delete(e.Fields, "title") }, "title"},
		"blank author":       {func(e *Entry) { e.Fields["author"] = "" }, "author"},
		"200 characters":     {func(e *Entry) { e.Fields["synopsis"] = strings.Repeat("雪", 200) }, ""},
		"201 characters":     {func(e *Entry) { e.Fields["synopsis"] = strings.Repeat("雪", 201) }, "synopsis"},
		"mail":               {func(e *Entry) { e.Fields["mail"] = "lin.example.cn" }, "mail"},
		"two lines of title": {func(e *Entry) { e.Fields["title"] = "雪\n落" }, "title"},
		"lines of synopsis":  {func(e *Entry) { e.Fields["synopsis"] = "雪\n落" }, ""},
		"no theme":           {func(e *Entry) { e.Topics = nil }, "topics.theme"},
		"two themes":         {func(e *Entry) { e.Topics = []string{"change", "people"} }, "topics.theme"},
		"one form":           {func(e *Entry) { e.Topics = []string{"change", "vlog"} }, ""},
		"two forms":          {func(e *Entry) { e.Topics = []string{"change", "vlog", "short"} }, "topics.form"},
		"no declaration":     {func(e *Entry) { e.Declarations = nil }, "declarations.original"},
		"no film":            {func(e *Entry) { e.asset = "" }, "asset"},
		"much":               {func(e *Entry) { e.Fields, e.asset = nil, "" }, "asset author contact title"},
	} {
		err := complete(hebeiForm, draft(v.change))
		var got []string
		if f, ok := fault.Of(err); ok {
			for k := range f.Fields("zh") {
				got = append(got, k)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != v.want {
			t.Errorf("%s: %v (%v), want %q", name, got, err, v.want)
		}
	}
}

func TestTidyKeepsOnlyWhatTheNoticeAsks(t *testing.T) {
	e := draft(func(e *Entry) {
		e.Fields["title"], e.Fields["salary"] = "  雪落白石乡 ", "1"
		e.Topics, e.Declarations = []string{"change", "change", "none"}, []string{"original", "soul"}
	})
	if err := tidy(hebeiForm, &e); err != nil {
		t.Fatal(err)
	}
	if _, kept := e.Fields["salary"]; kept || e.Title != "雪落白石乡" || len(e.Topics) != 1 || len(e.Declarations) != 1 {
		t.Fatalf("%+v", e)
	}
	e.Door = "window"
	if err := tidy(hebeiForm, &e); err == nil {
		t.Fatal("a door that does not exist was taken")
	}
}

func TestOneParticipantIsKnownAgain(t *testing.T) {
	for contact, want := range map[string]string{
		"13800000001":                 "person:p phone:13800000001",
		"138 0000 0001":               "person:p phone:13800000001",
		"138-0000-0001":               "person:p phone:13800000001",
		"+86 13800000001":             "person:p phone:13800000001",
		"8613800000001":               "person:p phone:13800000001",
		"１３８０００００００１":                 "person:p phone:13800000001",
		"手机13800000001，13900000002备用": "person:p phone:13800000001 phone:13900000002",
		"13800000001 13900000002":     "person:p phone:13800000001 phone:13900000002",
		"0311-8800000":                "person:p",
		"913800000001":                "person:p",
		"138000000012":                "person:p",
		"":                            "person:p",
	} {
		got := strings.Join(identities(hebeiForm, Entry{Owner: "p", Fields: map[string]string{"contact": contact}}), " ")
		if got != want {
			t.Errorf("%q: %q, want %q", contact, got, want)
		}
	}
	if got := identities(hebeiForm, Entry{Fields: map[string]string{"contact": "13800000001"}}); len(got) != 1 {
		t.Errorf("without a person: %v", got)
	}
}

func TestMask(t *testing.T) {
	for v, want := range map[string]string{"13800000001": "138****0001", "lin@example.cn": "l***@example.cn", "白石乡文化站": "白***", "": ""} {
		if got := mask(v); got != want {
			t.Errorf("%q: %q, want %q", v, got, want)
		}
	}
}
