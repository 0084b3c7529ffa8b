package media_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/job"
)

// put takes a film in by hand of a person, and returns its id.
func (s *stage) put(person string, b []byte) string {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), "film.mp4")
	must(s.t, os.WriteFile(path, b, 0o600))
	a, err := s.media.Take(identity.With(context.Background(), identity.Person{ID: person}), hebei, "片子.mp4", path)
	must(s.t, err)
	return a.ID
}

// unlike is the short film with something added that makes its digest another: a free box, which players pass over.
func unlike(t *testing.T, n int) []byte {
	return append(slices.Clone(film(t)), 0, 0, 0, 12, 'f', 'r', 'e', 'e', byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
}

func long(t *testing.T) []byte {
	t.Helper()
	b, err := epic()
	must(t, err)
	return b
}

func (s *stage) start() {
	s.t.Helper()
	q := s.queue
	must(s.t, q.Start(context.Background()))
	s.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = q.Stop(ctx)
	})
}

// view is what person sees of the work on a film; nil when there is none.
func (s *stage) view(id string, p identity.Person) (v *media.WorkView) {
	s.t.Helper()
	ctx := identity.With(context.Background(), p)
	must(s.t, s.db.Read(ctx, func(tx *db.Tx) error {
		a, err := s.media.Asset(ctx, tx, id)
		if err != nil {
			return err
		}
		v, err = s.media.ShowWork(ctx, tx, a)
		return err
	}))
	return v
}

var author = identity.Person{ID: "author"}
var organiser = identity.Person{ID: "organiser", Name: "周启明", Roles: []identity.Grant{{Role: identity.Organiser, Campaign: hebei}}}

// until waits for the work on a film to be in a state, "" for none.
func (s *stage) until(id string, want media.WorkState) {
	s.t.Helper()
	var got *media.WorkView
	for end := time.Now().Add(50 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if got = s.view(id, organiser); got == nil && want == "" || got != nil && got.State == want {
			return
		}
	}
	a, _ := s.asset(id)
	s.t.Fatalf("the work is %+v, want %q; the asset is %s", got, want, a.State)
}

// files lists what was made of a film, by name.
func (s *stage) files(id string) (names []string) {
	s.t.Helper()
	all, err := os.ReadDir(filepath.Join(s.films(), "media", id))
	must(s.t, err)
	for _, f := range all {
		names = append(names, f.Name())
	}
	return names
}

// tidy fails the test if the work has left anything behind.
func (s *stage) tidy() {
	s.t.Helper()
	left, err := os.ReadDir(filepath.Join(s.data, "work"))
	must(s.t, err)
	if len(left) > 0 {
		s.t.Fatalf("left in the folder of work: %v", left)
	}
}

func (s *stage) tries(id string) (tries int) {
	s.t.Helper()
	must(s.t, s.db.Read(context.Background(), func(tx *db.Tx) error {
		all, _, err := s.media.Works(context.Background(), tx, hebei, 100)
		for _, w := range all {
			if w.Asset.ID == id {
				tries = w.Work.Tries
			}
		}
		return err
	}))
	return tries
}

func TestAFullDiskPausesTheWorkAndLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		id := s.put("author", film(t))
		var left, asked atomic.Int64
		left.Store(media.Elbow)
		s.media.SetFree(func() (int64, error) { asked.Add(1); return left.Load(), nil }, 20*time.Millisecond)
		s.start()
		s.until(id, media.WorkPaused)
		for n := asked.Load(); asked.Load() < n+5; time.Sleep(10 * time.Millisecond) { // it looks again and again
			s.until(id, media.WorkPaused)
		}
		if v := s.view(id, author); v.Trouble == "" || len(v.Can) != 0 {
			t.Errorf("the author sees %+v", v)
		}
		if n := s.tries(id); n != 1 {
			t.Errorf("waiting for room cost %d tries", n)
		}
		left.Store(1 << 40)
		s.until(id, "")
		s.expect(id, media.StateReady)
		s.tidy()
	})
}

