package visiontest

import (
	"fmt"

	"saiying/internal/platform/vision"
)

// HeldOut are the clips on which nothing was set: other typefaces, colours, sizes, scenes and ways of being shown. Of each detector
// there are at least twelve that it should find and twelve that only look so.
func HeldOut() []Clip {
	var all []Clip
	for _, some := range [][]Clip{heldBars(), heldNoBars(), heldCards(), heldNoCards(), heldLogos(), heldNoLogos(), heldSlates(), heldNoSlates(),
		heldLabels(), heldNoLabels()} {
		all = append(all, some...)
	}
	for i := range all {
		all[i].Seed = 90
	}
	return all
}

// held names clips in turn and sets the scene of each.
func held(name string, like vision.Kind, seconds float64, want []Want, graphs ...string) []Clip {
	scenes := []string{"bridge", "wind", "city", "wheat", "dawn", "wall", "snow", "papercut"}
	clips := make([]Clip, len(graphs))
	for i, graph := range graphs {
		clips[i] = Clip{Name: fmt.Sprintf("held-%s-%02d", name, i+1), Like: like, Scene: scenes[(i+len(name))%len(scenes)], Seconds: seconds, Graph: graph, Want: want}
	}
	return clips
}

func heldBars() []Clip {
	const short = "=s=640x360:r=25:d=2"
	first := held("bars", "", 4, wants(vision.Bars, 0, 3),
		after("smptebars"+bars, "noise=alls=40:allf=t"),
		after("pal100bars"+bars, "noise=alls=30:allf=t+u"),
		after("smptehdbars"+bars, "eq=brightness=-0.15:contrast=0.7"),
		after(arib(3), "noise=alls=16:allf=t"),
		"smptebars"+bars+",setsar=1[a];[a][s]concat[c];[c]"+canvas+"[v]",
		after("pal75bars=s=640x268:r=25:d=3", "pad=640:360:0:46"),
		after("smptehdbars=s=480x360:r=25:d=3", "pad=640:360:80:0"),
		after("pal75bars"+bars, text(latinSans, "WANGBEI TV", 40, "white", "x=(w-tw)/2:y=30"+boxed("black", 8))),
		after("smptebars=s=96x54:r=25:d=3", "scale=640:360:flags=bilinear"),
	)
	last := held("bars-end", "", 11, wants(vision.Bars, 11, 13),
		before("smptebars"+short),
		before("smptehdbars"+short, "noise=alls=20:allf=t"),
		before(arib(2)),
		before("pal100bars"+short, "hflip"),
	)
	return append(first, last...)
}

func heldNoBars() []Clip {
	moved := func(band, shape, path string) string {
		return band + "," + shape + "[a];[s][a]overlay=" + path + "[v]"
	}
	return held("no-bars", vision.Bars, 5, nil,
		after(stripes(3, "0x0055a4", "white", "0xef4135")),
		after(stripes(3, "green", "white", "orange", "green", "white", "orange")),
		after(rows(3, "0xe40303", "0xff8c00", "0xffed00", "0x008026", "0x004dff", "0x750787")),
		after(rows(3, "yellow", "cyan", "green", "magenta", "red", "blue")),
		after(stripes(3, "red", "yellow", "green", "cyan", "blue", "magenta")),
		after(stripes(3, "yellow", "green", "cyan", "red", "magenta", "blue")),
		after(stripes(3, "gray", "silver", "white", "silver", "gray", "black", "gray", "white")),
		after("gradients=s=640x360:r=25:d=3:c0=yellow:c1=cyan:c2=magenta:c3=blue:nb_colors=4:x0=0:y0=180:x1=640:y1=180:speed=0.00001:seed=3"),
		after("testsrc=s=640x360:r=25:d=3", "hue=H=2*t"),
		moved(stripes(5, "navy", "yellow", "navy", "yellow", "navy", "yellow", "navy", "yellow"), "scale=300:200", "x=40+40*t:y=100+30*sin(4*t)"),
		moved("pal75bars=s=120x68:r=25:d=5", "scale=120:68", "x=500-70*t:y=160"),
		moved(stripes(5, "yellow", "cyan", "green", "magenta", "red", "blue", "orange", "lime", "pink"), "scale=640:80", "x=-30*t:y=250"),
	)
}

