// Package job does work later and carries events between rooms, both durably: a job or an event is a row written in the
// caller's transaction, so it exists exactly when the caller's change does. River keeps and works the rows.
//
// Everything is delivered at least once: a handler may run again after a crash and must then change nothing twice.
package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"saiying/internal/platform/db"
	"saiying/internal/platform/id"
)

// Args is what a job is given: a struct that marshals to JSON and names its kind, such as "media.probe".
type Args = river.JobArgs

// Opts says when, where and how often a job is tried; nil is at once, on QueueDefault.
type Opts = river.InsertOpts

// Row is a job as it is stored.
type Row = rivertype.JobRow

// The queues. Media work keeps a processor busy for minutes, so it must not stand in the way of a mail.
const (
	QueueDefault = river.QueueDefault
	QueueMedia   = "media"
)

// A job that runs longer than this is taken for lost and started again elsewhere.
const longest = 2 * time.Hour

// Queue is the program's list of work. Rooms register with Handle and On before Start.
type Queue struct {
	db          *db.DB
	client      *river.Client[*sql.Tx]
	workers     *river.Workers
	mu          sync.Mutex
	subscribers map[string][]string // event name to the job kinds that deliver it
	cfg         Config
	name        string    // of this process among all that ever worked on the database
	alive       *sql.Conn // holds the lock of name
	running     running
	rounds      sync.WaitGroup // what every does
	endRounds   context.CancelFunc
}

// Config sizes the queue.
type Config struct {
	Node         string        // names this process's machine where it is told who did a job
	MediaWorkers int           // films worked on at once; 1 if zero
	Poll         time.Duration // how often to look for work; 100 ms if zero
}

// New makes a queue on d, whose tables Migrate must have made.
func New(d *db.DB, cfg Config) *Queue {
	if cfg.MediaWorkers == 0 {
		cfg.MediaWorkers = 1
	}
	if cfg.Poll == 0 {
		cfg.Poll = 100 * time.Millisecond
	}
	return &Queue{db: d, workers: river.NewWorkers(), subscribers: map[string][]string{}, cfg: cfg, name: cfg.Node + "-" + id.New()}
}

// Migrate brings the tables of the queue up to date.
func Migrate(ctx context.Context, d *db.DB) error {
	m, err := rivermigrate.New(driver(d), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("the tables of the work queue could not be brought up to date: %w", err)
	}
	return nil
}

func driver(d *db.DB) riverdriver.Driver[*sql.Tx] {
	if d.Engine() == db.SQLite {
		return riversqlite.New(d.SQL())
	}
	return riverdatabasesql.New(d.SQL())
}

// Handle has fn do every job of A's kind.
func Handle[A Args](q *Queue, fn func(ctx context.Context, a A) error) {
	river.AddWorker(q.workers, river.WorkFunc(func(ctx context.Context, j *river.Job[A]) error {
		return q.try(ctx, j.JobRow, func(ctx context.Context) error { return fn(ctx, j.Args) })
	}))
}

// Event is news that a room tells: a struct that marshals to JSON. Its name is that of its type, such as "media.Ready".
type Event any

// delivery is the job that brings an event to one subscriber.
type delivery[E Event] struct {
	Event E `json:"event"`
	kind  string
}

func (d delivery[E]) Kind() string { return d.kind }

// On has room hear every event of type E. Each subscriber gets a job of its own, so one that fails is tried again alone.
func On[E Event](q *Queue, room string, fn func(ctx context.Context, e E) error) {
	name := reflect.TypeFor[E]().String()
	kind := name + ":" + room
	q.mu.Lock()
	defer q.mu.Unlock()
	q.subscribers[name] = append(q.subscribers[name], kind)
	river.AddWorkerArgs(q.workers, delivery[E]{kind: kind}, river.WorkFunc(func(ctx context.Context, j *river.Job[delivery[E]]) error {
		return q.try(ctx, j.JobRow, func(ctx context.Context) error { return fn(ctx, j.Args.Event) })
	}))
}

// Emit tells e to its subscribers once tx is committed. Nobody listening is not an error.
func Emit[E Event](ctx context.Context, q *Queue, tx *db.Tx, e E) error {
	for _, kind := range q.subscribers[reflect.TypeFor[E]().String()] {
		if err := q.Enqueue(ctx, tx, delivery[E]{Event: e, kind: kind}, nil); err != nil {
			return err
		}
	}
	return nil
}

// Enqueue has the job done once tx is committed.
func (q *Queue) Enqueue(ctx context.Context, tx *db.Tx, a Args, opts *Opts) error {
	_, err := q.Put(ctx, tx, a, opts)
	return err
}

