package ledger_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"saiying/internal/ballot/ledger"
	"saiying/internal/platform/blob"
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

// publish brings dir to these leaves, with the ranking that the organiser says.
func (p press) publish(t testing.TB, dir string, leaves []ledger.Leaf, ranking map[string]int64) tlog.Tree {
	t.Helper()
	ctx := context.Background()
	book := bookIn(t, dir)
	was, err := book.Last(ctx)
	check(t, err)
	then, tree, err := ledger.Trees(from(leaves), was.N)
	check(t, err)
	if then != was {
		t.Fatal("the leaves are not those that were published")
	}
	check(t, book.Extend(ctx, was, tree, from(leaves)))
	ed := p.edition(t, tree, ranking)
	check(t, book.Seal(ctx, ed))
	check(t, book.Show(ctx, ed))
	return tree
}

func (p press) edition(t testing.TB, tree tlog.Tree, totals map[string]int64) ledger.Edition {
	t.Helper()
	signed, err := ledger.Sign(p.signer, tree)
	check(t, err)
	ranking, err := ledger.Ranking{Contest: contest, Size: tree.N, Totals: totals}.Encode()
	check(t, err)
	return ledger.Edition{Key: p.key, Checkpoint: signed, Ranking: ranking}
}

// bookIn is the ledger whose files lie in dir.
func bookIn(t testing.TB, dir string) ledger.Book {
	t.Helper()
	store, err := blob.OpenFolder(filepath.Dir(dir))
	check(t, err)
	return ledger.Book{Store: store, Dir: filepath.Base(dir)}
}

func newDir(t testing.TB) string { return filepath.Join(t.TempDir(), contest) }

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

// inTwoPlaces has the box go on under rules with two channels, and limits of the whole vote.
func (b *box) inTwoPlaces() *box {
	r := *b.leaves[0].Rules
	r.PerDay, r.PerWork, r.InAll, r.Voters = 5, 9, 12, ledger.Whole
	r.Channels = []ledger.Channel{{Key: "wechat", PerDay: 10, Weight: 1}, {Key: "app", PerDay: 5, Weight: 2}}
	return b.add(ledger.Leaf{Kind: ledger.Open, Rules: &r})
}

// voteIn is a vote in a channel, each of whose n votes ought to count weight.
func (b *box) voteIn(channel string, weight, voter, work, n int) *box {
	b.vote(voter, work, n)
	b.leaves[len(b.leaves)-1].Channel = channel
	b.totals[b.leaves[len(b.leaves)-1].Entry] += int64(n * (weight - 1))
	return b
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
	dir := newDir(t)
	for _, n := range []int{124, 247, len(b.leaves)} {
		p.publish(t, dir, b.leaves[:n], b.totals)
	}
	return dir
}

func TestAnHonestVoteAgrees(t *testing.T) {
	agree(t, threeDays())
}

// A vote that begins in one place and by days, and goes on in two and with limits of the whole vote.
func TestAnHonestVoteInTwoPlacesAgrees(t *testing.T) {
	b := newBox().vote(1, 0, 6).vote(1, 1, 4).inTwoPlaces()
	for day := range 3 {
		b.day = fmt.Sprintf("2020-11-%d", 26+day)
		for v := range 140 {
			b.voteIn("wechat", 1, 1000+v, v%3, 1+v%3).voteIn("app", 2, 2000+v, day, 3+v%2)
		}
		heavy := int64(len(b.leaves))
		b.rule(ledger.Annul, "case-1", heavy, heavy).leaves[len(b.leaves)-1].Refs = []int64{heavy}
		b.totals[b.leaves[heavy-1].Entry] -= 2 * int64(b.leaves[heavy-1].N)
	}
	agree(t, b.close())
}

// agree has both implementations find nothing wrong with a vote.
func agree(t *testing.T, b *box) {
	t.Helper()
	p := newPress(t)
	dir := published(t, p, b)
	r, err := ledger.Verify(os.DirFS(dir), p.key)
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
	r, err := ledger.Verify(os.DirFS(dir), "")
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

// inMemory is dir's files.
func inMemory(t testing.TB, dir string) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	check(t, fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(os.DirFS(dir), path)
		all[path] = &fstest.MapFile{Data: data}
		return err
	}))
	return all
}

// turned is data with one bit turned.
func turned(data []byte, bit int) []byte {
	data = slices.Clone(data)
	data[bit/8] ^= 1 << (bit % 8)
	return data
}

