package fingerprint

import (
	"bufio"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
)

// BuildIndex makes the index in a folder from all prints at once, in rising order of their ids, with the mark that [Index.Marked] then
// answers. What lies in the folder is replaced. It writes each work twice; adding a million one by one would rewrite the base 244
// times. It answers [ErrHeld] while another process writes,
// and [ErrIndex] if the base that lies there is damaged: remove it first. Memory: 8 bytes a moment.
func BuildIndex(dir string, mark int64, prints iter.Seq2[string, Print]) error {
	ix, err := OpenIndex(dir)
	if err != nil {
		return err
	}
	spool, err := os.CreateTemp(dir, "base-*")
	if err != nil {
		return errors.Join(err, ix.Close())
	}
	defer os.Remove(spool.Name()) //nolint:errcheck // the next OpenIndex removes what is left
	err = ix.replace(spool, mark, prints)
	return errors.Join(err, spool.Close(), ix.Close())
}

// replace spools the works, builds a base of them and begins an empty log.
func (ix *Index) replace(spool *os.File, mark int64, prints iter.Seq2[string, Print]) error {
	size, err := spoolWorks(spool, prints)
	if err != nil {
		return err
	}
	works := func(func(work) bool) {}
	if size > 0 {
		data, err := mapFile(spool, size)
		if err != nil {
			return err
		}
		defer unmapFile(data) //nolint:errcheck // only read
		works = func(yield func(work) bool) { spooled(data, yield) }
	}
	if err := build(ix.dir, ix.base.generation+1, mark, works); err != nil {
		return err
	}
	return os.Remove(filepath.Clean(ix.log.Name()))
}

// spoolWorks writes the works as records one after another and answers how many bytes they are.
func spoolWorks(spool *os.File, prints iter.Seq2[string, Print]) (int, error) {
	out, size, last := bufio.NewWriterSize(spool, 1<<20), 0, ""
	for id, p := range prints {
		if id <= last || len(id) > mostID {
			return 0, fmt.Errorf("the id %.20q of a print follows %.20q; ids must rise and have 1 to %d bytes", id, last, mostID)
		}
		n, err := out.Write(record(added, 0, indexed(id, p)))
		if err != nil {
			return 0, err
		}
		size, last = size+n, id
	}
	return size, out.Flush()
}

// spooled yields the works of a spool until it is told to stop, which build never does.
func spooled(data []byte, yield func(work) bool) {
	replay(data, func(_ byte, _ int64, w work) { yield(w) })
}
