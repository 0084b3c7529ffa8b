package media

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
	xslog "golang.org/x/exp/slog"

	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/id"
	"saiying/internal/platform/web"
)

// uploadsPath is where tus is spoken.
const uploadsPath = "/api/v1/uploads/"

// uploadHandler is the handler of uploadsPath: tus 1.0 with creation, creation-with-upload, termination and expiration, and with
// X-HTTP-Method-Override for those who cannot send PATCH. Locks live in memory: lock files outlive a killed process, and a
// new one that happens to get the same process number would take them for its own.
func (s *Service) uploadHandler() (http.Handler, error) {
	parts := handler.NewStoreComposer()
	in := intake{s}
	parts.UseCore(in)
	parts.UseTerminater(in)
	memorylocker.New().UseIn(parts)
	h, err := handler.NewHandler(handler.Config{
		StoreComposer: parts, BasePath: uploadsPath, DisableDownload: true, Cors: &handler.CorsConfig{Disable: true},
		Logger: xslog.New(complaints{}), PreUploadCreateCallback: s.begin, PreFinishResponseCallback: s.end,
	})
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &answer{ResponseWriter: w, r: r}
		s.announce(a.Header(), r)
		http.StripPrefix(strings.TrimSuffix(uploadsPath, "/"), h).ServeHTTP(a, r)
	}), nil
}

// begin decides whether an upload may begin, and makes its asset.
func (s *Service) begin(hook handler.HookEvent) (handler.HTTPResponse, handler.FileInfoChanges, error) {
	a, until, err := s.Begin(hook.Context, Asset{ID: id.New(), Campaign: hook.Upload.MetaData["campaign"],
		Filename: cleanName(hook.Upload.MetaData["filename"]), Size: hook.Upload.Size}, hook.Upload.MetaData["filetype"])
	if err != nil {
		return handler.HTTPResponse{}, handler.FileInfoChanges{}, refusal(hook.Context, err)
	}
	header := handler.HTTPHeader{"Upload-Expires": expires(a)}
	if !until.IsZero() {
		header["Saiying-Grace-Until"] = until.Format(time.RFC3339)
	}
	meta := handler.MetaData{"campaign": a.Campaign, "filename": a.Filename}
	return handler.HTTPResponse{Header: header}, handler.FileInfoChanges{ID: a.ID, MetaData: meta}, nil
}

// Begin makes the asset of an upload that the person of ctx wants to begin, and tells until when it may go on.
func (s *Service) Begin(ctx context.Context, a Asset, filetype string) (_ Asset, until time.Time, err error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return a, until, err
	}
	a.Owner = p.ID
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		a.Began, a.Touched = tx.Now(), tx.Now()
		if until, err = s.mayBegin(ctx, tx, a, filetype); err != nil {
			return err
		}
		ok, err := insert(ctx, tx, a, mostUnfinished)
		if err == nil && !ok {
			err = ErrTooMany.With("n", mostUnfinished)
		}
		return err
	})
	return a, until, err
}

func (s *Service) mayBegin(ctx context.Context, tx *db.Tx, a Asset, filetype string) (time.Time, error) {
	c, err := s.campaigns.Get(ctx, tx, a.Campaign)
	if err != nil {
		return time.Time{}, err
	}
	if err := checkTime(c, a.Began, a.Began); err != nil {
		return time.Time{}, err
	}
	if a.Size == 0 {
		return time.Time{}, ErrEmpty
	}
	if a.Size > c.MaxUploadBytes() {
		return time.Time{}, ErrTooLarge.With("size", SayBytes(a.Size), "max", SayBytes(c.MaxUploadBytes()))
	}
	if !plausible(a.Filename, filetype) {
		return time.Time{}, ErrWrongType.With("name", a.Filename)
	}
	free, err := s.blobs.Room()
	if err == nil && free-reserve < a.Size {
		err = ErrNoRoom
	}
	until, _ := Deadline(c, a.Began)
	return until.In(c.Zone), err
}

// end acts upon the last byte. A request that began in time and whose last byte came too late is refused.
func (s *Service) end(hook handler.HookEvent) (handler.HTTPResponse, error) {
	ctx := context.WithoutCancel(hook.Context) // the bytes are here: the sender need not wait for us
	err := s.db.Read(ctx, func(tx *db.Tx) error { return s.inTime(ctx, tx, hook.Upload.ID) })
	if err == nil {
		err = s.finish(ctx, hook.Upload.ID)
	}
	if err != nil {
		return handler.HTTPResponse{}, refusal(ctx, err)
	}
	return handler.HTTPResponse{}, nil
}

func (s *Service) inTime(ctx context.Context, tx *db.Tx, id string) error {
	a, err := s.Asset(ctx, tx, id)
	if err != nil {
		return err
	}
	c, err := s.campaigns.Get(ctx, tx, a.Campaign)
	if err != nil {
		return err
	}
	return checkTime(c, a.Began, tx.Now())
}

