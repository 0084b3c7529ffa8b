// Package ledger is the published record of a vote, from which anybody can count it again: leaves in JSON, a Merkle tree over
// them, and checkpoints that the organiser signed. docs/design/ledger.md specifies it. The package knows no database and no
// clock, so that whoever recounts needs nothing but the published files.
package ledger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"time"
)

// Kind is what a leaf says.
type Kind string

// The kinds of leaves.
const (
	Open    Kind = "open"    // the rules from here on
	Vote    Kind = "vote"    // N votes of one voter for one work
	Hold    Kind = "hold"    // these votes do not count for now
	Annul   Kind = "annul"   // these votes do not count, by the decision of a case
	Release Kind = "release" // these votes count again
	Close   Kind = "close"   // what stood when the vote was over
)

// Leaf is one entry of the ledger. Seq counts from 1 without gaps; Day is the calendar day in the contest's zone, as 2006-01-02.
type Leaf struct {
	Kind    Kind
	Seq     int64
	Contest string
	Day     string

	Entry      string // of a vote: the work
	N          int    // of a vote: how many
	Channel    string // of a vote: the channel in which it was cast; empty where the rules have none
	Voter      string // of a vote: the voter's pseudonym of that day, or of the whole vote
	Commitment string // of a vote: binds the moment, opened by the receipt

	Rules  *Rules           // of open
	Refs   []int64          // of hold, annul and release: votes, ascending
	Case   string           // of hold, annul and release; empty where no case was opened
	Reason string           // of hold, annul and release: a code
	Totals map[string]int64 // of close: votes that count by work; a work without any may be absent
}

// Rules is what a recount needs of the notice. Opens and Closes are in the contest's zone, so their dates are its days; Closes
// itself is too late; empty is no bound. A limit of 0 is none. PerCategoryDay is stated but cannot be recounted: categories are not in the
// ledger. PerWork and InAll can where Voters is Whole, for a voter then has one pseudonym in the whole vote.
type Rules struct {
	Zone           string    `json:"zone"`
	Opens          string    `json:"opens"`
	Closes         string    `json:"closes"`
	PerDay         int       `json:"per_day"`
	PerWorkPerDay  int       `json:"per_work_per_day"`
	PerCategoryDay int       `json:"per_category_per_day"`
	PerWork        int       `json:"per_work"`
	InAll          int       `json:"in_all"`
	Channels       []Channel `json:"channels,omitempty"`
	Voters         string    `json:"voters,omitempty"` // Whole, or empty
}

// Channel is a place where one votes: an account has PerDay votes a day there, each of which counts Weight.
type Channel struct {
	Key    string `json:"key"`
	PerDay int    `json:"per_day"`
	Weight int    `json:"weight"`
}

// Whole says of pseudonyms that they hold for the whole vote; else they change with the day.
const Whole = "whole"

// channel is the channel of that name. Without channels there is one without a name, whose votes count once.
func (r *Rules) channel(key string) (Channel, bool) {
	if len(r.Channels) == 0 {
		return Channel{PerDay: r.PerDay, Weight: 1}, key == ""
	}
	i := slices.IndexFunc(r.Channels, func(c Channel) bool { return c.Key == key })
	if i < 0 {
		return Channel{PerDay: r.PerDay, Weight: 1}, false
	}
	return r.Channels[i], true
}

// The shapes of the lines. The order of the fields is the order of the keys.
type (
	head struct {
		Kind    Kind   `json:"t"`
		Seq     int64  `json:"seq"`
		Contest string `json:"contest"`
		Day     string `json:"day"`
	}
	voteLine struct {
		head
		Entry      string `json:"entry"`
		N          int    `json:"n"`
		Channel    string `json:"c,omitempty"`
		Voter      string `json:"v"`
		Commitment string `json:"r"`
	}
	openLine struct {
		head
		Rules *Rules `json:"rules"`
	}
	rulingLine struct {
		head
		Refs   []int64 `json:"refs"`
		Case   string  `json:"case"`
		Reason string  `json:"reason"`
	}
	totalsLine struct {
		head
		Totals map[string]int64 `json:"totals"`
	}
)

// line is the leaf in the shape of its kind; nil when there is no such kind.
func (l Leaf) line() any {
	h := head{l.Kind, l.Seq, l.Contest, l.Day}
	switch l.Kind {
	case Vote:
		return &voteLine{h, l.Entry, l.N, l.Channel, l.Voter, l.Commitment}
	case Open:
		return &openLine{h, l.Rules}
	case Hold, Annul, Release:
		return &rulingLine{h, l.Refs, l.Case, l.Reason}
	case Close:
		return &totalsLine{h, l.Totals}
	}
	return nil
}

// Encode returns the leaf's line with its LF. A leaf that Parse would refuse is an error.
func (l Leaf) Encode() ([]byte, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	b, err := json.Marshal(l.line())
	return append(b, '\n'), err
}

