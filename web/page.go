package web

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"

	"saiying/internal/platform/clock"
	platform "saiying/internal/platform/web"
)

// Options says where the pages get what they show.
type Options struct {
	API       http.Handler  // answers /api/v1/... in this process
	Clock     clock.Clock   // whose "now" the countdowns show
	PublicURL string        // as https://example.cn, for pictures in shared links; may be empty
	Head      template.HTML // what every page loads besides its own; may be empty
}

// Server renders pages. It is made once and is safe for many requests.
type Server struct {
	files  fs.FS
	assets map[string]assets // by site: public, console
	pages  map[string]*template.Template
	o      Options
}

// New reads the manifests of a build (Dist, or a folder of the same shape).
func New(dist fs.FS, o Options) (*Server, error) {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	s := &Server{files: files, o: o, assets: map[string]assets{}}
	if s.o.Clock == nil {
		s.o.Clock = clock.System
	}
	for _, site := range []string{"public", "console"} {
		if s.assets[site], err = readAssets(files, site); err != nil {
			return nil, err
		}
	}
	s.pages, err = parsePages()
	return s, err
}

// Page is one rendered first screen.
type Page struct {
	Kind        string // which template of pages/: home, works, work, ranking, publicity, verify, contests, shell, lost
	Status      int    // 200 when 0
	Title       string // without the name of the site
	Description string
	Image       string                     // a path or address, for shared links
	Type        string                     // Open Graph type; website when empty
	Module      string                     // the Vue source whose code the screen needs besides the core
	State       map[string]json.RawMessage // what the browser would ask the API for, by path without /api/v1
	Style       string                     // rules that belong to this page alone (places on the wall)
	Private     bool                       // not for search engines
	Bare        bool                       // without the tab bar
}

// Page writes a page: the template filled from its state, the state inlined, and headers that allow no script but ours.
func (s *Server) Page(w http.ResponseWriter, r *http.Request, p Page) {
	v := s.newView(r, p)
	var out bytes.Buffer
	if err := s.pages[p.Kind].ExecuteTemplate(&out, "base", v); err != nil {
		slog.ErrorContext(r.Context(), "page", "kind", p.Kind, "path", r.URL.Path, "error", err)
		http.Error(w, "500", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.Lang)
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept-Language, Cookie")
	h.Set("Content-Security-Policy", "default-src 'self'; style-src 'self' 'nonce-"+v.Nonce+"'; img-src 'self' data: blob:; media-src 'self' blob:; "+
		"worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'")
	if wish := r.URL.Query().Get("lang"); wish != "" {
		http.SetCookie(w, &http.Cookie{Name: platform.LanguageCookie, Value: v.Lang, Path: "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode})
	}
	w.WriteHeader(max(p.Status, http.StatusOK))
	_, _ = w.Write(out.Bytes())
}

func (s *Server) newView(r *http.Request, p Page) *view {
	lang := "zh-CN"
	if platform.Language(r.Context()) == "en" {
		lang = "en"
	}
	v := &view{Page: p, Lang: lang, words: words[lang], now: s.o.Clock.Now(), Nonce: rand.Text(), Path: r.URL.Path, Query: r.URL.Query(), host: s.o.PublicURL, Head: s.o.Head}
	v.read()
	v.Assets = s.assets["public"].of(p.Module, lang)
	return v
}

// Inline is the state as the script finds it. JSON is escaped so that no text in it can end the element.
func (v *view) Inline() (template.JS, error) {
	state := v.State
	if state == nil {
		state = map[string]json.RawMessage{}
	}
	raw, err := json.Marshal(state) // escapes <, > and &
	return template.JS(raw), err
}

// Styles are the brand's colours and this page's own rules, the only inline style there is.
func (v *view) Styles() template.CSS {
	return template.CSS(NewBrand(v.Campaign.Brand).CSS() + v.Style)
}

// absolute makes an address that another site can fetch.
func (v *view) absolute(path string) string {
	if path == "" || strings.Contains(path, "://") {
		return path
	}
	return strings.TrimSuffix(v.host, "/") + path
}
