package screening_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/id"
	"saiying/internal/platform/job"
	"saiying/internal/platform/notify"
	"saiying/internal/platform/web"
	"saiying/internal/screening"
)

const hebei = "hebei-2020"

// house is the rooms that screening stands on, with Hebei's contest collecting works.
type house struct {
	*screening.Service
	t       *testing.T
	db      *db.DB
	clock   *clock.Fixed
	queue   *job.Queue
	log     *audit.Log
	people  *identity.Service
	entries *entry.Service
	ann     context.Context // a screener
	decided chan screening.Decided
	undone  chan screening.Undone
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

func want(t *testing.T, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Fatalf("got %v, want %v", err, target)
	}
}

func build(t *testing.T, engine db.Engine) *house {
	t.Helper()
	ctx := context.Background()
	h := &house{t: t, clock: clock.NewFixed(time.Date(2020, 11, 10, 1, 0, 0, 0, time.UTC)), log: &audit.Log{}, decided: make(chan screening.Decided, 100), undone: make(chan screening.Undone, 100)}
	h.db = dbtest.Open(t, engine, h.clock)
	must(t, job.Migrate(ctx, h.db))
	must(t, db.Migrate(ctx, h.db, "audit", audit.Schema))
	must(t, db.Migrate(ctx, h.db, "identity", identity.Schema))
	must(t, db.Migrate(ctx, h.db, "campaign", campaign.Schema))
	must(t, db.Migrate(ctx, h.db, "media", media.Schema))
	must(t, db.Migrate(ctx, h.db, "entry", entry.Schema))
	must(t, db.Migrate(ctx, h.db, "screening", screening.Schema))
	h.queue = job.New(h.db, job.Config{Node: "n1", Poll: 10 * time.Millisecond})
	sender, err := notify.New("", "")
	must(t, err)
	store, err := blob.OpenFolder(t.TempDir())
	must(t, err)
	h.people = identity.New(h.db, h.log, sender, nil, identity.Options{PublicURL: "http://127.0.0.1"})
	contests := campaign.New(h.db, h.log, h.clock)
	films, err := media.New(h.db, h.queue, h.clock, contests, store, nil, t.TempDir())
	must(t, err)
	h.entries = entry.New(h.db, h.log, h.queue, contests, films)
	h.Service = screening.New(h.db, h.log, h.queue, contests, h.entries)
	job.On(h.queue, "test", func(_ context.Context, e screening.Decided) error { h.decided <- e; return nil })
	job.On(h.queue, "test", func(_ context.Context, e screening.Undone) error { h.undone <- e; return nil })
	notice, err := campaigns.Files.ReadFile("hebei-2020.yaml")
	must(t, err)
	decisions, err := campaigns.Files.ReadFile("hebei-2020.decisions.yaml")
	must(t, err)
	_, err = contests.Apply(ctx, notice, decisions)
	must(t, err)
	h.ann = h.appoint("叶知秋", identity.Screener)
	return h
}

var phones atomic.Int64

func (h *house) appoint(name string, role identity.Role) context.Context {
	h.t.Helper()
	p, _, err := h.people.Appoint(context.Background(), identity.Appointment{Name: name, Phone: fmt.Sprintf("138%08d", phones.Add(1)), Grant: identity.Grant{Role: role, Campaign: hebei}})
	must(h.t, err)
	return as(p)
}

func as(p identity.Person) context.Context {
	a := audit.Actor{ID: p.ID, Name: p.Name, Role: "author"}
	if len(p.Roles) > 0 {
		a.Role = string(p.Roles[0].Role)
	}
	return audit.With(identity.With(context.Background(), p), a)
}

// film puts a whole film of the person who asks into the house, without sending one.
func (h *house) film(ctx context.Context, state media.State) string {
	h.t.Helper()
	owner, _ := identity.By(ctx)
	key := id.New()
	must(h.t, h.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO media_asset (id, campaign, owner, state, filename, size, sha256, began, touched, completed) VALUES ($1, $2, $3, $4, '短片.mp4', 1000, 'ab', $5, $5, $5)",
			key, hebei, owner.ID, string(state), db.Micros(tx.Now()))
		return err
	}))
	return key
}

