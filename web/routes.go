package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

// Routes puts the pages onto mux: the public screens, both sites' files, drawn pictures, and a page for what is not there.
func (s *Server) Routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.contests)
	mux.HandleFunc("GET /c/{campaign}", s.home)
	mux.HandleFunc("GET /c/{campaign}/works", s.works)
	mux.HandleFunc("GET /c/{campaign}/works/{entry}", s.work)
	mux.HandleFunc("GET /c/{campaign}/ranking", s.ranking)
	mux.HandleFunc("GET /c/{campaign}/publicity", s.publicity)
	for _, screen := range []struct{ path, module, title string }{
		{"screen", "ballot/Screen.vue", "ballot.screen"},
		{"receipt", "ballot/Receipt.vue", "ballot.check"},
		{"receipt/{receipt}", "ballot/Receipt.vue", "ballot.check"},
		{"annulments", "ballot/Annulments.vue", "ballot.annulments"},
		{"enter", "entry/Enter.vue", "entry.enter"},
		{"notice", "campaign/Notice.vue", "notice.full"},
		{"news", "notice/News.vue", "notice.news"},
	} {
		mux.HandleFunc("GET /c/{campaign}/"+screen.path, s.ofCampaign(screen.module, screen.title))
	}
	mux.HandleFunc("GET /verify", s.verify)
	mux.HandleFunc("GET /verify/{code}", s.verify)
	mux.HandleFunc("GET /me", s.shell("entry/MyEntries.vue", "nav.me"))
	mux.HandleFunc("GET /me/entries/{id}", s.shell("entry/MyEntry.vue", "entry.mine"))
	mux.HandleFunc("GET /me/entries/{id}/annulments", s.shell("ballot/AuthorCases.vue", "ballot.annulments"))
	mux.HandleFunc("GET /me/votes", s.shell("ballot/MyVotes.vue", "ballot.mine"))
	mux.HandleFunc("GET /me/messages", s.shell("notice/Messages.vue", "notice.messages"))
	mux.HandleFunc("GET /sign-in", s.shell("identity/SignIn.vue", "identity.signIn"))
	mux.HandleFunc("GET /sign-in/wechat", s.shell("identity/FromWeChat.vue", "identity.signIn"))
	mux.HandleFunc("GET /console", s.console)
	mux.HandleFunc("GET /console/", s.console)
	mux.HandleFunc("GET /visual/{seed}/{shape}", drawn)
	mux.HandleFunc("GET /assets/", s.static)
	mux.HandleFunc("GET /favicon.svg", s.static)
	mux.HandleFunc("GET /robots.txt", s.static)
	mux.HandleFunc("/", s.lost) // every method: a narrower one would quarrel with routes such as /api/
}

const rooms = "src/rooms/"

// read asks the API in this process what the browser would ask, for the same person and in the same language.
func (s *Server) read(ctx context.Context, r *http.Request, path string, state map[string]json.RawMessage) int {
	sub := r.Clone(ctx)
	sub.Method = http.MethodGet
	sub.URL = &url.URL{Path: "/api/v1" + path}
	if p, query, found := strings.Cut(path, "?"); found {
		sub.URL = &url.URL{Path: "/api/v1" + p, RawQuery: query}
	}
	sub.RequestURI = sub.URL.RequestURI()
	sub.Header = r.Header.Clone()
	sub.Header.Del("If-None-Match")
	sub.Header.Del("Accept-Encoding")
	out := httptest.NewRecorder()
	s.o.API.ServeHTTP(out, sub)
	if out.Code == http.StatusOK {
		state[path] = out.Body.Bytes()
	}
	return out.Code
}

// screen reads the campaign and what else the screen shows, and answers with the 404 page when either is not there.
// Where `extra` may be missing (a list not yet published) the screen itself says so.
func (s *Server) screen(w http.ResponseWriter, r *http.Request, p Page, mustHave bool, extra ...string) {
	key := r.PathValue("campaign")
	p.State = map[string]json.RawMessage{}
	if s.read(r.Context(), r, "/campaigns/"+url.PathEscape(key), p.State) == http.StatusNotFound {
		s.lost(w, r)
		return
	}
	for _, path := range extra {
		if s.read(r.Context(), r, "/campaigns/"+url.PathEscape(key)+path, p.State) == http.StatusNotFound && mustHave {
			s.lost(w, r)
			return
		}
	}
	s.Page(w, r, p)
}

func (s *Server) contests(w http.ResponseWriter, r *http.Request) {
	state := map[string]json.RawMessage{}
	s.read(r.Context(), r, "/campaigns", state)
	var list struct{ Items []campaign }
	if json.Unmarshal(state["/campaigns"], &list) == nil && len(list.Items) == 1 {
		to := "/c/" + url.PathEscape(list.Items[0].Key)
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		http.Redirect(w, r, to, http.StatusFound)
		return
	}
	s.Page(w, r, Page{Kind: "contests", Module: rooms + "campaign/Contests.vue", State: state})
}

func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	s.screen(w, r, Page{Kind: "home"}, false, "/entries?sort=newest")
}

func (s *Server) works(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	asked := url.Values{}
	asked.Set("sort", "newest")
	if q.Get("sort") == "hottest" {
		asked.Set("sort", "hottest")
	}
	path := "/entries?sort=" + asked.Get("sort")
	for _, name := range []string{"q", "topic"} { // the order in which the browser writes them
		if v := q.Get(name); v != "" {
			path += "&" + url.Values{name: {v}}.Encode()
		}
	}
	s.screen(w, r, Page{Kind: "works"}, false, path)
}

func (s *Server) work(w http.ResponseWriter, r *http.Request) {
	s.screen(w, r, Page{Kind: "work", Module: rooms + "showcase/Work.vue", Type: "video.other"}, true, "/entries/"+url.PathEscape(r.PathValue("entry")))
}

func (s *Server) ranking(w http.ResponseWriter, r *http.Request) {
	s.screen(w, r, Page{Kind: "ranking", Module: rooms + "ballot/Ranking.vue"}, false, "/standings")
}

func (s *Server) publicity(w http.ResponseWriter, r *http.Request) {
	s.screen(w, r, Page{Kind: "publicity", Module: rooms + "notice/Publicity.vue"}, false, "/publicity")
}

func (s *Server) ofCampaign(module, title string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.screen(w, r, Page{Kind: "shell", Module: rooms + module, Title: title, Bare: strings.HasPrefix(module, "entry/")}, false)
	}
}

func (s *Server) verify(w http.ResponseWriter, r *http.Request) {
	p := Page{Kind: "verify", Module: rooms + "certificate/Verify.vue", Title: "certificate.check", State: map[string]json.RawMessage{}, Private: true}
	if code := r.PathValue("code"); code != "" {
		s.read(r.Context(), r, "/certificates/"+url.PathEscape(code), p.State)
	}
	s.Page(w, r, p)
}

func (s *Server) shell(module, title string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.Page(w, r, Page{Kind: "shell", Module: rooms + module, Title: title, Private: true, Bare: strings.HasPrefix(module, "identity/")})
	}
}

// lost answers for what is not there: a page for people, a bare 404 for machines.
func (s *Server) lost(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/api/") || strings.HasPrefix(r.URL.Path, "/media/") || strings.HasPrefix(r.URL.Path, "/assets/") {
		http.NotFound(w, r)
		return
	}
	s.Page(w, r, Page{Kind: "lost", Status: http.StatusNotFound, Title: "state.lost.title", Module: "src/public/Lost.vue", Private: true})
}
