package ffmpeg

import (
	"image"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"saiying/internal/platform/vision"
)

func TestWatchMakesTheLadder(t *testing.T) {
	tests := []struct {
		name, path string
		rungs      string // names and sizes
		sound      bool
	}{
		{"landscape", clip(t, "a.mp4", "testsrc2=s=1280x720:r=25:d=1"), "360p 640x360, 720p 1280x720", true},
		{"portrait", clip(t, "a.mp4", "testsrc2=s=720x1280:r=25:d=1"), "360p 360x640, 720p 720x1280", true},
		{"full HD at a varying rate", silent(t, "a.mp4", "testsrc2=s=1920x1080:r=30:d=1,select='lt(random(1),0.6)'", "-fps_mode", "vfr"),
			"360p 640x360, 720p 1280x720, 1080p 1920x1080", false},
		{"rotated", rotated(t), "360p 360x640", true},
		{"no sound", silent(t, "a.mp4", small), "360p 640x360", false},
		{"mono", clip(t, "a.mp4", small, "-ac", "1"), "360p 640x360", true},
		{"odd size", odd(t), "360p 640x360, 607p 1080x606", false},
		{"smaller than the ladder", silent(t, "a.mp4", "testsrc2=s=320x240:r=15:d=2"), "240p 320x240", false},
		{"HLG", hlg(t), "360p 640x360", false},
		{"interlaced", silent(t, "a.mp4", "testsrc2=s=720x576:r=25:d=2", "-flags", "+ildct+ilme", "-x264opts", "tff=1"), "360p 450x360, 576p 720x576", false},
		{"five channels and a low one", clip(t, "a.mp4", small, "-ac", "6"), "360p 640x360", true},
		{"cover art", covered(t), "360p 640x360", false},
		{"HDR10", silent(t, "a.mp4", small, "-pix_fmt", "yuv420p10le", "-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"),
			"360p 640x360", false},
		{"really interlaced", silent(t, "a.mp4", "testsrc2=s=720x576:r=50:d=2,tinterlace=interleave_top,fieldorder=tff", "-flags", "+ildct+ilme", "-x264opts", "tff=1"),
			"360p 450x360, 576p 720x576", false},
		{"AIGC label", labelled(t), "360p 640x360", true},
		{"Matroska", clip(t, "a.mkv", small), "360p 640x360", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tool, dir := tool(t), t.TempDir()
			f, err := tool.Probe(t.Context(), test.path)
			if err != nil {
				t.Fatal(err)
			}
			heard, last := 0, 0.0
			r, err := tool.Watch(t.Context(), test.path, f, dir, Watch{Ladder: true, Progress: func(percent float64, _ time.Duration) {
				if heard++; percent < last {
					t.Errorf("progress went back from %g to %g", last, percent)
				}
				last = percent
			}})
			if err != nil {
				t.Fatal(err)
			}
			if heard < 2 || last != 100 {
				t.Errorf("progress was told %d times and ended at %g", heard, last)
			}
			checkMaster(t, dir, r, test.rungs, test.sound)
			checkPoster(t, dir, f)
			for _, rung := range r.Rungs {
				checkRung(t, tool, dir, rung, f)
			}
		})
	}
}

// checkMaster holds the master playlist to the rungs: sizes, codecs, one shared sound, names without folders.
func checkMaster(t *testing.T, dir string, r Watched, want string, sound bool) {
	t.Helper()
	master := read(t, filepath.Join(dir, r.Master))
	var got []string
	lines := strings.Split(master, "\n")
	for i, line := range lines {
		if !strings.HasPrefix(line, "#EXT-X-STREAM-INF") {
			continue
		}
		got = append(got, strings.TrimSuffix(lines[i+1], ".m3u8")+" "+named(line, "RESOLUTION"))
		codecs := named(line, "CODECS")
		if !strings.HasPrefix(codecs, "avc1.64") || strings.Contains(codecs, "mp4a.40.2") != sound {
			t.Errorf("codecs %q with sound %t", codecs, sound)
		}
	}
	if strings.Join(got, ", ") != want {
		t.Errorf("rungs %q, want %q", got, want)
	}
	if n := strings.Count(master, "TYPE=AUDIO"); n != map[bool]int{true: 1}[sound] {
		t.Errorf("%d sound groups in\n%s", n, master)
	}
	if len(r.Files) == 0 || strings.Contains(master, "/") {
		t.Errorf("files %v, master\n%s", r.Files, master)
	}
}

