package jury_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/jury"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/id"
	"saiying/internal/platform/job"
	"saiying/internal/platform/notify"
)

const hebei = "hebei-2020"

// house is the rooms that jury stands on, with Hebei's contest in its screening phase.
type house struct {
	*jury.Service
	t         *testing.T
	db        *db.DB
	clock     *clock.Fixed
	queue     *job.Queue
	log       *audit.Log
	people    *identity.Service
	campaigns *campaign.Service
	entries   *entry.Service
	organiser context.Context
	judges    []identity.Person
	votes     map[string]int64
	ended     atomic.Int32
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) { fn(t, build(t, engine)) })
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func build(t *testing.T, engine db.Engine) *house {
	t.Helper()
	ctx := context.Background()
	h := &house{t: t, clock: clock.NewFixed(time.Date(2020, 11, 17, 1, 0, 0, 0, time.UTC)), log: &audit.Log{}, votes: map[string]int64{}}
	h.db = dbtest.Open(t, engine, h.clock)
	must(t, job.Migrate(ctx, h.db))
	must(t, db.Migrate(ctx, h.db, "audit", audit.Schema))
	must(t, db.Migrate(ctx, h.db, "identity", identity.Schema))
	must(t, db.Migrate(ctx, h.db, "campaign", campaign.Schema))
	must(t, db.Migrate(ctx, h.db, "media", media.Schema))
	must(t, db.Migrate(ctx, h.db, "entry", entry.Schema))
	must(t, db.Migrate(ctx, h.db, "jury", jury.Schema))
	h.queue = job.New(h.db, job.Config{Node: "n1", Poll: 10 * time.Millisecond})
	sender, err := notify.New("", "")
	must(t, err)
	store, err := blob.OpenFolder(t.TempDir())
	must(t, err)
	h.people = identity.New(h.db, h.log, sender, nil, identity.Options{PublicURL: "http://127.0.0.1"})
	h.campaigns = campaign.New(h.db, h.log, h.clock)
	films, err := media.New(h.db, h.queue, h.clock, h.campaigns, store, nil, t.TempDir())
	must(t, err)
	h.entries = entry.New(h.db, h.log, h.queue, h.campaigns, films)
	h.Service = jury.New(h.db, h.log, h.queue, h.people, h.campaigns, h.entries, func(context.Context, *db.Tx, string) (map[string]int64, error) { return h.votes, nil })
	job.On(h.queue, "test", func(context.Context, jury.Settled) error { h.ended.Add(1); return nil })
	h.organiser = h.as(h.appoint("周启明", identity.Organiser))
	return h
}

// start runs the queue for the test.
func (h *house) start() {
	must(h.t, h.queue.Start(context.Background()))
	h.t.Cleanup(func() { _ = h.queue.Stop(context.Background()) })
}

func (h *house) drain() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	must(h.t, h.queue.Drain(ctx, nil))
}

// notice puts Hebei's contest in force, with replacements made in its decisions.
func (h *house) notice(replace ...string) {
	h.t.Helper()
	text := func(name string) []byte {
		b, err := campaigns.Files.ReadFile(name)
		must(h.t, err)
		return b
	}
	r := strings.NewReplacer(replace...)
	_, err := h.campaigns.Apply(context.Background(), []byte(r.Replace(string(text("hebei-2020.yaml")))), []byte(r.Replace(string(text("hebei-2020.decisions.yaml")))))
	must(h.t, err)
}

var phones atomic.Int64

func (h *house) appoint(name string, role identity.Role) identity.Person {
	h.t.Helper()
	p, _, err := h.people.Appoint(context.Background(), identity.Appointment{Name: name, Phone: fmt.Sprintf("138%08d", phones.Add(1)), Grant: identity.Grant{Role: role, Campaign: hebei}})
	must(h.t, err)
	return p
}

func (h *house) as(p identity.Person) context.Context {
	return audit.With(identity.With(context.Background(), p), audit.Actor{ID: p.ID, Name: p.Name, Role: string(p.Roles[0].Role)})
}