func TestATroubleIsKnownByWhatIsSaid(t *testing.T) {
	for err, want := range map[error]media.Trouble{
		fmt.Errorf("write: %w", syscall.ENOSPC):                                                        media.NoSpace,
		fmt.Errorf("write: %w", syscall.EDQUOT):                                                        media.NoSpace,
		errors.New("run ffmpeg: exit status 1: av_interleaved_write_frame(): No space left on device"): media.NoSpace,
		errors.New("run ffmpeg: exit status 1: bwrap: No permissions to create new namespace"):         media.NoTool,
		fmt.Errorf("run: %w", context.DeadlineExceeded):                                                media.TooLong,
		errors.New("the database is gone"):                                                             media.Other,
	} {
		if got := media.TroubleOf(err); got != want {
			t.Errorf("%v is %s, want %s", err, got, want)
		}
		if want.Says("zh") == "" || want.Says("en") == "" || want.Says("zh") == want.Says("en") {
			t.Errorf("%s has no sentence", want)
		}
	}
}

func TestARunningFilmIsCancelledAndRetried(t *testing.T) {
	b := long(t)
	each(t, func(t *testing.T, s *stage) {
		id := s.put("author", b)
		s.start()
		ctx := identity.With(context.Background(), organiser)
		s.rendering(id)
		if err := s.media.Cancel(identity.With(context.Background(), author), id); !errors.Is(err, identity.ErrForbidden) {
			t.Fatalf("the author cancels: %v", err)
		}
		must(t, s.media.Cancel(ctx, id))
		for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			if left, _ := os.ReadDir(filepath.Join(s.data, "work")); len(left) == 0 {
				break
			}
			if time.Now().After(end) {
				t.Fatal("the cancelled job goes on")
			}
		}
		s.until(id, media.WorkCancelled)
		s.expect(id, media.StateProcessing)
		if names := s.files(id); !slices.Equal(names, []string{"original"}) {
			t.Fatalf("a cancelled film has %v", names)
		}
		if err := s.media.Retry(identity.With(context.Background(), author), id); !errors.Is(err, media.ErrNotYours) {
			t.Fatalf("the author retries what the organiser stopped: %v", err)
		}
		must(t, s.media.Retry(ctx, id))
		s.until(id, "")
		s.expect(id, media.StateReady)
		if err := s.media.Retry(ctx, id); !errors.Is(err, media.ErrNoWork) {
			t.Fatalf("a film that is ready is retried: %v", err)
		}
		s.tidy()
	})
}

// rendering waits until a film's files are being made.
func (s *stage) rendering(id string) {
	s.t.Helper()
	for end := time.Now().Add(50 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if in, _ := filepath.Glob(filepath.Join(s.data, "work", id+".*", "*")); len(in) > 0 {
			return
		}
	}
	s.t.Fatal("the film is never rendered")
}

func TestTheLineIsOrderedByDeadlineAndByHand(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		var ids []string
		s.clock.Set(bell.Add(-25 * time.Hour))
		for i := range 4 {
			ids = append(ids, s.put("author", unlike(t, i)))
			s.clock.Set(s.clock.Now().Add(time.Second))
		}
		must(t, s.db.Write(context.Background(), func(tx *db.Tx) error {
			return media.SetPace(context.Background(), tx, media.Pace{Pace: 0.5, Length: 120})
		}))
		for i, id := range ids {
			if v := s.view(id, author); v.Ahead != i || v.Remaining != 60*(i+1) {
				t.Errorf("film %d has %d before it and %d s to go", i, v.Ahead, v.Remaining)
			}
		}
		must(t, s.media.First(identity.With(context.Background(), organiser), ids[3]))
		s.clock.Set(bell.Add(-23 * time.Hour))
		late := s.put("author", unlike(t, 9))
		if v := s.view(late, author); v.Ahead != 1 {
			t.Errorf("on the last day %d films are before a new one, want the one that was moved", v.Ahead)
		}
		must(t, s.media.Sweep(context.Background()))
		for i, want := range []int{1, 2, 3, 0} { // their deadline is as near now
			if v := s.view(ids[i], author); v.Ahead != want {
				t.Errorf("after the sweep %d films are before film %d, want %d", v.Ahead, i, want)
			}
		}
		s.start()
		must(t, s.queue.Drain(context.Background(), nil))
		s.heard.mu.Lock()
		defer s.heard.mu.Unlock()
		if want := []string{ids[3], ids[0], ids[1], ids[2], late}; !slices.Equal(s.heard.ready, want) {
			t.Errorf("ready in the order %v, want %v", s.heard.ready, want)
		}
	})
}

func TestActsOnWorkOverHTTP(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		id := s.put("author", film(t))
		for _, c := range []struct {
			act, person, role string
			status            int
		}{
			{"first", "", "", http.StatusUnauthorized}, {"first", "stranger", "", http.StatusNotFound}, {"first", "author", "", http.StatusForbidden},
			{"retry", "author", "", http.StatusConflict}, {"first", "office", "auditor", http.StatusNotFound}, {"first", "office", "organiser", http.StatusOK},
			{"cancel", "office", "organiser", http.StatusOK}, {"cancel", "office", "organiser", http.StatusConflict}, {"retry", "author", "", http.StatusConflict},
			{"retry", "office", "organiser", http.StatusOK},
		} {
			a := s.do("POST", "/api/v1/assets/"+id+"/"+c.act, c.person, nil, "X-Role", c.role)
			if a.status != c.status {
				t.Errorf("%s by %q, %q: %d %s", c.act, c.person, c.role, a.status, a.body)
			}
		}
		s.work()
		s.expect(id, media.StateReady)
		var n int
		must(t, s.db.Read(context.Background(), func(tx *db.Tx) error {
			return tx.QueryRow(context.Background(), "SELECT count(*) FROM audit_record WHERE act IN ('media.first', 'media.cancel', 'media.retry')").Scan(&n)
		}))
		if n != 3 {
			t.Errorf("%d acts are on record, want 3", n)
		}
	})
}

// A machine without its tools fails every film: the author is told, may retry, and after the last try a person must.
func TestAFilmThatTheMachineFailsAtIsRetriedByItsAuthor(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		id := s.put("author", film(t))
		must(t, os.Rename(filepath.Join(s.films(), "media", id, "original"), filepath.Join(s.data, "hidden")))
		s.start()
		s.until(id, media.WorkRetrying)
		must(t, s.db.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(context.Background(), "UPDATE river_job SET attempt = 7 WHERE kind = 'media.probe'")
			return err
		}))
		s.until(id, media.WorkStopped)
		v := s.view(id, author)
		if v.Trouble == "" || !slices.Equal(v.Can, []media.WorkAct{media.Retry}) {
			t.Errorf("the author sees %+v", v)
		}
		must(t, os.Rename(filepath.Join(s.data, "hidden"), filepath.Join(s.films(), "media", id, "original")))
		must(t, s.media.Retry(identity.With(context.Background(), author), id))
		s.until(id, "")
		s.expect(id, media.StateReady)
	})
}

// Two processes on one database share the films: both work, and each film is made once.
func TestTwoWorkersShareTheFilms(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		if s.db.Engine() != db.PostgreSQL {
			s.queue = job.New(s.db, job.Config{Node: "one", MediaWorkers: 2, Poll: 10 * time.Millisecond})
			s.serve()
		}
		var ids []string
		for i := range 6 {
			ids = append(ids, s.put("author", unlike(t, i)))
		}
		s.start()
		if s.db.Engine() == db.PostgreSQL {
			s.queue = job.New(s.db, job.Config{Node: "two", Poll: 10 * time.Millisecond})
			s.serve()
			s.start()
		}
		must(t, s.queue.Drain(context.Background(), nil))
		for _, id := range ids {
			s.expect(id, media.StateReady)
		}
		var jobs, workers int
		must(t, s.db.Read(context.Background(), func(tx *db.Tx) error {
			by := "json_extract(attempted_by, '$[0]')"
			if tx.Engine() == db.PostgreSQL {
				by = "attempted_by[1]"
			}
			return tx.QueryRow(context.Background(), "SELECT count(*), count(DISTINCT "+by+") FROM river_job WHERE kind = 'media.render' AND state = 'completed' AND attempt = 1").Scan(&jobs, &workers)
		}))
		if jobs != len(ids) || s.db.Engine() == db.PostgreSQL && workers != 2 {
			t.Errorf("%d films made once, by %d workers", jobs, workers)
		}
		s.tidy()
	})
}

// serve makes the room's service on another queue.
func (s *stage) serve() {
	s.t.Helper()
	ff, err := ffmpeg.New(context.Background(), ffmpeg.Options{Threads: 1})
	must(s.t, err)
	s.media, err = media.New(s.db, s.queue, s.clock, s.campaigns, s.blobs, ff, s.data)
	must(s.t, err)
	h := s.heard
	job.On(s.queue, "test", func(_ context.Context, e media.Probed) error { return h.add(&h.probed, e.Asset) })
	job.On(s.queue, "test", func(_ context.Context, e media.Ready) error { return h.add(&h.ready, e.Asset) })
}
