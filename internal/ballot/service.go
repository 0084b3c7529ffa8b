package ballot

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
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
	risks     ranker
	friction  friction
	time      timekeeper

	store      blob.Store // of published ledgers
	host       string     // under which they are signed
	publishing sync.Mutex
	settled    Settled // when its secrets go; nil is never
}

// New makes the service.
func New(d *db.DB, log *audit.Log, q *job.Queue, c clock.Clock, campaigns *campaign.Service, entries *entry.Service) *Service {
	s := &Service{db: d, audit: log, queue: q, clock: c, campaigns: campaigns, entries: entries}
	s.desks = desks{open: s.desk, all: map[string]*db.Group[*tap]{}}
	s.risks.clock, s.risks.rank = c, s.rank
	return s
}

// voting returns a campaign that holds a public vote.
func (s *Service) voting(ctx context.Context, tx *db.Tx, key string) (*campaign.Campaign, error) {
	return votingIn(s.campaigns.Get(ctx, tx, key))
}

// votingIn refuses a campaign that holds no public vote.
func votingIn(c *campaign.Campaign, err error) (*campaign.Campaign, error) {
	if err == nil && c.Voting == nil {
		err = errNoVote
	}
	return c, err
}

// Mine is a voter's own votes and what is left of today's allowance. Purses are their allowances where the notice has channels; PerDay and
// Remaining are the first of them.
type Mine struct {
	PerDay, Remaining int
	Purses            []Purse
	Day               string
	Votes             []Own
	Next              string
}

// Purse is what a voter may cast in a channel today.
type Purse struct {
	Channel, Label    string
	PerDay, Remaining int
}

// Own is one of a voter's votes. Counts is what its Count votes count in their channel.
type Own struct {
	Receipt, Entry, Number, Title, Poster, Day string
	Count, Counts                              int
	Channel                                    string
	At                                         time.Time
	State                                      VoteState
	Case                                       int // that decided about it, or 0
	Cause                                      Cause
	seq                                        int64
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
		of := accountsOf(p)
		if _, err := of.place(c.Voting, ""); err != nil {
			return err
		}
		m = Mine{Day: dayOf(c, tx.Now()), Votes: []Own{}}
		if c.CheckOpen(campaign.VotePhase, tx.Now()) == nil { // they may be about to vote
			s.risks.see(sighting{campaign: key, account: of.wechat, openID: p.OpenID, address: audit.By(ctx).From, day: m.Day})
		}
		voters, err := votersOf(ctx, tx, of.all())
		if err != nil {
			return err
		}
		all, used, err := ownVotes(ctx, tx, key, slices.Collect(maps.Values(voters)), m.Day)
		if err != nil {
			return err
		}
		m.fill(c.Voting, of, func(account string) int { return used[voters[account]] })
		all = slices.DeleteFunc(all, func(o Own) bool { return o.seq >= before })
		if len(all) > minePage {
			all = all[:minePage]
			m.Next = db.EncodeCursor(all[minePage-1].seq)
		}
		m.Votes = all
		return s.name(ctx, tx, key, m.Votes)
	})
	return m, err
}

// fill tells what is left in each place where somebody may vote, by what their accounts have used today.
func (m *Mine) fill(v *campaign.Voting, of accounts, used func(account string) int) {
	for _, place := range v.Places() {
		account := of.of(place.Account)
		if account == "" {
			continue
		}
		most := v.In(place).PerDay
		m.Purses = append(m.Purses, Purse{place.Key, place.Label, most, max(0, most-used(account))})
	}
	m.PerDay, m.Remaining = m.Purses[0].PerDay, m.Purses[0].Remaining
}

// ownVotes lists the votes of one person's voters, newest first, and tells how many of them are today's.
func ownVotes(ctx context.Context, tx *db.Tx, campaign string, voters []string, today string) (own []Own, used map[string]int, err error) {
	own, used = []Own{}, map[string]int{}
	if len(voters) == 0 {
		return own, used, nil
	}
	b, err := findBox(ctx, tx, campaign)
	if err != nil {
		return nil, nil, err
	}
	days, err := daysOf(ctx, tx, campaign, b.summed)
	if err != nil {
		return nil, nil, err
	}
	rows, err := spendings(ctx, tx, campaign, days, voters)
	for _, r := range rows {
		if r.day == today {
			used[r.voter] = r.spending.used
		}
		for _, t := range r.spending.taps {
			own = append(own, Own{Entry: t.entry, Day: r.day, Count: t.n, seq: t.seq})
		}
	}
	slices.SortFunc(own, func(a, b Own) int { return cmp.Compare(b.seq, a.seq) })
	return own, used, err
}

// name adds what the works are called, when each vote was counted, and its receipt.
func (s *Service) name(ctx context.Context, tx *db.Tx, campaign string, votes []Own) error {
	seqs := make([]int64, len(votes))
	for i, v := range votes {
		seqs[i] = v.seq
	}
	cast, err := castings(ctx, tx, campaign, seqs)
	if err != nil {
		return err
	}
	fates, err := fatesOf(ctx, tx, campaign, seqs)
	if err != nil {
		return err
	}
	works := map[string]entry.Entry{}
	for i := range votes {
		v := &votes[i]
		v.befall(fates)
		e, known := works[v.Entry]
		if !known {
			if e, err = s.entries.Get(ctx, tx, v.Entry); err != nil {
				return err
			}
			works[v.Entry] = e
		}
		c := cast[v.seq]
		v.Number, v.Title, v.Poster = e.Number, e.Title, poster(e)
		v.Receipt, v.At, v.Channel, v.Counts = receipt(v.seq, c.nonce), c.at, c.channel, v.Count*c.weight
	}
	return nil
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
		turn, err := takeTurn(ctx, tx, key) // nothing is counted while the votes are read
		if err != nil {
			return err
		}
		if old, found, err := findFrozen(ctx, tx, key); err != nil || found {
			if err == nil {
				err = frozenAt(c, old)
			}
			return err
		}
		if state(c, false, turn.at) != Closed {
			return errStillOpen
		}
		if turn, err = shut(ctx, tx, c, turn); err != nil {
			return err
		}
		if turn.seq > turn.summed {
			if err := sum(ctx, tx, key, turn, tailOf(turn)); err != nil {
				return err
			}
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

func frozenAt(c *campaign.Campaign, f Frozen) error {
	return errFrozen.With("at", f.At.In(c.Zone).Format("2006年1月2日15时04分"))
}

// seal recounts every vote into f.
func seal(ctx context.Context, tx *db.Tx, f *Frozen) error {
	r := newRecount(f.Campaign)
	if err := eachLogged(ctx, tx, f.Campaign, 1, r.add); err != nil {
		return err
	}
	sums, err := tally(ctx, tx, f.Campaign, "", "")
	if err != nil {
		return err
	}
	if err := r.agrees(sums); err != nil {
		return err
	}
	b, err := findBox(ctx, tx, f.Campaign)
	f.Votes, f.Ballots, f.Totals, f.Sum, f.Voters = r.sums(), r.ballots, r.totals(), r.sum(), b.voters
	return err
}
