package report

import (
	"cmp"
	"context"
	"slices"
	"time"

	"saiying/internal/award"
	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/jury"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// Figures are a contest in numbers. Days are calendar days of the campaign's zone.
type Figures struct {
	ByState  []StateCount `json:"entries_by_state"`
	ByDay    []DayCount   `json:"entries_by_day" doc:"Works by the day they were first handed in"`
	ByUnit   []Unit       `json:"by_unit"`
	Votes    int64        `json:"votes"`
	Voters   int64        `json:"voters"`
	VoteDays []DayCount   `json:"votes_by_day"`
	VoteHour []HourCount  `json:"votes_by_hour"`
	Findings []RuleCount  `json:"findings" doc:"How often works broke each rule"`
	Rounds   []Progress   `json:"rounds"`
	Awards   []AwardCount `json:"awards"`
	title    string
}

// StateCount counts the works in a state.
type StateCount struct {
	State entry.State `json:"state"`
	Label string      `json:"label"`
	Count int         `json:"count"`
}

// DayCount counts what happened on a day.
type DayCount struct {
	Day   string `json:"day" format:"date"`
	Count int64  `json:"count"`
}

// HourCount counts the votes of the hour that begins at At.
type HourCount struct {
	At    time.Time `json:"at"`
	Count int64     `json:"count"`
}

// Unit counts what came from a unit and what became of it. A work may win more than one award.
type Unit struct {
	Unit        string `json:"unit"`
	Entries     int    `json:"entries"`
	Shortlisted int    `json:"shortlisted"`
	Awards      int    `json:"awards"`
}

// RuleCount tells how works did by a rule.
type RuleCount struct {
	Rule      string         `json:"rule"`
	Label     string         `json:"label"`
	Level     campaign.Level `json:"level" enum:"error,warn,note"`
	Checked   int            `json:"checked"`
	Broken    int            `json:"broken"`
	Undecided int            `json:"undecided" doc:"Left to a person"`
}

// Progress is how far a round and its judges are.
type Progress struct {
	Round    string          `json:"round"`
	Label    string          `json:"label"`
	State    jury.State      `json:"state" enum:"planned,open,sealed,settled"`
	Assigned int             `json:"assigned"`
	Scored   int             `json:"scored"`
	Judges   []jury.JudgeRow `json:"judges"`
}

// AwardCount counts the awards of a prize that hold.
type AwardCount struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Quota int    `json:"quota"`
	Count int    `json:"count"`
}

// Figures counts a campaign for its organisers and auditors.
func (s *Service) Figures(ctx context.Context, key string) (f Figures, err error) {
	if _, err := identity.RequireRole(ctx, key, office...); err != nil {
		return f, err
	}
	var c *campaign.Campaign
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if c, err = s.campaigns.Get(ctx, tx, key); err != nil {
			return err
		}
		return s.count(ctx, tx, c, &f)
	})
	if err != nil {
		return f, err
	}
	if c.Voting != nil {
		o, err := s.ballots.Overview(ctx, key)
		if err != nil {
			return f, err
		}
		f.poll(o, c.Zone)
	}
	rounds, err := s.juries.Rounds(ctx, key)
	for _, r := range rounds {
		f.Rounds = append(f.Rounds, Progress{r.Key, r.Label, r.State, r.Assigned, r.Scored, r.Judges})
	}
	return f, err
}

// count reads everything about a campaign's works.
func (s *Service) count(ctx context.Context, tx *db.Tx, c *campaign.Campaign, f *Figures) error {
	*f = Figures{title: cmp.Or(c.ShortTitle, c.Title), VoteDays: []DayCount{}, VoteHour: []HourCount{}, Rounds: []Progress{}}
	states, err := s.entries.Count(ctx, tx, c.Key)
	if err != nil {
		return err
	}
	f.ByState = []StateCount{}
	for _, state := range entry.States {
		if n := states[state]; n > 0 {
			f.ByState = append(f.ByState, StateCount{state, state.LabelIn(web.Language(ctx)), n})
		}
	}
	submitted, err := listSubmitted(ctx, tx, c.Key)
	if err != nil {
		return err
	}
	f.ByDay = byDay(c.Zone, submitted, func(t time.Time) (time.Time, int64) { return t, 1 })
	found, err := listFindings(ctx, tx, c.Key)
	if err != nil {
		return err
	}
	f.Findings = tallyRules(c, found)
	if f.ByUnit, err = listUnits(ctx, tx, c.Key); err != nil {
		return err
	}
	roll, err := s.awards.Roll(ctx, tx, c.Key)
	f.prizes(roll)
	return err
}

// poll takes the figures of the vote.
func (f *Figures) poll(o ballot.Overview, zone *time.Location) {
	f.Votes, f.Voters = o.Votes, o.Voters
	f.VoteDays = byDay(zone, o.Pace, func(p ballot.Pace) (time.Time, int64) { return p.At, p.Votes })
	for _, p := range o.Pace {
		f.VoteHour = append(f.VoteHour, HourCount{p.At, p.Votes})
	}
}

// prizes counts the awards that hold, by prize and by unit.
func (f *Figures) prizes(r award.Roll) {
	f.Awards = []AwardCount{}
	standing := r.Standing()
	for _, g := range r.Outcome.Prizes {
		n := 0
		for _, w := range standing {
			if w.Prize == g.Key {
				n++
			}
		}
		f.Awards = append(f.Awards, AwardCount{g.Key, g.Label, g.Quota, n})
	}
	for _, w := range standing {
		if i := slices.IndexFunc(f.ByUnit, func(u Unit) bool { return u.Unit == w.Unit }); i >= 0 {
			f.ByUnit[i].Awards++
		}
	}
}

// byDay adds up what happened on each calendar day, from the first day to the last, those without anything too. all is in
// order of time.
func byDay[T any](zone *time.Location, all []T, of func(T) (time.Time, int64)) []DayCount {
	days := []DayCount{}
	for _, x := range all {
		t, n := of(x)
		day := t.In(zone).Format(time.DateOnly)
		for len(days) > 0 && days[len(days)-1].Day < day {
			days = append(days, DayCount{Day: nextDay(days[len(days)-1].Day)})
		}
		if len(days) == 0 {
			days = append(days, DayCount{Day: day})
		}
		days[len(days)-1].Count += n
	}
	return days
}

func nextDay(day string) string {
	t, _ := time.Parse(time.DateOnly, day) // written by byDay
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}

// tallyRules counts findings by rule: those of the notice in its order, then what rests on none of its rules.
func tallyRules(c *campaign.Campaign, found [][]entry.Finding) []RuleCount {
	all := []RuleCount{}
	at := map[string]int{}
	place := func(key, label string, level campaign.Level) *RuleCount {
		i, known := at[key]
		if !known {
			i = len(all)
			at[key], all = i, append(all, RuleCount{Rule: key, Label: label, Level: level})
		}
		return &all[i]
	}
	for _, r := range c.Rules {
		place(r.Key, r.Label, r.Level)
	}
	for _, x := range slices.Concat(found...) {
		n := place(x.Rule, x.Label, x.Level)
		n.Checked++
		switch {
		case x.Undecided:
			n.Undecided++
		case !x.OK:
			n.Broken++
		}
	}
	return slices.DeleteFunc(all, func(r RuleCount) bool { return r.Checked == 0 })
}
