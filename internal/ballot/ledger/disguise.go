package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"
)

// shown is how many characters of a digest a leaf shows: 132 bits.
const shown = 22

// Pseudonym is how a voter appears on one day, key being that day's secret of the contest.
func Pseudonym(key []byte, voter string) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(voter))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))[:shown]
}

// Commitment binds a vote to its moment, to the millisecond, without telling it. Who has the nonce of the receipt can show it.
func Commitment(contest string, seq int64, at time.Time, nonce string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "saiying vote\n%s\n%d\n%d\n%s\n", contest, seq, at.UnixMilli(), nonce))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:shown]
}
