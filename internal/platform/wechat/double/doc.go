// Package double stands in for the WeChat API in tests and demonstrations: an
// HTTP server that speaks the documented protocol of the calls package wechat
// makes, and misbehaves on request.
//
// A code is had from IssueCode, or over HTTP without any page:
//
//	POST /double/codes {"openid": "o-lin"}  ->  {"code": "..."}
//
// Codes that force a behaviour:
//
//	err:40226        the errcode after the colon
//	slow:5s          answers after that time (for the user named by the whole code)
//	http:502         that HTTP status with an HTML body
//	truncated:       JSON cut in the middle
//	empty:           success without an openid
//
// With Options.AcceptAny every other code signs in a user whose openid is derived
// from the code, so "demo:lin" is always the same person.
package double
