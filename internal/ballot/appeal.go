package ballot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
)

// AuthorCase is a case that annulled votes of a work, as the work's author sees it. Votes are those of the work.
type AuthorCase struct {
	Number   int
	State    Annulment
	Votes    int64
	Cause    Cause
	From, To time.Time
	Decided  time.Time
	Appeal   string // the author's own
	MayStill bool   // appeal
}

// appealsEnd is when publicity is over by the contest's calendar, and appeals with it; nil while that is not dated.
func appealsEnd(c *campaign.Campaign) *time.Time {
	phase, ok := c.Phase(c.Publicity.Phase)
	if !ok {
		return nil
	}
	return phase.Window.Close
}

func appealable(c *campaign.Campaign, now time.Time) bool {
	end := appealsEnd(c)
	return end == nil || now.Before(*end)
}

// AuthorCases lists the cases that annulled votes of a work of the asker, the newest first, and tells until when they may appeal.
func (s *Service) AuthorCases(ctx context.Context, work string) (own []AuthorCase, until *time.Time, err error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return nil, nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		e, err := s.entries.Get(ctx, tx, work)
		if err != nil {
			return err
		}
		if e.Owner != p.ID {
			return errNoCase
		}
		contest, err := s.voting(ctx, tx, e.Campaign)
		if err != nil {
			return err
		}
		all, err := casesOf(ctx, tx, e.Campaign)
		until = appealsEnd(contest)
		for _, c := range all {
			if a, is := c.forAuthor(e.ID, p.ID); is {
				a.MayStill = a.MayStill && appealable(contest, tx.Now())
				own = append(own, a)
			}
		}
		return err
	})
	return own, until, err
}

// forAuthor is what the author of a work sees of a case; false if the case annulled none of its votes.
func (c Case) forAuthor(work, author string) (AuthorCase, bool) {
	at := slices.IndexFunc(c.Works, func(w CaseWork) bool { return w.Entry == work })
	if at < 0 || c.AnnulledFor == "" {
		return AuthorCase{}, false
	}
	a := AuthorCase{Number: c.Number, State: c.annulment(), Votes: c.Works[at].Votes, Cause: c.AnnulledFor, From: c.From, To: c.To, Decided: c.Decided}
	for _, said := range c.Appeals {
		if said.By == author {
			a.Appeal = said.Says
		}
	}
	a.MayStill = a.Appeal == "" && (a.State == Annulled || a.State == Appealed)
	return a, true
}

// Appeal has an annulment looked at again on the word of an author whose work lost votes, until publicity is over.
func (s *Service) Appeal(ctx context.Context, key string, number int, reason string) error {
	p, err := identity.Require(ctx)
	if err != nil {
		return err
	}
	if reason, err = proper(reason); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		contest, err := s.voting(ctx, tx, key)
		if err != nil {
			return err
		}
		if !appealable(contest, tx.Now()) {
			return errAppealLate
		}
		if _, err := takeTurn(ctx, tx, key); err != nil {
			return err
		}
		c, err := findCase(ctx, tx, key, number)
		if err != nil {
			return err
		}
		if err := s.nameWorks(ctx, tx, key, c); err != nil {
			return err
		}
		own := slices.IndexFunc(c.Works, func(w CaseWork) bool { return w.owner == p.ID })
		if own < 0 {
			return errNoCase
		}
		if err := c.appeal(Appeal{p.ID, c.Works[own].Entry, reason}); err != nil {
			return err
		}
		if err := putCase(ctx, tx, c); err != nil {
			return err
		}
		return s.recordCase(ctx, tx, c, "ballot.appeal", fmt.Sprintf("第%d号案件，作者申诉：%s", c.Number, reason))
	})
}
