package demofilm

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// fps is enough for slow layers that move by whole pixels.
const fps = 25

// layer is a picture and how it moves: ffmpeg expressions of t (seconds), W, H (film) and w, h (layer), and an angle
// in radians if it turns.
type layer struct {
	*canvas
	x, y, turn string
}

// film is a scene being set: its size, its light, its layers from the back to the front. u is the unit of every
// length, 1 for a short side of 720 pixels.
type film struct {
	w, h, u, seconds float64
	rng              *rand.Rand
	palette          palette
	base             *canvas
	layers           []layer
}

// add puts a layer in front of the others.
func (f *film) add(c *canvas, x, y string) { f.layers = append(f.layers, layer{canvas: c, x: x, y: y}) }

// spin puts a turning layer in front; turn is its angle.
func (f *film) spin(c *canvas, x, y, turn string) {
	f.layers = append(f.layers, layer{c, x, y, turn})
}

// between is a random number.
func (f *film) between(a, b float64) float64 { return a + (b-a)*f.rng.Float64() }

// sky fills the base from zenith to horizon, and on to the bottom with the horizon's colour.
func (f *film) sky(horizon float64) {
	f.base = blank(f.w, f.h)
	top := blank(f.w, f.h*horizon)
	top.gradient(f.rng, f.palette.sky...)
	last := f.palette.sky[len(f.palette.sky)-1]
	f.base.gradient(f.rng, last, last)
	copy(f.base.Pix, top.Pix)
}

// at, drift and sway are the three ways to move.
func at(v float64) string { return fmt.Sprintf("%.1f", v) }

// drift starts at v and moves by speed pixels a second.
func drift(v, speed float64) string { return fmt.Sprintf("%.1f+%.2f*t", v, speed) }

// sway goes to and fro around v, by reach, once in period seconds.
func sway(v, reach, period, phase float64) string {
	return fmt.Sprintf("%.1f+%.1f*sin(2*PI*t/%.2f+%.2f)", v, reach, period, phase)
}

// loop runs through a range again and again: for a tile twice as long as what is seen.
func loop(from, length, speed float64) string {
	return fmt.Sprintf("%.1f+mod(%.2f*t\\,%.1f)", from, speed, length)
}

// graph lays every layer over the one before. Input 0 is the base, input 1 the first layer.
func (f *film) graph(title string) string {
	var g strings.Builder
	still := fmt.Sprintf("loop=-1:1,setpts=N/%d/TB", fps)
	fmt.Fprintf(&g, "[0]%s,trim=duration=%.2f,format=yuv444p[b0];", still, f.seconds)
	for i, l := range f.layers {
		name := fmt.Sprintf("%d", i+1)
		if l.turn != "" {
			fmt.Fprintf(&g, "[%d]format=yuva444p,%s,rotate='%s':c=none[r%d];", i+1, still, l.turn, i+1)
			name = fmt.Sprintf("r%d", i+1)
		}
		fmt.Fprintf(&g, "[b%d][%s]overlay=x='%s':y='%s':format=yuv444[b%d];", i, name, l.x, l.y, i+1)
	}
	fmt.Fprintf(&g, "[b%d]%sfade=in:d=0.4,format=yuv420p[v]", len(f.layers), title)
	return g.String()
}