func checkPoster(t *testing.T, dir string, f Facts) {
	t.Helper()
	for name, side := range map[string]int{posterName: posterSide, thumbName: thumbSide} {
		file, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		size, err := jpeg.DecodeConfig(file)
		if err != nil {
			t.Fatal(err)
		}
		if long := max(size.Width, size.Height); long > side || long > max(f.Width, f.Height) {
			t.Errorf("%s is %d×%d", name, size.Width, size.Height)
		}
		if off := math.Abs(float64(size.Width)/float64(size.Height) - float64(f.Width)/float64(f.Height)); off > 0.03 {
			t.Errorf("%s is %d×%d of a film of %d×%d", name, size.Width, size.Height, f.Width, f.Height)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "[ls][am]*_[0-9][0-9].jpg")); len(left) > 0 {
		t.Errorf("candidates left behind: %v", left)
	}
}

// checkRung puts a rung together as a player does and measures it.
func checkRung(t *testing.T, tool *Tool, dir string, rung Rung, source Facts) {
	t.Helper()
	whole := []byte(read(t, filepath.Join(dir, rung.Name+"_init.mp4")))
	playlist := read(t, filepath.Join(dir, rung.Name+".m3u8"))
	for line := range strings.Lines(playlist) {
		if line = strings.TrimSpace(line); strings.HasSuffix(line, ".m4s") {
			whole = append(whole, read(t, filepath.Join(dir, line))...)
		}
	}
	f, err := tool.Probe(t.Context(), write(t, rung.Name+".mp4", whole))
	if err != nil {
		t.Fatalf("%s: %v", rung.Name, err)
	}
	if f.Width != rung.Width || f.Height != rung.Height || f.Rotation != 0 || f.HDR || f.VFR || f.Scan == "interlaced" {
		t.Errorf("%s: measured %+v", rung.Name, f)
	}
	if math.Abs(f.DurationS-source.DurationS) > 0.2 {
		t.Errorf("%s lasts %g s of %g s", rung.Name, f.DurationS, source.DurationS)
	}
	if (f.AIGC == nil) != (source.AIGC == nil) || f.AIGC != nil && f.AIGC.Raw != source.AIGC.Raw {
		t.Errorf("%s: the AIGC label became %+v", rung.Name, f.AIGC)
	}
	if strings.Contains(string(whole), "+38.0428") {
		t.Errorf("%s tells where the film was shot", rung.Name)
	}
	if !strings.Contains(playlist, "#EXT-X-INDEPENDENT-SEGMENTS") || !strings.Contains(playlist, "#EXT-X-ENDLIST") {
		t.Errorf("%s:\n%s", rung.Name, playlist)
	}
}