// announce tells how long an upload already begun will be kept, and until when it may go on.
func (s *Service) announce(h http.Header, r *http.Request) {
	id := strings.Trim(strings.TrimPrefix(r.URL.Path, uploadsPath), "/")
	if r.Method == http.MethodOptions || id == "" {
		return
	}
	_ = s.db.Read(r.Context(), func(tx *db.Tx) error { // what cannot be read is refused in a moment, by the handler
		a, err := s.Asset(r.Context(), tx, id)
		if err != nil || a.State != StateUploading {
			return err
		}
		h.Set("Upload-Expires", expires(a))
		c, err := s.campaigns.Get(r.Context(), tx, a.Campaign)
		if err != nil {
			return err
		}
		if until, ok := Deadline(c, a.Began); ok {
			h.Set("Saiying-Grace-Until", until.In(c.Zone).Format(time.RFC3339))
		}
		return nil
	})
}

// expires is when an upload that gets no more bytes is dropped, as the tus extension wants it.
func expires(a Asset) string { return a.Touched.Add(uploadLife).UTC().Format(http.TimeFormat) }

var (
	errOffset = fault.Define("media.offset_mismatch", fault.Conflict,
		"续传的位置与服务器不一致，请先询问进度再接着传。", "The upload offset does not match the server's; ask for it and resume from there.")
	errTus = fault.Define("media.upload_refused", fault.Bad,
		"上传没有被接受（{why}），请重新选择文件再试。", "The upload was not accepted ({why}); please choose the file again.")
)

// refusal dresses an error as tusd passes one on.
func refusal(ctx context.Context, err error) error {
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
		h.Set("Tus-Extension", e+",expiration")
	}
	if status < 400 || !strings.HasPrefix(h.Get("Content-Type"), "text/plain") {
		a.ResponseWriter.WriteHeader(status)
		return
	}
	a.mute = true
	h.Del("Content-Length")
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

// SayBytes writes a size for people: 1.02 GB.
func SayBytes(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.2f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%d KB", (n+999)/1000)
}

// intake is tus's store: files in a folder, each with a row that says whose it is and what became of it. All of it runs
// under the upload's lock.
type intake struct{ s *Service }

// NewUpload makes the file.
func (in intake) NewUpload(ctx context.Context, info handler.FileInfo) (handler.Upload, error) {
	return in.s.store.NewUpload(ctx, info)
}

// GetUpload finds an upload for its owner. One whose last byte arrived is finished first, if a crash prevented it.
func (in intake) GetUpload(ctx context.Context, id string) (handler.Upload, error) {
	u, err := in.find(ctx, id)
	var plain handler.Error
	if err != nil && !errors.As(err, &plain) {
		err = refusal(ctx, err)
	}
	return u, err
}

func (in intake) find(ctx context.Context, id string) (handler.Upload, error) {
	a, err := in.s.own(ctx, id)
	if err != nil {
		return nil, err
	}
	if a.Complete() {
		return finished{a}, nil
	}
	have, _, err := in.s.have(ctx, a)
	if err != nil {
		return nil, err
	}
	if have == a.Size {
		return finished{a}, in.s.finish(context.WithoutCancel(ctx), id)
	}
	return in.s.store.GetUpload(ctx, id)
}

// own returns the upload of the person of ctx if it may still go on, or is complete.
func (s *Service) own(ctx context.Context, id string) (a Asset, err error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return a, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if a, err = s.Asset(ctx, tx, id); errors.Is(err, ErrUnknown) || err == nil && a.Owner != p.ID {
			return ErrGone
		}
		if err != nil || a.Complete() {
			return err
		}
		if err := s.inTime(ctx, tx, id); err != nil {
			return err
		}
		return touch(ctx, tx, id)
	})
	return a, err
}

// AsTerminatableUpload lets the handler cancel an upload.
func (in intake) AsTerminatableUpload(u handler.Upload) handler.TerminatableUpload {
	if f, ok := u.(finished); ok {
		return f
	}
	return cancelled{in.s, u}
}

// finished is an upload that is complete: it only tells its length.
type finished struct{ a Asset }

var errFinished = fault.Define("media.upload_finished", fault.Conflict,
	"文件已经收到，不能再改动或取消这次上传。", "The file has been received; this upload can no longer be changed or cancelled.")

func (f finished) GetInfo(context.Context) (handler.FileInfo, error) {
	return handler.FileInfo{ID: f.a.ID, Size: f.a.Size, Offset: f.a.Size}, nil
}

func (f finished) WriteChunk(ctx context.Context, _ int64, _ io.Reader) (int64, error) {
	return 0, refusal(ctx, errFinished)
}

func (f finished) GetReader(ctx context.Context) (io.ReadCloser, error) {
	return nil, refusal(ctx, ErrUnknown)
}
func (f finished) FinishUpload(context.Context) error  { return nil }
func (f finished) Terminate(ctx context.Context) error { return refusal(ctx, errFinished) }

// cancelled is an upload that its owner gives up.
type cancelled struct {
	s *Service
	u handler.Upload
}

// Terminate forgets the asset and removes its bytes.
func (c cancelled) Terminate(ctx context.Context) error {
	info, err := c.u.GetInfo(ctx)
	if err != nil {
		return err
	}
	return c.s.drop(ctx, info.ID)
}
