package ledger

// Count is a vote as its leaves so far have it. It holds 8 bytes a leaf, and the allowances of one day; where pseudonyms hold for the whole
// vote, those of the whole vote too.
type Count struct {
	cast   int64
	totals map[string]int64
	leaves []tally // by seq-1
	works  []string
	number map[string]int32 // of a work in works

	rules       *Rules
	first, last string // days of the rules
	closed      bool
	day         string // of the last vote
	today       spending
	whole       spending // under rules by which pseudonyms hold for the whole vote
}

// spending is how many votes each voter cast, in all and on each work.
type spending struct {
	all    map[string]int
	onWork map[[2]string]int
}

func nothing() spending { return spending{map[string]int{}, map[[2]string]int{}} }

func (s spending) add(l Leaf) {
	s.all[l.Voter] += l.N
	s.onWork[[2]string{l.Voter, l.Entry}] += l.N
}

// tally is what a later leaf must know of a vote: n is negative while it is held or annulled and not released, and 0 of a leaf that
// is no vote.
type tally struct{ work, n int32 }

// NewCount begins to count.
func NewCount() *Count {
	return &Count{totals: map[string]int64{}, number: map[string]int32{}, whole: nothing()}
}

// Cast is how many votes were cast, also those that do not count.
func (c *Count) Cast() int64 { return c.cast }

// Totals are the votes that count by work; a work that lost all of its votes has 0.
func (c *Count) Totals() map[string]int64 { return c.totals }

// skip takes the place of a leaf that cannot be read.
func (c *Count) skip() { c.leaves = append(c.leaves, tally{}) }

// Add counts the next leaf, whose number must be the next, and tells what is wrong with it, in a sentence each.
func (c *Count) Add(l Leaf, fault func(says string, args ...any)) {
	c.skip()
	if c.rules == nil && l.Kind != Open {
		fault("账本的第一条应是规则（open）。")
	}
	switch l.Kind {
	case Open:
		c.rules, c.closed = l.Rules, false
		c.first, c.last = l.Rules.days()
	case Vote:
		c.vote(l, fault)
	case Hold, Annul, Release:
		if l.Kind == Annul && l.Case == "" {
			fault("作废没有案号。")
		}
		for _, ref := range l.Refs {
			c.rule(l, ref, fault)
		}
	case Close:
		c.closed = true
		differ(l.Totals, c.totals, fault)
	}
}

func (c *Count) vote(l Leaf, fault func(string, ...any)) {
	if c.closed {
		fault("投票截止后还有票。")
	}
	if l.Day < c.day {
		fault("%s的票记在更晚的日子之后。", l.Day)
	}
	if l.Day != c.day {
		c.day, c.today = l.Day, nothing()
	}
	c.today.add(l)
	n := l.N
	if c.rules != nil {
		n *= c.allowed(l, fault)
	}
	c.cast += int64(l.N)
	c.totals[l.Entry] += int64(n)
	c.leaves[l.Seq-1] = tally{work: c.workOf(l.Entry), n: int32(n)} //nolint:gosec // an allowance is small
}

// allowed holds a vote to the rules: the window by its day, its channel, and the allowances. It returns how much each vote counts.
func (c *Count) allowed(l Leaf, fault func(string, ...any)) (weight int) {
	if l.Day < c.first || c.last != "" && l.Day > c.last {
		fault("%s不在投票时间（%s至%s）之内。", l.Day, c.first, c.last)
	}
	channel, known := c.rules.channel(l.Channel)
	if !known {
		fault("规则里没有渠道“%s”。", l.Channel)
	}
	if used := c.today.all[l.Voter]; used > channel.PerDay {
		fault("投票人%s在%s投了%d票，每日最多%d票。", l.Voter, l.Day, used, channel.PerDay)
	}
	if used, most := c.today.onWork[[2]string{l.Voter, l.Entry}], c.rules.PerWorkPerDay; most > 0 && used > most {
		fault("投票人%s在%s给作品%s投了%d票，每日每部最多%d票。", l.Voter, l.Day, l.Entry, used, most)
	}
	if c.rules.Voters == Whole {
		c.allowedInAll(l, fault)
	}
	return channel.Weight
}

// allowedInAll holds a vote to the limits of the whole vote.
func (c *Count) allowedInAll(l Leaf, fault func(string, ...any)) {
	c.whole.add(l)
	if used, most := c.whole.all[l.Voter], c.rules.InAll; most > 0 && used > most {
		fault("投票人%s一共投了%d票，整个投票期间最多%d票。", l.Voter, used, most)
	}
	if used, most := c.whole.onWork[[2]string{l.Voter, l.Entry}], c.rules.PerWork; most > 0 && used > most {
		fault("投票人%s一共给作品%s投了%d票，整个投票期间每部最多%d票。", l.Voter, l.Entry, used, most)
	}
}

func (c *Count) workOf(entry string) int32 {
	n, known := c.number[entry]
	if !known {
		n = int32(len(c.works)) //nolint:gosec // works are few
		c.number[entry] = n
		c.works = append(c.works, entry)
	}
	return n
}

// rule changes whether the vote ref counts.
func (c *Count) rule(l Leaf, ref int64, fault func(string, ...any)) {
	if ref >= l.Seq || c.leaves[ref-1].n == 0 {
		fault("所指的第%d条不是先前的票。", ref)
		return
	}
	t := &c.leaves[ref-1]
	if counts := l.Kind == Release; counts != (t.n > 0) {
		t.n = -t.n
		c.totals[c.works[t.work]] += int64(t.n)
	}
}
