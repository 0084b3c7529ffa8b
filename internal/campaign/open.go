package campaign

import "time"

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

// Decision fills an open point.
type Decision struct {
	Path   string
	Value  any
	By     string
	At     time.Time
	Reason string
}

// Fault is something wrong in a file, as people read it: FILE:LINE: message.
type Fault struct {
	File    string
	Line    int
	Path    string
	Message string
}
