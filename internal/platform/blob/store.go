package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

// ErrKey is what an unusable key answers: only a programmer or an attacker makes one.
var ErrKey = errors.New("this is not a blob's key")

// Info is what is known of a blob without reading it.
type Info struct {
	Key      string
	Size     int64 // bytes
	Modified time.Time
}

// Store keeps blobs. It is safe for concurrent use, by several machines where they share the folder or bucket; of two writers
// to one key the last wins, whole. Every verb but MoveIn may be called again after it was broken off or its answer was lost, and
// then ends as if it had been called once. A blob that does not exist is fs.ErrNotExist, a bad key is ErrKey.
type Store interface {
	// Put writes everything of r under key, replacing what was there. When r fails nothing is changed.
	Put(ctx context.Context, key string, r io.Reader) error
	// MoveIn makes the complete file at path the blob of that key, replacing what was there, and removes it from where it was.
	// It must not be called for a file that an earlier call may have removed: see first whether the blob is there.
	MoveIn(ctx context.Context, key, path string) error
	// Copy makes the blob of one key that of another too, replacing what was there. A folder does not store it twice.
	Copy(ctx context.Context, from, to string) error
	// Open opens a blob for reading from any offset. The caller closes it.
	Open(ctx context.Context, key string) (io.ReadSeekCloser, Info, error)
	// Stat tells of a blob.
	Stat(ctx context.Context, key string) (Info, error)
	// Local is the path of a file with the blob's bytes, for programs that read files by name. The file must not be changed and
	// is there until release is called. Where blobs are elsewhere it is a copy; one for which the disk has no room is refused
	// with syscall.ENOSPC.
	Local(ctx context.Context, key string) (path string, release func(), err error)
	// List tells of every blob below the folder that prefix names, or of all when it is empty, ordered by key.
	List(ctx context.Context, prefix string) ([]Info, error)
	// Delete removes a blob and all blobs below the key. One that does not exist is no error.
	Delete(ctx context.Context, key string) error
	// Room is how many bytes may still be written; math.MaxInt64 where there is no telling.
	Room() (int64, error)
}

// Config says where blobs are.
type Config struct {
	Address string // file:DIR, or s3://BUCKET?endpoint=URL&region=NAME&addressing=virtual
	Key     string // the bucket's access key
	Secret  string // the bucket's secret key
	Scratch string // a folder for copies of what lies in a bucket
}

// Open returns the store that c names. It makes a folder that is not there; a bucket it neither makes nor asks.
func Open(c Config) (Store, error) {
	if dir, ok := strings.CutPrefix(c.Address, "file:"); ok {
		return OpenFolder(dir)
	}
	u, err := url.Parse(c.Address)
	if err != nil || u.Scheme != "s3" || u.Host == "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("SAIYING_BLOBS is %q; it must be file:DIR or s3://BUCKET?endpoint=http://HOST:PORT&region=NAME", c.Address)
	}
	return openBucket(u.Host, u.Query(), c)
}

// check refuses what is no key.
func check(keys ...string) error {
	for _, key := range keys {
		for part := range strings.SplitSeq(key, "/") {
			if part == "" || len(part) > longestPart || part[0] == '.' || strings.ContainsFunc(part, foreign) {
				return fmt.Errorf("%w: %q", ErrKey, key)
			}
		}
	}
	return nil
}

const longestPart = 128

// foreign tells what no key has.
func foreign(c rune) bool {
	letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	return !letter && c != '.' && c != '-' && c != '_'
}

// reader stops reading once its context ends.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
