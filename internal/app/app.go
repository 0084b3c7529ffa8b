// Package app puts the house together: it is the only package that sees every room. It builds them from left to right,
// lets them hear each other's events, mounts their routes, and starts the work.
package app

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/award"
	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/certificate"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/inspection"
	"saiying/internal/jury"
	"saiying/internal/media"
	"saiying/internal/notice"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/document"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/job"
	"saiying/internal/platform/notify"
	"saiying/internal/platform/wechat"
	"saiying/internal/report"
	"saiying/internal/screening"
	"saiying/internal/showcase"
	"saiying/web"
)

// Config is everything an operator decides. Contest rules are never configuration: they are data, in campaign files.
type Config struct {
	Version        string
	Data           string      // the folder that holds everything that is not in the database
	Database       string      // sqlite:PATH or postgres://...
	Blobs          blob.Config // where films and certificates are kept
	Listen         string
	PublicURL      string // how people reach the server: begins sign-in links and the QR codes of certificates
	WeChatAppID    string // of the mini program
	WeChatSecret   string
	OfficialAppID  string // of the official account by which pages sign in inside WeChat
	OfficialSecret string
	WeChatBase     string
	WeChatOpen     string // where WeChat's browser is sent to sign in
	SMTP           string
	SMS            string
	Fonts          string // a further folder of fonts for documents
	AllowSandbox   bool   // anybody may sign in as one of Personas
	TrustProxy     bool
	MediaWorkers   int
	Personas       []identity.Persona
	Clock          clock.Clock
	Demo           Demo // what only a demonstration has, or nil
}

// Demo is what a demonstration adds: routes of its own, and what every page loads for them.
type Demo interface {
	Routes(api huma.API, mux *http.ServeMux)
	Head() template.HTML
}

// App is the program, put together.
type App struct {
	cfg   Config
	db    *db.DB
	queue *job.Queue
	audit *audit.Log
	tool  *ffmpeg.Tool
	blobs blob.Store
	press func() (*document.Press, error)
	mail  *notify.Sender
	mux   *http.ServeMux
	site  *web.Server
	stop  context.CancelFunc
	done  sync.WaitGroup

	ballast []byte

	Identity    *identity.Service
	Campaign    *campaign.Service
	Media       *media.Service
	Entry       *entry.Service
	Inspection  *inspection.Service
	Screening   *screening.Service
	Jury        *jury.Service
	Ballot      *ballot.Service
	Award       *award.Service
	Notice      *notice.Service
	Certificate *certificate.Service
	Showcase    *showcase.Service
	Report      *report.Service
}

// rooms lists the rooms that keep tables, from left to right.
var rooms = []struct {
	name   string
	schema fs.FS
}{
	{"audit", audit.Schema},
	{"identity", identity.Schema},
	{"campaign", campaign.Schema},
	{"media", media.Schema},
	{"entry", entry.Schema},
	{"inspection", inspection.Schema},
	{"screening", screening.Schema},
	{"jury", jury.Schema},
	{"ballot", ballot.Schema},
	{"award", award.Schema},
	{"notice", notice.Schema},
	{"certificate", certificate.Schema},
}

// Open opens the data and builds every room on it. It changes nothing but the database's form, which it brings up to date.
func Open(ctx context.Context, cfg Config) (_ *App, err error) {
	if cfg.Clock == nil {
		cfg.Clock = clock.System
	}
	if err := os.MkdirAll(cfg.Data, 0o750); err != nil {
		return nil, fmt.Errorf("the data folder cannot be made: %w", err)
	}
	a := &App{cfg: cfg, audit: &audit.Log{}, mux: http.NewServeMux()}
	if a.db, err = db.Open(ctx, cfg.Database, cfg.Clock); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.db.Close())
		}
	}()
	if err := a.migrate(ctx); err != nil {
		return nil, err
	}
	if a.blobs, err = blob.Open(cfg.Blobs); err != nil {
		return nil, err
	}
	if a.mail, err = notify.New(cfg.SMTP, cfg.SMS); err != nil {
		return nil, err
	}
	a.queue = job.New(a.db, job.Config{Node: machine(), MediaWorkers: cfg.MediaWorkers})
	a.press = sync.OnceValues(func() (*document.Press, error) { return document.Open(fontFolders(cfg.Fonts)...) })
	return a, a.build(ctx)
}

