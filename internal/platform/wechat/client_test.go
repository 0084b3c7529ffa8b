package wechat_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"saiying/internal/platform/clock"
	"saiying/internal/platform/wechat"
	"saiying/internal/platform/wechat/double"
)

const (
	appID  = "wx0123456789abcdef"
	secret = "s3cr3t-never-shown"
)

func start(t *testing.T) (*wechat.Client, *double.Server, *clock.Fixed) {
	t.Helper()
	now := clock.NewFixed(time.Date(2020, 11, 26, 9, 0, 0, 0, time.UTC))
	d := double.New(double.Options{AppID: appID, Secret: secret, Clock: now})
	srv := httptest.NewServer(d)
	t.Cleanup(srv.Close)
	c := wechat.New(wechat.Config{AppID: appID, Secret: secret, Base: srv.URL + "/", Timeout: 2 * time.Second, Clock: now})
	return c, d, now
}

func TestLogin(t *testing.T) {
	c, d, now := start(t)
	ctx := context.Background()
	code := d.IssueCode("o-lin")
	got, err := c.Login(ctx, code)
	if err != nil || got.OpenID != "o-lin" {
		t.Fatalf("Login = %v, %v", got, err)
	}
	if _, err := c.Login(ctx, code); !errors.Is(err, wechat.ErrBadCode) {
		t.Errorf("a used code: %v", err)
	}
	late := d.IssueCode("o-lin")
	now.Advance(5*time.Minute + time.Second)
	if _, err := c.Login(ctx, late); !errors.Is(err, wechat.ErrBadCode) {
		t.Errorf("a code after its five minutes: %v", err)
	}
}

func TestLoginRefusals(t *testing.T) {
	c, _, _ := start(t)
	for code, want := range map[string]error{
		"":           wechat.ErrBadCode,
		"unknown":    wechat.ErrBadCode,
		"err:40226":  wechat.ErrHighRisk,
		"err:45011":  wechat.ErrTooOften,
		"err:40125":  wechat.ErrConfig,
		"err:-1":     wechat.ErrUnavailable,
		"http:502":   wechat.ErrUnavailable,
		"truncated:": wechat.ErrUnavailable,
		"empty:":     wechat.ErrUnavailable,
		"slow:1m":    wechat.ErrUnavailable,
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			account, err := c.Login(context.Background(), code)
			if !errors.Is(err, want) || account != (wechat.Account{}) {
				t.Errorf("Login(%q) = %v, %v, want %v", code, account, err, want)
			}
		})
	}
}

// TestNoSecretInErrors provokes every kind of failure and looks for what must not be shown.
func TestNoSecretInErrors(t *testing.T) {
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(`{"errcode":40125,"errmsg":"bad ` + r.URL.Query().Get("secret") + " " + r.URL.Query().Get("js_code") + r.URL.Query().Get("code") + `"}`))
	}))
	defer echo.Close()
	moved := httptest.NewServer(http.RedirectHandler(echo.URL+"/elsewhere?secret="+secret, http.StatusFound))
	defer moved.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	hung := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer hung.Close()
	cut := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "500")
		_, _ = w.Write([]byte(`{"openid"`))
	}))
	defer cut.Close()
	for name, base := range map[string]string{"echo": echo.URL, "redirect": moved.URL, "gone": gone.URL, "hung": hung.URL, "cut": cut.URL, "no URL": "http://[::bad"} {
		c := wechat.New(wechat.Config{AppID: appID, Secret: secret, Base: base, Timeout: 100 * time.Millisecond})
		for _, login := range []func(context.Context, string) (wechat.Account, error){c.Login, c.PageLogin} {
			_, err := login(context.Background(), "code-of-lin")
			if err == nil {
				t.Errorf("%s: no error", name)
				continue
			}
			if text := err.Error(); strings.Contains(text, secret) || strings.Contains(text, "code-of-lin") {
				t.Errorf("%s: the error shows a secret: %s", name, text)
			}
		}
	}
}

func TestNotConfigured(t *testing.T) {
	if _, err := wechat.New(wechat.Config{}).Login(context.Background(), "x"); !errors.Is(err, wechat.ErrConfig) {
		t.Errorf("without app id: %v", err)
	}
}

func TestRiskRank(t *testing.T) {
	c, d, _ := start(t)
	d.SetRisk("o-bot", 4)
	for openid, want := range map[string]int{"o-lin": 0, "o-bot": 4} {
		got, err := c.RiskRank(context.Background(), openid, "203.0.113.7", wechat.SceneMarketing)
		if err != nil || got != want {
			t.Errorf("RiskRank(%s) = %d, %v, want %d", openid, got, err, want)
		}
	}
}

const (
	tokenPath = "/cgi-bin/stable_token"
	riskPath  = "/wxa/getuserriskrank"
)

