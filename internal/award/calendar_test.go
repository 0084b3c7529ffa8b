package award

import (
	"errors"
	"testing"
	"time"

	"saiying/internal/campaign"
)

func TestPublicityWindows(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, from, to string
		days           int
		of             campaign.DayType
		own            campaign.Publicity
		doubt          bool
	}{
		{"over a weekend", "2020-12-24", "2020-12-30", 5, campaign.WorkingDays, campaign.Publicity{}, false},
		{"calendar days", "2020-12-24", "2020-12-28", 5, campaign.CalendarDays, campaign.Publicity{}, false},
		{"over New Year", "2020-12-29", "2021-01-05", 5, campaign.WorkingDays, campaign.Publicity{}, false},
		{"over the National Day of 2025, with worked weekends", "2025-09-28", "2025-10-10", 5, campaign.WorkingDays, campaign.Publicity{}, false},
		{"beginning on a Saturday", "2020-12-26", "2020-12-28", 1, campaign.WorkingDays, campaign.Publicity{}, false},
		{"the campaign's own holiday", "2020-12-24", "2020-12-31", 5, campaign.WorkingDays, campaign.Publicity{Holidays: []string{"2020-12-25"}}, false},
		{"the campaign's own worked Saturday", "2020-12-24", "2020-12-29", 5, campaign.WorkingDays, campaign.Publicity{Workdays: []string{"2020-12-26"}}, false},
		{"a year nobody knows yet", "2031-01-01", "2031-01-07", 5, campaign.WorkingDays, campaign.Publicity{}, true},
	} {
		p := c.own
		p.Days, p.DayType = c.days, c.of
		first, err := dayOf(c.from, zone)
		if err != nil {
			t.Fatal(err)
		}
		w, err := windowFrom(p, first)
		if err != nil || w.last().Format(time.DateOnly) != c.to || (w.Doubt != "") != c.doubt || w.To.Hour() != 0 {
			t.Errorf("%s: to %s, doubt %q, %v", c.name, w.To, w.Doubt, err)
		}
	}
	if at, err := dayOf("2020-12-23T16:00:00Z", zone); err != nil || at.Format(time.RFC3339) != "2020-12-24T00:00:00+08:00" {
		t.Errorf("an instant was read as %v, %v", at, err)
	}
	if _, err := dayOf("24.12.", zone); !errors.Is(err, errFrom) {
		t.Errorf("got %v", err)
	}
	if _, err := windowFrom(campaign.Publicity{}, time.Now()); !errors.Is(err, errRule) {
		t.Errorf("no days gave %v", err)
	}
	if _, err := newCalendar([]string{"1.1."}, nil); err == nil {
		t.Error("a holiday that is no day was accepted")
	}
}
