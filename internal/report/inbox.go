package report

import (
	"cmp"
	"context"
	"slices"
	"time"

	"saiying/internal/award"
	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/jury"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// Item is one thing that waits for a person. Due is when it should be done; Late tells that this has passed. To is where on
// the console it is done.
type Item struct {
	Kind  string     `json:"kind"`
	Label string     `json:"label"`
	Says  string     `json:"says"`
	Count int        `json:"count"`
	Due   *time.Time `json:"due_at,omitempty"`
	Late  bool       `json:"late"`
	To    string     `json:"to" doc:"A path of the console"`
}

// situation is where a campaign stands, as far as it makes work for somebody.
type situation struct {
	tongue
	c          *campaign.Campaign
	now        time.Time
	unscreened int // works to be screened, the asker's own left out
	alike      int // pairs of films that nobody has decided about
	unreadable []work
	rounds     []jury.RoundView
	frozen     bool
	roll       award.Roll
	papers     papers
}

// work names an entry.
type work struct{ number, title string }

// papers counts certificates: all that were given, and those still to be drawn.
type papers struct{ given, making int }

// Inbox lists what waits for the person who asks, in one campaign or, when key is empty, in all in which they work: what is
// late first, then by when it is due.
func (s *Service) Inbox(ctx context.Context, key string) ([]Item, error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return nil, err
	}
	mine, err := s.workplaces(ctx, p, key)
	if err != nil {
		return nil, err
	}
	items := []Item{}
	for _, c := range mine {
		of, err := s.waiting(ctx, p, c)
		if err != nil {
			return nil, err
		}
		if key == "" {
			for i := range of {
				of[i].Label = cmp.Or(c.ShortTitle, c.Title) + " · " + of[i].Label
			}
		}
		items = append(items, of...)
	}
	trouble, err := s.trouble(ctx, p)
	return inOrder(append(items, trouble...)), err
}

// workplaces are the campaigns in which p holds a role, or the one asked for if they do.
func (s *Service) workplaces(ctx context.Context, p identity.Person, key string) (mine []*campaign.Campaign, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if key == "" {
			mine, err = s.campaigns.List(ctx, tx)
			mine = slices.DeleteFunc(mine, func(c *campaign.Campaign) bool { return !p.Holds(c.Key, identity.Roles...) })
			return err
		}
		c, err := s.campaigns.Get(ctx, tx, key)
		mine = []*campaign.Campaign{c}
		return err
	})
	if err == nil && (!p.Staff() || key != "" && !p.Holds(key, identity.Roles...)) {
		err = identity.ErrForbidden
	}
	return mine, err
}

// waiting lists what a campaign asks of p, by the roles they hold there.
func (s *Service) waiting(ctx context.Context, p identity.Person, c *campaign.Campaign) (items []Item, err error) {
	for _, duty := range []struct {
		roles []identity.Role
		ask   func(context.Context, identity.Person, *campaign.Campaign) ([]Item, error)
	}{
		{[]identity.Role{identity.Organiser, identity.Screener}, s.forOffice},
		{[]identity.Role{identity.Judge}, s.forJudge},
		{[]identity.Role{identity.Auditor}, s.forAuditor},
	} {
		if !p.Holds(c.Key, duty.roles...) {
			continue
		}
		more, err := duty.ask(ctx, p, c)
		if err != nil {
			return nil, err
		}
		items = append(items, more...)
	}
	return items, nil
}

// forOffice lists what waits for an organiser, or of that only what waits for a screener.
func (s *Service) forOffice(ctx context.Context, p identity.Person, c *campaign.Campaign) ([]Item, error) {
	organiser := p.Holds(c.Key, identity.Organiser)
	at := situation{tongue: tongue(web.Language(ctx)), c: c}
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		at.now = tx.Now()
		if at.unscreened, err = countUnscreened(ctx, tx, c.Key, p.ID); err != nil {
			return err
		}
		if at.alike, err = s.review.Undecided(ctx, tx, p, c.Key); err != nil || !organiser {
			return err
		}
		return s.look(ctx, tx, &at)
	})
	if err != nil || !organiser {
		return slices.Concat(at.matches(), at.screening()), err
	}
	if at.rounds, err = s.juries.Rounds(ctx, c.Key); err != nil {
		return nil, err
	}
	return at.items(), nil
}

