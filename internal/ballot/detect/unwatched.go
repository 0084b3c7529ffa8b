package detect

import (
	"fmt"
	"math"
)

const (
	// leastKnown is how many votes of a work and day must say how long their voter watched.
	leastKnown = 50
	// mostHurried is the part of votes without watching from which a day stands out, if it is also twice the usual one.
	mostHurried = 0.6
)

// unwatched finds works for which people voted without seeing them, far more often than elsewhere.
func unwatched(t *table) (found []Finding) {
	works := make([][][]int32, len(t.entries))
	for i := range t.votes {
		e := t.entry[i]
		if works[e] == nil {
			works[e] = make([][]int32, t.days)
		}
		works[e][t.day[i]] = append(works[e][t.day[i]], int32(i))
	}
	known, quick := sum(t.watched), sum(t.unwatched)
	for e, days := range works {
		usual := part(quick-t.unwatched[e], known-t.watched[e])
		var votes []int32
		for _, list := range days {
			votes = append(votes, t.hurried(list, usual)...)
		}
		if len(votes) > 0 {
			found = append(found, t.unseen(int32(e), votes, usual))
		}
	}
	return found
}

// hurried returns the votes of one work and day that nobody watched for, if they are too many.
func (t *table) hurried(list []int32, usual float64) (quick []int32) {
	known := 0
	for _, i := range list {
		if t.votes[i].Watched >= 0 {
			known++
		}
		if hasty(t.votes[i]) {
			quick = append(quick, i)
		}
	}
	own := part(int64(len(quick)), int64(known))
	if known < leastKnown || own < mostHurried || own < 2*usual || above(own, usual, known) < mostSure {
		return nil
	}
	return quick
}

// above is by how many standard deviations a part of n stands above the usual one.
func above(own, usual float64, n int) float64 {
	usual = max(usual, 0.01)
	return (own - usual) / math.Sqrt(usual*(1-usual)/float64(n))
}

func (t *table) unseen(e int32, votes []int32, usual float64) Finding {
	f := t.finding(Unwatched, []int32{e}, votes)
	f.Score = float64(len(votes))
	f.Evidence = append([]Feature{figure("casts", float64(len(votes))), figure("unwatched_elsewhere", usual)}, t.crowd(votes)...)
	f.ZH = fmt.Sprintf("这部作品有%d次投票是打开页面不到%d秒就投出的，别的作品这样的票约占%.0f%%；由人转发、点开即投也会这样，不能单凭这一点认定。", len(votes), leastWatched/1000, 100*usual)
	f.EN = fmt.Sprintf("%d votes for this work came within %d seconds of opening it, as about %.0f%% do elsewhere; people who were sent a link and asked to vote do the same, so this alone proves nothing.", len(votes), leastWatched/1000, 100*usual)
	return f
}
