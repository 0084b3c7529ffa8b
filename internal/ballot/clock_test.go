package ballot_test

import (
	"context"
	"testing"
	"time"

	"saiying/internal/platform/clock"
)

// Counting stops when the machine's time jumps, ahead or back, and goes on once it is set right or confirmed.
func TestAJumpOfTheClockStopsCounting(t *testing.T) {
	eachHall(t, "2020-11-26 23:30", 1, func(t *testing.T, h *hall) {
		ctx := context.Background()
		var steady time.Duration
		h.ballots.WatchClock(clock.NewWatch(func() (time.Time, time.Duration) { return h.clock.Now(), steady }))
		pass := func(d time.Duration) { h.clock.Advance(d); steady += d }
		keys := "abcdefghij"
		vote := func() error {
			key := keys[:1]
			keys = keys[1:]
			_, err := h.cast("v", key, work(1), 1)
			return err
		}
		check(t, vote())
		pass(5 * time.Minute)
		h.clock.Advance(time.Minute) // a minute's correction is none
		check(t, vote())
		before := h.number("SELECT at FROM ballot_box")
		h.clock.Advance(30 * time.Minute)
		refused(t, vote(), "ballot.clock")
		if n := h.number("SELECT at FROM ballot_box"); n != before {
			t.Error("the log's time followed a clock that had jumped")
		}
		if jump, err := h.ballots.CheckClock(ctx); err != nil || jump != 31*time.Minute {
			t.Errorf("staff see a jump of %v, %v", jump, err)
		}
		h.clock.Advance(-30 * time.Minute)
		check(t, vote())

		pass(time.Hour)
		h.clock.Advance(3 * time.Minute)
		check(t, h.ballots.ConfirmClock(ctx)) // before anybody was told: confirms nothing
		refused(t, vote(), "ballot.clock")
		check(t, h.ballots.ConfirmClock(ctx))
		check(t, vote())
		pass(time.Hour)
		check(t, vote())
		h.clock.Advance(-2 * time.Minute)
		refused(t, vote(), "ballot.clock")
		if jump, err := h.ballots.CheckClock(ctx); err != nil || jump != -2*time.Minute {
			t.Errorf("staff see a jump of %v, %v", jump, err)
		}
		if n := h.totals()[work(1)]; n != 5 {
			t.Errorf("%d votes, want 5", n)
		}
	})
}
