package media_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/web"
)

func TestAnUploadIsResumedAndBecomesAFilm(t *testing.T) {
	body := film(t)
	half := len(body) / 2
	everywhere(t, func(t *testing.T, s *stage) {
		at, id := s.begin("lin", len(body))
		if !strings.HasPrefix(at, "/api/v1/uploads/") {
			t.Fatalf("the address is %q", at)
		}
		if a := s.patch(at, "lin", 0, body[:half]); a.status != 204 || a.header.Get("Upload-Offset") != strconv.Itoa(half) {
			t.Fatalf("%d %v", a.status, a.header)
		}
		a := s.do("HEAD", at, "lin", nil)
		if a.status != 200 || a.header.Get("Upload-Offset") != strconv.Itoa(half) || a.header.Get("Upload-Length") != strconv.Itoa(len(body)) {
			t.Fatalf("%d %v", a.status, a.header)
		}
		if until := a.header.Get("Saiying-Grace-Until"); until != "2020-11-16T00:30:00+08:00" || a.header.Get("Upload-Expires") == "" {
			t.Fatalf("grace until %q, headers %v", until, a.header)
		}
		if a := s.patch(at, "lin", 7, body[half:]); a.status != 409 || a.code != "media.offset_mismatch" {
			t.Fatalf("a wrong offset gave %d %s", a.status, a.body)
		}
		if a := s.patch(at, "wang", half, body[half:]); a.status != 410 || a.code != "media.upload_gone" {
			t.Fatalf("somebody else's upload gave %d %s", a.status, a.body)
		}
		// The mini program cannot send PATCH.
		if a := s.do("POST", at, "lin", body[half:], "X-HTTP-Method-Override", "PATCH", "Upload-Offset", strconv.Itoa(half), "Content-Type", "application/offset+octet-stream"); a.status != 204 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		got := s.expect(id, media.StateReceived)
		if s.digest(id) != sum(body) || s.expect(id, media.StateReceived).SHA256 != sum(body) || got.WithinGrace || got.Filename != "雪落白石乡.mp4" || got.Owner != "lin" {
			t.Fatalf("%+v", got)
		}
		// The answer to the last piece may have been lost: asking again must tell that all is there.
		if a := s.do("HEAD", at, "lin", nil); a.status != 200 || a.header.Get("Upload-Offset") != strconv.Itoa(len(body)) {
			t.Fatalf("%d %v", a.status, a.header)
		}
		if a := s.patch(at, "lin", len(body), nil); a.status != 204 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if a := s.do("DELETE", at, "lin", nil); a.status != 409 || a.code != "media.upload_finished" {
			t.Fatalf("%d %s", a.status, a.body)
		}
		s.work()
		got = s.expect(id, media.StateReady)
		if got.Facts == nil || got.Facts.Width != 320 || got.Facts.DurationS != 2 || len(s.heard.probed) != 1 || len(s.heard.ready) != 1 {
			t.Fatalf("%+v, heard %+v", got, s.heard)
		}
		if left, _ := os.ReadDir(filepath.Join(s.data, "uploads")); len(left) != 0 {
			t.Fatalf("left in uploads: %v", left)
		}
		s.watch(id)
	})
}

// watch tries who may see what of a finished film.
func (s *stage) watch(id string) {
	t := s.t
	t.Helper()
	base := "/media/" + id + "/"
	for _, v := range []struct {
		person, role, file string
		public             bool
		want               int
	}{
		{"lin", "", "master.m3u8", false, 200}, {"lin", "", "poster.jpg", false, 200}, {"lin", "", "original", false, 200},
		{"wang", "", "poster.jpg", false, 404}, {"", "", "master.m3u8", false, 404}, {"j", "judge", "master.m3u8", false, 200},
		{"o", "organiser", "original", false, 200}, {"", "", "master.m3u8", true, 200}, {"wang", "", "thumb.jpg", true, 200},
		{"wang", "", "original", true, 404}, {"", "", "original", true, 404}, {"", "", "240p.txt", true, 404}, {"", "", "none.m4s", true, 404},
	} {
		must(t, s.db.Write(context.Background(), func(tx *db.Tx) error { return s.media.Publish(context.Background(), tx, id, v.public) }))
		if a := s.do("GET", base+v.file, v.person, nil, "X-Role", v.role); a.status != v.want {
			t.Errorf("%s for %q (%s), public %v: %d, want %d", v.file, v.person, v.role, v.public, a.status, v.want)
		}
	}
	list, err := s.blobs.List(context.Background(), "media/"+id)
	must(t, err)
	for _, b := range list {
		if name := filepath.Base(b.Key); strings.HasSuffix(name, ".m4s") {
			a := s.do("GET", base+name, "", nil, "Range", "bytes=10-19")
			if a.status != 206 || len(a.body) != 10 || a.header.Get("Content-Type") != "video/iso.segment" || !strings.Contains(a.header.Get("Cache-Control"), "immutable") {
				t.Errorf("%s: %d, %d bytes, %v", name, a.status, len(a.body), a.header)
			}
			return
		}
	}
	t.Errorf("no segment among %v", list)
}

