package ffmpeg

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// uncaged is the same tool on a machine without bubblewrap.
func uncaged(t *Tool) *Tool {
	plain := *t
	plain.bwrap = ""
	return &plain
}

func contextWithStop(t *testing.T) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return ctx, cancel
}

func TestCheck(t *testing.T) {
	r, err := tool(t).Check(t.Context())
	if err != nil || len(r.Missing) > 0 || r.FFmpeg == "" || r.FFmpeg != r.FFprobe || r.Sandbox == "" {
		t.Errorf("%+v %v", r, err)
	}
}

func TestNewSaysWhatToInstall(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := New(t.Context(), Options{}); err == nil || !strings.Contains(err.Error(), "apt install ffmpeg") {
		t.Errorf("got %v", err)
	}
}

// The same file measures the same with and without bubblewrap.
func TestProbeUncaged(t *testing.T) {
	path := labelled(t)
	a, err := tool(t).Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := uncaged(tool(t)).Probe(t.Context(), path)
	if err != nil || *a.AIGC != *b.AIGC {
		t.Fatal(b.AIGC, err)
	}
	if a.AIGC, b.AIGC = nil, nil; !reflect.DeepEqual(a, b) {
		t.Errorf("caged %+v, uncaged %+v", a, b)
	}
}

// A child that outlives its time dies with everything it started.
func TestRunKillsTheGroup(t *testing.T) {
	for name, tool := range sandboxes(t) {
		dir := t.TempDir()
		script := "echo started > here; (while true; do date > alive; done) & wait"
		err := tool.run(t.Context(), job{bin: "/usr/bin/sh", args: []string{"-c", script}, dir: dir, wall: time.Second})
		if !errors.Is(err, errTooSlow) || ReasonOf(blame(err)) != TooSlow {
			t.Errorf("%s: %v", name, err)
		}
		if read(t, filepath.Join(dir, "here")) == "" {
			t.Errorf("%s never ran", name)
		}
		if !becomesQuiet(filepath.Join(dir, "alive")) {
			t.Errorf("%s: a grandchild is still writing", name)
		}
	}
}

// becomesQuiet waits until a file has not been written for half a second.
func becomesQuiet(path string) bool {
	deadline := time.Now().Add(10 * time.Second)
	for time.Now().Before(deadline) {
		info, err := os.Stat(path)
		if err == nil && time.Since(info.ModTime()) > 500*time.Millisecond {
			return true
		}
		time.Sleep(50 * time.Millisecond)
	}
	return false
}

func TestRunBoundsOutput(t *testing.T) {
	lines := 0
	err := tool(t).run(t.Context(), job{bin: "/usr/bin/yes", wall: time.Minute, line: func(string) { lines++ }})
	if err == nil || lines == 0 {
		t.Errorf("%d lines, %v", lines, err)
	}
	long := tool(t).run(t.Context(), job{bin: "/usr/bin/head", args: []string{"-c", "1000000", "/dev/zero"}, wall: time.Minute, line: func(string) {}})
	if long == nil {
		t.Error("a line of a million bytes was taken")
	}
}

func TestBlameTheMachine(t *testing.T) {
	full := &failure{errors.New("exit status 1"), "out.m4s: No space left on device"}
	if err := blame(full); errors.Is(err, ErrUnreadable) {
		t.Errorf("a full disk was blamed on the film: %v", err)
	}
}
