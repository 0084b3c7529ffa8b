package wechat

import (
	"context"
	"net/url"
)

// Account is a WeChat user as one app sees him. OpenID is his one identity there,
// and another in every other app; UnionID is the same in all apps bound to one
// Open Platform account (微信开放平台), and empty in an app that is bound to none.
type Account struct {
	OpenID  string
	UnionID string
}

const pathLogin = "/sns/jscode2session"

// Login exchanges the code of wx.login for the account. A code serves once, for
// five minutes. The session_key in the answer is dropped here.
// Errors: ErrBadCode, ErrHighRisk, ErrTooOften, ErrConfig, ErrUnavailable.
func (c *Client) Login(ctx context.Context, code string) (Account, error) {
	if code == "" {
		return Account{}, &Error{API: pathLogin, Msg: "the login code is empty", kind: ErrBadCode}
	}
	var answer struct {
		OpenID  string `json:"openid"`
		UnionID string `json:"unionid"`
	}
	query := url.Values{"appid": {c.cfg.AppID}, "secret": {c.cfg.Secret}, "js_code": {code}, "grant_type": {"authorization_code"}}
	if err := c.call(ctx, pathLogin, query, nil, &answer); err != nil {
		return Account{}, err
	}
	if answer.OpenID == "" {
		return Account{}, unavailable(pathLogin, "the answer has no openid")
	}
	return Account(answer), nil
}

// Scene of a risk question, as numbered by getUserRiskRank.
type Scene int

// The two scenes WeChat documents throughout.
const (
	SceneRegister  Scene = 0 // 注册
	SceneMarketing Scene = 1 // 营销作弊, which is where public votes belong
)

const pathRisk = "/wxa/getuserriskrank"

// RiskRank asks how WeChat rates a user: 0 no risk seen to 4 high. WeChat's advice
// for 打榜: at 3 lower the weight, at 4 do not count. The right to ask is applied
// for in the mini program's console.
func (c *Client) RiskRank(ctx context.Context, openID, clientIP string, scene Scene) (int, error) {
	var answer struct {
		Rank *int `json:"risk_rank"`
	}
	err := c.withToken(ctx, func(query url.Values) error {
		return c.call(ctx, pathRisk, query, map[string]any{
			"appid": c.cfg.AppID, "openid": openID, "scene": scene, "client_ip": clientIP,
		}, &answer)
	})
	if err != nil {
		return 0, err
	}
	if answer.Rank == nil || *answer.Rank < 0 || *answer.Rank > 4 {
		return 0, unavailable(pathRisk, "the answer has no risk_rank from 0 to 4")
	}
	return *answer.Rank, nil
}
