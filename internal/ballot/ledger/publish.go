package ledger

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path"
	"path/filepath"
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

func (r Ranking) encode() ([]byte, error) {
	if r.Totals == nil {
		r.Totals = map[string]int64{}
	}
	b, err := json.Marshal(r)
	return append(b, '\n'), err
}

// Source yields the leaves after a sequence number, in order.
type Source func(after int64) iter.Seq2[Leaf, error]

// Root reads every leaf up to size and returns the root over them; fewer leaves are an error. It holds no more than the edge
// of the tree.
func Root(leaves Source, size int64) (tlog.Hash, error) {
	e := &edge{}
	quiet := func(int, int64, []tlog.Hash) error { return nil }
	if size == 0 {
		return e.root(), nil
	}
	for l, err := range leaves(0) {
		if err != nil {
			return tlog.Hash{}, err
		}
		line, err := e.next(l)
		if err != nil {
			return tlog.Hash{}, err
		}
		if err := e.add(tlog.RecordHash(line), quiet); err != nil {
			return tlog.Hash{}, err
		}
		if e.size == size {
			return e.root(), nil
		}
	}
	return tlog.Hash{}, fmt.Errorf("ledger: there are %d leaves, %d were published", e.size, size)
}

// next encodes the leaf that must follow.
func (e *edge) next(l Leaf) ([]byte, error) {
	if l.Seq != e.size+1 {
		return nil, fmt.Errorf("ledger: leaf %d follows %d", l.Seq, e.size)
	}
	return l.Encode()
}

// Extend brings tiles and bundles in dir from its checkpoint, if it has one, to all leaves. What lay beyond the checkpoint
// is written anew, so a run that was cut short is repeated without harm. It reads only the right-hand edge of what is there.
func Extend(dir string, leaves Source) (tlog.Tree, error) {
	old, err := Last(dir)
	if err != nil {
		return tlog.Tree{}, err
	}
	e, err := loadEdge(dir, old)
	if err != nil {
		return tlog.Tree{}, err
	}
	var lines []byte
	if w := int(old.N % width); w > 0 {
		if lines, err = os.ReadFile(filepath.Join(dir, bundlePath(old.N/width, w))); err != nil {
			return tlog.Tree{}, err
		}
	}
	write := func(level int, n int64, hashes []tlog.Hash) error {
		if len(hashes) < width {
			return nil
		}
		return put(dir, tilePath(level, n, width), bytesOf(hashes))
	}
	for l, err := range leaves(old.N) {
		if err != nil {
			return tlog.Tree{}, err
		}
		line, err := e.next(l)
		if err != nil {
			return tlog.Tree{}, err
		}
		if err := e.add(tlog.RecordHash(line), write); err != nil {
			return tlog.Tree{}, err
		}
		if lines = append(lines, line...); e.size%width == 0 {
			if err := put(dir, bundlePath(e.size/width-1, width), lines); err != nil {
				return tlog.Tree{}, err
			}
			lines = lines[:0]
		}
	}
	return tlog.Tree{N: e.size, Hash: e.root()}, e.flush(dir, lines)
}

// flush writes the tiles and the bundle that are not full.
func (e *edge) flush(dir string, lines []byte) error {
	for level, hashes := range e.tiles {
		if len(hashes) == 0 {
			continue
		}
		if err := put(dir, tilePath(level, e.size>>(height*level)>>height, len(hashes)), bytesOf(hashes)); err != nil {
			return err
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return put(dir, bundlePath(e.size/width, int(e.size%width)), lines)
}

// Sign makes the checkpoint of a tree. The signer's name is the ledger's origin: HOST/CONTEST.
func Sign(s note.Signer, t tlog.Tree) ([]byte, error) {
	return note.Sign(&note.Note{Text: checkpointText(s.Name(), t)}, s)
}

func checkpointText(origin string, t tlog.Tree) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, t.N, base64.StdEncoding.EncodeToString(t.Hash[:]))
}

// Seal publishes what Extend wrote: the checkpoint signed over it, the key that signed, and the ranking. A checkpoint that
// was published before is never replaced by another of its size.
func Seal(dir, key string, checkpoint []byte, r Ranking) error {
	t, err := parseCheckpoint(checkpoint, key)
	if err != nil {
		return err
	}
	path := "checkpoints/" + strconv.FormatInt(t.N, 10)
	if was, err := os.ReadFile(filepath.Join(dir, path)); err == nil && !bytes.Equal(was, checkpoint) {
		return fmt.Errorf("ledger: another checkpoint over %d leaves was published before", t.N)
	}
	ranking, err := r.encode()
	if err != nil {
		return err
	}
	for _, f := range []struct {
		path string
		data []byte
	}{{"key", []byte(key + "\n")}, {path, checkpoint}, {"ranking.json", ranking}, {"checkpoint", checkpoint}} {
		if err := put(dir, f.path, f.data); err != nil {
			return err
		}
	}
	return nil
}

// Last is the tree of the newest checkpoint in dir, proved by the key beside it; the empty tree when nothing was published.
func Last(dir string) (tlog.Tree, error) {
	checkpoint, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if missing(err) {
		return tlog.Tree{Hash: emptyRoot}, nil
	}
	if err != nil {
		return tlog.Tree{}, err
	}
	key, err := os.ReadFile(filepath.Join(dir, "key"))
	if err != nil {
		return tlog.Tree{}, err
	}
	return parseCheckpoint(checkpoint, strings.TrimSuffix(string(key), "\n"))
}

// Proof shows that leaf seq is under the tree of dir's checkpoint: the hashes beside its way to the root, from below.
func Proof(dir string, t tlog.Tree, seq int64) (tlog.RecordProof, error) {
	return tlog.ProveRecord(t.N, seq-1, tlog.TileHashReader(t, tiles(dir)))
}

// Check refuses a proof that does not show that line is leaf seq under t.
func Check(p tlog.RecordProof, t tlog.Tree, seq int64, line []byte) error {
	return tlog.CheckRecord(p, t.N, t.Hash, seq-1, tlog.RecordHash(line))
}

// tiles reads the tiles of a folder.
type tiles string

func (tiles) Height() int                     { return height }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {} // they are files already

func (d tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(list))
	for i, t := range list {
		var err error
		if data[i], err = os.ReadFile(filepath.Join(string(d), t.Path())); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// parseCheckpoint reads a checkpoint in its one form with the one signature of key, whose name is the origin.
func parseCheckpoint(data []byte, key string) (tlog.Tree, error) {
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