func TestWhatMayNotBeginIsRefused(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		for _, v := range []struct {
			person, name, kind string
			size               int
			status             int
			code               string
		}{
			{"", "a.mp4", "video/mp4", 10, 401, "identity.signed_out"},
			{"lin", "a.mp4", "video/mp4", 2<<30 + 1, 413, "media.too_large"},
			{"lin", "a.exe", "application/x-msdownload", 10, 415, "media.wrong_type"},
			{"lin", "a.pdf", "video/mp4", 10, 415, "media.wrong_type"},
			{"lin", "", "", 10, 415, "media.wrong_type"},
			{"lin", "a.mp4", "video/mp4", 0, 422, "media.empty"},
			{"lin", `..\..\片名.MOV`, "", 10, 201, ""},
			{"lin", "作品", "video/quicktime", 10, 201, ""},
		} {
			if a := s.create(v.person, v.name, v.kind, v.size); a.status != v.status || a.code != v.code {
				t.Errorf("%q %q %d bytes by %q: %d %s, want %d %s", v.name, v.kind, v.size, v.person, a.status, a.code, v.status, v.code)
			}
		}
		if a := s.do("POST", "/api/v1/uploads/", "lin", nil, "Upload-Length", "10", "Upload-Metadata", "campaign bm9uZQ=="); a.status != 404 || a.code != "campaign.unknown" {
			t.Errorf("%d %s", a.status, a.body)
		}
		if a := s.do("POST", "/api/v1/uploads/", "lin", nil); a.status != 400 || a.code != "media.upload_length" || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("no length: %d %s", a.status, a.body)
		}
		if a := s.do("OPTIONS", "/api/v1/uploads/", "", nil); a.header.Get("Tus-Extension") != "creation,creation-with-upload,termination,expiration,checksum" {
			t.Errorf("extensions %q", a.header.Get("Tus-Extension"))
		}
	})
}

// Whoever speaks tus wrongly is told what is wrong, and nothing is lost by it.
func TestWrongTusIsToldWhatIsWrong(t *testing.T) {
	everywhere(t, func(t *testing.T, s *stage) {
		at, _ := s.begin("lin", 10)
		const kind, octets = "Content-Type", "application/offset+octet-stream"
		for _, v := range []struct {
			method, url string
			body        string
			header      []string
			status      int
			code        string
		}{
			{"PATCH", at, "12345", []string{"Upload-Offset", "0"}, 400, "media.upload_content_type"},
			{"PATCH", at, "12345", []string{kind, octets}, 400, "media.upload_offset"},
			{"PATCH", at, "12345", []string{kind, octets, "Upload-Offset", "five"}, 400, "media.upload_offset"},
			{"PATCH", at, "12345", []string{kind, octets, "Upload-Offset", "5"}, 409, "media.offset_mismatch"},
			{"PATCH", at, "12345", []string{kind, octets, "Upload-Offset", "0", "Tus-Resumable", "0.2.2"}, 412, "media.upload_version"},
			{"PATCH", at, "12345678901", []string{kind, octets, "Upload-Offset", "0"}, 413, "media.upload_overrun"},
			{"PUT", at, "12345", nil, 405, "media.upload_method"},
			{"GET", at, "", nil, 405, "media.upload_method"},
			{"POST", "/api/v1/uploads/", "", []string{"Upload-Length", "many"}, 400, "media.upload_length"},
			{"POST", "/api/v1/uploads/", "", []string{"Upload-Length", "10", "Upload-Defer-Length", "1"}, 400, "media.upload_length"},
			{"POST", "/api/v1/uploads/", "", []string{"Upload-Length", "10", "Upload-Concat", "partial"}, 400, "media.upload_in_parts"},
			{"PATCH", "/api/v1/uploads/nobody", "12345", []string{kind, octets, "Upload-Offset", "0"}, 410, "media.upload_gone"},
		} {
			if a := s.do(v.method, v.url, "lin", []byte(v.body), v.header...); a.status != v.status || a.code != v.code {
				t.Errorf("%s %q %v: %d %s, want %d %s", v.method, v.body, v.header, a.status, a.body, v.status, v.code)
			}
		}
		if a := s.do("HEAD", "/api/v1/uploads/nobody", "lin", nil); a.status != 410 || len(a.body) != 0 {
			t.Errorf("HEAD: %d %s", a.status, a.body)
		}
		if a := s.do("HEAD", at, "lin", nil); a.header.Get("Upload-Offset") != "0" {
			t.Errorf("what was refused moved the offset to %s", a.header.Get("Upload-Offset"))
		}
	})
}

