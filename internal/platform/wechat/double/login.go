package double

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// login answers /sns/jscode2session.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	code := q.Get("js_code")
	switch {
	case !s.known(q.Get("appid"), s.opt.AppID):
		refuse(w, 40013)
	case !s.known(q.Get("secret"), s.opt.Secret):
		refuse(w, 40125)
	case code == "" || q.Get("grant_type") != "authorization_code":
		refuse(w, 41008)
	case s.misbehave(w, r, code):
	default:
		s.exchange(w, program, code, map[string]any{"session_key": random(24)})
	}
}

func (s *Server) known(got, want string) bool {
	return want == "" && got != "" || got == want && got != ""
}

// exchange answers who a code stands for, beside what else the app's answer has. A real success body has no errcode either.
func (s *Server) exchange(w http.ResponseWriter, a app, code string, body map[string]any) {
	user, errcode := s.spend(a, code)
	if errcode != 0 {
		refuse(w, errcode)
		return
	}
	body["openid"] = a.openIDOf(user)
	if s.isBound(a) {
		body["unionid"] = "union-" + user
	}
	answer(w, body)
}

// spend uses a code up, at most once.
func (s *Server) spend(a app, code string) (user string, errcode int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.codes[code]
	switch {
	case !ok && s.opt.AcceptAny:
		return openIDOf(code), 0
	case !ok || c.app != a || s.opt.Clock.Now().After(c.until):
		return "", 40029
	case c.used:
		return "", 40163
	}
	c.used = true
	return c.user, 0
}

// misbehave does what the prefix of a code asks for and reports whether it answered.
func (s *Server) misbehave(w http.ResponseWriter, r *http.Request, code string) bool {
	kind, arg, found := strings.Cut(code, ":")
	if !found {
		return false
	}
	switch kind {
	case "err":
		n, _ := strconv.Atoi(arg)
		refuse(w, n)
	case "http":
		status, _ := strconv.Atoi(arg)
		w.WriteHeader(max(status, 400))
		_, _ = io.WriteString(w, "<html><body>Bad Gateway</body></html>")
	case "truncated":
		_, _ = io.WriteString(w, `{"session_key":"`+random(16)+`","openid":"o`)
	case "empty":
		answer(w, map[string]any{"session_key": random(24)})
	case "slow":
		d, _ := time.ParseDuration(arg)
		select {
		case <-time.After(d):
			answer(w, map[string]any{"openid": openIDOf(code), "session_key": random(24)})
		case <-r.Context().Done():
		}
	default:
		return false
	}
	return true
}
