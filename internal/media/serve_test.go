package media_test

import (
	"context"
	"encoding/json"
	"net/http"
	"path"
	"strings"
	"testing"
	"time"

	"saiying/internal/media"
)

func (s *stage) place(id, name, body string) {
	s.t.Helper()
	must(s.t, s.blobs.Put(context.Background(), "media/"+id+"/"+name, strings.NewReader(body)))
}

// rendered is a film that is ready, and its view as somebody sees it.
func (s *stage) rendered() string {
	s.t.Helper()
	body := film(s.t)
	at, id := s.begin("lin", len(body))
	s.patch(at, "lin", 0, body)
	s.work()
	s.expect(id, media.StateReady)
	return id
}

func (s *stage) shown(id, person string, header ...string) (v media.View) {
	s.t.Helper()
	must(s.t, json.Unmarshal(s.do("GET", "/api/v1/assets/"+id, person, nil, header...).body, &v))
	return v
}

func TestAPassOpensOneFilmForAWhile(t *testing.T) {
	everywhere(t, func(t *testing.T, s *stage) {
		id := s.rendered()
		v := s.shown(id, "lin")
		folder := path.Dir(v.Stream)
		if folder == "/media/"+id || path.Dir(v.Poster) != folder || path.Dir(v.Thumb) != folder {
			t.Fatalf("%+v", v)
		}
		list := s.do("GET", v.Stream, "", nil)
		if list.status != http.StatusOK || !strings.HasPrefix(list.header.Get("Cache-Control"), "private") {
			t.Fatalf("%d %v", list.status, list.header)
		}
		for _, x := range []struct {
			address string
			status  int
			code    string
		}{
			{v.Poster, 200, ""},
			{"/media/" + id + "/poster.jpg", 404, "media.unknown"},
			{folder + "/original", 404, "media.unknown"},
			{folder + "/download", 403, "media.pass_wrong"},
			{strings.Replace(folder, "-", "-A", 1) + "/poster.jpg", 403, "media.pass_wrong"},
			{"/media/" + id + "/zzzzzz-" + strings.SplitN(path.Base(folder), "-", 2)[1] + "/poster.jpg", 403, "media.pass_wrong"},
			{"/media/other/" + path.Base(folder) + "/poster.jpg", 404, "media.unknown"},
		} {
			if a := s.do("GET", x.address, "", nil); a.status != x.status || a.code != x.code {
				t.Errorf("%s: %d %s, want %d %s", x.address, a.status, a.code, x.status, x.code)
			}
		}
		s.restart() // another machine knows the same secret
		s.clock.Advance(6*time.Hour - time.Second)
		if a := s.do("GET", v.Poster, "", nil); a.status != http.StatusOK {
			t.Errorf("after six hours: %d %s", a.status, a.body)
		}
		s.clock.Advance(6*time.Hour + 2*time.Second)
		if a := s.do("GET", v.Poster, "", nil); a.status != http.StatusGone || a.code != "media.pass_over" {
			t.Errorf("after twelve: %d %s", a.status, a.body)
		}
	})
}

func TestFilesAreServedInRangesAndKnownAgain(t *testing.T) {
	everywhere(t, func(t *testing.T, s *stage) {
		body := film(t)
		at, id := s.begin("lin", len(body))
		s.patch(at, "lin", 0, body)
		address := "/media/" + id + "/"
		s.place(id, "360p.m3u8", "one segment")
		growing := s.do("GET", address+"360p.m3u8", "lin", nil)
		if growing.status != 200 || growing.header.Get("Cache-Control") != "no-cache" {
			t.Fatalf("a playlist that grows: %d %v", growing.status, growing.header)
		}
		if a := s.do("GET", address+"360p.m3u8", "lin", nil, "If-None-Match", growing.header.Get("ETag")); a.status != http.StatusNotModified {
			t.Errorf("unchanged: %d", a.status)
		}
		s.place(id, "360p.m3u8", "one segment, and another")
		if a := s.do("GET", address+"360p.m3u8", "lin", nil, "If-None-Match", growing.header.Get("ETag")); string(a.body) != "one segment, and another" {
			t.Errorf("grown: %d %q", a.status, a.body)
		}
		a := s.do("GET", address+"original", "lin", nil, "Range", "bytes=100-199")
		if a.status != http.StatusPartialContent || string(a.body) != string(body[100:200]) || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%d %d bytes %v", a.status, len(a.body), a.header)
		}
		s.place(id, "download.mp4", "a copy")
		if a := s.do("GET", address+"download", "lin", nil); string(a.body) != "a copy" || !strings.Contains(a.header.Get("Content-Disposition"), ".mp4") {
			t.Errorf("%d %v", a.status, a.header)
		}
		for _, person := range []string{"wang", ""} {
			if a := s.do("GET", address+"download", person, nil); a.status != http.StatusNotFound {
				t.Errorf("the copy went to %q: %d", person, a.status)
			}
		}
		if a := s.do("GET", address+"download.mp4", "lin", nil); a.status != http.StatusNotFound {
			t.Errorf("%d", a.status)
		}
	})
}
