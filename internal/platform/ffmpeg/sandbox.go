package ffmpeg

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// job is one child process: what it runs, the one file it may read and the one folder it may write.
type job struct {
	bin  string
	args []string
	in   string        // file to read, or "": args name it by Tool.sees
	dir  string        // folder to work in, or ""; args name what is inside by relative names
	room int64         // bytes it may put into dir in all; 0 is maxRoom
	wall time.Duration // after this the whole process group is killed
	slow bool          // long work: gives way to everything else on the machine
	line func(string)  // takes each line of standard output, or nil

	raw func(io.Reader) error // reads what the child writes to its descriptor 3 (pipe:3), or nil
}

// sees is the name under which the child finds the file it may read.
func (t *Tool) sees(path string) string {
	if t.bwrap != "" {
		return "file:/in"
	}
	return "file:" + path
}

// command is the whole argument list of a job: sandbox, limits, politeness, program.
func (t *Tool) command(j job) []string {
	argv := t.limits(j.wall)
	if j.slow {
		argv = append(argv, "nice", "-n", "10")
	}
	argv = append(append(argv, j.bin), j.args...)
	if t.bwrap == "" {
		return argv
	}
	return append(t.cage(j), argv...)
}

// attributes put the child into a group of its own, which is killed as one, and let the kernel kill it when we are
// killed ourselves. Without bubblewrap it gets the namespaces that need no other program: no network, no view of other
// processes' signals, and an end of everything it started when it ends, because it is the first process of its own.
//
// The kernel counts the thread that forked as the parent, so run keeps that thread for as long as the child lives.
func (t *Tool) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if t.bwrap == "" && t.spaces {
		attr.Cloneflags = syscall.CLONE_NEWUSER | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS
	}
	return attr
}

// limits are the kernel's: address space, CPU seconds, open files, file size, no core dump. The number of processes
// is bounded only where a namespace counts them apart; outside, it would count the server's threads as well. The
// kernel does not hold root to it at all.
func (t *Tool) limits(wall time.Duration) []string {
	if t.prlimit == "" {
		return nil
	}
	cpu := int(wall.Seconds()) * t.threads
	limits := []string{t.prlimit, "--as=" + strconv.Itoa(8<<30), "--cpu=" + strconv.Itoa(cpu),
		"--nofile=128", "--fsize=" + strconv.Itoa(4<<30), "--core=0"}
	if t.bwrap != "" || t.spaces {
		limits = append(limits, "--nproc="+strconv.Itoa(256+32*t.threads))
	}
	return append(limits, "--")
}

// cage is a bubblewrap namespace with the system's programs and libraries read-only, one input, one writable folder,
// and no network, no users, no other processes. There is no /proc, which would tell the machine's mounts and kernel
// settings, and nothing in memory to write to: everything but /out is read-only.
func (t *Tool) cage(j job) []string {
	argv := strings.Fields("--unshare-all --die-with-parent --new-session --cap-drop ALL --hostname film" +
		" --ro-bind /usr /usr --ro-bind-try /lib /lib --ro-bind-try /lib64 /lib64 --ro-bind-try /bin /bin" +
		" --ro-bind-try /etc/alternatives /etc/alternatives --ro-bind-try /etc/ld.so.cache /etc/ld.so.cache" +
		" --ro-bind-try /etc/fonts /etc/fonts" +
		" --dev /dev --remount-ro /dev --dir /tmp --clearenv --setenv PATH /usr/bin:/bin --setenv LC_ALL C.UTF-8")
	argv = append([]string{t.bwrap}, argv...)
	if home := filepath.Dir(j.bin); !strings.HasPrefix(home, "/usr/") {
		argv = append(argv, "--ro-bind", home, home)
	}
	if j.in != "" {
		argv = append(argv, "--ro-bind", j.in, "/in")
	}
	if j.dir != "" {
		return append(argv, "--bind", j.dir, "/out", "--remount-ro", "/", "--chdir", "/out", "--")
	}
	return append(argv, "--remount-ro", "/", "--chdir", "/tmp", "--")
}

// A Wall is one thing that a sandbox keeps a film from.
type Wall string

// The walls.
const (
	WallFiles     Wall = "files"     // reading other files of the server's account, and what /proc tells of its processes
	WallNetwork   Wall = "network"   // opening a connection
	WallOrphans   Wall = "orphans"   // leaving a process behind that put itself into a group of its own
	WallProcesses Wall = "processes" // starting more processes than a film needs
	WallLimits    Wall = "limits"    // taking more memory, CPU time or disk than a film needs
)

// open are the walls that this machine's sandbox does not have.
func (t *Tool) open() []Wall {
	var open []Wall
	if t.bwrap == "" {
		open = append(open, WallFiles)
	}
	if t.bwrap == "" && !t.spaces {
		open = append(open, WallNetwork, WallOrphans)
	}
	if t.prlimit == "" {
		return append(open, WallProcesses, WallLimits)
	}
	if os.Geteuid() == 0 || t.bwrap == "" && !t.spaces {
		open = append(open, WallProcesses)
	}
	return open
}
