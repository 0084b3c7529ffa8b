package fingerprint

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"sort"
)

// The base is one file, written whole and renamed into place:
//
//	header    64 bytes: magic, generation, mark, works, moments, bytes of ids, checksum of the header
//	ids       one after another, sorted
//	works     of each, and once more at the end: end of its id before it, first of its moments (two of 32 bits)
//	moments   36 bytes each: milliseconds, hash
//	buckets   8 tables: 65537 starts of 32 bits, then 8 bytes a moment: which, and a sketch of its other bits
//
// so a work of eight moments takes about 0.8 kB.

const (
	magic      = "SAIYPR3" + string(rune('0'+Edition)) // the form of the file, and what its prints are comparable with
	headerSize = 64
	momentSize = 36
	buckets    = 1 << 16
	tables     = 8 // of the sixteen chunks, the lowest: of 166 attacked copies all that the sixteen found were found by six
)

// ErrIndex is a base that cannot be read; the index is made again from the prints.
var ErrIndex = errors.New("the index of prints is damaged; remove its folder and make it again from the stored prints")

// base is the mapped file; the zero base is empty.
type base struct {
	data                []byte
	generation          uint64
	mark                int64
	works, moments, ids int
}

func basePath(dir string) string { return filepath.Join(dir, "base") }

