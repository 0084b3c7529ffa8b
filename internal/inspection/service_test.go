package inspection_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/inspection"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/id"
	"saiying/internal/platform/job"
)

const hebei = "hebei-2020"

type stage struct {
	t       *testing.T
	db      *db.DB
	clock   *clock.Fixed
	data    string
	tool    *ffmpeg.Tool
	queue   *job.Queue
	held    *campaign.Service
	media   *media.Service
	entries *entry.Service
	review  *inspection.Service
	done    atomic.Int32
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, fn func(t *testing.T, s *stage)) {
	c := clock.NewFixed(time.Date(2020, 11, 1, 4, 0, 0, 0, time.UTC))
	dbtest.EachClock(t, c, func(t *testing.T, d *db.DB) {
		s := &stage{t: t, db: d, clock: c, data: t.TempDir(), queue: job.New(d, job.Config{Node: "test", Poll: 10 * time.Millisecond})}
		ctx := context.Background()
		must(t, job.Migrate(ctx, d))
		must(t, db.Migrate(ctx, d, "audit", audit.Schema))
		must(t, db.Migrate(ctx, d, "campaign", campaign.Schema))
		must(t, db.Migrate(ctx, d, "media", media.Schema))
		must(t, db.Migrate(ctx, d, "entry", entry.Schema))
		must(t, db.Migrate(ctx, d, "inspection", inspection.Schema))
		var err error
		s.tool, err = ffmpeg.New(ctx, ffmpeg.Options{Threads: 2})
		must(t, err)
		blobs, err := blob.OpenFolder(filepath.Join(s.data, "blobs"))
		must(t, err)
		log := &audit.Log{}
		held := campaign.New(d, log, c)
		s.held = held
		s.apply(hebei)
		s.media, err = media.New(d, s.queue, c, held, blobs, s.tool, s.data)
		must(t, err)
		s.entries = entry.New(d, log, s.queue, held, s.media)
		s.review = inspection.New(d, log, s.queue, held, s.media, s.entries, s.data)
		defer func() { must(t, s.review.Close()) }()
		job.On(s.queue, "test", func(context.Context, inspection.Done) error { s.done.Add(1); return nil })
		fn(t, s)
	})
}

// apply brings a shipped contest in.
func (s *stage) apply(key string) {
	s.t.Helper()
	notice, err := campaigns.Files.ReadFile(key + ".yaml")
	must(s.t, err)
	decisions, err := campaigns.Files.ReadFile(key + ".decisions.yaml")
	must(s.t, err)
	_, err = s.held.Apply(context.Background(), notice, decisions)
	must(s.t, err)
}

func (s *stage) work() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	must(s.t, s.queue.Start(ctx))
	must(s.t, s.queue.Drain(ctx, nil))
	must(s.t, s.queue.Stop(ctx))
}

var lin = identity.With(context.Background(), identity.Person{ID: "lin", Name: "林晓岚"})

// upload brings a file to the server as tus leaves it.
func (s *stage) upload(body []byte) string { return s.uploadTo(hebei, body) }

func (s *stage) uploadTo(campaign string, body []byte) string {
	s.t.Helper()
	a, _, err := s.media.Begin(lin, media.Asset{ID: id.New(), Campaign: campaign, Filename: "雪落白石乡.mp4", Size: int64(len(body))}, "video/mp4")
	must(s.t, err)
	at := filepath.Join(s.data, "uploads", a.ID)
	must(s.t, os.WriteFile(at, body, 0o600))
	must(s.t, os.Chtimes(at, s.clock.Now(), s.clock.Now()))
	must(s.t, s.media.Sweep(context.Background()))
	return a.ID
}

// clip makes a small film of so many seconds.
func (s *stage) clip(seconds string) []byte {
	s.t.Helper()
	dir := s.t.TempDir()
	must(s.t, s.tool.Compose(context.Background(), dir, "-f", "lavfi", "-i", "color=c=red:s=160x120:r=2:d="+seconds, "-c:v", "libx264", "-preset", "ultrafast", "a.mp4"))
	b, err := os.ReadFile(filepath.Join(dir, "a.mp4"))
	must(s.t, err)
	return b
}

