package ballot_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"testing"

	"saiying/internal/ballot"
	"saiying/internal/ballot/ledger"
	"saiying/internal/identity"
)

func (h *hall) castIn(p identity.Person, channel, key, work string, n int) (ballot.Counted, error) {
	done, _, err := h.ballots.Cast(identity.With(context.Background(), p), hebei, ballot.Ballot{Entry: work, Count: n, Key: key, Channel: channel})
	return done, err
}

// One person votes in both places, with the allowance of each, and an app's vote counts two.
func TestTwoPlacesHaveAnAllowanceEach(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		p := both("1")
		if done, err := h.castIn(p, "", "k1", work(1), 10); err != nil || done.Remaining != 0 {
			t.Fatalf("ten in the first place: %+v %v", done, err)
		}
		if done, err := h.castIn(p, "app", "k2", work(1), 4); err != nil || done.Remaining != 1 || done.Accepted != 4 {
			t.Fatalf("four in the app: %+v %v", done, err)
		}
		_, err := h.castIn(p, "wechat", "k3", work(1), 1)
		if !errors.Is(err, ballot.ErrSpent) {
			t.Errorf("an eleventh in the mini program: %v", err)
		}
		_, err = h.castIn(p, "app", "k3", work(1), 2)
		if !errors.Is(err, ballot.ErrSpent) {
			t.Errorf("a sixth in the app: %v", err)
		}
		if _, err := h.castIn(byPhone("2"), "", "k1", work(2), 5); err != nil { // the first place for which there is an account
			t.Error(err)
		}
		if got := fmt.Sprint(h.totals()); got != "map[w001:18 w002:10]" {
			t.Errorf("counted %s", got)
		}
		// Both are different voters of the log, and each row of allowances knows its own bound.
		if n := h.number("SELECT COUNT(DISTINCT voter) FROM ballot_vote"); n != 3 {
			t.Errorf("%d voters, want 3", n)
		}
		if n := h.number("SELECT SUM(most) FROM ballot_spent WHERE day <> ''"); n != 20 {
			t.Errorf("allowances sum to %d, want 10 and twice 5", n)
		}
		m, err := h.ballots.Mine(identity.With(context.Background(), p), hebei, "")
		check(t, err)
		if fmt.Sprint(m.Purses) != "[{wechat 微信小程序 10 0} {app 望北新闻客户端 5 1}]" || m.PerDay != 10 || len(m.Votes) != 2 || m.Votes[0].Channel != "app" || m.Votes[0].Count != 4 || m.Votes[0].Counts != 8 || m.Votes[1].Counts != 10 {
			t.Errorf("mine %+v", m)
		}
	}, inTwoPlaces...)
}

func TestRefusalsOfChannels(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		written := both("9") // by an administrator, and never shown
		written.WeChat, written.PhoneProven = "", false
		onlyWeChat := both("8")
		onlyWeChat.Phone, onlyWeChat.PhoneProven = "", false
		for _, c := range []struct {
			p             identity.Person
			channel, want string
			n             int
		}{
			{both("1"), "radio", "ballot.channel_unknown", 1},
			{byPhone("1"), "wechat", "ballot.wechat_needed", 1},
			{onlyWeChat, "app", "ballot.phone_needed", 1},
			{written, "app", "ballot.phone_needed", 1},
			{written, "", "ballot.account_needed", 1},
			{byPhone("1"), "app", "ballot.count_invalid", 6},
		} {
			_, err := h.castIn(c.p, c.channel, "k", work(1), c.n)
			refused(t, err, c.want)
		}
		if n := h.number("SELECT COUNT(*) FROM ballot_vote"); n != 0 {
			t.Errorf("%d refused votes were counted", n)
		}
	}, inTwoPlaces...)
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		_, err := h.castIn(byPhone("1"), "", "k", work(1), 1)
		refused(t, err, "ballot.wechat_needed")
		_, err = h.castIn(both("1"), "app", "k", work(1), 1)
		refused(t, err, "ballot.channel_unknown")
	})
}

// A key is the device's: in whichever place a repeat comes, it is no second vote.
func TestARepeatInAnotherPlace(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		once, err := h.castIn(both("1"), "app", "k", work(1), 3)
		check(t, err)
		if again, err := h.castIn(both("1"), "", "k", work(1), 3); err != nil || again != once {
			t.Errorf("a repeat without a place: %+v %v", again, err)
		}
		_, err = h.castIn(both("1"), "wechat", "k", work(1), 3)
		refused(t, err, "idempotency.conflict")
		if got := h.totals()[work(1)]; got != 6 {
			t.Errorf("%d votes, want 6", got)
		}
	}, inTwoPlaces...)
}

