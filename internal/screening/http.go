package screening

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/entry"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// QueueView is what waits for a screener, and how far they are.
type QueueView struct {
	Queue     []Item         `json:"queue"`
	DoneToday int            `json:"done_today" doc:"Entries the asker decided on today"`
	Total     int            `json:"total" doc:"Entries handed in"`
	Undecided int            `json:"undecided"`
	Due       *time.Time     `json:"due_at,omitempty"`
	Reasons   []entry.Reason `json:"reasons" doc:"What a return or a rejection may rest on, in the notice's words"`
	MayReturn bool           `json:"may_return" doc:"Whether authors can still mend; afterwards there is only admit and reject"`
}

// Item is one entry of the queue.
type Item struct {
	ID      string        `json:"id"`
	Number  string        `json:"number"`
	Title   string        `json:"title"`
	Unit    string        `json:"unit"`
	Poster  string        `json:"poster,omitempty"`
	State   entry.State   `json:"state"`
	Verdict entry.Verdict `json:"verdict,omitempty"`
	Flags   int           `json:"flags" doc:"Findings of level error or warn"`
}

func item(e entry.Entry) Item {
	v := Item{ID: e.ID, Number: e.Number, Title: e.Title, Unit: e.Unit, State: e.State, Verdict: e.Verdict, Flags: e.Errors + e.Warns}
	if e.File != nil {
		v.Poster = e.File.Thumb()
	}
	return v
}

func show(q Queue) QueueView {
	v := QueueView{Queue: []Item{}, DoneToday: q.DoneToday, Total: q.Total, Undecided: len(q.Waiting), Due: q.Due, Reasons: q.Reasons, MayReturn: q.MayReturn}
	for _, e := range q.Waiting {
		v.Queue = append(v.Queue, item(e))
	}
	return v
}

// Outcome is an entry after a decision, and the next one that waits.
type Outcome struct {
	Entry entry.File `json:"entry"`
	Next  string     `json:"next,omitempty" doc:"The next entry of the queue"`
}

type choiceBody struct {
	Decision Verdict     `json:"decision" enum:"admit,return,reject"`
	Reasons  []string    `json:"reasons,omitempty" doc:"Keys of the notice's requirements; at least one to return or reject"`
	Note     string      `json:"note,omitempty" maxLength:"1000" doc:"Further words for the author"`
	IfState  entry.State `json:"if_state,omitempty" doc:"The state that was seen; refused if it has changed since"`
}

func (b choiceBody) choice() Choice {
	return Choice{Verdict: b.Decision, Reasons: b.Reasons, Note: b.Note, IfState: b.IfState}
}

// Routes registers the room's operations.
func (s *Service) Routes(api huma.API, _ *http.ServeMux) {
	web.Get(api, "/console/campaigns/{campaign}/screening", "待初审的作品", func(ctx context.Context, in *struct {
		Campaign string `path:"campaign"`
	}) (*web.Body[QueueView], error) {
		q, err := s.Queue(ctx, in.Campaign)
		return web.Answer(show(q), err)
	})
	web.Post(api, "/console/campaigns/{campaign}/screening/bulk", "批量通过", func(ctx context.Context, in *struct {
		Campaign string `path:"campaign"`
		Body     struct {
			Entries  []string `json:"entries" nullable:"true" maxItems:"500"`
			Decision Verdict  `json:"decision" enum:"admit"`
		}
	}) (*web.Body[bulk], error) {
		done, failed, err := s.AdmitAll(ctx, in.Campaign, in.Body.Entries)
		return web.Answer(bulk{done, failed}, err)
	})
	web.Post(api, "/console/entries/{id}/screening", "初审一件作品", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body choiceBody
	}) (*web.Body[Outcome], error) {
		e, err := s.Decide(ctx, in.ID, in.Body.choice())
		if err != nil {
			return nil, err
		}
		return web.Answer(s.outcome(ctx, e))
	})
	web.Post(api, "/console/entries/{id}/screening/preview", "预览给作者的通知", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body choiceBody
	}) (*web.Body[Letter], error) {
		return web.Answer(s.Preview(ctx, in.ID, in.Body.choice()))
	})
	web.Post(api, "/console/entries/{id}/screening/undo", "撤销自己刚作出的初审决定", func(ctx context.Context, in *struct {
		ID string `path:"id"`
	}) (*web.Body[entry.File], error) {
		e, err := s.Undo(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return web.Answer(s.file(ctx, e))
	})
}

type bulk struct {
	Done   []string `json:"done"`
	Failed []Failed `json:"failed"`
}

func (s *Service) file(ctx context.Context, e entry.Entry) (f entry.File, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		f, err = s.entries.ShowFile(ctx, tx, e)
		return err
	})
	return f, err
}

func (s *Service) outcome(ctx context.Context, e entry.Entry) (o Outcome, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if o.Entry, err = s.entries.ShowFile(ctx, tx, e); err != nil {
			return err
		}
		o.Next, err = s.next(ctx, tx, e.Campaign)
		return err
	})
	return o, err
}
