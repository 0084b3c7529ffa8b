package ballot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"time"

	"saiying/internal/ballot/ledger"
)

// Frozen is the result of a vote as it was put under seal, before the experts saw it. Sum is the SHA-256, in hexadecimal,
// of one line a vote in the order of counting: "SEQ ENTRY N DAY" and a line feed. Votes that were held or annulled are lines, and not in the
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

// recount reads the log once, for Frozen. It does not trust the tally.
type recount struct {
	hash    hash.Hash
	next    int64
	ballots int64
	totals  map[string]int64
	out     map[int64]vote // votes that do not count, by number: held, or annulled and not released
	votes   map[int64]vote // those that notes speak of, whatever became of them
}

func newRecount(refs map[int64]bool) *recount {
	r := &recount{hash: sha256.New(), next: 1, totals: map[string]int64{}, out: map[int64]vote{}, votes: map[int64]vote{}}
	for seq := range refs {
		r.votes[seq] = vote{}
	}
	return r
}

// add takes the next entry of the log and refuses a gap.
func (r *recount) add(l logged) error {
	seq := l.vote.seq
	if l.note != nil {
		seq = l.note.Seq
	}
	if seq != r.next {
		return fmt.Errorf("ballot: number %d is missing in the log, %d came instead", r.next, seq)
	}
	r.next++
	if l.note != nil {
		return r.apply(*l.note)
	}
	v := l.vote
	fmt.Fprintf(r.hash, "%d %s %d %s\n", v.seq, v.entry, v.n, v.day)
	r.ballots++
	if _, named := r.votes[v.seq]; named {
		r.votes[v.seq] = v
	}
	r.count(v, 1)
	return nil
}

// count adds a vote's worth to its work or takes it off again.
func (r *recount) count(v vote, sign int64) {
	r.totals[v.entry] += sign * int64(v.n)
	if r.totals[v.entry] == 0 {
		delete(r.totals, v.entry)
	}
}

// apply takes off the votes that a note holds or annuls, and puts back those that it releases.
func (r *recount) apply(n Note) error {
	refs, err := n.Refs()
	if err != nil {
		return err
	}
	for _, seq := range refs {
		v := r.votes[seq]
		_, out := r.out[seq]
		switch {
		case v.seq != seq:
			return fmt.Errorf("ballot: note %d speaks of number %d, which is no vote before it", n.Seq, seq)
		case n.Kind == ledger.Release && out:
			delete(r.out, seq)
			r.count(v, 1)
		case n.Kind != ledger.Release && !out:
			r.out[seq] = v
			r.count(v, -1)
		}
	}
	return nil
}

// sums is how many votes stand.
func (r *recount) sums() (n int64) {
	for _, t := range r.totals {
		n += t
	}
	return n
}

func (r *recount) sum() string { return hex.EncodeToString(r.hash.Sum(nil)) }

// agrees refuses a tally that differs from the votes themselves.
func (r *recount) agrees(tally map[string]int64) error {
	for entry, n := range tally {
		if r.totals[entry] != n {
			return fmt.Errorf("ballot: work %s has %d votes in the tally and %d counted anew", entry, n, r.totals[entry])
		}
	}
	for entry, n := range r.totals {
		if tally[entry] != n {
			return fmt.Errorf("ballot: work %s has %d votes counted anew and %d in the tally", entry, n, tally[entry])
		}
	}
	return nil
}
