package media_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/blobtest"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/job"
	"saiying/internal/platform/web"
)

const hebei = "hebei-2020"

// The bell of Hebei's collection: the end of 15 November 2020 in Shanghai.
var bell = time.Date(2020, 11, 15, 16, 0, 0, 0, time.UTC)

// stage is a server with this room and those it stands on.
type stage struct {
	t         *testing.T
	db        *db.DB
	clock     *clock.Fixed
	data      string
	store     blob.Config
	disk      func(blob.Store) blob.Store // what the store lies on, or nil for this machine's own
	blobs     blob.Store
	campaigns *campaign.Service
	media     *media.Service
	queue     *job.Queue
	url       string
	heard     *heard
}

// heard keeps the events that came.
type heard struct {
	mu     sync.Mutex
	probed []string
	ready  []string
	failed []string

	reprinted []string
}

func (h *heard) add(list *[]string, s string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	*list = append(*list, s)
	return nil
}

// times is how many events of a list came, while more may be coming.
func (h *heard) times(list *[]string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(*list)
}

var tool = sync.OnceValues(func() (*ffmpeg.Tool, error) { return ffmpeg.New(context.Background(), ffmpeg.Options{Threads: 2}) })

// each tries a thing on both engines, with films in a folder.
func each(t *testing.T, fn func(t *testing.T, s *stage)) {
	t.Helper()
	on(t, blobtest.Folder, fn)
}

// everywhere tries a thing on both engines and both stores.
func everywhere(t *testing.T, fn func(t *testing.T, s *stage)) {
	t.Helper()
	t.Run("folder", func(t *testing.T) { on(t, blobtest.Folder, fn) })
	t.Run("s3", func(t *testing.T) { on(t, blobtest.Bucket, fn) })
}

func on(t *testing.T, store func(testing.TB) blob.Config, fn func(t *testing.T, s *stage)) {
	t.Helper()
	c := clock.NewFixed(opened)
	dbtest.EachClock(t, c, func(t *testing.T, d *db.DB) {
		c.Set(opened)
		fn(t, raise(t, d, c, store(t)))
	})
}

// opened is in the middle of Hebei's collection.
var opened = time.Date(2020, 11, 1, 4, 0, 0, 0, time.UTC)

// raise brings up a server on a database that may be empty.
func raise(t *testing.T, d *db.DB, c *clock.Fixed, store blob.Config) *stage {
	t.Helper()
	s := &stage{t: t, db: d, clock: c, data: t.TempDir(), store: store, campaigns: campaign.New(d, &audit.Log{}, c), heard: &heard{}}
	ctx := context.Background()
	must(t, job.Migrate(ctx, d))
	must(t, db.Migrate(ctx, d, "audit", audit.Schema))
	must(t, db.Migrate(ctx, d, "campaign", campaign.Schema))
	must(t, db.Migrate(ctx, d, "media", media.Schema))
	notice, err := campaigns.Files.ReadFile(hebei + ".yaml")
	must(t, err)
	_, err = s.campaigns.Apply(ctx, notice, nil)
	must(t, err)
	s.restart()
	return s
}

// films is the folder of the films, where they lie in one.
func (s *stage) films() string { return strings.TrimPrefix(s.store.Address, "file:") }

// restart brings up a new process on the same data: a killed one leaves nothing but its files and rows.
func (s *stage) restart() {
	s.t.Helper()
	ff, err := tool()
	must(s.t, err)
	s.blobs = blobtest.Open(s.t, s.store)
	if s.disk != nil {
		s.blobs = s.disk(s.blobs)
	}
	s.queue = job.New(s.db, job.Config{Node: "test", Poll: 10 * time.Millisecond})
	h := s.heard
	job.On(s.queue, "test", func(_ context.Context, e media.Probed) error { return h.add(&h.probed, e.Asset) })
	job.On(s.queue, "test", func(_ context.Context, e media.Ready) error { return h.add(&h.ready, e.Asset) })
	job.On(s.queue, "test", func(_ context.Context, e media.Reprinted) error { return h.add(&h.reprinted, e.Asset) })
	job.On(s.queue, "test", func(_ context.Context, e media.Failed) error { return h.add(&h.failed, e.Asset) })
	s.media, err = media.New(s.db, s.queue, s.clock, s.campaigns, s.blobs, ff, s.data)
	must(s.t, err)
	mux := http.NewServeMux()
	s.media.Routes(web.NewAPI(mux, "test"), mux)
	srv := httptest.NewServer(web.Handler(mux, web.Options{Who: who}))
	s.t.Cleanup(srv.Close)
	s.url = srv.URL
}

