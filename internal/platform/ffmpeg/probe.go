package ffmpeg

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Probe measures a film: its outline, what ffprobe says of its tracks, every packet of the picture (so that a cut-off
// file cannot claim its full length) and the first pictures, decoded. It answers an [Unreadable] when the file is at
// fault.
func (t *Tool) Probe(ctx context.Context, path string) (Facts, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Facts{}, err
	}
	f := Facts{}
	boxes, err := f.outline(path)
	if err != nil {
		return f, err
	}
	about, err := t.describe(ctx, path, f.Container)
	if err != nil {
		return f, err
	}
	video, err := about.check()
	if err != nil {
		return f, err
	}
	packets, err := t.packets(ctx, path, f.Container)
	if err != nil {
		return f, err
	}
	if err := packets.check(video, about); err != nil {
		return f, err
	}
	f.AIGC = labelOf(about, boxes)
	f.look(video, about)
	f.listen(about)
	f.time(video, packets, about)
	return f, nil
}

// outline fills in what Go can tell without running anything, and answers the label that it met on the way.
func (f *Facts) outline(path string) (*AIGC, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", path)
	}
	o := survey(file, info.Size())
	f.Container, f.Brand, f.SizeBytes = string(o.kind), o.brand, info.Size()
	f.C2PA, f.HeaderDurationS = o.c2pa, round3(o.seconds)
	return o.label, o.fatal()
}

// description is the part of ffprobe's answer that we read.
type description struct {
	Streams []stream `json:"streams"`
	Frames  []frame  `json:"frames"`
	Format  struct {
		Duration string            `json:"duration"`
		Tags     map[string]string `json:"tags"`
	} `json:"format"`
}

type frame struct {
	Type       string `json:"media_type"`
	Interlaced int    `json:"interlaced_frame"`
}

type stream struct {
	Type       string            `json:"codec_type"`
	Codec      string            `json:"codec_name"`
	Width      int               `json:"width"`
	Height     int               `json:"height"`
	PixelShape string            `json:"sample_aspect_ratio"`
	Rate       string            `json:"r_frame_rate"`
	Duration   string            `json:"duration"`
	Transfer   string            `json:"color_transfer"`
	FieldOrder string            `json:"field_order"`
	Channels   int               `json:"channels"`
	Tags       map[string]string `json:"tags"`
	Flags      struct {
		Cover int `json:"attached_pic"`
	} `json:"disposition"`
	Side []struct {
		Rotation float64 `json:"rotation"`
	} `json:"side_data_list"`
}

// input are the arguments that open a stranger's file: one demuxer, one protocol, bounded.
func (t *Tool) input(path, container string) []string {
	return []string{"-protocol_whitelist", "file", "-f", demuxers[Container(container)],
		"-max_streams", strconv.Itoa(maxStreams), "-max_pixels", strconv.Itoa(MaxPixels),
		"-max_alloc", strconv.Itoa(maxAlloc), "-threads", strconv.Itoa(t.threads), "-i", t.sees(path)}
}

// How many packets are decoded for a look at the first pictures. A film that was cut without being encoded again begins
// with all that lies between the last key picture and the cut, marked as never shown; ten seconds at 60 pictures with
// their sound are about 1100 packets.
const (
	fewPackets  = 40
	manyPackets = 4000
)

// describe asks for tracks and tags and decodes the first picture, wherever it is. A film begins with a key picture, so only those
// are decoded at first.
func (t *Tool) describe(ctx context.Context, path, container string) (*description, error) {
	about, err := t.ask(ctx, path, container, fewPackets, "-skip_frame", "nokey")
	if err == nil && about.picture() != nil && !about.decodes() {
		return t.ask(ctx, path, container, manyPackets)
	}
	return about, err
}

func (t *Tool) ask(ctx context.Context, path, container string, packets int, decoder ...string) (*description, error) {
	var out strings.Builder
	args := append(decoder, "-v", "error", "-of", "json=c=1", "-read_intervals", fmt.Sprintf("%%+#%d", packets),
		"-show_entries", "format=duration:format_tags:stream=codec_type,codec_name,width,height,sample_aspect_ratio,r_frame_rate,"+
			"duration,color_transfer,field_order,channels:stream_tags:stream_disposition=attached_pic:stream_side_data=rotation"+
			":frame=media_type,interlaced_frame")
	err := t.run(ctx, job{bin: t.ffprobe, args: append(args, t.input(path, container)...), in: path, wall: probeTime,
		line: func(line string) { out.WriteString(line) }})
	if err != nil {
		return nil, blame(err)
	}
	return readDescription(out.String())
}

func readDescription(text string) (*description, error) {
	about := &description{}
	if err := json.Unmarshal([]byte(text), about); err != nil {
		return nil, &Unreadable{Damaged, "ffprobe: " + err.Error()}
	}
	return about, nil
}

