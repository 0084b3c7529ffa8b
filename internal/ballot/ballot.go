package ballot

import (
	"strconv"
	"strings"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/platform/fault"
)

// Ballot is one tap: so many votes on one work. Key is the tap's own, made by the voter's device. Channel is where the notice has several:
// empty is the first for which the voter has an account. Answer is that to a puzzle, if one was asked.
type Ballot struct {
	Entry   string
	Count   int
	Key     string
	Signs   Signs
	Answer  Answer
	Channel string
}

// Signs are what is recorded of how a vote came, for who later looks for bought votes.
type Signs struct {
	From    string        // the voter's address; only a keyed hash of its network is kept
	Agent   string        // what the voter's browser calls itself; only its family is kept
	Watched time.Duration // how long the page of the work had been open; negative where it is not known
}

// Counted is the answer to a ballot. Remaining is what the voter may still cast that day.
type Counted struct {
	Accepted  int    `json:"accepted"`
	Remaining int    `json:"remaining_today"`
	Receipt   string `json:"receipt" doc:"Names this vote in the voter's own list"`
}

// vote is a ballot as it is kept in the log.
type vote struct {
	seq               int64
	entry, day, voter string
	n                 int
	nonce             string
	at                time.Time
	held              bool
	prefix, agent     string
	watched           int64 // milliseconds, or -1
	channel           string
	weight            int // what each of n counts
	most              int // the voter's allowance of the day
}

// counts is what a vote adds to its work.
func (v vote) counts() int { return v.n * v.weight }

// receipt names a vote to its voter, and opens what the log says of its time.
func receipt(seq int64, nonce string) string { return strconv.FormatInt(seq, 10) + "-" + nonce }

// nonceLength gives 2^79 nonces: an hour to the millisecond has 2^22 values to try for each.
const nonceLength = 16

var (
	// ErrWeChat refuses a voter without a WeChat account.
	ErrWeChat = fault.Define("ballot.wechat_needed", fault.Forbidden,
		"投票要用微信账号，每个微信账号每日最多可投{per_day}票。请在微信里打开活动的小程序投票。",
		"Voting needs a WeChat account, which has {per_day} votes a day. Please vote in the contest's mini program inside WeChat.")
	// ErrSpent refuses more votes than the day's allowance.
	ErrSpent = fault.Define("ballot.allowance_spent", fault.Invalid,
		"今天还剩{left}票，投不了{count}票。每个{account}每日最多可投{per_day}票，明天零点后可以再投。",
		"You have {left} of today's {per_day} votes left, not enough for {count}. Voting opens again at midnight.")
	// ErrWorkSpent refuses more votes on one work than the day's share.
	ErrWorkSpent = fault.Define("ballot.work_spent", fault.Invalid,
		"一个作品每日最多可投{per_work}票，今天给这部作品的票已经投够，请把票投给别的作品，或明天再来。",
		"One work takes {per_work} of your votes a day; please choose another work or come back tomorrow.")
	errCount = fault.Define("ballot.count_invalid", fault.Invalid,
		"一次可投1到{max}票。", "You can cast 1 to {max} votes at a time.")
	errKey = fault.Define("ballot.key_missing", fault.Bad,
		"请求缺少Idempotency-Key（1到100个字母、数字或符号，不含空格），重复提交时无法辨认。请升级页面后再投。",
		"The header Idempotency-Key (1 to 100 ASCII characters without blanks) is missing, without which a repeated tap could count twice.")
	errConflict = fault.Define("idempotency.conflict", fault.Invalid,
		"这次提交和之前那次用了同一个编号，内容却不同。请刷新页面后重新投票。",
		"This key was used for another vote before. Please reload the page and vote again.")
	errCandidate = fault.Define("ballot.not_candidate", fault.Conflict,
		"这部作品不在投票名单里，请从入围作品中选择。", "This work is not a candidate; please choose among the shortlisted works.")
	errNoVote = fault.Define("ballot.no_vote", fault.NotFound,
		"这项活动不设网络投票。", "This contest holds no public vote.")
	errInAll = fault.Define("ballot.period_spent", fault.Invalid,
		"整个投票期间您一共可投{in_all}票，还剩{left}票，投不了{count}票。",
		"You have {left} of {in_all} votes for the whole vote left, not enough for {count}.")
	errWorkInAll = fault.Define("ballot.work_period_spent", fault.Invalid,
		"整个投票期间一个作品您最多可投{per_work}票，给这部作品的票已经投够，请把票投给别的作品。",
		"One work takes {per_work} of your votes in the whole vote; please choose another work.")
	errCategory = fault.Define("ballot.category_spent", fault.Invalid,
		"每日给同一类作品最多可投{per_category}票，今天给这一类的票已经投够，请看看别的类别，或明天再来。",
		"Works of one category take {per_category} of your votes a day; please choose another category or come back tomorrow.")
	errClock = fault.Define("ballot.clock", fault.Unavailable,
		"服务器的时间出了差错，投票暂停。请稍后再投，您的票不会少。", "The server's clock is wrong, so voting is paused. Please try again later; no vote of yours is lost.")
)

// maxKey bounds an idempotency key; a UUID has 36 characters.
const maxKey = 100

// mostBackwards is how far the clock may stand behind the last counted vote before counting stops.
const mostBackwards = 2 * time.Second

// check refuses a ballot that could never be counted, whatever the voter has left.
func (b Ballot) check(v campaign.Voting) error {
	if !legible(b.Key) {
		return errKey
	}
	if most := perWork(v); b.Count < 1 || b.Count > most {
		return errCount.With("max", most).Field("count", "票数不对。", "Not a possible number of votes.").Rule("voting", v.Says)
	}
	return nil
}

// legible reports whether a key can be kept: of printable ASCII, without blanks.
func legible(key string) bool {
	return key != "" && len(key) <= maxKey && strings.IndexFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// perWork is how many votes a voter has for one work on one day.
func perWork(v campaign.Voting) int {
	if v.PerWorkPerDay > 0 && v.PerWorkPerDay < v.PerDay {
		return v.PerWorkPerDay
	}
	return v.PerDay
}

// dayOf is the calendar day of t in the campaign's zone, the day whose allowance a vote spends.
func dayOf(c *campaign.Campaign, t time.Time) string { return t.In(c.Zone).Format(time.DateOnly) }

// midnight is the beginning of t's day in the campaign's zone.
func midnight(c *campaign.Campaign, t time.Time) time.Time {
	y, m, d := t.In(c.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, c.Zone)
}
