package ffmpeg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

const (
	maxLine   = 64 << 10  // bytes of one line of output
	maxOutput = 256 << 20 // bytes of standard output in all, and of standard error
	keptError = 4 << 10   // bytes of standard error that are kept, the last ones
)

// errTooSlow is the cause when a job's own clock ran out.
var errTooSlow = errors.New("the tool did not end in its allowed time")

// failure is a child that ran and ended badly.
type failure struct {
	err    error
	stderr string
}

func (f *failure) Error() string { return fmt.Sprintf("%v: %s", f.err, f.stderr) }
func (f *failure) Unwrap() error { return f.err }

// run runs a job to its end. It answers the context's error when the caller gave up, errTooSlow, errTooMuch, a *failure
// when the child failed, or the reason it could not be started.
func (t *Tool) run(ctx context.Context, j job) error {
	ctx, cancel := context.WithTimeoutCause(ctx, j.wall, errTooSlow)
	defer cancel()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	runtime.LockOSThread() // see attributes
	defer runtime.UnlockOSThread()
	argv := t.command(j)
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8"}
	if t.bwrap == "" {
		cmd.Dir = j.dir
	}
	cmd.SysProcAttr = t.attributes()
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	lines, complaint := &lineWriter{each: j.line, stop: stop}, &tailWriter{stop: stop}
	cmd.Stdout, cmd.Stderr = lines, complaint
	finish, err := j.attach(cmd)
	if err != nil {
		return err
	}
	go j.watch(ctx, stop)
	err = cmd.Run()
	refused := finish()
	if cmd.Process != nil {
		_ = cmd.Cancel() // what the child left behind in its group; most often nothing is there
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case refused != nil:
		return refused
	case j.overfull():
		return errTooMuch
	case err == nil:
		lines.flush()
		return nil
	case errors.As(err, new(*exec.ExitError)):
		return &failure{err, complaint.String()}
	}
	return err
}

// blame turns a job's error into an [Unreadable] when the file is at fault, and leaves it when the machine is.
func blame(err error) error {
	var bad *failure
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errTooSlow):
		return &Unreadable{TooSlow, err.Error()}
	case errors.Is(err, errTooMuch):
		return &Unreadable{Bomb, err.Error()}
	case !errors.As(err, &bad):
		return fmt.Errorf("run ffmpeg: %w", err)
	case machineFault(bad.stderr):
		return fmt.Errorf("run ffmpeg: %w", bad)
	case strings.Contains(bad.stderr, "dimensions") && strings.Contains(bad.stderr, "invalid"),
		strings.Contains(bad.stderr, "max_pixels"), strings.Contains(bad.stderr, "Picture size"):
		return &Unreadable{TooLarge, lastLine(bad.stderr)}
	}
	return &Unreadable{Damaged, lastLine(bad.stderr)}
}

// machineFault knows what a full disk, a missing program and a sandbox that cannot start say.
func machineFault(stderr string) bool {
	for _, sign := range []string{"No space left on device", "Read-only file system", "bwrap: ", "prlimit: ", "nice: ", "error while loading shared libraries"} {
		if strings.Contains(stderr, sign) {
			return true
		}
	}
	return false
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// lineWriter hands on each line and stops a child that says too much.
type lineWriter struct {
	each  func(string)
	stop  context.CancelCauseFunc
	rest  []byte
	total int
}

func (w *lineWriter) Write(p []byte) (int, error) {
	if w.total += len(p); w.total > maxOutput {
		w.stop(errTooMuch)
		return 0, errTooMuch
	}
	if w.each == nil {
		return len(p), nil
	}
	w.rest = append(w.rest, p...)
	for {
		end := bytes.IndexByte(w.rest, '\n')
		if end < 0 {
			break
		}
		w.each(string(w.rest[:end]))
		w.rest = w.rest[end+1:]
	}
	if len(w.rest) > maxLine {
		w.stop(errTooMuch)
		return 0, errTooMuch
	}
	return len(p), nil
}

func (w *lineWriter) flush() {
	if w.each != nil && len(w.rest) > 0 {
		w.each(string(w.rest))
	}
}

// tailWriter keeps the end of what it is given.
type tailWriter struct {
	kept  []byte
	stop  context.CancelCauseFunc
	total int
}

func (w *tailWriter) Write(p []byte) (int, error) {
	if w.total += len(p); w.total > maxOutput {
		w.stop(errTooMuch)
		return 0, errTooMuch
	}
	w.kept = append(w.kept, p...)
	if over := len(w.kept) - keptError; over > 0 {
		w.kept = append(w.kept[:0], w.kept[over:]...)
	}
	return len(p), nil
}

func (w *tailWriter) String() string { return strings.TrimSpace(string(w.kept)) }
