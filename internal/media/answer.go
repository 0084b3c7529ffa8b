package media

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"
	xslog "golang.org/x/exp/slog"

	"saiying/internal/platform/fault"
	"saiying/internal/platform/web"
)

var (
	errOffset = fault.Define("media.offset_mismatch", fault.Conflict,
		"续传的位置与服务器不一致，请先询问进度再接着传。", "The upload offset does not match the server's; ask for it and resume from there.")
	errTus = fault.Define("media.upload_refused", fault.Bad,
		"上传没有被接受，请重新选择文件再试。", "The upload was not accepted; please choose the file again.")
	errConcat = fault.Define("media.upload_in_parts", fault.Bad,
		"不能分成几个文件并行上传再合并，请把整个文件作为一次上传。", "Parallel uploads that are joined afterwards are not supported; please send the file as one upload.")
	errMethod = fault.Define("media.upload_method", http.StatusMethodNotAllowed,
		"这个地址不支持这种请求，支持的方法见Allow。", "This address does not take that method; see Allow for those it takes.")
)

// tusFaults are the refusals of tusd that a sender can do something about, by its own code.
var tusFaults = map[string]*fault.Fault{
	"ERR_UNSUPPORTED_VERSION": fault.Define("media.upload_version", http.StatusPreconditionFailed,
		"上传要用tus 1.0.0：请求头Tus-Resumable应为1.0.0。", "Uploads speak tus 1.0.0: the header Tus-Resumable must be 1.0.0."),
	"ERR_INVALID_CONTENT_TYPE": fault.Define("media.upload_content_type", fault.Bad,
		"发送文件内容时，请求头Content-Type应为application/offset+octet-stream。", "A piece needs the header Content-Type: application/offset+octet-stream."),
	"ERR_INVALID_UPLOAD_LENGTH": errLength, "ERR_INVALID_UPLOAD_LENGTH_DEFER": errLength, "ERR_AMBIGUOUS_UPLOAD_LENGTH": errLength,
	"ERR_NOT_IMPLEMENTED": errLength, // a length that is told later is all that is not
	"ERR_INVALID_OFFSET": fault.Define("media.upload_offset", fault.Bad,
		"请求头Upload-Offset缺少或不是数字，请先询问进度再接着传。", "The header Upload-Offset is missing or no number; ask for the offset and resume from there."),
	"ERR_UPLOAD_SIZE_EXCEEDED": fault.Define("media.upload_overrun", fault.TooLarge,
		"传来的内容比登记的文件大，多出的没有收。文件若在上传后改过，请取消这次上传，重新选择文件。", "More came than the size that was told; the excess was not taken. If the file has changed since, cancel this upload and choose it again."),
}

var errLength = fault.Define("media.upload_length", fault.Bad,
	"请求头Upload-Length要写明文件的字节数，开始上传前就要知道。", "The header Upload-Length must tell the size of the file in bytes, before the upload begins.")

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
	r       *http.Request
	refused int // the status of an error of tusd's own, whose body tells which
	told    bool

	mu   sync.Mutex
	cut  bool // reading was ended before its time
	over bool // the request has been answered: what is below belongs to others
}

func (a *answer) WriteHeader(status int) {
	h := a.Header()
	if a.wasCut() {
		h.Set("Connection", "close")
	}
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
	if status < 400 || h.Get("Content-Type") == "application/problem+json" {
		a.ResponseWriter.WriteHeader(status)
		return
	}
	if a.refused = status; a.r.Method == http.MethodHead {
		a.refuse("")
	}
}

// Write takes the body, of tusd's own errors "CODE: what is wrong".
func (a *answer) Write(p []byte) (int, error) {
	if a.refused == 0 {
		return a.ResponseWriter.Write(p)
	}
	code, _, _ := strings.Cut(string(p), ":")
	a.refuse(code)
	return len(p), nil
}

// refuse answers with the problem that stands for an error of tusd's own, once.
func (a *answer) refuse(code string) {
	if a.refused != 0 && !a.told {
		a.told = true
		web.Fail(a.ResponseWriter, a.r, tusFault(a.refused, code))
	}
}

func tusFault(status int, code string) error {
	switch status {
	case http.StatusNotFound, http.StatusGone:
		return ErrGone
	case http.StatusConflict, http.StatusLocked:
		return errOffset
	case http.StatusMethodNotAllowed:
		return errMethod
	}
	if f, ok := tusFaults[code]; ok {
		return f
	}
	f := *errTus
	f.Kind = fault.Kind(status)
	return &f
}

// SetReadDeadline lets tusd end a body that stopped coming. It does so from a goroutine of its own, which may be late: by then the writer
// below, or the connection, serves somebody else, whose request would be cut off. A connection on which reading has failed gives up
// whatever comes on it later: it is closed with the answer.
func (a *answer) SetReadDeadline(t time.Time) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.over {
		return nil
	}
	a.cut = a.cut || !t.After(time.Now())
	return http.NewResponseController(a.ResponseWriter).SetReadDeadline(t)
}

func (a *answer) wasCut() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.cut
}

// end lets nobody reach the connection through a any more, and takes tusd's deadline for writing off it: the answers to later requests on
// it would be cut off.
func (a *answer) end() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.over = true
	_ = http.NewResponseController(a.ResponseWriter).SetWriteDeadline(time.Time{}) // what cannot have one has none
}

// Unwrap lets tusd reach what else it asks of the connection, while it serves the request.
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
