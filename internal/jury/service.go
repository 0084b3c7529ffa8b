package jury

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/job"
)

// Schema holds the migrations.
//
//go:embed schema/*.sql
var Schema embed.FS

// Votes answers how many votes each entry of a campaign has, for rounds whose judges may see that.
type Votes func(ctx context.Context, tx *db.Tx, campaign string) (map[string]int64, error)

// Service runs the rounds of judging.
type Service struct {
	db        *db.DB
	audit     *audit.Log
	queue     *job.Queue
	people    *identity.Service
	campaigns *campaign.Service
	entries   *entry.Service
	votes     Votes
}

// New makes the service and has it hear of entries that are admitted while a round is open. votes may be nil: judges then see
// no votes.
func New(d *db.DB, log *audit.Log, q *job.Queue, people *identity.Service, campaigns *campaign.Service, entries *entry.Service, votes Votes) *Service {
	s := &Service{db: d, audit: log, queue: q, people: people, campaigns: campaigns, entries: entries, votes: votes}
	job.On(q, "jury", s.admitted)
	return s
}

// hall is a round with everything around it, as one transaction sees it.
type hall struct {
	campaign *campaign.Campaign
	rule     campaign.Round
	round    round // planned when it has no row yet
	seats    []Seat
}

func (s *Service) enter(ctx context.Context, tx *db.Tx, campaignKey, key string) (h hall, err error) {
	if h.campaign, err = s.campaigns.Get(ctx, tx, campaignKey); err != nil {
		return h, err
	}
	var known bool
	if h.rule, known = h.campaign.Round(key); !known || h.rule.Kind == campaign.ForwardRound {
		return h, ErrNone
	}
	var opened bool
	if h.round, opened, err = findRound(ctx, tx, campaignKey, key); err != nil {
		return h, err
	}
	if !opened {
		h.round = round{campaign: campaignKey, key: key, state: StatePlanned, spec: Spec{Label: h.rule.Label, Kind: h.rule.Kind, HideAuthor: true, HideVotes: true}}
	}
	h.seats, err = listSeats(ctx, tx, campaignKey, key)
	return h, err
}

// act runs an organiser's verb on a round in one transaction.
func (s *Service) act(ctx context.Context, campaignKey, key string, fn func(tx *db.Tx, h hall, by identity.Person) error) error {
	by, err := identity.RequireRole(ctx, campaignKey, identity.Organiser)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		h, err := s.enter(ctx, tx, campaignKey, key)
		if err != nil {
			return err
		}
		return fn(tx, h, by)
	})
}

func (s *Service) record(ctx context.Context, tx *db.Tx, h hall, act, says string, after any) error {
	return s.audit.Add(ctx, tx, audit.Record{Act: "jury." + act, Object: h.round.campaign + "/" + h.round.key, Campaign: h.round.campaign, Says: "“" + h.rule.Label + "”" + says, After: after})
}

// Seat makes these people the panel of a round. Once works are dealt, nobody can be taken off who holds one; new judges get
// works that still lack judges.
func (s *Service) Seat(ctx context.Context, campaignKey, key string, panel []Seat) error {
	return s.act(ctx, campaignKey, key, func(tx *db.Tx, h hall, _ identity.Person) error {
		if err := h.round.must("改动评委名单", StatePlanned, StateOpen); err != nil {
			return err
		}
		for i := range panel {
			p, found, err := s.people.Find(ctx, tx, panel[i].Person)
			if err != nil {
				return err
			}
			if !found || !p.Holds(campaignKey, identity.Judge) {
				return ErrNotJudge.With("name", p.Name)
			}
			panel[i].Name, panel[i].Unit = p.Name, strings.TrimSpace(panel[i].Unit)
			if err := putSeat(ctx, tx, campaignKey, key, panel[i]); err != nil {
				return err
			}
		}
		if err := s.unseat(ctx, tx, h, panel); err != nil {
			return err
		}
		if err := s.record(ctx, tx, h, "seat", fmt.Sprintf("评委名单改为%d人", len(panel)), panel); err != nil {
			return err
		}
		return s.refill(ctx, tx, campaignKey, key)
	})
}

