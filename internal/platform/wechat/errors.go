package wechat

import (
	"errors"
	"fmt"
)

// What went wrong, for errors.Is. The codes are those of the documented pages of
// each call; several codes mean the same thing to a caller.
var (
	ErrBadCode       = errors.New("wechat: login code is wrong, used or expired")
	ErrSnapshot      = errors.New("wechat: the page is a snapshot, its user is virtual")
	ErrHighRisk      = errors.New("wechat: user is high risk, login refused by WeChat")
	ErrTooOften      = errors.New("wechat: called too often")
	ErrNotSubscribed = errors.New("wechat: user did not subscribe to this message")
	ErrConfig        = errors.New("wechat: app id, secret or allowed address is not accepted")
	ErrUnavailable   = errors.New("wechat: not reachable or answers out of order")
)

// Error is a refusal by WeChat (Code != 0) or a failed exchange (Code == 0).
// Msg never holds a secret, a token, a session_key or a login code.
type Error struct {
	API  string // path of the call, without its query
	Code int    // errcode
	Msg  string // errmsg, or what happened on the wire
	kind error
}

// Error reads like "wechat /sns/jscode2session: 40029 invalid code rid: …".
func (e *Error) Error() string {
	if e.Code == 0 {
		return fmt.Sprintf("wechat %s: %s", e.API, e.Msg)
	}
	return fmt.Sprintf("wechat %s: %d %s", e.API, e.Code, e.Msg)
}

// Unwrap gives the kind, one of the Err values above, or nil for another code.
func (e *Error) Unwrap() error { return e.kind }

func unavailable(path, msg string) error {
	return &Error{API: path, Msg: msg, kind: ErrUnavailable}
}

func kindOf(code int) error {
	switch code {
	case 40029, 40163, 41008:
		return ErrBadCode
	case 40226:
		return ErrHighRisk
	case 45009, 45011:
		return ErrTooOften
	case 43101:
		return ErrNotSubscribed
	case 40002, 40013, 40125, 40164:
		return ErrConfig
	case -1:
		return ErrUnavailable
	}
	return nil
}

// staleToken reports whether a fresh access token may mend the refusal.
func staleToken(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Code == 40001 || e.Code == 42001 || e.Code == 40014
}
