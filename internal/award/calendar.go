package award

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"saiying/internal/campaign"
)

//go:embed holidays.txt
var holidayFile string

// calendar tells working days. It holds the State Council's arrangements and what a campaign adds to them.
type calendar struct {
	off   map[string]bool // free although it is a weekday
	on    map[string]bool // worked although it is a weekend (调休)
	years map[int]bool    // the years whose arrangements are known
}

// newCalendar reads holidays.txt and adds the campaign's own days, which win.
func newCalendar(holidays, workdays []string) (calendar, error) {
	c := calendar{map[string]bool{}, map[string]bool{}, map[int]bool{}}
	for n, line := range strings.Split(holidayFile, "\n") {
		if err := c.read(line); err != nil {
			return c, fmt.Errorf("holidays.txt, line %d: %w", n+1, err)
		}
	}
	for _, own := range []struct {
		days []string
		in   map[string]bool
		out  map[string]bool
	}{{holidays, c.off, c.on}, {workdays, c.on, c.off}} {
		for _, d := range own.days {
			if _, err := time.Parse(time.DateOnly, d); err != nil {
				return c, fmt.Errorf("%q is not a day such as 2020-10-01", d)
			}
			own.in[d] = true
			delete(own.out, d)
		}
	}
	return c, nil
}

// read takes one line: "off 2020-10-01 2020-10-08 国庆节、中秋节" or "on 2020-10-10".
func (c *calendar) read(line string) error {
	f := strings.Fields(line)
	if len(f) == 0 || strings.HasPrefix(f[0], "#") {
		return nil
	}
	if len(f) < 2 || (f[0] != "on" && f[0] != "off") {
		return fmt.Errorf("neither “off FIRST LAST NAME” nor “on DAY”")
	}
	first, err := time.Parse(time.DateOnly, f[1])
	if err != nil {
		return err
	}
	c.years[first.Year()] = true
	if f[0] == "on" {
		c.on[f[1]] = true
		return nil
	}
	if len(f) < 3 {
		return fmt.Errorf("the last day is missing")
	}
	last, err := time.Parse(time.DateOnly, f[2])
	for d := first; err == nil && !d.After(last); d = d.AddDate(0, 0, 1) {
		c.off[d.Format(time.DateOnly)] = true
	}
	return err
}

func (c calendar) works(d time.Time) bool {
	key := d.Format(time.DateOnly)
	if c.off[key] || c.on[key] {
		return c.on[key]
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// Window is how long the roll is published for objections, from From (inclusive) to To (exclusive), both midnights in the
// campaign's zone. Doubt says which years' public holidays are not known, so that only weekends were left out.
type Window struct {
	From    time.Time        `json:"from"`
	To      time.Time        `json:"to"`
	Days    int              `json:"days"`
	DayType campaign.DayType `json:"day_type"`
	Doubt   string           `json:"doubt,omitempty"`
}

// windowFrom counts p.Days days from the day of first on, that day included if it counts.
func windowFrom(p campaign.Publicity, first time.Time) (Window, error) {
	w := Window{From: first, Days: p.Days, DayType: p.DayType}
	cal, err := newCalendar(p.Holidays, p.Workdays)
	if err != nil || p.Days < 1 {
		return w, errors.Join(err, errDays(p.Days))
	}
	var unknown []string
	day := first
	for left := p.Days; left > 0; day = day.AddDate(0, 0, 1) {
		if p.DayType != campaign.WorkingDays || cal.works(day) {
			left--
		}
		if year := fmt.Sprint(day.Year()); p.DayType == campaign.WorkingDays && !cal.years[day.Year()] && !slices.Contains(unknown, year) {
			unknown = append(unknown, year)
		}
	}
	if unknown != nil {
		w.Doubt = strings.Join(unknown, "、") + "年的放假安排尚未录入，只扣除了周六、周日和活动文件写明的放假日。"
	}
	w.To = day
	return w, nil
}

func errDays(n int) error {
	if n < 1 {
		return errRule.With("what", "公示的天数")
	}
	return nil
}

// dayOf reads the first day of a publicity, written as a day or as an instant, and returns its midnight in zone.
func dayOf(s string, zone *time.Location) (time.Time, error) {
	if t, err := time.ParseInLocation(time.DateOnly, s, zone); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, errFrom
	}
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone), nil
}

// last is the window's last day.
func (w Window) last() time.Time { return w.To.AddDate(0, 0, -1) }

// dayWords writes the length of the window: 5个工作日.
func (w Window) dayWords() string {
	if w.DayType == campaign.WorkingDays {
		return fmt.Sprintf("%d个工作日", w.Days)
	}
	return fmt.Sprintf("%d天", w.Days)
}
