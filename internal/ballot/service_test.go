package ballot_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/job"
)

const hebei = "hebei-2020"

const frozenSum = "264bb8dc10e2257b0005c7f63f9897bd4bb49731b89e4a3f4ac6f13e9899254c"

func at(t testing.TB, s string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// hall is a contest on a real database, its works shortlisted.
type hall struct {
	t         testing.TB
	db        *db.DB
	clock     *clock.Fixed
	queue     *job.Queue
	campaigns *campaign.Service
	entries   *entry.Service
	ballots   *ballot.Service
}

// inTwoPlaces has the notice's vote held in the mini program and, by phone, in an app: five votes a day there, each of which counts two.
var inTwoPlaces = []string{"  channel: wechat_miniprogram\n  channel_label: 微信小程序\n", `  channels:
    wechat: {label: 微信小程序, account: wechat}
    app: {label: 望北新闻客户端, account: phone, per_day: 5, weight: 2}
`}

// open opens a hall for the notice, in which texts are replaced by the next one each.
func open(t testing.TB, d *db.DB, c *clock.Fixed, works int, edits ...string) *hall {
	t.Helper()
	ctx := context.Background()
	check(t, job.Migrate(ctx, d))
	check(t, db.Migrate(ctx, d, "audit", audit.Schema))
	check(t, db.Migrate(ctx, d, "identity", identity.Schema))
	check(t, db.Migrate(ctx, d, "campaign", campaign.Schema))
	check(t, db.Migrate(ctx, d, "media", media.Schema))
	check(t, db.Migrate(ctx, d, "entry", entry.Schema))
	check(t, db.Migrate(ctx, d, "ballot", ballot.Schema))
	h := &hall{t: t, db: d, clock: c}
	h.serve()
	notice, err := campaigns.Files.ReadFile(hebei + ".yaml")
	check(t, err)
	decided, err := campaigns.Files.ReadFile(hebei + ".decisions.yaml")
	check(t, err)
	_, err = h.campaigns.Apply(ctx, []byte(strings.NewReplacer(edits...).Replace(string(notice))), decided)
	check(t, err)
	check(t, d.Write(ctx, func(tx *db.Tx) error {
		for i := range works {
			if err := insertWork(ctx, tx, i+1, entry.StateShortlisted); err != nil {
				return err
			}
		}
		return nil
	}))
	return h
}

// serve makes the services anew, as after a restart.
func (h *hall) serve() {
	log := &audit.Log{}
	h.queue = job.New(h.db, job.Config{Node: "n1"})
	h.campaigns = campaign.New(h.db, log, h.clock)
	films, err := media.New(h.db, h.queue, h.clock, h.campaigns, nil, nil, h.t.TempDir())
	check(h.t, err)
	h.entries = entry.New(h.db, log, h.queue, h.campaigns, films)
	h.ballots = ballot.New(h.db, log, h.queue, h.clock, h.campaigns, h.entries)
}

// insertWork writes a work straight into the entry room's table: these tests are not about how works get there.
func insertWork(ctx context.Context, tx *db.Tx, n int, state entry.State) error {
	_, err := tx.Exec(ctx, `INSERT INTO entry_entry (id, campaign, door, owner, made_by, seq, number, state, title, author, unit, fields, topics, declarations, claims, created, submitted, changed)
		VALUES ($1, $2, 'web', 'someone', 'someone', $3, $4, $5, $6, '林晓岚', '望北县融媒体中心', '{}', '[]', '[]', '[]', 1, 1, 1)`,
		work(n), hebei, n, fmt.Sprintf("%04d", n), state, fmt.Sprintf("第%d部", n))
	return err
}

func work(n int) string { return fmt.Sprintf("w%03d", n) }

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// voter is a context in which the owner of a WeChat account asks.
func voter(account string) context.Context {
	return identity.With(context.Background(), identity.Person{ID: "p-" + account, WeChat: account, OpenID: account})
}

func organiser() context.Context {
	p := identity.Person{ID: "boss", Name: "何秘书", Roles: []identity.Grant{{Role: identity.Organiser, Campaign: hebei}}}
	return audit.With(identity.With(context.Background(), p), audit.Actor{ID: p.ID, Name: p.Name, Role: "organiser"})
}

// both is somebody who has a WeChat account and a phone.
func both(name string) identity.Person {
	return identity.Person{ID: "p-" + name, WeChat: name, Phone: "138" + name, PhoneProven: true}
}

func byPhone(name string) identity.Person {
	p := both(name)
	p.WeChat = ""
	return p
}

func (h *hall) cast(account, key string, work string, n int) (ballot.Counted, error) {
	done, _, err := h.ballots.Cast(voter(account), hebei, ballot.Ballot{Entry: work, Count: n, Key: key})
	return done, err
}

func (h *hall) totals() (m map[string]int64) {
	check(h.t, h.db.Read(context.Background(), func(tx *db.Tx) (err error) {
		m, err = h.ballots.Totals(context.Background(), tx, hebei)
		return err
	}))
	return m
}

// number reads one figure straight from the tables.
func (h *hall) number(q string) (n int64) {
	check(h.t, h.db.Read(context.Background(), func(tx *db.Tx) (err error) {
		n, _, err = db.One(context.Background(), tx, db.Value[int64], q)
		return err
	}))
	return n
}

func eachHall(t *testing.T, when string, works int, fn func(t *testing.T, h *hall), edits ...string) {
	t.Helper()
	c := clock.NewFixed(at(t, when))
	dbtest.EachClock(t, c, func(t *testing.T, d *db.DB) {
		c.Set(at(t, when))
		fn(t, open(t, d, c, works, edits...))
	})
}

var rounds = flag.Int("rounds", 200, "how often each of 64 sign-ins casts")

// 64 sign-ins of one account cast again and again: exactly ten votes are counted.
func TestAllowanceIsExactUnderConcurrency(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 5, func(t *testing.T, h *hall) {
		var mu sync.Mutex
		var wg sync.WaitGroup
		counted, refused := 0, 0
		for s := range 64 {
			wg.Go(func() {
				for n := range *rounds {
					_, err := h.cast("one", fmt.Sprintf("%d-%d", s, n), work(n%5+1), 1)
					mu.Lock()
					switch {
					case err == nil:
						counted++
					case errors.Is(err, ballot.ErrSpent):
						refused++
					default:
						t.Error(err)
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if counted != 10 || refused != 64**rounds-10 {
			t.Errorf("%d counted, %d refused", counted, refused)
		}
		h.sound()
		if n := h.number("SELECT SUM(n) FROM ballot_vote"); n != 10 {
			t.Errorf("the votes sum to %d", n)
		}
	})
}

// sound compares every sum with the votes themselves, and the numbers with a count.
func (h *hall) sound() {
	h.t.Helper()
	for what, q := range map[string]string{
		"numbers without gaps": "SELECT MAX(seq) - (SELECT COUNT(*) FROM ballot_note) - COUNT(*) FROM ballot_vote",
		"box":                  "SELECT (SELECT SUM(n) FROM ballot_vote) - (SELECT votes FROM ballot_box)",
		"numbers":              "SELECT (SELECT MAX(seq) FROM ballot_vote) - (SELECT seq FROM ballot_box)",
		"voters":               "SELECT (SELECT COUNT(DISTINCT voter) FROM ballot_vote) - (SELECT voters FROM ballot_box)",
		"allowances":           "SELECT CAST((SELECT SUM(n) FROM ballot_vote) - (SELECT SUM(used) FROM ballot_spent WHERE day <> '') AS BIGINT)",
		"over the allowance":   "SELECT COUNT(*) FROM ballot_spent WHERE used > 10 AND day <> ''",
		"each day's allowance": "SELECT COUNT(*) FROM (SELECT day, voter, SUM(n) AS n FROM ballot_vote GROUP BY day, voter) v JOIN ballot_spent s ON s.day = v.day AND s.voter = v.voter WHERE s.used <> v.n",
	} {
		if n := h.number(q); n != 0 {
			h.t.Errorf("%s: off by %d", what, n)
		}
	}
}

func TestManyVotersAndWorks(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 20, func(t *testing.T, h *hall) {
		var wg sync.WaitGroup
		for v := range 24 {
			wg.Go(func() {
				for n := range 6 { // 1+2+3+4 are counted, 5 and 6 find too little left
					_, err := h.cast(fmt.Sprint("v", v), fmt.Sprint(n), work((v+n)%20+1), n+1)
					if (n < 4) != (err == nil) || (n >= 4 && !errors.Is(err, ballot.ErrSpent)) {
						t.Errorf("voter %d, %d votes: %v", v, n+1, err)
					}
				}
			})
		}
		wg.Wait()
		h.sound()
		var sum int64
		for _, n := range h.totals() {
			sum += n
		}
		if sum != 240 {
			t.Errorf("%d votes", sum)
		}
	})
}

func TestGateToTheMillisecond(t *testing.T) {
	eachHall(t, "2020-11-26 00:00", 1, func(t *testing.T, h *hall) {
		opens, closes := at(t, "2020-11-26 00:00"), at(t, "2020-12-11 00:00")
		for i, c := range []struct {
			at   time.Time
			want error
		}{
			{opens.Add(-time.Millisecond), campaign.ErrNotOpen},
			{opens, nil},
			{closes.Add(-time.Millisecond), nil},
			{closes, campaign.ErrClosed},
			{closes.Add(time.Millisecond), campaign.ErrClosed},
		} {
			h.clock.Set(c.at)
			if _, err := h.cast("v", fmt.Sprint(i), work(1), 1); !errors.Is(err, c.want) {
				t.Errorf("at %s: %v, want %v", c.at, err, c.want)
			}
		}
		// A repeat of a vote counted in time is answered after the close as before it.
		if _, err := h.cast("v", "2", work(1), 1); err != nil {
			t.Errorf("a repeat after the close: %v", err)
		}
	})
}

func TestAllowanceIsRenewedAtMidnightInShanghai(t *testing.T) {
	eachHall(t, "2020-11-27 00:00", 2, func(t *testing.T, h *hall) {
		midnight := at(t, "2020-11-27 00:00")
		h.clock.Set(midnight.Add(-time.Millisecond))
		if done, err := h.cast("v", "a", work(1), 10); err != nil || done.Remaining != 0 || done.Accepted != 10 {
			t.Fatalf("%+v %v", done, err)
		}
		_, err := h.cast("v", "b", work(1), 1)
		if !errors.Is(err, ballot.ErrSpent) {
			t.Fatalf("the eleventh vote: %v", err)
		}
		h.clock.Set(midnight)
		if done, err := h.cast("v", "b", work(2), 3); err != nil || done.Remaining != 7 {
			t.Fatalf("on the new day: %+v %v", done, err)
		}
		m, err := h.ballots.Mine(voter("v"), hebei, "")
		if err != nil || m.Remaining != 7 || m.Day != "2020-11-27" || len(m.Votes) != 2 || m.Votes[0].Day != "2020-11-27" || m.Votes[1].Day != "2020-11-26" || m.Votes[0].Title != "第2部" {
			t.Fatalf("%+v %v", m, err)
		}
	})
}

func TestRepeats(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		cast := func(account string, b ballot.Ballot) (ballot.Counted, bool, error) {
			return h.ballots.Cast(voter(account), hebei, b)
		}
		b := ballot.Ballot{Entry: work(1), Count: 3, Key: "k"}
		once, replayed, err := cast("v", b)
		if err != nil || replayed || once.Accepted != 3 || once.Remaining != 7 || once.Receipt == "" {
			t.Fatalf("%+v %v %v", once, replayed, err)
		}
		if _, err := h.cast("v", "k2", work(2), 7); err != nil {
			t.Fatal(err)
		}
		h.serve() // a restart forgets nothing
		if again, replayed, err := cast("v", b); err != nil || !replayed || again != once {
			t.Fatalf("%+v %v %v", again, replayed, err)
		}
		for _, other := range []ballot.Ballot{{Entry: work(1), Count: 4, Key: "k"}, {Entry: work(2), Count: 3, Key: "k"}} {
			if _, _, err := cast("v", other); err == nil || !strings.Contains(err.Error(), "idempotency.conflict") {
				t.Errorf("another vote under the same key: %v", err)
			}
		}
		if other, replayed, err := cast("w", b); err != nil || replayed || other.Receipt == once.Receipt {
			t.Errorf("a key is its voter's own: %+v %v %v", other, replayed, err)
		}
		// The same tap sent many times at once counts once.
		var wg sync.WaitGroup
		answers := make([]ballot.Counted, 16)
		for i := range answers {
			wg.Go(func() { answers[i], _, _ = cast("x", ballot.Ballot{Entry: work(3), Count: 10, Key: "same"}) })
		}
		wg.Wait()
		for _, a := range answers {
			if a != answers[0] || a.Accepted != 10 {
				t.Errorf("%+v and %+v", a, answers[0])
			}
		}
		h.sound()
	})
}

func TestRefusals(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		check(t, h.db.Write(context.Background(), func(tx *db.Tx) error {
			if err := insertWork(context.Background(), tx, 8, entry.StateNotShortlisted); err != nil {
				return err
			}
			return insertWork(context.Background(), tx, 9, entry.StateDisqualified)
		}))
		author := identity.With(context.Background(), identity.Person{ID: "a"})
		for _, c := range []struct {
			name string
			ctx  context.Context
			of   string
			b    ballot.Ballot
			want string
		}{
			{"nobody", context.Background(), hebei, ballot.Ballot{Entry: work(1), Count: 1, Key: "k"}, "identity.signed_out"},
			{"no WeChat account", author, hebei, ballot.Ballot{Entry: work(1), Count: 1, Key: "k"}, "ballot.wechat_needed"},
			{"no key", voter("v"), hebei, ballot.Ballot{Entry: work(1), Count: 1}, "ballot.key_missing"},
			{"a long key", voter("v"), hebei, ballot.Ballot{Entry: work(1), Count: 1, Key: strings.Repeat("k", 101)}, "ballot.key_missing"},
			{"nought", voter("v"), hebei, ballot.Ballot{Entry: work(1), Count: 0, Key: "k"}, "ballot.count_invalid"},
			{"fewer than nought", voter("v"), hebei, ballot.Ballot{Entry: work(1), Count: -3, Key: "k"}, "ballot.count_invalid"},
			{"a key that cannot be kept", voter("v"), hebei, ballot.Ballot{Entry: work(1), Count: 1, Key: "k\x00k"}, "ballot.key_missing"},
			{"a key with blanks", voter("v"), hebei, ballot.Ballot{Entry: work(1), Count: 1, Key: "k k"}, "ballot.key_missing"},
			{"eleven", voter("v"), hebei, ballot.Ballot{Entry: work(1), Count: 11, Key: "k"}, "ballot.count_invalid"},
			{"not shortlisted", voter("v"), hebei, ballot.Ballot{Entry: work(8), Count: 1, Key: "k"}, "ballot.not_candidate"},
			{"disqualified", voter("v"), hebei, ballot.Ballot{Entry: work(9), Count: 1, Key: "k"}, "ballot.not_candidate"},
			{"no such work", voter("v"), hebei, ballot.Ballot{Entry: "none", Count: 1, Key: "k"}, "ballot.not_candidate"},
			{"no such contest", voter("v"), "none", ballot.Ballot{Entry: work(1), Count: 1, Key: "k"}, "campaign.unknown"},
		} {
			if _, _, err := h.ballots.Cast(c.ctx, c.of, c.b); err == nil || !strings.HasPrefix(err.Error(), c.want+":") {
				t.Errorf("%s: %v, want %s", c.name, err, c.want)
			}
		}
		if n := h.number("SELECT COUNT(*) FROM ballot_vote"); n != 0 {
			t.Errorf("%d refused votes were counted", n)
		}
		if n := h.number("SELECT COUNT(*) FROM ballot_spent"); n != 0 {
			t.Errorf("%d refused votes cost something", n)
		}
	})
}

