package visiontest

import (
	"fmt"

	"saiying/internal/platform/vision"
)

// The typefaces of the clips; those of the held-out ones are not among the detectors' templates.
const (
	sans    = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
	kai     = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
	serif   = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
	kaiBold = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf"
)

// text is a drawtext filter; more is the rest of its options, such as x and y.
func text(face, words string, size int, ink, more string) string {
	return fmt.Sprintf("drawtext=fontfile=%s:text='%s':fontsize=%d:fontcolor=%s:%s", face, words, size, ink, more)
}

// after is a graph that shows something before the scene.
func after(first string) string {
	return first + ",format=yuv420p,setsar=1[a];[s]format=yuv420p[b];[a][b]concat[v]"
}

const (
	topRight = "x=w-tw-24:y=20"
	topLeft  = "x=24:y=20"
	centre   = "x=(w-tw)/2:y=(h-th)/2"
	subtitle = "x=(w-tw)/2:y=h-th-22"
	whole    = ":s=640x360:r=25:d=3" // after a colour
	bars     = "=s=640x360:r=25:d=3" // after a name of bars
)

func wants(kind vision.Kind, from, to float64) []Want {
	return []Want{{Kind: kind, From: from, To: to}}
}

// hops is a mark that changes its corner every `stay` seconds.
func hops(words string, size int, ink string, stay int) string {
	return text(sans, words, size, ink, fmt.Sprintf("x='if(lt(mod(t\\,%d)\\,%d)\\,24\\,w-tw-24)':y='if(lt(mod(t\\,%d)\\,%d)\\,20\\,h-th-40)'", 2*stay, stay, 4*stay, 2*stay))
}

const undecided = true

// tripod is the answer for a camera that stands.
func tripod() []Want { return []Want{{Kind: vision.Logo, Undecidable: undecided}} }

