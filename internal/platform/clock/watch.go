package clock

import (
	"sync"
	"time"
)

// MostJump is how far the wall clock may move against the steady one before it counts as having jumped. Time synchronisation that slews
// stays far below.
const MostJump = time.Minute

// Watch notices when a machine's time was set: its wall clock then no longer moves with the steady one, which nobody sets.
//
// A steady clock may stop while a machine sleeps (CLOCK_MONOTONIC does on Linux), so a laptop that wakes, or a virtual machine that is resumed, looks as if its
// time had jumped ahead by as long as it slept. That is as it should be: its time is not to be trusted until it was set right, and only a
// person can tell.
type Watch struct {
	read   func() (wall time.Time, steady time.Duration)
	mu     sync.Mutex
	wall   time.Time // when both were last trusted
	steady time.Duration
}

// NewWatch trusts the clocks as read finds them. Machine is the usual read.
func NewWatch(read func() (wall time.Time, steady time.Duration)) *Watch {
	w := &Watch{read: read}
	w.Trust()
	return w
}

var began = time.Now()

// Machine reads the clocks of this machine.
func Machine() (time.Time, time.Duration) {
	now := time.Now()
	return now.Round(0), now.Sub(began)
}

// Jump is how far the wall clock was moved since it was last trusted, ahead or back; 0 while that is not more than MostJump. A clock that is set back
// to where it should be has not jumped any more.
func (w *Watch) Jump() time.Duration {
	wall, steady := w.read()
	w.mu.Lock()
	defer w.mu.Unlock()
	if jump := wall.Sub(w.wall) - (steady - w.steady); jump.Abs() > MostJump {
		return jump
	}
	return 0
}

// Trust takes the wall clock to be right as it stands.
func (w *Watch) Trust() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wall, w.steady = w.read()
}
