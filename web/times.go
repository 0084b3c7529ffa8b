package web

import (
	"fmt"
	"strings"
	"time"
)

// Times as people read them, in the campaign's zone; the twin of src/parts/format.ts.

var beijing = time.FixedZone("CST", 8*3600)

func (v *view) in(t time.Time) time.Time {
	if v.zone == nil {
		return t.In(beijing)
	}
	return t.In(v.zone)
}

func (v *view) zh() bool { return v.Lang != "en" }

// day is 11月15日; the year is told only when it is not this year.
func (v *view) day(t time.Time) string {
	t = v.in(t)
	year := t.Year() != v.in(v.now).Year()
	switch {
	case v.zh() && year:
		return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
	case v.zh():
		return fmt.Sprintf("%d月%d日", t.Month(), t.Day())
	case year:
		return t.Format("2 Jan 2006")
	}
	return t.Format("2 Jan")
}

// FullDay is 2026年12月30日, for documents.
func (v *view) FullDay(t time.Time) string {
	if v.zh() {
		return v.in(t).Format("2006年1月2日")
	}
	return v.in(t).Format("2 Jan 2006")
}

// Moment is 12月10日18时 in prose.
func (v *view) Moment(t time.Time) string {
	l := v.in(t)
	if !v.zh() {
		return v.day(t) + l.Format(", 15:04")
	}
	s := fmt.Sprintf("%s%d时", v.day(t), l.Hour())
	if l.Minute() != 0 {
		s += fmt.Sprintf("%02d分", l.Minute())
	}
	return s
}

// Deadline is the end of a window: midnight belongs to the day that ends there, 11月15日24时.
func (v *view) Deadline(t time.Time) string {
	l := v.in(t)
	midnight := l.Hour() == 0 && l.Minute() == 0
	if !midnight && (l.Hour() != 23 || l.Minute() != 59) {
		return v.Moment(t)
	}
	if midnight {
		t = t.Add(-time.Millisecond)
	}
	if v.zh() {
		return v.day(t) + "24时"
	}
	return v.day(t) + ", 24:00"
}

// Period is a phase's window: 10月15日—11月15日, or the notice's own words where it is not exact.
func (v *view) Period(p phase) string {
	exact := p.Precision == "day" || p.Precision == "hour" || p.Precision == "minute" || p.Precision == "second"
	from, to := p.OpensAt, p.ClosesAt
	switch {
	case !exact && p.Says != "":
		if own, ok := strings.CutPrefix(p.Says, p.Label+"（"); ok { // the notice writes 交流会（2021年1月）
			return strings.TrimSuffix(own, "）")
		}
		return p.Says
	case !from.IsZero() && !to.IsZero():
		a, b := v.day(from), v.day(to.Add(-time.Millisecond))
		if a == b {
			return a
		}
		if v.zh() {
			return a + "—" + b
		}
		return a + " – " + b
	case !from.IsZero():
		return v.T("time.from", "day", v.day(from))
	case !to.IsZero():
		return v.T("time.until", "day", v.day(to.Add(-time.Millisecond)))
	}
	return p.Says
}

// left is what remains until a time, nil when nothing does.
type left struct{ Days, Hours, Minutes, Seconds int }

func (v *view) left(until time.Time) *left {
	d := until.Sub(v.now)
	if until.IsZero() || d <= 0 {
		return nil
	}
	s := int(d / time.Second)
	return &left{s / 86400, s / 3600 % 24, s / 60 % 60, s % 60}
}

// words tells the two largest parts of what is left: 2天3时.
func (l *left) words(v *view) string {
	all := []struct {
		n    int
		unit string
	}{{l.Days, "time.days"}, {l.Hours, "time.hours"}, {l.Minutes, "time.minutes"}, {l.Seconds, "time.seconds"}}
	var parts []string
	for i, p := range all {
		if p.n == 0 && (len(parts) > 0 || i < len(all)-1) {
			if len(parts) > 0 {
				break
			}
			continue
		}
		if parts = append(parts, fmt.Sprint(p.n)+v.T(p.unit)); len(parts) == 2 {
			break
		}
	}
	if v.zh() {
		return strings.Join(parts, "")
	}
	return strings.Join(parts, " ")
}

// Length is a film's length as 2:58.
func (v *view) Length(seconds float64) string {
	s := int(seconds + .5)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
