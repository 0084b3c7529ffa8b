package ffmpeg

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"saiying/internal/platform/vision"
)

// Watch says what to make of a film besides its facts, poster and sprite. All of it may be left out.
type Watch struct {
	Frame    func(vision.Frame)  // sees every picture that is looked at, in turn; ffmpeg waits for it
	Ladder   bool                // make the HLS ladder
	Label    *AIGC               // goes into every rendition of a film in which no label was found
	Publish  func([]Piece) error // hears of finished files of the ladder while more are made; see [growing]
	Progress Progress            // hears how far it is
}

// Watched is what came of a film. All names are relative to the folder it was made in.
type Watched struct {
	Facts                         Facts    // those given, and what decoding told
	Sound                         []uint32 // raw chromaprint of the first sound track's first four minutes; empty without sound or with less than three seconds of it
	Master, Poster, Thumb, Sprite string   // Master is "" without a ladder; Sprite is WebVTT
	Rungs                         []Rung   // smallest first
	Files                         []File   // everything, sorted by name
}

// Watch decodes a film once, and makes of that everything: the facts that only decoding tells, small pictures for the caller to look
// at, poster and sprite, and the HLS ladder where it is asked for. The sound is decoded by itself before, at a thirtieth of the cost,
// because the gain of the renditions must be known when they are begun. Everything is written into dir, which must exist and should be
// empty. The facts are those of [Tool.Probe]. It answers an [Unreadable] when the film breaks off.
func (t *Tool) Watch(ctx context.Context, path string, f Facts, dir string, w Watch) (Watched, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Watched{}, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return Watched{}, err
	}
	p := &watching{tool: t, film: path, facts: f, dir: dir, wish: w, made: Watched{Facts: f}}
	for _, step := range []func(context.Context) error{p.listen, p.decode, p.settle} {
		if err := step(ctx); err != nil {
			return Watched{}, err
		}
	}
	return p.made, nil
}

// watching is one film being watched.
type watching struct {
	tool      *Tool
	film, dir string
	facts     Facts
	wish      Watch
	gain      float64
	eye       *eye
	sprite    sprite
	tally     *tally
	seen      int // pictures that were looked at
	made      Watched
}

// listen measures the sound. The gain is that of what is heard in stereo, which five channels become in the renditions.
func (w *watching) listen(ctx context.Context) error {
	if !w.facts.HasAudio {
		return nil
	}
	h, err := w.tool.listen(ctx, w.film, w.facts, "anull")
	if err != nil {
		return err
	}
	h.tell(&w.made.Facts.Decoded)
	w.made.Sound = h.print
	if w.wish.Ladder && w.facts.AudioChannels > 2 {
		h, err = w.tool.listen(ctx, w.film, w.facts, "aformat=channel_layouts=stereo")
	}
	w.gain = h.gain()
	return err
}

func (w *watching) decode(ctx context.Context) error {
	wide, high := watched(w.facts)
	w.eye, w.sprite = newEye(wide, high, newPick(w.facts)), newSprite(w.facts)
	w.tally = &tally{meter: meter{length: w.facts.DurationS, tell: w.wish.Progress, began: time.Now()}}
	if w.wish.Ladder {
		w.made.Rungs, w.made.Master = ladder(w.facts.Width, w.facts.Height), masterName
	}
	out := &growing{dir: w.dir, tell: w.wish.Publish, names: playlists(w.made.Rungs, w.facts)}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	see := func(n int, f vision.Frame) {
		w.seen = n + 1
		w.eye.see(n, f)
		if w.wish.Frame != nil {
			w.wish.Frame(f)
		}
		if err := out.look(f.At); err != nil {
			stop(err)
		}
	}
	err := w.tool.run(ctx, job{bin: w.tool.ffmpeg, args: w.args(), in: w.film, dir: w.dir, wall: renderTime(w.facts), slow: true,
		line: w.tally.take, raw: pictures{wide, high, int((w.facts.DurationS+2)*vision.Rate) + 2, see}.read})
	if err != nil {
		return blame(err)
	}
	return out.tellRest()
}

// settle compares what was decoded with what the film claims, and puts the folder in order.
func (w *watching) settle(context.Context) error {
	d := &w.made.Facts.Decoded
	w.tally.tellInto(d)
	if w.seen == 0 || w.breaksOff() {
		return &Unreadable{Damaged, fmt.Sprintf("%.1f s can be decoded, %d of %d pictures", d.DecodedS, d.DecodedFrames, w.facts.Frames)}
	}
	w.eye.tell(d, w.eyeWidth(), len(w.eye.bars[0])-1)
	if w.facts.Scan == "unknown" {
		w.made.Facts.Scan = d.ScanSeen
	}
	if err := w.eye.poster.keep(w.dir); err != nil {
		return err
	}
	if err := w.sprite.index(w.dir, w.seen); err != nil {
		return err
	}
	w.made.Poster, w.made.Thumb, w.made.Sprite = posterName, thumbName, spriteName
	w.tally.meter.report(100)
	return w.list()
}

