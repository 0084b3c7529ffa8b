package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"saiying/internal/platform/ffmpeg"
)

// memory watches two hundred short films one after another.
func (b *bench) memory(ctx context.Context) error {
	path, f, err := b.clip(ctx, "short.mp4", "testsrc2=s=640x360:r=25", 1, "-pix_fmt yuv420p")
	if err != nil {
		return err
	}
	tenth := 0
	for i := range 200 {
		if _, err := b.review(ctx, path, f, ffmpeg.Watch{}); err != nil {
			return err
		}
		if i == 9 {
			tenth = resident()
		}
	}
	row("memory of the process after 10 and after 200 films", "flat", "%d and %d MB", tenth, resident())
	return nil
}

// resident is this process's memory in MB.
func resident() (kb int) {
	data, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(data), "VmRSS:")
	_, _ = fmt.Sscan(rest, &kb)
	return kb / 1024
}