func heldCards() []Clip {
	ground := func(ink string) string { return "color=" + ink + whole }
	return held("card", "", 4, wants(vision.Card, 0, 3),
		after(ground("0x0f3d2e"), text(droid, "望北县第二中学", 44, "0xffe9b0", centre)),
		after(ground("0xf4ead7"), text(kaiLight, "归途", 80, "0x3a2a1a", centre)),
		after(ground("black"), text(serif, "第三届短视频大赛参赛作品", 34, "white", "x=(w-tw)/2:y=130"), text(serif, "二〇二五年六月", 24, "white", "x=(w-tw)/2:y=200")),
		after(ground("0x3b0d0d"), text(kaiBold, "守岛人", 70, "gold", centre)),
		after(ground("white"), text(droid, "申报单位：望北县税务局", 30, "red", "x=70:y=110"), text(droid, "作品名称：窗口", 30, "black", "x=70:y=170"), text(droid, "作品时长：两分五十秒", 30, "black", "x=70:y=230")),
		after("gradients=s=640x360:r=25:d=3:c0=0x5a1a4a:c1=0xe8a060:nb_colors=2:speed=0.00001:seed=9", text(kaiBold, "海边的书店", 54, "white", centre)),
		after(ground("0x264653"), text(latin, "THE FERRY", 60, "white", "x=(w-tw)/2:y=110"), text(serif, "渡船", 50, "white", "x=(w-tw)/2:y=200")),
		after(ground("0x888888"), text(kaiLight, "谨以此片献给乡村教师", 38, "white", centre)),
		after(ground("0x102030"), "noise=alls=8:allf=t", text(droid, "夜班", 72, "white", centre)),
		"[s]split[p][q];[p]trim=end_frame=1,loop=74:1,setpts=N/25/TB,gblur=30,eq=brightness=-0.2,"+text(serif, "老城门下", 60, "white", centre)+",fps=25[a];[a][q]concat[v]",
		after(ground("0x004d40"), text(serif, "片名：早市", 28, "white", "x=60:y=60"), text(serif, "类别：实景拍摄", 28, "white", "x=60:y=110"), text(serif, "编导：周启明", 28, "white", "x=60:y=160"), text(serif, "摄影：孟怀远", 28, "white", "x=60:y=210"), text(serif, "报送：望北县文化馆", 28, "white", "x=60:y=260")),
		after("color=navy:s=360x640:r=25:d=3", text(kaiBold, "雨巷", 64, "white", centre), "scale=202:360,pad=640:360:219:0"),
	)
}

func heldNoCards() []Clip {
	return held("no-card", vision.Card, 8, nil,
		after("color=0xfafafa"+whole),
		after("color=0x2040a0"+whole, "fade=out:st=2:d=1"),
		on("fade=in:d=2:color=white"),
		after("color=0xa0c8e8:s=640x360:r=25:d=4", text(droid, "我在这里长大", 28, "white", subtitle+boxed("black@0.4", 4))),
		on("drawbox=x=30:y=262:w=420:h=64:color=white@0.9:t=fill:enable='lt(t,4)'", text(droid, "孟怀远 渡口村书记", 28, "black", "x=46:y=280"+while(0, 4))),
		on(text(droid, "冲呀", 150, "yellow", centre+while(0, 2.5))),
		on(text(kaiBold, "一碗面的温度", 84, "white", "x=(w-tw)/2:y=130"+while(0.4, 3))),
		before("color=0x202020:s=640x360:r=25:d=4", text(serif, "谢谢观看", 48, "white", centre)),
		before("color=black:s=640x360:r=25:d=5", text(droid, "出品 望北县融媒体中心", 30, "white", "x=(w-tw)/2:y=h-70*t"), text(droid, "统筹 林晓岚", 30, "white", "x=(w-tw)/2:y=h+60-70*t")),
		after("life=s=64x36:r=1:seed=7:ratio=0.4:mold=10,trim=duration=3,fps=25,scale=640:360:flags=neighbor"),
		after("mandelbrot=s=640x360:r=25,trim=duration=3"),
		on(text(serif, "茶", 60, "white", "x=80+70*t:y=150"), text(serif, "酒", 60, "white", "x=420-50*t:y=60")),
		on("drawgrid=w=40:h=40:t=2:c=black"),
	)
}