// panel appoints n judges and seats them in a round; units may give the first ones' units.
func (h *house) panel(round string, n int, units ...string) {
	h.t.Helper()
	h.judges = nil
	var seats []jury.Seat
	for i := range n {
		p := h.appoint(fmt.Sprintf("评委%d", i+1), identity.Judge)
		h.judges = append(h.judges, p)
		seat := jury.Seat{Person: p.ID}
		if i < len(units) {
			seat.Unit = units[i]
		}
		seats = append(seats, seat)
	}
	must(h.t, h.Seat(h.organiser, hebei, round, seats))
}

// works puts n works into a state, as the rooms to the left would have left them, and returns their ids by number.
func (h *house) works(n int, state entry.State) []string {
	h.t.Helper()
	var ids []string
	must(h.t, h.db.Write(context.Background(), func(tx *db.Tx) error {
		for range n {
			var last int
			if err := tx.QueryRow(context.Background(), "SELECT COUNT(*) FROM entry_entry").Scan(&last); err != nil {
				return err
			}
			key := id.New()
			_, err := tx.Exec(context.Background(), `INSERT INTO entry_entry (id, campaign, door, owner, made_by, seq, number, state, title, author, unit, fields, topics, declarations, claims, created, submitted, changed)
				VALUES ($1, $2, 'web', $3, $3, $4, $5, $6, $7, '林晓岚', '望北县融媒体中心', '{"synopsis":"山里的一所小学。"}', '[]', '[]', '[]', 1, 1, 1)`,
				key, hebei, "owner"+key, last+1, fmt.Sprintf("%04d", last+1), string(state), fmt.Sprintf("作品%d", last+1))
			if err != nil {
				return err
			}
			ids = append(ids, key)
		}
		return nil
	}))
	return ids
}

func (h *house) view(round string) jury.RoundView {
	h.t.Helper()
	v, err := h.Round(h.organiser, hebei, round)
	must(h.t, err)
	return v
}

func (h *house) desk(p identity.Person, round string) []jury.Task {
	h.t.Helper()
	d, err := h.Desk(h.as(p), hebei, round)
	must(h.t, err)
	return d.Tasks
}

// flat marks every criterion of a round with the same figure.
func (h *house) flat(round string, mark float64) map[string]float64 {
	scores := map[string]float64{}
	for _, c := range h.view(round).Criteria {
		scores[c.Key] = mark
	}
	return scores
}

// score has every judge finish every sheet; mark gives the figure by the work's number.
func (h *house) score(round string, mark func(number string) float64) {
	h.t.Helper()
	one := h.flat(round, 0)
	for _, p := range h.judges {
		for _, task := range h.desk(p, round) {
			if task.State == jury.SheetRecused {
				continue
			}
			scores := map[string]float64{}
			for key := range one {
				scores[key] = mark(task.Number)
			}
			must(h.t, h.Save(h.as(p), task.ID, jury.Filling{Scores: scores, Version: task.Version, Done: true}))
		}
	}
}

func (h *house) states() map[entry.State]int {
	h.t.Helper()
	var counts map[entry.State]int
	must(h.t, h.db.Read(context.Background(), func(tx *db.Tx) (err error) {
		counts, err = h.entries.Count(context.Background(), tx, hebei)
		return err
	}))
	return counts
}

func want(t *testing.T, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Fatalf("got %v, want %v", err, target)
	}
}

