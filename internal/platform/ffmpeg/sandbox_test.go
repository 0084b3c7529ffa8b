package ffmpeg

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test's own program is the child that tries what a sandbox must keep it from.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "attack" {
		attacks[os.Args[2]](os.Args[3:])
		os.Exit(0)
	}
	code := m.Run()
	_ = os.RemoveAll(drawings.dir)
	os.Exit(code)
}

// attacks end the process with 0 and say "done" when they get through.
var attacks = map[string]func(args []string){
	"read": func(args []string) {
		_, err := os.ReadFile(args[0])
		tell(err)
	},
	"write": func(args []string) { tell(os.WriteFile(args[0], []byte("x"), 0o600)) },
	"connect": func(args []string) {
		conn, err := net.DialTimeout("tcp", args[0], time.Second)
		if err == nil {
			conn.Close()
		}
		tell(err)
	},
	"allocate": func([]string) {
		_, err := syscall.Mmap(-1, 0, 9<<30, syscall.PROT_READ, syscall.MAP_PRIVATE|syscall.MAP_ANON)
		tell(err)
	},
	"burn": func([]string) {
		for { //nolint:staticcheck // that is the attack
		}
	},
	"fill": func(args []string) {
		block := make([]byte, 1<<20)
		for i := 0; ; i++ {
			if err := os.WriteFile(fmt.Sprintf("part%d", i%4), block, 0o600); err != nil {
				tell(err)
			}
			time.Sleep(10 * time.Millisecond) // a few gigabytes at the speed of a disk would be seen as late as four megabytes are here
		}
	},
	"shout": func(args []string) {
		out := map[string]*os.File{"out": os.Stdout, "err": os.Stderr}[args[0]]
		for block := []byte(strings.Repeat(strings.Repeat("x", 1023)+"\n", 64)); ; {
			if _, err := out.Write(block); err != nil {
				tell(err)
			}
		}
	},
	"orphan": func([]string) { // a grandchild in a session of its own, which nothing waits for
		child := exec.Command(os.Args[0], "attack", "live")
		child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		tell(child.Start())
		for !exists("alive") {
			time.Sleep(time.Millisecond)
		}
	},
	"live": func([]string) {
		for {
			_ = os.WriteFile("alive", []byte("x"), 0o600)
		}
	},
	"limits": func([]string) {
		for _, which := range []int{syscall.RLIMIT_CPU, syscall.RLIMIT_AS, syscall.RLIMIT_NOFILE, syscall.RLIMIT_FSIZE, syscall.RLIMIT_CORE} {
			var limit syscall.Rlimit
			_ = syscall.Getrlimit(which, &limit)
			fmt.Print(limit.Max, " ")
		}
	},
	"serve": func(args []string) { // a server that runs one job and is killed in the middle of it
		tool, err := New(context.Background(), Options{Threads: 1})
		if err == nil {
			tool = weaker(tool)[args[0]]
			err = tool.run(context.Background(), attack(args[1], "live"))
		}
		tell(err)
	},
}

