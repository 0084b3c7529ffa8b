package award

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/jury"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/document"
	"saiying/internal/platform/job"
)

// Schema holds the migrations.
//
//go:embed schema/*.sql
var Schema embed.FS

// Service computes rolls and carries them to confirmation.
type Service struct {
	db        *db.DB
	audit     *audit.Log
	queue     *job.Queue
	campaigns *campaign.Service
	entries   *entry.Service
	juries    *jury.Service
	ballots   *ballot.Service
	press     func() (*document.Press, error) // opened at the first PDF: the fonts take 40 MB
}

// New makes the service and has it hear of works that leave the contest: they lose their awards.
func New(d *db.DB, log *audit.Log, q *job.Queue, campaigns *campaign.Service, entries *entry.Service, juries *jury.Service, ballots *ballot.Service,
	press func() (*document.Press, error)) *Service {
	s := &Service{db: d, audit: log, queue: q, campaigns: campaigns, entries: entries, juries: juries, ballots: ballots, press: press}
	job.On(q, "award", s.disqualified)
	return s
}

// Roll returns a campaign's roll as it stands, in the caller's transaction. It asks nobody who they are: a provisional roll
// must not be shown to the public.
func (s *Service) Roll(ctx context.Context, tx *db.Tx, key string) (Roll, error) {
	return findRoll(ctx, tx, key)
}

// Shown tells what the public sees of a campaign's roll, without reading all of it.
func (s *Service) Shown(ctx context.Context, tx *db.Tx, key string) (State, error) {
	r, err := findHead(ctx, tx, key)
	return r.Shown(tx.Now()), err
}

// Winners returns the awards that hold, once the roll is confirmed; before that there are none.
func (s *Service) Winners(ctx context.Context, tx *db.Tx, key string) ([]Winner, error) {
	r, err := findRoll(ctx, tx, key)
	if err != nil || r.State != Final {
		return []Winner{}, err
	}
	return r.Standing(), nil
}

// act does one step of an organiser on the roll, in one transaction.
func (s *Service) act(ctx context.Context, key string, fn func(tx *db.Tx, c *campaign.Campaign, r Roll, by identity.Person) error) error {
	p, err := identity.RequireRole(ctx, key, identity.Organiser)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := s.campaigns.Get(ctx, tx, key)
		if err != nil {
			return err
		}
		r, err := findRoll(ctx, tx, key)
		if err != nil {
			return err
		}
		return fn(tx, c, r, p)
	})
}

func (s *Service) record(ctx context.Context, tx *db.Tx, key, act, says string, after any) error {
	return s.audit.Add(ctx, tx, audit.Record{Act: "award." + act, Object: key, Campaign: key, Says: says, After: after})
}

// Propose computes the roll. It may be done again until the roll is confirmed; a publicity under way then ends, and works
// that were proposed stand among the shortlisted again.
func (s *Service) Propose(ctx context.Context, key string) error {
	return s.act(ctx, key, func(tx *db.Tx, c *campaign.Campaign, r Roll, _ identity.Person) error {
		if err := r.must("评奖", None, Provisional, Public); err != nil {
			return err
		}
		if r.State == Public {
			if err := s.takeDown(ctx, tx, key); err != nil {
				return err
			}
		}
		if err := s.campaigns.Lock(ctx, tx, key, campaign.TopicAwards); err != nil {
			return err
		}
		o, err := s.compute(ctx, tx, c, r)
		if err != nil {
			return err
		}
		return s.record(ctx, tx, key, "propose", fmt.Sprintf("拟定获奖名单，共%d项", len(o.Winners())), map[string]any{"awards": len(o.Winners()), "waiting": o.waiting()})
	})
}

// compute works the roll out anew and keeps it as provisional.
func (s *Service) compute(ctx context.Context, tx *db.Tx, c *campaign.Campaign, r Roll) (Outcome, error) {
	in, err := s.gather(ctx, tx, c, r)
	if err != nil {
		return Outcome{}, err
	}
	o := Compute(in)
	kept, err := putComputed(ctx, tx, r.State, in, o)
	if err == nil && !kept {
		err = s.moved(ctx, tx, c.Key, "评奖")
	}
	return o, err
}

// moved refuses an act on a roll that somebody else has moved on meanwhile.
func (s *Service) moved(ctx context.Context, tx *db.Tx, key, act string) error {
	r, err := findRoll(ctx, tx, key)
	if err != nil {
		return err
	}
	return ErrState.With("state", r.State.Label(), "act", act)
}

// takeDown ends a publicity: proposed works are shortlisted ones again.
func (s *Service) takeDown(ctx context.Context, tx *db.Tx, key string) error {
	c, err := s.campaigns.Get(ctx, tx, key)
	if err != nil {
		return err
	}
	works, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: key, States: []entry.State{entry.StateProposed}})
	for i := 0; err == nil && i < len(works); i++ {
		_, err = s.entries.Move(ctx, tx, works[i].ID, leaving(c, entry.Unpropose), entry.Step{Says: "名单重新评定，移出拟获奖名单"})
	}
	return err
}

