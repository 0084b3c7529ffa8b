package ffmpeg

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// packets is what is counted while every packet of the picture is read once, undecoded.
type packets struct {
	count       int
	bytes       int64
	first, last float64 // when the first picture shows and the last one ends, seconds
	at, gap     float64 // decoding time of the packet before, and the longest pause so far
}

func newPackets() packets { return packets{first: math.Inf(1), last: math.Inf(-1), at: math.NaN()} }

// packets reads them all: a two-hundredth of the cost of decoding a minute. The index of boxes gives every packet its times, so
// ffprobe need not decode any first, as it must for the others.
func (t *Tool) packets(ctx context.Context, path, container string) (packets, error) {
	p := newPackets()
	args := append([]string{"-v", "error", "-of", "compact=p=0", "-select_streams", "V:0",
		"-show_entries", "packet=pts_time,dts_time,duration_time,size,flags"}, t.input(path, container)...)
	if demuxers[Container(container)] == "mov" {
		args = append(args, "-nofind_stream_info")
	}
	err := t.run(ctx, job{bin: t.ffprobe, args: args, in: path, wall: probeTime, line: p.take})
	return p, blame(err)
}

// take counts one line such as "pts_time=0.08|dts_time=0.00|duration_time=0.04|size=1342|flags=K_". Packets marked D
// lie before the start of the film and are never shown.
func (p *packets) take(line string) {
	fields := map[string]string{}
	for part := range strings.SplitSeq(line, "|") {
		key, value, _ := strings.Cut(part, "=")
		fields[key] = value
	}
	if fields["size"] == "" || strings.Contains(fields["flags"], "D") {
		return
	}
	p.count++
	size, _ := strconv.ParseInt(fields["size"], 10, 64)
	p.bytes += max(0, size)
	decoded, ordered := number(fields["dts_time"])
	shown, ok := number(fields["pts_time"])
	if !ok { // AVI tells only the order of decoding
		shown = decoded
	}
	p.first = min(p.first, shown)
	p.last = max(p.last, shown+max(0, seconds(fields["duration_time"])))
	if ordered {
		if !math.IsNaN(p.at) {
			p.gap = max(p.gap, decoded-p.at)
		}
		p.at = decoded
	}
}

// length is the seconds from the first picture to the end of the last.
func (p packets) length() float64 { return max(0, p.last-p.first) }

// check compares what was counted with what the file says of itself.
func (p packets) check(video *stream, about *description) error {
	if p.count == 0 || p.length() == 0 && p.count > 1 {
		return &Unreadable{NoFrames, ""}
	}
	if p.gap > MaxGap {
		return &Unreadable{TimeGap, fmt.Sprintf("%.1f s", p.gap)}
	}
	claimed := seconds(video.Duration)
	if claimed > 0 && p.length() < claimed-max(1, claimed*0.02) {
		return &Unreadable{Truncated, fmt.Sprintf("%.1f of %.1f s", p.length(), claimed)}
	}
	if p.length() > MaxDuration || seconds(about.Format.Duration) > MaxDuration {
		return &Unreadable{TooLong, ""}
	}
	return nil
}
