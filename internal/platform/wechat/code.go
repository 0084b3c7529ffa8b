package wechat

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
)

// Code describes a mini-program code (小程序码).
type Code struct {
	// Scene reaches the page as its scene value: 1 to 32 of the characters
	// 0-9 a-z A-Z !#$&'()*+,/:;=?@-._~
	Scene string
	// Page without leading slash and without query; empty opens the home page.
	Page string
	// Env is release, trial or develop; empty means release.
	Env string
	// Width in pixels, 280 to 1280; 0 means 430.
	Width int
}

const (
	pathCode   = "/wxa/getwxacodeunlimit"
	sceneRunes = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$&'()*+,/:;=?@-._~"
)

// DrawCode returns the picture of a mini-program code and its media type
// (image/jpeg or image/png). The number of codes is not limited, their rate is
// (5000 a minute).
func (c *Client) DrawCode(ctx context.Context, code Code) (picture []byte, mediaType string, err error) {
	if err := code.check(); err != nil {
		return nil, "", err
	}
	err = c.withToken(ctx, func(query url.Values) error {
		picture, err = c.exchange(ctx, pathCode, query, code.body())
		if err == nil && bytes.HasPrefix(bytes.TrimSpace(picture), []byte("{")) {
			err = c.refusal(pathCode, picture, query)
		}
		return err
	})
	if err != nil {
		return nil, "", err
	}
	// The type is read from the picture: the header has been seen to differ.
	mediaType = http.DetectContentType(picture)
	if mediaType != "image/jpeg" && mediaType != "image/png" {
		return nil, "", unavailable(pathCode, "the answer is no picture")
	}
	return picture, mediaType, nil
}

func (code Code) check() error {
	bad := func(msg string) error { return &Error{API: pathCode, Msg: msg} }
	if len(code.Scene) < 1 || len(code.Scene) > 32 || strings.Trim(code.Scene, sceneRunes) != "" {
		return bad("the scene must be 1 to 32 of the characters WeChat allows")
	}
	if strings.HasPrefix(code.Page, "/") || strings.Contains(code.Page, "?") {
		return bad("the page must have no leading slash and no query")
	}
	if code.Width != 0 && (code.Width < 280 || code.Width > 1280) {
		return bad("the width must be 280 to 1280 pixels")
	}
	return nil
}

func (code Code) body() map[string]any {
	body := map[string]any{"scene": code.Scene}
	if code.Page != "" {
		body["page"] = code.Page
	}
	if code.Env != "" {
		body["env_version"] = code.Env
	}
	if code.Width != 0 {
		body["width"] = code.Width
	}
	return body
}
