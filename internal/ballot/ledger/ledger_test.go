package ledger_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"saiying/internal/ballot/ledger"
)

const contest = "hebei-2020"

// press signs and publishes for an invented organiser.
type press struct {
	signer note.Signer
	key    string
}

func newPress(t testing.TB) press {
	t.Helper()
	secret, key, err := note.GenerateKey(rand.Reader, "vote.example.cn/"+contest)
	check(t, err)
	s, err := note.NewSigner(secret)
	check(t, err)
	return press{s, key}
}

// publish brings dir to the first size leaves, with the ranking that the organiser says.
func (p press) publish(t testing.TB, dir string, leaves []ledger.Leaf, ranking map[string]int64) tlog.Tree {
	t.Helper()
	tree, err := ledger.Extend(dir, from(leaves))
	check(t, err)
	signed, err := ledger.Sign(p.signer, tree)
	check(t, err)
	check(t, ledger.Seal(dir, p.key, signed, ledger.Ranking{Contest: contest, Size: tree.N, Totals: ranking}))
	return tree
}

func from(leaves []ledger.Leaf) ledger.Source {
	return func(after int64) iter.Seq2[ledger.Leaf, error] {
		return func(yield func(ledger.Leaf, error) bool) {
			for _, l := range leaves[min(int(after), len(leaves)):] {
				if !yield(l, nil) {
					return
				}
			}
		}
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// box makes the leaves of a vote; totals is kept by the plainest arithmetic.
type box struct {
	leaves []ledger.Leaf
	day    string
	totals map[string]int64
}

func newBox() *box {
	b := &box{day: "2020-11-26", totals: map[string]int64{}}
	return b.add(ledger.Leaf{Kind: ledger.Open, Rules: &ledger.Rules{Zone: "Asia/Shanghai", Opens: "2020-11-26T00:00:00+08:00", Closes: "2020-11-29T00:00:00+08:00", PerDay: 10, PerWorkPerDay: 6}})
}

func (b *box) add(l ledger.Leaf) *box {
	l.Seq, l.Contest = int64(len(b.leaves)+1), contest
	if l.Day == "" {
		l.Day = b.day
	}
	b.leaves = append(b.leaves, l)
	return b
}

func (b *box) vote(voter, work, n int) *box {
	name := fmt.Sprintf("w%03d", work)
	b.totals[name] += int64(n)
	return b.add(ledger.Leaf{Kind: ledger.Vote, Entry: name, N: n, Voter: fmt.Sprintf("voter%017d", voter), Commitment: fmt.Sprintf("seal%018d", len(b.leaves))})
}

func (b *box) rule(kind ledger.Kind, number string, refs ...int64) *box {
	return b.add(ledger.Leaf{Kind: kind, Refs: refs, Case: number, Reason: "lockstep"})
}

func (b *box) close() *box {
	return b.add(ledger.Leaf{Kind: ledger.Close, Totals: maps.Clone(b.totals)})
}

// threeDays is an honest vote over three days: 3 works, 40 voters a day, some votes held, annulled, released.
func threeDays() *box {
	b := newBox()
	for _, day := range []string{"2020-11-26", "2020-11-27", "2020-11-28"} {
		b.day = day
		first := int64(len(b.leaves) + 1)
		for v := range 120 {
			b.vote(v%40, v%3, 1+v%3)
		}
		b.rule(ledger.Hold, "", first, first+1, first+2)
		b.rule(ledger.Release, "case-1", first+1)
		b.rule(ledger.Annul, "case-2", first)
		b.totals["w000"] -= 1
		b.totals["w002"] -= 3
	}
	return b.close()
}

// published is threeDays with a checkpoint a day.
func published(t testing.TB, p press, b *box) string {
	t.Helper()
	dir := t.TempDir()
	for _, n := range []int{124, 247, len(b.leaves)} {
		p.publish(t, dir, b.leaves[:n], b.totals)
	}
	return dir
}

func TestAnHonestVoteAgrees(t *testing.T) {
	p, b := newPress(t), threeDays()
	dir := published(t, p, b)
	r, err := ledger.Verify(dir, p.key)
	check(t, err)
	if len(r.Faults) > 0 || !maps.Equal(r.Totals, b.totals) || r.Size != int64(len(b.leaves)) || r.Checkpoints != 3 {
		t.Errorf("%+v, want %v over %d", r, b.totals, len(b.leaves))
	}
	if out, err := python(dir, p.key); err != nil {
		t.Errorf("retally.py: %v\n%s", err, out)
	}
}

// python runs the second implementation. It is read here so that a change of it is a change of this test.
func python(dir string, more ...string) (string, error) {
	script, err := os.Open("../../../bench/retally/retally.py")
	if err != nil {
		return "", err
	}
	defer func() { _ = script.Close() }()
	c := exec.Command("python3", append([]string{"-", dir}, more...)...)
	c.Stdin = script
	out, err := c.CombinedOutput()
	return string(out), err
}

// caught fails unless both implementations find a fault; says is part of ours.
func caught(t *testing.T, dir, says string) {
	t.Helper()
	r, err := ledger.Verify(dir, "")
	check(t, err)
	if all := strings.Join(r.Faults, "\n"); len(r.Faults) == 0 || !strings.Contains(all, says) {
		t.Errorf("faults are %q, want one with %q", all, says)
	}
	out, err := python(dir)
	var code *exec.ExitError
	if !errors.As(err, &code) || code.ExitCode() != 1 || strings.Contains(out, "Traceback") {
		t.Errorf("retally.py: %v\n%s", err, out)
	}
}

func files(t testing.TB, dir string) (all []string) {
	t.Helper()
	check(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, path)
		}
		return err
	}))
	return all
}