// A bit is turned in every file, at its beginning, its end and between; the second implementation is shown the one between.
func TestATurnedBitIsFound(t *testing.T) {
	p := newPress(t)
	b, dir := threeDays(), newDir(t)
	p.publish(t, dir, b.leaves[:200], nil)
	p.publish(t, dir, b.leaves, b.totals)
	for path, file := range inMemory(t, dir) {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			whole, bits := inMemory(t, dir), len(file.Data)*8
			for i, bit := range []int{len(path) % 8, bits/3 + len(path)%8, bits - 1 - len(path)%8} {
				whole[path] = &fstest.MapFile{Data: turned(file.Data, bit)}
				if r, err := ledger.Verify(whole, ""); err != nil || len(r.Faults) == 0 {
					t.Errorf("bit %d: %v", bit, err)
				}
				if i == 1 {
					other := newDir(t)
					check(t, os.CopyFS(other, whole))
					caught(t, other, "")
				}
			}
		})
	}
}

// Every bit of the small files, by our own implementation alone, which is quick. The newest checkpoint is there twice, and compared.
func TestEveryTurnedBitOfWhatIsSignedIsFound(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	b, dir := newBox().vote(1, 1, 1), newDir(t)
	p.publish(t, dir, b.leaves[:1], nil)
	p.publish(t, dir, b.leaves, b.totals)
	whole := inMemory(t, dir)
	for _, name := range []string{"key", "ranking.json", "checkpoints/1"} {
		was := whole[name].Data
		for bit := range len(was) * 8 {
			whole[name].Data = turned(was, bit)
			if r, err := ledger.Verify(whole, ""); err != nil || len(r.Faults) == 0 {
				t.Errorf("%s: bit %d: %v", name, bit, err)
			}
		}
		whole[name].Data = was
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
			t.Parallel()
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
		"one place too many":   {func(b *box) { b.inTwoPlaces().voteIn("radio", 1, 1, 0, 1) }, "没有渠道“radio”"},
		"no place":             {func(b *box) { b.inTwoPlaces().vote(1, 0, 1) }, "没有渠道“”"},
		"a place of no rule":   {func(b *box) { b.voteIn("app", 1, 1, 0, 1) }, "没有渠道“app”"},
		"eleventh in a place":  {func(b *box) { b.inTwoPlaces().voteIn("wechat", 1, 1, 0, 6).voteIn("wechat", 1, 1, 1, 5) }, "每日最多10票"},
		"moved to a dearer":    {func(b *box) { b.inTwoPlaces().voteIn("app", 2, 1, 0, 6) }, "每日最多5票"},
		"in both":              {func(b *box) { b.inTwoPlaces().voteIn("wechat", 1, 1, 0, 5).voteIn("app", 2, 1, 1, 1) }, "每日最多5票"},
		"weighed otherwise":    {func(b *box) { b.inTwoPlaces().voteIn("app", 1, 1, 0, 5) }, "重数是10票"},
		"annulled at half": {func(b *box) {
			b.inTwoPlaces().voteIn("app", 2, 1, 0, 5).rule(ledger.Annul, "c", 3)
			b.totals["w000"] -= 5
		}, "重数是0票"},
		"thirteenth in all": {func(b *box) {
			b.inTwoPlaces().voteIn("wechat", 1, 1, 0, 5).voteIn("wechat", 1, 1, 1, 5).day = "2020-11-27"
			b.voteIn("wechat", 1, 1, 2, 3)
		}, "整个投票期间最多12票"},
		"tenth for a work": {func(b *box) {
			b.inTwoPlaces().voteIn("wechat", 1, 1, 0, 6).day = "2020-11-27"
			b.voteIn("wechat", 1, 1, 0, 4)
		}, "整个投票期间每部最多9票"},
		"another contest": {func(b *box) { b.vote(1, 0, 1); b.leaves[1].Contest = "hunan-2025" }, "属于活动hunan-2025"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, b, dir := newPress(t), newBox(), newDir(t)
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
	forked := p.edition(t, p.publish(t, newDir(t), other.leaves[:124], nil), nil)
	if err := bookIn(t, dir).Seal(context.Background(), forked); err == nil {
		t.Error("a checkpoint was replaced by another of its size")
	}
	check(t, os.WriteFile(filepath.Join(dir, "checkpoints/124"), forked.Checkpoint, 0o600))
	caught(t, dir, "签过两本不同的账")
}

// A restored backup: the folder has more than the source.
func TestExtendRefusesToGoBack(t *testing.T) {
	p, b := newPress(t), threeDays()
	dir := published(t, p, b)
	if _, _, err := ledger.Trees(from(b.leaves[:300]), int64(len(b.leaves))); err == nil {
		t.Error("fewer leaves than were published passed")
	}
	ctx, book := context.Background(), bookIn(t, dir)
	was, err := book.Last(ctx)
	check(t, err)
	b.add(ledger.Leaf{Kind: ledger.Close, Totals: b.totals})
	_, longer, err := ledger.Trees(from(b.leaves), 0)
	check(t, err)
	forged := slices.Clone(b.leaves)
	forged[len(forged)-1].Day = "2020-11-29"
	if err := book.Extend(ctx, was, longer, from(forged)); err == nil {
		t.Error("other leaves than those that were signed were written")
	}
	check(t, os.Truncate(filepath.Join(dir, "tile/8/0/001.p/115"), 32))
	if err := book.Extend(ctx, was, longer, from(b.leaves)); err == nil {
		t.Error("a cut edge was built upon")
	}
}

// However often the ledger is published on the way, and whatever a cut run left, the same files come out.
func TestStepsMakeTheSameLedger(t *testing.T) {
	t.Parallel()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		check(t, f.Value.Set("25")) // each writes some dozens of files through to the disk; ask for more by -rapid.checks
	}
	b := newBox()
	for v := range 600 {
		b.vote(v, v%7, 1)
	}
	roots := plainRoots(t, b.leaves)
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp("", "ledger-")
		check(t, err)
		defer func() { _ = os.RemoveAll(dir) }()
		ctx, book, was := context.Background(), bookIn(t, filepath.Join(dir, contest)), roots[0]
		size := rapid.IntRange(1, len(b.leaves)).Draw(r, "leaves")
		for was.N < int64(size) {
			to := roots[rapid.IntRange(int(was.N)+1, size).Draw(r, "step")]
			then, all, err := ledger.Trees(from(b.leaves[:to.N]), was.N)
			if err != nil || then != was || all != to {
				r.Fatalf("from %v to %v: %v, %v, %v", was, to, then, all, err)
			}
			if err := book.Extend(ctx, was, to, from(b.leaves)); err != nil {
				r.Fatal(err)
			}
			if !rapid.Bool().Draw(r, "cut") {
				was = to
			}
		}
		if err := book.Extend(ctx, was, was, from(b.leaves)); err != nil {
			r.Fatalf("the edge at last: %v", err)
		}
	})
}

