package demo

import (
	"sync/atomic"
	"time"
)

// Clock is the machine's clock, except while the past is acted out on it.
type Clock struct{ at atomic.Pointer[time.Time] }

// Now is the time that is acted, or the machine's.
func (c *Clock) Now() time.Time {
	if at := c.at.Load(); at != nil {
		return *at
	}
	return time.Now()
}

func (c *Clock) set(t time.Time) { c.at.Store(&t) }
func (c *Clock) release()        { c.at.Store(nil) }
