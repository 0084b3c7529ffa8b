package media

import (
	"context"
	"net/http"
	"path"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision"
	"saiying/internal/platform/web"
)

// View is an asset as its owner and staff see it.
type View struct {
	ID          string         `json:"id"`
	State       State          `json:"state" enum:"uploading,received,processing,ready,failed"`
	Filename    string         `json:"filename" doc:"What it is called"`
	Sent        string         `json:"sent_as,omitempty" doc:"The name it was sent under, where it is called otherwise"`
	Size        int64          `json:"size_bytes"`
	Received    int64          `json:"received_bytes"`
	SHA256      string         `json:"sha256,omitempty"`
	Began       time.Time      `json:"began_at"`
	Completed   *time.Time     `json:"completed_at,omitempty"`
	WithinGrace bool           `json:"within_grace" doc:"Completed after the close, within the grace"`
	Progress    *ProgressView  `json:"progress,omitempty"`
	Work        *WorkView      `json:"work,omitempty" doc:"Where the machine's work on it stands, while there is any"`
	Facts       *ffmpeg.Facts  `json:"facts,omitempty"`
	Sights      []vision.Sight `json:"sights,omitempty" doc:"What was seen on the picture"`
	Poster      string         `json:"poster,omitempty"`
	Thumb       string         `json:"thumb,omitempty"`
	Stream      string         `json:"stream,omitempty"`
	Download    string         `json:"download,omitempty" doc:"The film as an MP4 that plays while it arrives, labelled as it must be"`
	Original    string         `json:"original,omitempty" doc:"The file as it came"`
	Problem     string         `json:"problem,omitempty" doc:"Why the file cannot be read, in the asker's language"`
	Expires     *time.Time     `json:"expires_at,omitempty" doc:"When an unfinished upload is dropped"`
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
	v := View{ID: a.ID, State: a.State, Filename: a.Name(), Size: a.Size, Received: a.Size, SHA256: a.SHA256, Began: a.Began,
		WithinGrace: a.WithinGrace, Facts: a.Facts, Sights: a.Sights, Problem: a.Says(web.Language(ctx)), Work: work}
	if a.Given != "" {
		v.Sent = a.Filename
	}
	s.address(ctx, &v, a)
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

// address tells where the film can be seen. Who may see one that is not public is given a pass.
func (s *Service) address(ctx context.Context, v *View, a Asset) {
	if !a.Public && a.MaySee(ctx) {
		a.pass = s.passes.make(a.ID, s.clock.Now())
	}
	if a.Complete() && a.MaySee(ctx) {
		v.Original = path.Join("/media", a.ID, original)
	}
	if a.State == StateReady && ffmpeg.Copies(*a.Facts) && a.MaySee(ctx) {
		v.Download = path.Join("/media", a.ID, s.passes.make(a.ID+"/"+download, s.clock.Now()), download)
	}
	v.Poster, v.Thumb, v.Stream = a.Poster(), a.Thumb(), a.Stream()
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
	for _, method := range []string{"OPTIONS", "POST", "HEAD", "PATCH", "DELETE", "GET", "PUT"} { // the last two to be told no
		mux.Handle(method+" "+uploadsPath, s.tus)
	}
	mux.HandleFunc("GET /media/{asset}/{file}", s.serve)
	mux.HandleFunc("GET /media/{asset}/{pass}/{file}", s.serve)
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
