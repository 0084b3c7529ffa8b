package ballot

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/id"
	"saiying/internal/platform/job"
)

// Schema holds the migrations.
//
//go:embed schema/*.sql
var Schema embed.FS

var (
	// ErrNotFrozen refuses what needs the sealed result.
	ErrNotFrozen = fault.Define("ballot.not_frozen", fault.Conflict,
		"票数还没有封存。", "The votes are not frozen yet.")
	errStillOpen = fault.Define("ballot.still_open", fault.Conflict,
		"投票还没有截止，截止以后才能封存票数。", "Voting is not over yet; votes can be frozen after the close.")
	errFrozen = fault.Define("ballot.frozen", fault.Conflict,
		"票数已于{at}封存，不能再改。", "The votes were frozen at {at} and cannot be changed.")
	errDisplay = fault.Define("ballot.display_fixed", fault.Conflict,
		"通知已经写明票数和排行怎样展示，不能临时改动。", "The notice fixes how votes are shown; it cannot be switched.")
	errReason = fault.Define("ballot.reason_missing", fault.Invalid,
		"请写明理由（500字以内），它会记在操作记录里。", "Please give a reason (up to 500 characters); it goes into the record.")
)

// Sealed is told when the result of a vote is put under seal.
type Sealed struct {
	Campaign string `json:"campaign"`
}

// Service counts votes and tells how they stand.
type Service struct {
	db        *db.DB
	audit     *audit.Log
	queue     *job.Queue
	clock     clock.Clock
	campaigns *campaign.Service
	entries   *entry.Service
	boards    boards
	desks     desks
}

// New makes the service.
func New(d *db.DB, log *audit.Log, q *job.Queue, c clock.Clock, campaigns *campaign.Service, entries *entry.Service) *Service {
	return &Service{db: d, audit: log, queue: q, clock: c, campaigns: campaigns, entries: entries}
}

// Cast counts a ballot of the person who asks, and reports whether it had been counted before under the same key.
func (s *Service) Cast(ctx context.Context, key string, b Ballot) (Counted, bool, error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return Counted{}, false, err
	}
	t := &tap{account: p.WeChat, ballot: b, lead: make(chan struct{}), done: make(chan struct{})}
	s.desks.of(key).bring(t, func(batch []*tap) { s.countAll(ctx, key, batch) })
	return t.counted, t.replayed, t.err
}

// voting returns a campaign that holds a public vote.
func (s *Service) voting(ctx context.Context, tx *db.Tx, key string) (*campaign.Campaign, error) {
	c, err := s.campaigns.Get(ctx, tx, key)
	if err == nil && c.Voting == nil {
		err = errNoVote
	}
	return c, err
}

// countIn takes the campaign's turn and counts a batch, each ballot for itself: one that is refused leaves nothing behind. The
// first vote of a campaign closes what was decided about voting.
func (s *Service) countIn(ctx context.Context, tx *db.Tx, key string, batch []*tap) error {
	c, err := s.voting(ctx, tx, key)
	if err != nil {
		return err
	}
	before, at, err := takeTurn(ctx, tx, key)
	if err != nil {
		return err
	}
	seq := before
	for _, t := range batch {
		var broken error
		t.err, broken = attempt(ctx, tx, func() error { return s.countOne(ctx, tx, c, seq+1, at, t) })
		if broken != nil {
			return broken
		}
		if t.err == nil && !t.replayed {
			seq++
		}
	}
	if before == 0 && seq > 0 {
		return s.campaigns.Lock(ctx, tx, key, campaign.TopicVoting)
	}
	return nil
}

// countOne counts one ballot as vote number seq, unless it was counted before.
func (s *Service) countOne(ctx context.Context, tx *db.Tx, c *campaign.Campaign, seq int64, at time.Time, t *tap) error {
	if t.account == "" {
		return ErrWeChat.With("per_day", c.Voting.PerDay).Rule("voting", c.Voting.Says)
	}
	b := t.ballot
	if err := b.check(*c.Voting); err != nil {
		return err
	}
	voter, err := settleVoter(ctx, tx, t.account)
	if err != nil {
		return err
	}
	if old, found, err := findTap(ctx, tx, voter, b.Key); err != nil || found {
		if err == nil && !old.repeats(c.Key, b) {
			return errConflict
		}
		t.counted, t.replayed = old.counted(), true
		return err
	}
	if at.Sub(tx.Now()) > mostBackwards {
		return errClock
	}
	v := vote{campaign: c.Key, seq: seq, entry: b.Entry, n: b.Count, day: dayOf(c, at), voter: voter, idem: b.Key, receipt: id.Code(receiptLength), at: at}
	if err := s.admit(ctx, tx, c, v); err != nil {
		return err
	}
	if v.remaining, err = s.spend(ctx, tx, c, v); err != nil {
		return err
	}
	t.counted = v.counted()
	return count(ctx, tx, v)
}