// Set are the clips on which the thresholds were set.
func Set() []Clip {
	return []Clip{
		{Name: "bars-smpte", Scene: "sea", Seconds: 4, Graph: after("smptebars" + bars), Want: wants(vision.Bars, 0, 3)},
		{Name: "bars-hd", Scene: "city", Seconds: 4, Graph: after("smptehdbars" + bars), Want: wants(vision.Bars, 0, 3)},
		{Name: "bars-pal75-end", Scene: "wall", Seconds: 12, Graph: "pal75bars" + bars + ",setsar=1[a];[s][a]concat[v]", Want: wants(vision.Bars, 12, 15)},
		{Name: "bars-pal100", Scene: "wall", Seconds: 4, Graph: after("pal100bars" + bars), Want: wants(vision.Bars, 0, 3)},
		{Name: "card-black", Scene: "dawn", Seconds: 4, Graph: after("color=black" + whole + "," + text(sans, "望北县融媒体中心", 40, "white", centre)), Want: wants(vision.Card, 0, 3)},
		{Name: "card-white", Scene: "wall", Seconds: 4, Graph: after("color=white" + whole + "," + text(kai, "河的两岸", 64, "black", centre)), Want: wants(vision.Card, 0, 3)},
		{Name: "card-blue", Scene: "sea", Seconds: 4, Graph: after("color=navy" + whole + "," + text(sans, "片名 河的两岸", 36, "yellow", "x=(w-tw)/2:y=120") + "," + text(sans, "作者 林晓岚", 28, "white", "x=(w-tw)/2:y=200")), Want: wants(vision.Card, 0, 3)},
		{Name: "logo-white", Scene: "city", Seconds: 14, Graph: "[s]" + text(sans, "望北TV", 30, "white", topRight) + "[v]", Want: wants(vision.Logo, 0, 14)},
		{Name: "logo-half", Scene: "city", Seconds: 14, Graph: "[s]" + text(sans, "望北视频", 30, "white@0.5", topLeft) + "[v]", Want: wants(vision.Logo, 0, 14)},
		{Name: "logo-late", Scene: "wheat", Seconds: 20, Graph: "[s]" + text(sans, "ABC", 36, "red", topRight+":enable='between(t,5,16)'") + "[v]", Want: wants(vision.Logo, 5, 16)},
		{Name: "logo-hop", Scene: "wall", Seconds: 24, Graph: "[s]" + hops("@望北拍客", 26, "white@0.8", 4) + "[v]", Want: wants(vision.Logo, 0, 24)},
		{Name: "code-box", Scene: "snow", Seconds: 10, Graph: "[s]" + text(sans, "", 32, "white", "timecode='10\\:00\\:00\\:00':timecode_rate=25:box=1:boxcolor=black:boxborderw=6:x=(w-tw)/2:y=30") + "[v]", Want: wants(vision.Slate, 0, 10)},
		{Name: "code-bare", Scene: "sea", Seconds: 10, Graph: "[s]" + text(sans, "", 32, "white", "timecode='00\\:01\\:00\\:00':timecode_rate=25:x=30:y=h-60") + "[v]", Want: wants(vision.Slate, 0, 10)},
		{Name: "label-corner", Scene: "wall", Seconds: 12, Graph: "[s]" + text(sans, "AI生成", 26, "white", topLeft) + "[v]", Want: wants(vision.AILabel, 0, 12)},
		{Name: "label-start", Scene: "city", Seconds: 12, Graph: "[s]" + text(kai, "本片由AI合成", 28, "white", "x=w-tw-20:y=h-60:enable='lt(t,4)'") + "[v]", Want: wants(vision.AILabel, 0, 4)},
		{Name: "label-long", Scene: "wheat", Seconds: 10, Graph: "[s]" + text(sans, "人工智能生成", 24, "white", topRight) + "[v]", Want: wants(vision.AILabel, 0, 10)},
		{Name: "tripod", Scene: "lanterns", Tripod: true, Seconds: 12, Graph: "[s]null[v]", Want: tripod()},
		{Name: "no-plain", Scene: "wall", Seconds: 14, Graph: "[s]null[v]"},
		{Name: "no-subtitles", Scene: "city", Seconds: 16, Graph: "[s]" + text(sans, "这条河从村前流过", 26, "white", subtitle+":enable='between(t,0,3.4)'") + "," + text(sans, "那时候没有桥", 26, "white", subtitle+":enable='between(t,4,8)'") + "," + text(sans, "我们都坐船上学", 26, "white", subtitle+":enable='between(t,9,13)'") + "[v]"},
		{Name: "no-letterbox", Scene: "wheat", Seconds: 14, Graph: "[s]scale=640:272,pad=640:360:0:44[v]"},
		{Name: "no-rainbow", Scene: "sea", Seconds: 6, Graph: after(stripes(3, "red", "orange", "yellow", "green", "cyan", "blue", "magenta", "purple"))},
		{Name: "no-fade", Scene: "dawn", Seconds: 8, Graph: "[s]fade=in:d=1.5,tpad=start_duration=1:color=black[v]"},
	}
}

// HeldOut are the clips on which nothing was set: other typefaces, colours, sizes, scenes and ways of being shown.
func HeldOut() []Clip {
	clips := append(heldMarks(), heldNegatives()...)
	for i := range clips {
		clips[i].HeldOut = true
		clips[i].Seed = 40 + uint64(i)
	}
	return clips
}

// canvas shows something within a portrait canvas of its own blur, or the like.
const canvas = ",split[m][n];[m]scale=640:1138,crop=360:640,gblur=14[k];[n]scale=360:-2[l];[k][l]overlay=0:(H-h)/2"

