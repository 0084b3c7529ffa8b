package media

import (
	"context"
	"errors"
	"time"

	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/job"
	"saiying/internal/platform/web"
)

// The refusals about the line of films.
var (
	ErrNoWork = fault.Define("media.no_work", fault.Conflict,
		"这部影片现在没有要处理的事，可能刚刚处理完。请刷新页面。", "There is nothing to do for this film now; it may just be done. Please reload the page.")
	ErrNotYours = fault.Define("media.not_yours_to_retry", fault.Conflict,
		"这部影片的处理由承办单位停下，请联系承办单位。", "The organiser stopped the work on this film; please ask the organiser.")
)

// WorkView is where the work on a film stands, for its author and for staff.
type WorkView struct {
	State     WorkState `json:"state" enum:"waiting,running,paused,retrying,stopped,cancelled"`
	Ahead     int       `json:"ahead" doc:"How many films are waiting before this one"`
	Remaining int       `json:"remaining_s,omitempty" doc:"Seconds until it is ready, by the pace measured so far; absent while that is unknown"`
	Since     time.Time `json:"since_at" doc:"Since when it is in its state"`
	Trouble   string    `json:"trouble,omitempty" doc:"What is the matter with the machine, in the asker's language"`
	Can       []WorkAct `json:"can" enum:"retry,cancel,first" doc:"What the asker may do about it"`
}

// WorkAct is what a person may do about the work on a film.
type WorkAct string

// The acts.
const (
	Retry  WorkAct = "retry"
	Cancel WorkAct = "cancel"
	Front  WorkAct = "first"
)

// acts are what can be done about work in each state.
var acts = map[WorkState][]WorkAct{
	WorkWaiting: {Front, Cancel}, WorkRunning: {Cancel}, WorkPaused: {Retry, Front, Cancel},
	WorkRetrying: {Retry, Cancel}, WorkStopped: {Retry}, WorkCancelled: {Retry},
}

// can lists what the person of ctx may do about the work on an asset: organisers everything, its author only what a machine's
// failure makes necessary.
func can(ctx context.Context, a Asset, w Work) []WorkAct {
	p, _ := identity.By(ctx)
	switch {
	case p.Holds(a.Campaign, identity.Organiser):
		return append([]WorkAct{}, acts[w.State]...)
	case p.ID == a.Owner && (w.State == WorkRetrying || w.State == WorkStopped):
		return []WorkAct{Retry}
	}
	return []WorkAct{}
}

// ShowWork tells where the work on an asset stands, in the language of ctx; nil when there is none.
func (s *Service) ShowWork(ctx context.Context, tx *db.Tx, a Asset) (*WorkView, error) {
	if a.State != StateReceived && a.State != StateProcessing {
		return nil, nil
	}
	w, found, err := findWork(ctx, tx, a.ID)
	if err != nil || !found {
		return nil, err
	}
	p, err := findPace(ctx, tx)
	if err != nil {
		return nil, err
	}
	v := &WorkView{State: w.State, Since: w.Since, Trouble: w.Trouble.Says(web.Language(ctx)), Can: can(ctx, a, w)}
	switch w.State {
	case WorkRunning:
		v.Remaining = seconds(p.needs(p.length(w) * (100 - a.Progress.Percent) / 100))
		if a.Progress.Remaining > 0 {
			v.Remaining = seconds(a.Progress.Remaining) // measured on this very film
		}
	case WorkWaiting:
		q, err := ahead(ctx, tx, w, p)
		if err != nil {
			return nil, err
		}
		v.Ahead, v.Remaining = q.films, seconds(p.wait(q, w))
	}
	return v, nil
}

func seconds(d time.Duration) int { return int(d.Seconds()) }

// wait is the time until a waiting film is ready. As many films as run now are taken to run on: the pace was measured beside
// them, and together they go through the line so many times as fast.
func (p Pace) wait(q queue, w Work) time.Duration {
	return p.needs((q.seconds+q.left)/float64(max(1, q.running)) + p.length(w))
}

// Retry has the work on a film begun again at once. Its author may do so where the machine failed, an organiser wherever it
// does not go on by itself.
func (s *Service) Retry(ctx context.Context, id string) error {
	return s.act(ctx, id, Retry, "media.retry", "重新处理影片", func(tx *db.Tx, a Asset, w Work) error {
		if err := s.unqueue(ctx, tx, w.Job); err != nil {
			return err
		}
		if err := setProgress(ctx, tx, id, Progress{}); err != nil {
			return err
		}
		return s.line(ctx, tx, w, next(a))
	})
}

// next is the job that an asset's state asks for.
func next(a Asset) job.Args {
	if a.State == StateReceived {
		return probeJob{a.ID}
	}
	return renderJob{a.ID}
}