// Out of 180 works 150 go on. Works 149, 150 and 151 have the same score, so two of the three have a seat.
func TestShortlistOfExactly150(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.notice()
		h.works(180, entry.StateAdmitted)
		h.panel("shortlist", 9)
		must(t, h.Open(h.organiser, hebei, "shortlist"))
		v := h.view("shortlist")
		if v.State != jury.StateOpen || v.Works != 180 || v.Assigned != 540 || v.Scored != 0 {
			t.Fatalf("%+v", v)
		}
		for _, j := range v.Judges {
			if j.Assigned != 60 {
				t.Errorf("%s has %d works", j.Name, j.Assigned)
			}
		}
		h.score("shortlist", func(number string) float64 {
			switch {
			case number <= "0148":
				return 90
			case number <= "0151":
				return 80
			}
			return 70
		})
		must(t, h.Seal(h.organiser, hebei, "shortlist"))
		want(t, h.Settle(h.organiser, hebei, "shortlist"), jury.ErrTied)
		v = h.view("shortlist")
		if v.Cut == nil || v.Cut.Size != 150 || v.Cut.Seats != 2 || len(v.Cut.Tied) != 3 || *v.Cut.Line != 80 || len(v.Blockers) != 1 {
			t.Fatalf("cut %+v, blockers %v", v.Cut, v.Blockers)
		}
		var tied []string
		for _, w := range v.Cut.Tied {
			tied = append(tied, w.ID)
		}
		want(t, h.Choose(h.organiser, hebei, "shortlist", tied, "评审会评议"), jury.ErrSeats)
		want(t, h.Choose(h.organiser, hebei, "shortlist", tied[:2], " "), jury.ErrReason)
		must(t, h.Choose(h.organiser, hebei, "shortlist", []string{tied[2], tied[0]}, "评审会评议，举手表决"))
		must(t, h.Settle(h.organiser, hebei, "shortlist"))
		if n := h.states(); n[entry.StateShortlisted] != 150 || n[entry.StateNotShortlisted] != 30 || n[entry.StateAdmitted] != 0 {
			t.Fatal(n)
		}
		v = h.view("shortlist")
		if d := v.Cut.Decision; v.State != jury.StateSettled || v.Works != 180 || v.Scored != 540 || d == nil || d.By != "周启明" || d.Reason != "评审会评议，举手表决" {
			t.Fatalf("%+v", v)
		}
		results, err := h.Results(h.organiser, hebei, "shortlist")
		must(t, err)
		in := 0
		for _, r := range results.Items {
			if *r.In {
				in++
			}
			if (r.Entry == tied[0] || r.Entry == tied[2]) != *r.In && r.Score == "80.00" {
				t.Errorf("%s is in: %v", r.Number, *r.In)
			}
		}
		if in != 150 || results.Items[0].Derivation != "3位评委的总分：90.00、90.00、90.00。不足5位评委，不去高低分。（90.00＋90.00＋90.00）÷3＝90.00。" {
			t.Errorf("in %d, %q", in, results.Items[0].Derivation)
		}
		h.start()
		h.drain()
		if h.ended.Load() != 1 {
			t.Errorf("Settled was told %d times", h.ended.Load())
		}
	})
}

func TestFewerWorksThanPlacesAllGoOn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.notice()
		h.works(4, entry.StateAdmitted)
		h.panel("shortlist", 3)
		must(t, h.Open(h.organiser, hebei, "shortlist"))
		h.score("shortlist", func(string) float64 { return 60 })
		must(t, h.Seal(h.organiser, hebei, "shortlist"))
		if says := h.view("shortlist").Cut.Says; says != "参评作品不足150部，有得分的全部入围。" {
			t.Error(says)
		}
		must(t, h.Settle(h.organiser, hebei, "shortlist"))
		if n := h.states()[entry.StateShortlisted]; n != 4 {
			t.Errorf("%d are shortlisted", n)
		}
	})
}