// A film that opens and closes in black has a poster from between.
func TestPosterIsNotBlack(t *testing.T) {
	tool, dir := tool(t), t.TempDir()
	path := silent(t, "a.mp4", "testsrc2=s=640x360:r=25:d=6,fade=in:st=2:d=0.5,fade=out:st=4:d=0.5")
	f, err := tool.Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tool.Watch(t.Context(), path, f, dir, Watch{Ladder: true}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{posterName, thumbName} {
		if light := brightness(t, filepath.Join(dir, name)); light < 40 {
			t.Errorf("%s has a mean luma of %g", name, light)
		}
	}
}

// brightness is the mean luma of a picture file.
func brightness(t *testing.T, path string) float64 {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	picture, err := jpeg.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	sum, luma := 0, picture.(*image.YCbCr).Y
	for _, v := range luma {
		sum += int(v)
	}
	return float64(sum) / float64(len(luma))
}

func TestKeyframesAlign(t *testing.T) {
	tool, dir := tool(t), t.TempDir()
	path := silent(t, "a.mp4", "testsrc2=s=854x480:r=30000/1001:d=9")
	f, err := tool.Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tool.Watch(t.Context(), path, f, dir, Watch{Ladder: true}); err != nil {
		t.Fatal(err)
	}
	small, large := read(t, filepath.Join(dir, "360p.m3u8")), read(t, filepath.Join(dir, "480p.m3u8"))
	if strings.ReplaceAll(small, "360p", "480p") != large {
		t.Errorf("the rungs are cut differently:\n%s\n%s", small, large)
	}
	if n := strings.Count(small, "#EXTINF"); n != 3 {
		t.Errorf("%d segments of nine seconds", n)
	}
}

func TestWatchStopsWithItsContext(t *testing.T) {
	tool := tool(t)
	path := clip(t, "a.mp4", "testsrc2=s=640x360:r=25:d=20")
	f, err := tool.Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for name, tool := range map[string]*Tool{"caged": tool, "uncaged": uncaged(tool)} {
		ctx, cancel := contextWithStop(t)
		var asked time.Time
		_, err := tool.Watch(ctx, path, f, t.TempDir(), Watch{Ladder: true, Progress: func(float64, time.Duration) {
			asked = time.Now()
			cancel()
		}})
		if err == nil || ReasonOf(err) != "" || time.Since(asked) > 10*time.Second {
			t.Errorf("%s: %v, %v after it was asked to stop", name, err, time.Since(asked))
		}
	}
}

func TestWatchOfAFilmThatBreaksOff(t *testing.T) {
	tool := tool(t)
	path := silent(t, "a.mp4", "testsrc2=s=640x360:r=25:d=8", "-g", "250")
	f, err := tool.Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	f.DurationS, f.Frames = 60, 1500 // as if most of it had not decoded
	if _, err := tool.Watch(t.Context(), path, f, t.TempDir(), Watch{}); ReasonOf(err) != Damaged {
		t.Errorf("got %v", err)
	}
	f.Frames, f.FPS = 200, 4 // as if the last of them stood for 42 s, which no decoder says
	if _, err := tool.Watch(t.Context(), path, f, t.TempDir(), Watch{}); err != nil {
		t.Errorf("a film whose last picture stands: %v", err)
	}
}

// Pages that stand for long are a film as any other: the still is told, and the stream is as long and cut as finely.
func TestWatchSlides(t *testing.T) {
	tool, dir, path := tool(t), t.TempDir(), slides(t)
	f, err := tool.Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	w, err := tool.Watch(t.Context(), path, f, dir, Watch{Ladder: true})
	if err != nil || w.Facts.DecodedFrames != 5 || w.Facts.FrozenS < 99 {
		t.Fatalf("%+v, %v", w.Facts.Decoded, err)
	}
	checkRung(t, tool, dir, w.Rungs[0], f)
	if n := len(segments(read(t, filepath.Join(dir, w.Rungs[0].Name+".m3u8")))); n < 25 {
		t.Errorf("%d pieces of 100 s", n)
	}
}

// covered is a film with a picture for its cover as a second track.
func covered(t *testing.T) string {
	t.Helper()
	return compose(t, "a.mp4", "-f", "lavfi", "-i", small, "-f", "lavfi", "-i", "color=red:s=300x300:d=0.04", "-map", "0", "-map", "1",
		"-c:v:0", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:v:1", "mjpeg", "-pix_fmt:v:1", "yuvj420p", "-disposition:v:1", "attached_pic")
}

// A film can be played long before it has been watched to its end, and what is told last ends the playlists.
func TestPublishBeforeTheEnd(t *testing.T) {
	tool := tool(t)
	path := clip(t, "a.mp4", "testsrc2=s=640x360:r=25:d=20")
	f, err := tool.Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	at, first, last := 0.0, -1.0, ""
	_, err = tool.Watch(t.Context(), path, f, t.TempDir(), Watch{Ladder: true, Frame: func(p vision.Frame) { at = p.At },
		Publish: func(pieces []Piece) error {
			if first < 0 {
				first = at
			}
			last = string(pieces[len(pieces)-2].Text) // the master comes last, a media playlist before it
			return nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	if first < 0 || first > 14 {
		t.Errorf("first told at %.1f of 20 s", first)
	}
	if !strings.Contains(last, "#EXT-X-ENDLIST") {
		t.Errorf("the last playlist told goes on:\n%s", last)
	}
}
