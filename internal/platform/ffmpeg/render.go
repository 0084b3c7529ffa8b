package ffmpeg

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Names inside the folder of a rendition.
const (
	masterName = "master.m3u8"
	posterName = "poster.jpg"
	thumbName  = "thumb.jpg"
)

// Rendition is what a browser gets of a film. All names are relative to the folder it was made in.
type Rendition struct {
	Master, Poster, Thumb string
	Rungs                 []Rung // smallest first
	Files                 []File // everything, sorted by name
}

// File is one file of a rendition.
type File struct {
	Name  string
	Bytes int64
}

// Progress hears how far a job is: percent from 0 to 100, and the time it will still take at the pace measured so
// far (0 while that is unknown).
type Progress func(percent float64, remaining time.Duration)

// Render decodes the film once and writes poster, small poster and HLS ladder into outDir, which must exist and
// should be empty. The facts are those of [Tool.Probe]. It answers an [Unreadable] when the film breaks off.
func (t *Tool) Render(ctx context.Context, path string, f Facts, outDir string, progress Progress) (Rendition, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Rendition{}, err
	}
	if outDir, err = filepath.Abs(outDir); err != nil {
		return Rendition{}, err
	}
	rungs, meter := ladder(f.Width, f.Height), &meter{length: f.DurationS, tell: progress, began: time.Now()}
	err = t.run(ctx, job{bin: t.ffmpeg, args: t.renderArgs(path, f, rungs), in: path, dir: outDir,
		wall: renderTime(f), slow: true, line: meter.take})
	if err != nil {
		return Rendition{}, blame(err)
	}
	if meter.reached < f.DurationS*0.9-1 {
		return Rendition{}, &Unreadable{Damaged, fmt.Sprintf("%.1f of %.1f s can be decoded", meter.reached, f.DurationS)}
	}
	if err := choosePoster(outDir); err != nil {
		return Rendition{}, err
	}
	meter.report(100)
	return rendition(outDir, rungs)
}

// renderTime allows a slow machine forty seconds for one of 1080p, and more for larger pictures.
func renderTime(f Facts) time.Duration {
	pace := 40 * max(1, float64(f.Width*f.Height)/(1920*1080))
	return 2*time.Minute + time.Duration(f.DurationS*pace*float64(time.Second))
}

func (t *Tool) renderArgs(path string, f Facts, rungs []Rung) []string {
	args := []string{"-nostdin", "-hide_banner", "-v", "error", "-y", "-progress", "pipe:1", "-nostats",
		"-filter_threads", strconv.Itoa(t.threads), "-filter_complex_threads", strconv.Itoa(t.threads),
		"-t", fmt.Sprintf("%.3f", f.DurationS+1)}
	args = append(args, t.input(path, f.Container)...)
	args = append(args, "-filter_complex", graph(f, rungs, t.tonemap))
	args = append(args, encode(f, rungs, t.threads)...)
	return append(args, candidates()...)
}

// rendition lists what lies in the folder.
func rendition(dir string, rungs []Rung) (Rendition, error) {
	r := Rendition{Master: masterName, Poster: posterName, Thumb: thumbName, Rungs: rungs}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return r, err
		}
		r.Files = append(r.Files, File{e.Name(), info.Size()})
	}
	return r, err
}

// meter reads ffmpeg's -progress lines.
type meter struct {
	length, reached float64 // seconds of film
	tell            Progress
	began           time.Time
}

func (m *meter) take(line string) {
	micros, ok := strings.CutPrefix(line, "out_time_us=")
	if !ok {
		return
	}
	if us, err := strconv.ParseInt(micros, 10, 64); err == nil {
		m.reached = max(m.reached, float64(us)/1e6)
		m.report(min(99, 100*m.reached/max(m.length, 0.001)))
	}
}

func (m *meter) report(percent float64) {
	if m.tell == nil {
		return
	}
	var remaining time.Duration
	if percent >= 1 {
		remaining = time.Duration(float64(time.Since(m.began)) * (100 - percent) / percent)
	}
	m.tell(percent, remaining.Round(time.Second))
}
