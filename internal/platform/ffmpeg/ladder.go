package ffmpeg

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Rung is one size of the ladder. Name is the stem of its files: "360p.m3u8", "360p_init.mp4", "360p_0000.m4s".
type Rung struct {
	Name          string
	Width, Height int
	MaxKbps       int // upper bound of its bitrate
}

// The ladder's short sides. A portrait film has the same rungs, standing.
var steps = []int{360, 720, 1080}

const (
	segmentSeconds  = 4
	keyframeSeconds = 2
	soundKbps       = 128
	maxRate         = 60.0 // pictures a second
)

// ladder is the rungs for a film of this size, smallest first: every step it reaches, and its own size on top when
// that is below 1080 and a good deal larger than the last step. Nothing is ever enlarged.
func ladder(w, h int) []Rung {
	short, rungs := min(w, h), []Rung(nil)
	for _, s := range steps {
		if s <= short {
			rungs = append(rungs, rung(w, h, s))
		}
	}
	if n := len(rungs); n == 0 || n < len(steps) && steps[n-1]*5 < short*4 {
		rungs = append(rungs, rung(w, h, short))
	}
	return rungs
}

// rung scales w×h to the short side s, down to even pixels.
func rung(w, h, s int) Rung {
	even := func(side int) int { return max(2, side*s/min(w, h)/2*2) }
	return Rung{Name: strconv.Itoa(s) + "p", Width: even(w), Height: even(h), MaxKbps: maxKbps(s)}
}

// maxKbps caps a rung where the picture needs no more, at the rates common for H.264 on phones.
func maxKbps(short int) int {
	switch {
	case short <= 360:
		return 800
	case short <= 540:
		return 1500
	case short <= 720:
		return 2800
	}
	return 5000
}

// rates are the picture rates of cameras and television; a film keeps the one it has.
var rates = []struct {
	fps  float64
	text string
}{
	{23.976, "24000/1001"}, {24, "24"}, {25, "25"}, {29.97, "30000/1001"}, {30, "30"}, {50, "50"}, {59.94, "60000/1001"}, {60, "60"},
}

// outputRate is the constant rate of the ladder: the film's own; for a varying one the next common rate above its
// average; never more than 60, and never less than 1, so that a page that stands for a minute can be cut into pieces.
func outputRate(f Facts) string {
	switch {
	case f.FPS >= maxRate || f.FPS <= 0:
		return "60"
	case f.FPS < 1 && !f.VFR:
		return "1"
	}
	for _, r := range rates {
		if math.Abs(f.FPS-r.fps) < 0.01 || f.VFR && r.fps > f.FPS {
			return r.text
		}
	}
	return strconv.FormatFloat(f.FPS, 'f', 3, 64)
}

// rungGraph is the part of the graph that makes the ladder from [l]: the picture straightened out and scaled down step by step. A picture
// is repeated only behind the scaling: a still of minutes is then one picture in memory and not thousands.
func rungGraph(f Facts, rungs []Rung, tonemap bool) string {
	var g strings.Builder
	rate := outputRate(f)
	fmt.Fprintf(&g, "[l]%sscale=%d:%d:flags=bicubic,setsar=1,format=yuv420p[s];", straighten(f, tonemap), top(rungs).Width, top(rungs).Height)
	for _, r := range slices.Backward(rungs[1:]) {
		below := rungs[slices.Index(rungs, r)-1]
		fmt.Fprintf(&g, "[s]split=2[f%s][n%s];[f%s]fps=%s[%s];[n%s]scale=%d:%d:flags=bicubic,setsar=1[s];",
			r.Name, r.Name, r.Name, rate, r.Name, r.Name, below.Width, below.Height)
	}
	fmt.Fprintf(&g, "[s]fps=%s[%s]", rate, rungs[0].Name)
	return g.String()
}

func top(rungs []Rung) Rung { return rungs[len(rungs)-1] }

// straighten is what a film needs before it can be scaled: fields woven out, high dynamic range mapped down.
func straighten(f Facts, tonemap bool) string {
	chain := ""
	if f.Scan == "interlaced" {
		chain += "bwdif=mode=send_frame:deint=interlaced,"
	}
	return chain + tones(f, tonemap)
}

// tones maps high dynamic range down to BT.709.
func tones(f Facts, tonemap bool) string {
	if !f.HDR || !tonemap {
		return ""
	}
	return "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,"
}

// encode are the arguments of the HLS output: every rung, one shared sound with one gain in dB, keyframes at the same times. Files
// get their names when they are finished.
func encode(f Facts, rungs []Rung, threads int, gain float64, label *AIGC) []string {
	args, streams := []string{}, []string{}
	for i, r := range rungs {
		args = append(args, "-map", "["+r.Name+"]",
			fmt.Sprintf("-maxrate:v:%d", i), fmt.Sprintf("%dk", r.MaxKbps), fmt.Sprintf("-bufsize:v:%d", i), fmt.Sprintf("%dk", 2*r.MaxKbps))
		streams = append(streams, fmt.Sprintf("v:%d%s,name:%s", i, group(f), r.Name))
	}
	if f.HasAudio {
		args = append(args, "-map", "0:a:0", "-c:a", "aac", "-b:a", fmt.Sprintf("%dk", soundKbps), "-ac", "2", "-ar", "48000",
			"-af", fmt.Sprintf("aresample=async=1:first_pts=0,volume=%.2fdB", gain))
		streams = append(streams, "a:0"+group(f)+",default:yes,name:sound")
	}
	args = append(args, "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high", "-sc_threshold", "0",
		"-force_key_frames", fmt.Sprintf("expr:gte(t,n_forced*%d)", keyframeSeconds), "-threads", strconv.Itoa(threads), "-sn", "-dn")
	args = append(args, metadata(label)...)
	return append(args, "-f", "hls", "-hls_time", strconv.Itoa(segmentSeconds), "-hls_segment_type", "fmp4", "-hls_playlist_type", "event",
		"-hls_flags", "independent_segments+temp_file", "-hls_segment_options", "movflags=+use_metadata_tags",
		"-var_stream_map", strings.Join(streams, " "), "-master_pl_name", masterName,
		"-hls_segment_filename", "%v_%04d.m4s", "-hls_fmp4_init_filename", initName(streams, rungs), "%v.m3u8")
}

// initName is a pattern for several streams; of a single one ffmpeg 5.1 would take the pattern for the name.
func initName(streams []string, rungs []Rung) string {
	if len(streams) == 1 {
		return rungs[0].Name + "_init.mp4"
	}
	return "%v_init.mp4"
}

func group(f Facts) string {
	if f.HasAudio {
		return ",agroup:sound"
	}
	return ""
}

// metadata drops the original's metadata (phones write where they were) but for the label of generated content, which is carried over
// unchanged; the MP4 muxer writes it only under use_metadata_tags.
func metadata(label *AIGC) []string {
	args := []string{"-map_metadata", "-1", "-map_chapters", "-1"}
	if label != nil {
		args = append(args, "-metadata", "AIGC="+label.Raw)
	}
	return args
}
