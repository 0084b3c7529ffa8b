package media_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/blobtest"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/job"
)

// What a worker process is told: the test binary, started with these, works at films until it is killed.
const (
	workerDatabase = "SAIYING_TEST_WORKER_DATABASE"
	workerData     = "SAIYING_TEST_WORKER_DATA"
	workerFilms    = "SAIYING_TEST_WORKER_FILMS"
)

func TestMain(m *testing.M) {
	if os.Getenv(workerDatabase) != "" {
		workUntilKilled()
	}
	os.Exit(m.Run())
}

func workUntilKilled() {
	ctx, c := context.Background(), clock.NewFixed(opened)
	d, err := db.Open(ctx, os.Getenv(workerDatabase), c)
	check(err)
	ff, err := tool()
	check(err)
	blobs, err := blob.Open(blob.Config{Address: os.Getenv(workerFilms)})
	check(err)
	q := job.New(d, job.Config{Node: "victim", Poll: 10 * time.Millisecond})
	_, err = media.New(d, q, c, campaign.New(d, &audit.Log{}, c), blobs, ff, os.Getenv(workerData))
	check(err)
	check(q.Start(ctx))
	select {}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func TestAFilmOutlivesItsWorker(t *testing.T) {
	b := long(t)
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			c, dsn := clock.NewFixed(opened), dbtest.DSN(t, engine)
			d, err := db.Open(context.Background(), dsn, c)
			must(t, err)
			t.Cleanup(func() { _ = d.Close() })
			s := raise(t, d, c, blobtest.Folder(t))
			id := s.put("author", b)
			victim := exec.Command(os.Args[0])
			victim.Env = append(os.Environ(), workerDatabase+"="+dsn, workerData+"="+s.data, workerFilms+"="+s.store.Address)
			victim.Stderr = os.Stderr
			victim.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
			must(t, victim.Start())
			s.rendering(id)
			must(t, victim.Process.Kill())
			_ = victim.Wait()
			s.expect(id, media.StateProcessing)
			s.restart()
			must(t, s.media.Sweep(context.Background()))
			s.start()
			s.until(id, "")
			a := s.expect(id, media.StateReady)
			s.tidy()
			if n := s.heard.times(&s.heard.ready); n > 1 || a.Facts == nil {
				t.Errorf("ready was told %d times", n)
			}
			want := s.files(id)
			again := s.put("other", append(slices.Clone(b), 0, 0, 0, 8, 'f', 'r', 'e', 'e'))
			s.until(again, "")
			if got := s.files(again); !slices.Equal(got, want) {
				t.Errorf("the killed film has the files %v, one made in peace %v", want, got)
			}
		})
	}
}

// A folder that fills up in the middle of the work is a full disk, told by a real file system.
func TestADiskThatFillsUpInTheMiddlePausesTheWork(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Log("only root can mount a file system of its own; the decision before the work is tested by everybody")
		return
	}
	each(t, func(t *testing.T, s *stage) {
		work := filepath.Join(s.data, "work")
		must(t, syscall.Mount("tmpfs", work, "tmpfs", 0, "size=64k"))
		t.Cleanup(func() { _ = syscall.Unmount(work, syscall.MNT_DETACH) })
		id := s.put("author", film(t))
		s.media.SetFree(s.blobs.Room, 20*time.Millisecond)
		s.start()
		s.until(id, media.WorkPaused)
		s.expect(id, media.StateProcessing)
		must(t, syscall.Mount("tmpfs", work, "tmpfs", syscall.MS_REMOUNT, "size=64m"))
		s.until(id, "")
		s.expect(id, media.StateReady)
		s.tidy()
	})
}
