package double

import (
	"encoding/json"
	"net/http"
	"time"
)

// life and overlap of an access token: a new one is given during the last five
// minutes, and the old one stays good until its end.
const (
	life    = 2 * time.Hour
	overlap = 5 * time.Minute
)

type token struct {
	value string
	until time.Time
}

type tokens struct{ current, previous token }

// RevokeToken makes every token given so far invalid, as a forced refresh elsewhere would.
func (s *Server) RevokeToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens = tokens{}
}

func (s *Server) stableToken(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Grant  string `json:"grant_type"`
		AppID  string `json:"appid"`
		Secret string `json:"secret"`
		Force  bool   `json:"force_refresh"`
	}
	switch {
	case json.NewDecoder(r.Body).Decode(&body) != nil || body.Grant != "client_credential":
		refuse(w, 47001)
	case !s.known(body.AppID, s.opt.AppID):
		refuse(w, 40013)
	case !s.known(body.Secret, s.opt.Secret):
		refuse(w, 40125)
	default:
		t := s.renew(body.Force)
		answer(w, map[string]any{"access_token": t.value, "expires_in": int(t.until.Sub(s.opt.Clock.Now()).Seconds())})
	}
}

func (s *Server) renew(force bool) token {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opt.Clock.Now()
	if left := s.tokens.current.until.Sub(now); force {
		s.tokens = tokens{}
	} else if left >= overlap {
		return s.tokens.current
	}
	fresh := token{value: "double_" + random(26) + random(26), until: now.Add(life)}
	s.tokens = tokens{current: fresh, previous: s.tokens.current}
	return fresh
}

// withToken lets a call pass only with a token that is still good.
func (s *Server) withToken(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if code := s.judge(r.URL.Query().Get("access_token")); code != 0 {
			refuse(w, code)
			return
		}
		next(w, r)
	}
}

func (s *Server) judge(value string) (errcode int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range []token{s.tokens.current, s.tokens.previous} {
		if t.value == "" || t.value != value {
			continue
		}
		if s.opt.Clock.Now().After(t.until) {
			return 42001
		}
		return 0
	}
	return 40001
}
