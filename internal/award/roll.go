package award

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"
)

// State is where a roll stands.
type State string

// The states of a roll; docs/lifecycle/award.md says what each is for.
const (
	None        State = "none"        // nothing computed yet
	Provisional State = "provisional" // computed, seen by staff only
	Public      State = "publicised"  // published for objections
	Final       State = "confirmed"   // final; certificates are issued
)

// Label is the state's name in Chinese.
func (s State) Label() string {
	return map[State]string{None: "尚未评定", Provisional: "拟定", Public: "公示", Final: "已确认"}[s]
}

// Roll is the list of awards of a campaign.
type Roll struct {
	Campaign   string
	State      State
	Computed   time.Time
	InputsSum  string // the SHA-256 of Inputs
	Outcome    Outcome
	Window     Window // the publicity; zero before
	Note       string // what the organiser adds to the publicity
	ListSum    string // the SHA-256 of the list as published
	Publicised time.Time
	Confirmed  time.Time
	Revoked    []Revocation
}

// Published is one line of the list as it is published. The digest of a roll is over these lines as JSON.
type Published struct {
	Prize  string `json:"prize"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Author string `json:"author"`
	Unit   string `json:"unit"`
}

// Shown is what the public sees of the roll at a time: nothing (None), a list in its publicity (Public), or the confirmed one
// (Final). A list whose publicity has yet to begin is not seen.
func (r Roll) Shown(at time.Time) State {
	if r.State != Public && r.State != Final || at.Before(r.Window.From) {
		return None
	}
	return r.State
}

// Taken reports whether the winner's award was taken back.
func (r Roll) Taken(w Winner) bool {
	return slices.ContainsFunc(r.Revoked, func(x Revocation) bool { return x.Prize == w.Prize && x.Entry == w.Entry })
}

// Standing lists the awards that hold, prize by prize.
func (r Roll) Standing() []Winner {
	return slices.DeleteFunc(r.Outcome.Winners(), r.Taken)
}

// holders lists the works that hold an award, each once.
func (r Roll) holders() []string {
	var entries []string
	for _, w := range r.Standing() {
		if !slices.Contains(entries, w.Entry) {
			entries = append(entries, w.Entry)
		}
	}
	return entries
}

// list is what is published, and its digest.
func (r Roll) list() (text, sum string, err error) {
	lines := []Published{}
	for _, w := range r.Standing() {
		lines = append(lines, Published{w.PrizeLabel, w.Number, w.Title, w.Author, w.Unit})
	}
	b, err := json.Marshal(lines)
	digest := sha256.Sum256(b)
	return string(b), hex.EncodeToString(digest[:]), err
}

// must refuses an act in a state that does not know it.
func (r Roll) must(act string, states ...State) error {
	if slices.Contains(states, r.State) {
		return nil
	}
	return ErrState.With("state", r.State.Label(), "act", act)
}

// The events. Each is told in the transaction that did it.
type (
	// Publicised tells that the roll is published for objections.
	Publicised struct {
		Campaign string `json:"campaign"`
	}
	// Confirmed tells that the roll is final.
	Confirmed struct {
		Campaign string `json:"campaign"`
	}
	// Revoked tells that an award was taken back.
	Revoked struct {
		Campaign string `json:"campaign"`
		Entry    string `json:"entry"`
		Prize    string `json:"prize"`
		Reason   string `json:"reason"`
	}
)
