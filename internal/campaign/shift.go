package campaign

import (
	"bytes"
	"time"

	"gopkg.in/yaml.v3"

	"saiying/internal/platform/fault"
)

// ErrNoWindow refuses to move a calendar onto a phase without a time.
var ErrNoWindow = fault.Define("campaign.phase_without_time", fault.Invalid,
	"“{phase}”没有时间，不能把日程移到这里。", "“{phase}” has no time; the calendar cannot be moved onto it.")

// ShiftTo moves a notice and its decisions by whole days so that now falls inside the phase, for
// demonstrations. Only dates move: what the notice says of them stays as it was.
func ShiftTo(notice, decisions []byte, phase string, now time.Time) ([]byte, []byte, error) {
	c, list, err := read(notice, decisions)
	if err != nil {
		return nil, nil, err
	}
	p, ok := c.Phase(phase)
	if !ok || p.Window.State(now) == Unknown {
		return nil, nil, ErrNoWindow.With("phase", phase)
	}
	days := c.daysInto(p.Window, now)
	moved, err := Edit(notice, c.moves(days))
	if err != nil {
		return nil, nil, err
	}
	for i := range list {
		list[i] = list[i].moved(days, c.Zone)
	}
	return moved, DecisionsText(c.Key, list, c.Zone), nil
}

// read loads both texts and merges them; the first fault is the error.
func read(notice, decisions []byte) (*Campaign, []Decision, error) {
	c, faults := Load(bytes.NewReader(notice), "notice")
	if c == nil {
		return nil, nil, faults[0]
	}
	if len(decisions) == 0 {
		return c, nil, nil
	}
	_, list, faults := LoadDecisions(bytes.NewReader(decisions), "decisions")
	if faults != nil {
		return nil, nil, faults[0]
	}
	if c, faults = c.Apply(list); c == nil {
		return nil, nil, faults[0]
	}
	return c, list, nil
}

// daysInto is the shift that puts now at about two fifths of the window, or well inside its open end.
func (c *Campaign) daysInto(w Window, now time.Time) int {
	aim := now
	switch {
	case w.Open != nil && w.Close != nil:
		aim = w.Open.Add(w.Close.Sub(*w.Open) * 2 / 5)
	case w.Close != nil:
		aim = w.Close.AddDate(0, 0, -20)
	case w.Open != nil:
		aim = w.Open.AddDate(0, 0, 10)
	}
	return dayNumber(now.In(c.Zone)) - dayNumber(aim.In(c.Zone))
}

func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// moves lists the edits that shift every date of the calendar. A coarse time (中旬, a month) becomes
// days, its precision kept beside them.
func (c *Campaign) moves(days int) []Set {
	var sets []Set
	for _, p := range c.Phases {
		sets = append(sets, c.windowMoves("phases."+p.Key, days)...)
	}
	for _, s := range c.Seasons {
		sets = append(sets, c.windowMoves("seasons."+s.Key, days)...)
	}
	if n := descend(c.source.root, "liaison.due"); n != nil {
		sets = append(sets, c.literalMove("liaison.due", n, days)...)
	}
	return sets
}

func (c *Campaign) literalMove(path string, n *yaml.Node, days int) []Set {
	if s, ok := shiftLiteral(n.Value, days, c.Zone); ok {
		return []Set{{Path: path, Value: s}}
	}
	return nil
}

func (c *Campaign) windowMoves(path string, days int) []Set {
	var sets []Set
	var coarse Precision
	for _, key := range []string{"open", "close", "at"} {
		n := descend(c.source.root, join(path, key))
		if n == nil {
			continue
		}
		l, ok := parseLiteral(n.Value, c.Zone)
		if !ok {
			continue
		}
		switch from, to := l.from.AddDate(0, 0, days), l.to.AddDate(0, 0, days-1); {
		case fine(l.precision):
			sets = append(sets, c.literalMove(join(path, key), n, days)...)
		case key == "at":
			coarse = l.precision
			sets = append(sets, Set{Path: join(path, key), Value: from.Format(time.DateOnly) + "~" + to.Format(time.DateOnly)})
		case key == "open":
			coarse = l.precision
			sets = append(sets, Set{Path: join(path, key), Value: from.Format(time.DateOnly)})
		default:
			coarse = l.precision
			sets = append(sets, Set{Path: join(path, key), Value: to.Format(time.DateOnly)})
		}
	}
	if coarse != "" {
		sets = append(sets, Set{Path: join(path, "precision"), Value: string(coarse)})
	}
	return sets
}

// fine tells a time given to the day or better from a coarse one.
func fine(p Precision) bool { return p == Day || p == Minute || p == WorkdayEnd }

// shiftLiteral moves a fine literal, keeping how it is written.
func shiftLiteral(s string, days int, zone *time.Location) (string, bool) {
	l, ok := parseLiteral(s, zone)
	if !ok || !fine(l.precision) {
		return s, false
	}
	from := l.from.AddDate(0, 0, days)
	switch l.precision {
	case Minute:
		return from.Format("2006-01-02 15:04"), true
	case WorkdayEnd:
		return from.Format(time.DateOnly) + "下班", true
	}
	if l.to.Sub(l.from) > 25*time.Hour { // a range
		return from.Format(time.DateOnly) + "~" + l.to.AddDate(0, 0, days-1).Format(time.DateOnly), true
	}
	return from.Format(time.DateOnly), true
}

// moved is the decision with its own time and every date in its value shifted.
func (d Decision) moved(days int, zone *time.Location) Decision {
	d.At = d.At.AddDate(0, 0, days)
	d.node = clone(d.value())
	shiftDates(d.node, days, zone)
	d.Value = nil
	_ = d.node.Decode(&d.Value)
	return d
}

func shiftDates(n *yaml.Node, days int, zone *time.Location) {
	if s, ok := shiftLiteral(n.Value, days, zone); ok && n.Kind == yaml.ScalarNode {
		n.Value = s
	}
	for _, c := range n.Content {
		shiftDates(c, days, zone)
	}
}
