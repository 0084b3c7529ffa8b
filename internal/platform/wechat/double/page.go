package double

import (
	"net/http"
	"net/url"
	"strings"
)

// app is one of the two that know a user, each by an openid of its own.
type app string

const (
	program app = "mini program"
	page    app = "official account"
)

func (a app) openIDOf(user string) string {
	if a == page {
		return "page-" + user
	}
	return user
}

// Bind says which apps are bound to the Open Platform account, and so tell unionids. At first none is.
func (s *Server) Bind(miniProgram, officialAccount bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bound[program], s.bound[page] = miniProgram, officialAccount
}

func (s *Server) isBound(a app) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bound[a]
}

const cookieName = "wechat_double"

// authorize sends WeChat's browser back with a code for its user, who agrees to everything.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	back, err := url.Parse(q.Get("redirect_uri"))
	switch {
	case !strings.Contains(r.UserAgent(), "MicroMessenger"):
		http.Error(w, "请在微信客户端打开链接", http.StatusForbidden)
	case err != nil || back.Host == "":
		http.Error(w, "redirect_uri 参数错误", http.StatusBadRequest)
	case !s.known(q.Get("appid"), s.opt.Official.AppID), q.Get("response_type") != "code", !strings.HasPrefix(q.Get("scope"), "snsapi_"):
		http.Error(w, "Scope 参数错误或没有 Scope 权限", http.StatusBadRequest)
	default:
		to := back.Query()
		to.Set("code", s.codeOf(userOf(w, r)))
		to.Set("state", q.Get("state"))
		back.RawQuery = to.Encode()
		http.Redirect(w, r, back.String(), http.StatusFound)
	}
}

// userOf is who sits at a browser; one that comes for the first time is somebody new, and stays so.
func userOf(w http.ResponseWriter, r *http.Request) string {
	if c, err := r.Cookie(cookieName); err == nil && c.Value != "" {
		return c.Value
	}
	user := "fan-" + random(8)
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: user, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return user
}

// codeOf is a code for a user; one who is called like a behaviour gets the code that forces it.
func (s *Server) codeOf(user string) string {
	if strings.Contains(user, ":") {
		return user
	}
	return s.IssuePageCode(user)
}

// pageLogin answers /sns/oauth2/access_token.
func (s *Server) pageLogin(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	code := q.Get("code")
	body := map[string]any{"access_token": "page_" + random(26), "refresh_token": random(26), "expires_in": 7200, "scope": "snsapi_userinfo"}
	switch {
	case !s.known(q.Get("appid"), s.opt.Official.AppID):
		refuse(w, 40013)
	case !s.known(q.Get("secret"), s.opt.Official.Secret):
		refuse(w, 40125)
	case code == "" || q.Get("grant_type") != "authorization_code":
		refuse(w, 41008)
	case strings.HasPrefix(code, "snapshot:"):
		body["openid"], body["unionid"], body["is_snapshotuser"] = openIDOf(random(8)), "union-"+random(8), 1
		answer(w, body)
	case s.misbehave(w, r, code):
	default:
		s.exchange(w, page, code, body)
	}
}