func heldMarks() []Clip {
	logo := wants(vision.Logo, 0, 14)
	return []Clip{
		{Name: "h-bars-canvas", Scene: "snow", Seconds: 4, Graph: "pal75bars" + bars + ",setsar=1[a];[a][s]concat[c];[c]null" + canvas + "[v]", Want: wants(vision.Bars, 0, 3)},
		{Name: "h-bars-letterbox", Scene: "bridge", Seconds: 4, Graph: after("smptebars=s=640x272:r=25:d=3,pad=640:360:0:44"), Want: wants(vision.Bars, 0, 3)},
		{Name: "h-bars-noise", Scene: "sea", Seconds: 4, Graph: after("smptehdbars" + bars + ",noise=alls=25:allf=t"), Want: wants(vision.Bars, 0, 3)},
		{Name: "h-bars-words", Scene: "wall", Seconds: 4, Graph: after("pal100bars" + bars + "," + text(serif, "望北县电视台", 56, "white", centre+":box=1:boxcolor=black")), Want: wants(vision.Bars, 0, 3)},
		{Name: "h-bars-pillar", Scene: "wall", Seconds: 4, Graph: after("smptebars=s=480x360:r=25:d=3,pad=640:360:80:0"), Want: wants(vision.Bars, 0, 3)},
		{Name: "h-bars-tiny", Scene: "dawn", Seconds: 4, Graph: after("pal75bars=s=160x90:r=25:d=3,scale=640:360"), Want: wants(vision.Bars, 0, 3)},
		{Name: "h-card-gradient", Scene: "wheat", Seconds: 4, Graph: after("gradients=s=640x360:r=25:d=3:c0=0x203060:c1=0x80a0d0:nb_colors=2:speed=0.00001:seed=4," + text(serif, "春天的信", 60, "white", centre)), Want: wants(vision.Card, 0, 3)},
		{Name: "h-card-blur", Scene: "wall", Seconds: 7, Graph: "[s]split[p][q];[p]trim=end_frame=1,loop=74:1,setpts=N/25/TB,gblur=25," + text(kaiBold, "山里的老师", 54, "white", centre) + ",fps=25[a];[a][q]concat[v]", Want: wants(vision.Card, 0, 3)},
		{Name: "h-card-lines", Scene: "city", Seconds: 4, Graph: after("color=0x7a1f1f" + whole + "," + text(serif, "选送单位 望北县文化馆", 26, "white", "x=80:y=90") + "," + text(serif, "作品时长 3分20秒", 26, "white", "x=80:y=150") + "," + text(serif, "联系人 林晓岚", 26, "white", "x=80:y=210")), Want: wants(vision.Card, 0, 3)},
		{Name: "h-card-fade", Scene: "sea", Seconds: 4, Graph: after("color=0x202020" + whole + "," + text(kaiBold, "远方来信", 48, "white", centre) + ",fade=in:d=0.5"), Want: wants(vision.Card, 0.2, 3)},
		{Name: "h-logo-small", Scene: "wall", Seconds: 14, Graph: "[s]" + text(serif, "望北融媒", 18, "white", topLeft) + "[v]", Want: logo},
		{Name: "h-logo-faint", Scene: "bridge", Seconds: 14, Graph: "[s]" + text(kaiBold, "望北视频", 34, "white@0.3", topRight) + "[v]", Want: logo},
		{Name: "h-logo-block", Scene: "city", Seconds: 14, Graph: "[s]drawbox=x=540:y=20:w=70:h=40:color=orange:t=fill,drawbox=x=556:y=30:w=36:h=18:color=white:t=fill[v]", Want: logo},
		{Name: "h-logo-foot", Scene: "wheat", Seconds: 14, Graph: "[s]" + text(kaiBold, "剪刀视频", 24, "yellow@0.7", "x=w-tw-20:y=h-th-20") + "[v]", Want: logo},
		{Name: "h-logo-canvas", Scene: "snow", Seconds: 14, Graph: "[s]null" + canvas + "," + text(serif, "望北拍客", 26, "white", "x=20:y=40") + "[v]", Want: logo},
		{Name: "h-logo-hop3", Scene: "bridge", Seconds: 24, Graph: "[s]" + hops("望北号12345", 22, "white@0.6", 3) + "[v]", Want: wants(vision.Logo, 0, 24)},
		{Name: "h-logo-hop5", Scene: "city", Seconds: 30, Graph: "[s]" + hops("小芒视频", 30, "yellow", 5) + "[v]", Want: wants(vision.Logo, 0, 30)},
		{Name: "h-code-yellow", Scene: "wall", Seconds: 10, Graph: "[s]" + text(serif, "", 30, "yellow", "timecode='01\\:00\\:10\\:00':timecode_rate=25:box=1:boxcolor=black@0.7:boxborderw=8:x=w-tw-30:y=h-70") + "[v]", Want: wants(vision.Slate, 0, 10)},
		{Name: "h-code-dark", Scene: "snow", Seconds: 10, Graph: "[s]" + text(kaiBold, "", 36, "black", "timecode='09\\:58\\:30\\:00':timecode_rate=25:box=1:boxcolor=white:boxborderw=6:x=30:y=30") + "[v]", Want: wants(vision.Slate, 0, 10)},
		{Name: "h-label-serif", Scene: "wall", Seconds: 12, Graph: "[s]" + text(serif, "AI生成", 26, "white", topRight) + "[v]", Want: wants(vision.AILabel, 0, 12)},
		{Name: "h-label-kai", Scene: "city", Seconds: 12, Graph: "[s]" + text(kaiBold, "AI合成", 28, "yellow", topLeft) + "[v]", Want: wants(vision.AILabel, 0, 12)},
		{Name: "h-label-box", Scene: "bridge", Seconds: 10, Graph: "[s]" + text(serif, "内容由人工智能生成", 24, "black", "x=20:y=h-50:box=1:boxcolor=white@0.8:boxborderw=5:enable='lt(t,5)'") + "[v]", Want: wants(vision.AILabel, 0, 5)},
		{Name: "h-label-tripod", Scene: "lanterns", Tripod: true, Seconds: 10, Graph: "[s]" + text(kaiBold, "AI生成", 28, "white", topRight) + "[v]", Want: append(wants(vision.AILabel, 0, 10), tripod()...)},
	}
}

