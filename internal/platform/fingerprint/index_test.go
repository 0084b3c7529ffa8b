package fingerprint

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// invented is a print of eight different pictures, three seconds each, without anything to do with any other seed's.
func invented(seed uint64) Print {
	rng, v := rand.New(rand.NewPCG(seed, 7)), View{}
	for i := range 8 {
		m := Moment{At: float64(3 * i), Hash: Hash{rng.Uint64(), rng.Uint64(), rng.Uint64(), rng.Uint64()}}
		k := Key{Moment: i}
		for s := range k.Crops {
			k.Crops[s] = Asked{Hash{rng.Uint64(), rng.Uint64(), rng.Uint64(), rng.Uint64()}, Hash{1<<64 - 1, 1<<64 - 1, 1<<64 - 1, 1<<64 - 1}}
		}
		k.Crops[reference].Bits = m.Hash
		v.Moments, v.Keys = append(v.Moments, m), append(v.Keys, k)
	}
	return Print{Seconds: 24, Area: [4]float64{0, 0, 1, 1}, Views: []View{v}}
}

// shaken is the same film with some bits of every picture turned over.
func shaken(p Print, seed uint64, flips int) Print {
	rng, v := rand.New(rand.NewPCG(seed, 8)), p.Views[0]
	v.Keys, v.Moments = slices.Clone(v.Keys), slices.Clone(v.Moments)
	for i := range v.Keys {
		h := &v.Keys[i].Crops[reference].Bits
		for range flips {
			h[rng.IntN(4)] ^= 1 << rng.IntN(64)
		}
		v.Moments[v.Keys[i].Moment].Hash = *h
	}
	p.Views = []View{v}
	return p
}

func open(t *testing.T, dir string) *Index {
	t.Helper()
	ix, err := OpenIndex(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	return ix
}

// Whatever was added, replaced, removed, merged and reopened: what is in is found first, and what is not is not found.
func TestIndexKeepsWhatItWasTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "prints-*")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		ix, err := OpenIndex(dir)
		if err != nil {
			t.Fatal(err)
		}
		model, mark := map[string]uint64{}, int64(0)
		for range rapid.IntRange(1, 20).Draw(t, "acts") {
			id := fmt.Sprint("w", rapid.IntRange(0, 9).Draw(t, "id"))
			switch rapid.IntRange(0, 5).Draw(t, "act") {
			case 0, 1, 2:
				seed := rapid.Uint64Range(0, 50).Draw(t, "seed")
				model[id], err = seed, ix.Add(id, invented(seed))
			case 3:
				delete(model, id)
				err = ix.Remove(id)
			case 4:
				err = ix.Merge()
			case 5:
				mark++
				if err = ix.Mark(mark); err == nil {
					if err = ix.Close(); err == nil {
						ix, err = OpenIndex(dir)
					}
				}
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		defer ix.Close()
		if ix.Marked() != mark {
			t.Fatalf("marked %d, told %d", ix.Marked(), mark)
		}
		for seed := range uint64(51) {
			want := map[string]bool{}
			for id, s := range model {
				if s == seed {
					want[id] = true
				}
			}
			for _, c := range ix.Find(shaken(invented(seed), seed, 20), 20) {
				if c.Shared >= 2 && !want[c.ID] {
					t.Fatalf("%d is not %s", seed, c.ID)
				}
				if c.Shared >= 2 {
					delete(want, c.ID)
				}
			}
			if len(want) > 0 {
				t.Fatalf("%d is not found as %v", seed, want)
			}
		}
		for i := range 10 {
			id := fmt.Sprint("w", i)
			if _, in := model[id]; in != ix.Has(id) {
				t.Fatalf("%s in: %t, told %t", id, ix.Has(id), in)
			}
		}
	})
}

// A process killed in the middle of a word leaves everything before it, and the next one goes on from there.
func TestIndexWithATornLog(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	for i := range 3 {
		if err := ix.Add(fmt.Sprint(i), invented(uint64(i))); err != nil {
			t.Fatal(err)
		}
	}
	ix.Close()
	path := ix.logPath(0)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int{len(whole) - 1, len(whole) - 100, len(whole)*2/3 + 5} {
		if err := os.WriteFile(path, whole[:cut], 0o644); err != nil {
			t.Fatal(err)
		}
		ix := open(t, dir)
		if !ix.Has("0") || !ix.Has("1") || ix.Has("2") {
			t.Errorf("cut at %d of %d: %t %t %t", cut, len(whole), ix.Has("0"), ix.Has("1"), ix.Has("2"))
		}
		if err := ix.Add("3", invented(3)); err != nil {
			t.Fatal(err)
		}
		ix.Close()
		if ix = open(t, dir); !ix.Has("1") || !ix.Has("3") {
			t.Errorf("cut at %d: what was added after the cut is gone", cut)
		}
		ix.Close()
	}
}