// enter hands in a work of the person who asks.
func (h *house) enter(ctx context.Context, title string) entry.Entry {
	h.t.Helper()
	e, err := h.entries.Create(ctx, hebei, entry.Form{Door: "web", Declarations: []string{"original", "licence", "terms"}, Fields: map[string]string{
		"title": title, "author": "林晓岚", "unit": "望北县融媒体中心", "contact": fmt.Sprintf("138%08d", phones.Add(1)), "address": "望北县文化路1号", "synopsis": "山里的一所小学。"}})
	must(h.t, err)
	_, err = h.entries.SetFile(ctx, e.ID, h.film(ctx, media.StateReceived))
	must(h.t, err)
	e, err = h.entries.Submit(ctx, e.ID)
	must(h.t, err)
	return e
}

func (h *house) author(name string) context.Context {
	return as(identity.Person{ID: id.New(), Name: name})
}

func (h *house) drain() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	must(h.t, h.queue.Start(ctx))
	must(h.t, h.queue.Drain(ctx, nil))
	must(h.t, h.queue.Stop(ctx))
}

func TestDecisionsFromReturnToAdmission(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lin := h.author("林晓岚")
		e := h.enter(lin, "山里的课堂")
		choice := screening.Choice{Verdict: screening.Return, Reasons: []string{"duration"}, Note: "请剪到3分钟以内。", IfState: entry.StateSubmitted}
		_, err := h.Decide(lin, e.ID, choice)
		want(t, err, identity.ErrForbidden)
		_, err = h.Decide(h.ann, e.ID, screening.Choice{Verdict: screening.Return, IfState: entry.StateSubmitted})
		want(t, err, screening.ErrReasons)
		_, err = h.Decide(h.ann, "nonsense", choice)
		want(t, err, entry.ErrUnknown)
		got, err := h.Decide(h.ann, e.ID, choice)
		must(t, err)
		if got.State != entry.StateReturned || len(got.Reasons) != 1 || got.Reasons[0].Says != "时长不超过3分钟。" || got.Note != "请剪到3分钟以内。" {
			t.Fatalf("%+v", got)
		}
		_, err = h.Decide(h.ann, e.ID, screening.Choice{Verdict: screening.Admit, IfState: entry.StateSubmitted}) // a second tab
		want(t, err, entry.ErrStale)
		_, err = h.entries.SetFile(lin, e.ID, h.film(lin, media.StateReceived))
		must(t, err)
		got, err = h.Decide(h.ann, e.ID, screening.Choice{Verdict: screening.Admit, IfState: entry.StateSubmitted})
		must(t, err)
		if got.State != entry.StateAdmitted || got.Number != e.Number || len(got.Reasons) != 0 {
			t.Fatalf("%+v", got)
		}
		h.drain()
		first, second := <-h.decided, <-h.decided
		if first.Decision == screening.Admit {
			first, second = second, first
		}
		if first.Decision != screening.Return || first.Entry != e.ID || first.Note != "请剪到3分钟以内。" || first.Reasons[0].Key != "duration" || second.Decision != screening.Admit {
			t.Errorf("%+v, %+v", first, second)
		}
		must(t, h.db.Read(h.ann, func(tx *db.Tx) error {
			for decision, stands := range map[string]bool{first.ID: false, second.ID: true} {
				if ok, err := h.Stands(h.ann, tx, e.ID, decision); err != nil || ok != stands {
					t.Errorf("decision stands: %v, %v", ok, err)
				}
			}
			list, err := h.log.List(h.ann, tx, audit.Filter{Campaign: hebei, Act: "screening.", Limit: 10})
			if err != nil || len(list) != 2 || list[0].Act != "screening.admit" || list[0].Name != "叶知秋" || list[0].Says != "通过初审：0001《山里的课堂》" {
				t.Errorf("%v %+v", err, list)
			}
			return err
		}))
	})
}

