package ballot

import (
	"context"
	"fmt"

	"saiying/internal/platform/db"
)

// memory is what a desk still knows from its last transaction: voters tap several times within a minute. Whatever is spent is spent with a
// number of the log, by whichever process: who voted after the number that the memory was left at is forgotten. Only the desk's one
// transaction at a time uses it, and loses it unless it is committed.
type memory struct {
	seq      int64
	day      string
	rules    string            // of the notice
	secret   string            // by which networks are disguised
	voters   map[string]string // ids by account
	purses   map[string]*purse // by voter
	networks map[string]string // in disguise, by address
	tail     tail
}

// mostRemembered bounds the voters of whom a desk knows what they have spent, some 1 kB each.
const mostRemembered = 10_000

// mostMissed bounds the votes of others after which it is not worth the while to see whose they were.
const mostMissed = 4096

// missedVotes has its limit in the text: SQLite plans anew for each value of one that is given.
var missedVotes = fmt.Sprintf("SELECT voter FROM ballot_vote WHERE campaign = $1 AND seq > $2 ORDER BY seq LIMIT %d", mostMissed+1)

// missedAhead asks whose votes the log has that the memory does not know of. The caller has asked for the turn.
func (m *memory) missedAhead(ctx context.Context, tx *db.Tx, campaign string, into *[]string) error {
	if m.purses == nil {
		return nil // it knows of nobody
	}
	return db.Ahead(ctx, tx, into, db.Value[string], missedVotes, campaign, m.seq)
}

// take returns what still holds in turn t, on day and under rules, when these voters' votes were missed, and leaves nothing behind. Who a voter
// is always holds.
func (m *memory) take(missed []string, t turn, day, rules string) memory {
	taken := *m
	*m = memory{}
	if taken.voters == nil {
		taken.voters = map[string]string{}
	}
	if taken.day != day || taken.rules != rules || len(missed) > mostMissed || t.seq < taken.seq {
		return memory{voters: taken.voters, purses: map[string]*purse{}, networks: map[string]string{}, tail: tailOf(t)}
	}
	if taken.seq != t.seq || taken.tail.from != t.summed {
		taken.tail = tailOf(t)
	}
	for _, voter := range missed {
		delete(taken.purses, voter)
	}
	return taken
}

// keep is called once all that known holds is written, up to number seq.
func (m *memory) keep(known memory, seq int64, day, rules string) {
	if max(len(known.voters), len(known.purses), len(known.networks)) > mostRemembered {
		return
	}
	known.seq, known.day, known.rules = seq, day, rules
	*m = known
}
