package award

import "saiying/internal/platform/fault"

var (
	errRule = fault.Define("award.rule_missing", fault.Conflict,
		"{what}还没有可以照着算的规定，不能评奖。请先在“活动”里写明。", "No rule to compute by is given for {what}; please set it under Campaign first.")
	errUnscored = fault.Define("award.unscored", fault.Conflict,
		"{works}没有“{round}”的得分，不能评奖。请先在“评审”里补评。", "{works} have no score of the round {round}; please have them scored first.")
	errVotes = fault.Define("award.votes_not_frozen", fault.Conflict,
		"网络投票的票数还没有封存，请先在“投票”里封存。", "The votes are not frozen yet; please freeze them first.")
	errNone = fault.Define("award.none", fault.NotFound, "还没有评奖结果，不能导出名单。", "There is no award roll to export yet.")
	// ErrState refuses a step that does not follow from where the roll stands.
	ErrState = fault.Define("award.state", fault.Conflict,
		"获奖名单现在是“{state}”，不能{act}。", "The roll is {state}; this step is not possible now.")
	// ErrPending refuses publicity while ties wait for the committee.
	ErrPending = fault.Define("award.pending", fault.Conflict,
		"{prizes}还有同分的作品没有定下来，请先由组委会评议。", "Ties are still to be decided for {prizes}.")
	// ErrPublicityOpen refuses to confirm before the publicity is over.
	ErrPublicityOpen = fault.Define("award.publicity_open", fault.Conflict,
		"公示到{to}24时结束，之后才能确认名单。", "The publicity runs to the end of {to}; the roll can be confirmed after that.")
	errFrom = fault.Define("award.from_invalid", fault.Invalid,
		"公示的起始日期应当是今天或以后的日子，写成2020-12-24的样子。", "The first day of the publicity must be today or later, written as 2020-12-24.")
	errReason = fault.Define("award.reason_missing", fault.Invalid,
		"请写明理由（500字以内），它会记在名单的过程里。", "Please give a reason (up to 500 characters); it becomes part of the record.")
	errNoTie = fault.Define("award.nothing_tied", fault.Conflict,
		"{prize}没有等待评议的同分作品。", "{prize} has no tie to decide.")
	errSeats = fault.Define("award.seats", fault.Invalid,
		"{prize}还有{seats}个名额，请从同分的作品里选{seats}部（现在选了{n}部）。", "{prize} has {seats} places left; please choose exactly {seats} of the tied works ({n} chosen).")
	errNotTied = fault.Define("award.not_tied", fault.Invalid,
		"选定的作品里有不在同分名单中的，请重新选择。", "Some chosen works are not among those tied.")
	errNoAward = fault.Define("award.not_held", fault.NotFound,
		"这部作品没有这个奖项，或已经取消。", "This work does not hold that award, or no longer does.")
	errChanged = fault.Define("award.changed", fault.Conflict,
		"公示以后有作品退出或被取消资格：{works}。请先取消它们的奖项，再确认名单。", "Some works left after the publicity: {works}. Please revoke their awards before confirming.")
)