func TestWhatStandsInTheWayOfOpening(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		text, err := campaigns.Files.ReadFile("hebei-2020.yaml")
		must(t, err)
		_, err = h.campaigns.Apply(context.Background(), text, nil)
		must(t, err)
		err = h.Open(h.organiser, hebei, "shortlist")
		want(t, err, campaign.ErrUndecided)
		if !strings.Contains(err.Error(), "scale") && !strings.Contains(h.view("shortlist").Blockers[0], "分制") {
			t.Errorf("the open point is not named: %v", err)
		}
		h.notice()
		h.clock.Set(time.Date(2020, 11, 1, 0, 0, 0, 0, time.UTC))
		want(t, h.Open(h.organiser, hebei, "shortlist"), jury.ErrCollecting)
		h.clock.Set(time.Date(2020, 11, 15, 15, 59, 59, 999e6, time.UTC)) // a millisecond before 24:00 in Beijing
		want(t, h.Open(h.organiser, hebei, "shortlist"), jury.ErrCollecting)
		h.clock.Set(time.Date(2020, 11, 15, 16, 0, 0, 0, time.UTC))
		want(t, h.Open(h.organiser, hebei, "shortlist"), jury.ErrNoWorks)
		h.works(1, entry.StateSubmitted)
		want(t, h.Open(h.organiser, hebei, "shortlist"), jury.ErrUnscreened)
		h.works(2, entry.StateAdmitted)
		must(t, h.db.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(context.Background(), "UPDATE entry_entry SET state = 'rejected' WHERE state = 'submitted'")
			return err
		}))
		h.panel("shortlist", 2)
		want(t, h.Open(h.organiser, hebei, "shortlist"), jury.ErrPanel)
		h.panel("shortlist", 3, "望北县融媒体中心新闻部")
		err = h.Open(h.organiser, hebei, "shortlist")
		want(t, err, jury.ErrDeal)
		if v := h.view("shortlist"); len(v.Blockers) != 1 || !strings.Contains(v.Blockers[0], "0002、0003") {
			t.Errorf("the works are not named: %v", v.Blockers)
		}
		h.panel("shortlist", 4, "望北县融媒体中心新闻部")
		must(t, h.Open(h.organiser, hebei, "shortlist"))
		if n := len(h.desk(h.judges[0], "shortlist")); n != 0 {
			t.Errorf("a judge has %d works of their own unit", n)
		}
		want(t, h.Open(h.organiser, hebei, "shortlist"), jury.ErrState)
		stranger := h.appoint("顾明远", identity.Screener)
		want(t, h.Open(h.as(stranger), hebei, "shortlist"), identity.ErrForbidden)
		want(t, h.Seat(h.organiser, hebei, "expert", []jury.Seat{{Person: stranger.ID}}), jury.ErrNotJudge)
		want(t, h.Open(h.organiser, hebei, "nonsense"), jury.ErrNone)
	})
}

func TestSheets(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.notice()
		h.works(5, entry.StateShortlisted)
		h.panel("expert", 3)
		must(t, h.Open(h.organiser, hebei, "expert"))
		ann, ben := h.judges[0], h.judges[1]
		tasks := h.desk(ann, "expert")
		if len(tasks) != 5 || tasks[0].Author != "" || tasks[0].Votes != nil || tasks[0].Synopsis != "山里的一所小学。" || tasks[0].State != jury.SheetTodo {
			t.Fatalf("%+v", tasks[0])
		}
		one := tasks[0]
		full := h.flat("expert", 80)
		save := func(who identity.Person, f jury.Filling) error { return h.Save(h.as(who), one.ID, f) }

		want(t, save(ben, jury.Filling{Version: 1}), jury.ErrTask) // another's sheet
		want(t, save(ann, jury.Filling{Version: 1, Scores: map[string]float64{"theme_content": 101}}), jury.ErrMarks)
		want(t, save(ann, jury.Filling{Version: 1, Scores: map[string]float64{"theme_content": 80.5}}), jury.ErrMarks)
		want(t, save(ann, jury.Filling{Version: 1, Scores: map[string]float64{"nonsense": 80}}), jury.ErrMarks)
		want(t, save(ann, jury.Filling{Version: 1, Done: true, Scores: map[string]float64{"theme_content": 80}}), jury.ErrUnscored)
		must(t, save(ann, jury.Filling{Version: 1, Scores: map[string]float64{"theme_content": 0}, Note: "再看一遍", Watched: 40}))
		got, err := h.Task(h.as(ann), one.ID)
		must(t, err)
		if mark, scored := got.Scores["theme_content"]; !scored || mark != 0 || len(got.Scores) != 1 || got.Total != "" || got.State != jury.SheetDraft || got.Version != 2 || got.Watched != 40 {
			t.Fatalf("a nought is a mark and a gap is none: %+v", got)
		}
		want(t, save(ann, jury.Filling{Version: 1, Scores: full}), jury.ErrStale)
		must(t, save(ann, jury.Filling{Version: 2, Scores: full, Done: true}))
		if got, err = h.Task(h.as(ann), one.ID); err != nil || got.Total != "80.00" || got.State != jury.SheetDone {
			t.Fatalf("%v %+v", err, got)
		}
		must(t, save(ann, jury.Filling{Version: 3, Scores: h.flat("expert", 81), Done: true})) // a judge may think again
		if v := h.view("expert"); v.Scored != 1 || v.Judges[0].Done+v.Judges[1].Done+v.Judges[2].Done != 1 {
			t.Errorf("%+v", v)
		}

		// From the first mark on, what marks mean does not change.
		_, err = h.campaigns.Decide(h.organiser, hebei, []campaign.Set{{Path: "rounds.expert.judges_per_work", Value: 5, Reason: "想改"}})
		want(t, err, campaign.ErrLocked)

		duties, err := h.Duties(h.as(ann))
		must(t, err)
		if len(duties) != 1 || duties[0].Assigned != 5 || duties[0].Done != 1 || duties[0].Sealed || duties[0].Due == nil {
			t.Errorf("%+v", duties)
		}
		results, err := h.Results(h.organiser, hebei, "expert")
		must(t, err)
		if len(results.Items) != 0 {
			t.Error("results are seen while judges score")
		}
	})
}