// Cancel ends the work on a film, also while it is being done. Retry begins it again.
func (s *Service) Cancel(ctx context.Context, id string) error {
	return s.act(ctx, id, Cancel, "media.cancel", "停止处理影片", func(tx *db.Tx, a Asset, w Work) error {
		return errors.Join(s.unqueue(ctx, tx, w.Job), setWorkState(ctx, tx, id, WorkCancelled), setProgress(ctx, tx, id, Progress{}))
	})
}

// First moves a waiting film to the front. Films that were moved keep among themselves the order in which they came.
func (s *Service) First(ctx context.Context, id string) error {
	return s.act(ctx, id, Front, "media.first", "影片提前处理", func(tx *db.Tx, _ Asset, w Work) error { return s.rank(ctx, tx, w, First) })
}

// rank gives a film another urgency, and its job the same.
func (s *Service) rank(ctx context.Context, tx *db.Tx, w Work, u Urgency) error {
	if err := setUrgency(ctx, tx, w.Asset, u); err != nil {
		return err
	}
	return s.queue.Rank(ctx, tx, w.Job, int(u))
}

// unqueue ends a job that another replaces, if it is still there.
func (s *Service) unqueue(ctx context.Context, tx *db.Tx, id int64) error {
	err := s.queue.Cancel(ctx, tx, id)
	if errors.Is(err, job.ErrUnknown) {
		return nil
	}
	return err
}

// act does what the person of ctx wants about the work on a film, and records it, both or neither.
func (s *Service) act(ctx context.Context, id string, act WorkAct, name, says string, do func(tx *db.Tx, a Asset, w Work) error) error {
	if _, err := identity.Require(ctx); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		a, err := s.Asset(ctx, tx, id)
		if err != nil {
			return err
		}
		w, found, err := findWork(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := allow(ctx, a, w, found, act); err != nil {
			return err
		}
		if err := do(tx, a, w); err != nil {
			return err
		}
		return s.audit.Add(ctx, tx, audit.Record{Act: name, Object: id, Campaign: a.Campaign, Says: says + "“" + a.Name() + "”", Before: w.State})
	})
}

// allow refuses what the person of ctx may not do about the work on a film, or what makes no sense now.
func allow(ctx context.Context, a Asset, w Work, found bool, act WorkAct) error {
	p, _ := identity.By(ctx)
	organises := p.Holds(a.Campaign, identity.Organiser)
	switch {
	case p.ID != a.Owner && !organises:
		return ErrUnknown
	case !found:
		return ErrNoWork
	case !organises && act != Retry:
		return identity.ErrForbidden
	}
	for _, may := range can(ctx, a, w) {
		if may == act {
			return nil
		}
	}
	if !organises && w.State == WorkCancelled {
		return ErrNotYours
	}
	return ErrNoWork
}

// rerank lets films go ahead whose deadline came near since they were put in the line, and no longer those whose deadline is
// past. What an organiser moved stays where it is.
func (s *Service) rerank(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, state := range []WorkState{WorkWaiting, WorkPaused, WorkRetrying} {
			all, err := listWork(ctx, tx, state)
			if err != nil {
				return err
			}
			for _, w := range all {
				if err := s.rerankOne(ctx, tx, w); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (s *Service) rerankOne(ctx context.Context, tx *db.Tx, w Work) error {
	a, err := s.Asset(ctx, tx, w.Asset)
	if err != nil || w.Urgency == First {
		return err
	}
	c, err := s.campaigns.Get(ctx, tx, a.Campaign)
	if err != nil {
		return err
	}
	if u := urgency(c, tx.Now()); u != w.Urgency {
		return s.rank(ctx, tx, w, u)
	}
	return nil
}

// Works lists what the machine has to do for films of a campaign, at most so many: what runs, what needs a person, what waits,
// each with its view; and counts all of it.
func (s *Service) Works(ctx context.Context, tx *db.Tx, campaign string, most int) (all []Working, t Tally, err error) {
	if t, err = countWork(ctx, tx, campaign); err != nil {
		return nil, nil, err
	}
	list, err := listOfCampaign(ctx, tx, campaign, most)
	if err != nil {
		return nil, nil, err
	}
	for _, w := range list {
		a, err := s.Asset(ctx, tx, w.Asset)
		if err != nil {
			return nil, nil, err
		}
		v, err := s.ShowWork(ctx, tx, a)
		if err != nil {
			return nil, nil, err
		}
		if v != nil {
			all = append(all, Working{a, w, *v})
		}
	}
	return all, t, nil
}

// Working is a film that the machine has something to do for.
type Working struct {
	Asset Asset
	Work  Work
	View  WorkView
}

// WorkTally counts films by the state of their work, in a campaign, or everywhere when it is empty.
func (s *Service) WorkTally(ctx context.Context, tx *db.Tx, campaign string) (Tally, error) {
	return countWork(ctx, tx, campaign)
}
