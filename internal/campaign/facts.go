package campaign

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
)

// fact is something measured or told about a work that rules may speak of.
type fact struct {
	name  string
	zh    string
	typ   *cel.Type
	unit  string   // how people read it: s, mbps, bytes, px, fps, class; "" as is
	words []string // a closed vocabulary, when there is one
}

// mediaFacts are what probing a file tells; names and units are those of `saiying inspect --json`.
var mediaFacts = []fact{
	{name: "container", zh: "格式", typ: cel.StringType},
	{name: "duration_s", zh: "时长", typ: cel.DoubleType, unit: "s"},
	{name: "width", zh: "画面宽", typ: cel.IntType, unit: "px"},
	{name: "height", zh: "画面高", typ: cel.IntType, unit: "px"},
	{name: "short_side_px", zh: "短边", typ: cel.IntType, unit: "px"},
	{name: "rotation", zh: "旋转", typ: cel.IntType, unit: "°"},
	{name: "fps", zh: "帧率", typ: cel.DoubleType, unit: "fps"},
	{name: "video_codec", zh: "视频编码", typ: cel.StringType},
	{name: "audio_codec", zh: "音频编码", typ: cel.StringType},
	{name: "audio_channels", zh: "声道数", typ: cel.IntType},
	{name: "has_audio", zh: "有声音", typ: cel.BoolType},
	{name: "bitrate_mbps", zh: "码率", typ: cel.DoubleType, unit: "mbps"},
	{name: "size_bytes", zh: "文件大小", typ: cel.IntType, unit: "bytes"},
	{name: "resolution_class", zh: "分辨率", typ: cel.StringType, unit: "class"},
	{name: "orientation", zh: "画幅", typ: cel.StringType, unit: "orientation", words: []string{"landscape", "portrait", "square"}},
	{name: "aspect", zh: "画面比例", typ: cel.StringType},
	{name: "scan", zh: "扫描", typ: cel.StringType},
	{name: "hdr", zh: "HDR", typ: cel.BoolType},
	{name: "brand", zh: "封装品牌", typ: cel.StringType},
	{name: "vfr", zh: "可变帧率", typ: cel.BoolType},
	{name: "frames", zh: "帧数", typ: cel.IntType},
	{name: "decoded_s", zh: "解码时长", typ: cel.DoubleType, unit: "s"},
	{name: "header_duration_s", zh: "文件头所记时长", typ: cel.DoubleType, unit: "s"},
	{name: "loudness_lufs", zh: "响度", typ: cel.DoubleType, unit: "lufs"},
	{name: "true_peak_dbtp", zh: "真峰值", typ: cel.DoubleType, unit: "dbtp"},
	{name: "black_s", zh: "黑场", typ: cel.DoubleType, unit: "s"},
	{name: "frozen_s", zh: "静帧", typ: cel.DoubleType, unit: "s"},
	{name: "silent_s", zh: "静音", typ: cel.DoubleType, unit: "s"},
	{name: "c2pa", zh: "内容凭证", typ: cel.BoolType},
	{name: "aigc", zh: "AI生成标识", typ: cel.DynType},
}

// otherFacts are told by people or by other rooms.
var otherFacts = []fact{
	{name: "entry.door", zh: "报名方式", typ: cel.StringType},
	{name: "entry.entrant", zh: "参加对象", typ: cel.StringType},
	{name: "entry.filename", zh: "文件名", typ: cel.StringType},
	{name: "entry.works_in_unit", zh: "本单位报送数", typ: cel.IntType},
	{name: "entry.rank", zh: "汇总表排序", typ: cel.IntType},
	{name: "entry.ai_generated", zh: "含AI生成内容", typ: cel.BoolType},
	{name: "entry.ai_labelled", zh: "已标注AI生成", typ: cel.BoolType},
	{name: "entry.completed_on", zh: "完成日期", typ: cel.StringType},
	{name: "entry.broadcast_on", zh: "播出日期", typ: cel.StringType},
	{name: "entry.broadcast_url", zh: "播放网址", typ: cel.StringType},
	{name: "entry.published_before", zh: "此前公开发表过", typ: cel.BoolType},
	{name: "entry.earlier_edition", zh: "参加过历届", typ: cel.BoolType},
	{name: "entry.same_work_elsewhere", zh: "同一作品另有投稿", typ: cel.BoolType},
	{name: "post.text", zh: "发布文字", typ: cel.StringType},
	{name: "post.platform", zh: "发布平台", typ: cel.StringType},
	{name: "post.url", zh: "发布网址", typ: cel.StringType},
	{name: "post.hashtags", zh: "所带话题", typ: cel.ListType(cel.StringType)},
}