func TestTwoTabsSaveOneSheet(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.notice()
		h.works(1, entry.StateShortlisted)
		h.panel("expert", 3)
		must(t, h.Open(h.organiser, hebei, "expert"))
		task := h.desk(h.judges[0], "expert")[0]
		full := h.flat("expert", 80)
		var saved, stale atomic.Int32
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				switch err := h.Save(h.as(h.judges[0]), task.ID, jury.Filling{Version: task.Version, Scores: full, Done: true}); {
				case err == nil:
					saved.Add(1)
				case errors.Is(err, jury.ErrStale):
					stale.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if saved.Load() != 1 || stale.Load() != 15 {
			t.Errorf("%d saved, %d were told that they were late", saved.Load(), stale.Load())
		}
	})
}

// Sealing and saving race: whatever was taken before the seal counts, and nothing is taken after it.
func TestNothingIsSavedAfterTheSeal(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.notice()
		h.works(12, entry.StateShortlisted)
		h.panel("expert", 3)
		must(t, h.Open(h.organiser, hebei, "expert"))
		for _, p := range h.judges[:2] {
			for _, task := range h.desk(p, "expert") {
				must(t, h.Save(h.as(p), task.ID, jury.Filling{Version: 1, Scores: h.flat("expert", 70), Done: true}))
			}
		}
		late := h.judges[2]
		full := h.flat("expert", 90)
		var taken atomic.Int32
		var wg sync.WaitGroup
		for _, task := range h.desk(late, "expert") {
			wg.Go(func() {
				err := h.Save(h.as(late), task.ID, jury.Filling{Version: 1, Scores: full, Done: true})
				if err == nil {
					taken.Add(1)
				} else if !errors.Is(err, jury.ErrClosed) {
					t.Error(err)
				}
			})
		}
		wg.Go(func() {
			if err := h.Seal(h.organiser, hebei, "expert"); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		if v := h.view("expert"); v.Scored != 24+int(taken.Load()) {
			t.Errorf("%d sheets count, %d were taken", v.Scored, 24+taken.Load())
		}
	})
}

func TestSealNeedsMoreThanHalfOfTheJudges(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.notice()
		h.works(3, entry.StateShortlisted)
		h.panel("expert", 3)
		must(t, h.Open(h.organiser, hebei, "expert"))
		finish := func(p identity.Person, most int) {
			for _, task := range h.desk(p, "expert")[:most] {
				must(t, h.Save(h.as(p), task.ID, jury.Filling{Version: task.Version, Scores: h.flat("expert", 70), Done: true}))
			}
		}
		finish(h.judges[0], 3)
		finish(h.judges[1], 2)
		err := h.Seal(h.organiser, hebei, "expert")
		want(t, err, jury.ErrMissing)
		if v := h.view("expert"); v.State != jury.StateOpen || len(v.Blockers) != 1 || !strings.Contains(v.Blockers[0], "0003") || strings.Contains(v.Blockers[0], "0001") || !strings.Contains(v.Blockers[0], "评委3") {
			t.Fatalf("who is late with what is not named: %v", v.Blockers)
		}
		finish(h.judges[2], 3) // the second judge stays late, which holds nobody up
		must(t, h.Seal(h.organiser, hebei, "expert"))
		must(t, h.db.Read(context.Background(), func(tx *db.Tx) error {
			list, err := h.log.List(context.Background(), tx, audit.Filter{Campaign: hebei, Act: "jury.seal", Limit: 1})
			must(t, err)
			if !strings.Contains(string(list[0].After), "0003 评委2") {
				t.Errorf("the missing sheet is not on record: %s", list[0].After)
			}
			return nil
		}))
	})
}

