package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestFilmsReachTheSocketDirectly(t *testing.T) {
	var direct bool
	h := Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s, ok := w.(*status)
		if ok {
			_, direct = s.ResponseWriter.(io.ReaderFrom)
		}
	}), Options{})
	srv := httptest.NewServer(h)
	defer srv.Close()
	for path, want := range map[string]bool{"/media/a/360p_0000.m4s": true, "/": false} {
		r, _ := http.NewRequest("GET", srv.URL+path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if direct != want {
			t.Errorf("%s: sendfile reachable %v, want %v", path, direct, want)
		}
	}
}
