package ballot_test

import (
	"context"
	"errors"
	"maps"
	"testing"
	"time"

	"saiying/internal/ballot"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/job"
)

// staff is a context in which somebody of the office asks.
func staff(id string, role identity.Role) context.Context {
	p := identity.Person{ID: id, Name: id, Roles: []identity.Grant{{Role: role, Campaign: hebei}}}
	return audit.With(identity.With(context.Background(), p), audit.Actor{ID: p.ID, Name: p.Name, Role: string(role)})
}

func refused(t testing.TB, err error, code string) {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != code {
		t.Errorf("%v, want %s", err, code)
	}
}

// suspect has two voters give one work 10 votes and another 5, and opens a case about the first's.
func (h *hall) suspect() (ballot.Case, ballot.Doubt) {
	for _, x := range []struct {
		account, key, work string
		n                  int
	}{{"a", "1", work(1), 4}, {"b", "2", work(1), 6}, {"a", "3", work(2), 5}} {
		if _, err := h.cast(x.account, x.key, x.work, x.n); err != nil {
			h.t.Fatal(err)
		}
	}
	d := ballot.Doubt{Entry: work(1), From: h.clock.Now().Add(-time.Hour), To: h.clock.Now().Add(time.Hour)}
	c, err := h.ballots.OpenCase(organiser(), hebei, "一小时内集中投给同一作品", d)
	check(h.t, err)
	return c, d
}

func TestAnnulledByTwoPeople(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		c, d := h.suspect()
		if c.Number != 1 || c.Votes != 10 {
			t.Fatalf("case %+v", c)
		}
		_, err := h.ballots.OpenCase(organiser(), hebei, "再立一次", d)
		refused(t, err, "ballot.case_empty")
		auditor := staff("aud", identity.Auditor)
		_, err = h.ballots.Propose(auditor, hebei, 1, ballot.Annul, ballot.CauseBought, "有偿投票")
		refused(t, err, "identity.forbidden")
		_, err = h.ballots.Propose(organiser(), hebei, 1, ballot.Annul, ballot.CauseBought, "有偿投票")
		check(t, err)
		_, err = h.ballots.Agree(organiser(), hebei, 1)
		refused(t, err, "ballot.case_same_person")
		_, err = h.ballots.Agree(auditor, hebei, 1) // reads everything and changes nothing
		refused(t, err, "identity.forbidden")
		_, err = h.ballots.SendBack(auditor, hebei, 1, "再议")
		refused(t, err, "identity.forbidden")
		_, err = h.ballots.Agree(staff("someone", identity.Organiser), hebei, 1) // entered the works
		refused(t, err, "ballot.case_bound")
		if got := h.totals(); got[work(1)] != 10 {
			t.Fatalf("votes went before anybody agreed: %v", got)
		}
		_, err = h.ballots.Agree(staff("other", identity.Organiser), hebei, 1)
		check(t, err)
		if got := h.totals(); got[work(1)] != 0 || got[work(2)] != 5 {
			t.Fatalf("after the annulment %v", got)
		}
		public, err := h.ballots.Annulments(context.Background(), hebei)
		check(t, err)
		if len(public) != 1 || public[0].Works[0].Number != "0001" || public[0].Votes != 10 {
			t.Errorf("public list %+v", public)
		}
		h.appealed(t)
	})
}

// appealed has the author of the annulled votes appeal, with success, and freezes.
func (h *hall) appealed(t *testing.T) {
	author := identity.With(context.Background(), identity.Person{ID: "someone"})
	told := h.asAuthor(author)
	if told.State != ballot.Annulled || told.Votes != 10 || told.Cause != ballot.CauseBought || !told.MayStill {
		t.Errorf("the author reads %+v", told)
	}
	refused(t, h.ballots.Appeal(voter("a"), hebei, 1, "与我无关"), "ballot.no_case")
	check(t, h.ballots.Appeal(author, hebei, 1, "都是本单位职工"))
	refused(t, h.ballots.Appeal(author, hebei, 1, "还有"), "ballot.appealed")
	_, err := h.ballots.Propose(organiser(), hebei, 1, ballot.Release, ballot.CauseGenuine, "核实为职工本人")
	check(t, err)
	// What is proposed is nobody else's business yet.
	if told := h.asAuthor(author); told.State != ballot.Appealed || told.Cause != ballot.CauseBought || told.Appeal != "都是本单位职工" || told.MayStill {
		t.Errorf("while the appeal is looked at the author reads %+v", told)
	}
	_, err = h.ballots.Agree(staff("other", identity.Organiser), hebei, 1)
	check(t, err)
	if got := h.totals(); !maps.Equal(got, map[string]int64{work(1): 10, work(2): 5}) {
		t.Fatalf("after the release %v", got)
	}
	if told := h.asAuthor(author); told.State != ballot.Restored {
		t.Errorf("after the appeal the author reads %+v", told)
	}
	if n := h.number("SELECT votes FROM ballot_box"); n != 15 {
		t.Errorf("%d votes in the box, want 15", n)
	}
	if n := h.number("SELECT COUNT(*) FROM ballot_note WHERE kind IN ('annul', 'release')"); n != 2 {
		t.Errorf("%d notes in the log, want 2", n)
	}
}

