package award

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/jury"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/document"
	"saiying/internal/platform/job"
	"saiying/internal/platform/web"
)

const key = "hebei-2020"

func at(t testing.TB, s string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	check(t, err)
	when, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	check(t, err)
	return when
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// office is a contest on a real database whose works are shortlisted and scored and whose vote is over.
type office struct {
	t         testing.TB
	db        *db.DB
	clock     *clock.Fixed
	queue     *job.Queue
	campaigns *campaign.Service
	entries   *entry.Service
	ballots   *ballot.Service
	awards    *Service
	mu        sync.Mutex
	heard     []string
}

func openOffice(t testing.TB, d *db.DB, c *clock.Fixed) *office {
	t.Helper()
	ctx, log := context.Background(), &audit.Log{}
	check(t, job.Migrate(ctx, d))
	check(t, db.Migrate(ctx, d, "audit", audit.Schema))
	check(t, db.Migrate(ctx, d, "identity", identity.Schema))
	check(t, db.Migrate(ctx, d, "campaign", campaign.Schema))
	check(t, db.Migrate(ctx, d, "media", media.Schema))
	check(t, db.Migrate(ctx, d, "entry", entry.Schema))
	check(t, db.Migrate(ctx, d, "jury", jury.Schema))
	check(t, db.Migrate(ctx, d, "ballot", ballot.Schema))
	check(t, db.Migrate(ctx, d, "award", Schema))
	o := &office{t: t, db: d, clock: c, queue: job.New(d, job.Config{Node: "n1", Poll: 10 * time.Millisecond})}
	o.campaigns = campaign.New(d, log, c)
	films, err := media.New(d, o.queue, c, o.campaigns, nil, nil, t.TempDir())
	check(t, err)
	o.entries = entry.New(d, log, o.queue, o.campaigns, films)
	juries := jury.New(d, log, o.queue, nil, o.campaigns, o.entries, nil)
	o.ballots = ballot.New(d, log, o.queue, c, o.campaigns, o.entries)
	o.awards = New(d, log, o.queue, o.campaigns, o.entries, juries, o.ballots, func() (*document.Press, error) { return document.Open() })
	hear(o, "publicised", func(e Publicised) string { return e.Campaign })
	hear(o, "confirmed", func(e Confirmed) string { return e.Campaign })
	hear(o, "revoked", func(e Revoked) string { return e.Entry + " " + e.Prize })
	notice, err := campaigns.Files.ReadFile(key + ".yaml")
	check(t, err)
	decided, err := campaigns.Files.ReadFile(key + ".decisions.yaml")
	check(t, err)
	_, err = o.campaigns.Apply(ctx, notice, decided)
	check(t, err)
	return o
}

func hear[E any](o *office, what string, say func(E) string) {
	job.On(o.queue, "test-"+what, func(_ context.Context, e E) error {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.heard = append(o.heard, what+" "+say(e))
		return nil
	})
}

// deliver waits until every event has been heard.
func (o *office) deliver() {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	check(o.t, o.queue.Start(ctx))
	check(o.t, o.queue.Drain(ctx, nil))
}

// fill writes works with their results straight into the tables of entry and jury: these tests are not about how works and
// scores get there. Votes are cast and frozen by the ballot room itself.
func (o *office) fill(works []Work) {
	o.t.Helper()
	ctx := context.Background()
	check(o.t, o.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "INSERT INTO jury_round (campaign, round, state, spec, seed, opened, sealed, settled, saves) VALUES ($1, 'expert', 'settled', '{}', '1', 1, 1, 1, 0)", key); err != nil {
			return err
		}
		for i, w := range works {
			r := w.Scores["expert"]
			r.Entry, r.Number, r.Title = w.Entry, w.Number, w.Title
			detail, err := json.Marshal(r)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "INSERT INTO jury_result (campaign, round, entry, place, seq, detail) VALUES ($1, 'expert', $2, $3, $3, $4)", key, w.Entry, i+1, string(detail)); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO entry_entry (id, campaign, door, owner, made_by, seq, number, state, title, author, unit, fields, topics, declarations, claims, created, submitted, changed)
				VALUES ($1, $2, 'web', 'someone', 'someone', $3, $4, 'shortlisted', $5, $6, '望北县融媒体中心', '{}', '[]', '[]', '[]', 1, 1, 1)`,
				w.Entry, key, i+1, w.Number, w.Title, w.Author); err != nil {
				return err
			}
		}
		return nil
	}))
	o.clock.Set(at(o.t, "2020-11-26 10:00"))
	for i, w := range works {
		for left := w.Votes; left > 0; left -= 10 {
			ctx := identity.With(ctx, identity.Person{ID: "v", WeChat: fmt.Sprint("voter-", i, "-", left)})
			_, _, err := o.ballots.Cast(ctx, key, ballot.Ballot{Entry: w.Entry, Count: int(min(left, 10)), Key: "k"})
			check(o.t, err)
		}
	}
	o.clock.Set(at(o.t, "2020-12-11 09:00"))
}

func (o *office) freeze() {
	o.t.Helper()
	_, err := o.ballots.Freeze(organiser(), key, "投票结束")
	check(o.t, err)
}

func organiser() context.Context {
	p := identity.Person{ID: "boss", Name: "何秘书", Roles: []identity.Grant{{Role: identity.Organiser, Campaign: key}}}
	return audit.With(identity.With(context.Background(), p), audit.Actor{ID: p.ID, Name: p.Name, Role: "organiser"})
}

func (o *office) roll() (r Roll) {
	o.t.Helper()
	check(o.t, o.db.Read(context.Background(), func(tx *db.Tx) (err error) {
		r, err = o.awards.Roll(context.Background(), tx, key)
		return err
	}))
	return r
}

func (o *office) winners() (w []Winner) {
	o.t.Helper()
	check(o.t, o.db.Read(context.Background(), func(tx *db.Tx) (err error) {
		w, err = o.awards.Winners(context.Background(), tx, key)
		return err
	}))
	return w
}

func (o *office) state(id string) (e entry.Entry) {
	o.t.Helper()
	check(o.t, o.db.Read(context.Background(), func(tx *db.Tx) (err error) {
		e, err = o.entries.Get(context.Background(), tx, id)
		return err
	}))
	return e
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	if err == nil || !strings.HasPrefix(err.Error(), code+":") {
		t.Errorf("got %v, want %s", err, code)
	}
}

func eachOffice(t *testing.T, fn func(t *testing.T, o *office)) {
	t.Helper()
	c := clock.NewFixed(at(t, "2020-11-26 10:00"))
	dbtest.EachClock(t, c, func(t *testing.T, d *db.DB) { fn(t, openOffice(t, d, c)) })
}

// hundredFifty makes the shortlist, the best first by score and by votes, so that no tie stands at any line: e001 to e010 are
// the most popular, e001 to e015 have the innovation prize, and e051 to e100 a souvenir.
func hundredFifty() []Work {
	all := works(150)
	for i := range all {
		all[i].Votes = int64(max(0, 30-i))
	}
	return all
}

func TestFromProposalToConfirmation(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		refused(t, o.awards.Propose(organiser(), key), "jury.unsettled")
		o.fill(hundredFifty())
		refused(t, o.awards.Propose(organiser(), key), "award.votes_not_frozen")
		o.freeze()
		if err := o.awards.Propose(context.Background(), key); !errors.Is(err, identity.ErrSignedOut) {
			t.Errorf("anybody may propose: %v", err)
		}
		refused(t, o.awards.Publicise(organiser(), key, "2020-12-24", ""), "award.state")
		check(t, o.awards.Propose(organiser(), key))
		r := o.roll()
		if r.State != Provisional || len(r.Standing()) != 125 || len(r.InputsSum) != 64 || len(r.Outcome.Results) != 150 {
			t.Fatalf("%s with %d awards", r.State, len(r.Standing()))
		}
		if o.state("e001").State != entry.StateShortlisted || len(o.winners()) != 0 {
			t.Error("a provisional roll is known outside")
		}
		sum := r.InputsSum
		check(t, o.awards.Propose(organiser(), key))
		if o.roll().InputsSum != sum {
			t.Error("the same inputs have another digest")
		}

		refused(t, o.awards.Publicise(organiser(), key, "2020-12-10", ""), "award.from_invalid")
		check(t, o.awards.Publicise(organiser(), key, "2020-12-24", "名单同时刊登在河北网络广播电视台。"))
		r = o.roll()
		if r.State != Public || !r.Window.From.Equal(at(t, "2020-12-24 00:00")) || !r.Window.To.Equal(at(t, "2020-12-31 00:00")) || len(r.ListSum) != 64 {
			t.Fatalf("%+v %s", r.Window, r.ListSum)
		}
		if o.state("e001").State != entry.StateProposed || o.state("e100").State != entry.StateProposed || o.state("e150").State != entry.StateShortlisted {
			t.Error("the works of the published roll are not proposed")
		}
		o.clock.Set(at(t, "2020-12-31 00:00").Add(-time.Millisecond))
		refused(t, o.awards.Confirm(organiser(), key), "award.publicity_open")
		o.clock.Set(at(t, "2020-12-31 00:00"))
		check(t, o.awards.Confirm(organiser(), key))
		refused(t, o.awards.Confirm(organiser(), key), "award.state")
		refused(t, o.awards.Propose(organiser(), key), "award.state")
		e := o.state("e001")
		if len(o.winners()) != 125 || e.State != entry.StateAwarded || len(e.Awards) != 3 || e.Awards[0].Label != "一等奖" || e.Awards[2].Label != "创新奖" {
			t.Errorf("%d winners, %s, %+v", len(o.winners()), e.State, e.Awards)
		}

		check(t, o.awards.Revoke(organiser(), key, "e001", "popular", "票数核减"))
		check(t, o.awards.Revoke(organiser(), key, "e001", "innovation", "手法借自他人"))
		refused(t, o.awards.Revoke(organiser(), key, "e001", "innovation", "再来"), "award.not_held")
		if e = o.state("e001"); e.State != entry.StateAwarded || len(e.Awards) != 1 {
			t.Errorf("two of three awards taken: %s %+v", e.State, e.Awards)
		}
		check(t, o.awards.Revoke(organiser(), key, "e001", "first", "经核实不是原创"))
		if e = o.state("e001"); e.State != entry.StateShortlisted || len(e.Awards) != 0 || len(o.winners()) != 122 {
			t.Errorf("the last award taken: %s %+v, %d winners", e.State, e.Awards, len(o.winners()))
		}
		o.deliver()
		if want := []string{"confirmed hebei-2020", "publicised hebei-2020", "revoked e001 first", "revoked e001 innovation", "revoked e001 popular"}; !slices.Equal(slices.Sorted(slices.Values(o.heard)), want) {
			t.Errorf("heard %v", o.heard)
		}
	})
}

func TestTheCommitteeDecides(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		all := hundredFifty()
		for i := 3; i < 7; i++ {
			all[i] = work(i+1, 9800, 25)
		}
		o.fill(all)
		o.freeze()
		check(t, o.awards.Propose(organiser(), key))
		refused(t, o.awards.Publicise(organiser(), key, "2020-12-24", ""), "award.pending")
		g, _ := o.roll().Outcome.Given("first")
		if g.Pending == nil || g.Pending.Seats != 2 || len(g.Pending.Tied) != 4 {
			t.Fatalf("%+v", g.Pending)
		}
		refused(t, o.awards.Decide(organiser(), key, "first", []string{"e004"}, "只选一部"), "award.seats")
		refused(t, o.awards.Decide(organiser(), key, "first", []string{"e004", "e004"}, "同一部"), "award.seats")
		refused(t, o.awards.Decide(organiser(), key, "first", []string{"e004", "e009"}, "名单外"), "award.not_tied")
		refused(t, o.awards.Decide(organiser(), key, "popular", []string{"e004"}, "没有同分"), "award.nothing_tied")
		refused(t, o.awards.Decide(organiser(), key, "second", []string{"e004"}, "还没到"), "award.nothing_tied")
		refused(t, o.awards.Decide(organiser(), key, "first", []string{"e004", "e006"}, ""), "award.reason_missing")
		check(t, o.awards.Decide(organiser(), key, "first", []string{"e006", "e004"}, "主题更鲜明"))
		r := o.roll()
		g, _ = r.Outcome.Given("first")
		second, _ := r.Outcome.Given("second")
		if entries(g) != "e001 e002 e003 e004 e006" || !strings.HasPrefix(entries(second), "e005 e007") || len(r.Standing()) != 125 {
			t.Fatalf("%s | %s", entries(g), entries(second))
		}
		if !slices.ContainsFunc(r.Outcome.Log, func(s Step) bool {
			return strings.Contains(s.Says, "选定0004、0006。理由：主题更鲜明（记录人：何秘书）")
		}) {
			t.Errorf("%+v", r.Outcome.Log)
		}
		check(t, o.awards.Publicise(organiser(), key, "2020-12-24T00:00:00+08:00", ""))
	})
}

// A work that is disqualified during the publicity loses its award; its place stays vacant, as was decided, also when the
// roll is computed again.
func TestDisqualifiedDuringThePublicity(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.fill(hundredFifty())
		o.freeze()
		check(t, o.awards.Propose(organiser(), key))
		check(t, o.awards.Publicise(organiser(), key, "2020-12-24", ""))
		check(t, o.entries.Disqualify(organiser(), "e002", "经核实不是原创"))
		o.clock.Set(at(t, "2020-12-31 09:00"))
		refused(t, o.awards.Confirm(organiser(), key), "award.changed")
		o.deliver()
		if n := len(o.roll().Standing()); n != 122 {
			t.Errorf("%d awards stand", n)
		}
		check(t, o.awards.Propose(organiser(), key))
		r := o.roll()
		g, _ := r.Outcome.Given("first")
		if r.State != Provisional || entries(g) != "e001 e003 e004 e005" || o.state("e001").State != entry.StateShortlisted {
			t.Fatalf("%s: %s", r.State, entries(g))
		}
		check(t, o.awards.Publicise(organiser(), key, "2020-12-31", ""))
		o.clock.Set(at(t, "2021-01-08 00:00"))
		check(t, o.awards.Confirm(organiser(), key))
		if n := len(o.winners()); n != 122 || o.state("e002").State != entry.StateDisqualified {
			t.Errorf("%d awards, e002 is %s", n, o.state("e002").State)
		}
	})
}

// An open point stands in the way and is named.
func TestUndecidedRulesAreNamed(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		notice, err := campaigns.Files.ReadFile(key + ".yaml")
		check(t, err)
		_, err = o.campaigns.Apply(context.Background(), bytes.Replace(notice, []byte("campaign: "+key), []byte("campaign: bare-2020"), 1), nil)
		check(t, err)
		p := identity.Person{ID: "boss", Roles: []identity.Grant{{Role: identity.Organiser, Campaign: "bare-2020"}}}
		err = o.awards.Propose(identity.With(context.Background(), p), "bare-2020")
		if !errors.Is(err, campaign.ErrUndecided) {
			t.Errorf("got %v", err)
		}
	})
}

func TestPages(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		mux := http.NewServeMux()
		o.awards.Routes(web.NewAPI(mux, "test"), mux)
		h := web.Handler(mux, web.Options{Who: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r.WithContext(organiser())) })
		}})
		ask := func(status int, method, path, body string) *httptest.ResponseRecorder {
			t.Helper()
			r := httptest.NewRequest(method, "/api/v1/console/campaigns/"+key+path, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != status {
				t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
			}
			return w
		}
		var v View
		check(t, json.Unmarshal(ask(200, "GET", "/awards", "").Body.Bytes(), &v))
		if v.State != None || len(v.Blockers) != 1 || v.Prizes == nil || v.Window != nil {
			t.Errorf("%+v", v)
		}
		ask(404, "GET", "/awards.pdf", "")
		o.fill(hundredFifty())
		o.freeze()
		check(t, json.Unmarshal(ask(200, "POST", "/awards/propose", "").Body.Bytes(), &v))
		if v.State != Provisional || len(v.Blockers) != 0 || len(v.Prizes) != 7 || v.Prizes[0].Filled != 5 || len(v.Results) != 150 || len(v.Log) < 9 {
			t.Errorf("%s %v, %d prizes", v.State, v.Blockers, len(v.Prizes))
		}
		check(t, json.Unmarshal(ask(200, "POST", "/awards/publicise", `{"from":"2020-12-24"}`).Body.Bytes(), &v))
		if v.Window == nil || v.Window.To.Format(time.RFC3339) != "2020-12-31T00:00:00+08:00" {
			t.Errorf("%+v", v.Window)
		}
		check(t, json.Unmarshal(ask(200, "POST", "/awards/revoke", `{"entry":"e001","prize":"first","reason":"经核实不是原创"}`).Body.Bytes(), &v))
		if v.Prizes[0].Filled != 4 || !v.Prizes[0].Winners[0].Revoked {
			t.Errorf("%+v", v.Prizes[0])
		}
		if x := ask(200, "GET", "/awards.xlsx", ""); !bytes.HasPrefix(x.Body.Bytes(), []byte("PK")) {
			t.Error("the sheet is no workbook")
		}
		path := filepath.Join(t.TempDir(), "roll.pdf")
		check(t, os.WriteFile(path, ask(200, "GET", "/awards.pdf", "").Body.Bytes(), 0o600))
		text, err := exec.Command("pdftotext", "-layout", path, "-").Output()
		if err != nil {
			t.Fatalf("pdftotext (on Debian: apt-get install poppler-utils): %v", err)
		}
		for _, want := range []string{"获奖作品名单的公示", "公示时间：2020年12月24日至12月30日（5个工作日）", "一等奖（4部）", "纪念奖（50部）", "《第2部》"} {
			if !strings.Contains(strings.Join(strings.Fields(string(text)), ""), want) {
				t.Errorf("the paper does not say %s:\n%.800s", want, text)
			}
		}
	})
}