// Decide records the committee's choice among those tied for the last places of a prize, and computes the roll anew. Exactly
// as many are chosen as there are places, or none where the rules leave places vacant.
func (s *Service) Decide(ctx context.Context, key, prize string, chosen []string, reason string) error {
	reason, err := proper(reason)
	if err != nil {
		return err
	}
	return s.act(ctx, key, func(tx *db.Tx, c *campaign.Campaign, r Roll, by identity.Person) error {
		if err := r.must("评议同分", Provisional); err != nil {
			return err
		}
		choice, err := r.choose(c, prize, chosen)
		if err != nil {
			return err
		}
		choice.Reason, choice.By = reason, by.Name
		if err := putChoice(ctx, tx, key, choice, by.ID); err != nil {
			return err
		}
		if _, err := s.compute(ctx, tx, c, r); err != nil {
			return err
		}
		return s.record(ctx, tx, key, "decide", fmt.Sprintf("评议%s名额线上的同分作品，选定%d部：%s", choice.label(c), len(chosen), reason), choice)
	})
}

func (c Choice) label(of *campaign.Campaign) string {
	p, _ := of.Prize(c.Prize)
	return p.Label
}

// choose checks a choice against what waits for one.
func (r Roll) choose(c *campaign.Campaign, prize string, chosen []string) (Choice, error) {
	g, _ := r.Outcome.Given(prize)
	choice := Choice{Prize: prize, Chosen: slices.Compact(slices.Sorted(slices.Values(chosen))), Tied: []string{}}
	if g.Pending == nil || len(g.Pending.Tied) == 0 {
		return choice, errNoTie.With("prize", cmp.Or(choice.label(c), prize))
	}
	for _, x := range g.Pending.Tied {
		choice.Tied = append(choice.Tied, x.Entry)
	}
	slices.Sort(choice.Tied)
	choice.Seats = g.Pending.Seats
	vacant := len(chosen) == 0 && c.AwardPolicy.Vacancy == campaign.LeaveVacant
	if (len(choice.Chosen) != choice.Seats || len(chosen) != choice.Seats) && !vacant {
		return choice, errSeats.With("prize", g.Label, "seats", choice.Seats, "n", len(chosen))
	}
	for _, e := range choice.Chosen {
		if !slices.Contains(choice.Tied, e) {
			return choice, errNotTied
		}
	}
	return choice, nil
}

func proper(reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	if n := utf8.RuneCountInString(reason); n == 0 || n > 500 {
		return "", errReason.Field("reason", "请写明理由，500字以内。", "1 to 500 characters.")
	}
	return reason, nil
}

// Publicise publishes the roll for objections from a day on, for as many days as was decided. What is published is kept with
// its digest.
func (s *Service) Publicise(ctx context.Context, key, from, note string) error {
	return s.act(ctx, key, func(tx *db.Tx, c *campaign.Campaign, r Roll, _ identity.Person) (err error) {
		if err := r.must("公示", Provisional); err != nil {
			return err
		}
		if waiting := r.Outcome.waiting(); waiting != nil {
			return ErrPending.With("prizes", strings.Join(waiting, "、"))
		}
		if err := c.Require("publicity"); err != nil {
			return err
		}
		if r.Window, err = openWindow(c, tx, from); err != nil {
			return err
		}
		if r.Note = strings.TrimSpace(note); utf8.RuneCountInString(r.Note) > 500 {
			return errReason.Field("note", "补充说明不超过500字。", "At most 500 characters.")
		}
		list, sum, err := r.list()
		if err != nil {
			return err
		}
		r.ListSum = sum
		if done, err := markPublic(ctx, tx, r, list); err != nil || !done {
			return orElse(err, s.moved(ctx, tx, key, "公示"))
		}
		if err := s.move(ctx, tx, r, entry.Propose); err != nil {
			return err
		}
		if err := job.Emit(ctx, s.queue, tx, Publicised{key}); err != nil {
			return err
		}
		return s.record(ctx, tx, key, "publicise", "公示获奖名单，"+r.Window.words(), map[string]any{"window": r.Window, "sha256": sum})
	})
}

