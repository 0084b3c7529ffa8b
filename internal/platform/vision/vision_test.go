package vision

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"
)

const testW, testH = 480, 270

// ink is a colour in YCbCr of studio range.
type ink struct{ y, cb, cr byte }

var (
	black = ink{16, 128, 128}
	grey  = ink{126, 128, 128}
	white = ink{235, 128, 128}
	// bars75 are the bars of 75 % by BT.601, from yellow to blue.
	bars75 = []ink{{162, 44, 142}, {131, 156, 44}, {112, 72, 58}, {84, 184, 198}, {65, 100, 212}, {35, 212, 114}}
)

// paper is a picture of one colour.
func paper(i ink) Frame {
	f := Frame{W: testW, H: testH, Y: make([]byte, testW*testH), Cb: make([]byte, testW*testH/4), Cr: make([]byte, testW*testH/4)}
	f.fill(image.Rect(0, 0, testW, testH), i)
	return f
}

// fill paints a rectangle of even sides.
func (f Frame) fill(r image.Rectangle, i ink) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			f.Y[y*f.W+x] = i.y
			f.Cb[y/2*f.W/2+x/2], f.Cr[y/2*f.W/2+x/2] = i.cb, i.cr
		}
	}
}

// bars paints the six bars side by side into a rectangle.
func (f Frame) bars(r image.Rectangle) {
	for k, i := range bars75 {
		f.fill(image.Rect(r.Min.X+k*r.Dx()/6, r.Min.Y, r.Min.X+(k+1)*r.Dx()/6, r.Max.Y), i)
	}
}

// write paints a line of upright strokes, as thick and as far apart as those of letters of its height.
func (f Frame) write(r image.Rectangle, i ink) {
	stroke := max(2, r.Dy()/8&^1)
	for x := r.Min.X; x+stroke < r.Max.X; x += 3 * stroke {
		f.fill(image.Rect(x, r.Min.Y, x+stroke, r.Max.Y), i)
	}
}

// grain shakes every pixel by up to so many levels, anew each time.
func (f Frame) grain(most int, rng *rand.Rand) {
	for _, plane := range [][]byte{f.Y, f.Cb, f.Cr} {
		for i, v := range plane {
			plane[i] = byte(min(240, max(16, int(v)+rng.IntN(2*most+1)-most)))
		}
	}
}

// scene is a picture full of detail that is another each time.
func (f Frame) scene(r image.Rectangle, rng *rand.Rand) {
	for y := r.Min.Y; y < r.Max.Y; y += 6 {
		for x := r.Min.X; x < r.Max.X; x += 6 {
			f.fill(image.Rect(x, y, x+6, y+6).Intersect(r), ink{byte(60 + rng.IntN(160)), 128, 128})
		}
	}
}

// watch shows so many pictures to the detectors.
func watch(pictures int, draw func(n int) Frame) *Observer {
	o := NewObserver(float64(pictures) / Rate)
	for n := range pictures {
		f := draw(n)
		f.At = float64(n) / Rate
		o.Add(f)
	}
	return o
}

// A machine may decide on bars that fill the picture, be it within black pillars; on smaller ones a person looks.
func TestBarsAreSureWhereTheyFillThePicture(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		name  string
		place image.Rectangle // of the bars
		grain int
		found bool
		sure  bool
	}{
		{"all of it", image.Rect(0, 0, testW, testH), 0, true, true},
		{"under heavy grain", image.Rect(0, 0, testW, testH), 24, true, true},
		{"within black pillars", image.Rect(60, 0, testW-60, testH), 0, true, true},
		{"a screen in half the picture's width", image.Rect(120, 40, 360, 220), 0, true, false},
		{"a small screen", image.Rect(200, 100, 272, 136), 0, false, false},
		{"a strip", image.Rect(0, 0, testW, 30), 0, false, false},
	} {
		o := watch(5, func(int) Frame {
			f := paper(black)
			if !c.sure {
				f.scene(image.Rect(0, 0, testW, testH), rng)
			}
			f.bars(c.place)
			if c.grain > 0 {
				f.grain(c.grain, rng)
			}
			return f
		})
		found, sure := false, false
		for _, s := range o.Sights() {
			found, sure = found || s.Kind == Bars, sure || s.Kind == Bars && s.Sure
		}
		if found != c.found || sure != c.sure {
			t.Errorf("%s: found %v, sure %v; want %v, %v", c.name, found, sure, c.found, c.sure)
		}
	}
}

// Bars between black pillars fill what they are shown in, though the film after them fills more.
func TestBarsAreSureBeforeAWiderFilm(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	seen := watch(25, func(n int) Frame {
		f := paper(black)
		if n < 10 {
			f.bars(image.Rect(140, 0, testW-140, testH))
		} else {
			f.scene(image.Rect(0, 0, testW, testH), rng)
		}
		return f
	}).Sights()
	if len(seen) != 1 || seen[0].Kind != Bars || !seen[0].Sure {
		t.Errorf("%+v", seen)
	}
}

// Only bars are ever sure.
func TestNothingElseIsSure(t *testing.T) {
	o := watch(6, func(int) Frame {
		f := paper(grey)
		f.write(image.Rect(100, 120, 380, 150), white)
		return f
	})
	seen := o.Sights()
	if len(seen) == 0 {
		t.Fatal("the card is not seen")
	}
	for _, s := range seen {
		if s.Sure {
			t.Errorf("%s is sure", s.Kind)
		}
	}
}

// The area is what lies within black bars or a blurred canvas; all of the picture where there is neither, and where all is black.
func TestArea(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	whole := image.Rect(0, 0, testW, testH)
	for _, c := range []struct {
		name string
		draw func(Frame)
		want image.Rectangle
	}{
		{"a full picture", func(f Frame) { f.scene(whole, rng) }, whole},
		{"a letterbox", func(f Frame) { f.scene(image.Rect(0, 36, testW, testH-36), rng) }, image.Rect(0, 36, testW, testH-36)},
		{"a letterbox with a subtitle in it", func(f Frame) {
			f.scene(image.Rect(0, 36, testW, testH-36), rng)
			f.write(image.Rect(200, testH-24, 280, testH-10), white)
		}, image.Rect(0, 36, testW, testH-36)},
		{"pillars", func(f Frame) { f.scene(image.Rect(60, 0, testW-60, testH), rng) }, image.Rect(60, 0, testW-60, testH)},
		{"a canvas", func(f Frame) {
			f.fill(whole, grey)
			f.scene(image.Rect(0, 66, testW, testH-66), rng)
			f.fill(image.Rect(0, 66, testW, 68), white)
			f.fill(image.Rect(0, testH-68, testW, testH-66), white)
		}, image.Rect(0, 66, testW, testH-66)},
		{"a scene above the horizon", func(f Frame) { f.fill(whole, grey); f.scene(image.Rect(0, 120, testW, testH), rng) }, whole},
		{"all black", func(Frame) {}, whole},
	} {
		got := watch(10, func(int) Frame {
			f := paper(black)
			c.draw(f)
			return f
		}).Area()
		w, h := float64(testW), float64(testH)
		want := Box{float64(c.want.Min.X) / w, float64(c.want.Min.Y) / h, float64(c.want.Dx()) / w, float64(c.want.Dy()) / h}
		for _, d := range []float64{got.X - want.X, got.Y - want.Y, got.W - want.W, got.H - want.H} {
			if math.Abs(d) > .02 {
				t.Errorf("%s: %+v, want %+v", c.name, got, want)
				break
			}
		}
	}
	if got := new(Observer).Area(); got != (Box{}) {
		t.Errorf("nothing seen: %+v", got)
	}
}

// A card is writing on a quiet ground, small or large; not a blank, not a scene, not a pattern, and not a subtitle.
func TestIsCard(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, c := range []struct {
		name string
		want bool
		draw func(Frame)
	}{
		{"one line", true, func(f Frame) { f.write(image.Rect(120, 120, 360, 146), white) }},
		{"dark on light", true, func(f Frame) {
			f.fill(image.Rect(0, 0, testW, testH), white)
			f.write(image.Rect(120, 120, 360, 146), black)
		}},
		{"a line and one at the foot", true, func(f Frame) {
			f.write(image.Rect(140, 100, 340, 126), white)
			f.write(image.Rect(160, 230, 320, 246), white)
		}},
		{"large letters", true, func(f Frame) { f.write(image.Rect(60, 90, 420, 154), white) }},
		{"a page", true, func(f Frame) {
			for y := 20; y < 240; y += 36 {
				f.write(image.Rect(50, y, 430, y+20), white)
			}
		}},
		{"under a little grain", true, func(f Frame) { f.write(image.Rect(120, 120, 360, 146), white); f.grain(3, rng) }},
		{"nothing", false, func(Frame) {}},
		{"a subtitle", false, func(f Frame) { f.write(image.Rect(140, 240, 340, 256), white) }},
		{"a word in the corner", false, func(f Frame) { f.write(image.Rect(20, 12, 90, 30), white) }},
		{"a scene", false, func(f Frame) { f.scene(image.Rect(0, 0, testW, testH), rng) }},
		{"a line before a scene", false, func(f Frame) {
			f.scene(image.Rect(0, 0, testW, testH), rng)
			f.write(image.Rect(120, 120, 360, 146), white)
		}},
		{"upright stripes all over", false, func(f Frame) { f.write(image.Rect(0, 0, testW, testH), white) }},
	} {
		f := paper(ink{70, 128, 128})
		c.draw(f)
		if got := IsCard(f); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
