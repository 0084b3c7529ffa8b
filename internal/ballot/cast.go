package ballot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/id"
)

// tap is a ballot that waits to be counted, and then its answer.
type tap struct {
	of     accounts
	ballot Ballot
	key    string // of the ballot, in brief

	where   campaign.Channel
	account string // that casts it

	stands   tapped
	nonce    string // of its vote
	day      string // of counting
	replayed bool
	err      error // of this tap alone
}

func (t *tap) counted() Counted {
	return Counted{Accepted: t.stands.n, Remaining: t.stands.left, Receipt: receipt(t.stands.seq, t.nonce)}
}

// Cast counts a ballot of the person who asks, and reports whether it had been counted before under the same key.
func (s *Service) Cast(ctx context.Context, key string, b Ballot) (Counted, bool, error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return Counted{}, false, err
	}
	t := &tap{of: accountsOf(p), ballot: b, key: brief(b.Key)}
	if err := s.challenge(ctx, key, t.of, b); err != nil {
		return Counted{}, false, err
	}
	if err := s.desks.of(key).Do(t); err != nil {
		return Counted{}, false, err
	}
	if t.err != nil {
		return Counted{}, false, t.err
	}
	if t.account == t.of.wechat {
		s.risks.see(sighting{campaign: key, account: t.account, openID: p.OpenID, address: b.Signs.From, day: t.day})
	}
	return t.counted(), t.replayed, nil
}

// turn is a campaign's log while one transaction has it to itself.
type turn struct {
	seq    int64     // the last number given
	summed int64     // the number up to which sums are written
	at     time.Time // the time of counting, which never runs backwards
	rules  string    // that the log last stated; empty before the first and after a close
}

// count is the counting of taps that came together.
type count struct {
	s          *Service
	c          *campaign.Campaign
	turn       turn
	day        string
	categories map[string]string // of the candidates, by entry
	met        []pair            // of the batch's voters those that were not known, by account
	missed     []string          // voters of votes that were counted elsewhere
	known      memory            // among others, of this batch's voters
	risky      map[string]bool   // voters whose votes are held
	votes      []vote
	cast       int    // what votes count
	rules      string // of the notice now
	opens      bool   // the log must state them before the next vote
	sealed     error  // refuses new votes when the result is frozen
}

// countIn takes the campaign's turn and counts a batch, each ballot for itself: what is decided is decided here, in the order of coming, and
// then written at once. The first vote of a campaign closes what was decided about voting.
func (s *Service) countIn(ctx context.Context, tx *db.Tx, key string, batch []*tap, left *memory) error {
	n := count{s: s, votes: make([]vote, 0, len(batch))}
	timely, err := s.timely(ctx, tx) // before the log's time follows the clock
	if err != nil {
		return err
	}
	if timely {
		if err := n.ask(ctx, tx, key, batch, left); err != nil {
			return err
		}
	}
	if !timely || n.turn.at.Sub(tx.Now()) > mostBackwards {
		for _, t := range batch {
			t.err = errClock
		}
		return nil
	}
	n.day = dayOf(n.c, n.turn.at)
	for _, t := range batch {
		t.where, t.err = t.of.place(n.c.Voting, t.ballot.Channel)
		t.account = ""
		if t.err == nil {
			t.account = t.of.of(t.where.Account)
		}
	}
	if err := n.look(ctx, tx); err != nil {
		return err
	}
	last := n.turn.seq // that the log has
	n.known = left.take(n.missed, n.turn, n.day, n.rules)
	tx.After(func() { left.keep(n.known, last, n.day, n.rules) })
	if err := n.read(ctx, tx, batch); err != nil {
		return err
	}
	if n.opens {
		n.turn.seq++ // of the opening
	}
	for _, t := range batch {
		t.day, t.replayed = n.day, false
		t.err = n.one(t)
	}
	if err := n.nonces(ctx, tx, batch, last); err != nil || len(n.votes) == 0 {
		return err
	}
	if n.opens {
		if err := n.open(ctx, tx); err != nil {
			return err
		}
	}
	err = n.write(ctx, tx)
	last = n.turn.seq
	return err
}

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// ask takes the turn and asks what can be asked before the notice is at hand: first what another node's turn need not hold up. Of the voters it
// asks for those that are not known.
func (n *count) ask(ctx context.Context, tx *db.Tx, key string, batch []*tap, left *memory) error {
	var works, strange []string
	for _, t := range batch {
		works = append(works, t.ballot.Entry)
		for _, a := range t.of.all() {
			if left.voters[a] == "" {
				strange = append(strange, a)
			}
		}
	}
	get, err := n.s.campaigns.Ahead(ctx, tx, key)
	if err != nil {
		return err
	}
	var topics []entry.FirstTopic
	if err := n.s.entries.TopicsAhead(ctx, tx, key, entry.StateShortlisted, unique(works), &topics); err != nil {
		return err
	}
	if err := votersAhead(ctx, tx, unique(strange), &n.met); err != nil {
		return err
	}
	var turns []turn
	if err := turnAhead(ctx, tx, key, &turns); err != nil {
		return err
	}
	if err := left.missedAhead(ctx, tx, key, &n.missed); err != nil {
		return err
	}
	if err := tx.Await(ctx); err != nil {
		return err
	}
	if n.c, err = votingIn(get()); err != nil {
		return err
	}
	n.turn, n.categories = turns[0], make(map[string]string, len(topics))
	for _, t := range topics {
		n.categories[t.Entry] = t.Topic
	}
	return nil
}

