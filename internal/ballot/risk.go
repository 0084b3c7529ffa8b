package ballot

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"saiying/internal/ballot/ledger"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/wechat"
)

// highRisk is the rank of an account at which WeChat advises not to count its votes. Below it, votes count.
const highRisk = 4

const (
	askEvery = 24 * time.Hour // an account is asked about once
	rankLife = 48 * time.Hour // then a rank is too old to hold votes for
	// How long WeChat is left alone after it failed: briefly where it was not reached, long where it says that it will not tell.
	pauseUnreached = time.Minute
	pauseRefused   = time.Hour
	mostAsked      = 16     // questions at a time
	mostWaiting    = 10_000 // whoever comes beyond that is asked about when next seen
)

// sighting is a voter who was seen at a campaign's vote. The address goes to WeChat, which wants it, and is not kept.
type sighting struct {
	campaign, account, address string
	openID                     string // in the mini program: only there WeChat tells ranks
	day                        string // in the campaign's zone
}

// ranker asks WeChat how it rates those who are seen at a vote, behind their backs: no vote waits for an answer, and one that is late,
// refused or not to be had changes nothing.
type ranker struct {
	wechat *wechat.Client // nil where none is configured
	clock  clock.Clock
	rank   func(ctx context.Context, all []sighting) error

	mu      sync.Mutex
	seen    map[[2]string]bool // campaign and account, since the time in since
	since   time.Time
	waiting []sighting
	busy    bool
	closed  bool
	until   time.Time // nothing is asked before that
	trouble error     // why
	done    sync.WaitGroup
}

// AskWeChat has the service hold the votes of accounts that WeChat calls high-risk. Nil asks nobody.
func (s *Service) AskWeChat(c *wechat.Client) { s.risks.wechat = c }

// Unranked tells why WeChat is not asked about voters at present, nil where it is or none is configured.
func (s *Service) Unranked() error {
	s.risks.mu.Lock()
	defer s.risks.mu.Unlock()
	return s.risks.trouble
}

// Close waits for questions to WeChat that are under way.
func (s *Service) Close() {
	s.risks.mu.Lock()
	s.risks.closed, s.risks.waiting = true, nil
	s.risks.mu.Unlock()
	s.risks.done.Wait()
}

// see notes who was seen, and begins to ask unless that is going on.
func (r *ranker) see(x sighting) {
	if r.wechat == nil || x.openID == "" || x.address == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.clock.Now()
	if r.seen == nil || now.Sub(r.since).Abs() >= askEvery {
		r.seen, r.since = map[[2]string]bool{}, now
	}
	who := [2]string{x.campaign, x.account}
	if r.seen[who] || r.closed || now.Before(r.until) || len(r.waiting) >= mostWaiting {
		return
	}
	r.seen[who] = true
	r.waiting = append(r.waiting, x)
	if !r.busy {
		r.busy = true
		r.done.Go(r.run)
	}
}

// run asks about all that wait, and ends.
func (r *ranker) run() {
	ctx := audit.With(context.Background(), audit.Program)
	for batch := r.take(); len(batch) > 0; batch = r.take() {
		if err := r.rank(ctx, batch); err != nil {
			slog.WarnContext(ctx, "voters could not be held against WeChat's rank of risk; their votes count", "error", err)
		}
	}
}

func (r *ranker) take() []sighting {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := min(len(r.waiting), mostAsked)
	batch := slices.Clone(r.waiting[:n])
	r.waiting = slices.Delete(r.waiting, 0, n)
	r.busy = n > 0
	return batch
}

// heard notes whether WeChat answered. After a failure it is left alone for a while, and those who waited are asked about when next seen.
func (r *ranker) heard(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.trouble = err
	if err == nil {
		return
	}
	pause := pauseRefused
	if errors.Is(err, wechat.ErrUnavailable) || errors.Is(err, wechat.ErrTooOften) {
		pause = pauseUnreached
	}
	r.until = r.clock.Now().Add(pause)
	for _, x := range r.waiting {
		delete(r.seen, [2]string{x.campaign, x.account})
	}
	r.waiting = nil
}

