package ballot_test

import (
	"context"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"

	"saiying/internal/ballot"
	"saiying/internal/ballot/ledger"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/wechat"
	"saiying/internal/platform/wechat/double"
)

const riskPath = "/wxa/getuserriskrank"

// underWeChat has the hall ask a double of WeChat.
func (h *hall) underWeChat() *double.Server {
	wx := double.New(double.Options{AppID: "app", Secret: "secret", Clock: h.clock})
	server := httptest.NewServer(wx)
	h.t.Cleanup(server.Close)
	h.consult(server.URL)
	return wx
}

func (h *hall) consult(url string) {
	h.t.Cleanup(h.ballots.Close)
	h.ballots.AskWeChat(wechat.New(wechat.Config{AppID: "app", Secret: "secret", Base: url, Timeout: 200 * time.Millisecond, Clock: h.clock}))
}

// from casts from an address, as all votes over HTTP come.
func (h *hall) from(account, key, work string, n int) {
	h.t.Helper()
	b := ballot.Ballot{Entry: work, Count: n, Key: key, Signs: ballot.Signs{From: home(account)}}
	_, _, err := h.ballots.Cast(voter(account), hebei, b)
	check(h.t, err)
}

// home is an address in a network of the account's own.
func home(account string) string {
	sum := crc32.ChecksumIEEE([]byte(account))
	return fmt.Sprintf("8.%d.%d.7", sum>>8&255, sum&255)
}

// looks has somebody open the page of a vote, which asks what they have left.
func (h *hall) looks(account string) ballot.Mine {
	h.t.Helper()
	m, err := h.ballots.Mine(audit.With(voter(account), audit.Actor{From: "203.0.113.7"}), hebei, "")
	check(h.t, err)
	h.ballots.Heard()
	return m
}

// stand fails unless the works have these votes, wherever they are summed, and so many are held.
func (h *hall) stand(want map[string]int64, held int64) {
	h.t.Helper()
	var all int64
	for _, n := range want {
		all += n
	}
	if got := h.totals(); !maps.Equal(positive(got), want) {
		h.t.Errorf("totals %v, want %v", got, want)
	}
	if n := h.number("SELECT votes FROM ballot_box"); n != all {
		h.t.Errorf("%d votes in the box, want %d", n, all)
	}
	_, n, err := h.ballots.Cases(organiser(), hebei)
	check(h.t, err)
	if n != held {
		h.t.Errorf("%d votes are held, want %d", n, held)
	}
}

func positive(totals map[string]int64) map[string]int64 {
	maps.DeleteFunc(totals, func(_ string, n int64) bool { return n == 0 })
	return totals
}

// recounted has a stranger count the published ledger by both implementations, and freezes.
func (h *hall) recounted(dir string, want map[string]int64) {
	h.t.Helper()
	h.clock.Set(at(h.t, "2020-12-20 10:00"))
	check(h.t, h.ballots.PublishDue(context.Background()))
	if faults := h.sentences(dir); faults != "" {
		h.t.Error(faults)
	}
	r, err := ledger.Verify(os.DirFS(dir), "")
	check(h.t, err)
	if !maps.Equal(positive(r.Totals), want) {
		h.t.Errorf("recounted %v, want %v", r.Totals, want)
	}
	script, err := os.Open("../../bench/retally/retally.py")
	check(h.t, err)
	defer func() { _ = script.Close() }()
	c := exec.Command("python3", "-", dir)
	c.Stdin = script
	if out, err := c.CombinedOutput(); err != nil {
		h.t.Errorf("retally.py: %v\n%s", err, out)
	}
	f, err := h.ballots.Freeze(organiser(), hebei, "投票截止")
	check(h.t, err)
	if !maps.Equal(f.Totals, want) {
		h.t.Errorf("frozen %v, want %v", f.Totals, want)
	}
}

// Votes of an account of the highest risk are spent and written down, and count once two people have said so.
func TestVotesOfHighRiskAreHeld(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		dir := h.published()
		wx := h.underWeChat()
		wx.SetRisk("farm", 4)
		wx.SetRisk("doubtful", 3)
		for _, account := range []string{"farm", "doubtful", "fan"} {
			h.looks(account)
		}
		h.from("farm", "1", work(1), 6)
		h.from("doubtful", "1", work(1), 3)
		h.from("fan", "1", work(2), 2)
		h.from("farm", "2", work(2), 4)
		h.ballots.Heard()
		h.stand(map[string]int64{work(1): 3, work(2): 2}, 10)
		if _, err := h.cast("farm", "3", work(1), 1); err == nil {
			t.Error("held votes spent nothing")
		}
		m := h.looks("farm")
		if m.Remaining != 0 || len(m.Votes) != 2 || m.Votes[0].State != ballot.VoteHeld || m.Votes[1].State != ballot.VoteHeld {
			t.Errorf("the voter is told %+v", m)
		}
		o, err := h.ballots.Overview(organiser(), hebei)
		check(t, err)
		if o.Votes != 5 || o.Standings[0].Annulled != 0 {
			t.Errorf("staff see %+v", o)
		}
		h.decide(1, ballot.Release, ballot.CauseGenuine)
		h.stand(map[string]int64{work(1): 9, work(2): 6}, 0)
		if m := h.looks("farm"); m.Votes[0].State != ballot.VoteCounted {
			t.Errorf("after the release %+v", m.Votes)
		}
		h.clock.Set(at(t, "2020-11-27 09:00"))
		h.from("farm", "4", work(3), 5)
		h.stand(map[string]int64{work(1): 9, work(2): 6}, 5)
		h.decide(2, ballot.Annul, ballot.CauseConcerted)
		h.recounted(dir, map[string]int64{work(1): 9, work(2): 6})
	})
}

