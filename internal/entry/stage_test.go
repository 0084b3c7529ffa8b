package entry_test

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
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
	"saiying/internal/platform/fault"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/job"
	"saiying/internal/platform/web"
)

const hebei = "hebei-2020"

var (
	noon = time.Date(2020, 11, 1, 4, 0, 0, 0, time.UTC)
	bell = time.Date(2020, 11, 15, 16, 0, 0, 0, time.UTC) // the end of 15 November in Shanghai
)

// stage is this room on those to its left.
type stage struct {
	t       *testing.T
	db      *db.DB
	clock   *clock.Fixed
	data    string
	queue   *job.Queue
	media   *media.Service
	entries *entry.Service
	url     string
	heard   sync.Map // event name to *atomic.Int32
}

var tool = sync.OnceValues(func() (*ffmpeg.Tool, error) { return ffmpeg.New(context.Background(), ffmpeg.Options{Threads: 1}) })

func each(t *testing.T, fn func(t *testing.T, s *stage)) {
	eachDecided(t, func(decisions []byte) []byte { return decisions }, fn)
}

// eachDecided is each with the organiser's decisions changed.
func eachDecided(t *testing.T, change func(decisions []byte) []byte, fn func(t *testing.T, s *stage)) {
	c := clock.NewFixed(noon)
	dbtest.EachClock(t, c, func(t *testing.T, d *db.DB) {
		c.Set(noon)
		s := &stage{t: t, db: d, clock: c, data: t.TempDir()}
		ctx := context.Background()
		must(t, job.Migrate(ctx, d))
		must(t, db.Migrate(ctx, d, "audit", audit.Schema))
		must(t, db.Migrate(ctx, d, "campaign", campaign.Schema))
		must(t, db.Migrate(ctx, d, "media", media.Schema))
		must(t, db.Migrate(ctx, d, "entry", entry.Schema))
		ff, err := tool()
		must(t, err)
		blobs, err := blob.OpenFolder(filepath.Join(s.data, "blobs"))
		must(t, err)
		log := &audit.Log{}
		held := campaign.New(d, log, c)
		notice, err := campaigns.Files.ReadFile(hebei + ".yaml")
		must(t, err)
		decisions, err := campaigns.Files.ReadFile(hebei + ".decisions.yaml")
		must(t, err)
		_, err = held.Apply(ctx, notice, change(decisions))
		must(t, err)
		s.queue = job.New(d, job.Config{Node: "test", Poll: 10 * time.Millisecond})
		listen[entry.Submitted](s)
		listen[entry.Replaced](s)
		listen[entry.Admitted](s)
		listen[entry.Returned](s)
		listen[entry.Withdrawn](s)
		listen[entry.Disqualified](s)
		s.media, err = media.New(d, s.queue, c, held, blobs, ff, s.data)
		must(t, err)
		s.entries = entry.New(d, log, s.queue, held, s.media)
		mux := http.NewServeMux()
		api := web.NewAPI(mux, "test")
		s.media.Routes(api, mux)
		s.entries.Routes(api, mux)
		srv := httptest.NewServer(web.Handler(mux, web.Options{Who: who}))
		t.Cleanup(srv.Close)
		s.url = srv.URL
		fn(t, s)
	})
}

func listen[E job.Event](s *stage) {
	var e E
	count := &atomic.Int32{}
	s.heard.Store(eventName(e), count)
	job.On(s.queue, "test", func(context.Context, E) error { count.Add(1); return nil })
}

func eventName(e any) string {
	switch e.(type) {
	case entry.Submitted:
		return "submitted"
	case entry.Replaced:
		return "replaced"
	case entry.Admitted:
		return "admitted"
	case entry.Returned:
		return "returned"
	case entry.Withdrawn:
		return "withdrawn"
	}
	return "disqualified"
}

// told fails the test unless each event was heard so often, once all jobs but those on films are done.
func (s *stage) told(want map[string]int32) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	must(s.t, s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM river_job WHERE kind LIKE 'media.%'")
		return err
	}))
	must(s.t, s.queue.Start(ctx))
	defer func() { _ = s.queue.Stop(ctx) }()
	must(s.t, s.queue.Drain(ctx, nil))
	got := map[string]int32{}
	s.heard.Range(func(k, v any) bool {
		if n := v.(*atomic.Int32).Load(); n > 0 {
			got[k.(string)] = n
		}
		return true
	})
	if !maps.Equal(got, want) {
		s.t.Fatalf("heard %v, want %v", got, want)
	}
}

