package printtest

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"saiying/internal/platform/fingerprint"
	"saiying/internal/platform/vision"
)

// Source is a film to begin with.
type Source struct {
	Name     string
	Input    []string // ffmpeg's arguments for one input with picture and sound
	Portrait bool
}

// Drawn is a source that ffmpeg draws by itself, so many seconds long.
func Drawn(name, pictures, sound string, seconds float64) Source {
	t := strconv.FormatFloat(seconds, 'f', 2, 64)
	graph := fmt.Sprintf("%s,trim=duration=%s,format=yuv420p[out0];%s,atrim=duration=%s[out1]", pictures, t, sound, t)
	return Source{Name: name, Input: []string{"-f", "lavfi", "-i", graph}}
}

// Recorded is a source that lies in a file.
func Recorded(name, path string, portrait bool) Source {
	return Source{Name: name, Input: []string{"-t", "20", "-i", path}, Portrait: portrait}
}

// Small draws a source once, into dir and no larger than films are looked at, so that its copies cost little.
func (s Source) Small(ctx context.Context, dir string) (Source, error) {
	film := filepath.Join(dir, s.Name+", small.mp4")
	err := s.Make(ctx, film, Attack{Name: "small", crf: 16, picture: same("fps=10,scale=480:480:force_original_aspect_ratio=decrease:force_divisible_by=2")})
	return Recorded(s.Name, film, s.Portrait), err
}

// Print is the print of the source as it is, encoded well.
func (s Source) Print(ctx context.Context, dir string) (fingerprint.Print, error) {
	return s.Attacked(ctx, dir, Original)
}

// Attacked is the print after an attack; dir holds the film in between.
func (s Source) Attacked(ctx context.Context, dir string, a Attack) (fingerprint.Print, error) {
	film := filepath.Join(dir, "film.mp4")
	if err := s.Make(ctx, film, a); err != nil {
		return fingerprint.Print{}, err
	}
	return Read(ctx, film)
}

// Make writes the film after an attack, an MP4.
func (s Source) Make(ctx context.Context, film string, a Attack) error {
	if a.crf == 0 {
		a.crf = 22
	}
	if a.sound == "" {
		a.sound = "anull"
	}
	args := append([]string{"-nostdin", "-v", "error", "-y", "-threads", "1"}, s.Input...)
	args = append(args, "-ss", fmt.Sprint(a.skip), "-vf", a.picture(s.Portrait), "-af", a.sound, "-pix_fmt", "yuv420p", "-threads", "1",
		"-c:v", "libx264", "-preset", "ultrafast", "-crf", strconv.Itoa(a.crf), "-c:a", "aac", "-b:a", "64k", film)
	if out, err := exec.CommandContext(ctx, "ffmpeg", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("make %s of %s: %w: %s", a.Name, s.Name, err, out)
	}
	return nil
}

// Read decodes a film and prints it. The raw items of its sound lie beside it while it does.
func Read(ctx context.Context, film string) (fingerprint.Print, error) {
	sound := film + ".chroma"
	defer os.Remove(sound) //nolint:errcheck // a scrap in a folder of scraps
	w, h, err := size(ctx, film)
	if err != nil {
		return fingerprint.Print{}, err
	}
	cmd := exec.CommandContext(ctx, "ffmpeg", "-nostdin", "-v", "error", "-y", "-threads", "1", "-i", film,
		"-vf", fmt.Sprintf("fps=%d,scale=%d:%d:flags=area,format=yuv420p", vision.Rate, w, h), "-map", "0:v", "-f", "rawvideo", "pipe:1",
		"-map", "0:a?", "-ac", "1", "-ar", "11025", "-f", "chromaprint", "-fp_format", "raw", sound)
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return fingerprint.Print{}, err
	}
	if err := cmd.Start(); err != nil {
		return fingerprint.Print{}, err
	}
	printer, err := frames(pipe, w, h)
	if err := cmd.Wait(); err != nil {
		return fingerprint.Print{}, fmt.Errorf("decode %s: %w", film, err)
	}
	if err != nil {
		return fingerprint.Print{}, err
	}
	items, err := chroma(sound)
	return printer.Print(items), err
}

// frames feeds a printer with what ffmpeg writes.
func frames(pipe io.Reader, w, h int) (*fingerprint.Printer, error) {
	p, data, in := fingerprint.NewPrinter(), make([]byte, w*h*3/2), bufio.NewReaderSize(pipe, 1<<20)
	for n := 0; ; n++ {
		if _, err := io.ReadFull(in, data); err == io.EOF {
			return p, nil
		} else if err != nil {
			return nil, err
		}
		p.Add(vision.Frame{At: float64(n) / vision.Rate, W: w, H: h, Y: data[:w*h], Cb: data[w*h : w*h*5/4], Cr: data[w*h*5/4:]})
	}
}

// chroma reads the raw items of a sound.
func chroma(path string) ([]uint32, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	items := make([]uint32, len(data)/4)
	for i := range items {
		items[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
	return items, nil
}

// size is what the film is looked at in: its long side 480, both sides even.
func size(ctx context.Context, film string) (w, h int, err error) {
	out, err := exec.CommandContext(ctx, "ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "csv=p=0:s=x", film).Output()
	if err != nil {
		return 0, 0, fmt.Errorf("probe %s: %w", film, err)
	}
	if _, err := fmt.Sscanf(string(out), "%dx%d", &w, &h); err != nil {
		return 0, 0, fmt.Errorf("probe %s: %w", film, err)
	}
	long := max(w, h)
	return even(w, long), even(h, long), nil
}

func even(side, long int) int { return max(2, (side*vision.LongSide/long+1)/2*2) }
