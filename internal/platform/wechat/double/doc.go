// Package double stands in for the WeChat API in tests and demonstrations: an
// HTTP server that speaks the documented protocol of the calls package wechat
// makes, and misbehaves on request.
//
// A mini program's code is had from IssueCode, or over HTTP without any page:
//
//	POST /double/codes {"openid": "o-lin"}  ->  {"code": "..."}
//
// A page in WeChat's browser is sent to /connect/oauth2/authorize, which sends it
// straight back with a code. The double knows a browser by its cookie "wechat_double",
// which names the user; a browser without one is somebody new. It lets in only what
// calls itself MicroMessenger. One user has another openid in the mini program than on
// pages, and a unionid only in the apps named by Bind.
//
// Codes that force a behaviour, which is also that of a browser whose user is called so:
//
//	err:40226        the errcode after the colon
//	slow:5s          answers after that time (for the user named by the whole code)
//	http:502         that HTTP status with an HTML body
//	truncated:       JSON cut in the middle
//	empty:           success without an openid
//	snapshot:lin     on pages, a user who is virtual because the page is a snapshot
//
// With Options.AcceptAny every other code signs in a user whose openid is derived
// from the code, so "demo:lin" is always the same person.
package double
