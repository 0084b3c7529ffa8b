package media

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/tus/tusd/v2/pkg/handler"
	xslog "golang.org/x/exp/slog"

	"saiying/internal/platform/fault"
	"saiying/internal/platform/web"
)

var (
	errOffset = fault.Define("media.offset_mismatch", fault.Conflict,
		"续传的位置与服务器不一致，请先询问进度再接着传。", "The upload offset does not match the server's; ask for it and resume from there.")
	errTus = fault.Define("media.upload_refused", fault.Bad,
		"上传没有被接受（{why}），请重新选择文件再试。", "The upload was not accepted ({why}); please choose the file again.")
)

// refusal dresses an error as tusd passes one on; what tusd said itself it keeps.
func refusal(ctx context.Context, err error) error {
	var plain handler.Error
	if err == nil || errors.As(err, &plain) {
		return err
	}
	p := web.Explain(ctx, err)
	body, _ := json.Marshal(p) // a problem always marshals
	return handler.Error{ErrorCode: p.Code, Message: p.Detail, HTTPResponse: handler.HTTPResponse{
		StatusCode: p.Status, Body: string(body), Header: handler.HTTPHeader{"Content-Type": "application/problem+json"}}}
}

// answer rewrites what tusd says on its own account: its errors become problems, and the address of a new upload is told
// without scheme and host, which a proxy may have changed.
type answer struct {
	http.ResponseWriter
	r    *http.Request
	mute bool
}

func (a *answer) WriteHeader(status int) {
	h := a.Header()
	if _, path, ok := strings.Cut(h.Get("Location"), uploadsPath); ok {
		h.Set("Location", uploadsPath+path)
	}
	if e := h.Get("Tus-Extension"); e != "" {
		h.Set("Tus-Extension", e+",expiration,checksum")
		h.Set("Tus-Checksum-Algorithm", offered)
	}
	if a.r.Method != http.MethodHead {
		h.Del("Content-Length") // that of the file, told to who asked by POST, would make them wait for it
	}
	if status < 400 || !strings.HasPrefix(h.Get("Content-Type"), "text/plain") {
		a.ResponseWriter.WriteHeader(status)
		return
	}
	a.mute = true
	web.Fail(a.ResponseWriter, a.r, tusFault(status))
}

func tusFault(status int) error {
	switch status {
	case http.StatusNotFound, http.StatusGone:
		return ErrGone
	case http.StatusConflict, http.StatusLocked:
		return errOffset
	}
	f := errTus.With("why", fmt.Sprint("HTTP ", status))
	f.Kind = fault.Kind(status)
	return f
}

func (a *answer) Write(p []byte) (int, error) {
	if a.mute {
		return len(p), nil
	}
	return a.ResponseWriter.Write(p)
}

// Unwrap lets tusd set deadlines on the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// complaints passes on what tusd logs as an error, except that senders hang up.
type complaints struct{}

func (complaints) Enabled(_ context.Context, l xslog.Level) bool { return l >= xslog.LevelError }
func (complaints) WithAttrs([]xslog.Attr) xslog.Handler          { return complaints{} }
func (complaints) WithGroup(string) xslog.Handler                { return complaints{} }
func (complaints) Handle(ctx context.Context, r xslog.Record) error {
	if r.Message == "BodyReadError" {
		return nil
	}
	attrs := []slog.Attr{slog.String("event", r.Message)}
	r.Attrs(func(a xslog.Attr) bool {
		attrs = append(attrs, slog.String(a.Key, a.Value.String()))
		return true
	})
	slog.LogAttrs(ctx, slog.LevelError, "upload", attrs...)
	return nil
}