// read reads what else the batch asks about.
func (n *count) read(ctx context.Context, tx *db.Tx, batch []*tap) (err error) {
	var accounts []string
	for _, t := range batch {
		if t.account != "" {
			accounts = append(accounts, n.purses(t)...)
		}
	}
	accounts = unique(accounts)
	if err := n.settle(ctx, tx, accounts); err != nil {
		return err
	}
	if n.known.secret == "" {
		if n.known.secret, err = keyOf(ctx, tx, n.c.Key, ""); err != nil {
			return err
		}
	}
	if err := n.readPurses(ctx, tx, accounts); err != nil {
		return err
	}
	if n.s.risks.wechat == nil {
		return nil
	}
	ids := make([]string, len(accounts))
	for i, a := range accounts {
		ids[i] = n.known.voters[a]
	}
	n.risky, err = riskyAmong(ctx, tx, ids)
	return err
}

// settle has every account known as a voter. Nothing is kept yet of those that are new, and nobody waits until they are written: if another
// transaction writes one of them meanwhile, this one fails and counts again.
func (n *count) settle(ctx context.Context, tx *db.Tx, accounts []string) error {
	for _, m := range n.met {
		n.known.voters[m.one] = m.other
	}
	var fresh [][]any
	for _, account := range accounts {
		if n.known.voters[account] != "" {
			continue
		}
		voter := id.New()
		n.known.voters[account], n.known.purses[voter] = voter, &purse{}
		fresh = append(fresh, []any{account, voter})
	}
	return tx.InsertLater(ctx, intoVoters, "", since(tx), fresh)
}

// readPurses reads what voters have spent of whom nothing is known.
func (n *count) readPurses(ctx context.Context, tx *db.Tx, accounts []string) error {
	days := []string{n.day, n.turn.at.In(n.c.Zone).AddDate(0, 0, -1).Format(time.DateOnly), ""}
	var ids []string
	for _, a := range accounts {
		if voter := n.known.voters[a]; n.known.purses[voter] == nil {
			n.known.purses[voter] = &purse{}
			ids = append(ids, voter)
		}
	}
	rows, err := spendings(ctx, tx, n.c.Key, days, ids)
	for _, r := range rows {
		p := n.known.purses[r.voter]
		switch r.day {
		case n.day:
			p.today = r.spending
		case "":
			p.inAll, p.voted = r.spending, true
		default:
			p.yesterday = r.spending
		}
	}
	return err
}

// purses lists the accounts whose allowances a tap asks about: its own and, as its key is the device's, the person's other one.
func (n *count) purses(t *tap) []string {
	if len(n.c.Voting.Channels) == 0 {
		return []string{t.account}
	}
	return t.of.all()
}

// repeated returns the vote that was counted under a tap's key, if there is one. A repeat that asks for another channel is another vote.
func (n *count) repeated(t *tap) (tapped, bool, error) {
	for _, account := range n.purses(t) {
		p := n.known.purses[n.known.voters[account]]
		for _, s := range []*spending{&p.today, &p.yesterday} {
			if old, found := s.find(t.key); found {
				if !old.repeats(t.ballot) || t.ballot.Channel != "" && account != t.account {
					return old, false, errConflict
				}
				return old, true, nil
			}
		}
	}
	return tapped{}, false, nil
}

