package ffmpeg_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/ffmpeg/hostiletest"
)

// patience is what one hostile file may take on a busy machine.
const patience = 20 * time.Second

// Every hostile file is refused for its own reason and every lookalike is measured, inside bubblewrap and without it;
// nothing is left running and nothing is left lying about.
func TestHostileFiles(t *testing.T) {
	dir := t.TempDir()
	set, err := hostiletest.Make(t.Context(), found(t, "bubblewrap"), dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, sandbox := range []string{"bubblewrap", "namespaces"} {
		t.Run(sandbox, func(t *testing.T) {
			if sandbox == "namespaces" {
				t.Setenv("PATH", without(t, "ffmpeg", "ffprobe", "prlimit", "nice"))
			}
			tool, scratch := found(t, sandbox), t.TempDir()
			t.Setenv("TMPDIR", scratch)
			for _, file := range set {
				open(t, tool, file)
			}
			if left := entries(t, scratch); left != 0 || entries(t, dir) != len(set) {
				t.Errorf("%d files are left over, %d where there were %d", left, entries(t, dir), len(set))
			}
			if pids := children(t); pids != "" {
				t.Errorf("still running: %s", pids)
			}
		})
	}
}

// found is the machine's ffmpeg in the sandbox that is expected.
func found(t *testing.T, sandbox string) *ffmpeg.Tool {
	t.Helper()
	tool, err := ffmpeg.New(t.Context(), ffmpeg.Options{Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := tool.Check(t.Context()); err != nil || !strings.HasPrefix(r.Sandbox, sandbox) {
		t.Fatalf("%+v %v", r, err)
	}
	return tool
}

func open(t *testing.T, tool *ffmpeg.Tool, file hostiletest.File) {
	t.Helper()
	began := time.Now()
	facts, err := tool.Probe(t.Context(), file.Path)
	if ffmpeg.ReasonOf(err) != file.Want || (file.Want == "") != (err == nil) {
		t.Errorf("%s: %v, want %q", file.Name, err, file.Want)
	}
	if file.Want == "" && facts.Frames != 50 {
		t.Errorf("%s: %d pictures of 50", file.Name, facts.Frames)
	}
	if facts.C2PA != (file.Name == "content credentials") {
		t.Errorf("%s: content credentials %v", file.Name, facts.C2PA)
	}
	if took := time.Since(began); took > patience {
		t.Errorf("%s took %v", file.Name, took)
	}
}

// without is a PATH on which only these programs are found.
func without(t *testing.T, programs ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range programs {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func entries(t *testing.T, dir string) int {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

// children are the processes whose parent is this one.
func children(t *testing.T) string {
	t.Helper()
	tasks, err := filepath.Glob("/proc/" + strconv.Itoa(os.Getpid()) + "/task/*/children")
	if err != nil || len(tasks) == 0 {
		t.Fatalf("the kernel does not tell the children of a process: %v", err)
	}
	var pids []string
	for _, task := range tasks {
		text, _ := os.ReadFile(task) // a thread that just ended has none
		pids = append(pids, strings.Fields(string(text))...)
	}
	return strings.Join(pids, " ")
}
