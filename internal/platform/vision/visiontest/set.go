package visiontest

import "saiying/internal/platform/vision"

func wants(kind vision.Kind, from, to float64) []Want {
	return []Want{{Kind: kind, From: from, To: to}}
}

// tripod is the answer for a camera that stands.
func tripod() []Want { return []Want{{Kind: vision.Logo, Undecidable: true}} }

// Set are the clips on which the thresholds were set.
func Set() []Clip {
	var all []Clip
	for _, some := range [][]Clip{setBars(), setCards(), setLogos(), setSlates(), setLabels()} {
		all = append(all, some...)
	}
	return all
}

func setBars() []Clip {
	three := wants(vision.Bars, 0, 3)
	return []Clip{
		{Name: "bars-smpte", Scene: "sea", Seconds: 2, Graph: after("smptebars" + bars), Want: three},
		{Name: "bars-hd", Scene: "city", Seconds: 2, Graph: after("smptehdbars" + bars), Want: three},
		{Name: "bars-pal75-end", Scene: "wall", Seconds: 11, Graph: before("pal75bars" + bars), Want: wants(vision.Bars, 11, 14)},
		{Name: "bars-pal100", Scene: "wall", Seconds: 2, Graph: after("pal100bars" + bars), Want: three},
		{Name: "bars-arib", Scene: "sea", Seconds: 2, Graph: after(arib(3)), Want: three},
		{Name: "bars-canvas", Scene: "snow", Seconds: 4, Graph: "pal75bars" + bars + ",setsar=1[a];[a][s]concat[c];[c]" + canvas + "[v]", Want: three},
		{Name: "bars-letterbox", Scene: "city", Seconds: 2, Graph: after("smptebars=s=640x272:r=25:d=3,pad=640:360:0:44"), Want: three},
		{Name: "bars-grain", Scene: "sea", Seconds: 2, Graph: after("smptehdbars"+bars, "noise=alls=25:allf=t"), Want: three},
		{Name: "bars-words", Scene: "wall", Seconds: 2, Graph: after("pal100bars"+bars, text(serif, "望北县电视台", 56, "white", centre+boxed("black", 0))), Want: three},
		{Name: "bars-pillar", Scene: "wall", Seconds: 2, Graph: after("smptebars=s=480x360:r=25:d=3,pad=640:360:80:0"), Want: three},
		{Name: "bars-tiny", Scene: "sea", Seconds: 2, Graph: after("pal75bars=s=160x90:r=25:d=3,scale=640:360"), Want: three},
		{Name: "no-rainbow", Like: vision.Bars, Scene: "sea", Seconds: 2, Graph: after(stripes(3, "red", "orange", "yellow", "green", "cyan", "blue", "magenta", "purple"))},
		{Name: "no-flag", Like: vision.Bars, Scene: "sea", Seconds: 2, Graph: after(stripes(3, "blue", "white", "red", "yellow", "green", "black"))},
		{Name: "no-shirt", Like: vision.Bars, Scene: "wall", Seconds: 6, Graph: stripes(6, "blue", "white", "blue", "white", "blue", "white", "blue", "white", "red", "white") + ",scale=240:260[a];[s][a]overlay=x=200+14*sin(3*t):y=90[v]"},
		{Name: "no-neon", Like: vision.Bars, Scene: "city", Seconds: 6, Graph: rows(6, "yellow", "cyan", "green", "magenta", "red", "blue") + ",scale=200:300[a];[s][a]overlay=x=20+40*t:y=30[v]"},
		{Name: "no-screen", Like: vision.Bars, Scene: "wall", Seconds: 6, Graph: "smptebars=s=160x90:r=25:d=6[a];[s][a]overlay=x=200+60*t:y=140[v]"},
	}
}

