package ledger

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Report is what a recount found. Every fault is a sentence; none means that the published result is right.
type Report struct {
	Contest     string
	Key         string           // that the checkpoints were verified with
	Size        int64            // leaves
	Votes       int64            // cast, also those that do not count
	Checkpoints int              // that were published
	Totals      map[string]int64 // votes that count by work
	Faults      []string
}

// mostFaults ends a recount that goes wrong everywhere.
const mostFaults = 100

// Verify recounts the ledger published in a folder or an archive from its leaves alone and compares all else with them. key is the
// verifier key as it was published elsewhere; empty takes the ledger's own. An error means that the folder cannot be read at all.
func Verify(dir fs.FS, key string) (*Report, error) {
	v := &verification{Report: Report{Key: key}, dir: dir, files: map[string]bool{}, count: NewCount()}
	if err := v.list(); err != nil {
		return nil, err
	}
	if v.readKey() && v.readCheckpoints() {
		v.readLeaves()
		v.readRanking()
		for _, f := range slices.Sorted(maps.Keys(v.files)) {
			v.fault("文件%s不属于这份账本。", f)
		}
	}
	v.Votes, v.Totals = v.count.Cast(), v.count.Totals()
	return &v.Report, nil
}

// verification is one run of Verify. files are those that nothing has accounted for yet.
type verification struct {
	Report
	dir    fs.FS
	files  map[string]bool
	signed map[int64]tlog.Hash // the roots of the checkpoints by size
	edge   edge
	count  *Count
}

func (v *verification) fault(says string, args ...any) {
	if len(v.Faults) < mostFaults {
		v.Faults = append(v.Faults, fmt.Sprintf(says, args...))
	}
}

func (v *verification) list() error {
	return fs.WalkDir(v.dir, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			v.files[path] = true
		}
		return err
	})
}

// read reads a file that must be there.
func (v *verification) read(path string) ([]byte, bool) {
	delete(v.files, path)
	data, err := fs.ReadFile(v.dir, path)
	if missing(err) {
		v.fault("缺少文件%s。", path)
	} else if err != nil {
		v.fault("文件%s读不出来：%v。", path, err)
	}
	return data, err == nil
}

// compare holds a file to what it ought to be.
func (v *verification) compare(path string, want []byte) {
	if data, ok := v.read(path); ok && !bytes.Equal(data, want) {
		v.fault("文件%s与条目算出的内容不符。", path)
	}
}

func (v *verification) readKey() bool {
	data, ok := v.read("key")
	if !ok {
		return false
	}
	own := strings.TrimSuffix(string(data), "\n")
	if own+"\n" != string(data) {
		v.fault("文件key应当只有一行。")
	}
	if v.Key == "" {
		v.Key = own
	}
	if own != v.Key {
		v.fault("账本的公钥%s不是所给的公钥%s。", own, v.Key)
	}
	origin, _, _ := strings.Cut(v.Key, "+")
	v.Contest = contestOf(origin)
	return true
}

// readCheckpoints verifies every checkpoint's signature. It reports whether there is a size to count up to.
func (v *verification) readCheckpoints() bool {
	v.signed = map[int64]tlog.Hash{}
	newest := ""
	for _, f := range slices.Sorted(maps.Keys(v.files)) {
		size, ok := strings.CutPrefix(f, "checkpoints/")
		if !ok {
			continue
		}
		data, ok := v.read(f)
		if !ok {
			continue
		}
		t, err := ReadCheckpoint(data, v.Key)
		switch {
		case err != nil:
			v.fault("检查点%s的签名或写法不对：%v。", size, err)
		case strconv.FormatInt(t.N, 10) != size:
			v.fault("检查点%s里写的条数是%d。", size, t.N)
		default:
			v.Checkpoints++
			v.signed[t.N] = t.Hash
			if t.N >= v.Size {
				v.Size, newest = t.N, string(data)
			}
		}
	}
	if last, ok := v.read("checkpoint"); ok && string(last) != newest {
		v.fault("文件checkpoint不是最新的检查点（%d条）。", v.Size)
	}
	return newest != ""
}