// who takes a person from the request's header: id, and perhaps a role in the campaign.
func who(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if id := r.Header.Get("X-Person"); id != "" {
			p := identity.Person{ID: id}
			if role := r.Header.Get("X-Role"); role != "" {
				p.Roles = []identity.Grant{{Role: identity.Role(role), Campaign: hebei}}
			}
			r = r.WithContext(identity.With(r.Context(), p))
		}
		next.ServeHTTP(w, r)
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
	code   string // of a problem
}

func (s *stage) do(method, url, person string, body []byte, header ...string) answer {
	s.t.Helper()
	if url[0] == '/' {
		url = s.url + url
	}
	r, err := http.NewRequest(method, url, bytes.NewReader(body))
	must(s.t, err)
	r.Header.Set("Tus-Resumable", "1.0.0")
	if person != "" {
		r.Header.Set("X-Person", person)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	must(s.t, err)
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	must(s.t, err)
	a := answer{status: resp.StatusCode, header: resp.Header, body: b}
	var p struct {
		Code string `json:"code"`
	}
	if json.Unmarshal(b, &p) == nil {
		a.code = p.Code
	}
	return a
}

func (s *stage) create(person, filename, filetype string, size int) answer {
	s.t.Helper()
	b64 := func(v string) string { return base64.StdEncoding.EncodeToString([]byte(v)) }
	return s.do("POST", "/api/v1/uploads/", person, nil, "Upload-Length", strconv.Itoa(size),
		"Upload-Metadata", "campaign "+b64(hebei)+",filename "+b64(filename)+",filetype "+b64(filetype))
}

// begin creates an upload that must be accepted and returns its path and id.
func (s *stage) begin(person string, size int) (at, id string) {
	s.t.Helper()
	a := s.create(person, "雪落白石乡.mp4", "video/mp4", size)
	if a.status != 201 {
		s.t.Fatalf("%d %s", a.status, a.body)
	}
	at = a.header.Get("Location")
	return at, filepath.Base(at)
}

func (s *stage) patch(at, person string, offset int, body []byte, header ...string) answer {
	s.t.Helper()
	return s.do("PATCH", at, person, body, append(header, "Upload-Offset", strconv.Itoa(offset), "Content-Type", "application/offset+octet-stream")...)
}

func (s *stage) asset(id string) (a media.Asset, err error) {
	err = s.db.Read(context.Background(), func(tx *db.Tx) error {
		a, err = s.media.Asset(context.Background(), tx, id)
		return err
	})
	return a, err
}

// expect fails the test unless the asset is in the state.
func (s *stage) expect(id string, want media.State) media.Asset {
	s.t.Helper()
	a, err := s.asset(id)
	must(s.t, err)
	if a.State != want {
		s.t.Fatalf("the asset is %s (%s), want %s", a.State, a.Problem, want)
	}
	return a
}

// digest is a film's SHA-256, as a receipt would name it.
func (s *stage) digest(id string) string {
	s.t.Helper()
	sum, err := s.media.Digest(context.Background(), id)
	must(s.t, err)
	return sum
}

// work does every job there is.
func (s *stage) work() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	must(s.t, s.queue.Start(ctx))
	defer func() { _ = s.queue.Stop(ctx) }()
	must(s.t, s.queue.Drain(ctx, nil))
}

// The films of this package's tests, each drawn once: a short one with sound, and a mute one that takes some seconds to render.
var (
	clip = drawn("-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2", "-c:a", "aac")
	epic = drawn("-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=25")
)

func drawn(args ...string) func() ([]byte, error) {
	return sync.OnceValues(func() ([]byte, error) {
		ff, err := tool()
		if err != nil {
			return nil, err
		}
		dir, err := os.MkdirTemp("", "clip")
		if err != nil {
			return nil, err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		args := append(args, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "film.mp4")
		if err := ff.Compose(context.Background(), dir, args...); err != nil {
			return nil, err
		}
		return os.ReadFile(filepath.Join(dir, "film.mp4"))
	})
}

func film(t *testing.T) []byte {
	t.Helper()
	b, err := clip()
	must(t, err)
	return b
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// file tells of a blob's file in the folder.
func (s *stage) file(key string) os.FileInfo {
	s.t.Helper()
	path, _, err := s.blobs.Local(context.Background(), key)
	must(s.t, err)
	info, err := os.Stat(path)
	must(s.t, err)
	return info
}