func setCards() []Clip {
	three := wants(vision.Card, 0, 3)
	return []Clip{
		{Name: "card-black", Scene: "wall", Seconds: 2, Graph: after("color=black"+whole, text(sans, "望北县融媒体中心", 40, "white", centre)), Want: three},
		{Name: "card-white", Scene: "wall", Seconds: 2, Graph: after("color=white"+whole, text(kai, "河的两岸", 64, "black", centre)), Want: three},
		{Name: "card-blue", Scene: "sea", Seconds: 2, Graph: after("color=navy"+whole, text(sans, "片名 河的两岸", 36, "yellow", "x=(w-tw)/2:y=120"), text(sans, "作者 林晓岚", 28, "white", "x=(w-tw)/2:y=200")), Want: three},
		{Name: "card-gradient", Scene: "wheat", Seconds: 2, Graph: after("gradients=s=640x360:r=25:d=3:c0=0x203060:c1=0x80a0d0:nb_colors=2:speed=0.00001:seed=4", text(serif, "春天的信", 60, "white", centre)), Want: three},
		{Name: "card-blur", Scene: "wall", Seconds: 7, Graph: "[s]split[p][q];[p]trim=end_frame=1,loop=74:1,setpts=N/25/TB,gblur=25," + text(kaiBold, "山里的老师", 54, "white", centre) + ",fps=25[a];[a][q]concat[v]", Want: three},
		{Name: "card-lines", Scene: "city", Seconds: 2, Graph: after("color=0x7a1f1f"+whole, text(serif, "选送单位 望北县文化馆", 26, "white", "x=80:y=90"), text(serif, "作品时长 3分20秒", 26, "white", "x=80:y=150"), text(serif, "联系人 林晓岚", 26, "white", "x=80:y=210")), Want: three},
		{Name: "card-fade", Scene: "sea", Seconds: 2, Graph: after("color=0x202020"+whole, text(kaiBold, "远方来信", 48, "white", centre), "fade=in:d=0.5"), Want: wants(vision.Card, 0.2, 3)},
		{Name: "card-page", Scene: "sea", Seconds: 2, Graph: after("color=0x101820"+whole, text(serif, "作品说明", 34, "white", "x=60:y=24"), text(serif, "本片拍摄于望北县东部的渡口村", 28, "white", "x=60:y=84"), text(serif, "讲述摆渡人三十年如一日的故事", 28, "white", "x=60:y=132"), text(serif, "全片用手机拍摄没有请演员", 28, "white", "x=60:y=180"), text(serif, "感谢渡口村的乡亲们", 28, "white", "x=60:y=228"), text(serif, "望北县文化馆选送", 28, "white", "x=60:y=276")), Want: three},
		{Name: "card-large", Scene: "city", Seconds: 2, Graph: after("color=0xb3261e"+whole, text(sans, "渡口的灯", 84, "white", centre)), Want: three},
		{Name: "no-fade", Like: vision.Card, Scene: "wall", Seconds: 6, Graph: "[s]fade=in:d=1.5,tpad=start_duration=1:color=black[v]"},
		{Name: "no-shelf", Like: vision.Card, Scene: "city", Seconds: 2, Graph: after("cellauto=s=80x45:r=25:rule=30,trim=duration=3,scale=640:360:flags=neighbor,hue=H=t")},
		{Name: "no-sky-subtitle", Like: vision.Card, Scene: "wheat", Seconds: 2, Graph: after("color=0x6090d0:s=640x360:r=25:d=4", text(serif, "那年我十七岁", 26, "white", subtitle))},
		{Name: "no-white-cut", Like: vision.Card, Scene: "sea", Seconds: 2, Graph: after("color=white" + whole)},
		{Name: "no-credits", Like: vision.Card, Scene: "wall", Seconds: 8, Graph: before("color=black"+whole, text(sans, "摄影 周启明", 30, "white", "x=(w-tw)/2:y=h-60*t"), text(sans, "剪辑 孟怀远", 30, "white", "x=(w-tw)/2:y=h+70-60*t"))},
		{Name: "no-great-caption", Like: vision.Card, Scene: "wall", Seconds: 6, Graph: on(text(kaiBold, "下雪了真好", 110, "white", centre+while(0, 3)))},
		{Name: "no-lower-third", Like: vision.Card, Scene: "wall", Seconds: 8, Graph: on("drawbox=x=0:y=270:w=640:h=60:color=navy@0.8:t=fill:enable='lt(t,4)'", text(sans, "林晓岚 望北县中学教师", 26, "white", "x=40:y=286"+while(0, 4)))},
	}
}

