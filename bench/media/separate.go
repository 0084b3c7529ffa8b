package main

import (
	"context"
	"fmt"
	"strings"
)

// passes is what a watch tells, one ffmpeg for each.
var passes = []string{
	"-an -vf blackdetect=d=0.4 -f null -",
	"-an -vf freezedetect=d=2 -f null -",
	"-an -vf idet -f null -",
	"-an -vf cropdetect -f null -",
	"-an -vf fps=5,scale=480:-2:flags=area,format=yuv420p -f rawvideo pipe:3", // detectors
	"-an -vf fps=5,scale=480:-2:flags=area,format=yuv420p -f rawvideo pipe:3", // fingerprint
	"-an -vf fps=1,scale=160:-2:flags=area,tile=10x6 -q:v 5 sprite_%02d.jpg",
	"-an -vf fps=1/5,scale=1280:-2:flags=area -q:v 3 poster_%02d.jpg",
	"-vn -af silencedetect=d=2 -f null -",
	"-vn -af ebur128=peak=true -f null -",
	"-vn -ac 1 -f chromaprint pipe:3",
}

// The ladder of a film of 1080 lines, with the caps of [ffmpeg.Rung].
var rungs = []struct{ high, kbps int }{{360, 800}, {720, 2800}, {1080, 5000}}

// rung is one rung as one output; its number tells it from others of the same process.
func rung(i int) string {
	r := rungs[i]
	return fmt.Sprintf("-map 0:v:0 -map 0:a:0 -vf scale=-2:%d:flags=bicubic -c:v libx264 -preset veryfast -crf 23 -maxrate %dk -bufsize %dk -profile:v high "+
		"-sc_threshold 0 -force_key_frames expr:gte(t,n_forced*2) -c:a aac -b:a 128k -f hls -hls_time 4 -hls_segment_type fmp4 "+
		"-hls_fmp4_init_filename %d.mp4 -hls_segment_filename %d_%%04d.m4s %d.m3u8", r.high, r.kbps, 2*r.kbps, i, i, i)
}

// separate is the cost of a pass for everything and a process a rung.
func (b *bench) separate(ctx context.Context, path string) (sum float64, err error) {
	work := append([]string(nil), passes...)
	for i := range rungs {
		work = append(work, rung(i))
	}
	for _, args := range work {
		s, err := plain(ctx, strings.Fields("-nostdin -v error -y -i "+path+" "+args)...)
		if err != nil {
			return 0, err
		}
		sum += s
	}
	return sum, nil
}
