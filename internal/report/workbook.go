package report

import (
	"bytes"
	"context"
	"time"

	"saiying/internal/platform/sheet"
)

// Workbook writes a campaign's figures as a workbook, a sheet for each table.
func (s *Service) Workbook(ctx context.Context, key string) ([]byte, error) {
	f, err := s.Figures(ctx, key)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = sheet.Write(&b, f.sheets()...)
	return b.Bytes(), err
}

func (f Figures) sheets() []sheet.Sheet {
	all := []sheet.Sheet{f.states(), f.units(), daily("每日提交", "件数", f.ByDay)}
	if len(f.VoteDays) > 0 {
		all = append(all, daily("每日票数", "票数", f.VoteDays), f.hours())
	}
	all = append(all, f.rules(), f.judges(), f.awards())
	for i := range all {
		all[i].Title = f.title + all[i].Name
	}
	return all
}

func figure(header string) sheet.Column {
	return sheet.Column{Header: header, Width: 10, Kind: sheet.Number}
}

func text(header string, width float64) sheet.Column {
	return sheet.Column{Header: header, Width: width}
}

func (f Figures) states() sheet.Sheet {
	t := sheet.Sheet{Name: "作品状态", Columns: []sheet.Column{text("状态", 16), figure("件数")}}
	for _, x := range f.ByState {
		t.Rows = append(t.Rows, []any{x.Label, x.Count})
	}
	return t
}

func (f Figures) units() sheet.Sheet {
	t := sheet.Sheet{Name: "各单位", Columns: []sheet.Column{text("单位", 40), figure("报送"), figure("入围"), figure("获奖")}}
	for _, x := range f.ByUnit {
		t.Rows = append(t.Rows, []any{x.Unit, x.Entries, x.Shortlisted, x.Awards})
	}
	return t
}

func daily(name, unit string, days []DayCount) sheet.Sheet {
	t := sheet.Sheet{Name: name, Columns: []sheet.Column{text("日期", 14), figure(unit)}}
	for _, x := range days {
		t.Rows = append(t.Rows, []any{x.Day, x.Count})
	}
	return t
}

func (f Figures) hours() sheet.Sheet {
	t := sheet.Sheet{Name: "每小时票数", Columns: []sheet.Column{{Header: "小时", Width: 20, Kind: sheet.Time}, figure("票数")}}
	for _, x := range f.VoteHour {
		t.Rows = append(t.Rows, []any{x.At, x.Count})
	}
	return t
}

func (f Figures) rules() sheet.Sheet {
	t := sheet.Sheet{Name: "技审", Columns: []sheet.Column{text("要求", 36), figure("检查"), figure("不符合"), figure("待人判断")}}
	for _, x := range f.Findings {
		t.Rows = append(t.Rows, []any{x.Label, x.Checked, x.Broken, x.Undecided})
	}
	return t
}

func (f Figures) judges() sheet.Sheet {
	t := sheet.Sheet{Name: "评委进度", Columns: []sheet.Column{text("轮次", 20), text("评委", 14), text("单位", 30), figure("分到"), figure("已评"), figure("回避"),
		{Header: "最近一次", Width: 20, Kind: sheet.Time}}}
	for _, r := range f.Rounds {
		for _, j := range r.Judges {
			var last any
			if j.Last != nil {
				last = j.Last.Truncate(time.Second)
			}
			t.Rows = append(t.Rows, []any{r.Label, j.Name, j.Unit, j.Assigned, j.Done, j.Recused, last})
		}
	}
	return t
}

func (f Figures) awards() sheet.Sheet {
	t := sheet.Sheet{Name: "奖项", Columns: []sheet.Column{text("奖项", 24), figure("名额"), figure("获奖")}}
	for _, x := range f.Awards {
		t.Rows = append(t.Rows, []any{x.Label, x.Quota, x.Count})
	}
	return t
}
