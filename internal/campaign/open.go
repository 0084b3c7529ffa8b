package campaign

import (
	"cmp"
	"strings"
	"time"

	"saiying/internal/platform/fault"
)

// OpenPoint is something the notice does not say. With a Path it blocks the step that needs it until
// decided; without one it is a question only people can settle (a missing attachment, a wrong number).
type OpenPoint struct {
	Path    string `y:"path" zh:"路径"`
	Says    string `y:"says" zh:"通知怎样说"`
	Blocks  Step   `y:"blocks" zh:"影响的环节"`
	Decided bool
}

// Step is what cannot begin before an open point is decided.
type Step string

// The steps.
const (
	StepEntry        Step = "entry"
	StepScreening    Step = "screening"
	StepShortlist    Step = "shortlist"
	StepVote         Step = "vote"
	StepReview       Step = "review"
	StepAward        Step = "award"
	StepPublicity    Step = "publicity"
	StepCertificates Step = "certificates"
	StepShowcase     Step = "showcase"
)

var (
	// ErrUndecided refuses a step whose open points are not decided yet.
	ErrUndecided = fault.Define("campaign.undecided", fault.Conflict,
		"通知没有写明“{labels}”，请先由组委会在“活动”里定下来，再做这一步。",
		"The notice leaves “{labels}” open. The organiser must decide it under Campaign before this step.")
	// ErrClosed refuses outside a phase that is over.
	ErrClosed = fault.Define("campaign.phase_closed", fault.Conflict,
		"“{phase}”已于{at}结束。", "“{phase}” closed at {at_en}.")
	// ErrNotOpen refuses before a phase begins.
	ErrNotOpen = fault.Define("campaign.phase_not_open", fault.Conflict,
		"“{phase}”{at}开始，请到时再来。", "“{phase}” opens at {at_en}; please come back then.")
	// ErrNoPhase refuses what the contest does not hold, or has not dated.
	ErrNoPhase = fault.Define("campaign.phase_unknown", fault.Conflict,
		"本次活动还没有确定“{phase}”的时间，请等待组委会公布。", "The time of “{phase}” has not been announced yet.")
)

// Require refuses while a path, or anything open above or below it, is undecided, naming it.
func (c *Campaign) Require(paths ...string) error {
	var labels []string
	first := ""
	for _, o := range c.Open {
		if o.Path == "" || o.Decided {
			continue
		}
		for _, path := range paths {
			if covers(path, o.Path) || covers(o.Path, path) {
				first = cmp.Or(first, o.Path)
				labels = append(labels, c.Label(o.Path))
				break
			}
		}
	}
	if labels == nil {
		return nil
	}
	return ErrUndecided.With("labels", strings.Join(labels, "、"), "path", first)
}

// Undecided lists the open points that block a step, decided ones left out.
func (c *Campaign) Undecided(steps ...Step) []OpenPoint {
	var left []OpenPoint
	for _, o := range c.Open {
		for _, s := range steps {
			if o.Blocks == s && o.Path != "" && !o.Decided {
				left = append(left, o)
			}
		}
	}
	return left
}

// CheckOpen refuses outside every phase of the kind, saying when it closed or opens.
func (c *Campaign) CheckOpen(kind PhaseKind, t time.Time) error {
	var past, future *Phase
	for i := range c.Phases {
		p := &c.Phases[i]
		if p.Kind != kind {
			continue
		}
		switch p.Window.State(t) {
		case Current:
			return nil
		case Past:
			past = p
		case Future:
			if future == nil {
				future = p
			}
		}
	}
	switch {
	case future != nil:
		return ErrNotOpen.With("phase", future.Label, "at", c.sayStart(*future.Window.Open), "at_en", c.stamp(future.Window.Open))
	case past != nil:
		return ErrClosed.With("phase", past.Label, "at", c.sayTime(*past.Window.Close), "at_en", c.stamp(past.Window.Close))
	}
	return ErrNoPhase.With("phase", Says(kind))
}

// sayTime writes an instant for people: 2020年11月15日24时 for a day's end, else to the minute.
func (c *Campaign) sayTime(t time.Time) string {
	t = t.In(c.Zone)
	if t.Hour() == 0 && t.Minute() == 0 {
		return t.AddDate(0, 0, -1).Format("2006年1月2日") + "24时"
	}
	return t.Format("2006年1月2日15时04分")
}

// sayStart writes a beginning: the day alone when it begins with the day.
func (c *Campaign) sayStart(t time.Time) string {
	t = t.In(c.Zone)
	if t.Hour() == 0 && t.Minute() == 0 {
		return t.Format("2006年1月2日")
	}
	return t.Format("2006年1月2日15时04分")
}
