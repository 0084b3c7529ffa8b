package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"saiying/internal/platform/fault"
)

// Clock is the machine's clock, moved forward as far as its visitors wish: a contest takes months, a visitor has an hour.
// While the past is acted out it stands where the actors need it.
type Clock struct {
	path    string // where ahead is kept, so that time does not jump back at the next start
	acted   atomic.Pointer[time.Time]
	moving  sync.Mutex
	ahead   atomic.Int64                    // nanoseconds
	company func(ctx context.Context) error // who does their part before time passes, or nil
}

// NewClock takes up the clock of a demonstration, kept in the file at path; one that is not there begins with the machine's time.
func NewClock(path string) (*Clock, error) {
	c := &Clock{path: path}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	ahead, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("the demonstration's clock (%s) cannot be read; delete the folder to begin anew: %w", path, err)
	}
	c.ahead.Store(int64(ahead))
	return c, nil
}

// Now is the time that is acted, or the machine's and what visitors added to it.
func (c *Clock) Now() time.Time {
	if at := c.acted.Load(); at != nil {
		return *at
	}
	return time.Now().Add(time.Duration(c.ahead.Load()))
}

func (c *Clock) set(t time.Time) { c.acted.Store(&t) }
func (c *Clock) release()        { c.acted.Store(nil) }

// farthest is how far ahead of the machine the clock may be: the longest of the five contests takes a year.
const farthest = 2 * 366 * 24 * time.Hour

var (
	errBack = fault.Define("demo.clock_back", fault.Invalid,
		"演示时间只能往前走。要从头再来，请用新的数据目录重新启动演示。", "The demonstration's time only moves forward. To begin again, start it on a new data folder.")
	errFar = fault.Define("demo.clock_far", fault.Invalid,
		"演示时间最多比今天快两年。", "The demonstration's time can be at most two years ahead.")
)

// forward moves the clock to a later time, for everybody.
func (c *Clock) forward(to time.Time) error {
	c.moving.Lock()
	defer c.moving.Unlock()
	ahead := time.Until(to)
	if ahead <= time.Duration(c.ahead.Load()) {
		return errBack
	}
	if ahead > farthest {
		return errFar
	}
	whole := c.path + ".new" // a process killed while it writes leaves the old one
	if err := errors.Join(os.WriteFile(whole, []byte(ahead.String()+"\n"), 0o600), os.Rename(whole, c.path)); err != nil {
		return err
	}
	c.ahead.Store(int64(ahead))
	return nil
}
