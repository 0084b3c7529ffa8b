package wechat

import (
	"context"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// early is how long before its end a token is no longer handed out; the stable
// token call gives a new one during the last five minutes of the old.
const early = 5 * time.Minute

// tokenSource keeps the one access token of the app. Any number of callers that
// find it due, or the same one stale, share one request.
type tokenSource struct {
	mu    sync.Mutex
	value string
	until time.Time
	one   singleflight.Group
}

func (t *tokenSource) current(now time.Time) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.After(t.until) {
		return ""
	}
	return t.value
}

func (t *tokenSource) keep(value string, until time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.value, t.until = value, until
}

// forget drops the token unless another caller has already replaced it.
func (t *tokenSource) forget(value string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.value == value {
		t.value, t.until = "", time.Time{}
	}
}

// accessToken returns a token other than stale. Normal mode repeats the token
// WeChat still holds valid; if that is the very one just refused, a forced
// refresh (20 a day) makes a new one.
func (c *Client) accessToken(ctx context.Context, stale string) (string, error) {
	if value := c.token.current(c.cfg.Clock.Now()); value != "" && value != stale {
		return value, nil
	}
	// One caller leaving must not fail those who wait with it, hence WithoutCancel;
	// the HTTP timeout still ends the request.
	shared := context.WithoutCancel(ctx)
	answer := c.token.one.DoChan(stale, func() (any, error) { return c.fetchToken(shared, stale) })
	select {
	case r := <-answer:
		if r.Err != nil {
			return "", r.Err
		}
		return r.Val.(string), nil
	case <-ctx.Done():
		return "", unavailable(pathToken, "the caller left before the token arrived")
	}
}

func (c *Client) fetchToken(ctx context.Context, stale string) (string, error) {
	if value := c.token.current(c.cfg.Clock.Now()); value != "" && value != stale {
		return value, nil
	}
	value, err := c.stableToken(ctx, false)
	if err == nil && value == stale {
		value, err = c.stableToken(ctx, true)
	}
	return value, err
}

const pathToken = "/cgi-bin/stable_token"

func (c *Client) stableToken(ctx context.Context, force bool) (string, error) {
	var answer struct {
		Token  string `json:"access_token"`
		Expire int64  `json:"expires_in"` // seconds
	}
	err := c.call(ctx, pathToken, nil, map[string]any{
		"grant_type": "client_credential", "appid": c.cfg.AppID, "secret": c.cfg.Secret, "force_refresh": force,
	}, &answer)
	if err != nil {
		return "", err
	}
	if answer.Token == "" {
		return "", unavailable(pathToken, "the answer has no access_token")
	}
	c.token.keep(answer.Token, c.cfg.Clock.Now().Add(time.Duration(answer.Expire)*time.Second-early))
	return answer.Token, nil
}

// withToken runs f with an access token, once more with a fresh one if WeChat calls it stale.
func (c *Client) withToken(ctx context.Context, f func(query url.Values) error) error {
	token, err := c.accessToken(ctx, "")
	if err != nil {
		return err
	}
	err = f(url.Values{"access_token": {token}})
	if !staleToken(err) {
		return err
	}
	c.token.forget(token)
	if token, err = c.accessToken(ctx, token); err != nil {
		return err
	}
	return f(url.Values{"access_token": {token}})
}
