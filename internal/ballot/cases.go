package ballot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"saiying/internal/ballot/ledger"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/id"
	"saiying/internal/platform/job"
)

// caseMost is how many ballots a case holds: its note in the log names each.
const caseMost = 50_000

// Ruled is told when two people have decided about votes: those of the works were annulled or count again, or an appeal changed
// nothing.
type Ruled struct {
	Campaign    string           `json:"campaign"`
	Number      int              `json:"number"`
	Outcome     Outcome          `json:"outcome"`
	Cause       Cause            `json:"cause"`
	Appealed    bool             `json:"appealed"`     // it answers an appeal
	AfterFreeze bool             `json:"after_freeze"` // no figure changed
	Votes       map[string]int64 `json:"votes"`        // by entry
}

// Doubt chooses votes for a case: those of a finding, those that are held, or a work's in a span.
type Doubt struct {
	Finding  string
	Held     bool
	Entry    string
	From, To time.Time
}

// doubted reads the chosen votes that are in no case, and what a machine found in them.
func (s *Service) doubted(ctx context.Context, tx *db.Tx, key string, d Doubt) (votes []doubted, g *Ground, err error) {
	switch {
	case d.Finding != "":
		f, err := findFinding(ctx, tx, key, d.Finding)
		if err != nil {
			return nil, nil, err
		}
		ground := f.ground()
		votes, err = votesNumbered(ctx, tx, key, f.Seqs)
		return votes, &ground, err
	case d.Held:
		votes, err = votesHeld(ctx, tx, key)
		return votes, nil, err
	}
	votes, err = votesWithin(ctx, tx, key, d.Entry, d.From, d.To)
	return votes, nil, err
}

// OpenCase puts votes in question. They count as before until two people have decided.
func (s *Service) OpenCase(ctx context.Context, key, reason string, d Doubt) (c Case, err error) {
	p, err := identity.RequireRole(ctx, key, identity.Organiser)
	if err != nil {
		return c, err
	}
	if reason, err = proper(reason); err != nil {
		return c, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.unsealed(ctx, tx, key); err != nil {
			return err
		}
		votes, ground, err := s.doubted(ctx, tx, key, d)
		if err != nil {
			return err
		}
		c = Case{ID: id.New(), Campaign: key, State: CaseOpen, Reason: reason, Ground: ground, OpenedBy: person{p.ID, p.Name}, Opened: tx.Now()}
		if err := c.take(votes); err != nil {
			return err
		}
		if c.Number, err = nextCase(ctx, tx, key); err != nil {
			return err
		}
		if err := putCase(ctx, tx, c); err != nil {
			return err
		}
		if err := insertCaseVotes(ctx, tx, c, votes); err != nil {
			return err
		}
		return s.recordCase(ctx, tx, c, "ballot.case", fmt.Sprintf("第%d号案件立案，涉及%d票：%s", c.Number, c.Votes, reason))
	})
	return c, err
}

// unsealed takes the campaign's turn and refuses once the votes are frozen.
func (s *Service) unsealed(ctx context.Context, tx *db.Tx, key string) error {
	if _, err := s.voting(ctx, tx, key); err != nil {
		return err
	}
	if _, err := takeTurn(ctx, tx, key); err != nil {
		return err
	}
	_, sealed, err := findFrozen(ctx, tx, key)
	if err == nil && sealed {
		err = errSealed
	}
	return err
}

// take notes which votes a case is about.
func (c *Case) take(votes []doubted) error {
	if len(votes) == 0 {
		return errNothing
	}
	if len(votes) > caseMost {
		return errTooMany.With("max", caseMost)
	}
	sums := map[string]int64{}
	c.From, c.To = votes[0].at, votes[0].at
	for _, v := range votes {
		sums[v.entry] += int64(v.counts())
		c.Votes += int64(v.counts())
		if v.at.Before(c.From) {
			c.From = v.at
		}
		if v.at.After(c.To) {
			c.To = v.at
		}
	}
	for e, n := range sums {
		c.Works = append(c.Works, CaseWork{Entry: e, Votes: n})
	}
	return nil
}

func (s *Service) recordCase(ctx context.Context, tx *db.Tx, c Case, act, says string) error {
	return s.audit.Add(ctx, tx, audit.Record{Act: act, Object: c.ID, Campaign: c.Campaign, Says: says, After: map[string]any{"number": c.Number, "state": c.State, "votes": c.Votes}})
}