// openBase maps the base of a folder, the empty one if there is none yet.
func openBase(dir string) (*base, error) {
	f, err := os.Open(basePath(dir))
	if errors.Is(err, os.ErrNotExist) {
		return &base{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() < headerSize {
		return nil, ErrIndex
	}
	data, err := mapFile(f, int(info.Size()))
	if err != nil {
		return nil, err
	}
	b, err := readBase(data)
	if err != nil {
		return nil, errors.Join(err, unmapFile(data))
	}
	return b, nil
}

func (b *base) close() error {
	if b.data == nil {
		return nil
	}
	return unmapFile(b.data)
}

// readBase believes a header only if its figures make up the file exactly.
func readBase(data []byte) (*base, error) {
	if len(data) < headerSize || string(data[:8]) != magic || crc32.ChecksumIEEE(data[:headerSize-4]) != binary.LittleEndian.Uint32(data[headerSize-4:]) {
		return nil, ErrIndex
	}
	u := func(at int) uint64 { return binary.LittleEndian.Uint64(data[at:]) }
	b := &base{data: data, generation: u(8), mark: int64(u(16)), works: int(u(24)), moments: int(u(32)), ids: int(u(40))}
	for _, n := range []int{b.works, b.moments, b.ids} {
		if n < 0 || n > len(data) {
			return nil, ErrIndex
		}
	}
	if b.size() > len(data) {
		return nil, ErrIndex
	}
	return b, nil
}

func (b *base) header() []byte {
	h := []byte(magic)
	for _, v := range []uint64{b.generation, uint64(b.mark), uint64(b.works), uint64(b.moments), uint64(b.ids)} {
		h = binary.LittleEndian.AppendUint64(h, v)
	}
	h = append(h, make([]byte, headerSize-4-len(h))...)
	return binary.LittleEndian.AppendUint32(h, crc32.ChecksumIEEE(h))
}

func (b *base) worksAt() int   { return headerSize + b.ids }
func (b *base) momentsAt() int { return b.worksAt() + 8*(b.works+1) }
func (b *base) bucketsAt() int { return b.momentsAt() + momentSize*b.moments }

// size is without the buckets' postings, which bucket caps make fewer than moments.
func (b *base) size() int { return b.bucketsAt() + tables*4*(buckets+1) }

func (b *base) u32(at int) int { return int(binary.LittleEndian.Uint32(b.data[at:])) }

// id, first and moment do not trust what the file says beyond its bounds.
func (b *base) id(w int) string {
	from, to := b.u32(b.worksAt()+8*w), b.u32(b.worksAt()+8*w+8)
	if from > to || to > b.ids {
		return ""
	}
	return string(b.data[headerSize+from : headerSize+to])
}

func (b *base) first(w int) int { return min(b.u32(b.worksAt()+8*w+4), b.moments) }

func (b *base) moment(i int) Moment { return Moment{b.at(i), b.hash(i)} }

func (b *base) at(i int) float64 { return float64(b.u32(b.momentsAt()+momentSize*i)) / 1000 }

// hash is the i-th moment's.
func (b *base) hash(i int) Hash {
	at := b.data[b.momentsAt()+momentSize*i+4:][:32]
	u := binary.LittleEndian.Uint64
	return Hash{u(at), u(at[8:]), u(at[16:]), u(at[24:])}
}

// owner is the work that the i-th moment belongs to.
func (b *base) owner(i int) int {
	return sort.Search(b.works, func(w int) bool { return b.first(w+1) > i })
}

// find is the place of an id, -1 if it is not in.
func (b *base) find(id string) int {
	w := sort.Search(b.works, func(w int) bool { return b.id(w) >= id })
	if w < b.works && b.id(w) == id {
		return w
	}
	return -1
}

func (b *base) work(w int) work {
	out := work{id: b.id(w)}
	for i := b.first(w); i < b.first(w+1); i++ {
		out.moments = append(out.moments, b.moment(i))
	}
	return out
}

// bucket is the postings of one value of a chunk.
func (b *base) bucket(c int, value uint16) []byte {
	at := b.bucketsAt() + 4*((buckets+1)*c+int(value))
	from, to := b.size()+8*b.u32(at), b.size()+8*b.u32(at+4)
	if from > to || to > len(b.data) {
		return nil
	}
	return b.data[from:to]
}

// probe hands every moment to take that shares a chunk with what is asked and is like it. A bucket is sifted by its sketches before
// any hash is looked at: hashes lie all over the file, and the processor fetches many at a time if nothing waits between them.
func (b *base) probe(a *Asked, take func(moment int)) {
	var like [mostBucket]uint32
	most := a.most()
	for c := range tables {
		for _, value := range a.values(c) {
			for _, i := range like[:sift(b.bucket(c, value), a.Bits.sketch(c), a.Firm.sketch(c), &like)] {
				if int(i) >= b.moments {
					continue
				}
				if h := b.hash(int(i)); a.away(&h) <= most {
					take(int(i))
				}
			}
		}
	}
}

// sift keeps the moments of a bucket whose sketches are like one in its firm bits, and answers how many.
func sift(bucket []byte, sketch, firm uint32, like *[mostBucket]uint32) int {
	n, limit := 0, likeSketch[bits.OnesCount32(firm)]
	for p := bucket[:min(len(bucket), 8*mostBucket)]; len(p) >= 8; p = p[8:] {
		v := binary.LittleEndian.Uint64(p)
		like[n&(mostBucket-1)] = uint32(v)
		n += (bits.OnesCount32((uint32(v>>32)^sketch)&firm) - limit - 1) >> 63 & 1 // without a branch, which would be guessed wrong
	}
	return n
}

// likeSketch is how many of so many firm bits of a sketch may differ: of random ones, one in forty differs in so few.
var likeSketch = func() (most [33]int) {
	for n := range most {
		most[n] = max(0, int(float64(n)/2-math.Sqrt(float64(n))))
	}
	return most
}()

// candidates answers the likeliest works that are not gone.
func (b *base) candidates(all []question, most int, gone map[string]bool) []Candidate {
	if b.data == nil {
		return nil
	}
	var out []Candidate
	end := func(moment int) int { return b.first(b.owner(moment) + 1) }
	for _, r := range ranked(all, gather(all, b.probe), end, b.at) {
		if id := b.id(b.owner(r.moment)); len(out) < most && !gone[id] {
			out = append(out, Candidate{id, r.shared})
		}
	}
	return out
}

// sorted brings works into the order of a base.
func sorted(works map[string]work) []work {
	var all []work
	for _, w := range works {
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b work) int {
		if a.id < b.id {
			return -1
		}
		return 1
	})
	return all
}
