package labelled

import "saiying/internal/entry"

// Films lists them all.
func Films() []Film {
	var all []Film
	for _, some := range [][]Film{hebei(), heilongjiang(), henan(), miit(), tianjin()} {
		all = append(all, some...)
	}
	return all
}

// small, hd and uhd are the shapes that most films have.
var (
	small = Shape{Width: 160, Height: 120}
	hd    = Shape{Width: 1920, Height: 1080}
	uhd   = Shape{Width: 3840, Height: 2160}
)

func (s Shape) frames(n int) Shape        { s.Frames = n; return s }
func (s Shape) mbps(v float64) Shape      { s.Mbps = v; return s }
func (s Shape) bytes(n int64) Shape       { s.Bytes = n; return s }
func (s Shape) sized(w, h int) Shape      { s.Width, s.Height = w, h; return s }
func (s Shape) in(container string) Shape { s.Container = container; return s }
func (s Shape) as(named string) Shape     { s.Named = named; return s }
func (s Shape) turned(degrees int) Shape  { s.Rotate = degrees; return s }

const second = 25 // frames

// hebei: 三分钟以内, by web upload or on a disc. One frame is granted.
func hebei() []Film {
	is := func(says string, want entry.Verdict, rule string, s Shape) Film {
		return Film{"hebei-2020", says, want, rule, s}
	}
	return []Film{
		is("three-minutes", entry.Pass, "", small.frames(180*second)),
		is("three-minutes-and-a-frame", entry.Pass, "duration", small.frames(180*second+1)),
		is("three-minutes-and-two-frames", entry.Fail, "duration", small.frames(180*second+2)),
		is("a-second-too-long", entry.Fail, "duration", small.frames(181*second)),
		is("any-container", entry.Pass, "", small.in("mov")),
		is("portrait", entry.Pass, "", small.sized(120, 160)),
	}
}

// heilongjiang: 2–5 minutes, MP4, 100M–200M where M may be a million bytes or 1,048,576 of them; HD is a wish.
func heilongjiang() []Film {
	is := func(says string, want entry.Verdict, rule string, s Shape) Film {
		return Film{"heilongjiang-2022", says, want, rule, s}
	}
	film := Shape{Width: 1280, Height: 720}.frames(150 * second).bytes(150_000_000)
	return []Film{
		is("plain", entry.Pass, "", film),
		is("two-minutes", entry.Pass, "", film.frames(120*second)),
		is("two-minutes-less-a-frame", entry.Pass, "duration", film.frames(120*second-1)),
		is("two-minutes-less-two-frames", entry.Fail, "duration", film.frames(120*second-2)),
		is("five-minutes", entry.Pass, "", film.frames(300*second)),
		is("five-minutes-and-two-frames", entry.Fail, "duration", film.frames(300*second+2)),
		is("100-million-bytes", entry.Pass, "size", film.bytes(100_000_000)),
		is("a-byte-less", entry.Fail, "size", film.bytes(99_999_999)),
		is("200-mebibytes", entry.Pass, "size", film.bytes(200<<20)),
		is("a-byte-more", entry.Fail, "size", film.bytes(200<<20+1)),
		is("matroska", entry.Fail, "container", film.in("mkv").bytes(0)),
		is("small-file", entry.Fail, "size", film.bytes(0)),
		is("hd-by-a-hair", entry.Pass, "", film.sized(960, 720)),
		is("not-hd", entry.Pass, "hd", film.sized(958, 718)),
	}
}

// henan: in principle within 3 minutes, mp4, 1080P at 10–50 Mbps or 4K at 30–100, both orientations.
func henan() []Film {
	is := func(says string, want entry.Verdict, rule string, s Shape) Film {
		return Film{"henan-2025", says, want, rule, s}
	}
	return []Film{
		is("1080p", entry.Review, "filename", hd.mbps(20)),
		is("1080p-10", entry.Review, "filename", hd.mbps(10.1)),
		is("1080p-under-10", entry.Fail, "bitrate_1080", hd.mbps(9.8)),
		is("1080p-50", entry.Review, "filename", hd.mbps(50)),
		is("1080p-over-50", entry.Fail, "bitrate_1080", hd.mbps(51)),
		is("4k-30", entry.Review, "filename", uhd.mbps(30.6)),
		is("4k-under-30", entry.Fail, "bitrate_4k", uhd.mbps(29.6)),
		is("4k-100", entry.Review, "filename", uhd.mbps(100.5)),
		is("4k-over-100", entry.Fail, "bitrate_4k", uhd.mbps(102.5)),
		is("portrait", entry.Review, "filename", hd.sized(1080, 1920).mbps(20)),
		is("portrait-by-rotation", entry.Review, "filename", hd.mbps(20).turned(90)),
		is("cinema-width", entry.Review, "filename", hd.sized(1920, 816).mbps(20)),
		is("720p", entry.Fail, "resolution", hd.sized(1280, 720).mbps(20)),
		is("1440p", entry.Fail, "resolution", hd.sized(2560, 1440).mbps(20)),
		is("quicktime", entry.Fail, "container", hd.mbps(20).in("mov")),
		is("quicktime-renamed", entry.Fail, "container", hd.mbps(20).in("mov").as("mp4")),
		is("matroska-renamed", entry.Fail, "container", hd.mbps(20).in("mkv").as("mp4")),
		is("望北学院-1-渡口的灯", entry.Pass, "", hd.mbps(20)),
		is("望北学院-1-三分钟零一帧", entry.Pass, "", hd.mbps(10.5).frames(180*second+1)),
		is("望北学院-1-三分钟零两帧", entry.Review, "duration", hd.mbps(10.5).frames(180*second+2)),
	}
}

// miit: 1–8 minutes, not below 1080P, mp4, 16:9 or 9:16.
func miit() []Film {
	is := func(says string, want entry.Verdict, rule string, s Shape) Film {
		return Film{"miit-2024", says, want, rule, s}
	}
	film := hd.frames(60 * second)
	return []Film{
		is("a-minute", entry.Pass, "", film),
		is("a-minute-less-a-frame", entry.Pass, "duration", film.frames(60*second-1)),
		is("a-minute-less-two-frames", entry.Fail, "duration", film.frames(60*second-2)),
		is("eight-minutes", entry.Pass, "", film.frames(480*second)),
		is("eight-minutes-and-two-frames", entry.Fail, "duration", film.frames(480*second+2)),
		is("portrait", entry.Pass, "", film.sized(1080, 1920)),
		is("portrait-by-rotation", entry.Pass, "", film.turned(270)),
		is("a-line-short", entry.Fail, "resolution", film.sized(1918, 1078)),
		is("4k", entry.Pass, "", film.sized(3840, 2160)),
		is("four-to-three", entry.Fail, "aspect", film.sized(1440, 1080)),
		is("anamorphic", entry.Pass, "", Shape{Width: 1440, Height: 1080, Wide: 4.0 / 3}.frames(60*second)),
		is("webm", entry.Fail, "container", film.in("mkv")),
	}
}

// tianjin asks nothing of the file: any film that plays will do.
func tianjin() []Film {
	is := func(says string, s Shape) Film { return Film{"tianjin-2021", says, entry.Pass, "", s} }
	return []Film{is("small", small), is("long", small.frames(600*second)), is("quicktime", small.in("mov")), is("4k", uhd)}
}
