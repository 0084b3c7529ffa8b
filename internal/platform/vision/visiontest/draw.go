package visiontest

import (
	"fmt"
	"strings"
)

// The typefaces of the clips. The first two are among the detectors' templates, the others are not.
const (
	sans      = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
	kai       = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
	serif     = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
	kaiBold   = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf"
	kaiLight  = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Light.ttf"
	kaiMono   = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKaiMono-Light.ttf"
	droid     = "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf" // 汉字 only
	latin     = "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf"
	latinMono = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
	thin      = "/usr/share/fonts/truetype/noto/NotoMono-Regular.ttf"
	noto      = "/usr/share/fonts/truetype/noto/NotoSansMono-Bold.ttf"
	latinSans = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
)

// Places for text and overlays.
const (
	topRight  = "x=w-tw-24:y=20"
	topLeft   = "x=24:y=20"
	footLeft  = "x=24:y=h-th-24"
	footRight = "x=w-tw-24:y=h-th-24"
	centre    = "x=(w-tw)/2:y=(h-th)/2"
	subtitle  = "x=(w-tw)/2:y=h-th-22"
)

const (
	whole = ":s=640x360:r=25:d=3" // after a colour
	bars  = "=s=640x360:r=25:d=3" // after a name of bars
)

// text is a drawtext filter; more is the rest of its options, such as x and y.
func text(face, words string, size int, ink, more string) string {
	return fmt.Sprintf("drawtext=fontfile=%s:text='%s':fontsize=%d:fontcolor=%s:%s", face, words, size, ink, more)
}

// code is a running time code from a start such as 10:00:00:00.
func code(face, start string, size int, ink, more string) string {
	return text(face, "", size, ink, fmt.Sprintf("timecode='%s':timecode_rate=25:%s", strings.ReplaceAll(start, ":", `\:`), more))
}

// while shows something from one second to another.
func while(from, to float64) string { return fmt.Sprintf(":enable='between(t,%g,%g)'", from, to) }

// boxed is a box behind text.
func boxed(ink string, border int) string {
	return fmt.Sprintf(":box=1:boxcolor=%s:boxborderw=%d", ink, border)
}

// on draws filters on the scene.
func on(filters ...string) string { return "[s]" + strings.Join(filters, ",") + "[v]" }

// after is a graph that shows something before the scene, before one that shows it behind.
func after(first ...string) string {
	return strings.Join(first, ",") + ",format=yuv420p,setsar=1[a];[s]format=yuv420p[b];[a][b]concat[v]"
}

func before(last ...string) string {
	return strings.Join(last, ",") + ",format=yuv420p,setsar=1[a];[s]format=yuv420p[b];[b][a]concat[v]"
}

// hops is a mark that changes its corner every `stay` seconds.
func hops(face, words string, size int, ink string, stay int) string {
	return text(face, words, size, ink, fmt.Sprintf("x='if(lt(mod(t\\,%d)\\,%d)\\,24\\,w-tw-24)':y='if(lt(mod(t\\,%d)\\,%d)\\,20\\,h-th-40)'", 2*stay, stay, 4*stay, 2*stay))
}

// canvas shows something within a portrait canvas of its own blur; portrait cuts a portrait film out of it.
const (
	canvas   = "split[m][n];[m]scale=640:1138,crop=360:640,gblur=14[k];[n]scale=360:-2[l];[k][l]overlay=0:(H-h)/2"
	portrait = "crop=202:360,scale=360:640"
)

// stripes are upright stripes of colours that fill the picture, rows lie.
func stripes(seconds int, inks ...string) string { return banded(seconds, false, inks) }

func rows(seconds int, inks ...string) string { return banded(seconds, true, inks) }

func banded(seconds int, lying bool, inks []string) string {
	g := fmt.Sprintf("color=gray:s=640x360:r=25:d=%d", seconds)
	for i, ink := range inks {
		x, y, w, h := i*640/len(inks), 0, 640/len(inks)+1, 360
		if lying {
			x, y, w, h = 0, i*360/len(inks), 640, 360/len(inks)+1
		}
		g += fmt.Sprintf(",drawbox=x=%d:y=%d:w=%d:h=%d:color=%s:t=fill", x, y, w, h, ink)
	}
	return g
}

// arib is the multi-format bars of ARIB STD-B28 as far as their colours go: three quarters of the width between grey pillars, and
// below them the narrow rows of full cyan and yellow, blue and red, the ramp's place, and black.
func arib(seconds int) string {
	g := fmt.Sprintf("color=0x666666:s=640x360:r=25:d=%d", seconds)
	for i, ink := range []string{"0xbfbfbf", "0xbfbf00", "0x00bfbf", "0x00bf00", "0xbf00bf", "0xbf0000", "0x0000bf"} {
		g += fmt.Sprintf(",drawbox=x=%d:y=0:w=69:h=210:color=%s:t=fill", 80+i*480/7, ink)
	}
	for i, row := range [][2]string{{"cyan", "blue"}, {"yellow", "red"}} {
		y := 210 + 30*i
		g += fmt.Sprintf(",drawbox=x=0:y=%d:w=80:h=30:color=%s:t=fill,drawbox=x=80:y=%d:w=480:h=30:color=0xbfbfbf:t=fill,drawbox=x=560:y=%d:w=80:h=30:color=%s:t=fill",
			y, row[0], y, y, row[1])
	}
	return g + ",drawbox=x=80:y=270:w=480:h=90:color=black:t=fill,drawbox=x=200:y=270:w=140:h=90:color=white:t=fill"
}
