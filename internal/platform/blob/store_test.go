package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"saiying/internal/platform/blob"
	"saiying/internal/platform/blobtest"
)

var ctx = context.Background()

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, s blob.Store, key, body string) {
	t.Helper()
	must(t, s.Put(ctx, key, strings.NewReader(body)))
}

func get(t *testing.T, s blob.Store, key string) string {
	t.Helper()
	f, info, err := s.Open(ctx, key)
	must(t, err)
	defer func() { _ = f.Close() }()
	body, err := io.ReadAll(f)
	must(t, err)
	if info.Key != key || info.Size != int64(len(body)) || info.Modified.IsZero() {
		t.Fatalf("%d bytes of %+v", len(body), info)
	}
	return string(body)
}

func keys(t *testing.T, s blob.Store, prefix string) string {
	t.Helper()
	list, err := s.List(ctx, prefix)
	must(t, err)
	var all []string
	for _, b := range list {
		all = append(all, b.Key)
	}
	return strings.Join(all, " ")
}

func missing(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s of what is not there: %v", what, err)
	}
}

func TestPutOpenListDelete(t *testing.T) {
	blobtest.Each(t, func(t *testing.T, s blob.Store) {
		put(t, s, "media/a/master.m3u8", "first")
		put(t, s, "media/a/master.m3u8", "second") // replaced
		put(t, s, "media/a/360p_0000.m4s", "")
		put(t, s, "media/a-b/original", "film")
		if got := get(t, s, "media/a/master.m3u8") + get(t, s, "media/a/360p_0000.m4s"); got != "second" {
			t.Fatalf("%q", got)
		}
		if got := keys(t, s, "media/a"); got != "media/a/360p_0000.m4s media/a/master.m3u8" {
			t.Fatalf("%q", got)
		}
		if got := keys(t, s, ""); got != "media/a-b/original media/a/360p_0000.m4s media/a/master.m3u8" {
			t.Fatalf("%q", got)
		}
		for _, key := range []string{"media/a", "media/a", "media/never"} { // twice is no error
			must(t, s.Delete(ctx, key))
		}
		if got := keys(t, s, ""); got != "media/a-b/original" {
			t.Fatalf("%q", got)
		}
		must(t, s.Delete(ctx, "media/a-b/original"))
		if got := keys(t, s, "") + keys(t, s, "media/never"); got != "" {
			t.Fatalf("%q", got)
		}
	})
}

func TestWhatIsNotThere(t *testing.T) {
	blobtest.Each(t, func(t *testing.T, s blob.Store) {
		put(t, s, "media/a/original", "film")
		for _, key := range []string{"media/b", "media/a"} { // a folder is no blob
			_, err := s.Stat(ctx, key)
			missing(t, "stat", err)
			_, _, err = s.Open(ctx, key)
			missing(t, "open", err)
			_, _, err = s.Local(ctx, key)
			missing(t, "local", err)
		}
		missing(t, "copy", s.Copy(ctx, "media/b", "media/c"))
	})
}

func TestABrokenPutChangesNothing(t *testing.T) {
	blobtest.Each(t, func(t *testing.T, s blob.Store) {
		put(t, s, "a/b", "first")
		boom := errors.New("boom")
		if err := s.Put(ctx, "a/b", io.MultiReader(strings.NewReader("half"), iotest.ErrReader(boom))); !errors.Is(err, boom) {
			t.Fatal(err)
		}
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if err := s.Put(gone, "a/c", strings.NewReader("x")); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if got := get(t, s, "a/b") + keys(t, s, ""); got != "firsta/b" {
			t.Fatalf("%q", got)
		}
	})
}

func TestMoveInCopyLocal(t *testing.T) {
	blobtest.Each(t, func(t *testing.T, s blob.Store) {
		path := filepath.Join(t.TempDir(), "film")
		must(t, os.WriteFile(path, []byte("film"), 0o600))
		must(t, s.MoveIn(ctx, "media/a/original", path))
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Fatal("the file is still where it was")
		}
		put(t, s, "media/b/original", "other")
		for range 2 {
			must(t, s.Copy(ctx, "media/a/original", "media/b/original"))
		}
		must(t, s.Delete(ctx, "media/a/original"))
		local, release, err := s.Local(ctx, "media/b/original")
		must(t, err)
		if body, err := os.ReadFile(local); err != nil || string(body) != "film" {
			t.Fatalf("%q %v", body, err)
		}
		release()
		if get(t, s, "media/b/original") != "film" {
			t.Fatal("the blob went with its local file")
		}
		if n, err := s.Room(); err != nil || n <= 0 {
			t.Fatal(n, err)
		}
	})
}

