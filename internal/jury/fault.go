package jury

import "saiying/internal/platform/fault"

// What the room refuses.
var (
	ErrNone = fault.Define("jury.round_unknown", fault.NotFound,
		"这个活动没有这一轮评审。", "This contest has no such round.")
	ErrSpec = fault.Define("jury.rules_incomplete", fault.Conflict,
		"“{round}”还不能开启：活动文件里缺少{what}，请在“活动”里补上。", "“{round}” cannot open: the campaign lacks {what}. Please add it under Campaign.")
	ErrCollecting = fault.Define("jury.still_collecting", fault.Conflict,
		"征集还没有结束，“{round}”要等报名截止后才能开启。", "Entries are still being collected; “{round}” can open after the deadline.")
	ErrUnscreened = fault.Define("jury.unscreened", fault.Conflict,
		"还有{n}部作品没有审核，请先审核完再开启“{round}”。", "{n} works have not been screened yet; please finish screening before opening “{round}”.")
	ErrNoWorks = fault.Define("jury.no_works", fault.Conflict,
		"没有可以进入“{round}”的作品。", "There are no works for “{round}”.")
	ErrPanel = fault.Define("jury.panel_small", fault.Conflict,
		"每部作品要由{per}位评委打分，评委只有{n}位，请先补足评委。", "Each work needs {per} judges and the panel has {n}; please add judges first.")
	ErrDeal = fault.Define("jury.cannot_deal", fault.Conflict,
		"作品{works}可以打分的评委不足{per}位（作者本人和同单位的评委要回避），请补充其他单位的评委。",
		"Fewer than {per} judges may score works {works} (judges do not score their own or their unit's works). Please add judges from other units.")
	ErrNotJudge = fault.Define("jury.not_a_judge", fault.Invalid,
		"{name}还没有本活动的评委身份，请先在“人员”里任命。", "{name} is not a judge of this contest yet; please appoint them under People first.")
	ErrNotSeated = fault.Define("jury.judge_unknown", fault.NotFound,
		"这个人不在本轮的评委名单里。", "This person is not on the panel of this round.")
	ErrSeated = fault.Define("jury.judge_seated", fault.Conflict,
		"{name}已经分到作品，不能从名单中去掉；不能继续评审时，可以把他的作品转给其他评委。", "{name} already holds works and cannot be taken off the panel; the works can be passed to other judges instead.")
	ErrState = fault.Define("jury.round_state", fault.Conflict,
		"“{round}”现在是“{state}”，不能{act}。", "“{round}” is no longer in a state that allows this step; please reload the page.")
	ErrClosed = fault.Define("jury.sealed", fault.Conflict,
		"“{round}”的评分已经结束，评分表不能再改。需要改动时请联系组委会。", "Scoring in “{round}” has ended and sheets can no longer be changed. Please ask the organiser.")
	ErrMissing = fault.Define("jury.sheets_missing", fault.Conflict,
		"作品{works}完成打分的评委不足{least}位，还不能结束评分。请催促{judges}，或补充评委。",
		"Works {works} have fewer than {least} finished sheets, so scoring cannot end yet. Please remind {judges} or add judges.")
	ErrLeftOut = fault.Define("jury.left_out", fault.Conflict,
		"作品{works}审核合格但没有参加本轮评审，请重新开启“{round}”给它们打分。", "Works {works} were admitted but not judged; please reopen “{round}” to have them scored.")
	ErrTied = fault.Define("jury.tie_open", fault.Conflict,
		"入围线上有{n}部作品同分，只剩{seats}个名额。请评审会选定后再确认结果。", "{n} works are tied across the line for {seats} places. The committee must choose before the round can settle.")
	ErrNoTie = fault.Define("jury.no_tie", fault.Conflict,
		"入围线上没有同分的作品，不需要选定。", "No works are tied across the line; there is nothing to choose.")
	ErrSeats = fault.Define("jury.tie_seats", fault.Invalid,
		"要正好选{seats}部作品，现在选了{n}部。", "Please choose exactly {seats} works; {n} are chosen.")
	ErrNotTied = fault.Define("jury.tie_foreign", fault.Invalid,
		"只能从入围线上同分的作品里选。", "Only works tied across the line can be chosen.")
	ErrReason = fault.Define("jury.reason_missing", fault.Invalid,
		"请写明理由，它会记入活动记录。", "Please give a reason; it is kept in the contest's record.")
	ErrUsed = fault.Define("jury.results_used", fault.Conflict,
		"{what}，“{round}”的结果不能再改。", "The results of “{round}” stand: {what_en}.")
	ErrUnsettled = fault.Define("jury.unsettled", fault.Conflict,
		"“{round}”的结果还没有确认。", "The results of “{round}” are not settled yet.")
	ErrTask = fault.Define("jury.sheet_unknown", fault.NotFound,
		"没有找到这张评分表，或者它不是分给您的。", "This scoresheet does not exist or is not yours.")
	ErrStale = fault.Define("jury.stale", fault.Conflict,
		"这张评分表刚在别的页面改过，这里没有保存。请看过最新的评分再改。", "This sheet was just changed in another page and has not been saved here. Please look at the current marks first.")
	ErrRecused = fault.Define("jury.recused", fault.Conflict,
		"您已经回避了这部作品，不能再打分。", "You have withdrawn from scoring this work.")
	ErrMarks = fault.Define("jury.marks_invalid", fault.Invalid,
		"分数应当在{min}到{max}之间，最小分差{step}。", "Marks must lie between {min} and {max} in steps of {step}.")
	ErrUnscored = fault.Define("jury.marks_missing", fault.Invalid,
		"还有{n}项没有打分，打完才能提交。没有打分不等于零分。", "{n} criteria are not scored yet. A missing mark is not a nought.")
	ErrNothingLeft = fault.Define("jury.nothing_to_remind", fault.Conflict,
		"{name}已经完成全部评分，不用催。", "{name} has finished every sheet; no reminder is needed.")
)
