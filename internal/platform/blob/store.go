package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// ErrKey is what an unusable key answers: only a programmer or an attacker makes one.
var ErrKey = errors.New("this is not a blob's key")

// Info is what is known of a blob without reading it.
type Info struct {
	Key      string
	Size     int64
	Modified time.Time
}

// Store is a folder of blobs. It is safe for concurrent use; of two writers to one key the last wins, whole.
type Store struct{ dir string }

// Open returns the store in dir, which it makes.
func Open(dir string) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, staging), 0o750); err != nil {
		return nil, fmt.Errorf("the folder for files cannot be made: %w", err)
	}
	return &Store{dir}, nil
}

// staging holds what is being written. No key begins with a dot, so nothing in it can be asked for.
const staging = ".staging"

var segment = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$`)

// Path is where the blob of that key lies or would lie, for programs that read files by name. The file must not be changed.
func (s *Store) Path(key string) (string, error) {
	for part := range strings.SplitSeq(key, "/") {
		if !segment.MatchString(part) {
			return "", fmt.Errorf("%w: %q", ErrKey, key)
		}
	}
	return filepath.Join(s.dir, filepath.FromSlash(key)), nil
}

// Put writes everything of r under key, replacing what was there.
func (s *Store) Put(ctx context.Context, key string, r io.Reader) (err error) {
	if _, err := s.Path(key); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Join(s.dir, staging), "put-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = io.Copy(f, reader{ctx, r})
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return s.MoveIn(ctx, key, f.Name())
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

// MoveIn makes the file at path the blob of that key and removes it from where it was. Within one file system nothing is
// copied. The file must be complete: MoveIn brings it to the disk first.
func (s *Store) MoveIn(ctx context.Context, key, path string) error {
	target, err := s.Path(key)
	if err != nil {
		return err
	}
	if err := sync(path); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
		return err
	}
	err = os.Rename(path, target)
	if errors.Is(err, crossDevice) {
		return s.copyIn(ctx, key, path)
	}
	if err != nil {
		return err
	}
	return sync(filepath.Dir(target)) // the new name must survive a power cut as well
}

// Link makes the blob of one key that of another too. Both share one file: blobs are replaced, never changed in place.
func (s *Store) Link(_ context.Context, from, to string) error {
	source, err := s.Path(from)
	if err != nil {
		return err
	}
	target, err := s.Path(to)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
		return err
	}
	if err := os.Link(source, target); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return sync(filepath.Dir(target))
}

func (s *Store) copyIn(ctx context.Context, key, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if err := s.Put(ctx, key, f); err != nil {
		return err
	}
	return os.Remove(path)
}

func sync(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Open opens a blob; one that does not exist answers fs.ErrNotExist. The caller closes the file.
func (s *Store) Open(_ context.Context, key string) (*os.File, Info, error) {
	path, err := s.Path(key)
	if err != nil {
		return nil, Info{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, Info{}, err
	}
	st, err := f.Stat()
	if err == nil && st.IsDir() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, Info{}, errors.Join(err, f.Close())
	}
	return f, Info{key, st.Size(), st.ModTime()}, nil
}

// Stat tells of a blob; one that does not exist answers fs.ErrNotExist.
func (s *Store) Stat(_ context.Context, key string) (Info, error) {
	path, err := s.Path(key)
	if err != nil {
		return Info{}, err
	}
	st, err := os.Stat(path)
	if err == nil && st.IsDir() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return Info{}, err
	}
	return Info{key, st.Size(), st.ModTime()}, nil
}

// Delete removes a blob, or all blobs below a key that is a folder. One that does not exist is no error.
func (s *Store) Delete(_ context.Context, key string) error {
	path, err := s.Path(key)
	if err != nil {
		return err
	}
	return os.RemoveAll(path)
}

// List tells of every blob below the folder that prefix names, or of all when it is empty, by key.
func (s *Store) List(ctx context.Context, prefix string) ([]Info, error) {
	root := s.dir
	if prefix != "" {
		var err error
		if root, err = s.Path(strings.TrimSuffix(prefix, "/")); err != nil {
			return nil, err
		}
	}
	all := []Info{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // removed while we looked, or never there
		}
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if d.IsDir() {
			if d.Name() == staging {
				return fs.SkipDir
			}
			return nil
		}
		st, err := d.Info()
		if err != nil {
			return err
		}
		key, err := filepath.Rel(s.dir, path)
		all = append(all, Info{filepath.ToSlash(key), st.Size(), st.ModTime()})
		return err
	})
	return all, err
}

// Free is how many bytes the store's disk still takes.
func (s *Store) Free() (int64, error) { return free(s.dir) }
