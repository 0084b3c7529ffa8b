package campaign

import "time"

// PhaseKind is what happens in a phase.
type PhaseKind string

// The phase kinds.
const (
	CollectionPhase     PhaseKind = "collection"
	RecommendationPhase PhaseKind = "recommendation"
	ScreeningPhase      PhaseKind = "screening"
	ReviewPhase         PhaseKind = "review"
	VotePhase           PhaseKind = "vote"
	PeerShowPhase       PhaseKind = "peer_show"
	ResultPhase         PhaseKind = "result"
	PublicityPhase      PhaseKind = "publicity"
	ShowcasePhase       PhaseKind = "showcase"
	EventPhase          PhaseKind = "event"
)

// Phase is one step of the calendar.
type Phase struct {
	Key    string    `y:"-key" zh:"阶段键"`
	Label  string    `y:"label" zh:"阶段"`
	Kind   PhaseKind `y:"kind" zh:"类型"`
	Tier   string    `y:"tier" zh:"层级"`
	Every  string    `y:"every" zh:"周期"`
	Window Window    `y:",inline" zh:"时间"`
	Detail string    `y:"detail" zh:"内容原文"`
}

// Precision is how exactly the notice gives a time.
type Precision string

// The precisions.
const (
	Minute        Precision = "minute"
	Day           Precision = "day"
	WorkdayEnd    Precision = "workday_end"
	TenDays       Precision = "ten_days"
	Month         Precision = "month"
	Approximate   Precision = "approximate"
	Unspecified   Precision = "unspecified"
	ToBeAnnounced Precision = "to_be_announced"
)

// Window is a half-open stretch of time [Open, Close). A nil end is one the notice does not give.
// Says keeps the notice's words; Exact tells that a decision made a coarse window exact.
type Window struct {
	Open, Close *time.Time
	Precision   Precision
	Says        string
	Exact       bool
}

// WindowState is where a moment stands to a window.
type WindowState string

// The window states.
const (
	Past    WindowState = "past"
	Current WindowState = "current"
	Future  WindowState = "future"
	Unknown WindowState = "unknown"
)

// State places t before, in or after the window. Without an opening the window is current until it
// closes (a notice that only names a deadline); without either end it is unknown.
func (w Window) State(t time.Time) WindowState {
	switch {
	case w.Open == nil && w.Close == nil:
		return Unknown
	case w.Open != nil && t.Before(*w.Open):
		return Future
	case w.Close != nil && !t.Before(*w.Close):
		return Past
	}
	return Current
}

// Moment is a point in time as the file writes it: 2025-10-15, 2020-10-15 17:00, 2024-05-29下班.
// Zero when absent.
type Moment struct {
	At        time.Time // the instant by which: a day counts to 24:00
	Precision Precision
	Text      string
}

// SeasonPart is one part of a contest that runs in seasons.
type SeasonPart struct {
	Key    string   `y:"-key" zh:"赛季键"`
	Label  string   `y:"label" zh:"赛季"`
	Rounds []string `y:"rounds" zh:"赛程"`
	Window Window   `y:",inline" zh:"时间"`
}
