// Package wechat speaks with the WeChat server API for one mini program: it
// exchanges login codes, asks for a user's risk rank, draws mini-program codes
// and sends subscription messages. It has never heard of a contest.
//
// The protocol is the one of developers.weixin.qq.com (小程序服务端接口): errors
// arrive as HTTP 200 with {errcode, errmsg}; a success body often has no errcode
// at all, so a missing one counts as 0 and the field asked for must be there.
//
// Errors: every failure is an *Error, matched by errors.Is against ErrBadCode,
// ErrHighRisk, ErrTooOften, ErrNotSubscribed, ErrConfig or ErrUnavailable. No
// error, and nothing else that leaves the package, carries the app secret, an
// access token, a session_key or a login code.
package wechat
