package wechat

import (
	"context"
	"net/url"
)

// Subscription is one subscription message (订阅消息). A one-time template allows
// one send for each consent the user gave; no call tells the balance, so the
// caller counts.
type Subscription struct {
	OpenID   string
	Template string
	Page     string            // opened by a tap, query allowed; empty means none
	Data     map[string]string // template field (thing1, time2, …) to value
}

const pathSubscribe = "/cgi-bin/message/subscribe/send"

// Send delivers a subscription message.
// Errors: ErrNotSubscribed if the user refused or the consent is used up; code
// 47003 if a value breaks its field's format, with the field in Msg.
func (c *Client) Send(ctx context.Context, s Subscription) error {
	data := map[string]any{}
	for field, value := range s.Data {
		data[field] = map[string]string{"value": value}
	}
	body := map[string]any{"touser": s.OpenID, "template_id": s.Template, "data": data, "lang": "zh_CN"}
	if s.Page != "" {
		body["page"] = s.Page
	}
	return c.withToken(ctx, func(query url.Values) error {
		var answer struct{}
		return c.call(ctx, pathSubscribe, query, body, &answer)
	})
}
