package entry

import (
	"strings"
	"testing"
	"unicode/utf8"

	"saiying/internal/campaign"
	"saiying/internal/media"
	"saiying/internal/platform/ffmpeg"
)

// named is a contest that asks for names like 推荐单位-序号-片名.
func named(pattern string) *campaign.Campaign {
	return &campaign.Campaign{Files: campaign.Files{Name: pattern}, Form: []campaign.Field{{Key: "recommender", Label: "推荐单位"}, {Key: "title", Label: "片名"},
		{Key: "kind", Label: "类别", Type: campaign.Choice, Options: []campaign.Option{{Key: "live", Label: "实景拍摄"}}}}}
}

func TestTheNameOfAFilm(t *testing.T) {
	const pattern = "推荐单位-序号-片名"
	long := strings.Repeat("长", 100)
	for _, c := range []struct{ pattern, number, unit, title, sent, name, wants string }{
		{pattern, "0003", "望北学院", "光", "IMG_2041.MP4", "望北学院-0003-光.mp4", ""},
		{pattern, "", "望北学院", "光", "a.mp4", "望北学院-（序号）-光.mp4", "序号"},
		{pattern, "0003", "", "光", "a.mp4", "（推荐单位）-0003-光.mp4", "推荐单位"},
		{pattern, "", "", " ... ", "a.mp4", "（推荐单位）-（序号）-（片名）.mp4", "推荐单位 序号 片名"},
		{pattern, "0003", "望北学院", `甲/乙\丙:丁*戊?"己"<庚>|辛`, "a.mp4", "望北学院-0003-甲／乙＼丙：丁＊戊？＂己＂＜庚＞｜辛.mp4", ""},
		{pattern, "0003", "望北-南校区", "一\t二\n 三\u200b\x00四", "a.mp4", "望北－南校区-0003-一 二 三 四.mp4", ""},
		{pattern, "0003", "..望北", ".光。.", "a.mov", "望北-0003-光。.mov", ""},
		{pattern, "0003", "望北", "snake_case+", "a.mp4", "望北-0003-snake_case+.mp4", ""},
		{"片名_类别", "0003", "望北", "snake_case", "a.mp4", "snake＿case_实景拍摄.mp4", ""},
		{pattern, "0003", "望北", "光", "没有后缀", "望北-0003-光.mkv", ""},
		{pattern, "0003", "望北", "光", "光.v2.0", "望北-0003-光.mkv", ""},
		{pattern, "0003", "望北", long, "a.mp4", "望北-0003-" + long[:3*74] + ".mp4", ""},
		{"", "0003", "望北", "光", "a.mp4", "", "none"},
	} {
		e := Entry{Number: c.number, Fields: map[string]string{"recommender": c.unit, "title": c.title, "kind": "live"},
			File: &media.Asset{Filename: c.sent, Facts: &ffmpeg.Facts{Container: "mkv"}}}
		n, ok := naming(named(c.pattern), e)
		if !ok {
			if c.wants != "none" {
				t.Errorf("%s: no name", c.pattern)
			}
			continue
		}
		var wants []string
		for _, w := range n.Wants {
			wants = append(wants, w.Part)
		}
		if n.Name != c.name || strings.Join(wants, " ") != c.wants || len(n.Name) > mostName || !utf8.ValidString(n.Name) {
			t.Errorf("%s %q: %q (%d bytes) wants %v, expected %q, %s", c.pattern, c.title, n.Name, len(n.Name), wants, c.name, c.wants)
		}
	}
}

func TestTheRulesSeeTheNameThatItWillHave(t *testing.T) {
	c := named("推荐单位-序号-片名")
	e := Entry{Fields: map[string]string{"recommender": "望北学院", "title": "光"}, File: &media.Asset{Filename: "a.mp4"}}
	for _, x := range []struct {
		named         bool
		title         string
		rules, people string
	}{
		{false, "光", "a.mp4", "a.mp4"},
		{true, "光", "望北学院-0000-光.mp4", "望北学院-（序号）-光.mp4"},
		{true, "", "a.mp4", "a.mp4"}, // taken, and the title deleted afterwards
	} {
		e.Named, e.Fields["title"] = x.named, x.title
		if rules, people := e.Judged(c); rules != x.rules || people != x.people {
			t.Errorf("%+v: %q %q", x, rules, people)
		}
	}
}