func heldNegatives() []Clip {
	return []Clip{
		{Name: "h-no-flag", Scene: "sea", Seconds: 4, Graph: after(stripes(3, "blue", "white", "red", "yellow", "green", "black"))},
		{Name: "h-no-chart", Scene: "wall", Seconds: 4, Graph: after(stripes(3, "yellow", "red", "cyan", "green", "magenta", "blue", "orange"))},
		{Name: "h-no-screen", Scene: "wall", Seconds: 8, Graph: "smptebars=s=160x90:r=25:d=8[a];[s][a]overlay=x=200+60*t:y=140[v]"},
		{Name: "h-no-shelf", Scene: "city", Seconds: 6, Graph: after("cellauto=s=80x45:r=25:rule=30,trim=duration=3,scale=640:360:flags=neighbor,hue=H=t")},
		{Name: "h-no-sky-subtitle", Scene: "dawn", Seconds: 8, Graph: after("color=0x6090d0:s=640x360:r=25:d=4," + text(serif, "那年我十七岁", 26, "white", subtitle))},
		{Name: "h-no-signs", Scene: "city", Seconds: 12, Graph: "[s]" + text(serif, "老街茶馆", 40, "red", "x=500-60*t:y=150") + "[v]"},
		{Name: "h-no-vignette", Scene: "bridge", Seconds: 12, Graph: "[s]vignette=PI/3[v]"},
		{Name: "h-no-captions", Scene: "wheat", Seconds: 16, Graph: "[s]" + text(kaiBold, "收麦子的那几天", 28, "yellow", subtitle+":enable='between(t,1,5)'") + "," + text(kaiBold, "谁也不说话", 28, "yellow", subtitle+":enable='between(t,5.2,9)'") + "[v]"},
		{Name: "h-no-canvas", Scene: "wall", Seconds: 12, Graph: "[s]null" + canvas + "[v]"},
		{Name: "h-no-words-ai", Scene: "wall", Seconds: 12, Graph: "[s]" + text(serif, "AI生活", 26, "white", topRight) + "[v]", Want: wants(vision.Logo, 0, 12)},
		{Name: "h-no-words-art", Scene: "city", Seconds: 12, Graph: "[s]" + text(kaiBold, "人工种植", 26, "white", topLeft) + "[v]", Want: wants(vision.Logo, 0, 12)},
		{Name: "h-tripod-logo", Scene: "wheat", Tripod: true, Seconds: 12, Graph: "[s]" + text(serif, "望北", 36, "white", topLeft) + "[v]", Want: tripod()},
		{Name: "h-no-static-date", Scene: "sea", Seconds: 12, Graph: "[s]" + text(serif, "2020年5月", 26, "white", subtitle+":enable='lt(t,4)'") + "[v]"},
	}
}

// stripes are upright stripes of colours.
func stripes(seconds int, inks ...string) string {
	g := fmt.Sprintf("color=gray:s=640x360:r=25:d=%d", seconds)
	for i, ink := range inks {
		g += fmt.Sprintf(",drawbox=x=%d:y=0:w=%d:h=360:color=%s:t=fill", i*640/len(inks), 640/len(inks)+1, ink)
	}
	return g
}