func TestAtMostFiveUnfinishedUploads(t *testing.T) {
	everywhere(t, func(t *testing.T, s *stage) {
		var begun, refused atomic.Int32
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				switch a := s.create("lin", "a.mp4", "video/mp4", 10); {
				case a.status == 201:
					begun.Add(1)
				case a.code == "media.too_many_uploads":
					refused.Add(1)
				}
			})
		}
		wg.Wait()
		if begun.Load() != 5 || refused.Load() != 11 {
			t.Fatalf("%d begun, %d refused; want 5 and 11", begun.Load(), refused.Load())
		}
		if a := s.create("wang", "a.mp4", "video/mp4", 10); a.status != 201 {
			t.Fatalf("another person: %d %s", a.status, a.body)
		}
		a := s.do("GET", "/api/v1/my/uploads", "lin", nil)
		if n := strings.Count(string(a.body), `"uploading"`); n != 5 {
			t.Fatalf("%d unfinished: %s", n, a.body)
		}
	})
}

func TestTheBellAndTheGrace(t *testing.T) {
	body := film(t)
	const grace = 30 * time.Minute
	everywhere(t, func(t *testing.T, s *stage) {
		s.clock.Set(bell)
		if a := s.create("lin", "a.mp4", "video/mp4", 10); a.status != 409 || a.code != "campaign.phase_closed" {
			t.Fatalf("begun at the bell: %d %s", a.status, a.body)
		}
		s.clock.Set(bell.Add(-time.Millisecond))
		in, inID := s.begin("lin", len(body))
		late, lateID := s.begin("lin", len(body))
		s.clock.Set(bell.Add(grace - time.Millisecond))
		if a := s.patch(in, "lin", 0, body); a.status != 204 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if a := s.expect(inID, media.StateReceived); !a.WithinGrace {
			t.Fatalf("%+v", a)
		}
		if a := s.patch(late, "lin", 0, body[:9]); a.status != 204 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		s.clock.Set(bell.Add(grace))
		if a := s.patch(late, "lin", 9, body[9:]); a.status != 409 || a.code != "campaign.phase_closed" {
			t.Fatalf("after the grace: %d %s", a.status, a.body)
		}
		s.expect(lateID, media.StateUploading)
		if a := s.do("HEAD", in, "lin", nil); a.status != 200 { // one that is complete can be asked for ever
			t.Fatalf("%d", a.status)
		}
	})
}

