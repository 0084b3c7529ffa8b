package campaign

import (
	"reflect"
	"strings"
)

// word is one value of a closed vocabulary with its Chinese label.
type word struct{ key, zh string }

// vocabularies lists every closed vocabulary of the file, in the order people choose from.
var vocabularies = map[reflect.Type][]word{
	reflect.TypeFor[PhaseKind](): {{"collection", "征集"}, {"recommendation", "遴选推荐"}, {"screening", "初评初审"},
		{"review", "专家评审"}, {"vote", "网络投票"}, {"peer_show", "互比互看"}, {"result", "结果发布"},
		{"publicity", "公示"}, {"showcase", "展播"}, {"event", "活动"}},
	reflect.TypeFor[Precision](): {{"minute", "精确到分"}, {"day", "精确到日"}, {"workday_end", "下班前"}, {"ten_days", "旬"},
		{"month", "月"}, {"approximate", "大致"}, {"unspecified", "未写明"}, {"to_be_announced", "另行通知"}},
	reflect.TypeFor[DoorKind](): {{"web", "网页"}, {"media", "寄送存储介质"}, {"email", "电子邮件"}, {"paper", "送交纸质材料"},
		{"app", "手机应用"}, {"external_post", "平台发布"}},
	reflect.TypeFor[Cardinality](): {{"fixed", "固定"}, {"one", "单选"}, {"optional_one", "可选一项"}, {"optional_many", "可选多项"}, {"free", "自定"}},
	reflect.TypeFor[FieldType](): {{"text", "单行文字"}, {"long_text", "多行文字"}, {"phone", "电话"}, {"email", "邮箱"},
		{"date", "日期"}, {"url", "网址"}, {"choice", "单选"}, {"choices", "多选"}},
	reflect.TypeFor[RecommendMode](): {{"open", "公开报名"}, {"recommend_or_self", "推荐或自荐"}, {"unit_only", "只由单位推荐"},
		{"open_with_regional_route", "公开报名，兼由地方报送"}, {"none", "不设推荐"}},
	reflect.TypeFor[Level](): {{"error", "必须符合"}, {"warn", "需人工确认"}, {"note", "提示"}},
	reflect.TypeFor[By](): {{"machine", "机器"}, {"screener", "初审员"}, {"recommender", "推荐单位"},
		{"declaration", "作者承诺"}, {"evidence", "证明材料"}, {"duplicate", "查重"}},
	reflect.TypeFor[Sight]():     {{"bars", "彩条"}, {"card", "开场字幕"}, {"logo", "水印logo"}, {"slate", "场记板"}},
	reflect.TypeFor[AI]():        {{"generated", "含有AI生成的内容"}, {"labelled", "片中已标注AI生成"}},
	reflect.TypeFor[RoundKind](): {{"shortlist", "评选入围"}, {"score", "打分"}, {"forward", "筛选上报"}, {"live", "现场评审"}},
	reflect.TypeFor[Conflict]():  {{"same_unit", "同单位"}, {"recommender", "推荐单位"}, {"declared", "本人申报"}},
	reflect.TypeFor[Transform](): {{"identity", "原分"}, {"ratio_to_max", "与最高票之比×100"}, {"rank_linear", "按名次线性"},
		{"borda", "波达计分"}, {"log", "对数"}, {"percentile", "百分位"}},
	reflect.TypeFor[TieStep](): {{"highest_weight_criterion", "权重最高指标的得分"}, {"untrimmed_mean", "不去高低分的平均分"},
		{"expert_score", "专家评审分"}, {"votes", "票数"}, {"pairwise_majority", "共同评委多数"}, {"committee", "组委会评议"}},
	reflect.TypeFor[TieRule]():       {{"expand", "一并入选"}, {"tie_break", "按同分处理办法"}, {"committee", "组委会评议"}, {"leave_vacant", "空缺"}},
	reflect.TypeFor[DisplayPolicy](): {{"live", "实时"}, {"delayed", "延后10分钟"}, {"banded", "只显示档次"}, {"daily", "每日一次"}, {"after_close", "截止后"}, {"never", "不展示"}, {"timely", "适时"}},
	reflect.TypeFor[VoterAccount]():  {{"wechat", "微信账号"}, {"phone", "手机号"}},
	reflect.TypeFor[Basis]():         {{"final", "最终成绩"}, {"votes", "得票"}, {"jury", "评审分"}, {"criterion", "单项指标分"}, {"score_and_fit", "评审分和奖项契合度"}},
	reflect.TypeFor[Pool]():          {{"shortlist", "入围作品"}, {"not_awarded", "未获其他奖项的入围作品"}, {"all", "全部合格作品"}},
	reflect.TypeFor[Vacancy]():       {{"leave_vacant", "空缺"}, {"move_up", "依次递补"}, {"cascade", "转入下一等次"}},
	reflect.TypeFor[DayType]():       {{"working", "工作日"}, {"calendar", "自然日"}},
	reflect.TypeFor[Step](): {{"entry", "报名"}, {"screening", "初审"}, {"shortlist", "评选入围"}, {"vote", "投票"}, {"review", "评审"},
		{"award", "评奖"}, {"publicity", "公示"}, {"certificates", "证书"}, {"showcase", "展播"}},
}

// coarse are the notice's words that stand for a value still to be decided.
var coarse = []string{"若干", "适时", "timely", "另行通知", "待定"}

func isCoarse(s string) bool {
	for _, w := range coarse {
		if s == w {
			return true
		}
	}
	return false
}

// Says is the Chinese label of a vocabulary's value, e.g. Says(VotePhase) is 网络投票.
func Says[T ~string](v T) string {
	for _, w := range vocabularies[reflect.TypeFor[T]()] {
		if w.key == string(v) {
			return w.zh
		}
	}
	return string(v)
}

func keysOf(ws []word) []string {
	keys := make([]string, len(ws))
	for i, w := range ws {
		keys[i] = w.key
	}
	return keys
}

// nearest is the candidate closest to s in letters, or "" when none is close.
func nearest(s string, candidates []string) string {
	best, bound := "", len(s)/3+2
	for _, c := range candidates {
		if d := distance(s, c); d < bound {
			best, bound = c, d
		}
	}
	return best
}

// distance is the Levenshtein distance in bytes: keys are ASCII.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// hint is a did-you-mean clause for a word nobody knows.
func hint(s string, candidates []string) string {
	if near := nearest(s, candidates); near != "" {
		return "，是不是“" + near + "”"
	}
	if len(candidates) > 0 && len(candidates) <= 16 {
		return "，可以写" + strings.Join(candidates, "、")
	}
	return ""
}
