package jury

import "time"

// State is where a round stands.
type State string

// The states of a round, in order.
const (
	StatePlanned State = "planned" // no rules frozen, nothing dealt
	StateOpen    State = "open"    // judges score
	StateSealed  State = "sealed"  // scoring has ended, results are being looked at
	StateSettled State = "settled" // results stand for good
)

// Label is the state in Chinese.
func (s State) Label() string {
	return map[State]string{StatePlanned: "未开启", StateOpen: "评分中", StateSealed: "评分已结束", StateSettled: "结果已确认"}[s]
}

// round is a round that has been opened at least once.
type round struct {
	campaign, key           string
	state                   State
	spec                    Spec
	seed                    uint64
	opened, sealed, settled time.Time
}

// must refuses act unless the round is in one of the states.
func (r round) must(act string, states ...State) error {
	for _, s := range states {
		if r.state == s {
			return nil
		}
	}
	return ErrState.With("round", r.spec.Label, "state", r.state.Label(), "act", act)
}

// Opened tells that the works of a round have been dealt and its judges may score.
type Opened struct {
	Campaign string   `json:"campaign"`
	Round    string   `json:"round"`
	Judges   []string `json:"judges"` // persons
}

// Reminded asks that a judge be told of the sheets still to be finished.
type Reminded struct {
	Campaign string    `json:"campaign"`
	Round    string    `json:"round"`
	Judge    string    `json:"judge"`
	Left     int       `json:"left"`
	Due      time.Time `json:"due"` // zero when the notice names no day
}

// Settled tells that the results of a round stand.
type Settled struct {
	Campaign string `json:"campaign"`
	Round    string `json:"round"`
}
