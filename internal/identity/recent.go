package identity

import (
	"sync"
	"time"
)

// remembered bounds for how long a process goes by what it read of a session: a page asks ten things within a second, and a voter
// taps ten times. What this process itself changes it sees at once; what another node changes, such as a role taken away, after this time.
const remembered = 3 * time.Second

// recent is who was recognised of late, by token.
type recent struct {
	mu    sync.Mutex
	since time.Time
	known map[string]recognised
	turn  int // how often all was forgotten
}

type recognised struct {
	person  Person
	expires time.Time
}

// find returns who a token is known to be, and otherwise the turn in which they may be remembered.
func (r *recent) find(token string, now time.Time) (p Person, found bool, turn int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if age := now.Sub(r.since); age >= remembered || age < 0 {
		r.since, r.known = now, map[string]recognised{}
	}
	k, found := r.known[token]
	return k.person, found && !now.After(k.expires), r.turn
}

// remember keeps what was read in a turn, unless all was forgotten since.
func (r *recent) remember(token string, p Person, expires time.Time, turn int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.turn == turn {
		r.known[token] = recognised{p, expires}
	}
}

// forget is called when a person, a role or a session has changed.
func (r *recent) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.turn++
	clear(r.known)
}