func TestAfterTheBellNothingIsReturned(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e := h.enter(h.author("林晓岚"), "山里的课堂")
		choice := screening.Choice{Verdict: screening.Return, Reasons: []string{"theme"}}
		bell := time.Date(2020, 11, 15, 16, 0, 0, 0, time.UTC)
		h.clock.Set(bell)
		_, err := h.Decide(h.ann, e.ID, choice)
		want(t, err, screening.ErrOver)
		choice.Verdict = screening.Reject
		_, err = h.Decide(h.ann, e.ID, choice)
		must(t, err)
	})
}

func TestUndo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lin := h.author("林晓岚")
		e := h.enter(lin, "山里的课堂")
		_, err := h.Undo(h.ann, e.ID)
		want(t, err, screening.ErrNothing)
		_, err = h.Decide(h.ann, e.ID, screening.Choice{Verdict: screening.Reject, Reasons: []string{"theme"}})
		must(t, err)
		ben := h.appoint("顾明远", identity.Screener)
		_, err = h.Undo(ben, e.ID)
		want(t, err, screening.ErrOthers)
		got, err := h.Undo(h.ann, e.ID)
		must(t, err)
		if got.State != entry.StateSubmitted || len(got.Reasons) != 0 {
			t.Fatalf("%+v", got)
		}
		_, err = h.Undo(h.ann, e.ID)
		want(t, err, screening.ErrNothing)
		_, err = h.Decide(ben, e.ID, screening.Choice{Verdict: screening.Return, Reasons: []string{"duration"}})
		must(t, err)
		h.clock.Advance(time.Minute)
		_, err = h.entries.SetFile(lin, e.ID, h.film(lin, media.StateReceived))
		must(t, err)
		_, err = h.Undo(ben, e.ID)
		want(t, err, screening.ErrMoved)
		h.drain()
		if u := <-h.undone; u.Entry != e.ID || u.Decision != screening.Reject {
			t.Errorf("%+v", u)
		}
	})
}

func TestNobodyDecidesOnTheirOwnWork(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e := h.enter(h.ann, "初审员的作品")
		_, err := h.Decide(h.ann, e.ID, screening.Choice{Verdict: screening.Admit})
		want(t, err, screening.ErrOwn)
		q, err := h.Queue(h.ann, hebei)
		must(t, err)
		if len(q.Waiting) != 0 || q.Total != 1 {
			t.Errorf("%+v", q)
		}
		_, err = h.Decide(h.appoint("顾明远", identity.Organiser), e.ID, screening.Choice{Verdict: screening.Admit})
		must(t, err)
	})
}

func TestTwoScreenersDecideOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		e := h.enter(h.author("林晓岚"), "山里的课堂")
		var done, late atomic.Int32
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				switch _, err := h.Decide(h.ann, e.ID, screening.Choice{Verdict: screening.Admit, IfState: entry.StateSubmitted}); {
				case err == nil:
					done.Add(1)
				case errors.Is(err, entry.ErrStale):
					late.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if done.Load() != 1 || late.Load() != 11 {
			t.Errorf("%d decided, %d came late", done.Load(), late.Load())
		}
	})
}