func heldLogos() []Clip {
	all := wants(vision.Logo, 0, 14)
	clips := held("logo", "", 14, all,
		on(text(droid, "临河视频", 26, "white", topLeft)),
		on(text(latinSans, "LHTV", 30, "0xff4040", topRight)),
		on(text(kaiLight, "临河拍客", 32, "white@0.6", footLeft)),
		on(text(serif, "望北号 @river", 20, "yellow", footRight)),
		on("drawbox=x=24:y=20:w=52:h=52:color=0x20a0ff:t=fill", text(latin, "L", 40, "white", "x=36:y=26")),
		on(text(droid, "样片 请勿外传", 36, "white@0.35", centre)),
		on("drawbox=x=560:y=296:w=56:h=40:color=white:t=4", text(latinSans, "HD", 20, "white", "x=572:y=306")),
		on(text(latinMono, "CH-08", 24, "0x30ff60", topRight)),
		on(portrait, text(droid, "临河快拍", 30, "white", "x=20:y=40")),
		on(text(droid, "转载", 40, "black@0.5", topRight)),
	)
	clips = append(clips, held("logo-late", "", 18, wants(vision.Logo, 4, 15), on(text(kaiBold, "望北频道", 28, "white", topLeft+while(4, 15))))...)
	hop := func(stay float64, graph string) {
		clips = append(clips, held(fmt.Sprintf("logo-hop-%g", stay), "", 24, hopping(24, stay), on(graph))...)
	}
	hop(3, hops(kaiMono, "用户88123", 24, "white", 3))
	hop(4, hops(latinSans, "@linhe", 26, "white@0.7", 4))
	hop(6, hops(kaiBold, "大鱼视频", 28, "0xffd24a", 6))
	return clips
}

func heldNoLogos() []Clip {
	caption := func(words string, from, to float64) string {
		return text(droid, words, 28, "white", subtitle+while(from, to))
	}
	clips := held("no-logo", vision.Logo, 14, nil,
		on("null"),
		on(caption("天还没有亮", 0, 3), caption("船就要开了", 3.2, 6.5), caption("等一等还有人", 7, 10), caption("来了来了", 10.4, 13)),
		on(text(kaiBold, "临河站", 44, "white", "x=40+45*t:y=24")),
		on(text(latinSans, "HOTEL", 44, "red", "x=560-80*t:y=16+20*sin(t)")),
		on("crop=640:300:0:30", "pad=640:360:0:30"),
		on("vignette=PI/2.6"),
		on(text(droid, "今晚八点临河新闻联播准时播出敬请收看", 26, "white", "x=w-90*t:y=h-40")),
		on(text(serif, "一九九八年夏", 30, "white", topLeft+while(1, 5.5))),
		on("drawbox=x=40:y=262:w=360:h=60:color=0x8b0000@0.8:t=fill:enable='between(t,2,7)'", text(droid, "周启明 摆渡人", 28, "white", "x=56:y=278"+while(2, 7))),
		on(text(sans, "AI生成", 30, "white", topRight)),
		on(portrait),
		on(text(droid, "第一集", 36, "white", centre+while(0, 2.5)), text(droid, "第二集", 36, "white", centre+while(7, 9.5))),
	)
	clips[9].Want = wants(vision.AILabel, 0, 14)
	for i, scene := range []string{"lanterns", "bridge", "city"} {
		clips = append(clips, Clip{Name: fmt.Sprintf("held-tripod-%d", i+1), Like: vision.Logo, Scene: scene, Tripod: true, Seconds: 12, Graph: on("null"), Want: tripod()})
	}
	return clips
}

