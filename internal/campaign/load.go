package campaign

import (
	"fmt"
	"io"
	"time"
)

// Error is the fault as FILE:LINE: message.
func (f Fault) Error() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message) }

type source struct{}
type judge struct{}

// Load reads a notice and returns every fault in it; the campaign is nil when there is one.
func Load(r io.Reader, name string) (*Campaign, []Fault) {
	return nil, []Fault{{File: name, Line: 1, Message: "未实现"}}
}

// Apply merges decisions into a copy of the campaign.
func (c *Campaign) Apply(decisions []Decision) (*Campaign, []Fault) { return c, nil }

// Require refuses while a path is open and undecided, naming it.
func (c *Campaign) Require(paths ...string) error { return nil }

// CheckOpen refuses outside the first phase of the kind.
func (c *Campaign) CheckOpen(kind PhaseKind, t time.Time) error { return nil }

// JudgeMedia judges the machine's rules over the facts of one file.
func (c *Campaign) JudgeMedia(facts map[string]any) []Verdict { return nil }