// Parse reads a line with its LF. Anything but the very line that Encode writes is an error: another key, another order, a
// blank, a number written otherwise.
func Parse(line []byte) (Leaf, error) {
	var h struct {
		Kind Kind `json:"t"`
	}
	if err := json.Unmarshal(line, &h); err != nil {
		return Leaf{}, fmt.Errorf("不是JSON (not JSON): %w", err)
	}
	into := Leaf{Kind: h.Kind}.line()
	if into == nil {
		return Leaf{}, fmt.Errorf("不认识的条目%q (an unknown kind)", h.Kind)
	}
	if err := json.Unmarshal(line, into); err != nil {
		return Leaf{}, fmt.Errorf("内容不合格式 (not of its shape): %w", err)
	}
	l := leafOf(into)
	again, err := l.Encode()
	if err != nil {
		return Leaf{}, err
	}
	if !bytes.Equal(again, line) {
		return Leaf{}, fmt.Errorf("写法不合规范 (not in the one form), 应为 (should be) %s", bytes.TrimSpace(again))
	}
	return l, nil
}

func leafOf(line any) Leaf {
	of := func(h head) Leaf { return Leaf{Kind: h.Kind, Seq: h.Seq, Contest: h.Contest, Day: h.Day} }
	var l Leaf
	switch x := line.(type) {
	case *voteLine:
		l = of(x.head)
		l.Entry, l.N, l.Channel, l.Voter, l.Commitment = x.Entry, x.N, x.Channel, x.Voter, x.Commitment
	case *openLine:
		l = of(x.head)
		l.Rules = x.Rules
	case *rulingLine:
		l = of(x.head)
		l.Refs, l.Case, l.Reason = x.Refs, x.Case, x.Reason
	case *totalsLine:
		l = of(x.head)
		l.Totals = x.Totals
	}
	return l
}

// Names are plain so that JSON has one way to write them.
var (
	name      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)
	zone      = regexp.MustCompile(`^[A-Za-z0-9/_+-]+$`)
	pseudonym = regexp.MustCompile(`^[A-Za-z0-9_-]{22}$`)
)

// check refuses a leaf that says something impossible by itself.
func (l Leaf) check() error {
	bad := func(what string) error { return fmt.Errorf("%s不对 (is wrong)", what) }
	switch {
	case l.line() == nil:
		return bad("t")
	case l.Seq < 1:
		return bad("seq")
	case !name.MatchString(l.Contest):
		return bad("contest")
	case !isDay(l.Day):
		return bad("day")
	}
	switch l.Kind {
	case Vote:
		if !name.MatchString(l.Entry) || l.N < 1 || !pseudonym.MatchString(l.Voter) || !pseudonym.MatchString(l.Commitment) {
			return bad("entry/n/v/r")
		}
		if l.Channel != "" && !name.MatchString(l.Channel) {
			return bad("c")
		}
	case Open:
		return l.Rules.check()
	case Hold, Annul, Release:
		ascending := slices.IsSorted(l.Refs) && len(slices.Compact(slices.Clone(l.Refs))) == len(l.Refs)
		if len(l.Refs) == 0 || l.Refs[0] < 1 || !ascending {
			return bad("refs")
		}
		if !name.MatchString(l.Reason) || l.Case != "" && !name.MatchString(l.Case) {
			return bad("case/reason")
		}
	case Close:
		if l.Totals == nil {
			return bad("totals")
		}
		for work, n := range l.Totals {
			if !name.MatchString(work) || n < 0 {
				return bad("totals")
			}
		}
	}
	return nil
}

func (r *Rules) check() error {
	if r == nil || !zone.MatchString(r.Zone) || r.PerDay < 1 || min(r.PerWorkPerDay, r.PerCategoryDay, r.PerWork, r.InAll) < 0 {
		return fmt.Errorf("rules不对 (is wrong)")
	}
	if r.Voters != "" && r.Voters != Whole {
		return fmt.Errorf("voters不对 (is wrong)")
	}
	for i, c := range r.Channels {
		first := slices.IndexFunc(r.Channels, func(x Channel) bool { return x.Key == c.Key })
		if !name.MatchString(c.Key) || first != i || c.PerDay < 1 || c.Weight < 1 {
			return fmt.Errorf("channels不对 (is wrong)")
		}
	}
	for _, at := range []string{r.Opens, r.Closes} {
		if _, err := time.Parse(moment, at); at != "" && err != nil {
			return fmt.Errorf("opens/closes不对 (is wrong): %w", err)
		}
	}
	return nil
}

// moment is how rules write a time: to the second, with the zone's distance from UTC in figures.
const moment = "2006-01-02T15:04:05-07:00"

// days are the first and the last calendar day on which a vote can be; empty where there is no bound.
func (r *Rules) days() (first, last string) {
	if r.Opens != "" {
		first = r.Opens[:len(time.DateOnly)]
	}
	if closes, err := time.Parse(moment, r.Closes); err == nil {
		last = closes.Add(-time.Second).Format(time.DateOnly)
	}
	return first, last
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
