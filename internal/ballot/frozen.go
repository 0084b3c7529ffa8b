package ballot

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"maps"
	"time"

	"saiying/internal/ballot/ledger"
)

// Frozen is the result of a vote as it was put under seal, before the experts saw it. Sum is the SHA-256, in hexadecimal,
// of one line a vote in the order of counting: "SEQ ENTRY N DAY", after which the channel if it has one, and a line feed. Votes that were held or annulled are lines, and not in the
// totals.
type Frozen struct {
	Campaign string           `json:"campaign"`
	At       time.Time        `json:"at"`
	By       string           `json:"by"` // a name
	Reason   string           `json:"reason"`
	Votes    int64            `json:"votes"`   // the sum of N of those that stand
	Ballots  int64            `json:"ballots"` // how many lines
	Voters   int64            `json:"voters"`
	Sum      string           `json:"sha256"`
	Totals   map[string]int64 `json:"totals"` // votes by entry
}

// recount reads the log once, for Frozen. It does not trust the tally: it counts as a stranger counts the published ledger, whose leaves
// differ from these only in that voters have pseudonyms.
type recount struct {
	campaign     string
	count        *ledger.Count
	hash         hash.Hash
	seq, ballots int64
}

func newRecount(campaign string) *recount {
	return &recount{campaign: campaign, count: ledger.NewCount(), hash: sha256.New()}
}

// add takes the next entry of the log, and refuses a gap and what breaks the rules.
func (r *recount) add(l logged) error {
	leaf, err := bareLeaf(r.campaign, l)
	if err != nil {
		return err
	}
	if r.seq++; leaf.Seq != r.seq {
		return fmt.Errorf("ballot: number %d is missing in the log, %d came instead", r.seq, leaf.Seq)
	}
	if leaf.Kind == ledger.Vote {
		r.ballots++
		fmt.Fprintf(r.hash, "%d %s %d %s", leaf.Seq, leaf.Entry, leaf.N, leaf.Day)
		if leaf.Channel != "" {
			fmt.Fprintf(r.hash, " %s", leaf.Channel)
		}
		fmt.Fprintln(r.hash)
	}
	r.count.Add(leaf, func(says string, args ...any) {
		err = errors.Join(err, fmt.Errorf("ballot: number %d of the log: %s", leaf.Seq, fmt.Sprintf(says, args...)))
	})
	return err
}

// totals are the votes that stand, by work.
func (r *recount) totals() map[string]int64 {
	t := maps.Clone(r.count.Totals())
	maps.DeleteFunc(t, func(_ string, n int64) bool { return n == 0 })
	return t
}

// sums is how many votes stand.
func (r *recount) sums() (n int64) {
	for _, t := range r.count.Totals() {
		n += t
	}
	return n
}

func (r *recount) sum() string { return hex.EncodeToString(r.hash.Sum(nil)) }

// agrees refuses a tally that differs from the votes themselves.
func (r *recount) agrees(tally map[string]int64) error {
	counted := r.count.Totals()
	all := maps.Clone(tally)
	maps.Copy(all, counted)
	for entry := range all {
		if tally[entry] != counted[entry] {
			return fmt.Errorf("ballot: work %s has %d votes counted anew and %d in the tally", entry, counted[entry], tally[entry])
		}
	}
	return nil
}