// decide has two people decide about all votes that are held.
func (h *hall) decide(number int, o ballot.Outcome, cause ballot.Cause) {
	h.t.Helper()
	_, err := h.ballots.OpenCase(organiser(), hebei, "微信提示风险", ballot.Doubt{Held: true})
	check(h.t, err)
	_, err = h.ballots.Propose(organiser(), hebei, number, o, cause, "逐一核实")
	check(h.t, err)
	_, err = h.ballots.Agree(staff("second", identity.Organiser), hebei, number)
	check(h.t, err)
}

// A machine that votes at once is faster than the answer about it: its votes count until that comes.
func TestVotesAreHeldWhenTheAnswerComesLater(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 2, func(t *testing.T, h *hall) {
		dir := h.published()
		wx := h.underWeChat()
		for i := range 40 {
			wx.SetRisk(fmt.Sprint("farm", i), 4)
			h.from(fmt.Sprint("farm", i), "1", work(1), 10)
			h.from(fmt.Sprint("fan", i), "1", work(1), 1)
		}
		h.ballots.Heard()
		h.stand(map[string]int64{work(1): 40}, 400)
		if m := h.looks("farm3"); m.Votes[0].State != ballot.VoteHeld || m.Votes[0].Case != 0 {
			t.Errorf("the voter is told %+v", m.Votes)
		}
		b, err := h.ballots.Board(context.Background(), hebei)
		check(t, err)
		if b.Rows[0].Annulled != 0 || b.Rows[0].Votes != 40 {
			t.Errorf("held votes are shown as annulled: %+v", b.Rows[0])
		}
		notes := h.number("SELECT COUNT(*) FROM ballot_note WHERE kind = 'hold'")
		h.looks("farm3")
		if n := h.number("SELECT COUNT(*) FROM ballot_note WHERE kind = 'hold'"); n != notes {
			t.Error("votes were held twice")
		}
		h.recounted(dir, map[string]int64{work(1): 40})
	})
}

func TestAnAccountIsAskedAboutOnceADay(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 2, func(t *testing.T, h *hall) {
		wx := h.underWeChat()
		h.looks("fan")
		for n := range 5 {
			h.from("fan", fmt.Sprint(n), work(1), 1)
		}
		h.serve()
		h.consult(h.again(wx))
		h.looks("fan")
		if n := wx.Calls(riskPath); n != 1 {
			t.Errorf("WeChat was asked %d times in a day, also after a restart", n)
		}
		h.clock.Advance(24 * time.Hour)
		h.looks("fan")
		if n := wx.Calls(riskPath); n != 2 {
			t.Errorf("WeChat was asked %d times in two days", n)
		}
	})
}

func (h *hall) again(wx http.Handler) string {
	server := httptest.NewServer(wx)
	h.t.Cleanup(server.Close)
	return server.URL
}

// No vote waits for WeChat, and none is lost or held because it fails.
func TestVotesCountWhenWeChatFails(t *testing.T) {
	refusing := func(h *hall) string {
		wx := double.New(double.Options{AppID: "app", Secret: "secret", Clock: h.clock})
		for range 100 {
			wx.Fail(riskPath, 48001)
		}
		return h.again(wx)
	}
	for name, url := range map[string]func(h *hall) string{
		"refuses": refusing,
		"is down": func(*hall) string { return "http://127.0.0.1:1" },
		"is slow": func(h *hall) string {
			return h.again(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body) // only then the server notices that the client has left
				<-r.Context().Done()
			}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachHall(t, "2020-11-26 10:00", 1, func(t *testing.T, h *hall) {
				h.consult(url(h))
				for i := range 50 {
					h.from(fmt.Sprint("fan", i), "1", work(1), 2)
				}
				h.ballots.Heard()
				h.stand(map[string]int64{work(1): 100}, 0)
				if h.ballots.Unranked() == nil {
					t.Error("nobody is told that WeChat does not answer")
				}
				h.sound()
			})
		})
	}
}
