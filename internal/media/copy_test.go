package media_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"saiying/internal/media"
	"saiying/internal/platform/db"
)

// copies are the names of the copies for download that are kept of a film.
func (s *stage) copies(id string) (names []string) {
	s.t.Helper()
	all, err := s.blobs.List(context.Background(), "media/"+id)
	must(s.t, err)
	for _, f := range all {
		if name := filepath.Base(f.Key); strings.HasPrefix(name, "download") {
			names = append(names, name)
		}
	}
	return names
}

func TestTheCopyIsMadeWhenItIsAskedForAndGoesAgain(t *testing.T) {
	everywhere(t, func(t *testing.T, s *stage) {
		id := s.rendered()
		must(t, s.db.Write(context.Background(), func(tx *db.Tx) error {
			_, err := s.media.Claim(context.Background(), tx, id, "entry-7")
			return err
		}))
		v := s.shown(id, "lin")
		if len(s.copies(id)) != 0 || !strings.HasSuffix(v.Download, "/download") || v.Original != "/media/"+id+"/original" {
			t.Fatalf("%v %+v", s.copies(id), v)
		}
		head := s.do("HEAD", v.Download, "", nil)
		if head.status != 200 || head.header.Get("Content-Type") != "video/mp4" ||
			head.header.Get("Content-Disposition") != "attachment; filename*=UTF-8''%E9%9B%AA%E8%90%BD%E7%99%BD%E7%9F%B3%E4%B9%A1.mp4" {
			t.Fatalf("%d %v", head.status, head.header)
		}
		whole := s.do("GET", v.Download, "", nil)
		part := s.do("GET", v.Download, "", nil, "Range", "bytes=100-199", "If-Range", whole.header.Get("ETag"))
		if part.status != http.StatusPartialContent || !bytes.Equal(part.body, whole.body[100:200]) || strconv.Itoa(len(whole.body)) != head.header.Get("Content-Length") {
			t.Fatalf("%d, %d bytes of %d, told were %s", part.status, len(part.body), len(whole.body), head.header.Get("Content-Length"))
		}
		s.restart()
		s.clock.Advance(6 * 24 * time.Hour)
		must(t, s.media.Sweep(context.Background()))
		if len(s.copies(id)) != 1 {
			t.Fatalf("after six days: %v", s.copies(id))
		}
		if a := s.do("GET", v.Download, "", nil); a.status != http.StatusGone || a.code != "media.pass_over" {
			t.Errorf("an old address: %d %s", a.status, a.code)
		}
		if a := s.do("GET", strings.Replace(v.Download, id, "other", 1), "", nil); a.status != http.StatusNotFound {
			t.Errorf("another film by this pass: %d", a.status)
		}
		s.clock.Advance(25 * time.Hour)
		must(t, s.media.Sweep(context.Background()))
		if len(s.copies(id)) != 0 {
			t.Fatalf("after a week: %v", s.copies(id))
		}
		if a := s.do("GET", s.shown(id, "lin").Download, "", nil); a.status != 200 || len(s.copies(id)) != 1 {
			t.Fatalf("made again: %d %s", a.status, a.body)
		}
	})
}

func TestWhoCannotWaitForTheCopyComesAgain(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		id := s.rendered()
		s.media.SetCopyWait(0)
		a := s.do("GET", s.shown(id, "lin").Download, "", nil)
		if a.status != http.StatusServiceUnavailable || a.code != "media.copying" || a.header.Get("Retry-After") != "20" {
			t.Fatalf("%d %s %v", a.status, a.body, a.header)
		}
		for end := time.Now().Add(20 * time.Second); len(s.copies(id)) == 0; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("the copy is never there")
			}
		}
		if a := s.do("GET", s.shown(id, "lin").Download, "", nil); a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
	})
}

func TestWhatHasNoCopySaysWhy(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		body := film(t)
		at, early := s.begin("lin", len(body))
		s.patch(at, "lin", 0, body)
		if a := s.do("GET", "/media/"+early+"/download", "lin", nil); a.status != http.StatusConflict || a.code != "media.not_ready" {
			t.Errorf("not rendered yet: %d %s", a.status, a.body)
		}
		s.work()
		ff, err := tool()
		must(t, err)
		dir := t.TempDir()
		must(t, ff.Compose(context.Background(), dir, "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=1", "-c:v", "mpeg2video", "a.mpg"))
		odd, err := os.ReadFile(filepath.Join(dir, "a.mpg"))
		must(t, err)
		id := s.put("lin", odd)
		s.work()
		if v := s.shown(id, "lin"); v.State == media.StateReady && (v.Download != "" || v.Original == "") {
			t.Fatalf("%+v", v)
		}
		s.media.SetFree(func() (int64, error) { return media.Elbow, nil }, time.Minute)
		if a := s.do("GET", s.shown(early, "lin").Download, "", nil); a.status != http.StatusInsufficientStorage || a.code != "media.no_room" {
			t.Errorf("a full disk: %d %s", a.status, a.body)
		}
	})
}

func TestWhatAKilledCopyLeftIsClearedAway(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		id := s.rendered()
		left, underway := filepath.Join(s.data, "work", id+".aside.1"), filepath.Join(s.data, "work", id+".aside.2")
		for _, dir := range []string{left, underway} {
			must(t, os.MkdirAll(dir, 0o750))
			must(t, os.WriteFile(filepath.Join(dir, "film.mp4"), []byte("half"), 0o600))
		}
		must(t, os.Chtimes(left, time.Now(), time.Now().Add(-time.Hour)))
		if a := s.do("GET", s.shown(id, "lin").Download, "", nil); a.status != 200 || len(a.body) < 1000 {
			t.Fatalf("%d, %d bytes", a.status, len(a.body))
		}
		must(t, s.media.Tidy(context.Background()))
		_, gone := os.Stat(left)
		_, stays := os.Stat(underway)
		if !os.IsNotExist(gone) || stays != nil {
			t.Fatalf("%v, %v", gone, stays)
		}
	})
}
