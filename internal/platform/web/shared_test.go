package web

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"saiying/internal/platform/clock"
)

// lists is a server whose list tells how often it was drawn up, and by whom it was asked for.
func lists(c clock.Clock, life time.Duration) (http.Handler, *atomic.Int64) {
	var drawn atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/list", func(w http.ResponseWriter, r *http.Request) {
		n := drawn.Add(1)
		time.Sleep(20 * time.Millisecond)
		_, _ = fmt.Fprintf(w, "%d|%s|%s|%s", n, r.URL.RawQuery, r.Header.Get("Cookie"), strings.Repeat("行", 2000))
	})
	done := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }
	mux.HandleFunc("POST /api/v1/votes", done)
	mux.HandleFunc("POST /api/v1/display", done)
	return Handler(mux, Options{Registry: prometheus.NewRegistry(), Clock: c, Shared: Shared{Routes: []string{"GET /api/v1/list"}, Apart: "/votes", Life: life}}), &drawn
}

func TestManyAskersShareAnAnswer(t *testing.T) {
	h, drawn := lists(clock.System, time.Hour)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if w := ask(h, "GET", "/api/v1/list", "", "Cookie", "saiying_session=mine"); w.Code != 200 || !strings.HasPrefix(w.Body.String(), "1|||") {
				t.Errorf("%d %.20s", w.Code, w.Body)
			}
		})
	}
	wg.Wait()
	if n := drawn.Load(); n != 1 {
		t.Fatalf("fifty askers had it drawn up %d times", n)
	}
	first := ask(h, "GET", "/api/v1/list", "")
	tag := first.Header().Get("ETag")
	if w := ask(h, "GET", "/api/v1/list", "", "If-None-Match", tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("who has it was answered %d with %d bytes", w.Code, w.Body.Len())
	}
	packed := ask(h, "GET", "/api/v1/list", "", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(packed.Body)
	if err != nil || packed.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("not compressed: %v", err)
	}
	if b, _ := io.ReadAll(z); string(b) != first.Body.String() || !strings.Contains(strings.Join(packed.Header().Values("Vary"), ","), "Accept-Encoding") {
		t.Error("compressed it is another answer")
	}
	if w := ask(h, "GET", "/api/v1/list?sort=new", ""); !strings.HasPrefix(w.Body.String(), "2|sort=new|") {
		t.Errorf("another list: %.20s", w.Body)
	}
}

func TestSharedAnswersAreMadeAnew(t *testing.T) {
	c := clock.NewFixed(time.Date(2020, 11, 26, 10, 0, 0, 0, time.UTC))
	h, drawn := lists(c, 10*time.Minute)
	for _, x := range []struct {
		what string
		do   func()
		want int64
	}{
		{"at first", func() {}, 1},
		{"at once", func() {}, 1},
		{"after a vote", func() { ask(h, "POST", "/api/v1/votes", "") }, 1},
		{"after another change", func() { ask(h, "POST", "/api/v1/display", "") }, 2},
		{"when the program's time is moved", func() { c.Advance(time.Hour) }, 3},
		{"when it is moved back", func() { c.Advance(-time.Hour) }, 4},
	} {
		x.do()
		ask(h, "GET", "/api/v1/list", "")
		if n := drawn.Load(); n != x.want {
			t.Fatalf("%s: drawn up %d times, want %d", x.what, n, x.want)
		}
	}
	h, drawn = lists(c, time.Millisecond)
	for want := range int64(2) {
		time.Sleep(2 * time.Millisecond)
		ask(h, "GET", "/api/v1/list", "")
		if n := drawn.Load(); n != want+1 {
			t.Fatalf("drawn up %d times, want %d", n, want+1)
		}
	}
}