func TestAKilledProcessLosesNothing(t *testing.T) {
	body := film(t)
	half := len(body) / 2
	each(t, func(t *testing.T, s *stage) {
		ctx := context.Background()
		upload := func(name string) string { return filepath.Join(s.data, "uploads", name) }
		at, id := s.begin("lin", len(body))
		s.patch(at, "lin", 0, body[:half])
		// Killed in the middle of a piece: part of it is on the disk, no answer was given.
		f, err := os.OpenFile(upload(id), os.O_APPEND|os.O_WRONLY, 0)
		must(t, err)
		_, err = f.Write(body[half : half+100])
		must(t, err)
		must(t, f.Close())
		s.restart()
		must(t, s.media.Sweep(ctx))
		if a := s.do("HEAD", at, "lin", nil); a.header.Get("Upload-Offset") != strconv.Itoa(half+100) {
			t.Fatalf("%v", a.header)
		}
		if a := s.patch(at, "lin", half+100, body[half+100:]); a.status != 204 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if s.expect(id, media.StateReceived); s.digest(id) != sum(body) {
			t.Fatal("the file is not what was sent")
		}
		whole := func() (string, string) { // killed between the last byte and acting upon it
			at, id := s.begin("lin", len(body))
			must(t, os.WriteFile(upload(id), body, 0o600))
			return at, id
		}
		at, id = whole()
		s.restart()
		if a := s.do("HEAD", at, "lin", nil); a.header.Get("Upload-Offset") != strconv.Itoa(len(body)) {
			t.Fatalf("%v", a.header)
		}
		s.expect(id, media.StateReceived)

		s.clock.Set(bell.Add(-2 * time.Hour))
		_, id = whole() // in time, but looked at long after
		must(t, os.Chtimes(upload(id), bell, bell.Add(-time.Hour)))
		_, late := whole()
		must(t, os.Chtimes(upload(late), bell, bell.Add(time.Hour)))
		s.clock.Set(bell.Add(2 * time.Hour))
		s.restart()
		must(t, s.media.Sweep(ctx))
		s.expect(id, media.StateReceived)
		s.expect(late, media.StateUploading)

		s.clock.Set(bell.Add(-time.Hour)) // killed after the file was moved, before the row was written
		at, id = whole()
		must(t, s.blobs.MoveIn(ctx, "media/"+id+"/original", upload(id)))
		s.restart()
		if a := s.do("HEAD", at, "lin", nil); a.status != 200 || a.header.Get("Upload-Offset") != strconv.Itoa(len(body)) {
			t.Fatalf("%d %v", a.status, a.header)
		}
		s.expect(id, media.StateReceived)
	})
}

func TestUploadsExpireAndAreCancelled(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		ctx := context.Background()
		kept, keptID := s.begin("lin", 10)
		_, goneID := s.begin("lin", 10)
		cancelled, cancelledID := s.begin("lin", 10)
		if a := s.do("DELETE", cancelled, "wang", nil); a.status != 410 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if a := s.do("DELETE", cancelled, "lin", nil); a.status != 204 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if a := s.do("HEAD", cancelled, "lin", nil); a.status != 410 {
			t.Fatalf("%d", a.status)
		}
		s.clock.Advance(2 * 24 * time.Hour)
		s.patch(kept, "lin", 0, []byte("12345"))
		s.clock.Advance(2 * 24 * time.Hour)
		stray := filepath.Join(s.data, "uploads", "stray")
		must(t, os.WriteFile(stray, []byte("x"), 0o600))
		must(t, os.Chtimes(stray, time.Now(), time.Now().Add(-time.Hour)))
		must(t, s.media.Sweep(ctx))
		s.expect(keptID, media.StateUploading)
		for _, id := range []string{goneID, cancelledID} {
			if _, err := s.asset(id); err == nil {
				t.Errorf("%s is still there", id)
			}
			if _, err := os.Stat(filepath.Join(s.data, "uploads", id)); err == nil {
				t.Errorf("the bytes of %s are still there", id)
			}
		}
		if _, err := os.Stat(stray); err == nil {
			t.Error("a file without a row is still there")
		}
	})
}

func TestAFileThatIsNoFilmFails(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		body := []byte("这是一份说明文件，不是影片。")
		at, id := s.begin("lin", len(body))
		s.patch(at, "lin", 0, body)
		s.work()
		a := s.expect(id, media.StateFailed)
		if a.Says("zh") == "" || a.Says("en") == "" || len(s.heard.failed) != 1 || len(s.heard.probed) != 0 {
			t.Fatalf("%+v %+v", a, s.heard)
		}
		shown := s.do("GET", "/api/v1/assets/"+id, "lin", nil)
		if !strings.Contains(string(shown.body), "这不是影片文件") {
			t.Fatalf("%s", shown.body)
		}
		if a := s.do("GET", "/api/v1/assets/"+id, "wang", nil); a.status != 404 {
			t.Fatalf("%d", a.status)
		}
	})
}