func TestClockThatRunsBack(t *testing.T) {
	eachHall(t, "2020-11-27 00:00", 1, func(t *testing.T, h *hall) {
		if _, err := h.cast("v", "a", work(1), 1); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(-time.Second) // within what clocks are corrected by: counted at the time of the vote before
		if _, err := h.cast("v", "b", work(1), 1); err != nil {
			t.Fatal(err)
		}
		if n := h.number("SELECT COUNT(*) FROM ballot_vote WHERE day = '2020-11-27'"); n != 2 {
			t.Errorf("a later vote was put into an earlier day")
		}
		h.clock.Advance(-time.Minute)
		if _, err := h.cast("v", "c", work(1), 1); err == nil || !strings.HasPrefix(err.Error(), "ballot.clock:") {
			t.Errorf("got %v", err)
		}
	})
}

func TestStandingsAndDisplay(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 4, func(t *testing.T, h *hall) {
		for i, c := range []struct{ work, n int }{{2, 5}, {3, 5}, {4, 7}} {
			if _, err := h.cast(fmt.Sprint("v", i), "k", work(c.work), c.n); err != nil {
				t.Fatal(err)
			}
		}
		b, err := h.ballots.Board(context.Background(), hebei)
		check(t, err)
		got := ""
		for _, r := range b.Rows {
			got += fmt.Sprintf("%s %d %d, ", r.Entry, r.Rank, r.Votes)
		}
		if want := "w004 1 7, w002 2 5, w003 2 5, w001 4 0, "; got != want || !b.Display.Votes {
			t.Fatalf("%s, want %s", got, want)
		}
		if _, err := h.cast("late", "k", work(1), 10); err != nil {
			t.Fatal(err)
		}
		if same, _ := h.ballots.Board(context.Background(), hebei); same.Rows[0].Entry != "w004" || !same.AsOf.Equal(b.AsOf) {
			t.Error("the board was read again within a second")
		}
		h.clock.Advance(time.Second)
		b, err = h.ballots.Board(context.Background(), hebei)
		check(t, err)
		if b.Rows[0].Entry != "w001" || b.Rows[0].Votes != 10 {
			t.Errorf("a second later: %+v", b.Rows[0])
		}
		h.clock.Advance(time.Second)
		if quiet, _ := h.ballots.Board(context.Background(), hebei); !quiet.AsOf.Equal(b.AsOf) {
			t.Error("the board's time moved although nothing else did")
		}
		check(t, h.ballots.SetDisplay(organiser(), hebei, false, false, "投票最后一天暂停展示"))
		b, err = h.ballots.Board(context.Background(), hebei)
		if err != nil || len(b.Rows) != 0 || b.Display.Says == "" {
			t.Errorf("hidden figures were shown: %+v %v", b, err)
		}
		if err := h.ballots.SetDisplay(organiser(), hebei, true, true, " "); err == nil {
			t.Error("switched without a reason")
		}
		if err := h.ballots.SetDisplay(voter("v"), hebei, true, true, "我想看"); !errors.Is(err, identity.ErrForbidden) {
			t.Errorf("a voter switched the display: %v", err)
		}
		o, err := h.ballots.Overview(organiser(), hebei)
		if err != nil || o.State != ballot.Open || o.Votes != 27 || o.Voters != 4 || o.Today != 27 || len(o.Pace) != 1 || o.Pace[0].Votes != 27 || o.Standings[0].Today != 10 || o.Display.Votes {
			t.Errorf("%+v %v", o, err)
		}
	})
}

