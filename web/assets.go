package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
)

// chunk is one entry of a Vite manifest.
type chunk struct {
	File    string   `json:"file"`
	IsEntry bool     `json:"isEntry"`
	Imports []string `json:"imports"`
	CSS     []string `json:"css"`
}

type assets map[string]chunk

// readAssets reads a site's manifest. Before the first build there is none, and pages go out without script.
func readAssets(files fs.FS, site string) (assets, error) {
	raw, err := fs.ReadFile(files, site+".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var a assets
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, fmt.Errorf("manifest of the %s site: %w", site, err)
	}
	return a, nil
}

// links is what a page's head names.
type links struct {
	Script  string
	Preload []string
	CSS     []string
}

// of lists what a page needs: the entry, the module of its screen, the English words, and all they import.
func (a assets) of(module, lang string) links {
	var l links
	seen := map[string]bool{}
	var add func(key string)
	add = func(key string) {
		c, ok := a[key]
		if !ok || seen[key] {
			return
		}
		seen[key] = true
		for _, css := range c.CSS {
			l.CSS = append(l.CSS, "/"+css)
		}
		if !c.IsEntry {
			l.Preload = append(l.Preload, "/"+c.File)
		}
		for _, key := range c.Imports {
			add(key)
		}
	}
	for key, c := range a {
		if c.IsEntry {
			l.Script = "/" + c.File
			add(key)
		}
	}
	add(module)
	if lang == "en" {
		add("src/locale/en.json")
	}
	return l
}

// static serves what was built. Names under assets/ carry a hash and may be kept for ever.
func (s *Server) static(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if info, err := fs.Stat(s.files, name); err != nil || info.IsDir() {
		s.lost(w, r)
		return
	}
	if strings.HasPrefix(name, "assets/") {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeFileFS(w, r, s.files, name)
}

// console serves the console's own page for every path under /console.
func (s *Server) console(w http.ResponseWriter, r *http.Request) {
	raw, err := fs.ReadFile(s.files, "console.html")
	if err != nil {
		s.lost(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(bytes.Replace(raw, []byte("</head>"), []byte(s.o.Head+"</head>"), 1))
}
