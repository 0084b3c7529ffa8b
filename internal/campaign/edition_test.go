package campaign

import (
	"testing"
	"time"
)

func TestFollows(t *testing.T) {
	held := func(key, title, host string, year int) *Campaign {
		open := time.Date(year, 3, 1, 0, 0, 0, 0, time.UTC)
		return &Campaign{Key: key, Title: title, Hosts: []HostGroup{{Role: "host", Names: []string{"某某单位", host}}, {Role: "organizer", Names: []string{"同一承办"}}},
			Phases: []Phase{{Kind: CollectionPhase, Window: Window{Open: &open}}}}
	}
	now := held("now", "2022年黑龙江省优秀科普微视频作品征集评选活动", "甲厅", 2022)
	now.Hosts[0].Names = []string{"甲厅"}
	for _, x := range []struct {
		says  string
		other *Campaign
		want  bool
	}{
		{"the year before", held("a", "2021年黑龙江省优秀科普微视频作品征集评选活动", "甲厅", 2021), true},
		{"another host", held("b", "2021年黑龙江省优秀科普微视频作品征集评选活动", "乙厅", 2021), false},
		{"the year after", held("c", "2023年黑龙江省优秀科普微视频作品征集评选活动", "甲厅", 2023), false},
		{"another contest of the host", held("d", "2021年黑龙江省科普讲解大赛", "甲厅", 2021), false},
		{"itself", held("now", now.Title, "甲厅", 2021), false},
		{"no calendar", &Campaign{Key: "e", Title: now.Title, Hosts: now.Hosts}, false},
	} {
		if got := now.Follows(x.other); got != x.want {
			t.Errorf("%s: %v", x.says, got)
		}
	}
	now.Series.Earlier = []string{"d"}
	if !now.Follows(held("d", "另一个名字", "乙厅", 2021)) {
		t.Error("an edition that the notice names is not one")
	}
}

func TestTimeless(t *testing.T) {
	for _, same := range [][2]string{
		{"“奋进2020·河北有我”网络短视频创作征集活动", "“奋进2021·河北有我”网络短视频创作征集活动"},
		{"首届“工业强国·新型工业化”短视频征选活动", "第二届“工业强国·新型工业化”短视频征选活动"},
		{"全省党员教育短视频创作大赛（第一季）", "全省党员教育短视频创作大赛（第12季）"},
		{"全省党员教育短视频创作大赛（2025年度 第一季）", "全省党员教育短视频创作大赛"},
	} {
		if a, b := timeless(same[0]), timeless(same[1]); a != b || a == "" {
			t.Errorf("%q and %q", a, b)
		}
	}
	if timeless("三晋短视频大赛") == timeless("三秦短视频大赛") {
		t.Error("two contests are taken for one")
	}
}