func fontFolders(more string) []string {
	if more == "" {
		return nil
	}
	return []string{more}
}

func (a *App) migrate(ctx context.Context) error {
	if err := job.Migrate(ctx, a.db); err != nil {
		return err
	}
	for _, r := range rooms {
		if err := db.Migrate(ctx, a.db, r.name, r.schema); err != nil {
			return err
		}
	}
	return nil
}

// machine is this machine's name, as people see it where they are told who did a job.
func machine() string {
	name, err := os.Hostname()
	if err != nil {
		return "saiying"
	}
	return name
}

// build makes the rooms, each from those to its left, and lets them hear each other.
func (a *App) build(ctx context.Context) (err error) {
	if a.tool, err = ffmpeg.New(ctx, ffmpeg.Options{}); err != nil {
		return err
	}
	c, d, q, log := a.cfg, a.db, a.queue, a.audit
	wx := a.wechat(c.WeChatAppID, c.WeChatSecret)
	a.Identity = identity.New(d, log, a.mail, wx, identity.Options{PublicURL: c.PublicURL, Personas: a.personas(), Pages: a.wechat(c.OfficialAppID, c.OfficialSecret)})
	a.Campaign = campaign.New(d, log, c.Clock)
	if a.Media, err = media.New(d, q, c.Clock, a.Campaign, a.blobs, a.tool, c.Data); err != nil {
		return err
	}
	a.Entry = entry.New(d, log, q, a.Campaign, a.Media)
	a.Inspection = inspection.New(d, log, q, a.Campaign, a.Media, a.Entry, c.Data)
	a.Screening = screening.New(d, log, q, a.Campaign, a.Entry)
	a.Jury = jury.New(d, log, q, a.Identity, a.Campaign, a.Entry, func(ctx context.Context, tx *db.Tx, key string) (map[string]int64, error) {
		return a.Ballot.Totals(ctx, tx, key)
	})
	a.Ballot = ballot.New(d, log, q, c.Clock, a.Campaign, a.Entry)
	a.Ballot.AskWeChat(wx)
	if c.Clock == clock.System {
		a.Ballot.WatchClock(clock.NewWatch(clock.Machine))
	}
	a.Ballot.PublishIn(a.blobs, c.PublicURL)
	a.Ballot.ForgetWhen(func(ctx context.Context, tx *db.Tx, key string) (bool, error) {
		state, err := a.Award.Shown(ctx, tx, key)
		return state == award.Final, err
	})
	a.Award = award.New(d, log, q, a.Campaign, a.Entry, a.Jury, a.Ballot, a.press)
	a.Notice = notice.New(d, log, q, a.Identity, a.Campaign, a.Entry, a.Award, a.mail, c.PublicURL)
	a.Certificate = certificate.New(d, log, q, a.Campaign, a.Entry, a.Award, a.blobs, a.press, c.PublicURL)
	a.Showcase = showcase.New(d, a.Campaign, a.Entry, a.Media, a.Ballot, a.Award, c.PublicURL)
	a.Report = report.New(d, log, q, c.Clock, a.Campaign, a.Media, a.Entry, a.Inspection, a.Jury, a.Ballot, a.Award, report.Options{Version: c.Version, Checks: a.Checks})
	a.Campaign.Counts = a.Showcase.Counts
	a.site, err = web.New(web.Dist, web.Options{API: a.mux, Clock: c.Clock, PublicURL: c.PublicURL, Head: a.head()})
	return err
}