// one decides on one tap.
func (n *count) one(t *tap) error {
	if t.err != nil {
		return t.err
	}
	v, b := n.c.Voting.In(t.where), t.ballot
	if err := b.check(v); err != nil {
		return err
	}
	if old, found, err := n.repeated(t); err != nil || found {
		t.stands, t.replayed = old, found
		return err
	}
	voter := n.known.voters[t.account]
	p := n.known.purses[voter]
	if err := n.c.CheckOpen(campaign.VotePhase, n.turn.at); err != nil {
		return err
	}
	if n.sealed != nil {
		return n.sealed
	}
	if _, candidate := n.categories[b.Entry]; !candidate {
		return errCandidate
	}
	if err := p.allow(v, t.where, b, n.categories); err != nil {
		if spent, is := errors.AsType[*fault.Fault](err); is && errors.Is(err, ErrSpent) {
			err = spent.RetryAfter(midnight(n.c, n.turn.at).AddDate(0, 0, 1).Sub(n.turn.at))
		}
		return err
	}
	n.turn.seq++
	t.stands = tapped{seq: n.turn.seq, n: b.Count, left: v.PerDay - p.today.used - b.Count, entry: b.Entry, key: t.key}
	p.today.add(t.stands)
	if beyondDay(v) {
		p.inAll.addInAll(b.Entry, b.Count)
	}
	voted := vote{seq: n.turn.seq, entry: b.Entry, n: b.Count, day: n.day, voter: voter, nonce: id.Code(nonceLength), at: n.turn.at, held: n.risky[voter],
		prefix: n.network(b.Signs.From), agent: family(b.Signs.Agent), watched: milliseconds(b.Signs.Watched),
		channel: t.where.Key, weight: t.where.Worth(), most: v.PerDay}
	n.votes = append(n.votes, voted)
	n.cast += voted.counts()
	return nil
}

// nonces gives each tap that stands the nonce of its vote, which opens its receipt: of those that had been counted before, up to number last,
// the log has it.
func (n *count) nonces(ctx context.Context, tx *db.Tx, batch []*tap, last int64) error {
	of := make(map[int64]string, len(n.votes))
	for _, v := range n.votes {
		of[v.seq] = v.nonce
	}
	var before []int64
	for _, t := range batch {
		if t.err == nil && t.stands.seq <= last {
			before = append(before, t.stands.seq)
		}
	}
	logged, err := castings(ctx, tx, n.c.Key, before)
	for _, t := range batch {
		t.nonce = cmp.Or(of[t.stands.seq], logged[t.stands.seq].nonce)
	}
	return err
}

// network is the network of an address as it may be kept.
func (n *count) network(address string) string {
	disguised, known := n.known.networks[address]
	if !known {
		disguised = disguise(n.known.secret, network(address))
		n.known.networks[address] = disguised
	}
	return disguised
}

// write puts what was decided into the log and the allowances. Sums are written when enough has come together.
func (n *count) write(ctx context.Context, tx *db.Tx) error {
	if err := insertVotes(ctx, tx, n.c.Key, n.votes); err != nil {
		return err
	}
	newcomers, err := n.spend(ctx, tx)
	if err != nil {
		return err
	}
	held, err := n.hold(ctx, tx)
	if err != nil {
		return err
	}
	if err := setBox(ctx, tx, n.c.Key, n.turn.seq, n.cast-held, newcomers); err != nil {
		return err
	}
	n.known.tail.add(n.votes)
	if n.turn.seq-n.turn.summed < sumEvery {
		return nil
	}
	err = sum(ctx, tx, n.c.Key, n.turn, n.known.tail)
	n.turn.summed = n.turn.seq
	n.known.tail = tailOf(n.turn)
	return err
}

// spend writes the allowances and tells how many voters have voted for the first time.
func (n *count) spend(ctx context.Context, tx *db.Tx) (newcomers int64, err error) {
	var today, inAll [][]any
	for _, v := range n.votes {
		p := n.known.purses[v.voter]
		if !p.today.dirty {
			continue
		}
		today = append(today, []any{v.voter, p.today.used, v.most, p.today.lines})
		switch {
		case p.inAll.dirty:
			inAll = append(inAll, []any{v.voter, p.inAll.used, wholeVote, sums(p.inAll.taps)})
		case !p.voted:
			inAll = append(inAll, []any{v.voter, 1, wholeVote, ""})
		}
		if !p.voted {
			newcomers++
		}
		p.voted, p.today.dirty, p.inAll.dirty = true, false, false
	}
	if err := putSpendings(ctx, tx, n.c.Key, n.day, today); err != nil {
		return 0, err
	}
	return newcomers, putSpendings(ctx, tx, n.c.Key, "", inAll)
}
