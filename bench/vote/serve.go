package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
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

func config(data, database string) app.Config {
	return app.Config{Version: "bench", Data: data, Database: database, Blobs: blob.Config{Address: "file:" + filepath.Join(data, "blobs")},
		PublicURL: "http://127.0.0.1", TrustProxy: true, Clock: since{time.Now()}}
}

// serveOurs serves as the program does. With a profile, it is written when ctx ends.
func serveOurs(ctx context.Context, listen, data, database, profile string) error {
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
	a, err := app.Open(ctx, config(data, database))
	if err != nil {
		return err
	}
	if err := a.Start(ctx); err != nil {
		return errors.Join(err, a.Close())
	}
	return errors.Join(listenUntil(ctx, listen, a.Handler()), a.Close())
}

// serveNothing reads what is sent and answers as a counted vote is answered, behind what every request to the program goes through, or
// bare.
func serveNothing(ctx context.Context, listen string, bare bool) error {
	answer := []byte(`{"accepted":1,"remaining_today":9,"receipt":"123456-ABCDEFGHJKLMNPQR"}`)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/campaigns/{campaign}/votes", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprint(w, "ok") })
	if bare {
		return listenUntil(ctx, listen, mux)
	}
	return listenUntil(ctx, listen, web.Handler(mux, web.Options{Registry: prometheus.NewRegistry(), TrustProxy: true, Shared: web.Shared{Routes: []string{"GET /"}}}))
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