func TestAFileBelongsToOneEntry(t *testing.T) {
	body := film(t)
	everywhere(t, func(t *testing.T, s *stage) {
		ctx := context.Background()
		at, id := s.begin("lin", len(body))
		claim := func(entry string) error {
			return s.db.Write(ctx, func(tx *db.Tx) error { _, err := s.media.Claim(ctx, tx, id, entry); return err })
		}
		if err := claim("e1"); err == nil {
			t.Fatal("an unfinished upload was claimed")
		}
		s.patch(at, "lin", 0, body)
		must(t, claim("e1"))
		must(t, claim("e1"))
		if err := claim("e2"); err == nil {
			t.Fatal("a file was claimed twice")
		}
		s.clock.Advance(30 * 24 * time.Hour)
		must(t, s.media.Sweep(ctx))
		s.expect(id, media.StateReceived)
		must(t, s.db.Write(ctx, func(tx *db.Tx) error { return s.media.Release(ctx, tx, id) }))
		must(t, s.media.Sweep(ctx))
		s.expect(id, media.StateReceived) // a week begins anew
		s.clock.Advance(8 * 24 * time.Hour)
		must(t, s.media.Sweep(ctx))
		if _, err := s.asset(id); err == nil {
			t.Fatal("a file that nobody wants is still there")
		}
	})
}

// deadlines is a connection that remembers what it was told.
type deadlines struct {
	*httptest.ResponseRecorder
	read, write []time.Time
}

func (d *deadlines) SetReadDeadline(t time.Time) error  { d.read = append(d.read, t); return nil }
func (d *deadlines) SetWriteDeadline(t time.Time) error { d.write = append(d.write, t); return nil }

// A connection that took a piece serves other requests afterwards: no deadline for writing may stay on it.
func TestAPieceLeavesNoDeadline(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		body := film(t)
		at, _ := s.begin("lin", len(body))
		ctx := identity.With(context.Background(), identity.Person{ID: "lin"})
		r := httptest.NewRequestWithContext(ctx, http.MethodPatch, at, bytes.NewReader(body[:100]))
		r.Header.Set("Tus-Resumable", "1.0.0")
		r.Header.Set("Upload-Offset", "0")
		r.Header.Set("Content-Type", "application/offset+octet-stream")
		d := &deadlines{ResponseRecorder: httptest.NewRecorder()}
		mux := http.NewServeMux()
		s.media.Routes(web.NewAPI(mux, "test"), mux)
		mux.ServeHTTP(d, r)
		if d.Code != http.StatusNoContent || len(d.read) == 0 || len(d.write) == 0 {
			t.Fatalf("%d %s, %d and %d deadlines", d.Code, d.Body, len(d.read), len(d.write))
		}
		if last := d.write[len(d.write)-1]; !last.IsZero() {
			t.Errorf("writing must be done by %s", last)
		}
	})
}

// A body is ended by a deadline that may be set late: once the request is answered it no longer reaches the connection.
func TestADeadlineDoesNotComeLate(t *testing.T) {
	d := &deadlines{ResponseRecorder: httptest.NewRecorder()}
	_, set, end := media.Answering(d)
	must(t, set(time.Now()))
	if len(d.read) != 1 {
		t.Fatalf("%d deadlines came in time", len(d.read))
	}
	end()
	must(t, set(time.Now()))
	if len(d.read) != 1 {
		t.Error("a deadline came after the answer")
	}
}

// Reading that was ended has failed for good on that connection: whoever asks on it next would be told that they had gone.
func TestAConnectionThatWasCutIsClosed(t *testing.T) {
	for _, cut := range []bool{true, false} {
		d := &deadlines{ResponseRecorder: httptest.NewRecorder()}
		w, set, _ := media.Answering(d)
		when := time.Now().Add(time.Minute)
		if cut {
			when = time.Now()
		}
		must(t, set(when))
		w.WriteHeader(http.StatusNoContent)
		if closed := d.Header().Get("Connection") == "close"; closed != cut {
			t.Errorf("ended: %v, closed: %v", cut, closed)
		}
	}
}

// Who keeps the locks may look at them just when one is given back, and find its row gone: nobody has lost it.
func TestALockThatIsGivenBackIsNotLost(t *testing.T) {
	d := dbtest.Open(t, db.PostgreSQL, clock.System)
	ctx := context.Background()
	must(t, db.Migrate(ctx, d, "media", media.Schema))
	lock, look := media.Leases(d)
	var one, two atomic.Bool // were asked for
	unlock, err := lock("one", func() { one.Store(true) })
	must(t, err)
	_, err = lock("two", func() { two.Store(true) })
	must(t, err)
	seen := look()
	must(t, unlock())
	must(t, d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, "DELETE FROM media_lock"); return err }))
	must(t, seen(ctx))
	if one.Load() || !two.Load() {
		t.Errorf("the one given back was asked for: %v; the one that was lost: %v", one.Load(), two.Load())
	}
}
