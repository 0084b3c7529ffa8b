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

// compose makes a film in a folder of its own. It is drawn once for all tests, so none may change it in its place.
func compose(t *testing.T, name string, args ...string) string {
	t.Helper()
	drawn, err := drawings.get(append(args, name))
	if err != nil {
		t.Fatalf("make %s: %v", name, err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.Link(drawn, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// album keeps films by the arguments they were made with, until TestMain throws it away.
type album struct {
	sync.Mutex
	dir   string
	films map[string]string
}

var drawings = album{films: map[string]string{}}

func (a *album) get(args []string) (string, error) {
	a.Lock()
	defer a.Unlock()
	key := strings.Join(args, "\x00")
	if path, there := a.films[key]; there {
		return path, nil
	}
	tool, err := found()
	if err != nil {
		return "", err
	}
	if a.dir == "" {
		if a.dir, err = os.MkdirTemp("", "drawings"); err != nil {
			return "", err
		}
	}
	dir, err := os.MkdirTemp(a.dir, "")
	if err != nil {
		return "", err
	}
	a.films[key] = filepath.Join(dir, args[len(args)-1])
	return a.films[key], tool.Compose(context.Background(), dir, args...)
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