func TestTokenIsSharedAndRenewed(t *testing.T) {
	c, d, now := start(t)
	rank := func() error {
		_, err := c.RiskRank(context.Background(), "o-lin", "203.0.113.7", wechat.SceneMarketing)
		return err
	}
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if err := rank(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := d.Calls(tokenPath); n != 1 {
		t.Errorf("50 callers asked for %d tokens, want 1", n)
	}
	now.Advance(115*time.Minute + time.Second)
	if err := rank(); err != nil || d.Calls(tokenPath) != 2 {
		t.Errorf("in the last five minutes: %v, %d token calls, want 2", err, d.Calls(tokenPath))
	}
}

func TestStaleTokenIsRetriedOnce(t *testing.T) {
	ask := func(c *wechat.Client) error {
		_, err := c.RiskRank(context.Background(), "o-lin", "203.0.113.7", wechat.SceneMarketing)
		return err
	}
	t.Run("revoked elsewhere", func(t *testing.T) {
		c, d, _ := start(t)
		if err := ask(c); err != nil {
			t.Fatal(err)
		}
		d.RevokeToken()
		if err := ask(c); err != nil || d.Calls(riskPath) != 3 {
			t.Errorf("%v after %d calls, want one retry", err, d.Calls(riskPath))
		}
	})
	for _, code := range []int{40001, 42001, 40014} {
		t.Run("refused", func(t *testing.T) {
			c, d, _ := start(t)
			d.Fail(riskPath, code)
			if err := ask(c); err != nil || d.Calls(tokenPath) != 3 {
				t.Errorf("%d: %v with %d token calls, want normal, normal, forced", code, err, d.Calls(tokenPath))
			}
		})
	}
	t.Run("not twice", func(t *testing.T) {
		c, d, _ := start(t)
		d.Fail(riskPath, 40001, 40001)
		var e *wechat.Error
		if err := ask(c); !errors.As(err, &e) || e.Code != 40001 || d.Calls(riskPath) != 2 {
			t.Errorf("%v after %d calls", err, d.Calls(riskPath))
		}
	})
}

func TestTokenWaitEndsWithItsCaller(t *testing.T) {
	hung := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer hung.Close()
	c := wechat.New(wechat.Config{AppID: appID, Secret: secret, Base: hung.URL, Timeout: 5 * time.Second})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	began := time.Now()
	_, err := c.RiskRank(ctx, "o-lin", "203.0.113.7", wechat.SceneMarketing)
	if !errors.Is(err, wechat.ErrUnavailable) || time.Since(began) > 2*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	hung.CloseClientConnections()
}

func TestDrawCode(t *testing.T) {
	c, d, _ := start(t)
	picture, kind, err := c.DrawCode(context.Background(), wechat.Code{Scene: "e=01HX", Page: "pages/work/work"})
	if err != nil || kind != "image/jpeg" || len(picture) < 1000 {
		t.Fatalf("DrawCode = %d bytes of %s, %v", len(picture), kind, err)
	}
	d.RevokeToken()
	if _, _, err := c.DrawCode(context.Background(), wechat.Code{Scene: "e=01HX"}); err != nil {
		t.Errorf("with a revoked token: %v", err)
	}
	var e *wechat.Error
	if _, _, err := c.DrawCode(context.Background(), wechat.Code{Scene: "x", Page: "missing/page"}); !errors.As(err, &e) || e.Code != 41030 {
		t.Errorf("unpublished page: %v", err)
	}
	for _, bad := range []wechat.Code{{}, {Scene: strings.Repeat("x", 33)}, {Scene: "a%b"}, {Scene: "x", Page: "/pages"}, {Scene: "x", Page: "p?q=1"}, {Scene: "x", Width: 100}} {
		if _, _, err := c.DrawCode(context.Background(), bad); err == nil {
			t.Errorf("%+v was sent", bad)
		}
	}
}

func TestSend(t *testing.T) {
	c, d, _ := start(t)
	m := wechat.Subscription{OpenID: "o-lin", Template: "T1", Page: "pages/mine/mine?a=1&b=2", Data: map[string]string{"thing1": "作品已入围"}}
	if err := c.Send(context.Background(), m); !errors.Is(err, wechat.ErrNotSubscribed) {
		t.Fatalf("without consent: %v", err)
	}
	d.Consent("o-lin", "T1", 1)
	if err := c.Send(context.Background(), m); err != nil {
		t.Fatal(err)
	}
	if err := c.Send(context.Background(), m); !errors.Is(err, wechat.ErrNotSubscribed) {
		t.Errorf("one consent, two messages: %v", err)
	}
	if sent := d.Sent(); len(sent) != 1 || sent[0].Page != m.Page || sent[0].Data["thing1"] != "作品已入围" {
		t.Errorf("Sent = %+v", sent)
	}
	m.Data["thing1"] = strings.Repeat("长", 21)
	if err := c.Send(context.Background(), m); err == nil || !strings.Contains(err.Error(), "thing1") {
		t.Errorf("a value too long: %v", err)
	}
}
