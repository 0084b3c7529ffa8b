package report

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// chain remembers how far the record of acts was found whole, so that asking again reads only what is new. What stands
// before was looked at by this process once; `saiying doctor` looks at everything.
type chain struct {
	mu   sync.Mutex
	mark audit.Mark
}

// Whole tells whether the record of acts is whole, and up to which number.
type Whole struct {
	Intact  bool  `json:"intact"`
	Checked int64 `json:"checked_to"`
}

// Verify looks at what was recorded since it was last asked.
func (s *Service) Verify(ctx context.Context) (w Whole, err error) {
	s.chain.mu.Lock()
	defer s.chain.mu.Unlock()
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		s.chain.mark, err = s.audit.VerifyFrom(ctx, tx, s.chain.mark)
		return err
	})
	var broken *audit.Broken
	if errors.As(err, &broken) {
		return Whole{false, s.chain.mark.Seq}, nil
	}
	return Whole{err == nil, s.chain.mark.Seq}, err
}

// Act is one record as staff see it. Actor is a name.
type Act struct {
	Seq      int64     `json:"seq"`
	At       time.Time `json:"at"`
	Actor    string    `json:"actor"`
	Role     string    `json:"role"`
	Act      string    `json:"act"`
	ActLabel string    `json:"act_label"`
	Object   string    `json:"object"`
	Campaign string    `json:"campaign,omitempty"`
	Says     string    `json:"says"`
	Before   any       `json:"before,omitempty"`
	After    any       `json:"after,omitempty"`
	From     string    `json:"from"`
	Hash     string    `json:"hash"`
}

// ActQuery chooses records.
type ActQuery struct {
	Campaign string `query:"campaign" doc:"A campaign's key; all when empty"`
	Q        string `query:"q" maxLength:"100" doc:"Found in the sentence or the name"`
	Actor    string `query:"actor" maxLength:"100" doc:"A person's id, or part of a name"`
	Act      string `query:"act" maxLength:"100" doc:"An act, or the beginning of one"`
	Cursor   string `query:"cursor"`
}

// Acts is a page of the record of acts, and whether the whole record holds.
type Acts struct {
	Items []Act  `json:"items"`
	Next  string `json:"next,omitempty"`
	Whole
}

const actsPage = 50

// Acts reads the record, newest first. Organisers and auditors read that of their campaigns; those who hold their role
// everywhere, and administrators, read all of it.
func (s *Service) Acts(ctx context.Context, in ActQuery) (page Acts, err error) {
	if _, err := identity.RequireRole(ctx, cmp.Or(in.Campaign, identity.Everywhere), office...); err != nil {
		return page, err
	}
	f := audit.Filter{Campaign: in.Campaign, Actor: in.Actor, Act: in.Act, Text: in.Q, Limit: actsPage + 1}
	if in.Cursor != "" {
		if err := db.DecodeCursor(in.Cursor, &f.Before); err != nil {
			return page, err
		}
	}
	if page.Whole, err = s.Verify(ctx); err != nil {
		return page, err
	}
	var rows []audit.Row
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		rows, err = s.audit.List(ctx, tx, f)
		return err
	})
	if len(rows) > actsPage {
		rows = rows[:actsPage]
		page.Next = db.EncodeCursor(rows[actsPage-1].Seq)
	}
	page.Items = make([]Act, len(rows))
	for i, r := range rows {
		page.Items[i] = showAct(r, tongue(web.Language(ctx)))
	}
	return page, err
}

func showAct(r audit.Row, t tongue) Act {
	name := r.Name
	if name == "" {
		name = t.say("未登录的访客", "A visitor")
	}
	return Act{r.Seq, r.At, name, r.Role, r.Act, actLabel(r.Act, t), r.Object, r.Campaign, r.Says, document(r.Before), document(r.After), r.From, r.Hash}
}

// document is JSON as it was recorded, or nil when nothing was.
func document(raw json.RawMessage) any {
	if len(raw) == 0 {
		return nil
	}
	return raw
}