// unseat takes those off the panel who are not in the new one.
func (s *Service) unseat(ctx context.Context, tx *db.Tx, h hall, panel []Seat) error {
	for _, old := range h.seats {
		if slices.ContainsFunc(panel, func(p Seat) bool { return p.Person == old.Person }) || old.Gone {
			continue
		}
		held, err := sheetsOf(ctx, tx, old.Person, h.round.campaign, h.round.key)
		if err != nil {
			return err
		}
		if len(held) > 0 {
			return ErrSeated.With("name", old.Name)
		}
		if err := deleteSeat(ctx, tx, h.round.campaign, h.round.key, old.Person); err != nil {
			return err
		}
	}
	return nil
}

// Open freezes the round's rules and deals its works.
func (s *Service) Open(ctx context.Context, campaignKey, key string) error {
	return s.act(ctx, campaignKey, key, func(tx *db.Tx, h hall, _ identity.Person) error {
		if err := h.round.must("开启", StatePlanned); err != nil {
			return err
		}
		works, err := s.works(ctx, tx, h)
		if err != nil {
			return err
		}
		hurdles, err := s.hurdles(ctx, tx, h, works)
		if err != nil {
			return err
		}
		if len(hurdles) > 0 {
			return hurdles[0]
		}
		return s.open(ctx, tx, h, works)
	})
}

func (s *Service) open(ctx context.Context, tx *db.Tx, h hall, works []entry.Entry) (err error) {
	if h.round.spec, err = freeze(h.rule); err != nil {
		return err
	}
	h.round.state, h.round.opened, h.round.seed = StateOpen, tx.Now(), draw()
	plan := Deal(deals(works), h.seats, h.round.spec.PerWork, h.round.spec.SameUnit, h.round.seed)
	if len(plan.Impossible) > 0 {
		return ErrDeal.With("works", workNumbers(plan.Impossible), "per", h.round.spec.PerWork)
	}
	if err := insertRound(ctx, tx, h.round); err != nil {
		return err
	}
	var dealt []deal
	for _, w := range works {
		for _, judge := range plan.Judges[w.ID] {
			dealt = append(dealt, deal{w.ID, judge})
		}
	}
	if err := insertSheets(ctx, tx, h.round.campaign, h.round.key, dealt); err != nil {
		return err
	}
	says := fmt.Sprintf("开启：%d部作品分给%d位评委，每位%d至%d部", len(works), len(h.seats), plan.Load[0], plan.Load[1])
	if !plan.Connected {
		says += "；部分评委之间没有共同评审的作品，他们的宽严无法互相比较"
	}
	if err := s.record(ctx, tx, h, "open", says, map[string]any{"spec": h.round.spec, "seed": fmt.Sprint(plan.Seed), "load": plan.Load, "shared": plan.Shared, "connected": plan.Connected}); err != nil {
		return err
	}
	return job.Emit(ctx, s.queue, tx, Opened{h.round.campaign, h.round.key, persons(h.seats)})
}

// draw makes the seed of a deal. It is recorded, so that anybody can deal again and compare.
func draw() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // crypto/rand never fails: it ends the program instead
	return binary.BigEndian.Uint64(b[:]) >> 11
}

func persons(seats []Seat) []string {
	all := make([]string, len(seats))
	for i, s := range seats {
		all[i] = s.Person
	}
	return all
}