func heldSlates() []Clip {
	return held("slate", "", 10, wants(vision.Slate, 0, 10),
		on(code(noto, "02:10:00:00", 30, "white", topLeft+boxed("black", 5))),
		on(code(thin, "10:00:59:00", 28, "white", topRight+boxed("black@0.5", 6))),
		on(code(latinSans, "00:00:00:00", 26, "white", footLeft)),
		on(code(latin, "11:22:33:00", 32, "0x40ff40", footRight+boxed("black", 4))),
		on(code(kaiLight, "05:59:50:00", 40, "white", "x=(w-tw)/2:y=h-70"+boxed("0x202060", 8))),
		on(code(noto, "20:15:40:00", 24, "black", topLeft+boxed("white@0.8", 6))),
		on(code(kaiMono, "01:02:03:00", 44, "white", centre+boxed("black@0.6", 10))),
		on(code(latinSans, "23:59:50:00", 30, "yellow", "x=(w-tw)/2:y=24")),
		on(code(serif, "07:07:07:00", 34, "white", footRight+boxed("red@0.7", 6))),
		on(text(thin, `%{pts\:hms}`, 28, "white", topRight+boxed("black", 6))),
		on(portrait, code(kaiBold, "03:00:00:00", 30, "white", "x=20:y=h-80"+boxed("black", 6))),
		on(code(latinSans, "00:10:00:00", 22, "white", footLeft+boxed("black", 4))),
	)
}

func heldNoSlates() []Clip {
	figures := func(words string, face string, place string) string {
		return on(text(face, words, 30, "white", place+while(2, 6.5)))
	}
	return held("no-slate", vision.Slate, 10, nil,
		figures("2025年6月1日", kaiMono, subtitle),
		figures("2019-07-13", latinSans, topLeft),
		figures(`08\:30`, latin, topRight),
		figures(`21\:45\:00`, kaiMono, centre),
		figures("88 - 76", latinSans, topLeft),
		figures("电话 0310-8800", serif, subtitle),
		figures("价格 12.50元", kaiLight, footLeft),
		figures(`马太 5\:3`, kaiBold, subtitle),
		figures("123456789", latinMono, footRight),
		figures(`比分 3\:2\:1`, serif, topRight),
		on(text(latinMono, "%{n}", 40, "white", topLeft+while(2, 6.5))),
		on(text(latinSans, `%{eif\:10-t\:d}`, 90, "white", centre+while(2, 6.5))),
	)
}

func heldLabels() []Clip {
	clips := held("label", "", 12, wants(vision.AILabel, 0, 12),
		on(text(kaiMono, "AI生成", 28, "white", topLeft)),
		on(text(kaiLight, "AI生成", 34, "white", topRight)),
		on(text(serif, "人工智能生成", 26, "yellow", footLeft)),
		on(text(serif, "AI合成", 30, "black", footRight)),
		on(text(kaiBold, "本片由AI生成", 28, "white", topLeft+boxed("black@0.5", 6))),
		on(text(kaiMono, "内容由AI合成", 26, "black", topRight+boxed("white", 8))),
		on(text(droid, "人工智能生成内容", 26, "white", "x=(w-tw)/2:y=20")),
		on(text(serif, "AI生成", 22, "white", footRight)),
		on(portrait, text(serif, "AI生成", 30, "white", "x=20:y=40")),
	)
	clips = append(clips, held("label-start", "", 10, wants(vision.AILabel, 0, 3),
		on(text(serif, "本视频由人工智能生成", 28, "white", centre+while(0, 3))),
		on(text(kaiBold, "AI生成", 40, "white", footLeft+boxed("black@0.4", 8)+while(0, 3))))...)
	clips = append(clips, held("label-late", "", 12, wants(vision.AILabel, 5, 9),
		on(text(kaiBold, "AI生成", 30, "white", topRight+while(5, 9))),
		on(text(kaiLight, "AI合成", 28, "0xffe9b0", topLeft+boxed("black@0.7", 5)+while(5, 9))))...)
	return clips
}

func heldNoLabels() []Clip {
	caption := func(face, words string) string {
		return on(text(face, words, 30, "white", subtitle+while(1, 5)))
	}
	return held("no-label", vision.AILabel, 10, nil,
		caption(kaiMono, "AI生活"), caption(serif, "人工种植"), caption(kaiBold, "生成报告"), caption(droid, "智能制造"),
		caption(serif, "合成氨厂"), caption(droid, "人工湖边"), caption(kaiLight, "AI课堂"), caption(droid, "合作生产"),
		caption(serif, "人才工程"), caption(droid, "先成家后立业"), caption(kaiBold, "AT生产线"), caption(serif, "人工智能课堂开讲"),
	)
}
