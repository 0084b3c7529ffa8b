package ffmpeg

import (
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// job is one child process: what it runs, the one file it may read and the one folder it may write.
type job struct {
	bin  string
	args []string
	in   string        // file to read, or "": args name it by Tool.sees
	dir  string        // folder to work in, or ""; args name what is inside by relative names
	wall time.Duration // after this the whole process group is killed
	slow bool          // long work: gives way to everything else on the machine
	line func(string)  // takes each line of standard output, or nil
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

// limits are the kernel's: address space, CPU seconds, open files, file size, no core dump. The number of processes
// is bounded only inside bubblewrap's own namespace; outside, it would count the server's threads as well.
func (t *Tool) limits(wall time.Duration) []string {
	if t.prlimit == "" {
		return nil
	}
	cpu := int(wall.Seconds()) * t.threads
	limits := []string{t.prlimit, "--as=" + strconv.Itoa(8<<30), "--cpu=" + strconv.Itoa(cpu),
		"--nofile=128", "--fsize=" + strconv.Itoa(4<<30), "--core=0"}
	if t.bwrap != "" {
		limits = append(limits, "--nproc="+strconv.Itoa(256+32*t.threads))
	}
	return append(limits, "--")
}

// cage is a bubblewrap namespace with the system's programs and libraries read-only, one input, one writable folder,
// and no network, no users, no other processes.
func (t *Tool) cage(j job) []string {
	argv := strings.Fields("--unshare-all --die-with-parent --new-session --cap-drop ALL" +
		" --ro-bind /usr /usr --ro-bind-try /lib /lib --ro-bind-try /lib64 /lib64 --ro-bind-try /bin /bin" +
		" --ro-bind-try /etc/alternatives /etc/alternatives --ro-bind-try /etc/ld.so.cache /etc/ld.so.cache" +
		" --ro-bind-try /etc/fonts /etc/fonts" +
		" --proc /proc --dev /dev --tmpfs /tmp --clearenv --setenv PATH /usr/bin:/bin --setenv LC_ALL C.UTF-8")
	argv = append([]string{t.bwrap}, argv...)
	if home := filepath.Dir(j.bin); !strings.HasPrefix(home, "/usr/") {
		argv = append(argv, "--ro-bind", home, home)
	}
	if j.in != "" {
		argv = append(argv, "--ro-bind", j.in, "/in")
	}
	if j.dir != "" {
		return append(argv, "--bind", j.dir, "/out", "--chdir", "/out", "--")
	}
	return append(argv, "--chdir", "/tmp", "--")
}