// Seal ends the scoring. Sheets may be missing as long as every work has more than half of its judges; what is missing is
// recorded.
func (s *Service) Seal(ctx context.Context, campaignKey, key string) error {
	return s.act(ctx, campaignKey, key, func(tx *db.Tx, h hall, _ identity.Person) error {
		if err := h.round.must("结束评分", StateOpen); err != nil {
			return err
		}
		h.round.state, h.round.sealed = StateSealed, tx.Now()
		if err := h.round.move(ctx, tx, "结束评分", StateOpen); err != nil {
			return err
		}
		b, err := s.book(ctx, tx, h)
		if err != nil {
			return err
		}
		if thin, late := b.thin(); len(thin) > 0 {
			return ErrMissing.With("works", some(thin), "least", h.round.spec.Least(), "judges", some(late))
		}
		missing := b.missing()
		says := "评分结束，评分表全部完成"
		if len(missing) > 0 {
			says = fmt.Sprintf("评分结束，还有%d张评分表没有完成，不计入成绩", len(missing))
		}
		return s.record(ctx, tx, h, "seal", says, map[string]any{"missing": missing})
	})
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// Reopen lets judges score again. A settled round can be reopened while nothing was built on its results: its works go back
// to where they were.
func (s *Service) Reopen(ctx context.Context, campaignKey, key, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return ErrReason
	}
	return s.act(ctx, campaignKey, key, func(tx *db.Tx, h hall, _ identity.Person) error {
		if err := h.round.must("重新开启", StateSealed, StateSettled); err != nil {
			return err
		}
		from := h.round.state
		h.round.state, h.round.sealed, h.round.settled = StateOpen, time.Time{}, time.Time{}
		if err := h.round.move(ctx, tx, "重新开启", from); err != nil {
			return err
		}
		if from == StateSettled {
			if err := s.takeBack(ctx, tx, h, reason); err != nil {
				return err
			}
		}
		if err := deleteChoice(ctx, tx, campaignKey, key); err != nil {
			return err
		}
		if err := s.record(ctx, tx, h, "reopen", "重新开启评分："+reason, nil); err != nil {
			return err
		}
		return s.refill(ctx, tx, campaignKey, key)
	})
}

// Choose records which of those tied across the line the committee lets go on.
func (s *Service) Choose(ctx context.Context, campaignKey, key string, chosen []string, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return ErrReason
	}
	return s.act(ctx, campaignKey, key, func(tx *db.Tx, h hall, by identity.Person) error {
		if err := h.round.must("选定同分作品", StateSealed); err != nil {
			return err
		}
		if err := h.round.move(ctx, tx, "选定同分作品", StateSealed); err != nil {
			return err
		}
		b, err := s.book(ctx, tx, h)
		if err != nil {
			return err
		}
		results, cut := b.results()
		if cut.Seats == 0 {
			return ErrNoTie
		}
		if err := cut.settle(results, chosen); err != nil {
			return err
		}
		c := Choice{By: by.ID, Name: by.Name, At: tx.Now(), Reason: reason, Chosen: chosen}
		if err := putChoice(ctx, tx, campaignKey, key, c); err != nil {
			return err
		}
		return s.record(ctx, tx, h, "choose", fmt.Sprintf("入围线%s分同分%d部，选定%s入围：%s", cut.Line, len(cut.Tied), b.names(chosen), reason), c)
	})
}

// Settle makes the results stand: those of a shortlist round are told to the entries, those of a score round are kept for
// the awards.
func (s *Service) Settle(ctx context.Context, campaignKey, key string) error {
	return s.act(ctx, campaignKey, key, func(tx *db.Tx, h hall, _ identity.Person) error {
		if err := h.round.must("确认结果", StateSealed); err != nil {
			return err
		}
		h.round.state, h.round.settled = StateSettled, tx.Now()
		if err := h.round.move(ctx, tx, "确认结果", StateSealed); err != nil {
			return err
		}
		b, err := s.book(ctx, tx, h)
		if err != nil {
			return err
		}
		if left := b.leftOut(); len(left) > 0 {
			return ErrLeftOut.With("works", some(left), "round", h.rule.Label)
		}
		results, cut := b.decided()
		if cut.Seats > 0 && b.choice == nil {
			return ErrTied.With("n", len(cut.Tied), "seats", cut.Seats)
		}
		if err := insertResults(ctx, tx, campaignKey, key, results); err != nil {
			return err
		}
		if err := s.send(ctx, tx, h, results); err != nil {
			return err
		}
		if err := s.record(ctx, tx, h, "settle", "结果确认："+h.round.spec.outcome(results, cut), nil); err != nil {
			return err
		}
		return job.Emit(ctx, s.queue, tx, Settled{campaignKey, key})
	})
}