// A bit is turned in every file, at its beginning, its end and between.
func TestATurnedBitIsFound(t *testing.T) {
	p := newPress(t)
	b, dir := threeDays(), t.TempDir()
	p.publish(t, dir, b.leaves[:200], nil)
	p.publish(t, dir, b.leaves, b.totals)
	for i, path := range files(t, dir) {
		was, err := os.ReadFile(path)
		check(t, err)
		for j, at := range []int{len(was) / 3, len(was) - 1} {
			data := slices.Clone(was)
			data[at] ^= 1 << ((i + 3*j) % 8)
			check(t, os.WriteFile(path, data, 0o600))
			caught(t, dir, "")
		}
		check(t, os.WriteFile(path, was, 0o600))
	}
}

// Every bit of the small files, by our own implementation alone, which is quick.
func TestEveryTurnedBitOfWhatIsSignedIsFound(t *testing.T) {
	p := newPress(t)
	b, dir := newBox().vote(1, 1, 1), t.TempDir()
	p.publish(t, dir, b.leaves[:1], nil)
	p.publish(t, dir, b.leaves, b.totals)
	for _, name := range []string{"key", "checkpoint", "ranking.json", "checkpoints/1"} {
		path := filepath.Join(dir, name)
		was, err := os.ReadFile(path)
		check(t, err)
		for bit := range len(was) * 8 {
			data := slices.Clone(was)
			data[bit/8] ^= 1 << (bit % 8)
			check(t, os.WriteFile(path, data, 0o600))
			if r, err := ledger.Verify(dir, ""); err != nil || len(r.Faults) == 0 {
				t.Errorf("%s: bit %d: %v", name, bit, err)
			}
		}
		check(t, os.WriteFile(path, was, 0o600))
	}
}

// What is changed in the published files without the organiser's signature.
func TestTamperedFilesAreFound(t *testing.T) {
	lines := func(change func([][]byte) [][]byte) func(testing.TB, string) {
		return func(t testing.TB, dir string) {
			path := filepath.Join(dir, "leaves/000")
			data, err := os.ReadFile(path)
			check(t, err)
			check(t, os.WriteFile(path, bytes.Join(change(bytes.SplitAfter(data, []byte("\n"))), nil), 0o600))
		}
	}
	for name, c := range map[string]struct {
		do   func(testing.TB, string)
		says string
	}{
		"deleted":   {lines(func(l [][]byte) [][]byte { return slices.Delete(l, 9, 10) }), "256行"},
		"doubled":   {lines(func(l [][]byte) [][]byte { l[10] = l[9]; return l }), "序号"},
		"swapped":   {lines(func(l [][]byte) [][]byte { l[10], l[9] = l[9], l[10]; return l }), "根不符"},
		"cut tile":  {func(t testing.TB, dir string) { check(t, os.Truncate(filepath.Join(dir, "tile/8/0/000"), 32*200)) }, "tile/8/0/000"},
		"lost tile": {func(t testing.TB, dir string) { check(t, os.Remove(filepath.Join(dir, "tile/8/0/000"))) }, "缺少文件tile/8/0/000"},
		"ranking": {func(t testing.TB, dir string) {
			path := filepath.Join(dir, "ranking.json")
			data, err := os.ReadFile(path)
			check(t, err)
			check(t, os.WriteFile(path, bytes.Replace(data, []byte(`"w001":`), []byte(`"w001":1`), 1), 0o600))
		}, "作品w001公布"},
		"a file more":      {func(t testing.TB, dir string) { check(t, os.WriteFile(filepath.Join(dir, "tile/8/0/009"), nil, 0o600)) }, "不属于"},
		"newest withdrawn": {func(t testing.TB, dir string) { check(t, os.Remove(filepath.Join(dir, "checkpoints/371"))) }, "最新"},
		"no key":           {func(t testing.TB, dir string) { check(t, os.Remove(filepath.Join(dir, "key"))) }, "缺少文件key"},
		"another's key": {func(t testing.TB, dir string) {
			check(t, os.WriteFile(filepath.Join(dir, "key"), []byte(newPress(t).key+"\n"), 0o600))
		}, "签名"},
	} {
		t.Run(name, func(t *testing.T) {
			p, b := newPress(t), threeDays()
			dir := published(t, p, b)
			c.do(t, dir)
			caught(t, dir, c.says)
		})
	}
}

