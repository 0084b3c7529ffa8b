package main

import (
	"context"
	"strings"

	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/fingerprint"
	"saiying/internal/platform/vision"
)

// watching compares our one decode with a plain one, with the same command run bare, and with a pass for everything.
func (b *bench) watching(ctx context.Context) error {
	path, f, err := b.long(ctx)
	if err != nil {
		return err
	}
	decode, err := plain(ctx, strings.Fields("-nostdin -v error -i "+path+" -map 0:v:0 -map 0:a:0 -f null -")...)
	if err != nil {
		return err
	}
	row("a plain decode of picture and sound", "", "%.1f s", decode)
	facts, err := cost(func() error { _, err := b.tool.Probe(ctx, path); return err })
	if err != nil {
		return err
	}
	row("facts without decoding / plain decode", "≤ 0.03", "%.3f", facts/decode)
	watch, err := b.watch(ctx, path, f, ffmpeg.Watch{})
	if err != nil {
		return err
	}
	row("whole watch / plain decode", "≤ 1.15", "%.2f", watch/decode)
	for _, step := range []func() error{
		func() error { return b.overhead(ctx, path, f, watch) },
		func() error { return b.printed(ctx, path, f, watch) },
		func() error { return b.together(ctx, path, f) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// watch is the cost of watching a film.
func (b *bench) watch(ctx context.Context, path string, f ffmpeg.Facts, w ffmpeg.Watch) (float64, error) {
	return scratch(func(dir string) (float64, error) {
		return cost(func() error { _, err := b.tool.Watch(ctx, path, f, dir, w); return err })
	})
}

// overhead compares a watch with its own commands, run without us.
func (b *bench) overhead(ctx context.Context, path string, f ffmpeg.Facts, watch float64) error {
	commands, err := b.overhear(ctx, path, f)
	if err != nil {
		return err
	}
	bare := 0.0
	for _, args := range commands {
		s, err := plain(ctx, args...)
		if err != nil {
			return err
		}
		bare += s
	}
	row("whole watch over its own commands run bare", "≤ 3 %", "%+.1f %%", 100*(watch/bare-1))
	return nil
}

// printed is what the fingerprint of the pictures adds.
func (b *bench) printed(ctx context.Context, path string, f ffmpeg.Facts, watch float64) error {
	p := fingerprint.NewPrinter()
	with, err := b.watch(ctx, path, f, ffmpeg.Watch{Frame: p.Add})
	if err != nil {
		return err
	}
	last, err := cost(func() error { p.Print(nil); return nil })
	row("the fingerprint of the pictures adds to a watch", "", "%+.1f %%", 100*((with+last)/watch-1))
	return err
}

// together compares watch and ladder in one process with a pass for everything, and tells when the film can first be played.
func (b *bench) together(ctx context.Context, path string, f ffmpeg.Facts) error {
	at, first := 0.0, -1.0
	one, err := b.watch(ctx, path, f, ffmpeg.Watch{Ladder: true, Frame: func(p vision.Frame) { at = p.At },
		Publish: func([]ffmpeg.Piece) error {
			if first < 0 {
				first = at
			}
			return nil
		}})
	if err != nil {
		return err
	}
	row("watch and ladder in one process", "", "%.1f s", one)
	row("the film can be played once so much of it has been watched", "", "%.1f of %.1f s", first, f.DurationS)
	apart, err := b.separate(ctx, path)
	if err != nil {
		return err
	}
	row("a pass for everything and a process a rung / that", "≥ 2.5", "%.2f", apart/one)
	return b.stages(ctx, path, one)
}
