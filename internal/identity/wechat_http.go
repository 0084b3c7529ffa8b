package identity

import (
	"context"
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/platform/web"
)

// A browser that is sent to WeChat keeps the state it was sent with, so that nobody can have it finish a sign-in that they began themselves.
const (
	stateCookie = "saiying_wechat"
	stateLife   = 10 * time.Minute
	statePath   = "/api/v1/sessions/wechat"
)

type toWeChat struct {
	Location     string      `header:"Location"`
	SetCookie    http.Cookie `header:"Set-Cookie"`
	CacheControl string      `header:"Cache-Control"`
}

type fromWeChat struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      struct {
		Person  View      `json:"person"`
		Token   string    `json:"token" doc:"For Authorization: Bearer"`
		Expires time.Time `json:"expires_at"`
	}
}

func (s *Service) pageRoutes(api huma.API) {
	authorize := huma.Operation{Method: http.MethodGet, Path: statePath + "/authorize", Summary: "在微信内置浏览器里登录：转到微信", DefaultStatus: http.StatusFound, Tags: []string{"public"}}
	web.Handle(api, authorize, func(_ context.Context, in *struct {
		Next string `query:"next" doc:"A path of this site to come back to; any other address leads home"`
	}) (*toWeChat, error) {
		to, state, err := s.AuthorizeWeChat(s.url + "/sign-in/wechat?" + url.Values{"next": {localPath(in.Next)}}.Encode())
		if err != nil {
			return nil, err
		}
		return &toWeChat{Location: to, SetCookie: s.stateCookie(state, int(stateLife.Seconds())), CacheControl: "no-store"}, nil
	})
	web.Post(api, "/sessions/wechat/page", "在微信内置浏览器里登录：从微信回来", func(ctx context.Context, in *struct {
		Cookie string `cookie:"saiying_wechat"`
		Body   struct {
			Code  string `json:"code" doc:"As WeChat added it to the address"`
			State string `json:"state" doc:"Likewise"`
		}
	}) (*fromWeChat, error) {
		if in.Cookie == "" || subtle.ConstantTimeCompare([]byte(in.Cookie), []byte(in.Body.State)) != 1 {
			return nil, errState
		}
		signed, err := s.SignInByPage(ctx, in.Body.Code)
		if err != nil {
			return nil, err
		}
		out := &fromWeChat{SetCookie: []http.Cookie{s.cookie(signed.Token, signed.Expires), s.stateCookie("", -1)}}
		out.Body.Person, out.Body.Token, out.Body.Expires = view(signed.Person), signed.Token, signed.Expires
		return out, nil
	}, http.StatusCreated)
}

func (s *Service) stateCookie(state string, seconds int) http.Cookie {
	return http.Cookie{Name: stateCookie, Value: state, Path: statePath, MaxAge: seconds, HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode}
}

// localPath is next if it is a path of this site, and otherwise the way home.
func localPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}