// What an organiser signs who does not keep the rules.
func TestDishonestOrganisersAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*box)
		says string
	}{
		"eleventh vote":        {func(b *box) { b.vote(1, 0, 5).vote(1, 1, 5).vote(1, 2, 1) }, "每日最多10票"},
		"seventh for a work":   {func(b *box) { b.vote(1, 0, 6).vote(1, 0, 1) }, "每日每部最多6票"},
		"annulled, no case":    {func(b *box) { b.vote(1, 0, 1).rule(ledger.Annul, "", 2); b.totals["w000"]-- }, "没有案号"},
		"held, not yet cast":   {func(b *box) { b.vote(1, 0, 1).rule(ledger.Hold, "", 4).vote(1, 0, 1) }, "不是先前的票"},
		"held, no vote":        {func(b *box) { b.vote(1, 0, 1).rule(ledger.Hold, "", 1) }, "不是先前的票"},
		"before it opens":      {func(b *box) { b.day = "2020-11-25"; b.vote(1, 0, 1) }, "不在投票时间"},
		"after it closes":      {func(b *box) { b.day = "2020-11-29"; b.vote(1, 0, 1) }, "不在投票时间"},
		"after the close":      {func(b *box) { b.vote(1, 0, 1).close().vote(2, 0, 1) }, "投票截止后"},
		"back a day":           {func(b *box) { b.day = "2020-11-27"; b.vote(1, 0, 1); b.day = "2020-11-26"; b.vote(1, 1, 1) }, "更晚的日子之后"},
		"a sum of nobody's":    {func(b *box) { b.totals["w000"]++; b.vote(1, 1, 1).close(); b.totals["w000"]-- }, "重数是0票"},
		"wrong sum at the end": {func(b *box) { b.vote(1, 1, 1); b.totals["w001"]--; b.close(); b.totals["w001"]++ }, "重数是1票"},
		"held but counted":     {func(b *box) { b.vote(1, 0, 1).rule(ledger.Hold, "", 2) }, "重数是0票"},
		"wrong ranking":        {func(b *box) { b.vote(1, 0, 1); b.totals["w002"] = 5 }, "作品w002公布5票"},
		"no rules":             {func(b *box) { b.leaves = nil; b.vote(1, 0, 1) }, "规则"},
		"another contest":      {func(b *box) { b.vote(1, 0, 1); b.leaves[1].Contest = "hunan-2025" }, "属于活动hunan-2025"},
	} {
		t.Run(name, func(t *testing.T) {
			p, b, dir := newPress(t), newBox(), t.TempDir()
			c.do(b)
			p.publish(t, dir, b.leaves, b.totals)
			caught(t, dir, c.says)
		})
	}
}

// An organiser who publishes one history and later another is found by the checkpoint of the first.
func TestAForkIsFound(t *testing.T) {
	p, b, other := newPress(t), threeDays(), threeDays()
	dir := published(t, p, b)
	other.leaves[50].Commitment = "another_moment_of_vote"
	tree := p.publish(t, t.TempDir(), other.leaves[:124], nil)
	signed, err := ledger.Sign(p.signer, tree)
	check(t, err)
	if err := ledger.Seal(dir, p.key, signed, ledger.Ranking{Contest: contest, Size: 124}); err == nil {
		t.Error("a checkpoint was replaced by another of its size")
	}
	check(t, os.WriteFile(filepath.Join(dir, "checkpoints/124"), signed, 0o600))
	caught(t, dir, "签过两本不同的账")
}