// receiptLength gives 2^49 receipts.
const receiptLength = 10

// admit refuses a vote outside the vote's phase, and one on a work that is no candidate.
func (s *Service) admit(ctx context.Context, tx *db.Tx, c *campaign.Campaign, v vote) error {
	if err := c.CheckOpen(campaign.VotePhase, v.at); err != nil {
		return err
	}
	e, err := s.entries.Get(ctx, tx, v.entry)
	if errors.Is(err, entry.ErrUnknown) || (err == nil && !candidate(c.Key, e)) {
		return errCandidate
	}
	return err
}

// candidate reports whether votes may be cast on e.
func candidate(campaign string, e entry.Entry) bool {
	return e.Campaign == campaign && e.State == entry.StateShortlisted
}

// spend takes v from the voter's allowance and returns what is left of it that day.
func (s *Service) spend(ctx context.Context, tx *db.Tx, c *campaign.Campaign, v vote) (int, error) {
	if most := perWork(*c.Voting); most < c.Voting.PerDay {
		_, ok, err := spend(ctx, tx, v, v.entry, most)
		if err == nil && !ok {
			err = ErrWorkSpent.With("per_work", most).Rule("voting", c.Voting.Says)
		}
		if err != nil {
			return 0, err
		}
	}
	used, ok, err := spend(ctx, tx, v, "", c.Voting.PerDay)
	if err == nil && !ok {
		err = s.spentAlready(ctx, tx, c, v)
	}
	return c.Voting.PerDay - used, err
}

func (s *Service) spentAlready(ctx context.Context, tx *db.Tx, c *campaign.Campaign, v vote) error {
	used, err := spent(ctx, tx, c.Key, v.voter, v.day)
	if err != nil {
		return err
	}
	next := midnight(c, v.at).AddDate(0, 0, 1)
	return ErrSpent.With("left", c.Voting.PerDay-used, "count", v.n, "per_day", c.Voting.PerDay).Rule("voting", c.Voting.Says).RetryAfter(next.Sub(v.at))
}

// Mine is a voter's own votes and what is left of today's allowance.
type Mine struct {
	PerDay, Remaining int
	Day               string
	Votes             []Own
	Next              string
}

// Own is one of a voter's votes.
type Own struct {
	Receipt, Entry, Number, Title, Poster, Day string
	Count                                      int
	At                                         time.Time
}

const minePage = 30

// Mine lists the asker's votes in a campaign, newest first.
func (s *Service) Mine(ctx context.Context, key, cursor string) (m Mine, err error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return m, err
	}
	before := int64(1) << 62
	if cursor != "" {
		if err := db.DecodeCursor(cursor, &before); err != nil {
			return m, err
		}
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.voting(ctx, tx, key)
		if err != nil {
			return err
		}
		if p.WeChat == "" {
			return ErrWeChat.With("per_day", c.Voting.PerDay).Rule("voting", c.Voting.Says)
		}
		m = Mine{PerDay: c.Voting.PerDay, Remaining: c.Voting.PerDay, Day: dayOf(c, tx.Now()), Votes: []Own{}}
		voter, found, err := findVoter(ctx, tx, p.WeChat)
		if err != nil || !found {
			return err
		}
		used, err := spent(ctx, tx, key, voter, m.Day)
		if err != nil {
			return err
		}
		m.Remaining -= used
		votes, err := votesOf(ctx, tx, key, voter, before, minePage+1)
		if err != nil {
			return err
		}
		if len(votes) > minePage {
			votes = votes[:minePage]
			m.Next = db.EncodeCursor(votes[minePage-1].seq)
		}
		m.Votes, err = s.name(ctx, tx, votes)
		return err
	})
	return m, err
}

// name adds what the works are called.
func (s *Service) name(ctx context.Context, tx *db.Tx, votes []vote) ([]Own, error) {
	own := make([]Own, len(votes))
	works := map[string]entry.Entry{}
	for i, v := range votes {
		e, known := works[v.entry]
		if !known {
			var err error
			if e, err = s.entries.Get(ctx, tx, v.entry); err != nil {
				return nil, err
			}
			works[v.entry] = e
		}
		own[i] = Own{v.receipt, v.entry, e.Number, e.Title, poster(e), v.day, v.n, v.at}
	}
	return own, nil
}

func poster(e entry.Entry) string {
	if e.File == nil {
		return ""
	}
	return e.File.Poster()
}

// Totals returns the votes of each work that has any, as they stand in tx.
func (s *Service) Totals(ctx context.Context, tx *db.Tx, key string) (map[string]int64, error) {
	return tally(ctx, tx, key, "", "")
}