func (s *stage) get(id string) (e entry.Entry) {
	s.t.Helper()
	must(s.t, s.db.Read(context.Background(), func(tx *db.Tx) (err error) {
		e, err = s.entries.Get(context.Background(), tx, id)
		return err
	}))
	return e
}

func TestAFilmIsInspectedWhicheverComesLast(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		e, err := s.entries.Create(lin, hebei, entry.Form{Door: "web", Fields: map[string]string{"title": "雪落白石乡", "author": "林晓岚", "unit": "望北县融媒体中心",
			"contact": "13800000001", "address": "望北县", "synopsis": "雪。"}, Declarations: []string{"original", "licence", "terms"}})
		must(t, err)
		long, short := s.upload(s.clip("200")), s.upload(s.clip("2"))
		s.work() // measured before the draft has it
		if s.done.Load() != 0 {
			t.Fatal("a film without an entry was inspected")
		}
		_, err = s.entries.SetFile(lin, e.ID, long)
		must(t, err)
		s.work()
		if e = s.get(e.ID); e.Verdict != entry.Fail || e.Errors != 1 {
			t.Fatalf("the draft with a long film: %s %+v", e.Verdict, e.Findings)
		}
		e, err = s.entries.Submit(lin, e.ID) // it is told, not forbidden
		must(t, err)
		s.work()
		var m entry.Mine
		must(t, s.db.Read(lin, func(tx *db.Tx) (err error) {
			m, err = s.entries.ShowMine(lin, tx, s.get(e.ID))
			return err
		}))
		if m.Ask == nil || m.Ask.Act != "replace" || len(m.Ask.Reasons) != 1 || !strings.Contains(m.Ask.Reasons[0].Says, "3分20秒") {
			t.Fatalf("%+v", m.Ask)
		}
		_, err = s.entries.SetFile(lin, e.ID, short)
		must(t, err)
		s.work()
		if e = s.get(e.ID); e.Verdict != entry.Pass || e.Errors != 0 || e.State != entry.StateSubmitted {
			t.Fatalf("%s %+v", e.Verdict, e.Findings)
		}
		unmeasured := s.upload(s.clip("190"))
		_, err = s.entries.SetFile(lin, e.ID, unmeasured) // handed in before it is measured
		must(t, err)
		if e = s.get(e.ID); e.Verdict != "" {
			t.Fatalf("the old verdict stays: %s", e.Verdict)
		}
		s.work()
		if e = s.get(e.ID); e.Verdict != entry.Fail {
			t.Fatalf("%s %+v", e.Verdict, e.Findings)
		}
		rubbish := s.upload([]byte("这不是影片"))
		_, err = s.entries.SetFile(lin, e.ID, rubbish)
		must(t, err)
		s.work()
		if e = s.get(e.ID); e.Verdict != entry.Unreadable || !strings.Contains(e.Findings[0].Message, "不是影片文件") {
			t.Fatalf("%s %+v", e.Verdict, e.Findings)
		}
		s.again(e)
	})
}

// again tries the console's wish to inspect once more.
func (s *stage) again(e entry.Entry) {
	t := s.t
	t.Helper()
	before := s.done.Load()
	if err := s.review.Again(lin, e.ID); err == nil {
		t.Fatal("an author had an entry inspected again")
	}
	kou := identity.With(context.Background(), identity.Person{ID: "kou", Roles: []identity.Grant{{Role: identity.Screener, Campaign: hebei}}})
	must(t, s.review.Again(kou, e.ID))
	s.work()
	if s.done.Load() != before+1 {
		t.Fatalf("inspected %d times more", s.done.Load()-before)
	}
}

func TestPrecheck(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		p, err := s.review.Precheck(context.Background(), hebei, "", map[string]any{"duration_s": 192.0, "width": 1080.0, "height": 1920.0})
		must(t, err)
		if p.Verdict != entry.Fail || len(p.Findings) < 2 {
			t.Fatalf("%+v", p)
		}
		if _, err := s.review.Precheck(context.Background(), "none", "", nil); err == nil {
			t.Fatal("a campaign that does not exist judged")
		}
	})
}
