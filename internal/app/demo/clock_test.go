package demo

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func open(t *testing.T, path string) *Clock {
	t.Helper()
	c, err := NewClock(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func near(t *testing.T, have, want time.Time) {
	t.Helper()
	if d := have.Sub(want).Abs(); d > time.Minute {
		t.Errorf("the clock tells %s, want %s", have, want)
	}
}

// Time in a demonstration moves forward only, as far as asked, and does not jump back when the program starts again.
func TestClockMovesForward(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clock")
	c := open(t, path)
	near(t, c.Now(), time.Now())
	later := time.Now().Add(40 * 24 * time.Hour)
	if err := c.forward(later); err != nil {
		t.Fatal(err)
	}
	near(t, c.Now(), later)
	if err := c.forward(later.Add(-time.Hour)); !errors.Is(err, errBack) {
		t.Errorf("back by an hour answered %v", err)
	}
	if err := c.forward(time.Now().Add(farthest + time.Hour)); !errors.Is(err, errFar) {
		t.Errorf("beyond two years answered %v", err)
	}
	near(t, c.Now(), later)
	near(t, open(t, path).Now(), later)
}

// While the past is acted out, the clock stands where the actors need it, and then goes on where it was.
func TestClockIsActedOn(t *testing.T) {
	c := open(t, filepath.Join(t.TempDir(), "clock"))
	past := time.Date(2020, 10, 20, 9, 0, 0, 0, time.UTC)
	c.set(past)
	if !c.Now().Equal(past) {
		t.Errorf("the clock tells %s, want %s", c.Now(), past)
	}
	c.release()
	near(t, c.Now(), time.Now())
}

func TestClockThatCannotBeRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clock")
	if err := os.WriteFile(path, []byte("soon"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := NewClock(path); err == nil {
		t.Error("a clock that says “soon” was taken up")
	}
}