func tell(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("done")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// weaker are the sandboxes of lesser machines: one without bubblewrap, and one that allows no namespaces either.
func weaker(t *Tool) map[string]*Tool {
	spaces, limits := *t, *t
	spaces.bwrap, spaces.spaces = "", true
	limits.bwrap, limits.spaces = "", false
	return map[string]*Tool{"bubblewrap": t, "namespaces": &spaces, "limits": &limits}
}

// sandboxes are all that this machine can try; it must be one that can try them all.
func sandboxes(t *testing.T) map[string]*Tool {
	t.Helper()
	if tool(t).bwrap == "" {
		t.Fatalf("bubblewrap cannot be used on this machine: %s", tool(t).uncaged)
	}
	return weaker(tool(t))
}

func attack(dir, verb string, args ...string) job {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return job{bin: self, args: append([]string{"attack", verb}, args...), dir: dir, room: 2 << 20, wall: time.Minute}
}

// try answers what the attack said and how it ended.
func try(t *testing.T, tool *Tool, j job) (string, error) {
	t.Helper()
	var said strings.Builder
	if j.line == nil {
		j.line = func(line string) { said.WriteString(line) }
	}
	err := tool.run(t.Context(), j)
	return said.String(), err
}

// What no sandbox lets through, and what only the stronger ones stop.
func TestSandboxHolds(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	secret := write(t, "secret.mp4", []byte("x"))
	tests := []struct {
		verb, arg string
		stopped   string // by these
	}{
		{"read", "/etc/passwd", "bubblewrap"},
		{"read", secret, "bubblewrap"},
		{"read", "/proc/self/mountinfo", "bubblewrap"},
		{"read", "/sys/kernel/notes", "bubblewrap"},
		{"write", "/tmp/saiying-test", "bubblewrap"},
		{"write", "/dev/shm/saiying-test", "bubblewrap"},
		{"write", "inside", ""},
		{"connect", listener.Addr().String(), "bubblewrap namespaces"},
		{"allocate", "", "bubblewrap namespaces limits"},
	}
	defer os.Remove("/tmp/saiying-test")
	defer os.Remove("/dev/shm/saiying-test")
	for name, tool := range sandboxes(t) {
		for _, test := range tests {
			said, err := try(t, tool, attack(t.TempDir(), test.verb, test.arg))
			stopped := slices.Contains(strings.Fields(test.stopped), name)
			if stopped != (err != nil) || stopped == (said == "done") {
				t.Errorf("%s: %s %s: %q %v", name, test.verb, test.arg, said, err)
			}
		}
	}
}

// What is bounded ends as a fault of the film, in every sandbox.
func TestSandboxBounds(t *testing.T) {
	tests := []struct {
		verb, arg string
		wall      time.Duration
		want      Reason
	}{
		{"burn", "", time.Second, TooSlow},
		{"fill", "", time.Minute, Bomb},
		{"shout", "out", time.Minute, Bomb},
		{"shout", "err", time.Minute, Bomb},
	}
	for name, tool := range sandboxes(t) {
		for _, test := range tests {
			j := attack(t.TempDir(), test.verb, test.arg)
			j.wall, j.line = test.wall, func(string) {}
			if _, err := try(t, tool, j); ReasonOf(blame(err)) != test.want {
				t.Errorf("%s: %s %s: %v", name, test.verb, test.arg, err)
			}
		}
	}
}

// A folder that is overfull when the job ends is noticed even if it was quick.
func TestRoomIsCountedAtTheEnd(t *testing.T) {
	dir := t.TempDir()
	j := job{bin: "/usr/bin/dd", args: []string{"if=/dev/zero", "of=big", "bs=1M", "count=3"}, dir: dir, room: 2 << 20, wall: time.Minute}
	if err := tool(t).run(t.Context(), j); !errors.Is(err, errTooMuch) {
		t.Error(err)
	}
}

func TestLimitsReachTheChild(t *testing.T) {
	for name, tool := range sandboxes(t) {
		said, err := try(t, tool, attack(t.TempDir(), "limits"))
		want := fmt.Sprintf("%d %d %d %d 0 ", 60*tool.threads, 8<<30, 128, 4<<30)
		if err != nil || said != want {
			t.Errorf("%s: %q, want %q, %v", name, said, want, err)
		}
	}
}

// A grandchild in a session of its own ends with its parent wherever there are namespaces.
func TestNoOrphans(t *testing.T) {
	for name, tool := range sandboxes(t) {
		if name == "limits" {
			continue // said by open: nothing can be done there
		}
		dir := t.TempDir()
		if said, err := try(t, tool, attack(dir, "orphan")); err != nil || said != "done" {
			t.Errorf("%s: %q %v", name, said, err)
		}
		if !becomesQuiet(filepath.Join(dir, "alive")) {
			t.Errorf("%s: the grandchild lives", name)
		}
	}
}

// kill -9 of the server takes the child with it, in every sandbox.
func TestChildDiesWithTheServer(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name := range sandboxes(t) {
		dir := t.TempDir()
		server := exec.Command(self, "attack", "serve", name, dir)
		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
		alive, deadline := filepath.Join(dir, "alive"), time.Now().Add(20*time.Second)
		for !exists(alive) && time.Now().Before(deadline) {
			time.Sleep(10 * time.Millisecond)
		}
		_ = server.Process.Kill()
		_ = server.Wait()
		if !becomesQuiet(alive) {
			t.Errorf("%s: the child outlived its server", name)
		}
	}
}

// The doctor is told what each sandbox leaves open.
func TestOpenWalls(t *testing.T) {
	want := map[string][]Wall{
		"bubblewrap": nil,
		"namespaces": {WallFiles},
		"limits":     {WallFiles, WallNetwork, WallOrphans, WallProcesses},
	}
	for name, tool := range sandboxes(t) {
		open := tool.open()
		if os.Geteuid() == 0 && name != "limits" {
			open = slices.DeleteFunc(open, func(w Wall) bool { return w == WallProcesses })
		}
		if !slices.Equal(open, want[name]) {
			t.Errorf("%s: %v", name, open)
		}
		bare := *tool
		bare.prlimit = ""
		if !slices.Contains(bare.open(), WallLimits) {
			t.Errorf("%s without prlimit: %v", name, bare.open())
		}
	}
}