func who(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if id := r.Header.Get("X-Person"); id != "" {
			r = r.WithContext(as(id, r.Header.Get("X-Role")))
		}
		next.ServeHTTP(w, r)
	})
}

// as is the context of a person, with a role in the campaign if it is given.
func as(id string, role ...string) context.Context {
	p := identity.Person{ID: id, Name: id}
	if len(role) > 0 && role[0] != "" {
		p.Roles = []identity.Grant{{Role: identity.Role(role[0]), Campaign: hebei}}
	}
	return audit.With(identity.With(context.Background(), p), audit.Actor{ID: id, Name: id, Role: strings.Join(role, "")})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, err error, code string) *fault.Fault {
	t.Helper()
	f, ok := fault.Of(err)
	if !ok || f.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	return f
}

// film brings a file of the person's to the server. It is no film, which nobody looks at here.
func (s *stage) film(ctx context.Context) string {
	s.t.Helper()
	id, err := s.upload(ctx)
	must(s.t, err)
	return id
}

func (s *stage) upload(ctx context.Context) (string, error) {
	id, err := s.begin(ctx)
	if err != nil {
		return "", err
	}
	return id, s.complete(id)
}

const bytesSent = "0123456789"

func (s *stage) begin(ctx context.Context) (string, error) {
	a, _, err := s.media.Begin(ctx, media.Asset{ID: newID(), Campaign: hebei, Filename: "雪落白石乡.mp4", Size: int64(len(bytesSent))}, "video/mp4")
	return a.ID, err
}

func (s *stage) complete(id string) error {
	at := filepath.Join(s.data, "uploads", id)
	if err := os.WriteFile(at, []byte(bytesSent), 0o600); err != nil {
		return err
	}
	if err := os.Chtimes(at, s.clock.Now(), s.clock.Now()); err != nil {
		return err
	}
	return s.media.Sweep(context.Background())
}

func form(contact string) entry.Form {
	return entry.Form{Door: "web", Fields: map[string]string{"title": "雪落白石乡", "author": "林晓岚", "unit": "望北县融媒体中心", "contact": contact,
		"address": "望北县白石乡1号", "synopsis": "一场雪里的乡村医生。"}, Topics: []string{}, Declarations: []string{"original", "licence", "terms"}}
}

// enter hands in a work of the person.
func (s *stage) enter(person, contact string) entry.Entry {
	s.t.Helper()
	e, err := s.tryEnter(person, contact)
	must(s.t, err)
	return e
}

func (s *stage) tryEnter(person, contact string) (entry.Entry, error) {
	ctx := as(person)
	e, err := s.entries.Create(ctx, hebei, form(contact))
	if err != nil {
		return e, err
	}
	film, err := s.upload(ctx)
	if err != nil {
		return e, err
	}
	if _, err := s.entries.SetFile(ctx, e.ID, film); err != nil {
		return e, err
	}
	return s.entries.Submit(ctx, e.ID)
}

// move does a staff verb in a transaction of its own.
func (s *stage) move(id string, v entry.Verb, step entry.Step) (e entry.Entry, err error) {
	ctx := as("kou", "screener")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		e, err = s.entries.Move(ctx, tx, id, v, step)
		return err
	})
	return e, err
}

// read runs fn in a reading transaction.
func (s *stage) read(fn func(ctx context.Context, tx *db.Tx) error) {
	s.t.Helper()
	ctx := context.Background()
	must(s.t, s.db.Read(ctx, func(tx *db.Tx) error { return fn(ctx, tx) }))
}

func (s *stage) get(id string) (e entry.Entry) {
	s.t.Helper()
	s.read(func(ctx context.Context, tx *db.Tx) (err error) {
		e, err = s.entries.Get(ctx, tx, id)
		return err
	})
	return e
}

func (s *stage) receipts(id string) (all []entry.Receipt) {
	s.t.Helper()
	s.read(func(ctx context.Context, tx *db.Tx) (err error) {
		all, err = s.entries.Receipts(ctx, tx, id)
		return err
	})
	return all
}
