package vision

import (
	"bytes"
	"image"
	"image/color"
)

// still is a frame that is kept.
type still struct{ Frame }

func keep(f Frame) *still {
	f.Y, f.Cb, f.Cr = bytes.Clone(f.Y), bytes.Clone(f.Cb), bytes.Clone(f.Cr)
	return &still{f}
}

// picture is the frame in colour. Studio range is stretched to the whole range; BT.601's matrix is near enough for eyes.
func (s *still) picture() *image.RGBA {
	whole := image.YCbCr{Y: make([]byte, len(s.Y)), Cb: s.Cb, Cr: s.Cr, YStride: s.W, CStride: s.W / 2,
		SubsampleRatio: image.YCbCrSubsampleRatio420, Rect: image.Rect(0, 0, s.W, s.H)}
	for i, v := range s.Y {
		whole.Y[i] = byte(min(255, max(0, int(v)-16)*255/219))
	}
	out := image.NewRGBA(whole.Rect)
	for y := range s.H {
		for x := range s.W {
			out.Set(x, y, whole.At(x, y))
		}
	}
	return out
}

// outlined is the frame with a place marked: red within white, to be seen on any ground.
func (s *still) outlined(place image.Rectangle) image.Image {
	out := s.picture()
	for ring, ink := range []color.RGBA{{255, 255, 255, 255}, {220, 30, 30, 255}, {220, 30, 30, 255}, {255, 255, 255, 255}} {
		frame(out, place.Inset(-ring), ink)
	}
	return out
}

func frame(out *image.RGBA, r image.Rectangle, ink color.RGBA) {
	for x := r.Min.X; x < r.Max.X; x++ {
		out.SetRGBA(x, r.Min.Y, ink)
		out.SetRGBA(x, r.Max.Y-1, ink)
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		out.SetRGBA(r.Min.X, y, ink)
		out.SetRGBA(r.Max.X-1, y, ink)
	}
}

// place is a rectangle as fractions of the picture.
func place(r image.Rectangle, w, h int) *Box {
	r = r.Intersect(image.Rect(0, 0, w, h))
	fw, fh := float64(w), float64(h)
	return &Box{float64(r.Min.X) / fw, float64(r.Min.Y) / fh, float64(r.Dx()) / fw, float64(r.Dy()) / fh}
}

// heat draws how steadily edges stand: black for none, red, then yellow for those that never move.
func heat(w, h int, steady func(i int) float64) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		v := min(1, max(0, steady(i)))
		out.SetRGBA(i%w, i/w, color.RGBA{byte(255 * min(1, 2*v)), byte(255 * max(0, 2*v-1)), 0, 255})
	}
	return out
}