// Votes of a heavy channel weigh as much when they are held back or given back, on every sum.
func TestAnnulledVotesWeighWhatTheyCounted(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		if _, err := h.castIn(both("1"), "app", "k1", work(1), 4); err != nil {
			t.Fatal(err)
		}
		if _, err := h.castIn(both("2"), "wechat", "k1", work(2), 7); err != nil {
			t.Fatal(err)
		}
		d := ballot.Doubt{Entry: work(1), From: at(t, "2020-11-26 09:00"), To: at(t, "2020-11-26 11:00")}
		c, err := h.ballots.OpenCase(organiser(), hebei, "一小时内集中投给同一作品", d)
		check(t, err)
		decide := func(o ballot.Outcome, cause ballot.Cause) {
			_, err := h.ballots.Propose(organiser(), hebei, 1, o, cause, "查过了")
			check(t, err)
			_, err = h.ballots.Agree(staff("other", identity.Organiser), hebei, 1)
			check(t, err)
		}
		decide(ballot.Annul, ballot.CauseBought)
		check(t, h.ballots.Sum(context.Background(), hebei))
		o, err := h.ballots.Overview(organiser(), hebei)
		check(t, err)
		if c.Votes != 8 || o.Votes != 7 || h.totals()[work(1)] != 0 || fmt.Sprint(o.Channels) != "[{wechat 微信小程序 10 1 7 7} {app 望北新闻客户端 5 2 0 0}]" {
			t.Errorf("the case has %d, %d stand, %v", c.Votes, o.Votes, o.Channels)
		}
		for _, r := range o.Standings {
			if want := map[string]int64{work(1): 8}[r.Entry]; r.Annulled != want {
				t.Errorf("%s has %d annulled, want %d", r.Entry, r.Annulled, want)
			}
		}
		check(t, h.ballots.Appeal(identity.With(context.Background(), identity.Person{ID: "someone"}), hebei, 1, "都是本单位职工"))
		decide(ballot.Release, ballot.CauseGenuine)
		o, err = h.ballots.Overview(organiser(), hebei)
		check(t, err)
		if o.Votes != 15 || h.totals()[work(1)] != 8 || o.Channels[1].Given != 4 || o.Channels[1].Votes != 8 {
			t.Errorf("after the release %d stand, %v", o.Votes, o.Channels)
		}
		h.clock.Set(at(t, "2020-12-20 10:00"))
		f, err := h.ballots.Freeze(organiser(), hebei, "投票截止")
		check(t, err)
		if f.Votes != 15 || f.Totals[work(1)] != 8 {
			t.Errorf("sealed %+v", f)
		}
	}, inTwoPlaces...)
}

// What is published of a vote in two places, with limits of the whole vote, is what strangers count: each voter has one name throughout.
func TestTwoPlacesArePublishedAndRecounted(t *testing.T) {
	limits := append([]string{"  per_work_per_day: 10\n", "  per_work_per_day: 10\n  per_work: 6\n  in_all: 12\n"}, inTwoPlaces...)
	eachHall(t, "2020-12-09 10:00", 3, func(t *testing.T, h *hall) {
		dir := h.published()
		for day, when := range []string{"2020-12-09 10:00", "2020-12-10 10:00"} {
			h.clock.Set(at(t, when))
			for i := range 12 {
				p, key := both(fmt.Sprint(i)), fmt.Sprint(day)
				if _, err := h.castIn(p, "wechat", key+"w", work(day+1), 6); err != nil {
					t.Fatal(err)
				}
				if _, err := h.castIn(p, "app", key+"a", work(3), 3); err != nil {
					t.Fatal(err)
				}
			}
			h.clock.Set(at(t, when[:10]+" 23:59"))
			h.serve()
			h.publishIn(dir[:len(dir)-len("/ledger/"+hebei)])
		}
		_, err := h.castIn(both("1"), "wechat", "more", work(3), 1)
		refused(t, err, "ballot.period_spent")
		_, err = h.castIn(both("1"), "app", "more", work(3), 1)
		refused(t, err, "ballot.work_period_spent")
		h.clock.Set(at(t, "2020-12-11 00:00"))
		check(t, h.ballots.PublishDue(context.Background()))
		r, err := ledger.Verify(os.DirFS(dir), "")
		check(t, err)
		if fmt.Sprint(r.Totals) != "map[w001:72 w002:72 w003:144]" || len(r.Faults) > 0 || r.Votes != 216 {
			t.Errorf("a stranger counts %v of %d: %v", r.Totals, r.Votes, r.Faults)
		}
		leaves, err := os.ReadFile(dir + "/leaves/000.p/50") //nolint:gosec // in the test's own folder
		check(t, err)
		names := map[string]int{}
		for _, m := range regexp.MustCompile(`"v":"([^"]+)"`).FindAllSubmatch(leaves, -1) {
			names[string(m[1])]++
		}
		for name, n := range names {
			if n != 2 || len(names) != 24 {
				t.Fatalf("%s voted %d times, of %d voters", name, n, len(names))
			}
		}
		done, err := h.castIn(both("2"), "app", "1a", work(3), 3) // what was counted is answered still
		check(t, err)
		if proof, err := h.ballots.Prove(context.Background(), hebei, done.Receipt); err != nil || !proof.Included {
			t.Errorf("the receipt %s: %+v %v", done.Receipt, proof, err)
		}
	}, limits...)
}