// Put is Enqueue that tells the job's number, by which it can be moved, retried and cancelled.
func (q *Queue) Put(ctx context.Context, tx *db.Tx, a Args, opts *Opts) (int64, error) {
	if err := q.open(); err != nil {
		return 0, err
	}
	made, err := q.client.InsertTx(ctx, tx.Raw(), a, opts)
	if err != nil {
		return 0, fmt.Errorf("the job %s could not be queued: %w", a.Kind(), err)
	}
	return made.Job.ID, nil
}

// open makes the client, once every handler is known.
func (q *Queue) open() (err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.client != nil {
		return nil
	}
	q.client, err = river.NewClient(driver(q.db), &river.Config{
		ID:                  q.name,
		Workers:             q.workers,
		Queues:              map[string]river.QueueConfig{QueueDefault: {MaxWorkers: 8}, QueueMedia: {MaxWorkers: q.cfg.MediaWorkers}},
		FetchPollInterval:   q.cfg.Poll,
		FetchCooldown:       min(20*time.Millisecond, q.cfg.Poll),
		JobTimeout:          longest,
		SkipUnknownJobCheck: true, // a node may queue what only another version can do
		Logger:              slog.New(quiet{slog.Default().Handler()}),
	})
	return err
}

// Start takes back the jobs that a dead process left unfinished, and begins to work.
func (q *Queue) Start(ctx context.Context) error {
	if err := q.open(); err != nil {
		return err
	}
	if err := q.look(ctx); err != nil {
		return err
	}
	rounds, end := context.WithCancel(context.WithoutCancel(ctx))
	q.endRounds = end
	q.every(rounds, listenBeats, "whether jobs were cancelled could not be read", q.hear)
	if q.db.Engine() != db.SQLite {
		q.every(rounds, lookBeats, "the jobs of other processes could not be looked after", q.look)
	}
	return q.client.Start(ctx)
}

// every does something each time so many polls have passed, until ctx ends; fails is what is said when it cannot.
func (q *Queue) every(ctx context.Context, beats time.Duration, fails string, do func(context.Context) error) {
	q.rounds.Go(func() {
		tick := time.Tick(beats * q.cfg.Poll)
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick:
				if err := do(ctx); err != nil && ctx.Err() == nil {
					slog.WarnContext(ctx, fails, "error", err)
				}
			}
		}
	})
}

// Stop lets running jobs finish until ctx ends, then cancels them; what was cancelled is done again at the next Start.
func (q *Queue) Stop(ctx context.Context) error {
	if q.client == nil {
		return nil
	}
	defer func() {
		if q.endRounds != nil {
			q.endRounds()
			q.rounds.Wait()
		}
		q.release()
	}()
	if err := q.client.Stop(ctx); err == nil {
		return nil
	}
	again, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return q.client.StopAndCancel(again)
}

// Unfinished lists the jobs that are waiting, running, or have failed, newest first.
func (q *Queue) Unfinished(ctx context.Context, most int) ([]*Row, error) {
	if err := q.open(); err != nil {
		return nil, err
	}
	list, err := q.client.JobList(ctx, river.NewJobListParams().First(most).OrderBy(river.JobListOrderByID, river.SortOrderDesc).
		States(rivertype.JobStateAvailable, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled, rivertype.JobStateDiscarded))
	if err != nil {
		return nil, err
	}
	return list.Jobs, nil
}

// Drain waits until no job is left to do, and fails with what went wrong in those that failed. say, if not nil, is told now and
// then how many are left. It is for tests and demonstrations.
func (q *Queue) Drain(ctx context.Context, say func(left int)) error {
	told := time.Now()
	for {
		rows, err := q.Unfinished(ctx, 1000)
		if err != nil {
			return err
		}
		var failed error
		busy := false
		for _, r := range rows {
			if n := len(r.Errors); n > 0 {
				failed = errors.Join(failed, fmt.Errorf("%s %s: %s", r.Kind, strings.TrimSpace(string(r.EncodedArgs)), r.Errors[n-1].Error))
			}
			busy = busy || r.State != rivertype.JobStateScheduled
		}
		if failed != nil || !busy {
			return failed
		}
		if say != nil && time.Since(told) > time.Second {
			told = time.Now()
			say(len(rows))
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d jobs are still to be done: %w", len(rows), ctx.Err())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// quiet passes warnings and errors on and drops River's running commentary.
type quiet struct{ slog.Handler }

func (h quiet) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelWarn }
