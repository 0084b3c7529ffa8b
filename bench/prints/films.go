package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"

	"saiying/internal/platform/demofilm"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/fingerprint/printtest"
)

// shot is some seconds of a film.
type shot struct {
	seconds float64
	see     func(t float64) []byte // grey, of the film's size
}

// source is a film to be known again. Thresholds were set on those that are tuned.
type source struct {
	printtest.Source
	tuned bool
}

// drawn is a film that is made here of stills: a camera goes slowly over each, or stands.
type drawn struct {
	name     string
	portrait bool
	tuned    bool
	seed     uint64
	song     int
	shots    func(rng *rand.Rand, w, h int) []shot
}

const rate = 12.5 // pictures a second

func (d drawn) size() (w, h int) {
	if d.portrait {
		return 270, 480
	}
	return 480, 270
}

// pan is a shot of a still that is half again as large as the film.
func pan(rng *rand.Rand, seconds float64, w, h int, draw func(*rand.Rand, int, int) still) shot {
	s := draw(rng, w*3/2, h*3/2)
	part, zoom := .68+.25*rng.Float64(), .02*rng.NormFloat64()
	room := (1 - part) / 2
	x, y, dx, dy := .5+room*(rng.Float64()-.5), .5+room*(rng.Float64()-.5), .3*room*rng.NormFloat64(), .15*room*rng.NormFloat64()
	return shot{seconds, func(t float64) []byte {
		return s.framed(x+dx*t/seconds, y+dy*t/seconds, part*(1+zoom*t/seconds), w, h)
	}}
}

// stand is a shot of one picture that does not move.
func stand(seconds float64, s still) shot {
	return shot{seconds, func(float64) []byte { return s.pix }}
}

// walk is pans of one kind, two to four seconds each.
func walk(n int, draw func(*rand.Rand, int, int) still) func(*rand.Rand, int, int) []shot {
	return func(rng *rand.Rand, w, h int) (all []shot) {
		for range n {
			all = append(all, pan(rng, 2+2*rng.Float64(), w, h, draw))
		}
		return all
	}
}

// one is a single pan.
func one(draw func(*rand.Rand, int, int) still) func(*rand.Rand, int, int) []shot {
	return func(rng *rand.Rand, w, h int) []shot { return []shot{pan(rng, 7, w, h, draw)} }
}

// template draws what many films share: the same seed is the same design.
func template(kind string, n uint64) *rand.Rand {
	return rand.New(rand.NewPCG(n, uint64(len(kind))+100))
}

func talk(set uint64) func(*rand.Rand, int, int) []shot {
	return func(rng *rand.Rand, w, h int) []shot {
		sit := someone(rng, studio(template("studio", set), w, h))
		return []shot{{9, func(t float64) []byte { return sit(t).pix }}}
	}
}

func lecture(design uint64) func(*rand.Rand, int, int) []shot {
	return func(rng *rand.Rand, w, h int) (all []shot) {
		for range 4 {
			all = append(all, stand(2.4, slide(template("slide", design), rng, w, h)))
		}
		return all
	}
}

// opened has the same card before and after what is its own.
func opened(title uint64, own func(*rand.Rand, int, int) []shot) func(*rand.Rand, int, int) []shot {
	return func(rng *rand.Rand, w, h int) []shot {
		c := stand(3.2, card(template("card", title), w, h))
		return append(append([]shot{c}, own(rng, w, h)...), c)
	}
}

// drawings are the films made here. Those of one family share a studio, a design, or a card and a song, and are different films.
func drawings() (all []drawn) {
	add := func(tuned bool, n int, family string, song int, seed uint64, shots func(*rand.Rand, int, int) []shot) {
		for i := range n {
			mine := song
			if mine == 0 {
				mine = int(seed) + i + 10
			}
			all = append(all, drawn{fmt.Sprintf("%s %d", family, i+1), i%3 == 2 && song == 0, tuned, seed + uint64(i), mine, shots})
		}
	}
	add(true, 2, "photographs A", 0, 0, walk(4, leaves))
	add(true, 2, "hills A", 0, 5, walk(3, land))
	add(true, 1, "one photograph A", 0, 9, one(leaves))
	add(true, 3, "talk in studio A", 1, 11, talk(1))
	add(true, 3, "slides of design A", 2, 15, lecture(1))
	add(true, 2, "card and song A", 3, 21, opened(1, walk(1, land)))
	add(false, 3, "photographs B", 0, 100, walk(4, leaves))
	add(false, 3, "hills B", 0, 110, walk(3, land))
	add(false, 1, "one photograph B", 0, 120, one(leaves))
	add(false, 4, "talk in studio B", 4, 130, talk(2))
	add(false, 3, "slides of design B", 5, 140, lecture(2))
	add(false, 3, "slides of design C", 6, 150, lecture(3))
	add(false, 2, "card and song B", 7, 160, opened(2, walk(1, land)))
	add(false, 2, "card and song C", 8, 170, opened(3, walk(3, leaves)))
	return all
}

// make draws the film into a file.
func (d drawn) make(ctx context.Context, path string) error {
	w, h := d.size()
	rng := rand.New(rand.NewPCG(d.seed, 5))
	shots := d.shots(rng, w, h)
	cmd := exec.CommandContext(ctx, "ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s", fmt.Sprintf("%dx%d", w, h),
		"-r", fmt.Sprint(rate), "-i", "pipe:0", "-f", "lavfi", "-i", song(d.song), "-shortest", "-pix_fmt", "yuv420p", "-threads", "1",
		"-c:v", "libx264", "-preset", "ultrafast", "-crf", "16", "-c:a", "aac", "-b:a", "64k", path)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	if err := film(in, rng, shots); err != nil {
		return err
	}
	return errors.Join(in.Close(), cmd.Wait())
}

// film writes the frames with the noise of a sensor.
func film(out io.Writer, rng *rand.Rand, shots []shot) error {
	for _, s := range shots {
		for n := range int(s.seconds * rate) {
			frame := append([]byte(nil), s.see(float64(n)/rate)...)
			for i := range frame {
				frame[i] += byte(rng.Uint32() & 3)
			}
			if _, err := out.Write(frame); err != nil {
				return err
			}
		}
	}
	return nil
}

// song is a tune that goes on; the same figure is the same tune.
func song(n int) string {
	rng := rand.New(rand.NewPCG(uint64(n), 6))
	return fmt.Sprintf("aevalsrc='.2*sin(2*PI*t*(%d+%d*mod(floor(t*%.2f)\\,%d)))+.1*sin(2*PI*t*(%d+%d*mod(floor(t*%.2f)\\,%d)))':d=40",
		180+rng.IntN(400), 30+rng.IntN(90), 1+3*rng.Float64(), 3+rng.IntN(5), 300+rng.IntN(600), 20+rng.IntN(150), 1+2*rng.Float64(), 3+rng.IntN(6))
}

// patterns are what ffmpeg draws by itself, some by chance; the first eight are tuned.
func patterns(ctx context.Context, dir string) (all []source, err error) {
	for i, graph := range []string{
		"mandelbrot=s=480x270:r=10:end_scale=0.02:end_pts=120",
		"mandelbrot=s=480x270:r=10:start_scale=0.05:start_x=-0.16:start_y=1.035:end_scale=0.004:end_pts=90",
		"testsrc2=s=480x270:r=10",
		"sierpinski=s=480x270:r=10:type=carpet:jump=40",
		"gradients=s=480x270:r=10:seed=7:n=6:speed=0.02",
		"life=s=48x27:r=5:mold=10:ratio=.3:seed=4,scale=480:270,gblur=6,fps=10",
		"cellauto=s=96x54:r=10:rule=30:seed=3,scale=480:270",
		"nullsrc=s=96x54:r=10,noise=all_seed=9:alls=90:allf=p,gblur=2,eq=contrast=4,scale=480:270",
		"mandelbrot=s=480x270:r=10:start_scale=0.3:start_x=-1.25:start_y=0.03:end_scale=0.01:end_pts=100",
		"mandelbrot=s=480x270:r=10:start_scale=0.1:start_x=0.28:start_y=0.01:end_scale=0.02:end_pts=100:inner=convergence",
		"life=s=32x18:r=2:mold=10:ratio=.4:seed=8,scale=480:270,gblur=9,fps=10",
		"cellauto=s=64x36:r=3:rule=110:seed=5,scale=480:270:flags=neighbor,fps=10",
		"testsrc=s=480x270:r=10",
	} {
		drawing := printtest.Drawn(fmt.Sprint("pattern ", i+1), graph, song(100+i), 8)
		path := filepath.Join(dir, drawing.Name+".mp4")
		if err := once(path, func(half string) error { return drawing.Make(ctx, half, printtest.Original) }); err != nil {
			return nil, err
		}
		all = append(all, source{printtest.Recorded(drawing.Name, path, false), i < 8})
	}
	return all, nil
}

// sources brings all films into dir, and draws none twice.
func sources(ctx context.Context, dir string) ([]source, error) {
	all, err := patterns(ctx, dir)
	if err != nil {
		return nil, err
	}
	for _, d := range drawings() {
		path := filepath.Join(dir, d.name+".mp4")
		if err := once(path, func(half string) error { return d.make(ctx, half) }); err != nil {
			return nil, fmt.Errorf("draw %s: %w", d.name, err)
		}
		all = append(all, source{printtest.Recorded(d.name, path, d.portrait), d.tuned})
	}
	tool, err := ffmpeg.New(ctx, ffmpeg.Options{})
	if err != nil {
		return nil, err
	}
	specs := demofilm.Looks(8)
	if err := demofilm.Make(ctx, tool, dir, specs, nil); err != nil {
		return nil, err
	}
	for _, s := range specs {
		all = append(all, source{printtest.Recorded("scene "+s.Scene, filepath.Join(dir, s.File()), s.Portrait), false})
	}
	return all, nil
}