// A restored backup: the folder has more than the source.
func TestExtendRefusesToGoBack(t *testing.T) {
	p, b := newPress(t), threeDays()
	dir := published(t, p, b)
	if _, err := ledger.Root(from(b.leaves[:300]), int64(len(b.leaves))); err == nil {
		t.Error("fewer leaves than were published passed")
	}
	check(t, os.Truncate(filepath.Join(dir, "tile/8/0/001.p/115"), 32))
	if _, err := ledger.Extend(dir, from(b.leaves)); err == nil {
		t.Error("a cut edge was built upon")
	}
}

// However often the ledger is published on the way, and whatever a cut run left, the same files come out.
func TestStepsMakeTheSameLedger(t *testing.T) {
	p := newPress(t)
	b := newBox()
	for v := range 700 {
		b.vote(v, v%7, 1)
	}
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "ledger-")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		leaves := b.leaves[:rapid.IntRange(1, len(b.leaves)).Draw(t, "leaves")]
		for at := 0; at < len(leaves); {
			at = rapid.IntRange(at+1, len(leaves)).Draw(t, "step")
			if rapid.Bool().Draw(t, "cut") {
				if _, err := ledger.Extend(dir, from(leaves[:rapid.IntRange(at, len(leaves)).Draw(t, "ahead")])); err != nil {
					t.Fatal(err)
				}
				continue
			}
			tree, err := ledger.Extend(dir, from(leaves[:at]))
			if err != nil || tree.Hash != plainRoot(t, leaves[:at]) {
				t.Fatalf("over %d leaves: %v, %v", at, tree, err)
			}
			signed, err := ledger.Sign(p.signer, tree)
			if err != nil {
				t.Fatal(err)
			}
			if err := ledger.Seal(dir, p.key, signed, ledger.Ranking{Contest: contest, Size: tree.N}); err != nil {
				t.Fatal(err)
			}
		}
		if tree, err := ledger.Extend(dir, from(leaves)); err != nil || tree.Hash != plainRoot(t, leaves) {
			t.Fatalf("at last: %v, %v", tree, err)
		}
	})
}

// plainRoot is the root as sumdb/tlog has it.
func plainRoot(t *rapid.T, leaves []ledger.Leaf) tlog.Hash {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, at := range indexes {
			out[i] = stored[at]
		}
		return out, nil
	})
	for i, l := range leaves {
		line, err := l.Encode()
		if err != nil {
			t.Fatal(err)
		}
		more, err := tlog.StoredHashes(int64(i), line, reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, more...)
	}
	root, err := tlog.TreeHash(int64(len(leaves)), reader)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestEveryLeafCanBeProved(t *testing.T) {
	p, b := newPress(t), threeDays()
	dir := published(t, p, b)
	tree, err := ledger.Last(dir)
	check(t, err)
	for _, l := range b.leaves {
		line, err := l.Encode()
		check(t, err)
		proof, err := ledger.Proof(dir, tree, l.Seq)
		check(t, err)
		check(t, tlog.CheckRecord(proof, tree.N, tree.Hash, l.Seq-1, tlog.RecordHash(line)))
	}
}

func TestLinesHaveOneForm(t *testing.T) {
	good := `{"t":"vote","seq":2,"contest":"hebei-2020","day":"2020-11-26","entry":"w1","n":1,"v":"0123456789abcdefghijkl","r":"0123456789abcdefghijkl"}` + "\n"
	l, err := ledger.Parse([]byte(good))
	check(t, err)
	if line, err := l.Encode(); err != nil || string(line) != good {
		t.Errorf("%s, %v", line, err)
	}
	for _, c := range []struct{ old, new string }{
		{`"n":1`, `"n": 1`}, {`"n":1`, `"n":1.0`}, {`"n":1`, `"n":0`}, {`"n":1`, `"n":1,"x":1`}, {`"seq":2,"contest":"hebei-2020"`, `"contest":"hebei-2020","seq":2`},
		{"\n", ""}, {`"w1"`, `"w\u0031"`}, {`"w1"`, `"作品"`}, {`"t":"vote"`, `"T":"vote"`}, {`"t":"vote"`, `"t":"gift"`}, {`2020-11-26`, `2020-11-31`}, {`"n":1`, `"n":1,"n":1`},
		{`"v":"0`, `"v":"00`},
	} {
		if _, err := ledger.Parse([]byte(strings.Replace(good, c.old, c.new, 1))); err == nil {
			t.Errorf("%s for %s passed", c.new, c.old)
		}
	}
}