// asAuthor is the one case about work 1 as its author reads it. Others read nothing.
func (h *hall) asAuthor(author context.Context) ballot.AuthorCase {
	h.t.Helper()
	_, _, err := h.ballots.AuthorCases(voter("a"), work(1))
	refused(h.t, err, "ballot.no_case")
	own, _, err := h.ballots.AuthorCases(author, work(1))
	check(h.t, err)
	if len(own) != 1 {
		h.t.Fatalf("the author has %d cases, want 1", len(own))
	}
	return own[0]
}

func TestAnUpheldAppealIsTold(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		job.On(h.queue, "test", func(context.Context, ballot.Ruled) error { return nil })
		h.suspect()
		decide := func(o ballot.Outcome, cause ballot.Cause) {
			_, err := h.ballots.Propose(organiser(), hebei, 1, o, cause, "查过了")
			check(t, err)
			_, err = h.ballots.Agree(staff("other", identity.Organiser), hebei, 1)
			check(t, err)
		}
		decide(ballot.Annul, ballot.CauseBought)
		author := identity.With(context.Background(), identity.Person{ID: "someone"})
		check(t, h.ballots.Appeal(author, hebei, 1, "都是本单位职工"))
		decide(ballot.Uphold, ballot.CauseConcerted)
		if told := h.asAuthor(author); told.State != ballot.Upheld || told.Cause != ballot.CauseConcerted || h.totals()[work(1)] != 0 {
			t.Errorf("the author reads %+v, totals %v", told, h.totals())
		}
		if n := h.number("SELECT COUNT(*) FROM river_job WHERE kind = 'ballot.Ruled:test'"); n != 2 {
			t.Errorf("told %d times, want of the annulment and of the appeal", n)
		}
	})
}

func TestFreezeCountsWhatStands(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		h.suspect()
		_, err := h.ballots.Propose(organiser(), hebei, 1, ballot.Annul, ballot.CauseConcerted, "账号在同一人手里")
		check(t, err)
		_, err = h.ballots.Agree(staff("other", identity.Organiser), hebei, 1)
		check(t, err)
		h.clock.Set(at(t, "2020-12-20 10:00"))
		f, err := h.ballots.Freeze(organiser(), hebei, "投票截止")
		check(t, err)
		if f.Votes != 5 || f.Totals[work(1)] != 0 {
			t.Errorf("frozen %+v", f)
		}
		_, err = h.ballots.OpenCase(organiser(), hebei, "晚了", ballot.Doubt{Entry: work(2), From: at(t, "2020-11-26 00:00"), To: at(t, "2020-11-27 00:00")})
		refused(t, err, "ballot.case_sealed")
		check(t, h.ballots.Appeal(identity.With(context.Background(), identity.Person{ID: "someone"}), hebei, 1, "都是本单位职工"))
		_, err = h.ballots.Propose(organiser(), hebei, 1, ballot.Release, ballot.CauseGenuine, "核实为职工本人")
		check(t, err)
		c, err := h.ballots.Agree(staff("other", identity.Organiser), hebei, 1)
		check(t, err)
		if !c.AfterFreeze || h.totals()[work(1)] != 0 {
			t.Errorf("a frozen figure moved: %+v %v", c, h.totals())
		}
	})
}

func TestVotersSeeWhatBecameOfTheirVotes(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		h.suspect()
		_, err := h.ballots.Propose(organiser(), hebei, 1, ballot.Annul, ballot.CauseAutomatic, "程序投票")
		check(t, err)
		_, err = h.ballots.Agree(staff("other", identity.Organiser), hebei, 1)
		check(t, err)
		m, err := h.ballots.Mine(voter("a"), hebei, "")
		check(t, err)
		if len(m.Votes) != 2 || m.Votes[0].State != ballot.VoteCounted || m.Votes[1].State != ballot.VoteAnnulled ||
			m.Votes[1].Case != 1 || m.Votes[1].Cause != ballot.CauseAutomatic {
			t.Errorf("mine %+v", m.Votes)
		}
		b, err := h.ballots.Board(context.Background(), hebei)
		check(t, err)
		for _, r := range b.Rows {
			if want := map[string]int64{work(1): 10}[r.Entry]; r.Annulled != want {
				t.Errorf("%s has %d annulled, want %d", r.Entry, r.Annulled, want)
			}
		}
	})
}
