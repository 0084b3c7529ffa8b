package double

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"saiying/internal/platform/clock"
)

// Options configures a Server; the zero value is a strict one.
type Options struct {
	AppID, Secret string        // what callers for the mini program must present; empty accepts any
	Official      Official      // the official account of the pages
	AcceptAny     bool          // unknown codes sign in too, and may be used again
	TTL           time.Duration // life of an issued code; zero means 5 minutes
	Clock         clock.Clock   // nil means clock.System
}

// Official is what callers for the official account must present; empty accepts any.
type Official struct{ AppID, Secret string }

// Sent is one subscription message the double accepted.
type Sent struct {
	OpenID   string
	Template string
	Page     string
	Data     map[string]string
}

type issued struct {
	app   app
	user  string
	until time.Time
	used  bool
}

// Server is the double. It is an http.Handler and safe for concurrent use.
type Server struct {
	opt     Options
	mux     *http.ServeMux
	mu      sync.Mutex
	codes   map[string]*issued
	tokens  tokens
	risk    map[string]int
	consent map[[2]string]int
	sent    []Sent
	calls   map[string]int
	force   map[string][]int
	bound   map[app]bool
}

// New makes a double that has issued nothing yet.
func New(opt Options) *Server {
	if opt.TTL == 0 {
		opt.TTL = 5 * time.Minute
	}
	if opt.Clock == nil {
		opt.Clock = clock.System
	}
	s := &Server{opt: opt, mux: http.NewServeMux(), codes: map[string]*issued{}, risk: map[string]int{},
		consent: map[[2]string]int{}, calls: map[string]int{}, force: map[string][]int{}, bound: map[app]bool{}}
	s.mux.HandleFunc("POST /double/codes", s.postCode)
	s.mux.HandleFunc("GET /sns/jscode2session", s.login)
	s.mux.HandleFunc("GET /connect/oauth2/authorize", s.authorize)
	s.mux.HandleFunc("GET /sns/oauth2/access_token", s.pageLogin)
	s.mux.HandleFunc("POST /cgi-bin/stable_token", s.stableToken)
	s.mux.HandleFunc("POST /wxa/getuserriskrank", s.withToken(s.riskRank))
	s.mux.HandleFunc("POST /wxa/getwxacodeunlimit", s.withToken(s.drawCode))
	s.mux.HandleFunc("POST /cgi-bin/message/subscribe/send", s.withToken(s.subscribe))
	return s
}

// ServeHTTP counts the call and answers it, or the error forced for its path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.calls[r.URL.Path]++
	var forced int
	if queue := s.force[r.URL.Path]; len(queue) > 0 {
		forced, s.force[r.URL.Path] = queue[0], queue[1:]
	}
	s.mu.Unlock()
	if forced != 0 {
		refuse(w, forced)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// Listen serves on an address such as "127.0.0.1:0" and returns the base URL and
// a function that ends the server.
func (s *Server) Listen(addr string) (base string, stop func() error, err error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return "", nil, err
	}
	srv := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	stop = func() error {
		err := srv.Close()
		if served := <-done; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
		return err
	}
	return "http://" + l.Addr().String(), stop, nil
}

// IssueCode gives a fresh login code for a user, as wx.login would.
func (s *Server) IssueCode(openid string) string { return s.issue(program, openid) }

// IssuePageCode gives a fresh code for a user, as WeChat's browser brings it to a page.
func (s *Server) IssuePageCode(user string) string { return s.issue(page, user) }

func (s *Server) issue(a app, user string) string {
	code := random(24)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[code] = &issued{app: a, user: user, until: s.opt.Clock.Now().Add(s.opt.TTL)}
	return code
}

// SetRisk sets the risk rank of a user; unknown users have 0.
func (s *Server) SetRisk(openid string, rank int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.risk[openid] = rank
}

// Consent gives a user's consent to n messages of a template.
func (s *Server) Consent(openid, template string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.consent[[2]string{openid, template}] += n
}

// Fail makes the next calls of a path answer these errcodes, one each.
func (s *Server) Fail(path string, codes ...int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.force[path] = append(s.force[path], codes...)
}

// Calls tells how often a path was called.
func (s *Server) Calls(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[path]
}

// Sent returns the accepted subscription messages, oldest first.
func (s *Server) Sent() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Sent(nil), s.sent...)
}

func (s *Server) postCode(w http.ResponseWriter, r *http.Request) {
	var body struct {
		OpenID string `json:"openid"`
	}
	if json.NewDecoder(r.Body).Decode(&body) != nil || body.OpenID == "" {
		http.Error(w, `send {"openid": "..."}`, http.StatusBadRequest)
		return
	}
	answer(w, map[string]any{"code": s.IssueCode(body.OpenID)})
}

// answer writes JSON as WeChat does: status 200, type text/plain.
func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "text/plain")
	_ = json.NewEncoder(w).Encode(body)
}

var messages = map[int]string{
	-1: "system error", 40001: "invalid credential, access_token is invalid or not latest", 40003: "invalid openid",
	40013: "invalid appid", 40014: "invalid access_token", 40029: "invalid code", 40037: "invalid template_id",
	40125: "invalid appsecret", 40163: "code been used", 40226: "code blocked", 41008: "missing code",
	41030: "invalid page", 42001: "access_token expired", 43101: "user refuse to accept the msg",
	45011: "api minute-quota reach limit", 47001: "data format error",
}

func refuse(w http.ResponseWriter, code int) { refuseWith(w, code, messages[code]) }

func refuseWith(w http.ResponseWriter, code int, msg string) {
	answer(w, map[string]any{"errcode": code, "errmsg": msg + " rid: " + random(8) + "-" + random(8)})
}

func random(n int) string { return rand.Text()[:n] }

// openIDOf derives a stable openid, shaped like a real one, from a code.
func openIDOf(code string) string {
	sum := sha256.Sum256([]byte(code))
	return "o" + base64.RawURLEncoding.EncodeToString(sum[:])[:27]
}
