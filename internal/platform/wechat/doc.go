// Package wechat speaks with the WeChat server API for one app. For a mini program it
// exchanges login codes, asks for a user's risk rank, draws mini-program codes
// and sends subscription messages; for an official account (公众号) it signs in who
// opens a page in WeChat's own browser. It has never heard of a contest.
//
// The protocol is the one of developers.weixin.qq.com (小程序服务端接口, 网页授权): errors
// arrive as HTTP 200 with {errcode, errmsg}; a success body often has no errcode
// at all, so a missing one counts as 0 and the field asked for must be there.
//
// Errors: every failure is an *Error, matched by errors.Is against ErrBadCode,
// ErrSnapshot, ErrHighRisk, ErrTooOften, ErrNotSubscribed, ErrConfig or ErrUnavailable. No
// error, and nothing else that leaves the package, carries the app secret, an
// access token, a session_key or a login code.
package wechat
