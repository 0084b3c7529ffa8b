package main

import (
	"context"
	"strings"
	"time"

	"saiying/internal/media"
	"saiying/internal/platform/ffmpeg"
)

// watching compares our one decode with a plain one, with its own commands run bare, and with a pass for everything.
func (b *bench) watching(ctx context.Context) error {
	path, f, err := b.long(ctx)
	if err != nil {
		return err
	}
	decode, err := least(func() (float64, error) { return b.decode(ctx, path) })
	if err != nil {
		return err
	}
	row("a plain decode of picture and sound", "", "%.1f s", decode)
	facts, err := least(func() (float64, error) {
		return cost(func() error { _, err := b.tool.Probe(ctx, path); return err })
	})
	if err != nil {
		return err
	}
	row("facts without decoding / plain decode", "≤ 0.03", "%.3f", facts/decode)
	review, err := least(func() (float64, error) { return b.review(ctx, path, f, ffmpeg.Watch{}) })
	if err != nil {
		return err
	}
	row("whole review / plain decode", "≤ 1.15", "%.2f", review/decode)
	eyes, err := b.overhead(ctx, path, f, review)
	if err != nil {
		return err
	}
	return b.together(ctx, path, f, decode, eyes)
}

// decode is the cost of a plain decode of picture and sound.
func (b *bench) decode(ctx context.Context, path string) (float64, error) {
	return plain(ctx, strings.Fields("-nostdin -v error -i "+path+" -map 0:v:0 -map 0:a:0 -f null -")...)
}

// review is the cost of all that the server does with a film, as it does it.
func (b *bench) review(ctx context.Context, path string, f ffmpeg.Facts, w ffmpeg.Watch) (float64, error) {
	return scratch(func(dir string) (float64, error) {
		return cost(func() error { _, err := media.Watch(ctx, b.tool, path, f, dir, w); return err })
	})
}

// unseen is the cost of a watch whose pictures nobody looks at.
func (b *bench) unseen(ctx context.Context, path string, f ffmpeg.Facts) (float64, error) {
	return scratch(func(dir string) (float64, error) {
		return cost(func() error { _, err := b.tool.Watch(ctx, path, f, dir, ffmpeg.Watch{}); return err })
	})
}

// overhead compares a watch that nobody looks at with its own commands, run without us. It answers what the looking adds: detectors
// and fingerprint.
func (b *bench) overhead(ctx context.Context, path string, f ffmpeg.Facts, review float64) (eyes float64, err error) {
	watch, err := least(func() (float64, error) { return b.unseen(ctx, path, f) })
	if err != nil {
		return 0, err
	}
	commands, err := b.overhear(ctx, path, f)
	if err != nil {
		return 0, err
	}
	bare := 0.0
	for _, args := range commands {
		s, err := least(func() (float64, error) { return plain(ctx, args...) })
		if err != nil {
			return 0, err
		}
		bare += s
	}
	row("the same with nobody looking, over its own commands run bare", "≤ 3 %", "%+.1f %%", 100*(watch/bare-1))
	row("detectors and fingerprint add to that", "", "%+.1f %%", 100*(review/watch-1))
	return review - watch, nil
}

// together compares review and ladder in one process with a pass for everything, and tells when the film can first be played.
func (b *bench) together(ctx context.Context, path string, f ffmpeg.Facts, decode, eyes float64) error {
	at, first := 0.0, -1.0
	one, err := b.review(ctx, path, f, ffmpeg.Watch{Ladder: true,
		Progress: func(percent float64, _ time.Duration) { at = f.DurationS * percent / 100 },
		Publish: func([]ffmpeg.Piece) error {
			if first < 0 {
				first = at
			}
			return nil
		}})
	if err != nil {
		return err
	}
	row("review and ladder in one process", "", "%.1f s", one)
	row("the film can be played once so much of it has been watched", "", "%.1f of %.1f s", first, f.DurationS)
	row("a second process for the larger rungs would add to that", "", "%+.0f %%", 100*decode/one)
	apart, err := b.separate(ctx, path)
	if err != nil {
		return err
	}
	row("a pass for everything and a process a rung / that", "≥ 2.5", "%.2f", (apart+eyes)/one)
	return nil
}