// factsOf lists what a campaign's rules may speak of, by name: media.*, entry.* with its own form and
// topics, declared.*, post.*.
func (c *Campaign) factsOf() map[string]fact {
	all := map[string]fact{}
	for _, f := range mediaFacts {
		f.name = "media." + f.name
		all[f.name] = f
	}
	for _, f := range c.Form {
		all["entry."+f.Key] = fact{name: "entry." + f.Key, zh: f.Label, typ: cel.StringType}
	}
	for _, f := range otherFacts {
		all[f.name] = f
	}
	for _, t := range c.Topics {
		all["entry."+t.Key] = t.fact()
	}
	for _, d := range c.Declarations {
		all["declared."+d.Key] = fact{name: "declared." + d.Key, zh: d.Label, typ: cel.BoolType}
	}
	return all
}

// fact is a topic as rules see it: the chosen option's key, or a list of them.
func (t Taxonomy) fact() fact {
	f := fact{name: "entry." + t.Key, zh: t.Label, typ: cel.StringType}
	if t.Cardinality == OptionalMany {
		f.typ = cel.ListType(cel.StringType)
	}
	for _, o := range t.Options {
		f.words = append(f.words, o.Key)
	}
	return f
}

// say writes a value as people read it: 3分01秒, 8.2 Mbps, 1080P.
func (f fact) say(v any) string {
	switch f.unit {
	case "s":
		return sayDuration(toFloat(v))
	case "mbps":
		return decimals(toFloat(v)) + " Mbps"
	case "fps":
		return decimals(toFloat(v)) + " fps"
	case "lufs":
		return decimals(toFloat(v)) + " LUFS"
	case "dbtp":
		return decimals(toFloat(v)) + " dBTP"
	case "bytes":
		return decimals(toFloat(v)/1e6) + " MB"
	case "°":
		return fmt.Sprintf("%v°", v)
	case "class":
		return strings.ToUpper(fmt.Sprint(v))
	case "orientation":
		return map[string]string{"landscape": "横屏", "portrait": "竖屏", "square": "方形"}[fmt.Sprint(v)]
	}
	return sayPlain(v)
}

func sayPlain(v any) string {
	switch v {
	case nil:
		return "无"
	case true:
		return "是"
	case false:
		return "否"
	}
	return fmt.Sprint(v)
}

// decimals shows two, and more where two would round a figure to one that a limit may have: limits are written with one decimal
// at most, so 9.996 must not read as 10.
func decimals(v float64) string {
	v = math.Round(v*1e6) / 1e6
	for digits := 2; ; digits++ {
		s := strconv.FormatFloat(v, 'f', digits, 64)
		exact, _ := strconv.ParseFloat(s, 64)
		if exact == v || digits == 6 || math.Abs(exact*10-math.Round(exact*10)) > 1e-6 {
			return strings.TrimRight(strings.TrimRight(s, "0"), ".")
		}
	}
}

func sayDuration(s float64) string {
	minutes := int(s+0.0005) / 60
	rest := decimals(max(0, s-float64(minutes*60)))
	if minutes == 0 {
		return rest + "秒"
	}
	return fmt.Sprintf("%d分%s秒", minutes, rest)
}

func toFloat(v any) float64 {
	switch n := v.(type) {
	case float64:
		return n
	case float32:
		return float64(n)
	case int:
		return float64(n)
	case int64:
		return float64(n)
	case int32:
		return float64(n)
	}
	f, _ := strconv.ParseFloat(fmt.Sprint(v), 64)
	return f
}
