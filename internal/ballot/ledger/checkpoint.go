package ledger

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"iter"
	"path"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Ranking is the published result: votes that count by work, over the first Size leaves.
type Ranking struct {
	Contest string           `json:"contest"`
	Size    int64            `json:"size"`
	Totals  map[string]int64 `json:"totals"`
}

// Encode returns the file ranking.json.
func (r Ranking) Encode() ([]byte, error) {
	if r.Totals == nil {
		r.Totals = map[string]int64{}
	}
	b, err := json.Marshal(r)
	return append(b, '\n'), err
}

// Source yields the leaves after a sequence number, in order.
type Source func(after int64) iter.Seq2[Leaf, error]

// Trees reads every leaf and returns the tree over the first so many, and that over all; fewer leaves are an error. It holds no
// more than the edge of the tree.
func Trees(leaves Source, first int64) (then, all tlog.Tree, err error) {
	e := &edge{}
	quiet := func(int, int64, []tlog.Hash) error { return nil }
	then = e.tree()
	for l, err := range leaves(0) {
		if err == nil {
			_, err = e.append(l, quiet)
		}
		if err != nil {
			return then, all, err
		}
		if e.size == first {
			then = e.tree()
		}
	}
	if e.size < first {
		return then, all, fmt.Errorf("ledger: there are %d leaves, %d were published", e.size, first)
	}
	return then, e.tree(), nil
}

// Sign makes the checkpoint of a tree. The signer's name is the ledger's origin: HOST/CONTEST.
func Sign(s note.Signer, t tlog.Tree) ([]byte, error) {
	return note.Sign(&note.Note{Text: checkpointText(s.Name(), t)}, s)
}

func checkpointText(origin string, t tlog.Tree) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, t.N, base64.StdEncoding.EncodeToString(t.Hash[:]))
}

// ReadCheckpoint reads a checkpoint in its one form with the one signature of key, whose name is the origin.
func ReadCheckpoint(data []byte, key string) (tlog.Tree, error) {
	v, err := verifierOf(key)
	if err != nil {
		return tlog.Tree{}, err
	}
	n, err := note.Open(data, note.VerifierList(v))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 {
		return tlog.Tree{}, fmt.Errorf("ledger: a checkpoint has 3 lines, not %d", len(lines)-1)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	hash, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, err
	}
	t := tlog.Tree{N: size, Hash: hash}
	sig, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64)
	if err != nil {
		return tlog.Tree{}, err
	}
	whole := fmt.Sprintf("%s\n— %s %s\n", checkpointText(v.Name(), t), v.Name(), base64.StdEncoding.EncodeToString(sig))
	if string(data) != whole {
		return tlog.Tree{}, fmt.Errorf("ledger: a checkpoint of %s has its origin, size, root and one signature, and nothing else", v.Name())
	}
	return t, nil
}

// verifierOf reads a verifier key in its one form.
func verifierOf(key string) (note.Verifier, error) {
	v, err := note.NewVerifier(key)
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(strings.SplitN(key, "+", 3)[2]) // as NewVerifier did
	if again := fmt.Sprintf("%s+%08x+%s", v.Name(), v.KeyHash(), base64.StdEncoding.EncodeToString(raw)); err != nil || key != again {
		return nil, fmt.Errorf("ledger: the key %q is not in its one form", key)
	}
	return v, nil
}

// contestOf is the contest that an origin names.
func contestOf(origin string) string { return path.Base(origin) }
