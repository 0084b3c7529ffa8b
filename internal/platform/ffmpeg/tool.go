package ffmpeg

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// Limits on every file, from what contests need with room to spare.
const (
	MaxPixels   = 8192 * 4320      // a picture larger than 8K is refused
	MaxGap      = 300.0            // seconds between two pictures: a page of a lecture stands for minutes, hours are a clock that jumped
	maxAhead    = 16               // pictures by which one may be decoded before its turn: H.264 and HEVC hold no more
	MaxDuration = 6 * 3600.0       // seconds; nothing longer is rendered
	maxStreams  = 16               // tracks in a file
	maxAlloc    = 256 << 20        // bytes a decoder may take at once
	probeTime   = 2 * time.Minute  // wall clock for measuring
	composeTime = 10 * time.Minute // wall clock for a film of our own
)

// Options tune a Tool. The zero value is right for most machines.
type Options struct {
	Threads int // threads for one decode and each encode; 0 is one a processor
}

// Tool is a found and tried ffmpeg. It is safe for concurrent use.
type Tool struct {
	ffmpeg, ffprobe string
	bwrap, prlimit  string // "" where the machine has none, or bubblewrap may not make namespaces
	uncaged         string // why bubblewrap is not used, or ""
	spaces          bool   // without bubblewrap, a child still gets namespaces of its own
	tonemap         bool   // zscale is there, so HDR can be turned into SDR
	threads         int
}

// New finds ffmpeg and ffprobe and tries the sandbox once. The error says what to install.
func New(ctx context.Context, opts Options) (*Tool, error) {
	t := &Tool{threads: opts.Threads}
	if t.threads <= 0 {
		t.threads = runtime.NumCPU()
	}
	for name, path := range map[string]*string{"ffmpeg": &t.ffmpeg, "ffprobe": &t.ffprobe} {
		found, err := exec.LookPath(name)
		if err != nil {
			return nil, fmt.Errorf("%s is not installed; install it (Debian, Ubuntu: apt install ffmpeg) and start again: %w", name, err)
		}
		*path = found
	}
	t.prlimit, _ = exec.LookPath("prlimit")
	t.build(ctx)
	filters, err := t.say(ctx, t.ffmpeg, "-hide_banner", "-filters")
	if err != nil {
		return nil, fmt.Errorf("ffmpeg at %s does not run: %w", t.ffmpeg, err)
	}
	t.tonemap = strings.Contains(filters, " zscale ")
	return t, nil
}

// build chooses the strongest sandbox in which ffmpeg can be run here.
func (t *Tool) build(ctx context.Context) {
	trial := job{bin: t.ffmpeg, args: []string{"-version"}, wall: probeTime}
	path, err := exec.LookPath("bwrap")
	if err == nil {
		t.bwrap = path
		err = t.run(ctx, trial)
	}
	if err != nil {
		t.bwrap, t.uncaged, t.spaces = "", err.Error(), true
		t.spaces = t.run(ctx, trial) == nil
	}
}

// Report is what `saiying doctor` shows of this machine.
type Report struct {
	FFmpeg, FFprobe string // versions
	Sandbox         string // "bubblewrap 0.8.0", "namespaces", "prlimit" or "none"
	Uncaged         string // why bubblewrap is not used, as the machine said it, or ""
	Open            []Wall // walls that the sandbox does not have here
	Tonemap         bool   // HDR films can be shown in their true colours
	Missing         []string
}

// needed are the parts of an ffmpeg build that the ladder cannot do without.
var needed = map[string][]string{
	"-encoders": {"libx264", "aac", "mjpeg"}, "-muxers": {"hls", "mp4", "chromaprint", "framecrc"},
	"-filters": {"fps", "scale", "split", "idet", "ebur128", "silencedetect", "tile"},
}

// Check measures the tool for the doctor. Missing is empty when all is well.
func (t *Tool) Check(ctx context.Context) (Report, error) {
	r := Report{Sandbox: t.sandbox(ctx), Uncaged: t.uncaged, Open: t.open(), Tonemap: t.tonemap}
	for path, version := range map[string]*string{t.ffmpeg: &r.FFmpeg, t.ffprobe: &r.FFprobe} {
		out, err := t.say(ctx, path, "-version")
		if err != nil {
			return r, fmt.Errorf("%s does not run: %w", path, err)
		}
		*version = versionOf(out)
	}
	for flag, names := range needed {
		out, err := t.say(ctx, t.ffmpeg, "-hide_banner", flag)
		if err != nil {
			return r, err
		}
		for _, name := range names {
			if !strings.Contains(out, " "+name+" ") {
				r.Missing = append(r.Missing, name)
			}
		}
	}
	return r, nil
}

func (t *Tool) sandbox(ctx context.Context) string {
	switch {
	case t.bwrap != "":
		version, _ := t.say(ctx, t.bwrap, "--version")
		return version
	case t.spaces:
		return "namespaces"
	case t.prlimit != "":
		return "prlimit"
	}
	return "none"
}

// versionOf reads "ffmpeg version 5.1.9-0+deb12u1 Copyright ..." as "5.1.9-0+deb12u1".
func versionOf(out string) string {
	if words := strings.Fields(out); len(words) > 2 {
		return words[2]
	}
	return strings.TrimSpace(out)
}

// say is the output of one of our own programs asked about itself; it reads no stranger's file.
func (t *Tool) say(ctx context.Context, bin string, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, bin, args...).Output()
	return strings.TrimSpace(string(out)), err
}
