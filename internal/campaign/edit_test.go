package campaign

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestEditKeepsEveryOtherByte(t *testing.T) {
	base := string(file(t, "hebei-2020.yaml"))
	for _, x := range []struct {
		name     string
		set      Set
		old, new string
	}{
		{"a date", Set{Path: "phases.collection.close", Value: "2020-11-20"}, "    close: 2020-11-15\n", "    close: 2020-11-20\n"},
		{"a number inside braces", Set{Path: "prizes.first.quota", Value: 6}, "{label: 一等奖, quota: 5,", "{label: 一等奖, quota: 6,"},
		{"a new key inside braces", Set{Path: "prizes.popular.basis", Value: "votes"}, "says: 最具人气奖10名}", "says: 最具人气奖10名, basis: votes}"},
		{"a new key in a block", Set{Path: "rounds.shortlist.judges_per_work", Value: 3}, "筛选出入围作品150部。\n  expert:\n    label: 专家评审\n    kind: score", "筛选出入围作品150部。\n    judges_per_work: 3\n  expert:\n    label: 专家评审\n    kind: score"},
		{"a short form grows", Set{Path: "rounds.expert.criteria.theme_content.weight", Value: 1.0}, "theme_content: 主题内容\n", "theme_content: {label: 主题内容, weight: 1}\n"},
		{"a key taken out", Set{Path: "hosts.co_organizer"}, "  co_organizer:\n    label: 协办单位\n    names: [各市（含定州、辛集市）党委网信办, 雄安新区宣传中心, 省重点新闻网站]\n", ""},
		{"a list", Set{Path: "publicity.media", Value: []string{"官网"}}, "media: [新媒体平台, 小程序端]", "media: [官网]"},
		{"a comma is quoted", Set{Path: "prizes.first.label", Value: "一等奖, 金"}, "{label: 一等奖,", "{label: '一等奖, 金',"},
		{"something new", Set{Path: "fee", Value: "免费"}, "", "fee: 免费\n"},
	} {
		t.Run(x.name, func(t *testing.T) {
			got, err := Edit([]byte(base), []Set{x.set})
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Replace(base, x.old, x.new, 1)
			if x.old == "" {
				want = base + x.new
			}
			if string(got) != want {
				t.Errorf("got\n%s", difference(string(got), want))
			}
		})
	}
}

// difference shows the first line that differs.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "line " + g[i] + "\nwant " + w[i]
		}
	}
	return "lengths differ"
}

func TestShiftPutsNowIntoThePhase(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, beijing)
	for _, x := range []struct {
		key, phase string
	}{{"hebei-2020", "vote"}, {"hebei-2020", "publicity"}, {"hebei-2020", "expert"}, {"henan-2025", "collection"}, {"heilongjiang-2022", "expert"}, {"miit-2024", "screening"}, {"tianjin-2021", "collection"}, {"tianjin-2021", "final"}} {
		t.Run(x.key+" "+x.phase, func(t *testing.T) {
			before := decided(t, x.key)
			text, decisions, err := ShiftTo(file(t, x.key+".yaml"), file(t, x.key+".decisions.yaml"), x.phase, now)
			if err != nil {
				t.Fatal(err)
			}
			c, _, err := read(text, decisions)
			if err != nil {
				t.Fatal(err)
			}
			p, _ := c.Phase(x.phase)
			if p.Window.State(now) != Current {
				t.Errorf("%s is %s: %v–%v", x.phase, p.Window.State(now), p.Window.Open, p.Window.Close)
			}
			for i, q := range c.Phases {
				was := before.Phases[i].Window
				if was.Open != nil && q.Window.Open != nil && was.Close != nil && q.Window.Close.Sub(*q.Window.Open) != was.Close.Sub(*was.Open) {
					t.Errorf("%s lasted %v, now %v", q.Key, was.Close.Sub(*was.Open), q.Window.Close.Sub(*q.Window.Open))
				}
				if was.Precision != q.Window.Precision || was.Says != q.Window.Says {
					t.Errorf("%s was %s %s, is %s %s", q.Key, was.Precision, was.Says, q.Window.Precision, q.Window.Says)
				}
			}
			if !bytes.Contains(text, []byte(strings.SplitN(before.Notice.Text, "\n", 2)[0])) {
				t.Error("the notice's text is gone")
			}
		})
	}
}
