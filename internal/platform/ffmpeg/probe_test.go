package ffmpeg

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const small = "testsrc2=s=640x360:r=25:d=2"

func TestProbeMeasures(t *testing.T) {
	tests := []struct {
		name string
		path string
		want func(f Facts) bool
	}{
		{"landscape", clip(t, "a.mp4", small), func(f Facts) bool {
			return f.Container == "mp4" && f.Brand == "isom" && f.DurationS == 2 && f.Width == 640 && f.Height == 360 &&
				f.FPS == 25 && f.Frames == 50 && !f.VFR && f.VideoCodec == "h264" && f.AudioCodec == "aac" && f.AudioChannels == 2 &&
				f.Aspect == "16:9" && f.ResolutionClass == "360p" && f.Scan == "progressive" && !f.HDR && f.BitrateMbps > 0.1 && f.AIGC == nil
		}},
		{"portrait", clip(t, "a.mp4", "testsrc2=s=1080x1920:r=25:d=1"), func(f Facts) bool {
			return f.Orientation == "portrait" && f.Aspect == "9:16" && f.ResolutionClass == "1080p" && f.ShortSidePx == 1080
		}},
		{"rotated by its matrix", rotated(t), func(f Facts) bool {
			return f.Rotation == 270 && f.Width == 360 && f.Height == 640 && f.Orientation == "portrait"
		}},
		{"no sound", silent(t, "a.mp4", small), func(f Facts) bool {
			return !f.HasAudio && f.AudioCodec == "" && f.AudioChannels == 0 && f.DurationS == 2
		}},
		{"mono", clip(t, "a.mp4", small, "-ac", "1"), func(f Facts) bool { return f.HasAudio && f.AudioChannels == 1 }},
		{"odd size", odd(t), func(f Facts) bool {
			return f.Width == 1081 && f.Height == 607 && f.Aspect == "1081:607"
		}},
		{"pixels wider than high", silent(t, "a.mp4", "testsrc2=s=1440x1080:r=25:d=1,setsar=4/3"), func(f Facts) bool {
			return f.Width == 1920 && f.Height == 1080 && f.Aspect == "16:9"
		}},
		{"varying rate", varying(t), func(f Facts) bool { return f.VFR && f.FPS > 10 && f.FPS < 25 }},
		{"NTSC rate", silent(t, "a.mp4", "testsrc2=s=320x240:r=30000/1001:d=2"), func(f Facts) bool { return f.FPS == 29.97 && !f.VFR }},
		{"interlaced", silent(t, "a.mp4", "testsrc2=s=720x576:r=25:d=1", "-flags", "+ildct+ilme", "-x264opts", "tff=1"), func(f Facts) bool {
			return f.Scan == "interlaced"
		}},
		{"HLG", hlg(t), func(f Facts) bool { return f.HDR && f.VideoCodec == "h264" }},
		{"fragments", clip(t, "a.mp4", small, "-movflags", "empty_moov+frag_keyframe"), func(f Facts) bool {
			return f.DurationS > 1.9 && f.DurationS < 2.1 && f.Frames == 50
		}},
		{"QuickTime", clip(t, "a.mov", small), func(f Facts) bool { return f.Container == "mov" && f.Brand == "qt" }},
		{"Matroska", clip(t, "a.mkv", small), func(f Facts) bool { return f.Container == "mkv" && f.DurationS > 1.9 && f.DurationS < 2.1 }},
		{"AVI", clip(t, "a.avi", small), func(f Facts) bool { return f.Container == "avi" && f.Frames == 50 }},
		{"FLV", clip(t, "a.flv", small, "-ar", "44100"), func(f Facts) bool { return f.Container == "flv" }},
		{"transport stream", clip(t, "a.ts", small), func(f Facts) bool { return f.Container == "ts" && f.FPS == 25 }},
		{"AIGC label", labelled(t), func(f Facts) bool {
			return f.AIGC != nil && f.AIGC.Label == "1" && f.AIGC.ContentProducer == "001191320100MA0000000X" && f.AIGC.Raw == aigcRaw
		}},
		{"a still of four minutes", paused(t, 240), func(f Facts) bool { return f.VFR && f.Frames == 50 && math.Abs(f.DurationS-242) < 1 }},
		{"slides", slides(t), func(f Facts) bool { return f.Frames == 5 && f.DurationS == 100 && !f.VFR }},
		{"sound outlasts the picture", longSound(t), func(f Facts) bool { return f.DurationS > 4.9 && f.FPS == 25 }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := tool(t).Probe(t.Context(), test.path)
			if err != nil {
				t.Fatal(err)
			}
			if info, _ := os.Stat(test.path); f.SizeBytes != info.Size() || !test.want(f) {
				t.Errorf("measured %+v", f)
			}
		})
	}
}