func TestRecusalDealsTheWorkToAnother(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.notice()
		h.works(4, entry.StateShortlisted)
		h.panel("expert", 4)
		must(t, h.Open(h.organiser, hebei, "expert"))
		ann := h.judges[0]
		task := h.desk(ann, "expert")[0]
		want(t, h.Recuse(h.as(ann), task.ID, ""), jury.ErrReason)
		must(t, h.Recuse(h.as(ann), task.ID, "作者是我的学生"))
		want(t, h.Save(h.as(ann), task.ID, jury.Filling{Version: 2}), jury.ErrRecused)
		holders := func() (all []string) {
			for _, p := range h.judges {
				for _, x := range h.desk(p, "expert") {
					if x.Entry == task.Entry && x.State != jury.SheetRecused {
						all = append(all, p.ID)
					}
				}
			}
			return all
		}
		if all := holders(); len(all) != 3 || slices.Contains(all, ann.ID) {
			t.Fatalf("the work is now with %v", all)
		}
		// Nobody is left for a second recusal: the round says so until a judge is added.
		ben := h.judges[1]
		for _, x := range h.desk(ben, "expert") {
			if x.Entry == task.Entry {
				must(t, h.Recuse(h.as(ben), x.ID, "参与过创作"))
			}
		}
		if v := h.view("expert"); len(holders()) != 2 || !strings.Contains(v.Blockers[0], task.Number) {
			t.Fatalf("%v %v", holders(), v.Blockers)
		}
		dora := h.appoint("评委五", identity.Judge)
		var seats []jury.Seat
		for _, p := range append(slices.Clone(h.judges), dora) {
			seats = append(seats, jury.Seat{Person: p.ID})
		}
		must(t, h.Seat(h.organiser, hebei, "expert", seats))
		h.judges = append(h.judges, dora)
		if all := holders(); len(all) != 3 || !slices.Contains(all, dora.ID) {
			t.Errorf("the work is now with %v", all)
		}
		want(t, h.Seat(h.organiser, hebei, "expert", seats[1:]), jury.ErrSeated)
		must(t, h.PassOn(h.organiser, hebei, "expert", h.judges[2].ID, "因病不能继续"))
		if v := h.view("expert"); !v.Judges[2].Gone || v.Judges[2].Assigned != 0 {
			t.Errorf("%+v", v.Judges[2])
		}
		if all := holders(); slices.Contains(all, h.judges[2].ID) {
			t.Errorf("the work is now with %v", all)
		}
	})
}

func TestAWorkThatLeftTheContestCountsNoMore(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.notice()
		works := h.works(6, entry.StateAdmitted)
		h.panel("shortlist", 3)
		must(t, h.Open(h.organiser, hebei, "shortlist"))
		h.score("shortlist", func(string) float64 { return 75 })
		must(t, h.entries.Disqualify(h.organiser, works[2], "冒用他人作品"))
		if n := len(h.desk(h.judges[0], "shortlist")); n != 5 {
			t.Errorf("a judge still sees %d works", n)
		}
		must(t, h.Seal(h.organiser, hebei, "shortlist"))
		late := h.works(1, entry.StateAdmitted)
		want(t, h.Settle(h.organiser, hebei, "shortlist"), jury.ErrLeftOut)
		want(t, h.Reopen(h.organiser, hebei, "shortlist", ""), jury.ErrReason)
		must(t, h.Reopen(h.organiser, hebei, "shortlist", "补评一部"))
		for _, p := range h.judges {
			i := slices.IndexFunc(h.desk(p, "shortlist"), func(x jury.Task) bool { return x.Entry == late[0] })
			if i < 0 {
				t.Fatal("the late work was not dealt")
			}
		}
		h.score("shortlist", func(string) float64 { return 76 })
		must(t, h.Seal(h.organiser, hebei, "shortlist"))
		must(t, h.Settle(h.organiser, hebei, "shortlist"))
		if n := h.states(); n[entry.StateShortlisted] != 6 || n[entry.StateDisqualified] != 1 {
			t.Error(n)
		}

		// Until the vote begins the shortlist can be taken back, for a reason; then it stands.
		must(t, h.Reopen(h.organiser, hebei, "shortlist", "漏登一位评委的分数"))
		if n := h.states(); n[entry.StateAdmitted] != 6 {
			t.Error(n)
		}
		must(t, h.Seal(h.organiser, hebei, "shortlist"))
		must(t, h.Settle(h.organiser, hebei, "shortlist"))
		h.clock.Set(time.Date(2020, 11, 25, 16, 0, 0, 0, time.UTC))
		want(t, h.Reopen(h.organiser, hebei, "shortlist", "再改一次"), jury.ErrUsed)
	})
}