func setLogos() []Clip {
	all := wants(vision.Logo, 0, 11)
	return []Clip{
		{Name: "logo-white", Scene: "city", Seconds: 11, Graph: on(text(sans, "望北TV", 30, "white", topRight)), Want: all},
		{Name: "logo-half", Scene: "city", Seconds: 11, Graph: on(text(sans, "望北视频", 30, "white@0.5", topLeft)), Want: all},
		{Name: "logo-late", Scene: "wheat", Seconds: 15, Graph: on(text(sans, "ABC", 36, "red", topRight+while(4, 14))), Want: wants(vision.Logo, 4, 14)},
		{Name: "logo-hop", Scene: "wall", Seconds: 16, Graph: on(hops(sans, "@望北拍客", 26, "white@0.8", 4)), Want: hopping(16, 4)},
		{Name: "logo-small", Scene: "wall", Seconds: 11, Graph: on(text(serif, "望北融媒", 18, "white", topLeft)), Want: all},
		{Name: "logo-faint", Scene: "sea", Seconds: 11, Graph: on(text(kaiBold, "望北视频", 34, "white@0.3", topRight)), Want: all},
		{Name: "logo-block", Scene: "city", Seconds: 11, Graph: on("drawbox=x=540:y=20:w=70:h=40:color=orange:t=fill", "drawbox=x=556:y=30:w=36:h=18:color=white:t=fill"), Want: all},
		{Name: "logo-foot", Scene: "wheat", Seconds: 11, Graph: on(text(kaiBold, "剪刀视频", 24, "yellow@0.7", "x=w-tw-20:y=h-th-20")), Want: []Want{{Kind: vision.Logo, To: 11, Slack: 2.5}}}, // yellow before wheat,
		{Name: "logo-canvas", Scene: "snow", Seconds: 11, Graph: on(canvas, text(serif, "望北拍客", 26, "white", "x=20:y=40")), Want: all},
		{Name: "logo-hop3", Scene: "sea", Seconds: 15, Graph: on(hops(sans, "望北号12345", 22, "white@0.6", 3)), Want: hopping(15, 3)},
		{Name: "tripod", Like: vision.Logo, Scene: "lanterns", Tripod: true, Seconds: 9, Graph: on("null"), Want: tripod()},
		{Name: "tripod-logo", Scene: "wheat", Tripod: true, Seconds: 9, Graph: on(text(serif, "望北", 36, "white", topLeft)), Want: tripod()},
		{Name: "no-plain", Like: vision.Logo, Scene: "wall", Seconds: 11, Graph: on("null")},
		{Name: "no-subtitles", Like: vision.Logo, Scene: "city", Seconds: 14, Graph: on(text(sans, "这条河从村前流过", 26, "white", subtitle+while(0, 3.4)), text(sans, "那时候没有桥", 26, "white", subtitle+while(4, 8)), text(sans, "我们都坐船上学", 26, "white", subtitle+while(9, 13)))},
		{Name: "no-letterbox", Like: vision.Logo, Scene: "wheat", Seconds: 11, Graph: on("scale=640:272", "pad=640:360:0:44")},
		{Name: "no-canvas", Like: vision.Logo, Scene: "wall", Seconds: 9, Graph: on(canvas)},
		{Name: "no-sign", Like: vision.Logo, Scene: "city", Seconds: 9, Graph: on(text(serif, "老街茶馆", 40, "red", "x=500-60*t:y=20"))},
		{Name: "no-date", Like: vision.Logo, Scene: "sea", Seconds: 9, Graph: on(text(serif, "2020年5月", 26, "white", subtitle+while(0, 4)))},
	}
}

// hopping is a mark that changes its corner every so many seconds. One stay at either end may be missed: where the ground takes the
// mark's colour, nothing is left of it.
func hopping(seconds, stay float64) []Want {
	return []Want{{Kind: vision.Logo, To: seconds, Slack: stay}}
}

