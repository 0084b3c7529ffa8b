package media

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"

	"saiying/internal/platform/blob"
)

// landing is where the bytes of unfinished uploads lie. There is one for each kind of blob store, so that a whole upload becomes
// a blob without being copied. Whoever writes or settles holds the upload's lock; every verb but make may be called again.
type landing interface {
	// make begins an upload of that id and size, and tells its place: what find wants to know.
	make(ctx context.Context, info handler.FileInfo) (u handler.Upload, place string, err error)
	// find returns an upload that is not whole.
	find(ctx context.Context, id, place string) (handler.Upload, error)
	// have tells how many bytes have landed, wherever a crash left them, and when the last did; -1 when nothing is known of the upload.
	have(ctx context.Context, a Asset, place string) (int64, time.Time, error)
	// write appends a piece at offset and tells how many bytes of it are there; a piece that is not what its sender said is
	// forgotten and refused.
	write(ctx context.Context, u handler.Upload, id string, offset int64, p *piece) (int64, error)
	// settle makes a whole upload the asset's original.
	settle(ctx context.Context, id, place string) error
	// remove forgets what is not settled.
	remove(ctx context.Context, id, place string) error
	// strays tells the ids of what has lain since before that time; the places of those without a row are part of what stray takes.
	strays(ctx context.Context, before time.Time) ([]stray, error)
	// room is how many bytes may still land.
	room() (int64, error)
}

// stray is something of an upload that has lain for a while.
type stray struct{ id, place string }

// land chooses the landing that goes with a store of blobs.
func land(dir string, blobs blob.Store) landing {
	if b, ok := blobs.(*blob.Bucket); ok {
		return newBucket(dir, b)
	}
	return newFolder(dir, blobs)
}

// folder lets uploads land in files of a folder.
type folder struct {
	dir   string
	files filestore.FileStore
	blobs blob.Store
}

func newFolder(dir string, blobs blob.Store) folder {
	f := folder{dir, filestore.New(dir), blobs}
	f.files.DirModePerm, f.files.FileModePerm = 0o750, 0o640
	return f
}

func (f folder) path(id string) string { return filepath.Join(f.dir, id) }

func (f folder) make(ctx context.Context, info handler.FileInfo) (handler.Upload, string, error) {
	u, err := f.files.NewUpload(ctx, info)
	return u, "", err
}

func (f folder) find(ctx context.Context, id, _ string) (handler.Upload, error) {
	return f.files.GetUpload(ctx, id)
}

func (f folder) have(ctx context.Context, a Asset, _ string) (int64, time.Time, error) {
	st, err := os.Stat(f.path(a.ID))
	if err == nil {
		return st.Size(), st.ModTime(), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return 0, time.Time{}, err
	}
	return settled(ctx, f.blobs, a.ID)
}

// settled tells of the original among the blobs as have does.
func settled(ctx context.Context, blobs blob.Store, id string) (int64, time.Time, error) {
	there, err := blobs.Stat(ctx, key(id, original))
	if errors.Is(err, fs.ErrNotExist) {
		return -1, time.Time{}, nil
	}
	return there.Size, there.Modified, err
}

// write does what tus's own store would, with the disk at work meanwhile.
func (f folder) write(_ context.Context, _ handler.Upload, id string, offset int64, p *piece) (int64, error) {
	file, err := os.OpenFile(f.path(id), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(blob.Ahead(file, offset), p)
	err = errors.Join(err, file.Close())
	if p.wrong() {
		return 0, errors.Join(errChecksum, os.Truncate(f.path(id), offset))
	}
	return n, err
}

func (f folder) settle(ctx context.Context, id, _ string) error {
	if _, err := os.Stat(f.path(id)); err != nil {
		return nil // it was settled before
	}
	return f.blobs.MoveIn(ctx, key(id, original), f.path(id))
}

func (f folder) remove(_ context.Context, id, _ string) error {
	for _, name := range []string{id, id + ".info"} {
		if err := os.Remove(f.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (f folder) strays(_ context.Context, before time.Time) ([]stray, error) {
	files, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, err
	}
	var old []stray
	for _, file := range files {
		if st, err := file.Info(); err == nil && st.ModTime().Before(before) {
			id := file.Name()
			old = append(old, stray{id: id[:len(id)-len(filepath.Ext(id))]})
		}
	}
	return old, nil
}

func (f folder) room() (int64, error) {
	here, err := blob.Free(f.dir)
	if err != nil {
		return 0, err
	}
	there, err := f.blobs.Room()
	return min(here, there), err
}
