package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"saiying/internal/platform/clock"
)

// DefaultBase is the host of the real WeChat API.
const DefaultBase = "https://api.weixin.qq.com"

// maxBody bounds an answer; the largest one, a 1280 px code image, stays far below.
const maxBody = 4 << 20

// Config names one app of WeChat's, a mini program or an official account, and where its API lives.
type Config struct {
	AppID  string
	Secret string
	// Base is scheme and host of the API; empty means DefaultBase.
	Base string
	// Open is scheme and host of the page that tells WeChat's browser who its user is; empty means DefaultOpen.
	Open string
	// Timeout bounds each single HTTP exchange; zero means 3 seconds.
	Timeout time.Duration
	// Clock tells when an access token is due; nil means clock.System.
	Clock clock.Clock
}

// Client calls the API for one app. It is safe for concurrent use.
type Client struct {
	cfg   Config
	http  *http.Client
	token tokenSource
}

// New makes a client; it does not connect.
func New(cfg Config) *Client {
	if cfg.Base == "" {
		cfg.Base = DefaultBase
	}
	if cfg.Open == "" {
		cfg.Open = DefaultOpen
	}
	cfg.Base, cfg.Open = strings.TrimRight(cfg.Base, "/"), strings.TrimRight(cfg.Open, "/")
	if cfg.Timeout == 0 {
		cfg.Timeout = 3 * time.Second
	}
	if cfg.Clock == nil {
		cfg.Clock = clock.System
	}
	return &Client{cfg: cfg, http: &http.Client{
		Timeout: cfg.Timeout,
		// A redirect would carry the secret in the query to another host.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Configured reports whether an app id and a secret are set.
func (c *Client) Configured() bool { return c.cfg.AppID != "" && c.cfg.Secret != "" }

// call performs one exchange and decodes a JSON answer into out.
func (c *Client) call(ctx context.Context, path string, query url.Values, body, out any) error {
	raw, err := c.exchange(ctx, path, query, body)
	if err != nil {
		return err
	}
	if err := c.refusal(path, raw, query); err != nil {
		return err
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return unavailable(path, "the answer has fields of another kind than documented")
	}
	return nil
}

// exchange sends a GET (no body) or a JSON POST and returns the bytes of the answer.
func (c *Client) exchange(ctx context.Context, path string, query url.Values, body any) ([]byte, error) {
	if !c.Configured() {
		return nil, &Error{API: path, Msg: "no app id and secret are configured", kind: ErrConfig}
	}
	req, err := c.request(ctx, path, query, body)
	if err != nil {
		return nil, unavailable(path, "the API base is not a usable URL")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, transport(path, err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		return nil, transport(path, err)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, unavailable(path, "HTTP "+resp.Status)
	}
	return raw, nil
}

func (c *Client) request(ctx context.Context, path string, query url.Values, body any) (*http.Request, error) {
	method, payload := http.MethodGet, io.Reader(nil)
	if body != nil {
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false) // WeChat shows \u0026 literally in message fields
		if err := enc.Encode(body); err != nil {
			return nil, err
		}
		method, payload = http.MethodPost, &buf
	}
	req, err := http.NewRequestWithContext(ctx, method, c.cfg.Base+path+"?"+query.Encode(), payload)
	if err == nil && body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, err
}

// refusal turns an answer with a non-zero errcode, or one that is no JSON object, into an error.
func (c *Client) refusal(path string, raw []byte, query url.Values) error {
	var answer struct {
		Code int    `json:"errcode"`
		Msg  string `json:"errmsg"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return unavailable(path, "the answer is not complete JSON")
	}
	if answer.Code == 0 {
		return nil
	}
	return &Error{API: path, Code: answer.Code, Msg: c.scrub(answer.Msg, query), kind: kindOf(answer.Code)}
}

// scrub removes what must not be shown, should the far side echo it back.
func (c *Client) scrub(msg string, query url.Values) string {
	secrets := []string{c.cfg.Secret, query.Get("access_token"), query.Get("js_code"), query.Get("code")}
	for _, s := range secrets {
		if s != "" {
			msg = strings.ReplaceAll(msg, s, "***")
		}
	}
	return msg
}

// transport describes a network failure without the URL, whose query holds secrets.
func transport(path string, err error) error {
	var uerr *url.Error
	if errors.As(err, &uerr) {
		err = uerr.Err
	}
	var nerr net.Error
	if errors.As(err, &nerr) && nerr.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return unavailable(path, "no answer in time")
	}
	var operr *net.OpError
	if errors.As(err, &operr) {
		return unavailable(path, "cannot reach the API host: "+operr.Err.Error())
	}
	return unavailable(path, "the connection failed before the answer was complete")
}