func setSlates() []Clip {
	all := wants(vision.Slate, 0, 6)
	return []Clip{
		{Name: "code-box", Scene: "snow", Seconds: 6, Graph: on(code(sans, "10:00:00:00", 32, "white", "x=(w-tw)/2:y=30"+boxed("black", 6))), Want: all},
		{Name: "code-bare", Scene: "sea", Seconds: 6, Graph: on(code(sans, "00:01:00:00", 32, "white", "x=30:y=h-60")), Want: all},
		{Name: "code-yellow", Scene: "wall", Seconds: 6, Graph: on(code(serif, "01:00:10:00", 30, "yellow", "x=w-tw-30:y=h-70"+boxed("black@0.7", 8))), Want: all},
		{Name: "code-dark", Scene: "snow", Seconds: 6, Graph: on(code(kaiBold, "09:58:30:00", 36, "black", "x=30:y=30"+boxed("white", 6))), Want: all},
		{Name: "code-mono", Scene: "wall", Seconds: 6, Graph: on(code(latinMono, "10:00:59:00", 28, "white", topRight+boxed("black@0.5", 6))), Want: all},
		{Name: "no-score", Like: vision.Slate, Scene: "wall", Seconds: 10, Graph: on(text(sans, `望北 12\:34 临河`, 28, "white", topLeft+while(1, 6)))},
		{Name: "no-phone", Like: vision.Slate, Scene: "sea", Seconds: 10, Graph: on(text(serif, "0310-8800-1234", 28, "yellow", subtitle+while(2, 6)))},
	}
}

func setLabels() []Clip {
	all := wants(vision.AILabel, 0, 7)
	return []Clip{
		{Name: "label-corner", Scene: "wall", Seconds: 7, Graph: on(text(sans, "AI生成", 26, "white", topLeft)), Want: all},
		{Name: "label-start", Scene: "city", Seconds: 7, Graph: on(text(kai, "本片由AI合成", 28, "white", "x=w-tw-20:y=h-60"+while(0, 4))), Want: wants(vision.AILabel, 0, 4)},
		{Name: "label-long", Scene: "wheat", Seconds: 7, Graph: on(text(sans, "人工智能生成", 24, "white", topRight)), Want: all},
		{Name: "label-serif", Scene: "wall", Seconds: 7, Graph: on(text(serif, "AI生成", 26, "white", topRight)), Want: all},
		{Name: "label-kai", Scene: "city", Seconds: 7, Graph: on(text(kaiBold, "AI合成", 28, "yellow", topLeft)), Want: all},
		{Name: "label-box", Scene: "sea", Seconds: 7, Graph: on(text(serif, "内容由人工智能生成", 24, "black", "x=20:y=h-50"+boxed("white@0.8", 5)+while(0, 5))), Want: wants(vision.AILabel, 0, 5)},
		{Name: "label-box-dark", Scene: "wall", Seconds: 7, Graph: on(text(sans, "本视频由AI生成", 26, "white", topRight+boxed("black@0.6", 10)+while(0, 3))), Want: wants(vision.AILabel, 0, 3)},
		{Name: "label-late", Scene: "city", Seconds: 11, Graph: on(text(sans, "AI生成", 28, "white", footLeft+while(3, 8))), Want: wants(vision.AILabel, 3, 8)},
		{Name: "label-small", Scene: "wall", Seconds: 7, Graph: on(text(sans, "AI生成", 20, "white", footRight)), Want: all},
		{Name: "label-quiet", Like: vision.Card, Scene: "sea", Seconds: 6, Graph: after("color=0x304050"+whole, text(sans, "内容由AI生成", 30, "white", centre)), Want: wants(vision.AILabel, 0, 3)},
		{Name: "label-tripod", Scene: "lanterns", Tripod: true, Seconds: 7, Graph: on(text(kaiBold, "AI生成", 28, "white", topRight)), Want: append(wants(vision.AILabel, 0, 7), tripod()...)},
		{Name: "no-words-ai", Like: vision.AILabel, Scene: "wall", Seconds: 7, Graph: on(text(serif, "AI生活", 26, "white", topRight)), Want: wants(vision.Logo, 0, 7)},
		{Name: "no-words-art", Like: vision.AILabel, Scene: "city", Seconds: 7, Graph: on(text(kaiBold, "人工种植", 26, "white", topLeft)), Want: wants(vision.Logo, 0, 7)},
	}
}