// A large blob is sent in parts and read in windows; both have edges.
func TestALargeBlobIsReadFromAnywhere(t *testing.T) {
	body := make([]byte, 65<<20)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(body)
	blobtest.Each(t, func(t *testing.T, s blob.Store) {
		path := filepath.Join(t.TempDir(), "film")
		must(t, os.WriteFile(path, body, 0o600))
		must(t, s.MoveIn(ctx, "film", path))
		f, _, err := s.Open(ctx, "film")
		must(t, err)
		defer func() { _ = f.Close() }()
		for _, at := range []int64{0, 8<<20 - 5, 64<<20 - 1, 65<<20 - 10} {
			got := make([]byte, 10)
			_, err := f.Seek(at, io.SeekStart)
			must(t, err)
			n, err := io.ReadFull(f, got[:min(10, int64(len(body))-at)])
			if err != nil || !bytes.Equal(got[:n], body[at:at+int64(n)]) {
				t.Fatalf("at %d: %v %v", at, got, err)
			}
		}
		if n, err := f.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
			t.Fatal(n, err)
		}
		_, err = f.Seek(-int64(len(body)), io.SeekEnd)
		must(t, err)
		if all, err := io.ReadAll(f); err != nil || !bytes.Equal(all, body) {
			t.Fatal(len(all), err)
		}
	})
}

func TestKeysStayInside(t *testing.T) {
	blobtest.Each(t, func(t *testing.T, s blob.Store) {
		for _, key := range []string{"", "/etc/passwd", "..", "a/../b", "a//b", "a/", ".staging/x", "a/.hidden", `a\b`, "a b", "片", strings.Repeat("a", 129)} {
			_, _, open := s.Open(ctx, key)
			_, stat := s.Stat(ctx, key)
			for verb, err := range map[string]error{"put": s.Put(ctx, key, strings.NewReader("x")), "open": open, "stat": stat, "delete": s.Delete(ctx, key),
				"copy": s.Copy(ctx, key, "a"), "copy to": s.Copy(ctx, "a", key)} {
				if !errors.Is(err, blob.ErrKey) {
					t.Errorf("%s of %q gave %v", verb, key, err)
				}
			}
		}
	})
}

func TestAFolderKeepsOneFileForTwoNames(t *testing.T) {
	s := blobtest.Open(t, blobtest.Folder(t))
	put(t, s, "a", "film")
	must(t, s.Copy(ctx, "a", "b"))
	a, _, err := s.Local(ctx, "a")
	must(t, err)
	b, _, err := s.Local(ctx, "b")
	must(t, err)
	one, err := os.Stat(a)
	must(t, err)
	two, err := os.Stat(b)
	must(t, err)
	if !os.SameFile(one, two) {
		t.Error("the file was copied")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(a), ".staging", "*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	f, _, err := s.Open(ctx, "a")
	must(t, err)
	if _, ok := f.(*os.File); !ok {
		t.Errorf("a %T does not reach a socket by sendfile", f)
	}
	must(t, f.Close())
}

func TestAddresses(t *testing.T) {
	for address, ok := range map[string]bool{"file:" + t.TempDir(): true, "s3://films?endpoint=http://127.0.0.1:1&region=x": true, "s3://films": true,
		"s3://": false, "s3://films/folder": false, "/srv/films": false, "ftp://films": false} {
		_, err := blob.Open(blob.Config{Address: address, Key: "k", Secret: "s", Scratch: t.TempDir()})
		if (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
	if _, err := blob.Open(blob.Config{Address: "s3://films", Scratch: t.TempDir()}); err == nil || !strings.Contains(err.Error(), "AWS_ACCESS_KEY_ID") {
		t.Errorf("without keys: %v", err)
	}
}
