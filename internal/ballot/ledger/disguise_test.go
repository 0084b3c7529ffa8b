package ledger_test

import (
	"testing"
	"time"

	"saiying/internal/ballot/ledger"
)

// The examples of docs/design/ledger.md, which were made without this program.
func TestDisguisesAreAsSpecified(t *testing.T) {
	key := make([]byte, 32)
	for i := range key {
		key[i] = byte(i)
	}
	if got := ledger.Pseudonym(key, "voter-1"); got != "Mz79I9jErLSedowuGUuhK-" {
		t.Error(got)
	}
	at := time.UnixMilli(1606357800123).Add(999 * time.Microsecond)
	if got := ledger.Commitment("hebei-2020", 2, at, "ABCDEFGH23456789"); got != "KadBylz00pvX-5laZ4EZwo" {
		t.Error(got)
	}
}