// step has an organiser change a case in its campaign's turn. Nobody who is bound to its works may; auditors read what was done and
// take no part in it.
func (s *Service) step(ctx context.Context, key string, number int, act string, change func(tx *db.Tx, c *Case, p identity.Person) (says string, err error)) (c Case, err error) {
	p, err := identity.RequireRole(ctx, key, identity.Organiser)
	if err != nil {
		return c, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := takeTurn(ctx, tx, key); err != nil {
			return err
		}
		if c, err = findCase(ctx, tx, key, number); err != nil {
			return err
		}
		if err := s.unbound(ctx, tx, c, p); err != nil {
			return err
		}
		says, err := change(tx, &c, p)
		if err != nil {
			return err
		}
		if err := putCase(ctx, tx, c); err != nil {
			return err
		}
		return s.recordCase(ctx, tx, c, act, fmt.Sprintf("第%d号案件%s", c.Number, says))
	})
	return c, err
}

func (s *Service) unbound(ctx context.Context, tx *db.Tx, c Case, p identity.Person) error {
	ids := make([]string, len(c.Works))
	for i, w := range c.Works {
		ids[i] = w.Entry
	}
	concerned, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: c.Campaign, IDs: ids})
	if err != nil {
		return err
	}
	entered, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: c.Campaign, Owner: p.ID})
	if err != nil {
		return err
	}
	if e, is := bound(p, concerned, entered); is {
		return errBound.With("title", e.Title)
	}
	return nil
}

var outcomeSays = map[Outcome]string{Annul: "作废", Release: "恢复计票", Dismiss: "不予处理", Uphold: "维持作废"}

// Propose says what should become of a case's votes. Nothing does before somebody else agrees.
func (s *Service) Propose(ctx context.Context, key string, number int, o Outcome, cause Cause, reason string) (Case, error) {
	reason, err := proper(reason)
	if err != nil {
		return Case{}, err
	}
	return s.step(ctx, key, number, "ballot.propose", func(_ *db.Tx, c *Case, p identity.Person) (string, error) {
		return "拟" + outcomeSays[o] + "：" + reason, c.propose(Proposal{Outcome: o, Cause: cause, Reason: reason, By: person{p.ID, p.Name}})
	})
}

// SendBack has a proposal thought over again.
func (s *Service) SendBack(ctx context.Context, key string, number int, reason string) (Case, error) {
	reason, err := proper(reason)
	if err != nil {
		return Case{}, err
	}
	return s.step(ctx, key, number, "ballot.send_back", func(_ *db.Tx, c *Case, _ identity.Person) (string, error) {
		return "退回再议：" + reason, c.sendBack()
	})
}

// Agree is the second person's consent: the votes are annulled or count again, and the log says so, in one transaction.
func (s *Service) Agree(ctx context.Context, key string, number int) (Case, error) {
	c, err := s.step(ctx, key, number, "ballot.agree", func(tx *db.Tx, c *Case, p identity.Person) (string, error) {
		if err := c.agree(person{p.ID, p.Name}, tx.Now()); err != nil {
			return "", err
		}
		return "经复核" + outcomeSays[c.Proposal.Outcome], s.carryOut(ctx, tx, c)
	})
	s.boards.forget(key)
	return c, err
}

// carryOut does what was agreed to and has the authors told. A case that is dismissed ends unseen: nobody was told of it.
func (s *Service) carryOut(ctx context.Context, tx *db.Tx, c *Case) error {
	o := c.Proposal.Outcome
	if o == Dismiss {
		return nil
	}
	if o != Uphold {
		if err := s.setRight(ctx, tx, c); err != nil {
			return err
		}
	}
	told := Ruled{Campaign: c.Campaign, Number: c.Number, Outcome: o, Cause: c.Proposal.Cause, Appealed: len(c.Appeals) > 0, AfterFreeze: c.AfterFreeze,
		Votes: map[string]int64{}}
	for _, w := range c.Works {
		told.Votes[w.Entry] = w.Votes
	}
	return job.Emit(ctx, s.queue, tx, told)
}

// setRight writes the note and sets the sums right. After the seal an appeal's outcome is written down and changes no figure.
func (s *Service) setRight(ctx context.Context, tx *db.Tx, c *Case) error {
	if _, sealed, err := findFrozen(ctx, tx, c.Campaign); err != nil || sealed {
		if err == nil && len(c.Appeals) == 0 {
			err = errSealed
		}
		c.AfterFreeze = true
		return err
	}
	votes, err := votesOfCase(ctx, tx, *c)
	if err != nil {
		return err
	}
	if err := s.noteCase(ctx, tx, *c, votes); err != nil {
		return err
	}
	return rule(ctx, tx, *c, votes, c.Proposal.Outcome == Release)
}

