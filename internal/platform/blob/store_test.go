package blob_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"saiying/internal/platform/blob"
)

func open(t *testing.T) (*blob.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "blobs")
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

func TestPutOpenStatListDelete(t *testing.T) {
	s, _ := open(t)
	ctx := context.Background()
	for _, key := range []string{"media/a/master.m3u8", "media/a/360p_0000.m4s", "media/b/original", "media/a/master.m3u8"} {
		if err := s.Put(ctx, key, strings.NewReader("body of "+key)); err != nil {
			t.Fatal(err)
		}
	}
	f, info, err := s.Open(ctx, "media/b/original")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	body, err := io.ReadAll(f)
	if err != nil || string(body) != "body of media/b/original" || info.Size != int64(len(body)) {
		t.Fatalf("%q %v %v", body, info, err)
	}
	list, err := s.List(ctx, "media/a")
	if err != nil || len(list) != 2 || list[0].Key != "media/a/360p_0000.m4s" {
		t.Fatalf("%v %v", list, err)
	}
	if all, err := s.List(ctx, ""); err != nil || len(all) != 3 {
		t.Fatalf("%v %v", all, err)
	}
	for _, key := range []string{"media/a", "media/a", "media/never"} { // twice is no error
		if err := s.Delete(ctx, key); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Stat(ctx, "media/a/master.m3u8"); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if _, _, err := s.Open(ctx, "media"); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("a folder was opened: %v", err)
	}
	if list, err := s.List(ctx, "media/a"); err != nil || len(list) != 0 {
		t.Fatalf("%v %v", list, err)
	}
}

func TestABrokenPutLeavesNothing(t *testing.T) {
	s, dir := open(t)
	ctx := context.Background()
	if err := s.Put(ctx, "a/b", strings.NewReader("first")); err != nil {
		t.Fatal(err)
	}
	boom := errors.New("boom")
	if err := s.Put(ctx, "a/b", io.MultiReader(strings.NewReader("half"), iotest.ErrReader(boom))); !errors.Is(err, boom) {
		t.Fatal(err)
	}
	if info, err := s.Stat(ctx, "a/b"); err != nil || info.Size != 5 {
		t.Fatalf("%v %v", info, err)
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Put(gone, "a/c", strings.NewReader("x")); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".staging", "*")); len(left) != 0 {
		t.Fatalf("left behind: %v", left)
	}
}

func TestMoveIn(t *testing.T) {
	s, _ := open(t)
	path := filepath.Join(t.TempDir(), "film")
	if err := os.WriteFile(path, []byte("film"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.MoveIn(context.Background(), "media/a/original", path); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal("the file is still where it was")
	}
	at, err := s.Path("media/a/original")
	if err != nil {
		t.Fatal(err)
	}
	if body, err := os.ReadFile(at); err != nil || string(body) != "film" {
		t.Fatalf("%q %v", body, err)
	}
}

func TestKeysStayInside(t *testing.T) {
	s, _ := open(t)
	for _, key := range []string{"", "/etc/passwd", "..", "a/../b", "a//b", "a/", ".staging/x", "a/.hidden", `a\b`, "a b", "片", strings.Repeat("a", 129)} {
		if err := s.Put(context.Background(), key, strings.NewReader("x")); !errors.Is(err, blob.ErrKey) {
			t.Errorf("key %q gave %v", key, err)
		}
	}
}

func TestFree(t *testing.T) {
	s, _ := open(t)
	if n, err := s.Free(); err != nil || n <= 0 {
		t.Fatal(n, err)
	}
}