func TestFreeze(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		for v := range 5 {
			if _, err := h.cast(fmt.Sprint("v", v), "k", work(v%2+1), v+1); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := h.ballots.Freeze(organiser(), hebei, "太早"); err == nil || !strings.HasPrefix(err.Error(), "ballot.still_open:") {
			t.Fatalf("frozen during the vote: %v", err)
		}
		h.clock.Set(at(t, "2020-12-11 00:00"))
		if _, err := h.ballots.Freeze(voter("v"), hebei, "我来"); !errors.Is(err, identity.ErrForbidden) {
			t.Fatalf("a voter froze the vote: %v", err)
		}
		f, err := h.ballots.Freeze(organiser(), hebei, "投票结束")
		check(t, err)
		// The digest over "2 w001 1 2020-11-26\n" to "6 w001 5 2020-11-26\n", reckoned with sha256sum.
		if f.Votes != 15 || f.Ballots != 5 || f.Voters != 5 || f.Totals["w001"] != 9 || f.Totals["w002"] != 6 || f.Sum != frozenSum {
			t.Fatalf("%+v", f)
		}
		if _, err := h.ballots.Freeze(organiser(), hebei, "再来"); err == nil || !strings.HasPrefix(err.Error(), "ballot.frozen:") {
			t.Errorf("frozen twice: %v", err)
		}
		check(t, h.db.Read(context.Background(), func(tx *db.Tx) error {
			kept, found, err := h.ballots.Frozen(context.Background(), tx, hebei)
			if err != nil || !found || kept.Sum != f.Sum || kept.Totals["w002"] != 6 || kept.By != "何秘书" || !kept.At.Equal(f.At) {
				t.Errorf("%+v %v %v", kept, found, err)
			}
			return nil
		}))
		o, err := h.ballots.Overview(organiser(), hebei)
		if err != nil || o.State != ballot.Kept || o.Frozen == nil {
			t.Errorf("%+v %v", o, err)
		}
	})
}