// readLeaves goes through the bundles, builds the tree over them and counts.
func (v *verification) readLeaves() {
	for at := int64(0); at < v.Size; at += width {
		w := int(min(width, v.Size-at))
		data, ok := v.read(bundlePath(at/width, w))
		if !ok {
			return
		}
		if got := bytes.Count(data, []byte("\n")); got != w || !bytes.HasSuffix(data, []byte("\n")) {
			v.fault("文件%s应有%d行，却有%d行。", bundlePath(at/width, w), w, got)
			return
		}
		v.readBundle(data)
	}
	for level, hashes := range v.edge.tiles {
		if n := v.Size >> (height * level); len(hashes) > 0 {
			v.compare(tilePath(level, n>>height, len(hashes)), bytesOf(hashes))
		}
	}
}

func (v *verification) readBundle(data []byte) {
	lines := bufio.NewReader(bytes.NewReader(data))
	for read := 0; ; {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return
		}
		seq := v.edge.size + 1
		read += len(line)
		if part := bundlePath(seq/width, int(seq%width)); seq%width != 0 && v.files[part] {
			v.compare(part, data[:read])
		}
		_ = v.edge.add(tlog.RecordHash(line), v.grew)
		if root, ok := v.signed[seq]; ok && root != v.edge.root() {
			v.fault("检查点%d与前%d条算出的根不符：条目被改过，或签过两本不同的账。", seq, seq)
		}
		v.leaf(seq, line)
	}
}

// grew compares a tile with its file when it is full, and before that with any part of it that was published.
func (v *verification) grew(level int, n int64, hashes []tlog.Hash) error {
	if path := tilePath(level, n, len(hashes)); len(hashes) == width || v.files[path] {
		v.compare(path, bytesOf(hashes))
	}
	return nil
}

func (v *verification) leaf(seq int64, line []byte) {
	l, err := Parse(line)
	if err != nil {
		v.fault("第%d条读不懂：%v。", seq, err)
		v.count.skip()
		return
	}
	if l.Seq != seq {
		v.fault("第%d条写的序号是%d：有条目缺失、重复或调换。", seq, l.Seq)
	}
	if l.Contest != v.Contest {
		v.fault("第%d条属于活动%s，不属于%s。", seq, l.Contest, v.Contest)
	}
	l.Seq = seq
	v.count.Add(l, func(says string, args ...any) { v.fault("第%d条：%s", seq, fmt.Sprintf(says, args...)) })
}

func (v *verification) readRanking() {
	data, ok := v.read("ranking.json")
	if !ok {
		return
	}
	var r Ranking
	if err := json.Unmarshal(data, &r); err != nil {
		v.fault("文件ranking.json读不懂：%v。", err)
		return
	}
	if again, err := r.Encode(); err != nil || !bytes.Equal(again, data) {
		v.fault("文件ranking.json写法不合规范。")
	}
	if r.Contest != v.Contest || r.Size != v.Size {
		v.fault("公布的票数属于活动%s的前%d条，账本是活动%s的%d条。", r.Contest, r.Size, v.Contest, v.Size)
	}
	differ(r.Totals, v.count.Totals(), func(says string, args ...any) { v.fault("公布的票数不对：%s", fmt.Sprintf(says, args...)) })
}

// differ tells each work whose published figure is not the counted one.
func differ(published, counted map[string]int64, fault func(string, ...any)) {
	all := maps.Clone(published)
	if all == nil {
		all = map[string]int64{}
	}
	maps.Copy(all, counted)
	for _, work := range slices.Sorted(maps.Keys(all)) {
		if published[work] != counted[work] {
			fault("作品%s公布%d票，重数是%d票。", work, published[work], counted[work])
		}
	}
}
