package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"saiying/internal/app"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/web"
)

// noon is when the vote is on, by the clock of our server.
var noon = time.Date(2020, 11, 28, 12, 0, 0, 0, time.FixedZone("CST", 8*3600))

// since is a clock that shows noon when it is made and goes on from there.
type since struct{ began time.Time }

func (s since) Now() time.Time { return noon.Add(time.Since(s.began)) }

func config(data, database string, began time.Time) app.Config {
	return app.Config{Version: "bench", Data: data, Database: database, Blobs: blob.Config{Address: "file:" + filepath.Join(data, "blobs")},
		PublicURL: "http://127.0.0.1", TrustProxy: true, Clock: since{began}}
}

// server is what a process serves that the bench has started from itself.
type server struct {
	what, listen, data, database string
	noon                         int64 // when its clock showed noon, in microseconds; nodes of one store agree
	processors                   int
}

// serveOurs serves as the program does. With a profile, it is written when ctx ends.
func (s server) serveOurs(ctx context.Context, profile string) error {
	runtime.GOMAXPROCS(s.processors)
	if profile != "" {
		f, err := os.Create(profile)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	a, err := app.Open(ctx, config(s.data, s.database, time.UnixMicro(s.noon)))
	if err != nil {
		return err
	}
	if err := a.Start(ctx); err != nil {
		return errors.Join(err, a.Close())
	}
	return errors.Join(listenUntil(ctx, s.listen, a.Handler()), a.Close())
}

// serveNothing reads what is sent and answers as a counted vote is answered, behind what every request to the program goes through, or
// bare.
func (s server) serveNothing(ctx context.Context) error {
	answer := []byte(`{"accepted":1,"remaining_today":9,"receipt":"123456-ABCDEFGHJKLMNPQR"}`)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/campaigns/{campaign}/votes", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprint(w, "ok") })
	if s.what == "bare" {
		return listenUntil(ctx, s.listen, mux)
	}
	return listenUntil(ctx, s.listen, web.Handler(mux, web.Options{Registry: prometheus.NewRegistry(), TrustProxy: true, Shared: web.Shared{Routes: []string{"GET /"}}}))
}

func listenUntil(ctx context.Context, listen string, h http.Handler) error {
	srv := &http.Server{Addr: listen, Handler: h, ReadHeaderTimeout: 20 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- srv.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return srv.Close()
	}
}