// Somebody who changes the tally behind the program's back is found at the freeze.
func TestFreezeFindsTampering(t *testing.T) {
	for name, tamper := range map[string]string{
		"tally":   "INSERT INTO ballot_tally (campaign, entry, day, votes) VALUES ('hebei-2020', 'w001', '2020-11-26', 1)",
		"missing": "DELETE FROM ballot_vote WHERE seq = 2",
	} {
		t.Run(name, func(t *testing.T) {
			eachHall(t, "2020-11-26 10:00", 1, func(t *testing.T, h *hall) {
				for v := range 2 {
					if _, err := h.cast(fmt.Sprint("v", v), "k", work(1), 2); err != nil {
						t.Fatal(err)
					}
				}
				check(t, h.db.Write(context.Background(), func(tx *db.Tx) error {
					_, err := tx.Exec(context.Background(), tamper)
					return err
				}))
				h.clock.Set(at(t, "2020-12-11 00:00"))
				if _, err := h.ballots.Freeze(organiser(), hebei, "投票结束"); err == nil {
					t.Error("the vote was frozen")
				}
			})
		})
	}
}

// The first vote closes what was decided about voting.
func TestFirstVoteLocksTheRules(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 1, func(t *testing.T, h *hall) {
		if _, err := h.cast("v", "k", work(1), 1); err != nil {
			t.Fatal(err)
		}
		d, err := h.campaigns.Open(organiser(), hebei)
		if err != nil || len(d.Locks) != 1 || d.Locks[0].Topic != campaign.TopicVoting {
			t.Errorf("%+v %v", d.Locks, err)
		}
	})
}
