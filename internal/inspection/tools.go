package inspection

// words is a sentence in both languages.
type words struct{ zh, en string }

func (w words) in(lang string) string {
	if lang == "en" {
		return w.en
	}
	return w.zh
}

// exporter is a tool and, for each kind of limit, where the setting is found. Menus are named as in the tools' Chinese
// editions; they move between versions, so a sentence names the setting rather than the way to it, says what to do where a version lacks
// it, and describes what is called differently from version to version.
type exporter struct {
	key      string
	names    words
	settings map[string]words
}

func (t exporter) name(lang string) string { return t.names.in(lang) }

// tools are those that entrants of such contests use, the commonest first.
var tools = []exporter{
	{"jianying", words{"剪映", "JianYing (CapCut)"}, map[string]words{
		"bitrate": {"“导出”里码率选“自定义”，填{kbps} Kbps（{target} Mbps），编码选H.264；没有“自定义”的版本选最高一档。手机版一般也没有，码率拉到最高，不够再用专业版导出。",
			"In Export set Bitrate to Custom, {kbps} Kbps ({target} Mbps), codec H.264; where a version has no Custom, the highest. The phone edition mostly has none: choose the highest, and the desktop edition if that is not enough."},
		"size": {"“导出”里码率选“自定义”，按{megabits}÷片长秒数填Mbps，成片大约{mb} MB；没有“自定义”的版本，换一档码率，看预计大小。",
			"In Export set Bitrate to Custom and enter {megabits} ÷ length in seconds as Mbps; the film comes to about {mb} MB. Where a version has no Custom, try the other rates and look at the expected size."},
		"resolution": {"“导出”里分辨率选{choice}；原素材不到这个尺寸时，请换清晰的素材，不要放大。",
			"In Export set Resolution to {choice}; if the footage is smaller, use sharper footage instead of enlarging it."},
		"container": {"“导出”里格式选mp4，编码选H.264；不要只改文件后缀。", "In Export set Format to mp4, codec H.264; renaming a file does not change its format."},
		"duration":  {"在时间线上剪到{length}，注意片尾没有多余的黑场和音乐，再导出。", "Cut the timeline {length}, with no black or music left over at the end, and export again."},
		"aspect":    {"播放器下方“比例”选{choice}，让画面铺满，不要留黑边，再导出。", "Set Ratio below the player to {choice}, let the picture fill it without bars, and export again."},
		"fps":       {"“导出”里帧率选{fps}帧。", "In Export set Frame rate to {fps}."},
	}},
	{"premiere", words{"Premiere Pro", "Premiere Pro"}, map[string]words{
		"bitrate": {"“导出”页（旧版叫“导出设置”）格式选H.264，“视频”里比特率编码选“VBR，2次”（用硬件编码时只有1次，也可以），目标比特率{target} Mbps，最大{max} Mbps。",
			"In Export (Export Settings in older versions) choose format H.264; under Video, Bitrate Encoding VBR 2 pass (1 pass with hardware encoding will do), target {target} Mbps, maximum {max} Mbps."},
		"size": {"“导出”页（旧版叫“导出设置”）里目标比特率填{megabits}÷片长秒数（Mbps），看预估的文件大小接近{mb} MB再导出。",
			"In Export (Export Settings in older versions) enter {megabits} ÷ length in seconds as target bitrate (Mbps); export when the estimated file size is near {mb} MB."},
		"resolution": {"“导出”页（旧版叫“导出设置”）的“视频”里，帧大小选{choice}；序列设置也用同样大小，不要放大小画面。",
			"In Export (Export Settings in older versions) under Video set Frame Size to {choice}, and the sequence to the same; do not enlarge a smaller picture."},
		"container": {"“导出”页（旧版叫“导出设置”）里格式选H.264，得到的就是mp4；不要选QuickTime。", "In Export (Export Settings in older versions) choose format H.264, which gives an mp4; not QuickTime."},
		"duration":  {"把序列剪到{length}，标好入点和出点，导出范围选入点到出点，不带出片尾的空白。", "Cut the sequence {length}, mark In and Out, and export only what is between so that no blank tail is added."},
		"aspect":    {"“序列设置”里把帧大小改成{choice}的尺寸，或用“自动重构序列”，再导出；旧版没有“自动重构序列”。", "In Sequence Settings give the frame a {choice} size, or use Auto Reframe Sequence where the version has it, and export again."},
		"fps":       {"“导出”页（旧版叫“导出设置”）的“视频”里，帧速率选{fps}。", "In Export (Export Settings in older versions) under Video set Frame Rate to {fps}."},
	}},
	{"davinci", words{"达芬奇 DaVinci Resolve", "DaVinci Resolve"}, map[string]words{
		"bitrate": {"“交付”页格式选MP4、编解码器H.264，“质量”不用“自动”，选限制码率的那一项，填{kbps} Kb/s。",
			"On the Deliver page choose MP4 and H.264, and under Quality, instead of Automatic, restrict to {kbps} Kb/s."},
		"size": {"“交付”页“质量”选限制码率的那一项，按{megabits}000÷片长秒数填Kb/s，成片大约{mb} MB。",
			"On the Deliver page under Quality restrict to {megabits}000 ÷ length in seconds, in Kb/s; the film comes to about {mb} MB."},
		"resolution": {"“交付”页分辨率选{choice}，“项目设置”里的时间线分辨率也用同样大小。", "On the Deliver page set Resolution to {choice}, and the timeline resolution in Project Settings to the same."},
		"container":  {"“交付”页格式选MP4，编解码器选H.264；不要用默认的QuickTime。", "On the Deliver page choose format MP4 and codec H.264, not the default QuickTime."},
		"duration":   {"把时间线剪到{length}，“交付”页渲染范围选“整条时间线”前先看末尾有没有多余片段。", "Cut the timeline {length}; before rendering the entire timeline see that no clip is left at its end."},
		"aspect":     {"“项目设置”里把时间线分辨率改成{choice}的尺寸（竖屏的，有“使用竖屏分辨率”就勾选，没有就填自定义宽高），再交付。", "In Project Settings give the timeline a {choice} resolution (for portrait tick Use vertical resolution, or enter a custom size where the version has no such box), and deliver again."},
		"fps":        {"“交付”页帧率选{fps}；时间线帧率要在新建项目时定好。", "On the Deliver page set Frame rate to {fps}; the timeline's own is fixed when the project is made."},
	}},
	{"bijian", words{"必剪", "BiJian (Bcut)"}, map[string]words{
		"bitrate": {"“导出”里码率选能到{target} Mbps的一档，有自定义就填{target} Mbps；达不到时，换剪映专业版导出。",
			"In Export choose the rate that reaches {target} Mbps, or enter it where a custom rate is offered; if none does, export with JianYing's desktop edition."},
		"size": {"“导出”里调码率和分辨率，看预计大小接近{mb} MB再导出。", "In Export change rate and resolution until the expected size is near {mb} MB."},
		"resolution": {"“导出”里分辨率选{choice}；素材不到这个尺寸时，请换清晰的素材。",
			"In Export set Resolution to {choice}; if the footage is smaller, use sharper footage."},
		"container": {"必剪导出的就是mp4。请上传导出的成片，不要上传草稿或录屏文件。", "BiJian exports mp4. Upload the exported film, not a draft or a screen recording."},
		"duration":  {"在时间轴上剪到{length}，去掉自动加上的片尾，再导出。", "Cut the timeline {length}, take off the ending that is added by itself, and export again."},
		"aspect":    {"“画布”或“比例”选{choice}，让画面铺满，再导出。", "Set Canvas or Ratio to {choice}, let the picture fill it, and export again."},
		"fps":       {"“导出”里帧率选{fps}帧。", "In Export set Frame rate to {fps}."},
	}},
	{"phone", words{"手机拍摄", "Filmed on a phone"}, map[string]words{
		"bitrate": {"不要用微信传过的视频，微信会压缩；请用拍摄的原文件。原文件不合要求时，用剪映专业版导出，码率填{target} Mbps。",
			"Do not use a video sent through WeChat, which compresses it: take the original. If that does not fit, export it with JianYing's desktop edition at {target} Mbps."},
		"size": {"请用拍摄的原文件，不要用微信传过的；太大或太小时，用剪辑软件按大约{mb} MB重新导出。",
			"Take the original file, not one sent through WeChat; if it is too large or too small, export it again with an editor at about {mb} MB."},
		"resolution": {"拍摄前在相机设置里把视频分辨率设为{choice}；传到电脑时选“原图”或用数据线，不要经微信压缩。",
			"Before filming set the camera's video resolution to {choice}; move the file by cable or as original, not through WeChat."},
		"container": {"苹果手机拍的是mov，请用剪辑软件导出为mp4；安卓手机拍的一般就是mp4。", "iPhones film mov: export it as mp4 with an editor. Android phones usually film mp4."},
		"duration":  {"在相册里点“编辑”，把首尾剪到{length}，存为新视频。", "In the album tap Edit, cut both ends so that it comes {length}, and save it as a new video."},
		"aspect":    {"拍摄时相机选{choice}，横拍或竖拍从头到尾不要换。", "Set the camera to {choice} and hold the phone the same way from beginning to end."},
		"fps":       {"拍摄前在相机设置里把视频帧率设为{fps}帧。", "Before filming set the camera's frame rate to {fps}."},
	}},
}