// noted is what the log says of a case, in the order in which it says it.
type noted struct {
	Refs   []int64 `json:"refs"`
	Case   string  `json:"case"`
	Reason Cause   `json:"reason"`
}

func (s *Service) noteCase(ctx context.Context, tx *db.Tx, c Case, votes []doubted) error {
	contest, err := s.campaigns.Get(ctx, tx, c.Campaign)
	if err != nil {
		return err
	}
	t, err := takeTurn(ctx, tx, c.Campaign)
	if err != nil {
		return err
	}
	body := noted{Case: fmt.Sprint(c.Number), Reason: c.Proposal.Cause}
	for _, v := range votes {
		body.Refs = append(body.Refs, v.seq)
	}
	kind := ledger.Annul
	if c.Proposal.Outcome == Release {
		kind = ledger.Release
	}
	_, err = note(ctx, tx, c.Campaign, t, kind, dayOf(contest, t.at), body)
	return err
}

// nameWorks has cases name their works, in the order of the works' numbers.
func (s *Service) nameWorks(ctx context.Context, tx *db.Tx, key string, cases ...Case) error {
	ids := []string{} // without any, none are read
	for _, c := range cases {
		for _, w := range c.Works {
			ids = append(ids, w.Entry)
		}
	}
	works, err := s.byID(ctx, tx, key, ids)
	for _, c := range cases {
		for i := range c.Works {
			c.Works[i].name(works[c.Works[i].Entry])
		}
		slices.SortFunc(c.Works, func(a, b CaseWork) int { return strings.Compare(a.Number, b.Number) })
	}
	return err
}

// byID reads works of a campaign at once, however often each is asked for.
func (s *Service) byID(ctx context.Context, tx *db.Tx, key string, ids []string) (map[string]entry.Entry, error) {
	slices.Sort(ids)
	all, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: key, IDs: slices.Compact(ids)})
	works := make(map[string]entry.Entry, len(all))
	for _, e := range all {
		works[e.ID] = e
	}
	return works, err
}

func (w *CaseWork) name(e entry.Entry) {
	w.Number, w.Title, w.Author, w.owner = e.Number, e.Title, e.Author, e.Owner
}

// Cases lists a campaign's cases for its staff, the newest first, and tells how many votes are held.
func (s *Service) Cases(ctx context.Context, key string) (all []Case, held int64, err error) {
	if _, err := identity.RequireRole(ctx, key, identity.Organiser, identity.Auditor); err != nil {
		return nil, 0, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if all, err = s.listCases(ctx, tx, key); err != nil {
			return err
		}
		held, err = countHeld(ctx, tx, key)
		return err
	})
	return all, held, err
}

func (s *Service) listCases(ctx context.Context, tx *db.Tx, key string) ([]Case, error) {
	if _, err := s.voting(ctx, tx, key); err != nil {
		return nil, err
	}
	all, err := casesOf(ctx, tx, key)
	if err != nil {
		return nil, err
	}
	return all, s.nameWorks(ctx, tx, key, all...)
}

// Annulments lists, for everybody, the cases in which votes were annulled, the newest first.
func (s *Service) Annulments(ctx context.Context, key string) (all []Case, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err = s.listCases(ctx, tx, key)
		return err
	})
	return slices.DeleteFunc(all, func(c Case) bool { return c.AnnulledFor == "" }), err
}

// lately is how far back the pace is told by the minute.
const lately = 3 * time.Hour

// PaceOf tells how many votes came by the minute of the last three hours, or by the hour of all days, for a work or all.
func (s *Service) PaceOf(ctx context.Context, key, work string, byMinute bool) (paces []Pace, err error) {
	if _, err := identity.RequireRole(ctx, key, identity.Organiser, identity.Auditor); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.voting(ctx, tx, key); err != nil {
			return err
		}
		if byMinute {
			paces, err = pacesOf(ctx, tx, key, work, int64(time.Minute/time.Microsecond), tx.Now().Truncate(time.Minute).Add(-lately))
			return err
		}
		paces, err = pacesOf(ctx, tx, key, work, hour, time.UnixMicro(0))
		paces = everyHour(paces)
		return err
	})
	return paces, err
}