// Show tells what of the figures the public may see at tx's time: votes, ranking.
func (s *Service) Show(ctx context.Context, tx *db.Tx, key string) (bool, bool, error) {
	c, err := s.campaigns.Get(ctx, tx, key)
	if err != nil || c.Voting == nil {
		return false, false, err
	}
	d, err := findDecree(ctx, tx, key)
	shown := display(c, d, tx.Now())
	return shown.Votes, shown.Ranking, err
}

// Frozen returns the sealed result of a campaign's vote, in the caller's transaction, if there is one.
func (s *Service) Frozen(ctx context.Context, tx *db.Tx, key string) (Frozen, bool, error) {
	return findFrozen(ctx, tx, key)
}

// SetDisplay switches what the public sees of the figures, where the notice leaves that to the organiser.
func (s *Service) SetDisplay(ctx context.Context, key string, votes, ranking bool, reason string) error {
	p, err := identity.RequireRole(ctx, key, identity.Organiser)
	if err != nil {
		return err
	}
	if reason, err = proper(reason); err != nil {
		return err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := s.voting(ctx, tx, key)
		if err != nil {
			return err
		}
		if !discretionary(c) {
			return errDisplay.Rule("voting.show_votes", c.Voting.ShowSays)
		}
		was, err := findDecree(ctx, tx, key)
		if err != nil {
			return err
		}
		now := decree{votes: votes, ranking: ranking, set: true}
		if err := putDecree(ctx, tx, key, now, reason, p.ID); err != nil {
			return err
		}
		before := display(c, was, tx.Now())
		return s.audit.Add(ctx, tx, audit.Record{Act: "ballot.display", Object: key, Campaign: key, Says: now.says() + "：" + reason,
			Before: shown{before.Votes, before.Ranking}, After: shown{votes, ranking}})
	})
	s.boards.forget(key)
	return err
}

type shown struct {
	Votes   bool `json:"votes"`
	Ranking bool `json:"ranking"`
}

func (d decree) says() string {
	word := map[bool]string{true: "展示", false: "不展示"}
	return word[d.votes] + "票数、" + word[d.ranking] + "排行"
}

func proper(reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	if n := utf8.RuneCountInString(reason); n == 0 || n > 500 {
		return "", errReason.Field("reason", "请写明理由，500字以内。", "1 to 500 characters.")
	}
	return reason, nil
}

// Freeze puts the result of a vote that is over under seal: every vote is read anew, its sums are compared with the tally,
// and totals and digest are kept. It happens once.
func (s *Service) Freeze(ctx context.Context, key, reason string) (f Frozen, err error) {
	p, err := identity.RequireRole(ctx, key, identity.Organiser)
	if err != nil {
		return f, err
	}
	if reason, err = proper(reason); err != nil {
		return f, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := s.voting(ctx, tx, key)
		if err != nil {
			return err
		}
		if _, _, err := takeTurn(ctx, tx, key); err != nil { // nothing is counted while the votes are read
			return err
		}
		if old, found, err := findFrozen(ctx, tx, key); err != nil || found {
			if err == nil {
				err = errFrozen.With("at", old.At.In(c.Zone).Format("2006年1月2日15时04分"))
			}
			return err
		}
		if state(c, false, tx.Now()) != Closed {
			return errStillOpen
		}
		f = Frozen{Campaign: key, At: tx.Now(), By: p.Name, Reason: reason}
		if err := seal(ctx, tx, &f); err != nil {
			return err
		}
		if err := insertFrozen(ctx, tx, f, p.ID); err != nil {
			return err
		}
		if err := job.Emit(ctx, s.queue, tx, Sealed{key}); err != nil {
			return err
		}
		return s.audit.Add(ctx, tx, audit.Record{Act: "ballot.freeze", Object: key, Campaign: key, Says: fmt.Sprintf("封存票数，共%d票：%s", f.Votes, reason),
			After: map[string]any{"votes": f.Votes, "ballots": f.Ballots, "sha256": f.Sum}})
	})
	return f, err
}

// seal recounts every vote into f.
func seal(ctx context.Context, tx *db.Tx, f *Frozen) error {
	r := newRecount()
	if err := eachVote(ctx, tx, f.Campaign, r.add); err != nil {
		return err
	}
	sums, err := tally(ctx, tx, f.Campaign, "", "")
	if err != nil {
		return err
	}
	if err := r.agrees(sums); err != nil {
		return err
	}
	f.Votes, f.Ballots, f.Totals, f.Sum = r.votes, r.next-1, r.totals, r.sum()
	f.Voters, err = countVoters(ctx, tx, f.Campaign)
	return err
}
