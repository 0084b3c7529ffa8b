package ffmpeg

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

const (
	silentLevel = -50.0 // dBFS
	silentLeast = 2.0   // seconds
	gateLUFS    = -70.0 // the absolute gate of ITU-R BS.1770: below it nothing is heard
	printedS    = 240   // seconds of sound that the fingerprint is made of
	printedMost = 1 << 16
)

// Where renditions are brought to: the level of music and video platforms, and a peak that leaves AAC half a decibel for what it adds
// (EBU R128 s2 asks for -1 dBTP at most). A gain above 20 dB would only bring up the noise of a room.
const (
	targetLUFS = -16.0
	targetPeak = -1.5
	mostGain   = 20.0
)

// hearing is what the sound of a film tells.
type hearing struct {
	lufs, lu, peak float64 // peak is linear
	silent         spans
	print          []uint32
}

// listen decodes the first sound track, and no picture: its loudness, its silences, its fingerprint. mix is a filter before all that.
func (t *Tool) listen(ctx context.Context, path string, f Facts, mix string) (hearing, error) {
	h := hearing{lufs: gateLUFS, silent: spans{least: silentLeast}}
	args := append([]string{"-nostdin", "-hide_banner", "-v", "error", "-y", "-nostats",
		"-t", fmt.Sprintf("%.3f", f.DurationS+1), "-vn"}, t.input(path, f.Container)...)
	args = append(args, "-filter_complex", fmt.Sprintf(
		"[0:a:0]%s,asplit=2[m][p];[m]silencedetect=n=%gdB:d=%g,apad=pad_dur=0.1,ebur128=peak=true:metadata=1,ametadata=print:file=pipe\\\\:1:direct=1,anullsink;"+
			"[p]atrim=end=%d,aformat=sample_fmts=s16:sample_rates=11025:channel_layouts=mono[f]", mix, silentLevel, silentLeast, printedS),
		"-map", "[f]", "-f", "chromaprint", "-fp_format", "raw", "pipe:3")
	err := t.run(ctx, job{bin: t.ffmpeg, args: args, in: path, wall: renderTime(f), slow: true, line: h.take, raw: h.keep})
	h.silent.end(f.DurationS)
	return h, blame(err)
}

// take reads one line such as "lavfi.r128.I=-21.761". The figures grow with the film, so that the last ones hold for all of it.
func (h *hearing) take(line string) {
	key, text, _ := strings.Cut(line, "=")
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return
	}
	switch key {
	case "lavfi.r128.I":
		h.lufs = v
	case "lavfi.r128.LRA":
		h.lu = v
	case "lavfi.r128.true_peak":
		h.peak = max(h.peak, v)
	case "lavfi.silence_start":
		h.silent.see(max(0, v), true)
	case "lavfi.silence_end":
		h.silent.end(v)
	}
}

// keep reads the raw fingerprint, 32 bits each in this machine's order.
func (h *hearing) keep(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, printedMost))
	h.print = make([]uint32, len(data)/4)
	for i := range h.print {
		h.print[i] = binary.NativeEndian.Uint32(data[4*i:])
	}
	return ended(err)
}

func (h hearing) heard() bool { return h.lufs > gateLUFS && h.peak > 0 }

func (h hearing) peakDB() float64 { return 20 * math.Log10(h.peak) }

// tell writes down what was heard.
func (h hearing) tell(d *Decoded) {
	d.Silent, d.SilentS = h.silent.all, total(h.silent.all)
	if !h.heard() {
		return
	}
	lufs, peak, lu := round3(h.lufs), round3(h.peakDB()), round3(h.lu)
	d.LoudnessLUFS, d.TruePeakDBTP, d.LoudnessRange = &lufs, &peak, &lu
}

// gain is the one gain of all renditions in dB: towards [targetLUFS], as far as the peaks let it.
func (h hearing) gain() float64 {
	if !h.heard() {
		return 0
	}
	return min(targetLUFS-h.lufs, targetPeak-h.peakDB(), mostGain)
}
