package ballot

import (
	"context"
	"fmt"

	"saiying/internal/campaign"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
)

// Settled tells whether a campaign's awards are confirmed: publicity is over, and with it the time for objections. The room that knows it
// lies to the right; app hands it in.
type Settled func(ctx context.Context, tx *db.Tx, campaign string) (bool, error)

// ForgetWhen has the service destroy the secrets of a vote once that says so. A campaign that is never settled keeps them.
func (s *Service) ForgetWhen(settled Settled) { s.settled = settled }

// forgetDue destroys the secrets from which pseudonyms and networks of a vote were made, once nothing will be written with them any
// more: its awards are confirmed, it is frozen, and all of its log is published. Whoever has the published ledger and a list of voters can
// then not find one in it. An empty secret remains in the place of each, so that none is made anew.
func (s *Service) forgetDue(ctx context.Context, c *campaign.Campaign) error {
	if s.settled == nil {
		return nil
	}
	shown, err := s.bookOf(c.Key).Last(ctx)
	if err != nil {
		return err
	}
	due := false
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		due, err = s.forgettable(ctx, tx, c.Key, shown.N)
		return err
	})
	if err != nil || !due {
		return err
	}
	return s.db.Write(audit.With(ctx, audit.Program), func(tx *db.Tx) error {
		if _, err := takeTurn(ctx, tx, c.Key); err != nil {
			return err
		}
		if still, err := s.forgettable(ctx, tx, c.Key, shown.N); err != nil || !still {
			return err
		}
		n, err := tx.Exec(ctx, "UPDATE ballot_key SET secret = '' WHERE campaign = $1 AND day <> $2 AND secret <> ''", c.Key, signerDay)
		if err != nil {
			return err
		}
		return s.audit.Add(ctx, tx, audit.Record{Act: "ballot.forget", Object: c.Key, Campaign: c.Key,
			Says: fmt.Sprintf("获奖名单已经确认，销毁投票的%d个密钥：账本里的化名不能再与投票人对上", n), After: map[string]any{"keys": n, "size": shown.N}})
	})
}

// forgettable reports whether secrets are left that nothing needs any more, shown being how much of the log is published.
func (s *Service) forgettable(ctx context.Context, tx *db.Tx, key string, shown int64) (bool, error) {
	left, _, err := db.One(ctx, tx, db.Value[int64], "SELECT COUNT(*) FROM ballot_key WHERE campaign = $1 AND day <> $2 AND secret <> ''", key, signerDay)
	if err != nil || left == 0 {
		return false, err
	}
	b, err := findBox(ctx, tx, key)
	if err != nil || b.seq != shown {
		return false, err
	}
	if _, frozen, err := findFrozen(ctx, tx, key); err != nil || !frozen {
		return false, err
	}
	return s.settled(ctx, tx, key)
}
