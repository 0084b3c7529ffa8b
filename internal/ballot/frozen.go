package ballot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"time"
)

// Frozen is the result of a vote as it was put under seal, before the experts saw it. Sum is the SHA-256, in hexadecimal,
// of one line a vote in the order of counting: "SEQ ENTRY N DAY" and a line feed.
type Frozen struct {
	Campaign string           `json:"campaign"`
	At       time.Time        `json:"at"`
	By       string           `json:"by"` // a name
	Reason   string           `json:"reason"`
	Votes    int64            `json:"votes"`   // the sum of N
	Ballots  int64            `json:"ballots"` // how many lines
	Voters   int64            `json:"voters"`
	Sum      string           `json:"sha256"`
	Totals   map[string]int64 `json:"totals"` // votes by entry
}

// recount reads every vote once, for Frozen. It does not trust the tally.
type recount struct {
	hash   hash.Hash
	next   int64
	votes  int64
	totals map[string]int64
}

func newRecount() *recount { return &recount{hash: sha256.New(), next: 1, totals: map[string]int64{}} }

// add takes the next vote and refuses a gap.
func (r *recount) add(seq int64, entry string, n int64, day string) error {
	if seq != r.next {
		return fmt.Errorf("ballot: vote %d is missing, %d came instead", r.next, seq)
	}
	fmt.Fprintf(r.hash, "%d %s %d %s\n", seq, entry, n, day)
	r.next, r.votes = r.next+1, r.votes+n
	r.totals[entry] += n
	return nil
}

func (r *recount) sum() string { return hex.EncodeToString(r.hash.Sum(nil)) }

// agrees refuses a tally that differs from the votes themselves.
func (r *recount) agrees(tally map[string]int64) error {
	for entry, n := range tally {
		if r.totals[entry] != n {
			return fmt.Errorf("ballot: work %s has %d votes in the tally and %d counted anew", entry, n, r.totals[entry])
		}
	}
	if len(tally) != len(r.totals) {
		return fmt.Errorf("ballot: the tally has %d works, the votes have %d", len(tally), len(r.totals))
	}
	return nil
}
