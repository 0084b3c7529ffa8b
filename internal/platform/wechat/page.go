package wechat

import (
	"context"
	"net/url"
)

// DefaultOpen is the host at which WeChat's own browser is asked who its user is (网页授权).
const DefaultOpen = "https://open.weixin.qq.com"

// Scope is what a page asks to know of the user in WeChat's browser.
type Scope string

// The two scopes that WeChat has for pages.
const (
	ScopeOpenID  Scope = "snsapi_base"     // the openid, without a question to the user
	ScopeUnionID Scope = "snsapi_userinfo" // also the unionid, once the user agrees
)

// AuthorizeURL is where WeChat's browser is sent for a code. WeChat sends it on to back, whose host must be registered with the
// official account (网页授权域名), with code and state added to its query. State has up to 128 letters and digits.
func (c *Client) AuthorizeURL(back, state string, scope Scope) string {
	query := url.Values{"appid": {c.cfg.AppID}, "redirect_uri": {back}, "response_type": {"code"}, "scope": {string(scope)}, "state": {state}}
	// WeChat wants the parameters in the order of the alphabet, which is that of Encode.
	return c.cfg.Open + "/connect/oauth2/authorize?" + query.Encode() + "#wechat_redirect"
}

const pathPage = "/sns/oauth2/access_token"

// PageLogin exchanges the code that WeChat's browser brought for the account. A code serves once, for five minutes. The tokens
// in the answer, by which nickname and picture could be had, are dropped here.
// Errors: ErrBadCode, ErrSnapshot, ErrHighRisk, ErrTooOften, ErrConfig, ErrUnavailable.
func (c *Client) PageLogin(ctx context.Context, code string) (Account, error) {
	if code == "" {
		return Account{}, &Error{API: pathPage, Msg: "the code is empty", kind: ErrBadCode}
	}
	var answer struct {
		OpenID   string `json:"openid"`
		UnionID  string `json:"unionid"`
		Snapshot int    `json:"is_snapshotuser"`
	}
	query := url.Values{"appid": {c.cfg.AppID}, "secret": {c.cfg.Secret}, "code": {code}, "grant_type": {"authorization_code"}}
	if err := c.call(ctx, pathPage, query, nil, &answer); err != nil {
		return Account{}, err
	}
	if answer.Snapshot != 0 {
		return Account{}, &Error{API: pathPage, Msg: "the page is a snapshot, its openid stands for nobody", kind: ErrSnapshot}
	}
	if answer.OpenID == "" {
		return Account{}, unavailable(pathPage, "the answer has no openid")
	}
	return Account{OpenID: answer.OpenID, UnionID: answer.UnionID}, nil
}
