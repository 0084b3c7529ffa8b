package ballot_test

import (
	"context"
	"os"
	"testing"

	"saiying/internal/ballot/ledger"
	"saiying/internal/platform/db"
)

// The secrets of a vote go when its awards are confirmed, and not before it is frozen. Without them a receipt is checked and the ledger counted
// as before, and none is made anew.
func TestSecretsGoWhenTheAwardsAreConfirmed(t *testing.T) {
	eachHall(t, "2020-12-09 12:00", 2, func(t *testing.T, h *hall) {
		ctx, dir := context.Background(), h.published()
		confirmed := true
		h.ballots.ForgetWhen(func(context.Context, *db.Tx, string) (bool, error) { return confirmed, nil })
		secrets := func() int64 { return h.number("SELECT COUNT(*) FROM ballot_key WHERE secret <> ''") }
		first, err := h.cast("v", "1", work(1), 3)
		check(t, err)
		h.clock.Set(at(t, "2020-12-10 12:00"))
		_, err = h.cast("w", "1", work(2), 4)
		check(t, err)
		h.clock.Set(at(t, "2020-12-11 00:05"))
		check(t, h.ballots.PublishDue(ctx))
		if n := secrets(); n != 4 { // of two days, of the whole vote, and the signer's
			t.Fatalf("%d secrets before the freeze, want 4", n)
		}
		_, err = h.ballots.Freeze(organiser(), hebei, "投票结束")
		check(t, err)
		confirmed = false
		check(t, h.ballots.PublishDue(ctx))
		if n := secrets(); n != 4 {
			t.Fatalf("%d secrets before the awards are confirmed, want 4", n)
		}
		confirmed = true
		for range 2 {
			check(t, h.ballots.PublishDue(ctx))
		}
		if n := secrets(); n != 1 {
			t.Errorf("%d secrets, want the signer's alone", n)
		}
		if n := h.number("SELECT COUNT(*) FROM audit_record WHERE act = 'ballot.forget'"); n != 1 {
			t.Errorf("%d acts on record, want 1", n)
		}
		if p, err := h.ballots.Prove(ctx, hebei, first.Receipt); err != nil || !p.Included || p.Count != 3 {
			t.Errorf("%+v, %v", p, err)
		}
		if r, err := ledger.Verify(os.DirFS(dir), ""); err != nil || len(r.Faults) > 0 || r.Votes != 7 {
			t.Errorf("%+v, %v", r, err)
		}
	})
}