// One writes, and others read while it adds and merges.
func TestIndexForManyReaders(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	if _, err := OpenIndex(dir); !errors.Is(err, ErrHeld) {
		t.Errorf("a second writer was answered %v", err)
	}
	reader, err := ReadIndex(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if err := reader.Add("x", invented(1)); err == nil {
		t.Error("a reader wrote")
	}
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			for range 30 {
				ix.Find(invented(1), 5)
				if err := reader.Refresh(); err != nil {
					t.Error(err)
				}
				reader.Find(invented(1), 5)
			}
		})
	}
	for i := range 60 {
		if err := ix.Add(fmt.Sprint(i), invented(uint64(i))); err != nil {
			t.Fatal(err)
		}
		if i%20 == 10 {
			if err := ix.Merge(); err != nil {
				t.Fatal(err)
			}
		}
	}
	all.Wait()
	if err := reader.Refresh(); err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		if got := reader.Find(invented(uint64(i)), 1); len(got) != 1 || got[0].ID != fmt.Sprint(i) || got[0].Shared != 8 {
			t.Errorf("%d was found as %v", i, got)
		}
	}
}

// An index built at once holds what one filled work by work does, and replaces what lay there.
func TestBuildIndex(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	if err := ix.Add("old", invented(99)); err != nil {
		t.Fatal(err)
	}
	ix.Close()
	all := func(yield func(string, Print) bool) {
		for i := range 30 {
			if !yield(fmt.Sprintf("%02d", i), invented(uint64(i))) {
				return
			}
		}
	}
	if err := BuildIndex(dir, 30, all); err != nil {
		t.Fatal(err)
	}
	if err := BuildIndex(t.TempDir(), 0, func(yield func(string, Print) bool) { _ = yield("b", invented(1)) && yield("a", invented(2)) }); err == nil {
		t.Error("ids that fall were taken")
	}
	if ix = open(t, dir); ix.Marked() != 30 || ix.Has("old") || !ix.Has("29") {
		t.Errorf("marked %d, old %t, last %t", ix.Marked(), ix.Has("old"), ix.Has("29"))
	}
	for i := range 30 {
		if got := ix.Find(shaken(invented(uint64(i)), 1, 20), 1); len(got) != 1 || got[0].ID != fmt.Sprintf("%02d", i) {
			t.Errorf("%d was found as %v", i, got)
		}
	}
	if err := ix.Add("new", invented(77)); err != nil {
		t.Fatal(err)
	}
}

// What prints of another edition were put into is not asked with those of this one: a base is refused, a log passed over.
func TestIndexOfAnotherEdition(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	if err := errors.Join(ix.Add("a", invented(1)), ix.Mark(1), ix.Close()); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(ix.logPath(0), filepath.Join(dir, fmt.Sprintf("log-%d.0", Edition+1))); err != nil {
		t.Fatal(err)
	}
	ix = open(t, dir)
	if ix.Has("a") || ix.Marked() != 0 {
		t.Error("the log of another edition was read")
	}
	if err := errors.Join(ix.Add("a", invented(1)), ix.Merge(), ix.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(basePath(dir))
	if err != nil {
		t.Fatal(err)
	}
	data[len(magic)-1]++
	binary.LittleEndian.PutUint32(data[headerSize-4:], crc32.ChecksumIEEE(data[:headerSize-4]))
	if err := os.WriteFile(basePath(dir), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenIndex(dir); !errors.Is(err, ErrIndex) {
		t.Errorf("a base of another edition was answered %v", err)
	}
}

// A print goes through JSON and comes back the same.
func TestPrintIsKept(t *testing.T) {
	p := invented(1)
	p.Sound, p.Area = []uint32{1, 1 << 31}, [4]float64{.125, 0, 1, .5}
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back Print
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, p) {
		t.Errorf("%v came back as %v, %v", p, back, err)
	}
	text[100] ^= 1
	if err := json.Unmarshal(text, &back); err == nil {
		t.Error("a damaged print was read")
	}
}

func FuzzReadBase(f *testing.F) {
	dir := f.TempDir()
	ix, err := OpenIndex(dir)
	if err != nil {
		f.Fatal(err)
	}
	ix.Add("a", invented(1))
	ix.Add("b", invented(2))
	ix.Merge()
	ix.Close()
	data, err := os.ReadFile(basePath(dir))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[:2000], uint32(70), byte(9))
	f.Add(data[:200], uint32(0), byte(1))
	f.Fuzz(func(_ *testing.T, front []byte, at uint32, flip byte) {
		damaged := append(slices.Clone(front), data[min(len(front), len(data)):]...)
		damaged[int(at)%len(damaged)] ^= flip
		b, err := readBase(damaged)
		if err != nil {
			return
		}
		other := &Index{base: b, fresh: newFresh()}
		other.Find(invented(1), 3)
		other.Has("a")
	})
}

func FuzzReplay(f *testing.F) {
	f.Add(record(added, 0, indexed("a", invented(1))))
	f.Add(record(marked, 7, work{id: "-"}))
	f.Fuzz(func(t *testing.T, log []byte) {
		if n := replay(log, func(byte, int64, work) {}); n > len(log) {
			t.Errorf("%d of %d bytes", n, len(log))
		}
	})
}

func FuzzPrint(f *testing.F) {
	p := invented(1)
	p.Sound = []uint32{1, 2, 3}
	data, _ := p.MarshalBinary()
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		var p Print
		if p.UnmarshalBinary(data) != nil {
			return
		}
		Compare(p, p)
	})
}
