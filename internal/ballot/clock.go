package ballot

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"saiying/internal/platform/audit"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
)

// timekeeper stops counting when the machine's time has jumped: votes would go into a day that is not theirs, for ever.
type timekeeper struct {
	watch *clock.Watch // nil where time is nobody's but a demonstration's or a test's

	mu      sync.Mutex
	stopped bool
	known   int64 // confirmations when it stopped; only a later one helps
}

// WatchClock has the service stop counting when the clocks of w disagree.
func (s *Service) WatchClock(w *clock.Watch) { s.time.watch = w }

// ClockJump is how far the machine's time jumped, and 0 where votes are counted.
func (s *Service) ClockJump() time.Duration {
	if s.time.watch == nil {
		return 0
	}
	return s.time.watch.Jump()
}

// timely reports whether the machine's time can be trusted, and gives the alarm when it cannot. Counting goes on once the clock is where it
// should be, or somebody has confirmed it.
func (s *Service) timely(ctx context.Context, tx *db.Tx) (bool, error) {
	jump := s.ClockJump()
	k := &s.time
	k.mu.Lock()
	defer k.mu.Unlock()
	if jump == 0 {
		k.stopped = false
		return true, nil
	}
	n, _, err := db.One(ctx, tx, db.Value[int64], "SELECT confirmed FROM ballot_clock")
	if err != nil {
		return false, err
	}
	switch {
	case !k.stopped:
		k.stopped, k.known = true, n
		slog.ErrorContext(ctx, "the machine's time jumped and no vote is counted: set it right, or confirm it with `saiying clock`", "jump", jump.Round(time.Second).String())
	case n > k.known:
		k.watch.Trust()
		k.stopped = false
		slog.WarnContext(ctx, "the machine's time was confirmed; votes are counted again", "jump", jump.Round(time.Second).String())
		return true, nil
	}
	return false, nil
}

// CheckClock looks at the machine's time as counting does, and returns how far it has jumped without anybody having confirmed it.
func (s *Service) CheckClock(ctx context.Context) (jump time.Duration, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		fine, err := s.timely(ctx, tx)
		if !fine {
			jump = s.ClockJump()
		}
		return err
	})
	return jump, err
}

// ConfirmClock has every running server whose time jumped take it to be right. The operator has looked at it.
func (s *Service) ConfirmClock(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO ballot_clock (one, confirmed) VALUES (1, 1)
			ON CONFLICT (one) DO UPDATE SET confirmed = ballot_clock.confirmed + 1`); err != nil {
			return err
		}
		return s.audit.Add(ctx, tx, audit.Record{Act: "ballot.clock", Object: "clock", Says: "确认服务器时间无误，恢复计票"})
	})
}