// check is the picture of a film that has one of a size that can be decoded.
func (d *description) check() (*stream, error) {
	video := d.picture()
	switch {
	case len(d.Streams) == 0:
		return nil, &Unreadable{Damaged, "no track can be read"}
	case video == nil:
		return nil, &Unreadable{NoVideo, ""}
	case !fits(video.Width, video.Height) || !fits(video.wide(), video.Height):
		return nil, &Unreadable{TooLarge, fmt.Sprintf("%d×%d, pixels %s", video.Width, video.Height, video.PixelShape)}
	case !d.decodes() || video.Width <= 0 || video.Height <= 0:
		return nil, &Unreadable{NoFrames, ""}
	}
	return video, nil
}

func fits(w, h int) bool { return w <= MaxPixels && h <= MaxPixels && w*h <= MaxPixels }

// wide is the width as shown: pixels that are not square widen the picture, as a player does.
func (s *stream) wide() int {
	if a, b := ratio(s.PixelShape, ":"); a > 0 && b > 0 {
		return int(math.Round(min(float64(s.Width)*a/b, 2*MaxPixels)))
	}
	return s.Width
}

// picture is the first moving picture; a cover is none.
func (d *description) picture() *stream {
	i := slices.IndexFunc(d.Streams, func(s stream) bool { return s.Type == "video" && s.Flags.Cover == 0 && s.Codec != "" })
	if i < 0 {
		return nil
	}
	return &d.Streams[i]
}

// decodes is true when a picture came out of the decoder; sound alone is none.
func (d *description) decodes() bool {
	return slices.ContainsFunc(d.Frames, func(f frame) bool { return f.Type == "video" })
}

// interlaced goes by the first picture.
func (d *description) interlaced() bool {
	i := slices.IndexFunc(d.Frames, func(f frame) bool { return f.Type == "video" })
	return i >= 0 && d.Frames[i].Interlaced != 0
}

// look fills in size, shape and kind of the picture.
func (f *Facts) look(video *stream, about *description) {
	f.VideoCodec, f.Width, f.Height = video.Codec, video.wide(), video.Height
	for _, side := range video.Side {
		if side.Rotation != 0 {
			f.Rotation = (360 - int(math.Round(side.Rotation/90))*90%360) % 360
		}
	}
	if f.Rotation%180 == 90 {
		f.Width, f.Height = f.Height, f.Width
	}
	f.HDR = video.Transfer == "smpte2084" || video.Transfer == "arib-std-b67"
	f.Scan = scan(video.FieldOrder, about.interlaced())
	f.shape()
}

func scan(fieldOrder string, interlacedFrame bool) string {
	switch {
	case interlacedFrame || slices.Contains([]string{"tt", "bb", "tb", "bt"}, fieldOrder):
		return "interlaced"
	case fieldOrder == "progressive":
		return "progressive"
	}
	return "unknown"
}

// listen fills in the first sound track.
func (f *Facts) listen(about *description) {
	i := slices.IndexFunc(about.Streams, func(s stream) bool { return s.Type == "audio" && s.Codec != "" })
	if i >= 0 {
		f.HasAudio, f.AudioCodec, f.AudioChannels = true, about.Streams[i].Codec, about.Streams[i].Channels
	}
}

// time fills in everything that is counted over the picture's packets.
func (f *Facts) time(video *stream, p packets, about *description) {
	length := p.length()
	f.Frames, f.DurationS = p.count, round3(length)
	whole := seconds(about.Format.Duration)
	if f.HeaderDurationS == 0 {
		f.HeaderDurationS = round3(whole)
	}
	if whole > length+1 {
		f.DurationS = round3(whole)
	}
	if length <= 0 {
		return
	}
	f.BitrateMbps = round3(float64(p.bytes) * 8 / length / 1e6)
	rate := float64(p.count) / length
	f.FPS = round3(rate)
	nominal, per := ratio(video.Rate, "/")
	if per == 0 {
		return
	}
	nominal /= per
	if math.Abs(rate-nominal) > nominal*0.02 {
		f.VFR = p.count > 1
		return
	}
	f.FPS = round3(nominal)
}

// ratio reads "30000/1001" or "4:3"; 0, 0 when it is none.
func ratio(text, by string) (a, b float64) {
	left, right, ok := strings.Cut(text, by)
	if !ok {
		return 0, 0
	}
	return seconds(left), seconds(right)
}

// seconds reads "59.960000"; 0 for "N/A".
func seconds(text string) float64 {
	v, _ := number(text)
	return v
}

// number reads a finite number: "inf" and "nan" are words that a damaged file can make ffprobe say.
func number(text string) (float64, bool) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, false
	}
	return v, true
}