// An entry admitted while the round is open is dealt when the news of it arrives; hearing it twice deals nothing twice.
func TestLateAdmissionIsDealt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.notice()
		h.works(3, entry.StateAdmitted)
		h.panel("shortlist", 3)
		must(t, h.Open(h.organiser, hebei, "shortlist"))
		late := h.works(1, entry.StateAdmitted)[0]
		h.start()
		for range 2 {
			must(t, h.db.Write(context.Background(), func(tx *db.Tx) error {
				return job.Emit(context.Background(), h.queue, tx, entry.Admitted{News: entry.News{Entry: late, Campaign: hebei}})
			}))
			h.drain()
		}
		if v := h.view("shortlist"); v.Works != 4 || v.Assigned != 12 {
			t.Errorf("%d works, %d deals", v.Works, v.Assigned)
		}
	})
}

func TestScoresForTheAwards(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.notice("judges_per_work\n    value: 3", "judges_per_work\n    value: 5", "hide_votes: true", "hide_votes: false")
		works := h.works(2, entry.StateShortlisted)
		h.votes[works[0]] = 42
		h.panel("expert", 5)
		must(t, h.Open(h.organiser, hebei, "expert"))
		for i, p := range h.judges {
			for _, task := range h.desk(p, "expert") {
				if task.Votes == nil || *task.Votes != h.votes[task.Entry] {
					t.Fatal("the organiser decided that judges see votes")
				}
				scores := h.flat("expert", float64([]int{95, 70, 88, 90, 89}[i]))
				if task.Entry == works[1] {
					scores = h.flat("expert", 60)
					scores["innovation"] = 100
				}
				must(t, h.Save(h.as(p), task.ID, jury.Filling{Version: task.Version, Scores: scores, Done: true}))
			}
		}
		must(t, h.Seal(h.organiser, hebei, "expert"))
		read := func(fn func(tx *db.Tx) error) error { return h.db.Read(context.Background(), fn) }
		want(t, read(func(tx *db.Tx) error {
			_, err := h.Scores(context.Background(), tx, hebei, "expert")
			return err
		}), jury.ErrUnsettled)
		must(t, h.Settle(h.organiser, hebei, "expert"))
		must(t, read(func(tx *db.Tx) error {
			all, err := h.Scores(context.Background(), tx, hebei, "expert")
			must(t, err)
			if len(all) != 2 || all[0].Entry != works[0] || all[0].Score != 8900 || all[0].Untrimmed != 8640 || all[0].Place != 1 || all[1].Score != 6800 {
				t.Errorf("%+v", all)
			}
			by, err := h.CriterionScores(context.Background(), tx, hebei, "expert", "innovation")
			must(t, err)
			if by[works[0]] != 8900 || by[works[1]] != 10000 {
				t.Error(by)
			}
			_, err = h.log.Verify(context.Background(), tx)
			return err
		}))
		if n := h.states()[entry.StateShortlisted]; n != 2 {
			t.Errorf("a score round left %d works where they were", n)
		}
	})
}

func TestRemind(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.notice()
		h.works(1, entry.StateShortlisted)
		h.panel("expert", 3)
		heard := make(chan jury.Reminded, 1)
		job.On(h.queue, "test", func(_ context.Context, r jury.Reminded) error { heard <- r; return nil })
		must(t, h.Open(h.organiser, hebei, "expert"))
		h.start()
		must(t, h.Remind(h.organiser, hebei, "expert", h.judges[0].ID))
		h.drain()
		if r := <-heard; r.Left != 1 || r.Judge != h.judges[0].ID || r.Due.IsZero() {
			t.Errorf("%+v", r)
		}
		h.score("expert", func(string) float64 { return 80 })
		want(t, h.Remind(h.organiser, hebei, "expert", h.judges[0].ID), jury.ErrNothingLeft)
	})
}