// plainRoots are the trees over every number of leaves, as sumdb/tlog has them.
func plainRoots(t *testing.T, leaves []ledger.Leaf) []tlog.Tree {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, at := range indexes {
			out[i] = stored[at]
		}
		return out, nil
	})
	root, err := tlog.TreeHash(0, reader)
	check(t, err)
	trees := []tlog.Tree{{Hash: root}}
	for i, l := range leaves {
		line, err := l.Encode()
		check(t, err)
		more, err := tlog.StoredHashes(int64(i), line, reader)
		check(t, err)
		stored = append(stored, more...)
		n := int64(i + 1)
		root, err := tlog.TreeHash(n, reader)
		check(t, err)
		trees = append(trees, tlog.Tree{N: n, Hash: root})
	}
	return trees
}

// A recount of any number of leaves keeps a few bytes of each, and the allowances of one day: a million votes are counted on a small machine.
func TestARecountKeepsLittleOfALeaf(t *testing.T) {
	const votes, voters = 100_000, 500
	c := ledger.NewCount()
	fault := func(says string, args ...any) { t.Fatalf(says, args...) }
	c.Add(ledger.Leaf{Kind: ledger.Open, Seq: 1, Rules: &ledger.Rules{PerDay: 10}}, fault)
	held := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := held()
	for i := range votes {
		day := time.Date(2020, 1, 1+i/(4*voters), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		c.Add(ledger.Leaf{Kind: ledger.Vote, Seq: int64(i) + 2, Day: day, Entry: fmt.Sprint("w", i%150), N: 1, Voter: fmt.Sprintf("voter%017d", i%voters)}, fault)
	}
	if each := (held() - before) / votes; each > 12 { // 8 that are kept, what a list has to spare, and a day's allowances
		t.Errorf("%d bytes a leaf are held", each)
	}
	if c.Cast() != votes {
		t.Errorf("%d votes", c.Cast())
	}
}

func TestEveryLeafCanBeProved(t *testing.T) {
	p, b := newPress(t), threeDays()
	dir := published(t, p, b)
	ctx, book := context.Background(), bookIn(t, dir)
	tree, err := book.Last(ctx)
	check(t, err)
	for _, l := range b.leaves {
		want, err := l.Encode()
		check(t, err)
		line, proof, err := book.Prove(ctx, tree, l.Seq)
		check(t, err)
		check(t, tlog.CheckRecord(proof, tree.N, tree.Hash, l.Seq-1, tlog.RecordHash(line)))
		if !bytes.Equal(line, want) {
			t.Fatalf("leaf %d is %s", l.Seq, line)
		}
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
		{`"v":"0`, `"v":"00`}, {`"n":1`, `"n":1,"c":""`}, {`"n":1`, `"n":1,"c":"作品"`}, {`"n":1,`, `"c":"app","n":1,`},
	} {
		if _, err := ledger.Parse([]byte(strings.Replace(good, c.old, c.new, 1))); err == nil {
			t.Errorf("%s for %s passed", c.new, c.old)
		}
	}
}
