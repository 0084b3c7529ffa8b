package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/job"
	"saiying/internal/platform/web"
)

// Check is one thing about the machine that was looked at. Says what was found and, when it is not well, what to do.
type Check struct {
	Name string `json:"name"`
	OK   bool   `json:"ok"`
	Says string `json:"says"`
}

// checkup keeps the last checks: they start programs and read disks, and the console asks every few seconds.
type checkup struct {
	run  func(ctx context.Context) []Check
	mu   sync.Mutex
	last []Check
	lang string
	at   time.Time
}

// checkLife is how old checks may be.
const checkLife = time.Minute

func (c *checkup) look(ctx context.Context) []Check {
	c.mu.Lock()
	defer c.mu.Unlock()
	if lang := web.Language(ctx); c.run != nil && (lang != c.lang || time.Since(c.at) > checkLife) {
		c.last, c.lang, c.at = c.run(context.WithoutCancel(ctx)), lang, time.Now() // the next asker wants them too
	}
	return append([]Check{}, c.last...)
}

// System is how the machine does.
type System struct {
	Version string    `json:"version"`
	Engine  db.Engine `json:"engine"`
	Checks  []Check   `json:"checks"`
	Queue   job.Tally `json:"queue"`
	Jobs    []Job     `json:"jobs"`
}

// Job is a piece of background work. Percent and Remaining are known while a film is being worked on.
type Job struct {
	ID        string `json:"id"`
	Kind      string `json:"kind"`
	State     string `json:"state" doc:"available, scheduled, running, retryable (failed, to be tried again) or discarded (given up)"`
	Says      string `json:"says"`
	Percent   *int   `json:"percent,omitempty"`
	Remaining int    `json:"remaining_s,omitempty"`
	Attempts  int    `json:"attempts"`
	Error     string `json:"error,omitempty" doc:"What went wrong the last time"`
}

// mostJobs is how many jobs of each sort are listed: running, failed, waiting.
const mostJobs = 100

// System reports on the machine to an administrator.
func (s *Service) System(ctx context.Context) (v System, err error) {
	if _, err := identity.RequireRole(ctx, identity.Everywhere, identity.Admin); err != nil {
		return v, err
	}
	v = System{Version: s.version, Engine: s.db.Engine(), Checks: s.checkup.look(ctx)}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if v.Queue, err = s.queue.Tally(ctx, tx); err != nil {
			return err
		}
		rows, err := s.queue.Look(ctx, tx, mostJobs)
		if err != nil {
			return err
		}
		v.Jobs, err = showJobs(ctx, tx, rows)
		return err
	})
	return v, err
}

// about is what jobs say they are about; news carries it one level deeper.
type about struct {
	Asset string `json:"asset"`
	Entry string `json:"entry"`
}

func aboutOf(r *job.Row) about {
	var args struct {
		about
		Event about `json:"event"`
	}
	_ = json.Unmarshal(r.EncodedArgs, &args) // a job about something else is shown without a name
	if args.Event != (about{}) {
		return args.Event
	}
	return args.about
}

// showJobs words jobs, with the works that they are about and how far their films are.
func showJobs(ctx context.Context, tx *db.Tx, rows []*job.Row) ([]Job, error) {
	var assets, entries []any
	for _, r := range rows {
		if a := aboutOf(r); a.Entry != "" {
			entries = append(entries, a.Entry)
		} else if a.Asset != "" {
			assets = append(assets, a.Asset)
		}
	}
	films, err := listFilms(ctx, tx, assets)
	if err != nil {
		return nil, err
	}
	works, err := listWorks(ctx, tx, entries)
	if err != nil {
		return nil, err
	}
	named, going := map[string]work{}, map[string]film{}
	for _, f := range films {
		named[f.id], going[f.id] = f.work, f
	}
	for _, w := range works {
		named[w.id] = w.work
	}
	jobs := make([]Job, len(rows))
	for i, r := range rows {
		a := aboutOf(r)
		jobs[i] = showJob(r, named[a.Entry+a.assetAlone()], tongue(web.Language(ctx)))
		jobs[i].progress(r.Kind, going[a.Asset])
	}
	return jobs, nil
}

// assetAlone is the asset unless the entry names the work already.
func (a about) assetAlone() string {
	if a.Entry != "" {
		return ""
	}
	return a.Asset
}

func showJob(r *job.Row, w work, t tongue) Job {
	j := Job{ID: strconv.FormatInt(r.ID, 10), Kind: r.Kind, State: string(r.State), Says: jobLabel(r.Kind, t), Attempts: r.Attempt}
	if w.title != "" {
		j.Says += fmt.Sprintf(" · %s《%s》", w.number, w.title)
	}
	if n := len(r.Errors); n > 0 {
		j.Error = r.Errors[n-1].Error
	}
	return j
}

// progress adds how far a film is, if it is this job that works on it.
func (j *Job) progress(kind string, f film) {
	if f.step != "" && kind == "media."+f.step && j.State == "running" {
		j.Percent, j.Remaining = &f.percent, f.remaining
	}
}

// Retry has a job that failed tried again at once.
func (s *Service) Retry(ctx context.Context, id int64) error {
	return s.act(ctx, "report.retry_job", "重试后台任务", id, s.queue.Retry)
}

// Cancel ends a job that is not done.
func (s *Service) Cancel(ctx context.Context, id int64) error {
	return s.act(ctx, "report.cancel_job", "取消后台任务", id, s.queue.Cancel)
}

// act does an administrator's act on a job and records it, both or neither.
func (s *Service) act(ctx context.Context, act, says string, id int64, do func(context.Context, *db.Tx, int64) error) error {
	if _, err := identity.RequireRole(ctx, identity.Everywhere, identity.Admin); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := do(ctx, tx, id); err != nil {
			if errors.Is(err, job.ErrUnknown) {
				err = errJob
			}
			return err
		}
		object := strconv.FormatInt(id, 10)
		return s.audit.Add(ctx, tx, audit.Record{Act: act, Object: object, Says: says + object})
	})
}
