package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"saiying/internal/platform/ffmpeg"
)

// overhear watches a film once more and reads from the kernel which commands that runs, with the film under its real name.
func (b *bench) overhear(ctx context.Context, path string, f ffmpeg.Facts) ([][]string, error) {
	ended := make(chan error, 1)
	go func() { _, err := b.review(ctx, path, f, ffmpeg.Watch{}); ended <- err }()
	heard, tick := map[string]bool{}, time.NewTicker(20*time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			if err == nil && len(heard) != 2 {
				err = errors.New("the two commands of a watch were not seen in /proc")
			}
			return commands(heard, path), err
		case <-tick.C:
			listenIn(heard)
		}
	}
}

func commands(heard map[string]bool, path string) (all [][]string) {
	for line := range heard {
		all = append(all, strings.Split(strings.ReplaceAll(line, "file:/in", "file:"+path), "\x00")[1:])
	}
	return all
}

// listenIn notes the command lines of every ffmpeg below this process.
func listenIn(heard map[string]bool) {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, name := range files {
		data, _ := os.ReadFile(name)
		line := strings.TrimRight(string(data), "\x00")
		bin, _, _ := strings.Cut(line, "\x00")
		if filepath.Base(bin) == "ffmpeg" && strings.Contains(line, "-filter_complex") && ours(filepath.Base(filepath.Dir(name))) {
			heard[line] = true
		}
	}
}

// ours is true of a process that descends from this one.
func ours(pid string) bool {
	for pid != "" && pid != "0" && pid != "1" {
		if pid == fmt.Sprint(os.Getpid()) {
			return true
		}
		data, _ := os.ReadFile("/proc/" + pid + "/status")
		_, rest, _ := strings.Cut(string(data), "\nPPid:\t")
		pid, _, _ = strings.Cut(rest, "\n")
	}
	return false
}
