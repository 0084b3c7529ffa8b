package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// adopt makes this process the parent of those whose parent ended before them. Bubblewrap does not wait for the first process of its
// namespace, which has waited for ffmpeg; without this the kernel would count a caged film for nothing.
func adopt() error {
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_PRCTL, prSetChildSubreaper, 1, 0, 0, 0, 0); errno != 0 {
		return fmt.Errorf("adopt children: %w", errno)
	}
	return nil
}

const prSetChildSubreaper = 36 // linux/prctl.h

// spent is the processor time of this process and of all its children, in seconds. It waits for them to end, and is therefore only
// asked while nothing is being run.
func spent() (s float64) {
	for {
		if _, err := syscall.Wait4(-1, nil, 0, nil); err != nil && !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var use syscall.Rusage
		if syscall.Getrusage(who, &use) == nil {
			s += float64(use.Utime.Nano()+use.Stime.Nano()) / 1e9
		}
	}
	return s
}

// cost is the processor time that work takes, in seconds.
func cost(work func() error) (float64, error) {
	before := spent()
	err := work()
	return spent() - before, err
}

// least is the lower of two costs of the same work: other work on the machine only ever adds, since it pushes ours out of the caches.
func least(work func() (float64, error)) (float64, error) {
	first, err := work()
	if err != nil {
		return 0, err
	}
	second, err := work()
	return min(first, second), err
}

// plain is the cost of ffmpeg run as anyone would, in a folder of its own; its descriptors 1 and 3 lead nowhere.
func plain(ctx context.Context, args ...string) (float64, error) {
	return scratch(func(dir string) (float64, error) {
		null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		if err != nil {
			return 0, err
		}
		defer func() { _ = null.Close() }()
		cmd := exec.CommandContext(ctx, "ffmpeg", args...)
		cmd.Dir, cmd.Stdout, cmd.ExtraFiles = dir, null, []*os.File{null}
		return cost(func() error {
			if err := cmd.Run(); err != nil {
				return fmt.Errorf("ffmpeg %q: %w", args, err)
			}
			return nil
		})
	})
}

// scratch lends a folder.
func scratch(work func(dir string) (float64, error)) (float64, error) {
	dir, err := os.MkdirTemp("", "bench-media")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	return work(dir)
}
