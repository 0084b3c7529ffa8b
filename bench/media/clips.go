package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"saiying/internal/platform/ffmpeg"
)

// clip makes a film once: a moving pattern under grain, so that the rate asked for is really used, with the
// entropy coding and the loop filter of a camera, which the fastest preset leaves out and decoding would then be cheap; pink noise.
func (b *bench) clip(ctx context.Context, name, picture string, seconds int, encode string) (string, ffmpeg.Facts, error) {
	dir, err := filepath.Abs(b.dir)
	if err != nil {
		return "", ffmpeg.Facts{}, err
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		args := fmt.Sprintf("-nostdin -v error -y -f lavfi -i %s,noise=alls=12:allf=t -f lavfi -i anoisesrc=c=pink:a=0.2:r=48000 -t %d "+
			"-c:v libx264 -preset veryfast %s -c:a aac -b:a 128k -f mp4 %s.part", picture, seconds, encode, path)
		if _, err := plain(ctx, strings.Fields(args)...); err != nil {
			return "", ffmpeg.Facts{}, err
		}
		if err := os.Rename(path+".part", path); err != nil {
			return "", ffmpeg.Facts{}, err
		}
	}
	f, err := b.tool.Probe(ctx, path)
	return path, f, err
}

// long is the clip that most figures are of: what a camera writes, 1080p25 at some 15 Mbit/s.
func (b *bench) long(ctx context.Context) (string, ffmpeg.Facts, error) {
	return b.clip(ctx, fmt.Sprintf("1080p25-%d.mp4", b.seconds), "testsrc2=s=1920x1080:r=25", b.seconds, "-pix_fmt yuv420p -b:v 15M -maxrate 15M -bufsize 15M")
}
