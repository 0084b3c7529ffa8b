package media

import (
	"context"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/web"
)

// View is an asset as its owner and staff see it.
type View struct {
	ID          string        `json:"id"`
	State       State         `json:"state" enum:"uploading,received,processing,ready,failed"`
	Filename    string        `json:"filename"`
	Size        int64         `json:"size_bytes"`
	Received    int64         `json:"received_bytes"`
	SHA256      string        `json:"sha256,omitempty"`
	Began       time.Time     `json:"began_at"`
	Completed   *time.Time    `json:"completed_at,omitempty"`
	WithinGrace bool          `json:"within_grace" doc:"Completed after the close, within the grace"`
	Progress    *ProgressView `json:"progress,omitempty"`
	Work        *WorkView     `json:"work,omitempty" doc:"Where the machine's work on it stands, while there is any"`
	Facts       *ffmpeg.Facts `json:"facts,omitempty"`
	Poster      string        `json:"poster,omitempty"`
	Thumb       string        `json:"thumb,omitempty"`
	Stream      string        `json:"stream,omitempty"`
	Problem     string        `json:"problem,omitempty" doc:"Why the file cannot be read, in the asker's language"`
	Expires     *time.Time    `json:"expires_at,omitempty" doc:"When an unfinished upload is dropped"`
}

// ProgressView is how far the work on an asset is.
type ProgressView struct {
	Step      string  `json:"step" enum:"probe,render"`
	Percent   float64 `json:"percent"`
	Remaining int     `json:"remaining_s,omitempty"`
}

// Show makes an asset's view in the caller's transaction and the language of ctx.
func (s *Service) Show(ctx context.Context, tx *db.Tx, a Asset) (View, error) {
	work, err := s.ShowWork(ctx, tx, a)
	v := View{ID: a.ID, State: a.State, Filename: a.Filename, Size: a.Size, Received: a.Size, SHA256: a.SHA256, Began: a.Began,
		WithinGrace: a.WithinGrace, Facts: a.Facts, Poster: a.Poster(), Thumb: a.Thumb(), Stream: a.Stream(), Problem: a.Says(web.Language(ctx)), Work: work}
	if a.Complete() {
		v.Completed = &a.Completed
	} else {
		have, _, _ := s.have(ctx, a) // a file that cannot be looked at has no bytes to show
		v.Received = max(0, have)
		end := a.Touched.Add(uploadLife)
		v.Expires = &end
	}
	if p := a.Progress; p.Step != "" {
		v.Progress = &ProgressView{p.Step, p.Percent, int(p.Remaining.Seconds())}
	}
	return v, err
}

// Routes registers the room's operations, the uploads and the files.
func (s *Service) Routes(api huma.API, mux *http.ServeMux) {
	web.Get(api, "/assets/{asset}", "一个影片文件的情况", func(ctx context.Context, in *struct {
		Asset string `path:"asset"`
	}) (*web.Body[View], error) {
		return web.Answer(s.View(ctx, in.Asset))
	})
	web.Get(api, "/my/uploads", "我没有传完的文件", func(ctx context.Context, _ *struct{}) (*web.Body[web.List[View]], error) {
		all, err := s.Unfinished(ctx)
		return web.Answer(web.List[View]{Items: all}, err)
	})
	s.onWork(api, "retry", "重新处理影片", s.Retry)
	s.onWork(api, "cancel", "停止处理影片", s.Cancel)
	s.onWork(api, "first", "影片提前处理", s.First)
	for _, method := range []string{"OPTIONS", "POST", "HEAD", "PATCH", "DELETE"} {
		mux.Handle(method+" "+uploadsPath, s.tus)
	}
	mux.HandleFunc("GET /media/{asset}/{file}", s.serve)
}

// onWork registers an act on the work that the machine does for a film.
func (s *Service) onWork(api huma.API, act, says string, do func(ctx context.Context, id string) error) {
	web.Post(api, "/assets/{asset}/"+act, says, func(ctx context.Context, in *struct {
		Asset string `path:"asset"`
	}) (*web.Body[View], error) {
		if err := do(ctx, in.Asset); err != nil {
			return nil, err
		}
		return web.Answer(s.View(ctx, in.Asset))
	}, http.StatusOK)
}

// kinds are the files of an asset that may be asked for, with their media types.
var kinds = map[string]string{".m3u8": "application/vnd.apple.mpegurl", ".mp4": "video/mp4", ".m4s": "video/iso.segment", ".jpg": "image/jpeg"}

// serve sends one file of an asset, with byte ranges. Everything but the original is for anybody once the asset is public.
func (s *Service) serve(w http.ResponseWriter, r *http.Request) {
	file := r.PathValue("file")
	kind, ok := kinds[path.Ext(file)]
	if !ok && file != original {
		web.Fail(w, r, ErrUnknown)
		return
	}
	a, err := s.mayServe(r.Context(), r.PathValue("asset"), file)
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	f, info, err := s.blobs.Open(r.Context(), key(a.ID, file))
	if err != nil {
		web.Fail(w, r, ErrUnknown.Wrap(err))
		return
	}
	defer func() { _ = f.Close() }()
	h := w.Header()
	h.Set("Cache-Control", keep(a, file))
	if file == original {
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+escape(a.Filename))
	} else {
		h.Set("Content-Type", kind)
		h.Set("ETag", `"`+a.ID+"-"+file+`"`) // what is made of an asset never changes
	}
	http.ServeContent(w, r, "", info.Modified, f)
}

func (s *Service) mayServe(ctx context.Context, id, file string) (a Asset, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, err = s.Asset(ctx, tx, id)
		return err
	})
	if err == nil && !(a.Public && file != original) && !a.MaySee(ctx) {
		err = ErrUnknown
	}
	return a, err
}

// keep says how long a file may be kept by whom. Segments never change; a playlist is asked for again soon, so that a work
// taken back stops playing.
func keep(a Asset, file string) string {
	who := "private"
	if a.Public {
		who = "public"
	}
	switch path.Ext(file) {
	case ".m4s", ".mp4":
		return who + ", max-age=31536000, immutable"
	case ".jpg":
		return who + ", max-age=86400"
	case ".m3u8":
		return who + ", max-age=60"
	}
	return "private, no-store"
}

// escape writes a file name as RFC 8187 wants it.
func escape(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		const hex = "0123456789ABCDEF"
		b.WriteString("%" + string(hex[c>>4]) + string(hex[c&15]))
	}
	return b.String()
}
