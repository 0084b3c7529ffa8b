package ballot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/identity"
)

// shows has the notice's organiser decide how votes and ranking are shown, before the first vote.
func (h *hall) shows(p campaign.DisplayPolicy) {
	h.t.Helper()
	ctx := context.Background()
	notice, err := campaigns.Files.ReadFile(hebei + ".yaml")
	check(h.t, err)
	decided, err := campaigns.Files.ReadFile(hebei + ".decisions.yaml")
	check(h.t, err)
	if bytes.Count(decided, []byte("value: live")) != 2 {
		h.t.Fatal("the decisions do not say live of votes and ranking any more")
	}
	_, err = h.campaigns.Apply(ctx, notice, bytes.ReplaceAll(decided, []byte("value: live"), []byte("value: "+string(p))))
	check(h.t, err)
}

// wall is what somebody without any right reads as the ranking: "NUMBER RANK VOTES" of each work in order, + behind a bound.
func (h *hall) wall() string {
	h.t.Helper()
	w := h.ask(nil, "GET", "/campaigns/"+hebei+"/standings", "")
	var got ballot.Standings
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
		h.t.Fatalf("%d %s", w.Code, w.Body)
	}
	lines := make([]string, len(got.Items))
	for i, s := range got.Items {
		switch {
		case s.Votes != nil && s.From == nil:
			lines[i] = fmt.Sprintf("%s %d %d", s.Number, s.Rank, *s.Votes)
		case s.From != nil && s.Votes == nil:
			lines[i] = fmt.Sprintf("%s %d %d+", s.Number, s.Rank, *s.From)
		default:
			h.t.Fatalf("%+v", s)
		}
	}
	return strings.Join(lines, ", ")
}

// reads asks a node that has no board yet: one serves its board for half a second.
func (h *hall) reads(when time.Time, want string) {
	h.t.Helper()
	h.serve()
	h.clock.Set(when)
	if got := h.wall(); got != want {
		h.t.Errorf("at %s the ranking is %q, want %q", when.Format("15:04:05.000"), got, want)
	}
}

func (h *hall) votes(when time.Time, account, work string, n int) {
	h.t.Helper()
	h.clock.Set(when)
	_, err := h.cast(account, fmt.Sprint(account, work, when.UnixMilli()), work, n)
	check(h.t, err)
}

// A vote is shown by whole minutes once it is ten minutes old, wherever it is summed, and at the close at once.
func TestDelayedFigures(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 2, func(t *testing.T, h *hall) {
		h.shows(campaign.ShowDelayed)
		ten := at(t, "2020-11-26 10:00")
		h.reads(ten, "0001 1 0, 0002 1 0")
		h.votes(ten, "a", work(2), 3) // the first instant of its minute
		h.votes(ten.Add(time.Minute-time.Millisecond), "b", work(2), 4)
		h.votes(ten.Add(time.Minute), "c", work(1), 9)
		for _, summed := range []bool{false, true} {
			if summed {
				h.sums()
			}
			h.reads(ten.Add(11*time.Minute-time.Millisecond), "0001 1 0, 0002 1 0")
			h.reads(ten.Add(11*time.Minute), "0002 1 7, 0001 2 0")
			h.reads(ten.Add(12*time.Minute-time.Millisecond), "0002 1 7, 0001 2 0")
			h.reads(ten.Add(12*time.Minute), "0001 1 9, 0002 2 7")
		}
		last := at(t, "2020-12-11 00:00").Add(-time.Millisecond)
		h.votes(last, "d", work(2), 5)
		h.reads(last, "0001 1 9, 0002 2 7")
		h.reads(last.Add(time.Millisecond), "0002 1 12, 0001 2 9")
	})
}

// sums adds what was counted so far to the sums, as every 4096th vote does.
func (h *hall) sums() {
	h.t.Helper()
	check(h.t, h.ballots.Sum(context.Background(), hebei))
	if h.number("SELECT seq - summed FROM ballot_box") != 0 {
		h.t.Fatal("nothing was summed")
	}
}

// The page says how old its figures are, and its ETag holds for the minute.
func TestDelayedFiguresSaySo(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 1, func(t *testing.T, h *hall) {
		h.shows(campaign.ShowDelayed)
		h.clock.Set(at(t, "2020-11-26 10:20").Add(10 * time.Second))
		w := h.ask(nil, "GET", "/campaigns/"+hebei+"/standings", "")
		if !strings.Contains(w.Body.String(), `"as_of":"2020-11-26T10:10:00+08:00","shown":true,"late_minutes":10,"items"`) {
			t.Errorf("%s", w.Body)
		}
		h.votes(at(t, "2020-11-26 10:20").Add(20*time.Second), "a", work(1), 1)
		h.clock.Set(at(t, "2020-11-26 10:20").Add(50 * time.Second))
		if again := h.ask(nil, "GET", "/campaigns/"+hebei+"/standings", "", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("a vote shows in the ETag before its time: %d %s", again.Code, again.Body)
		}
	})
}

