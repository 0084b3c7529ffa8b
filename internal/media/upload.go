package media

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"
	xslog "golang.org/x/exp/slog"

	"saiying/internal/campaign"
	"saiying/internal/platform/db"
	"saiying/internal/platform/id"
	"saiying/internal/platform/web"
)

// uploadsPath is where tus is spoken.
const uploadsPath = "/api/v1/uploads/"

// uploadHandler is the handler of uploadsPath: tus 1.0 with creation, creation-with-upload, termination, expiration and checksum,
// and with X-HTTP-Method-Override for those who cannot send PATCH, HEAD or DELETE.
func (s *Service) uploadHandler() (http.Handler, error) {
	parts := handler.NewStoreComposer()
	in := intake{s}
	parts.UseCore(in)
	parts.UseTerminater(in)
	parts.UseLocker(s.locks)
	h, err := handler.NewHandler(handler.Config{
		StoreComposer: parts, BasePath: uploadsPath, DisableDownload: true, Cors: &handler.CorsConfig{Disable: true},
		Logger: xslog.New(complaints{}), PreUploadCreateCallback: s.begin, PreFinishResponseCallback: s.end,
	})
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &answer{ResponseWriter: w, r: r}
		c, err := readClaim(r)
		if r.Header.Get("Upload-Concat") != "" {
			err = errConcat
		}
		if err != nil {
			web.Fail(w, r, err)
			return
		}
		r = r.WithContext(withSending(r.Context(), sending{c, a.Header()}))
		defer a.end()
		http.StripPrefix(strings.TrimSuffix(uploadsPath, "/"), h).ServeHTTP(a, r)
		a.refuse("")
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
func announce(h http.Header, c *campaign.Campaign, a Asset) {
	h.Set("Upload-Expires", expires(a))
	if until, ok := Deadline(c, a.Began); ok {
		h.Set("Saiying-Grace-Until", until.In(c.Zone).Format(time.RFC3339))
	}
}

// expires is when an upload that gets no more bytes is dropped, as the tus extension wants it.
func expires(a Asset) string { return a.Touched.Add(uploadLife).UTC().Format(http.TimeFormat) }
