package ballot

import (
	"slices"
	"strings"
	"time"

	"saiying/internal/campaign"
)

// Standing is where a work stands in the vote. Works with equal votes share a rank: 1, 2, 2, 4.
type Standing struct {
	Entry  string
	Number string
	Title  string
	Author string
	Poster string
	Aspect string
	Rank   int
	Votes  int64
	Today  int64
	// Annulled are the votes that two people took off; Votes are without them.
	Annulled int64
}

// rank orders standings by votes, equals by number, and gives each its rank.
func rank(rows []Standing) {
	slices.SortFunc(rows, func(a, b Standing) int {
		switch {
		case a.Votes > b.Votes:
			return -1
		case a.Votes < b.Votes:
			return 1
		}
		return strings.Compare(a.Number, b.Number)
	})
	for i := range rows {
		rows[i].Rank = i + 1
		if i > 0 && rows[i].Votes == rows[i-1].Votes {
			rows[i].Rank = rows[i-1].Rank
		}
	}
}

// Display is what of the figures the public may see now, and why. Daily tells that they are those of the last midnight, Delayed that
// they are as old as Delay, and Banded that each is only the bound that a work has reached. Where votes and ranking are shown by different
// policies each of these holds for both: an exact order tells what a bound keeps back, and the other way round.
type Display struct {
	Votes, Ranking         bool
	Daily, Delayed, Banded bool
	Says                   string
}

// Figure is a work's votes on a board as they may be shown: their number, or where works are banded a bound that they have reached.
func (d Display) Figure(votes int64) (number, from *int64) {
	switch {
	case !d.Votes:
		return nil, nil
	case d.Banded:
		return nil, &votes
	}
	return &votes, nil
}

// decree is the organiser's switch, which stands above the policy where the notice leaves the moment open (适时).
type decree struct {
	votes, ranking bool
	set            bool
}

// display decides what is shown at t.
func display(c *campaign.Campaign, d decree, t time.Time) Display {
	v := c.Voting
	phase, _ := c.Phase(v.Phase)
	over := phase.Window.State(t) == campaign.Past
	shown := Display{Votes: open(v.ShowVotes, over), Ranking: open(v.ShowRanking, over)}
	either := func(p campaign.DisplayPolicy) bool { return !over && (v.ShowVotes == p || v.ShowRanking == p) }
	shown.Daily, shown.Delayed, shown.Banded = either(campaign.ShowDaily), either(campaign.ShowDelayed), either(campaign.ShowBanded)
	if d.set {
		shown.Votes, shown.Ranking = d.votes, d.ranking
	}
	if !shown.Votes && !shown.Ranking {
		shown.Says = hidden(*v, d.set)
	}
	return shown
}

// recountable reports whether the ledger's votes may be read at t. While the vote runs they tell what the ranking keeps back, unless that
// shows the exact figures.
func recountable(c *campaign.Campaign, d decree, t time.Time) bool {
	shown := display(c, d, t)
	return state(c, false, t) != Open || shown.Votes && !shown.Delayed && !shown.Banded
}

func open(p campaign.DisplayPolicy, over bool) bool {
	switch p {
	case campaign.ShowLive, campaign.ShowDelayed, campaign.ShowBanded, campaign.ShowDaily:
		return true
	}
	return p == campaign.ShowAfter && over
}

// hidden says why nothing is shown and when it will be.
func hidden(v campaign.Voting, switched bool) string {
	switch {
	case switched:
		return "组委会暂不展示票数和排行，恢复展示时会在这里更新。"
	case v.ShowVotes == campaign.ShowAfter || v.ShowRanking == campaign.ShowAfter:
		return "投票截止后公布票数和排行。"
	case v.ShowVotes == campaign.ShowNever:
		return "本次活动不公布票数和排行。"
	}
	return "票数和排行将由组委会适时展示。"
}

// discretionary reports whether the notice leaves the display to the organiser, so that it may be switched.
func discretionary(c *campaign.Campaign) bool {
	if timely(c.Voting.ShowVotes) || timely(c.Voting.ShowRanking) {
		return true
	}
	return slices.ContainsFunc(c.Open, func(o campaign.OpenPoint) bool { return strings.HasPrefix(o.Path, "voting.show") })
}

func timely(p campaign.DisplayPolicy) bool { return p == campaign.ShowTimely || p == "" }