// breaksOff is true when pictures are missing and the time that they should have filled as well. Neither tells by itself: some
// films keep half a picture a packet, and of the last picture no decoder says how long it stands.
func (w *watching) breaksOff() bool {
	d, f := w.made.Facts.Decoded, w.facts
	claimed := float64(f.Frames) / max(f.FPS, 1e-3)
	return float64(d.DecodedFrames) < 0.98*float64(f.Frames) && d.DecodedS < claimed-max(1, claimed*0.02)
}

func (w *watching) eyeWidth() int { return len(w.eye.columns) }

// list names what lies in the folder.
func (w *watching) list() error {
	entries, err := os.ReadDir(w.dir)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return err
		}
		w.made.Files = append(w.made.Files, File{e.Name(), info.Size()})
	}
	return err
}

// args is the one command that decodes the picture. Every decoded picture is counted by its time on standard output, the pictures to
// look at go raw to descriptor 3, everything else is a file.
func (w *watching) args() []string {
	threads := strconv.Itoa(w.tool.threads)
	args := []string{"-nostdin", "-hide_banner", "-v", "error", "-y", "-nostats", "-filter_complex_threads", threads,
		"-t", fmt.Sprintf("%.3f", w.facts.DurationS+1)}
	args = append(args, w.tool.input(w.film, w.facts.Container)...)
	args = append(args, "-filter_complex", w.graph())
	args = append(args, words("-map [count] -c:v rawvideo -fps_mode passthrough -enc_time_base 1:90000 -f framecrc -flush_packets 1 pipe:1"+
		" -map [raw] -c:v rawvideo -fps_mode passthrough -f rawvideo pipe:3")...)
	for _, out := range [][3]string{{"[large]", "3", "large_%02d.jpg"}, {"[small]", "4", "small_%02d.jpg"}, {"[sprite]", "5", "sprite_%02d.jpg"}} {
		args = append(args, "-map", out[0], "-map_metadata", "-1", "-fps_mode", "passthrough", "-q:v", out[1], "-f", "image2", out[2])
	}
	if w.wish.Ladder {
		label := w.facts.AIGC
		if label == nil {
			label = w.wish.Label
		}
		args = append(args, encode(w.facts, w.made.Rungs, w.tool.threads, w.gain, label)...)
	}
	return args
}

func words(text string) []string { return strings.Fields(text) }

// graph is the one filter graph. Pictures are thinned out before they are scaled; whether lines are woven is told from whole columns,
// one second in ten.
func (w *watching) graph() string {
	wide, high := watched(w.facts)
	small, smallHigh := fit(w.facts.Width, w.facts.Height, min(thumbSide, max(w.facts.Width, w.facts.Height)))
	large, largeHigh := fit(w.facts.Width, w.facts.Height, min(posterSide, max(w.facts.Width, w.facts.Height)))
	tones := tones(w.facts, w.tool.tonemap)
	var g strings.Builder
	if w.wish.Ladder {
		g.WriteString("[0:V:0]split=4[n][i][w][l];" + rungGraph(w.facts, w.made.Rungs, w.tool.tonemap) + ";")
	} else {
		g.WriteString("[0:V:0]split=3[n][i][w];")
	}
	g.WriteString(`[n]crop=2:2[count];[i]select=lt(mod(t\,10)\,1),crop=iw/4:ih,idet,` +
		`metadata=print:key=lavfi.idet.multiple.current_frame:file=pipe\\:1:direct=1,nullsink;`)
	fmt.Fprintf(&g, "[w]fps=%d:start_time=0,split=2[a][b];", vision.Rate)
	fmt.Fprintf(&g, "[a]scale=%d:%d:flags=area:out_range=tv,%ssetsar=1,format=yuv420p,split=2[raw][s];[s]%s[sprite];", wide, high, tones, w.sprite.chain())
	fmt.Fprintf(&g, "[b]%s,%sscale=%d:%d:flags=area,%ssetsar=1,format=yuvj420p,split=2[large][t];[t]scale=%d:%d:flags=area[small]",
		w.eye.poster.selects(), combed(w.facts), large, largeHigh, tones, small, smallHigh)
	return g.String()
}

// combed takes the comb out of a single picture.
func combed(f Facts) string {
	if f.Scan == "interlaced" {
		return "estdif=mode=frame:deint=interlaced,"
	}
	return ""
}