// rank asks about voters nobody asked about for a day, and holds what those of the highest risk cast on the day they were seen: an account that casts
// at once after its first sign-in is faster than the answer.
func (s *Service) rank(ctx context.Context, all []sighting) error {
	voters, asked, err := s.claim(ctx, all)
	if err != nil {
		return err
	}
	ranks, failed := s.ask(ctx, asked)
	if len(asked) > 0 {
		s.risks.heard(failed)
	}
	if err := s.db.Write(ctx, func(tx *db.Tx) error { return putRanks(ctx, tx, ranks) }); err != nil {
		return err
	}
	seen := map[string]map[string]bool{} // days by campaign
	for _, x := range all {
		if seen[x.campaign] == nil {
			seen[x.campaign] = map[string]bool{}
		}
		seen[x.campaign][x.day] = true
	}
	ids := slices.Sorted(maps.Values(voters))
	for key, days := range seen {
		err := s.db.Write(ctx, func(tx *db.Tx) error { return s.holdCast(ctx, tx, key, slices.Sorted(maps.Keys(days)), ids) })
		if err != nil {
			return errors.Join(failed, err)
		}
		s.boards.forget(key)
	}
	return failed
}

// claim settles who the voters are, by account, and which of them are to be asked about: no other process asks about those for a day.
func (s *Service) claim(ctx context.Context, all []sighting) (voters map[string]string, asked map[string]sighting, err error) {
	accounts := make([]string, len(all))
	for i, x := range all {
		accounts[i] = x.account
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		asked = map[string]sighting{}
		if voters, err = settleVoters(ctx, tx, unique(accounts)); err != nil {
			return err
		}
		for _, x := range all {
			mine, err := claimRank(ctx, tx, voters[x.account])
			if err != nil {
				return err
			}
			if mine {
				asked[voters[x.account]] = x
			}
		}
		return nil
	})
	return voters, asked, err
}

// ask returns the ranks that WeChat gave, by voter, and an error if it gave fewer.
func (s *Service) ask(ctx context.Context, about map[string]sighting) (map[string]int, error) {
	var mu sync.Mutex
	var failed error
	ranks := map[string]int{}
	var all sync.WaitGroup
	for voter, x := range about {
		all.Go(func() {
			rank, err := s.risks.wechat.RiskRank(ctx, x.openID, x.address, wechat.SceneMarketing)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = err
				return
			}
			ranks[voter] = rank
		})
	}
	all.Wait()
	return ranks, failed
}

// holdCast holds the votes that voters of high risk, among these, have cast on days, unless somebody has decided about them or they are under seal.
func (s *Service) holdCast(ctx context.Context, tx *db.Tx, key string, days, voters []string) error {
	risky, err := riskyAmong(ctx, tx, voters)
	if err != nil || len(risky) == 0 {
		return err
	}
	c, err := s.voting(ctx, tx, key)
	if err != nil {
		return err
	}
	t, err := takeTurn(ctx, tx, key)
	if err != nil {
		return err
	}
	if _, sealed, err := findFrozen(ctx, tx, key); err != nil || sealed {
		return err
	}
	rows, err := spendings(ctx, tx, key, days, slices.Sorted(maps.Keys(risky)))
	if err != nil {
		return err
	}
	var seqs []int64
	for _, r := range rows {
		for _, t := range r.spending.taps {
			seqs = append(seqs, t.seq)
		}
	}
	votes, err := votesStanding(ctx, tx, key, seqs)
	if err != nil || len(votes) == 0 {
		return err
	}
	body := noted{Reason: CauseRisk}
	for _, v := range votes {
		body.Refs = append(body.Refs, v.seq)
	}
	if _, err := note(ctx, tx, key, t, ledger.Hold, dayOf(c, t.at), body); err != nil {
		return err
	}
	return rule(ctx, tx, Case{Campaign: key}, votes, false)
}

// hold has the log say, after a batch, which of its votes do not count for now. It returns how many votes those are.
func (n *count) hold(ctx context.Context, tx *db.Tx) (held int, err error) {
	body := noted{Reason: CauseRisk}
	for _, v := range n.votes {
		if v.held {
			body.Refs = append(body.Refs, v.seq)
			held += v.counts()
		}
	}
	if held > 0 {
		n.turn, err = note(ctx, tx, n.c.Key, n.turn, ledger.Hold, n.day, body)
	}
	return held, err
}
