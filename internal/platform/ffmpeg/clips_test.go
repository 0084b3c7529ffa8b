package ffmpeg

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

var found = sync.OnceValues(func() (*Tool, error) { return New(context.Background(), Options{Threads: 2}) })

// tool is the machine's ffmpeg; the tests of this package cannot be run without it.
func tool(t *testing.T) *Tool {
	t.Helper()
	tool, err := found()
	if err != nil {
		t.Fatal(err)
	}
	return tool
}

// clip makes a film of moving test pictures and a tone: extra are further arguments before the name. Its lavfi
// picture source is given as src ("testsrc2=s=640x360:r=25:d=2").
func clip(t *testing.T, name, src string, extra ...string) string {
	t.Helper()
	args := []string{"-f", "lavfi", "-i", src, "-f", "lavfi", "-i", "sine=f=440:r=48000:d=10", "-shortest",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2"}
	return compose(t, name, append(args, extra...)...)
}

// silent is a film without a sound track.
func silent(t *testing.T, name, src string, extra ...string) string {
	t.Helper()
	args := []string{"-f", "lavfi", "-i", src, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"}
	return compose(t, name, append(args, extra...)...)
}

func compose(t *testing.T, name string, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	if err := tool(t).Compose(t.Context(), dir, append(args, name)...); err != nil {
		t.Fatalf("make %s: %v", name, err)
	}
	return filepath.Join(dir, name)
}

// rewrite changes a file's bytes.
func rewrite(t *testing.T, path string, change func([]byte) []byte) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, filepath.Base(path), change(data))
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// named is the value of key="..." or key=... in a line of a playlist.
func named(line, key string) string {
	_, after, _ := strings.Cut(line, key+"=")
	if strings.HasPrefix(after, `"`) {
		value, _, _ := strings.Cut(after[1:], `"`)
		return value
	}
	value, _, _ := strings.Cut(after, ",")
	return value
}
