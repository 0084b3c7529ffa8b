package fingerprint

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// ErrHeld is an index that another process writes.
var ErrHeld = errors.New("another process writes this index of prints; open it for reading, or stop the other")

// mostFresh is how many works the log holds before they are merged into the base; they take about 30 MB of memory.
const mostFresh = 4096

// Index finds works by their pictures. One process writes, others of the same machine read; each machine has its own, made
// from the prints in the database. For many goroutines.
//
// It is a folder: a base, mapped into memory, and a log of what came since. A million works of eight moments are a file of 0.8 GB, of
// which the machine keeps in memory what it has room for; the process itself holds only the log, at most some 30 MB, and while
// merging 8 bytes a moment, 64 MB for that million. A killed process leaves the old base and a log whose torn end is ignored.
type Index struct {
	dir    string
	lock   *os.File // nil when only read
	mu     sync.RWMutex
	base   *base
	log    *os.File
	logged int64 // bytes of the log that are in fresh
	fresh  *fresh
	mark   int64
}

// OpenIndex opens the index in a folder for reading and writing, and begins an empty one if there is none. It answers [ErrHeld]
// while another process writes, [ErrIndex] if the base cannot be read.
func OpenIndex(dir string) (*Index, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := holdFile(lock); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	ix := &Index{dir: dir, lock: lock}
	if err := errors.Join(ix.load(), ix.mend()); err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	return ix, nil
}

// ReadIndex opens the index in a folder for reading beside its writer. [Index.Refresh] takes in what the writer added since.
func ReadIndex(dir string) (*Index, error) {
	ix := &Index{dir: dir}
	if err := ix.load(); err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	return ix, nil
}

// Close lets go of the files; everything answered as added is in them.
func (ix *Index) Close() error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	err := ix.drop()
	if ix.lock != nil {
		err, ix.lock = errors.Join(err, ix.lock.Close()), nil
	}
	return err
}

func (ix *Index) drop() error {
	var err error
	if ix.base != nil {
		err, ix.base = ix.base.close(), nil
	}
	if ix.log != nil {
		err, ix.log = errors.Join(err, ix.log.Close()), nil
	}
	return err
}

// load opens base and log anew.
func (ix *Index) load() error {
	b, err := openBase(ix.dir)
	if err != nil {
		return err
	}
	ix.base, ix.fresh, ix.mark, ix.logged = b, newFresh(), b.mark, 0
	flags := os.O_RDONLY
	if ix.lock != nil {
		flags = os.O_RDWR | os.O_CREATE
	}
	ix.log, err = os.OpenFile(ix.logPath(b.generation), flags, 0o644)
	if ix.lock == nil && errors.Is(err, os.ErrNotExist) {
		ix.log, err = nil, nil
	}
	return errors.Join(err, ix.catchUp())
}

func (ix *Index) logPath(generation uint64) string {
	return filepath.Join(ix.dir, fmt.Sprintf("log-%d.%d", Edition, generation))
}

// catchUp takes in what the log has grown by.
func (ix *Index) catchUp() error {
	if ix.log == nil {
		return nil
	}
	if _, err := ix.log.Seek(ix.logged, io.SeekStart); err != nil {
		return err
	}
	data, err := io.ReadAll(ix.log)
	ix.logged += int64(replay(data, ix.apply))
	return err
}

// mend cuts the torn end off the log and throws away what a killed merge left.
func (ix *Index) mend() error {
	if ix.log == nil {
		return nil
	}
	entries, err := os.ReadDir(ix.dir)
	for _, e := range entries {
		stray := strings.HasPrefix(e.Name(), "base-") || strings.HasPrefix(e.Name(), "log-") && e.Name() != filepath.Base(ix.log.Name())
		if stray {
			err = errors.Join(err, os.Remove(filepath.Join(ix.dir, e.Name())))
		}
	}
	return errors.Join(err, ix.log.Truncate(ix.logged))
}

// apply is one record of the log.
func (ix *Index) apply(kind byte, mark int64, w work) {
	switch kind {
	case added:
		ix.fresh.add(w)
	case removed:
		ix.fresh.remove(w.id)
	case marked:
		ix.mark = mark
	}
}

// Add takes a work in, or takes it in anew under the same id (1 to 200 bytes). It is on the disk for good with the next [Index.Mark].
func (ix *Index) Add(id string, p Print) error { return ix.tell(added, 0, indexed(id, p)) }

// Remove forgets a work; one that is not in changes nothing.
func (ix *Index) Remove(id string) error { return ix.tell(removed, 0, work{id: id}) }

// Mark writes down how far the works of the database are in, in the caller's own count, after those were added: whoever opens the
// index again goes on from [Index.Marked].
func (ix *Index) Mark(upTo int64) error {
	if err := ix.tell(marked, upTo, work{id: "-"}); err != nil {
		return err
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return ix.log.Sync()
}

// Marked is the last mark, 0 in an empty index.
func (ix *Index) Marked() int64 {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return ix.mark
}

// tell writes a record and does what it says.
func (ix *Index) tell(kind byte, mark int64, w work) error {
	if w.id == "" || len(w.id) > mostID {
		return fmt.Errorf("the id %.20q of a print has %d bytes; it must have 1 to %d", w.id, len(w.id), mostID)
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.lock == nil {
		return errors.New("this index of prints was opened for reading")
	}
	data := record(kind, mark, w)
	if _, err := ix.log.WriteAt(data, ix.logged); err != nil {
		return err
	}
	ix.logged += int64(len(data))
	ix.apply(kind, mark, w)
	if len(ix.fresh.works)+len(ix.fresh.gone) < mostFresh*2 && len(ix.fresh.works) < mostFresh {
		return nil
	}
	return ix.merge()
}

// Merge writes base and log into one new base. Add does so by itself now and then.
func (ix *Index) Merge() error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.lock == nil {
		return errors.New("this index of prints was opened for reading")
	}
	return ix.merge()
}

func (ix *Index) merge() error {
	old := ix.log.Name()
	if err := build(ix.dir, ix.base.generation+1, ix.mark, merged(ix.base, ix.fresh.gone, sorted(ix.fresh.works))); err != nil {
		return fmt.Errorf("merge the index of prints: %w", err)
	}
	if err := errors.Join(ix.drop(), ix.load()); err != nil {
		return err
	}
	return os.Remove(old)
}

// Refresh takes in what the writer wrote since; it costs little when nothing did. The writer itself needs none.
func (ix *Index) Refresh() error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.lock != nil {
		return nil
	}
	now, err := openBase(ix.dir)
	if err != nil {
		return err
	}
	if now.generation == ix.base.generation && ix.log != nil {
		return errors.Join(now.close(), ix.catchUp())
	}
	return errors.Join(now.close(), ix.drop(), ix.load())
}

// Has tells whether a work is in.
func (ix *Index) Has(id string) bool {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	if _, in := ix.fresh.works[id]; in {
		return true
	}
	return !ix.fresh.gone[id] && ix.base.find(id) >= 0
}