// Remind asks that a judge be told of unfinished sheets.
func (s *Service) Remind(ctx context.Context, campaignKey, key, person string) error {
	return s.act(ctx, campaignKey, key, func(tx *db.Tx, h hall, _ identity.Person) error {
		if err := h.round.must("催促评委", StateOpen); err != nil {
			return err
		}
		seat, left, err := s.unfinished(ctx, tx, h, person)
		if err != nil {
			return err
		}
		if len(left) == 0 {
			return ErrNothingLeft.With("name", seat.Name)
		}
		if err := s.record(ctx, tx, h, "remind", fmt.Sprintf("提醒%s还有%d部作品没有评完", seat.Name, len(left)), nil); err != nil {
			return err
		}
		return job.Emit(ctx, s.queue, tx, Reminded{campaignKey, key, person, len(left), h.due()})
	})
}

// PassOn takes the unfinished sheets of a judge who cannot go on and deals them to others. What the judge finished counts.
func (s *Service) PassOn(ctx context.Context, campaignKey, key, person, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return ErrReason
	}
	return s.act(ctx, campaignKey, key, func(tx *db.Tx, h hall, _ identity.Person) error {
		if err := h.round.must("转交作品", StateOpen); err != nil {
			return err
		}
		seat, left, err := s.unfinished(ctx, tx, h, person)
		if err != nil {
			return err
		}
		for _, sh := range left {
			sh.state, sh.reason = SheetRecused, reason
			if saved, err := saveSheet(ctx, tx, sh); err != nil || !saved {
				return orElse(err, ErrStale)
			}
		}
		seat.Gone = true
		if err := putSeat(ctx, tx, campaignKey, key, seat); err != nil {
			return err
		}
		if err := s.record(ctx, tx, h, "pass_on", fmt.Sprintf("%s不再评审，%d部未评完的作品转给其他评委：%s", seat.Name, len(left), reason), nil); err != nil {
			return err
		}
		return s.refill(ctx, tx, campaignKey, key)
	})
}

// unfinished returns a judge of the panel and the sheets they still have to finish.
func (s *Service) unfinished(ctx context.Context, tx *db.Tx, h hall, person string) (Seat, []sheet, error) {
	i := slices.IndexFunc(h.seats, func(x Seat) bool { return x.Person == person })
	if i < 0 {
		return Seat{}, nil, ErrNotSeated
	}
	all, err := sheetsOf(ctx, tx, person, h.round.campaign, h.round.key)
	return h.seats[i], slices.DeleteFunc(all, func(x sheet) bool { return x.state == SheetDone || x.state == SheetRecused }), err
}

// due is when scoring should be done: the end of the round's phase, or zero.
func (h hall) due() time.Time {
	if p, ok := h.campaign.Phase(h.rule.Phase); ok && p.Window.Close != nil {
		return *p.Window.Close
	}
	return time.Time{}
}

// admitted deals an entry that was admitted after a round on admitted works had opened.
func (s *Service) admitted(ctx context.Context, e entry.Admitted) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := s.campaigns.Get(ctx, tx, e.Campaign)
		if err != nil {
			return err
		}
		for _, r := range c.Rounds {
			if err := s.refill(ctx, tx, e.Campaign, r.Key); err != nil {
				return err
			}
		}
		return nil
	})
}