func TestProbeRefuses(t *testing.T) {
	film := clip(t, "film.mp4", "testsrc2=s=640x360:r=25:d=8", "-movflags", "faststart")
	late := clip(t, "late.mp4", small)
	half := func(data []byte) []byte { return data[:len(data)/2] }
	tests := []struct {
		name, path string
		want       Reason
	}{
		{"nothing", write(t, "a.mp4", nil), Empty},
		{"text", write(t, "a.mp4", []byte("这是一份说明文件")), UnknownKind},
		{"index first, cut off", rewrite(t, film, half), Truncated},
		{"index last, cut off", rewrite(t, late, half), Truncated},
		{"index removed", rewrite(t, late, func(d []byte) []byte { return d[:bytes.Index(d, []byte("moov"))-4] }), NoIndex},
		{"zip named mp4", write(t, "a.mp4", zipped(t)), UnknownKind},
		{"zip glued on", rewrite(t, film, func(d []byte) []byte { return append(d, zipped(t)...) }), Appended},
		{"script glued on", rewrite(t, film, func(d []byte) []byte { return append(d, "<script>alert(1)</script>"...) }), Appended},
		{"page before the film", rewrite(t, film, func(d []byte) []byte { return append([]byte("<!doctype html><html>"), d...) }), UnknownKind},
		{"concat script", write(t, "a.mp4", []byte("ffconcat version 1.0\nfile film.mp4\n")), Playlist},
		{"playlist", write(t, "a.mp4", []byte("#EXTM3U\n#EXTINF:4,\nhttp://example.cn/a.ts\n")), Playlist},
		{"picture", write(t, "a.mp4", append(boxOf("ftyp", []byte("heic\x00\x00\x00\x00mif1")), boxOf("mdat", nil)...)), UnknownKind},
		{"boxes of rubbish", write(t, "a.mp4", junk()), BadIndex},
		{"sound only", compose(t, "a.mp4", "-f", "lavfi", "-i", "sine=d=1"), NoVideo},
		{"pictures overwritten", rewrite(t, film, scramble), NoFrames},
		{"a pause of six minutes", paused(t, 360), TimeGap},
		{"a pause of twenty hours", paused(t, 72000), TimeGap},
		{"larger than 8K", silent(t, "a.mp4", "color=s=16384x8192:r=1:d=1"), TooLarge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			began := time.Now()
			f, err := tool(t).Probe(t.Context(), test.path)
			if !errors.Is(err, ErrUnreadable) || ReasonOf(err) != test.want {
				t.Errorf("got %v (%+v), want %s", err, f, test.want)
			}
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestProbeFaultsOfTheMachine(t *testing.T) {
	if _, err := tool(t).Probe(t.Context(), filepath.Join(t.TempDir(), "none.mp4")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := tool(t).Probe(t.Context(), t.TempDir()); err == nil || errors.Is(err, ErrUnreadable) {
		t.Errorf("a folder: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tool(t).Probe(ctx, clip(t, "a.mp4", small)); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

const aigcRaw = `{"Label":"1","ContentProducer":"001191320100MA0000000X","ProduceID":"7d1f","ReservedCode1":"","ContentPropagator":"","PropagateID":"","ReservedCode2":""}`

func labelled(t *testing.T) string {
	return clip(t, "a.mp4", small, "-metadata", "AIGC="+aigcRaw, "-metadata", "location=+38.0428+114.5149/", "-movflags", "use_metadata_tags")
}

// rotated is coded 640×360 and shown standing.
func rotated(t *testing.T) string {
	flat := clip(t, "flat.mp4", small)
	dir := filepath.Dir(flat)
	if err := tool(t).Compose(t.Context(), dir, "-i", "flat.mp4", "-c", "copy", "-metadata:s:v", "rotate=90", "turned.mp4"); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "turned.mp4")
}

// odd has sides that no chroma plane divides.
func odd(t *testing.T) string {
	return compose(t, "a.mp4", "-f", "lavfi", "-i", "testsrc=s=1081x607:r=25:d=1", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p")
}

func longSound(t *testing.T) string {
	return compose(t, "a.mp4", "-f", "lavfi", "-i", small, "-f", "lavfi", "-i", "sine=d=5", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac")
}

// varying loses pictures at random, as a phone does in poor light.
func varying(t *testing.T) string {
	return silent(t, "a.mp4", "testsrc2=s=320x240:r=30:d=4,select='lt(random(1),0.6)'", "-fps_mode", "vfr")
}

// paused is two seconds of pictures with so many between them.
func paused(t *testing.T, seconds int) string {
	return silent(t, "a.mp4", fmt.Sprintf("testsrc2=s=320x240:r=25:d=2,setpts='PTS+gte(N,25)*%d/TB'", seconds), "-fps_mode", "passthrough")
}

// slides are five pages that stand for twenty seconds each, decoded up to three pages before their turn.
func slides(t *testing.T) string {
	return silent(t, "a.mp4", "testsrc2=s=160x90:r=1/20:d=100", "-preset", "veryfast")
}

// hlg is ten bits a sample with a transfer function of high dynamic range.
func hlg(t *testing.T) string {
	return silent(t, "a.mp4", small, "-pix_fmt", "yuv420p10le", "-color_trc", "arib-std-b67", "-color_primaries", "bt2020", "-colorspace", "bt2020nc")
}

func zipped(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create("index.html")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(strings.Repeat("<p>", 100))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func boxOf(name string, content []byte) []byte {
	head := binary.BigEndian.AppendUint32(nil, uint32(8+len(content)))
	return append(append(head, name...), content...)
}

func junk() []byte {
	data := boxOf("ftyp", []byte("isom\x00\x00\x02\x00isom"))
	data = append(data, boxOf("moov", bytes.Repeat([]byte{0xa5, 0x17}, 500))...)
	return append(data, boxOf("mdat", bytes.Repeat([]byte{1}, 500))...)
}

// scramble overwrites everything inside mdat: the index is whole, the pictures are gone.
func scramble(data []byte) []byte {
	data = bytes.Clone(data)
	body := data[bytes.Index(data, []byte("mdat"))+4:]
	for i := range body {
		body[i] = byte(i * 7)
	}
	return data
}
