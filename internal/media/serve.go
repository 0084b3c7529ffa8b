package media

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"saiying/internal/platform/blob"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// kinds are the files of an asset that may be asked for, with their media types.
var kinds = map[string]string{".m3u8": "application/vnd.apple.mpegurl", ".mp4": "video/mp4", ".m4s": "video/iso.segment", ".jpg": "image/jpeg",
	".vtt": "text/vtt; charset=utf-8"}

// download is the address of the copy that staff and owners take home; it begins the names of the files it stands for.
const download = "download"

// serve sends one file of an asset to whoever may see it: anybody when it is public, the owner, staff, and who has a pass.
func (s *Service) serve(w http.ResponseWriter, r *http.Request) {
	file := r.PathValue("file")
	a, err := s.maySee(r, file)
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	name := file
	if file == download {
		if name, err = s.needCopy(r.Context(), a); err != nil {
			web.Fail(w, r, err)
			return
		}
	}
	f, info, err := s.blobs.Open(r.Context(), key(a.ID, name))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, blob.ErrKey) {
		err = ErrUnknown.Wrap(err)
	}
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	defer func() { _ = f.Close() }()
	describe(w.Header(), a, file, info)
	http.ServeContent(w, r, "", info.Modified, f)
}

// describe says what a file is, how long it may be kept, and by what it is known again.
func describe(h http.Header, a Asset, file string, info blob.Info) {
	h.Set("Cache-Control", keep(a, file))
	h.Set("ETag", fmt.Sprintf(`"%x-%x"`, info.Modified.UnixMicro(), info.Size))
	switch file {
	case original:
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+escape(a.Name()))
	case download:
		h.Set("Content-Type", kinds[".mp4"])
		h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+escape(strings.TrimSuffix(a.Name(), path.Ext(a.Name()))+".mp4"))
	default:
		h.Set("Content-Type", kinds[path.Ext(file)])
	}
}

// maySee returns the asset of a request if who asks may have the file.
func (s *Service) maySee(r *http.Request, file string) (Asset, error) {
	home := file == original || file == download
	if kinds[path.Ext(file)] == "" && !home || isCopy(file) {
		return Asset{}, ErrUnknown
	}
	a, err := s.glance(r.Context(), r.PathValue("asset"))
	if err != nil {
		return a, err
	}
	pass := r.PathValue("pass")
	switch {
	case file == download && pass != "":
		return a, s.passes.check(a.ID+"/"+download, pass, s.clock.Now())
	case home:
		if pass != "" || !a.MaySee(r.Context()) {
			return a, ErrUnknown
		}
	case a.Public && !strings.HasPrefix(file, evidence): // also by an address with a pass of the time when it was not
	case pass != "":
		return a, s.passes.check(a.ID, pass, s.clock.Now())
	case !a.MaySee(r.Context()):
		return a, ErrUnknown
	}
	return a, nil
}

// keep says how long a file may be kept by whom. Segments never change, but for the first of each, which may get a label. A playlist is
// asked for again soon, so that a work taken back stops playing; one that still grows is asked for each time.
func keep(a Asset, file string) string {
	who := "private"
	if a.Public {
		who = "public"
	}
	switch path.Ext(file) {
	case ".m4s":
		return who + ", max-age=31536000, immutable"
	case ".jpg", ".vtt":
		return who + ", max-age=86400"
	case ".m3u8", ".mp4":
		if a.State != StateReady {
			return "no-cache"
		}
		return who + ", max-age=60"
	}
	return "private, no-store"
}

// glanceLife is how long another machine may go on showing a film that was taken back here. A player asks for a file every few
// seconds and a poster wall for fifty at once: the database is asked once a second for each film.
const glanceLife = time.Second

// mostGlances bounds what is remembered: some hundred bytes each.
const mostGlances = 10_000

// glances remembers assets for a moment.
type glances struct {
	mu   sync.Mutex
	seen map[string]glimpse
}

type glimpse struct {
	Asset
	until time.Time
}

func (g *glances) find(id string, now time.Time) (Asset, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	it, ok := g.seen[id]
	return it.Asset, ok && now.Before(it.until)
}

func (g *glances) add(a Asset, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.seen == nil || len(g.seen) >= mostGlances {
		g.seen = map[string]glimpse{}
	}
	a.Facts = nil // they are large, and nobody who serves a file looks at them
	g.seen[a.ID] = glimpse{a, now.Add(glanceLife)}
}

func (g *glances) forget(id string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.seen, id)
}

// glance is Asset for those who serve its files: what it tells may be a second old.
func (s *Service) glance(ctx context.Context, id string) (Asset, error) {
	now := time.Now()
	if a, ok := s.glances.find(id, now); ok {
		return a, nil
	}
	var a Asset
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		a, err = s.Asset(ctx, tx, id)
		return err
	})
	if err == nil {
		s.glances.add(a, now)
	}
	return a, err
}

// escape writes a file name as RFC 8187 wants it.
func escape(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		const hex = "0123456789ABCDEF"
		b.WriteString("%" + string(hex[c>>4]) + string(hex[c&15]))
	}
	return b.String()
}