// look reads what an organiser must know of a campaign.
func (s *Service) look(ctx context.Context, tx *db.Tx, at *situation) (err error) {
	if at.unreadable, err = listUnreadable(ctx, tx, at.c.Key); err != nil {
		return err
	}
	if _, at.frozen, err = s.ballots.Frozen(ctx, tx, at.c.Key); err != nil {
		return err
	}
	if at.roll, err = s.awards.Roll(ctx, tx, at.c.Key); err != nil {
		return err
	}
	at.papers, err = countPapers(ctx, tx, at.c.Key)
	return err
}

// forJudge lists the rounds in which the asker has works left to score.
func (s *Service) forJudge(ctx context.Context, _ identity.Person, c *campaign.Campaign) ([]Item, error) {
	duties, err := s.juries.Duties(ctx)
	if err != nil {
		return nil, err
	}
	at := situation{tongue: tongue(web.Language(ctx)), c: c, now: s.clock.Now()}
	var items []Item
	for _, d := range duties {
		if left := d.Assigned - d.Done; d.Campaign == c.Key && !d.Sealed && left > 0 {
			items = append(items, at.item("judging", "/judging/"+d.Campaign+"/"+d.Round, left, d.Due, d.Label,
				at.say("还有%d部作品没有评完，已评%d部。", "%d works are still to be scored, %d are done.", left, d.Done)))
		}
	}
	return items, nil
}

// forAuditor tells what was recorded today and whether the record is whole.
func (s *Service) forAuditor(ctx context.Context, _ identity.Person, c *campaign.Campaign) ([]Item, error) {
	whole, err := s.Verify(ctx)
	if err != nil {
		return nil, err
	}
	at := situation{tongue: tongue(web.Language(ctx)), c: c, now: s.clock.Now()}
	if !whole.Intact {
		broken := at.item("audit_broken", "/audit", 1, &at.now, at.say("活动记录断了", "The record of acts is broken"),
			at.say("第%d条之后有记录被改动或删去。请保留数据库备份，联系管理员核查。", "Records after number %d were changed or removed. Keep a backup of the database and tell the administrator.", whole.Checked))
		return []Item{broken}, nil
	}
	today := at.now.In(c.Zone)
	n := 0
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		n, err = countActs(ctx, tx, c.Key, time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, c.Zone))
		return err
	})
	if err != nil || n == 0 {
		return nil, err
	}
	return []Item{at.item("audit", "/audit", n, nil, at.say("看今天的记录", "Read today's record"),
		at.say("今天记下%d件事，记录链完整，已核到第%d条。", "%d acts were recorded today; the chain is whole up to number %d.", n, whole.Checked))}, nil
}

// trouble tells an administrator of work that the machine could not do.
func (s *Service) trouble(ctx context.Context, p identity.Person) ([]Item, error) {
	if !p.Holds(identity.Everywhere, identity.Admin) {
		return nil, nil
	}
	failed := 0
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		t, err := s.queue.Tally(ctx, tx)
		failed = t.Failed
		return err
	})
	if err != nil || failed == 0 {
		return nil, err
	}
	at := situation{tongue: tongue(web.Language(ctx)), now: s.clock.Now()}
	return []Item{at.item("jobs_failed", "/system", failed, nil, at.say("后台任务出错", "Background work failed"),
		at.say("%d个任务没有做成，请在“系统”里看原因，处理后重试。", "%d jobs failed. See why under System, mend it and retry them.", failed))}, nil
}

// inOrder sorts items: late ones first, then by when they are due; those without a day come last.
func inOrder(items []Item) []Item {
	slices.SortStableFunc(items, func(a, b Item) int {
		if a.Late != b.Late {
			if a.Late {
				return -1
			}
			return 1
		}
		return compareDue(a.Due, b.Due)
	})
	return items
}

func compareDue(a, b *time.Time) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return a.Compare(*b)
}
