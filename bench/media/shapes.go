package main

import (
	"context"

	"saiying/internal/platform/ffmpeg"
)

// shapes compares review and plain decode for films of other kinds, short ones.
func (b *bench) shapes(ctx context.Context) error {
	for _, s := range []struct{ name, file, picture, encode string }{
		{"4K", "4k.mp4", "testsrc2=s=3840x2160:r=25", "-pix_fmt yuv420p -b:v 30M"},
		{"50 Mbit/s", "50m.mp4", "testsrc2=s=1920x1080:r=25", "-pix_fmt yuv420p -b:v 50M -maxrate 50M -bufsize 50M"},
		{"HDR10", "hdr.mp4", "testsrc2=s=1920x1080:r=25", "-pix_fmt yuv420p10le -b:v 15M -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc"},
		{"a varying rate", "vfr.mp4", "testsrc2=s=1920x1080:r=30,select='lt(random(1),0.7)'", "-fps_mode vfr -pix_fmt yuv420p -b:v 15M"},
		{"portrait", "portrait.mp4", "testsrc2=s=1080x1920:r=30", "-pix_fmt yuv420p -b:v 15M"},
	} {
		path, f, err := b.clip(ctx, s.file, s.picture, 4, s.encode)
		if err != nil {
			return err
		}
		decode, err := b.decode(ctx, path)
		if err != nil {
			return err
		}
		review, err := b.review(ctx, path, f, ffmpeg.Watch{})
		if err != nil {
			return err
		}
		row("whole review / plain decode, "+s.name+", 4 s", "", "%.2f", review/decode)
	}
	return nil
}
