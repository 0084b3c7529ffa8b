package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"time"
)

// SMS sends short messages through an HTTP gateway. For each message it makes
//
//	POST <the configured URL without key, sign and template>
//	Authorization: Bearer <key>
//	Content-Type: application/json
//
//	{"to": "13800000000", "sign": "赛映", "template": "SMS_1",
//	 "params": {"code": "123456"}, "text": "..."}
//
// and takes any 2xx for accepted. 429 and 5xx are temporary, every other answer is
// final. Providers with a protocol of their own are reached through a small relay
// that speaks this one.
type SMS struct {
	url, key, sign, template string
	http                     *http.Client
}

// NewSMS reads a URL such as https://gateway.example.cn/send?key=KEY&sign=赛映.
// http is accepted only on this machine: the key travels with each message.
func NewSMS(raw string) (*SMS, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return nil, errors.New("notify: SAIYING_SMS is not a URL; write https://gateway/path?key=KEY&sign=SIGN")
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())) {
		return nil, errors.New("notify: SAIYING_SMS must be https, so that the key cannot be read on the way")
	}
	q := u.Query()
	s := &SMS{key: q.Get("key"), sign: q.Get("sign"), template: q.Get("template")}
	if s.key == "" {
		return nil, errors.New("notify: SAIYING_SMS needs ?key=")
	}
	for _, own := range []string{"key", "sign", "template"} {
		q.Del(own)
	}
	u.RawQuery = q.Encode()
	s.url = u.String()
	// No redirects: the key must not follow to another host.
	s.http = &http.Client{Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return s, nil
}

var mobile = regexp.MustCompile(`^1[3-9]\d{9}$`)

// Send hands one message to the gateway.
func (s *SMS) Send(ctx context.Context, m Message) error {
	if !mobile.MatchString(m.To) {
		return &Error{Channel: Phone, Reason: "the number is no mainland mobile number of 11 digits"}
	}
	req, err := s.request(ctx, m)
	if err != nil {
		return &Error{Channel: Phone, Reason: "the message cannot be written as JSON"}
	}
	resp, err := s.http.Do(req)
	if err != nil {
		return &Error{Channel: Phone, Reason: "the gateway cannot be reached", Temporary: true}
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection is used again
	if resp.StatusCode/100 == 2 {
		return nil
	}
	again := resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500
	return &Error{Channel: Phone, Reason: fmt.Sprintf("the gateway refused the message (HTTP %d)", resp.StatusCode), Temporary: again}
}

func (s *SMS) request(ctx context.Context, m Message) (*http.Request, error) {
	if m.Template == "" {
		m.Template = s.template
	}
	body, err := json.Marshal(map[string]any{"to": m.To, "sign": s.sign, "template": m.Template, "params": m.Params, "text": m.Text})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err == nil {
		req.Header.Set("Authorization", "Bearer "+s.key)
		req.Header.Set("Content-Type", "application/json")
	}
	return req, err
}
