package fingerprint

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
)

// mostBucket bounds what one value of a chunk may hold: pictures that look like thousands of others tell little, and a question
// must not pay for them. They are still found by their other chunks.
const mostBucket = 4096

// merged is every work of the base that was not removed, and every fresh one, by id.
func merged(b *base, gone map[string]bool, fresh []work) iter.Seq[work] {
	return func(yield func(work) bool) {
		next := 0
		for w := range b.works {
			id := b.id(w)
			for ; next < len(fresh) && fresh[next].id < id; next++ {
				if !yield(fresh[next]) {
					return
				}
			}
			if !gone[id] && !yield(b.work(w)) {
				return
			}
		}
		for _, w := range fresh[next:] {
			if !yield(w) {
				return
			}
		}
	}
}

// build writes a base beside its place and renames it there, so that a killed process leaves the old one. It needs 8 bytes a
// moment of memory, 64 MB for eight million.
func build(dir string, generation uint64, mark int64, works iter.Seq[work]) error {
	f, err := os.CreateTemp(dir, "base-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(f.Name())
	err = write(f, &base{generation: generation, mark: mark}, works)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), basePath(dir)); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes a rename last.
func syncDir(dir string) error {
	d, err := os.Open(filepath.Clean(dir))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func write(f *os.File, b *base, works iter.Seq[work]) error {
	for w := range works {
		b.works, b.moments, b.ids = b.works+1, b.moments+len(w.moments), b.ids+len(w.id)
	}
	out := bufio.NewWriterSize(f, 1<<20)
	if err := b.writeWorks(out, works); err != nil {
		return err
	}
	if b.moments == 0 {
		return errors.Join(writeStarts(out, new([tables][buckets]uint32)), out.Flush())
	}
	data, err := mapFile(f, b.bucketsAt())
	if err != nil {
		return err
	}
	b.data = data
	return errors.Join(b.writeBuckets(out), unmapFile(data))
}

// writeWorks writes all up to the buckets. A bufio.Writer keeps its first error until it is flushed.
func (b *base) writeWorks(out *bufio.Writer, works iter.Seq[work]) error {
	out.Write(b.header()) //nolint:errcheck // kept until Flush
	for w := range works {
		out.WriteString(w.id) //nolint:errcheck // kept until Flush
	}
	ids, moments := 0, 0
	var entry []byte
	put := func() {
		entry = binary.LittleEndian.AppendUint32(entry[:0], uint32(ids))
		out.Write(binary.LittleEndian.AppendUint32(entry, uint32(moments))) //nolint:errcheck // kept until Flush
	}
	for w := range works {
		put()
		ids, moments = ids+len(w.id), moments+len(w.moments)
	}
	put()
	for w := range works {
		for _, m := range w.moments {
			entry = binary.LittleEndian.AppendUint32(entry[:0], uint32(m.At*1000+.5))
			out.Write(appendHash(entry, m.Hash)) //nolint:errcheck // kept until Flush
		}
	}
	return out.Flush()
}

// writeBuckets counts first, then fills one table after another.
func (b *base) writeBuckets(out *bufio.Writer) error {
	counts := new([tables][buckets]uint32)
	for i := range b.moments {
		m := b.moment(i)
		for c := range counts {
			if n := &counts[c][m.Hash.chunk(c)]; *n < mostBucket {
				*n++
			}
		}
	}
	if err := writeStarts(out, counts); err != nil {
		return err
	}
	for c := range counts {
		if _, err := out.Write(b.fill(c, &counts[c])); err != nil {
			return err
		}
	}
	return out.Flush()
}

// writeStarts writes where each bucket begins, and where the last of a table ends.
func writeStarts(out io.Writer, counts *[tables][buckets]uint32) error {
	var at uint32
	for c := range counts {
		starts := make([]byte, 0, 4*(buckets+1))
		for _, n := range counts[c] {
			starts = binary.LittleEndian.AppendUint32(starts, at)
			at += n
		}
		if _, err := out.Write(binary.LittleEndian.AppendUint32(starts, at)); err != nil {
			return err
		}
	}
	return nil
}

// fill deals the moments into the buckets of one chunk.
func (b *base) fill(c int, counts *[buckets]uint32) []byte {
	var starts [buckets + 1]uint32
	for v, n := range counts {
		starts[v+1] = starts[v] + n
	}
	postings, next := make([]byte, 8*int(starts[buckets])), starts
	for i := range b.moments {
		m := b.moment(i)
		if v := m.Hash.chunk(c); next[v] < starts[v+1] {
			binary.LittleEndian.PutUint32(postings[8*next[v]:], uint32(i))
			binary.LittleEndian.PutUint32(postings[8*next[v]+4:], m.Hash.sketch(c))
			next[v]++
		}
	}
	return postings
}