func openWindow(c *campaign.Campaign, tx *db.Tx, from string) (Window, error) {
	first, err := dayOf(from, c.Zone)
	if err != nil {
		return Window{}, err
	}
	y, m, d := tx.Now().In(c.Zone).Date()
	if yy, mm, dd := first.Date(); yy*10000+int(mm)*100+dd < y*10000+int(m)*100+d {
		return Window{}, errFrom
	}
	return windowFrom(c.Publicity, first)
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// move does a verb to every work that holds an award.
func (s *Service) move(ctx context.Context, tx *db.Tx, r Roll, v entry.Verb) error {
	for _, e := range r.holders() {
		if _, err := s.entries.Move(ctx, tx, e, v, entry.Step{}); err != nil {
			return err
		}
	}
	return nil
}

// Confirm makes the roll final once its publicity is over.
func (s *Service) Confirm(ctx context.Context, key string) error {
	return s.act(ctx, key, func(tx *db.Tx, c *campaign.Campaign, r Roll, _ identity.Person) error {
		if err := r.must("确认", Public); err != nil {
			return err
		}
		if tx.Now().Before(r.Window.To) {
			return ErrPublicityOpen.With("to", r.Window.last().In(c.Zone).Format("2006年1月2日")).RetryAfter(r.Window.To.Sub(tx.Now()))
		}
		if err := s.stillThere(ctx, tx, r); err != nil {
			return err
		}
		if done, err := markFinal(ctx, tx, key); err != nil || !done {
			return orElse(err, s.moved(ctx, tx, key, "确认"))
		}
		if err := s.move(ctx, tx, r, entry.Award); err != nil {
			return err
		}
		if err := s.honour(ctx, tx, r, r.holders()...); err != nil {
			return err
		}
		if err := job.Emit(ctx, s.queue, tx, Confirmed{key}); err != nil {
			return err
		}
		return s.record(ctx, tx, key, "confirm", fmt.Sprintf("确认获奖名单，共%d项", len(r.Standing())), map[string]any{"sha256": r.ListSum})
	})
}

// stillThere refuses to confirm awards of works that have left the contest.
func (s *Service) stillThere(ctx context.Context, tx *db.Tx, r Roll) error {
	works, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: r.Campaign, States: []entry.State{entry.StateProposed}})
	if err != nil {
		return err
	}
	var gone []string
	for _, w := range r.Standing() {
		there := slices.ContainsFunc(works, func(e entry.Entry) bool { return e.ID == w.Entry })
		if !there && !slices.Contains(gone, w.Number) {
			gone = append(gone, w.Number)
		}
	}
	if gone != nil {
		return errChanged.With("works", strings.Join(gone, "、"))
	}
	return nil
}

// honour tells the entries what prizes they hold now.
func (s *Service) honour(ctx context.Context, tx *db.Tx, r Roll, entries ...string) error {
	for _, e := range entries {
		prizes := []entry.Prize{}
		for _, w := range r.Standing() {
			if w.Entry == e {
				prizes = append(prizes, entry.Prize{Key: w.Prize, Label: w.PrizeLabel})
			}
		}
		if err := s.entries.Honour(ctx, tx, e, prizes); err != nil {
			return err
		}
	}
	return nil
}

// Revoke takes one award back, at any time. A work without any award left stands among the shortlisted again.
func (s *Service) Revoke(ctx context.Context, key, work, prize, reason string) error {
	reason, err := proper(reason)
	if err != nil {
		return err
	}
	return s.act(ctx, key, func(tx *db.Tx, _ *campaign.Campaign, r Roll, by identity.Person) error {
		i := slices.IndexFunc(r.Standing(), func(w Winner) bool { return w.Entry == work && w.Prize == prize })
		if i < 0 {
			return errNoAward
		}
		w := r.Standing()[i]
		return s.revoke(ctx, tx, r, w, reason, by.ID)
	})
}

func (s *Service) revoke(ctx context.Context, tx *db.Tx, r Roll, w Winner, reason, by string) error {
	x := Revocation{Prize: w.Prize, Entry: w.Entry, Reason: reason, Late: r.State == Public || r.State == Final}
	fresh, err := insertRevoked(ctx, tx, r.Campaign, x, by)
	if err != nil || !fresh {
		return err
	}
	r.Revoked = append(r.Revoked, x)
	if err := s.release(ctx, tx, r, w.Entry, reason); err != nil {
		return err
	}
	if err := job.Emit(ctx, s.queue, tx, Revoked{r.Campaign, w.Entry, w.Prize, reason}); err != nil {
		return err
	}
	return s.audit.Add(ctx, tx, audit.Record{Act: "award.revoke", Object: w.Entry, Campaign: r.Campaign, Says: "取消" + w.Number + "《" + w.Title + "》的" + w.PrizeLabel + "：" + reason, Before: w})
}

// release tells an entry what it still holds; one that holds nothing any more, and is still in the contest, goes back.
func (s *Service) release(ctx context.Context, tx *db.Tx, r Roll, work, reason string) error {
	e, err := s.entries.Get(ctx, tx, work)
	if err != nil {
		return err
	}
	if r.State == Final {
		if err := s.honour(ctx, tx, r, work); err != nil {
			return err
		}
	}
	in := e.State == entry.StateProposed || e.State == entry.StateAwarded
	if !in || slices.Contains(r.holders(), work) {
		return nil
	}
	c, err := s.campaigns.Get(ctx, tx, r.Campaign)
	if err != nil {
		return err
	}
	_, err = s.entries.Move(ctx, tx, work, leaving(c, entry.Revoke), entry.Step{Reason: reason})
	return err
}

// disqualified takes back every award of a work that is out of the contest.
func (s *Service) disqualified(ctx context.Context, e entry.Disqualified) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := findRoll(ctx, tx, e.Campaign)
		if err != nil {
			return err
		}
		for _, w := range r.Standing() {
			if w.Entry != e.Entry {
				continue
			}
			if err := s.revoke(ctx, tx, r, w, "作品已取消资格", ""); err != nil {
				return err
			}
			if r, err = findRoll(ctx, tx, e.Campaign); err != nil {
				return err
			}
		}
		return nil
	})
}