// Votes that were annulled or released before they were ten minutes old are shown by what became of them, neither twice nor early.
func TestRulingsAboutVotesThatAreNotShownYet(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		h.shows(campaign.ShowDelayed)
		ten := at(t, "2020-11-26 10:00")
		h.votes(ten, "x", work(1), 2)
		h.clock.Set(ten.Add(5 * time.Minute))
		h.suspect() // 10 votes for the first work, with x's 12, and 5 for the second
		_, err := h.ballots.Propose(organiser(), hebei, 1, ballot.Annul, ballot.CauseBought, "有偿投票")
		check(t, err)
		_, err = h.ballots.Agree(staff("other", identity.Organiser), hebei, 1)
		check(t, err)
		for _, summed := range []bool{false, true} {
			if summed {
				h.sums()
			}
			h.reads(ten.Add(6*time.Minute), "0001 1 0, 0002 1 0, 0003 1 0")
			h.reads(ten.Add(11*time.Minute), "0001 1 0, 0002 1 0, 0003 1 0")
			h.reads(ten.Add(16*time.Minute), "0002 1 5, 0001 2 0, 0003 2 0")
		}
		check(t, h.ballots.Appeal(identity.With(context.Background(), identity.Person{ID: "someone"}), hebei, 1, "都是本单位职工"))
		h.clock.Set(ten.Add(7 * time.Minute))
		_, err = h.ballots.Propose(organiser(), hebei, 1, ballot.Release, ballot.CauseGenuine, "核实为职工本人")
		check(t, err)
		_, err = h.ballots.Agree(staff("other", identity.Organiser), hebei, 1)
		check(t, err)
		h.reads(ten.Add(8*time.Minute), "0001 1 0, 0002 1 0, 0003 1 0")
		h.reads(ten.Add(11*time.Minute), "0001 1 2, 0002 2 0, 0003 2 0")
		h.reads(ten.Add(16*time.Minute), "0001 1 12, 0002 2 5, 0003 3 0")
	})
}

// Votes within a band change nothing that anybody sees: neither bound nor rank nor order nor ETag.
func TestBandedFigures(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		h.shows(campaign.ShowBanded)
		ten := at(t, "2020-11-26 10:00")
		h.votes(ten, "a", work(3), 10)
		h.votes(ten, "b", work(2), 1)
		h.reads(ten, "0001 1 0+, 0002 1 0+, 0003 1 0+")
		w := h.ask(nil, "GET", "/campaigns/"+hebei+"/standings", "")
		if body := w.Body.String(); !strings.Contains(body, `"banded":true`) || strings.Contains(body, `"votes":`) || strings.Contains(body, `annulled`) {
			t.Errorf("%s", body)
		}
		for v := range 8 {
			h.votes(ten.Add(time.Duration(v+1)*time.Second), fmt.Sprint("v", v), work(3), 10)
		}
		h.votes(ten.Add(10*time.Second), "c", work(3), 9)
		h.clock.Set(ten.Add(20 * time.Second))
		if again := h.ask(nil, "GET", "/campaigns/"+hebei+"/standings", "", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("votes within a band show: %d %s", again.Code, again.Body)
		}
		h.votes(ten.Add(30*time.Second), "d", work(3), 1) // the hundredth
		h.reads(ten.Add(31*time.Second), "0003 1 100+, 0001 2 0+, 0002 2 0+")
		h.reads(at(t, "2020-12-11 00:00"), "0003 1 100, 0002 2 1, 0001 3 0")
	})
}

// The ledger does not tell what the ranking keeps back, and after the close keeps nothing back.
func TestTheLedgerKeepsBackWhatTheRankingDoes(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 1, func(t *testing.T, h *hall) {
		h.shows(campaign.ShowBanded)
		h.published()
		h.clock.Set(at(t, "2020-11-26 10:00"))
		done, err := h.cast("a", "1", work(1), 1)
		check(t, err)
		h.clock.Set(at(t, "2020-11-27 00:01"))
		check(t, h.ballots.PublishDue(context.Background()))
		ask := func(file string, code int, says string) {
			t.Helper()
			if w := h.ask(nil, "GET", "/campaigns/"+hebei+"/"+file, ""); w.Code != code || !strings.Contains(w.Body.String(), says) {
				t.Errorf("%s: %d %s", file, w.Code, w.Body)
			}
		}
		told := []string{"ledger/leaves/000.p/2", "ledger/ranking.json", "ledger.zip"}
		for _, file := range told {
			ask(file, http.StatusConflict, "ballot.ledger_withheld")
		}
		ask("votes/"+done.Receipt, http.StatusOK, `"included":true,"whole":false}`)
		ask("ledger/checkpoint", http.StatusOK, "/hebei-2020")
		ask("ledger/tile/8/0/000.p/2", http.StatusOK, "")
		h.clock.Set(at(t, "2020-12-11 00:00"))
		for _, file := range told {
			ask(file, http.StatusOK, "")
		}
		ask("votes/"+done.Receipt, http.StatusOK, `"whole":true}`)
	})
}