func TestQueueAndBulk(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var ids []string
		for i := range 4 {
			ids = append(ids, h.enter(h.author("林晓岚"), fmt.Sprintf("作品%d", i+1)).ID)
			h.clock.Advance(time.Minute)
		}
		must(t, h.db.Write(h.ann, func(tx *db.Tx) error { // the films of the third and the fourth are done
			_, err := tx.Exec(h.ann, "UPDATE media_asset SET state = CASE WHEN claim = $1 THEN 'ready' ELSE 'failed' END WHERE claim IN ($1, $2)", ids[2], ids[3])
			return err
		}))
		q, err := h.Queue(h.ann, hebei)
		must(t, err)
		if len(q.Waiting) != 4 || q.Waiting[0].ID != ids[2] || q.Waiting[1].ID != ids[3] || q.Waiting[2].ID != ids[0] || q.DoneToday != 0 || !q.MayReturn || len(q.Reasons) != 5 {
			t.Fatalf("%+v", q)
		}
		_, _, err = h.AdmitAll(h.author("林晓岚"), hebei, ids)
		want(t, err, identity.ErrForbidden)
		done, failed, err := h.AdmitAll(h.ann, hebei, []string{ids[0], ids[0], ids[1], "nonsense"})
		must(t, err)
		if len(done) != 2 || len(failed) != 2 || failed[0].ID != ids[0] || failed[0].Message == "" || failed[1].ID != "nonsense" {
			t.Errorf("%v %v", done, failed)
		}
		q, err = h.Queue(h.ann, hebei)
		must(t, err)
		if len(q.Waiting) != 2 || q.DoneToday != 2 || q.Total != 4 {
			t.Errorf("%d wait, %d done today, %d in all", len(q.Waiting), q.DoneToday, q.Total)
		}
		h.clock.Advance(24 * time.Hour)
		if q, err = h.Queue(h.ann, hebei); err != nil || q.DoneToday != 0 {
			t.Errorf("%d done today, %v", q.DoneToday, err)
		}
	})
}

func TestScreeningOverHTTP(t *testing.T) {
	h := build(t, db.SQLite)
	mux := http.NewServeMux()
	h.Routes(web.NewAPI(mux, "test"), mux)
	ask := func(as context.Context, method, path, body string, out any) int {
		t.Helper()
		r := httptest.NewRequestWithContext(as, method, "/api/v1"+path, bytes.NewBufferString(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		must(t, json.Unmarshal(w.Body.Bytes(), out))
		return w.Code
	}
	one, two := h.enter(h.author("林晓岚"), "一"), h.enter(h.author("苏禾"), "二")
	var q screening.QueueView
	if code := ask(h.ann, "GET", "/console/campaigns/hebei-2020/screening", "", &q); code != 200 || len(q.Queue) != 2 || q.Undecided != 2 || q.Due == nil {
		t.Fatalf("%d %+v", code, q)
	}
	var p struct{ Code string }
	if code := ask(h.ann, "POST", "/console/entries/"+one.ID+"/screening", `{"decision":"return","reasons":[],"note":"","if_state":"submitted"}`, &p); code != 422 || p.Code != "screening.reason_missing" {
		t.Errorf("%d %+v", code, p)
	}
	var letter screening.Letter
	if code := ask(h.ann, "POST", "/console/entries/"+one.ID+"/screening/preview", `{"decision":"return","reasons":["duration"]}`, &letter); code != 200 || letter.Title != "《一》需要修改" {
		t.Errorf("%d %+v", code, letter)
	}
	var out screening.Outcome
	if code := ask(h.ann, "POST", "/console/entries/"+one.ID+"/screening", `{"decision":"admit","reasons":[],"note":"","if_state":"submitted"}`, &out); code != 200 || out.Entry.State != entry.StateAdmitted || out.Next != two.ID {
		t.Errorf("%d %+v", code, out)
	}
	var f entry.File
	if code := ask(h.ann, "POST", "/console/entries/"+one.ID+"/screening/undo", "", &f); code != 200 || f.State != entry.StateSubmitted {
		t.Errorf("%d %+v", code, f)
	}
	var bulk struct {
		Done   []string
		Failed []screening.Failed
	}
	if code := ask(h.ann, "POST", "/console/campaigns/hebei-2020/screening/bulk", `{"entries":["`+one.ID+`","`+two.ID+`"],"decision":"admit"}`, &bulk); code != 200 || len(bulk.Done) != 2 || bulk.Failed == nil {
		t.Errorf("%d %+v", code, bulk)
	}
}
