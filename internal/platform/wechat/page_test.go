package wechat_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"saiying/internal/platform/wechat"
	"saiying/internal/platform/wechat/double"
)

func pages(t *testing.T) (*wechat.Client, *double.Server) {
	t.Helper()
	d := double.New(double.Options{AppID: "program", Secret: "other", Official: double.Official{AppID: appID, Secret: secret}})
	srv := httptest.NewServer(d)
	t.Cleanup(srv.Close)
	return wechat.New(wechat.Config{AppID: appID, Secret: secret, Base: srv.URL, Open: srv.URL + "/", Timeout: 2 * time.Second}), d
}

func TestPageLogin(t *testing.T) {
	c, d := pages(t)
	ctx := context.Background()
	code := d.IssuePageCode("lin")
	if a, err := c.PageLogin(ctx, code); err != nil || a != (wechat.Account{OpenID: "page-lin"}) {
		t.Errorf("an account that is bound to nothing: %v, %v", a, err)
	}
	if _, err := c.PageLogin(ctx, code); !errors.Is(err, wechat.ErrBadCode) {
		t.Errorf("a used code: %v", err)
	}
	d.Bind(false, true)
	if a, err := c.PageLogin(ctx, d.IssuePageCode("lin")); err != nil || a != (wechat.Account{OpenID: "page-lin", UnionID: "union-lin"}) {
		t.Errorf("a bound one: %v, %v", a, err)
	}
	if a, err := c.PageLogin(ctx, "snapshot:lin"); !errors.Is(err, wechat.ErrSnapshot) || a != (wechat.Account{}) {
		t.Errorf("a snapshot page: %v, %v", a, err)
	}
	if _, err := c.PageLogin(ctx, d.IssueCode("lin")); !errors.Is(err, wechat.ErrBadCode) {
		t.Errorf("the mini program's code: %v", err)
	}
}

func TestAuthorizeURL(t *testing.T) {
	back := "https://saiying.example.cn/sign-in/wechat?next=%2Fc%2Fa%23vote"
	real := wechat.New(wechat.Config{AppID: appID, Secret: secret}).AuthorizeURL(back, "S7", wechat.ScopeUnionID)
	want := "https://open.weixin.qq.com/connect/oauth2/authorize?appid=" + appID + "&redirect_uri=" + url.QueryEscape(back) + "&response_type=code&scope=snsapi_userinfo&state=S7#wechat_redirect"
	if real != want {
		t.Errorf("%s\nwant %s", real, want)
	}
	c, _ := pages(t)
	stop := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	get := func(agent string) *http.Response {
		r, err := http.NewRequest(http.MethodGet, c.AuthorizeURL(back, "S7", wechat.ScopeOpenID), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("User-Agent", agent)
		resp, err := stop.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp
	}
	to, err := get("MicroMessenger/8.0").Location()
	if err != nil || to.Query().Get("state") != "S7" || to.Query().Get("code") == "" || to.Query().Get("next") != "/c/a#vote" || !strings.HasPrefix(to.String(), "https://saiying.example.cn/") {
		t.Errorf("WeChat's browser goes on to %v, %v", to, err)
	}
	if got := get("Chrome/140").StatusCode; got != http.StatusForbidden {
		t.Errorf("another browser is answered %d", got)
	}
}
