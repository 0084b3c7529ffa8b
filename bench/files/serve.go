package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
	xslog "golang.org/x/exp/slog"

	"saiying/bench/process"
	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/job"
	"saiying/internal/platform/web"
)

// server is something that takes uploads in.
type server string

const (
	ours    server = "ours"
	plain   server = "tusd"
	receipt server = "receipt" // tusd with what a receipt rests on
)

func (s server) title() string {
	if s == receipt {
		return "tusd that also syncs and hashes the file"
	}
	return "plain tusd"
}

// file is where the bytes of a whole upload lie.
func (p *peer) file(upload string) string {
	if p.what == ours {
		return filepath.Join(p.data, "blobs", "media", upload, "original")
	}
	return filepath.Join(p.data, upload)
}

// A contest whose collection is open at the time that the bench gives the server.
const contest = "hebei-2020"

var during = time.Date(2020, 11, 1, 4, 0, 0, 0, time.UTC)

// serveOurs serves the room of films behind everything that a request of the whole program passes, but for the reading of sessions.
func serveOurs(ctx context.Context, listen, data string) error {
	c := clock.NewFixed(during)
	d, err := db.Open(ctx, "sqlite:"+filepath.Join(data, "saiying.db"), c)
	if err != nil {
		return err
	}
	rooms, err := open(ctx, d, c, data)
	if err != nil {
		return err
	}
	if err := shown(ctx, d, rooms, data); err != nil {
		return err
	}
	mux := http.NewServeMux()
	rooms.Routes(web.NewAPI(mux, "bench"), mux)
	return http.ListenAndServe(listen, web.Handler(mux, web.Options{Who: named}))
}

// open builds the room. Its jobs are not worked at: what is measured is the way in and out.
func open(ctx context.Context, d *db.DB, c clock.Clock, data string) (*media.Service, error) {
	if err := job.Migrate(ctx, d); err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, d, "audit", audit.Schema); err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, d, "campaign", campaign.Schema); err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, d, "media", media.Schema); err != nil {
		return nil, err
	}
	notice, err := campaigns.Files.ReadFile(contest + ".yaml")
	if err != nil {
		return nil, err
	}
	contests := campaign.New(d, &audit.Log{}, c)
	if _, err := contests.Apply(ctx, notice, nil); err != nil {
		return nil, err
	}
	blobs, err := blob.OpenFolder(filepath.Join(data, "blobs"))
	if err != nil {
		return nil, err
	}
	tool, err := ffmpeg.New(ctx, ffmpeg.Options{})
	if err != nil {
		return nil, err
	}
	return media.New(d, job.New(d, job.Config{Node: "bench"}), c, contests, blobs, tool, data)
}

// segments are files of the streams of a film in 1080p that has much to show: four seconds of sound, and of picture at the most that its
// rung may take.
var segments = []struct {
	file  string
	bytes int
}{
	{"1080p_0000.m4s", (5000 + 128) * 1000 / 8 * 4},
	{"720p_0000.m4s", (2800 + 128) * 1000 / 8 * 4},
	{"360p_0000.m4s", (800 + 128) * 1000 / 8 * 4},
}

// shown makes a film that anybody may see, with its segments, and writes its id beside it.
func shown(ctx context.Context, d *db.DB, m *media.Service, data string) error {
	original := filepath.Join(data, "film.mp4")
	if err := os.WriteFile(original, []byte("film"), 0o600); err != nil {
		return err
	}
	a, err := m.Take(identity.With(ctx, identity.Person{ID: "author"}), contest, "film.mp4", original)
	if err != nil {
		return err
	}
	if err := d.Write(ctx, func(tx *db.Tx) error { return m.Publish(ctx, tx, a.ID, true) }); err != nil {
		return err
	}
	for _, s := range segments {
		at := filepath.Join(data, "blobs", "media", a.ID, s.file)
		if err := os.WriteFile(at, make([]byte, s.bytes), 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(data, "shown"), []byte(a.ID), 0o600)
}

// named takes who asks from a header.
func named(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if id := r.Header.Get("X-Person"); id != "" {
			r = r.WithContext(identity.With(r.Context(), identity.Person{ID: id}))
		}
		next.ServeHTTP(w, r)
	})
}

// serveTusd is tusd's library with its own file store and memory locks, and nothing else; with receipt it also does, when the last
// byte is there, what a receipt rests on: the file is brought to the disk and its SHA-256 is taken.
func serveTusd(listen, dir string, receipt bool) error {
	parts := handler.NewStoreComposer()
	filestore.New(dir).UseIn(parts)
	memorylocker.New().UseIn(parts)
	c := handler.Config{StoreComposer: parts, BasePath: uploadsAt, Logger: xslog.New(xslog.NewTextHandler(os.Stderr, &xslog.HandlerOptions{Level: xslog.LevelError}))}
	if receipt {
		c.PreFinishResponseCallback = func(e handler.HookEvent) (handler.HTTPResponse, error) {
			return handler.HTTPResponse{}, receive(e.Upload.Storage[filestore.StorageKeyPath])
		}
	}
	h, err := handler.NewHandler(c)
	if err != nil {
		return err
	}
	return http.ListenAndServe(listen, http.StripPrefix(strings.TrimSuffix(uploadsAt, "/"), h))
}

// receive brings a file to the disk and reads it for its SHA-256.
func receive(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if err := f.Sync(); err != nil {
		return err
	}
	_, err = io.Copy(sha256.New(), f)
	return err
}

const uploadsAt = "/api/v1/uploads/"

// startNginx serves the same files with the settings that its manual gives for static files.
func startNginx(ctx context.Context, root, dir string) (*process.Process, error) {
	address, err := process.FreeAddress()
	if err != nil {
		return nil, err
	}
	conf := fmt.Sprintf(`daemon off; pid %[1]s/nginx.pid; error_log stderr error; worker_processes auto; user root;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; server { listen %[2]s; root %[3]s; } }`, dir, address, root)
	path := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(path, []byte(conf), 0o600); err != nil {
		return nil, err
	}
	return process.Start(ctx, address, "nginx", "-c", path)
}
