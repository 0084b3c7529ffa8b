package campaign

import (
	"strings"
	"time"

	"saiying/internal/platform/fault"
)

// The topics that are locked: scoring by the first score, voting by the first vote, awards by the
// first proposed roll. A round's own path, rounds.expert, is a topic too and locks that round alone.
const (
	TopicScoring = "scoring"
	TopicVoting  = "voting"
	TopicAwards  = "awards"
)

// Locked is a topic whose rules no longer change.
type Locked struct {
	Topic string
	At    time.Time
}

// ErrLocked refuses to change what scores or votes were already given by.
var ErrLocked = fault.Define("campaign.locked", fault.Conflict,
	"{why}，“{label}”不能再改。确需改变的，先由组委会宣布本轮作废、重新开评。",
	"“{label}” can no longer change: {why_en}. The round must be reopened first.")

// locks tells whether a topic holds a path. A round's own topic holds the final score too where that
// round counts in it.
func (c *Campaign) locks(topic, path string) bool {
	top, _, _ := strings.Cut(path, ".")
	switch topic {
	case TopicScoring:
		return top == "rounds" || top == "final" || top == "award_policy" || top == "prizes" && last(path) != "quota"
	case TopicVoting:
		return top == "voting" || top == "final"
	case TopicAwards:
		return top == "prizes" || top == "award_policy" || top == "final"
	}
	return covers(topic, path) || covers(path, topic) || top == "final" && contains(keysIn(c.Final.Components), last(topic))
}

func lockWhy(topic string) (zh, en string) {
	switch topic {
	case TopicScoring:
		return "已经有评委打了分", "scores have been given"
	case TopicVoting:
		return "已经有人投了票", "votes have been cast"
	case TopicAwards:
		return "获奖名单已经提出", "the award roll has been proposed"
	}
	return "这一轮已经开评", "this round has begun"
}

// locked finds the lock on a path, if any.
func (c *Campaign) locked(locks []Locked, path string) (Locked, bool) {
	for _, l := range locks {
		if c.locks(l.Topic, path) {
			return l, true
		}
	}
	return Locked{}, false
}

func (c *Campaign) refuseLocked(locks []Locked, path string) error {
	l, held := c.locked(locks, path)
	if !held {
		return nil
	}
	zh, en := lockWhy(l.Topic)
	return ErrLocked.With("why", zh, "why_en", en, "label", c.Label(path))
}
