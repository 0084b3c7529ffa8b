package ballot

import (
	"context"

	"saiying/internal/platform/db"
)

// Heard waits until WeChat was asked about all who were seen.
func (s *Service) Heard() { s.risks.done.Wait() }

// Sum adds the votes counted so far to the sums, as every 4096th does.
func (s *Service) Sum(ctx context.Context, campaign string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, err := takeTurn(ctx, tx, campaign)
		if err != nil || t.seq == t.summed {
			return err
		}
		return sum(ctx, tx, campaign, t, tailOf(t))
	})
}

// Solution is the answer to a puzzle.
func (s *Service) Solution(campaign, token string) Answer {
	aead, err := s.locked(context.Background(), campaign)
	if err != nil {
		panic(err)
	}
	return Answer{Token: token, X: unlock(aead, campaign, token).X}
}