// head is what every page loads besides its own.
func (a *App) head() template.HTML {
	if a.cfg.Demo == nil {
		return ""
	}
	return a.cfg.Demo.Head()
}

// wechat is the client of one of WeChat's apps, or nil where none is configured.
func (a *App) wechat(appID, secret string) *wechat.Client {
	if appID == "" {
		return nil
	}
	return wechat.New(wechat.Config{AppID: appID, Secret: secret, Base: a.cfg.WeChatBase, Open: a.cfg.WeChatOpen, Clock: a.cfg.Clock})
}

// personas are those of the sandbox, if it is open.
func (a *App) personas() []identity.Persona {
	if !a.cfg.AllowSandbox {
		return nil
	}
	return a.cfg.Personas
}

// Tool is the ffmpeg of this machine.
func (a *App) Tool() *ffmpeg.Tool { return a.tool }

// sweepEvery is how often what is over is cleared away: uploads, sessions, links.
const sweepEvery = 10 * time.Minute

// Work begins the background work alone, beside a server elsewhere that takes uploads and clears them away.
func (a *App) Work(ctx context.Context) error {
	if err := a.Media.Tidy(ctx); err != nil {
		return err
	}
	return a.queue.Start(context.WithoutCancel(ctx))
}

// Start begins the background work of a server: jobs, and the sweeps that come round by the clock.
func (a *App) Start(ctx context.Context) error {
	if err := a.Media.Sweep(ctx); err != nil { // finishes what a killed process had received whole
		return err
	}
	if err := a.Work(ctx); err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(roomForGarbage)
		a.ballast = make([]byte, ballast)
	}
	sweeps, stop := context.WithCancel(context.WithoutCancel(ctx))
	a.stop = stop
	a.done.Go(func() { a.sweep(sweeps) })
	return nil
}

// A server's heap, some tens of megabytes, may grow to four times what it needs before it is swept, and by four times the ballast: in a rush
// of votes sweeping took an eighth of all the time. The ballast is heap that nobody writes to, so that it takes no memory. It weighs in a small heap and
// not in a large one, and where hardly anything is done a heap is swept every two minutes, long before it has grown.
const (
	roomForGarbage = 300 // percent
	ballast        = 32 << 20
)

func (a *App) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := errors.Join(a.Media.Sweep(ctx), a.Identity.Sweep(ctx)); err != nil && ctx.Err() == nil {
				slog.WarnContext(ctx, "what is over could not be cleared away", "error", err)
			}
			if err := a.Ballot.PublishDue(ctx); err != nil && ctx.Err() == nil {
				slog.ErrorContext(ctx, "a vote's ledger could not be published", "error", err)
			}
			if err := a.Ballot.Look(ctx); err != nil && ctx.Err() == nil {
				slog.WarnContext(ctx, "votes could not be looked through for bought ones", "error", err)
			}
		}
	}
}

// closing is how long jobs may go on once the program is told to end; what is cut off is done again at the next start.
const closing = 5 * time.Second

// Close ends the work and closes the data.
func (a *App) Close() error {
	if a.stop != nil {
		a.stop()
		a.done.Wait()
	}
	a.Ballot.Close()
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	return errors.Join(a.queue.Stop(ctx), a.Inspection.Close(), a.db.Close())
}

// Settle waits until no job is left to do. It is for tests and demonstrations.
func (a *App) Settle(ctx context.Context) error { return a.queue.Drain(ctx, nil) }

// SettleSaying is Settle that tells, now and then, how many jobs are left.
func (a *App) SettleSaying(ctx context.Context, say func(left int)) error {
	return a.queue.Drain(ctx, say)
}

// Filled reports whether the installation has any campaign.
func (a *App) Filled(ctx context.Context) (filled bool, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		all, err := a.Campaign.List(ctx, tx)
		filled = len(all) > 0
		return err
	})
	return filled, err
}
