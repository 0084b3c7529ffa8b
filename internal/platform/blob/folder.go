package blob

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Folder keeps blobs as files of one folder.
type Folder struct{ dir string }

// OpenFolder returns the store in dir, which it makes.
func OpenFolder(dir string) (*Folder, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, staging), 0o750); err != nil {
		return nil, fmt.Errorf("the folder for files cannot be made: %w", err)
	}
	return &Folder{dir}, nil
}

// staging holds what is being written. No key begins with a dot, so nothing in it can be asked for.
const staging = ".staging"

// path is where the blob of that key lies or would lie.
func (s *Folder) path(key string) (string, error) {
	return filepath.Join(s.dir, filepath.FromSlash(key)), check(key)
}

// Put writes beside the blob's place and moves there.
func (s *Folder) Put(ctx context.Context, key string, r io.Reader) error {
	if err := check(key); err != nil {
		return err
	}
	name, err := spool(ctx, filepath.Join(s.dir, staging), r)
	if err != nil {
		return err
	}
	if err := s.MoveIn(ctx, key, name); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// spool writes everything of r into a new file in dir, which is gone again when that fails.
func spool(ctx context.Context, dir string, r io.Reader) (name string, err error) {
	f, err := os.CreateTemp(dir, "put-")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, reader{ctx, r})
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// MoveIn renames the file. Within one file system nothing is copied.
func (s *Folder) MoveIn(ctx context.Context, key, path string) error {
	target, err := s.path(key)
	if err != nil {
		return err
	}
	if err := sync(path); err != nil {
		return err
	}
	err = rename(path, target)
	if errors.Is(err, crossDevice) {
		return s.copyIn(ctx, key, path)
	}
	return err
}

// rename moves a file to its place, whose folder it makes, so that the new name survives a power cut as well.
func rename(path, target string) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
		return err
	}
	if err := os.Rename(path, target); err != nil {
		return err
	}
	return sync(filepath.Dir(target))
}

func (s *Folder) copyIn(ctx context.Context, key, path string) error {
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

// Copy lets both keys share one file: blobs are replaced, never changed in place.
func (s *Folder) Copy(_ context.Context, from, to string) error {
	source, err := s.path(from)
	if err != nil {
		return err
	}
	target, err := s.path(to)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(filepath.Join(s.dir, staging), "copy-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a rename onto another name of the same file leaves both
	link := filepath.Join(dir, "link")
	if err := os.Link(source, link); err != nil {
		return err
	}
	return rename(link, target)
}

// Open answers an *os.File.
func (s *Folder) Open(_ context.Context, key string) (io.ReadSeekCloser, Info, error) {
	path, err := s.path(key)
	if err != nil {
		return nil, Info{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, Info{}, err
	}
	info, err := told(key, f.Stat)
	if err != nil {
		return nil, info, errors.Join(err, f.Close())
	}
	return f, info, nil
}

// told makes what a file system tells of a blob; a folder is none.
func told(key string, stat func() (fs.FileInfo, error)) (Info, error) {
	st, err := stat()
	if err == nil && st.IsDir() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return Info{}, err
	}
	return Info{key, st.Size(), st.ModTime()}, nil
}

// Stat tells of a blob.
func (s *Folder) Stat(_ context.Context, key string) (Info, error) {
	path, err := s.path(key)
	if err != nil {
		return Info{}, err
	}
	return told(key, func() (fs.FileInfo, error) { return os.Stat(path) })
}

// Local is the blob's own file.
func (s *Folder) Local(ctx context.Context, key string) (string, func(), error) {
	if _, err := s.Stat(ctx, key); err != nil {
		return "", nil, err
	}
	path, err := s.path(key)
	return path, func() {}, err
}

// Delete removes the file, or the folder of that name.
func (s *Folder) Delete(_ context.Context, key string) error {
	path, err := s.path(key)
	if err != nil {
		return err
	}
	return os.RemoveAll(path)
}

// List walks the folder.
func (s *Folder) List(ctx context.Context, prefix string) ([]Info, error) {
	root := s.dir
	if prefix != "" {
		var err error
		if root, err = s.path(strings.TrimSuffix(prefix, "/")); err != nil {
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
		key, err := filepath.Rel(s.dir, path)
		if err != nil {
			return err
		}
		info, err := told(filepath.ToSlash(key), d.Info)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		all = append(all, info)
		return err
	})
	slices.SortFunc(all, func(a, b Info) int { return cmp.Compare(a.Key, b.Key) })
	return all, err
}

// Room is what the folder's disk still takes.
func (s *Folder) Room() (int64, error) { return Free(s.dir) }
