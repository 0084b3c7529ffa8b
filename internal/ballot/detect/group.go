package detect

import (
	"fmt"
	"slices"
)

// A work is a group's target if it got this part of the group's votes, and this many times the part that everybody else gave it.
const (
	leastPart = 0.04
	leastLift = 2
	// crowded is how many accounts of a group stand behind one network, and hurried the part of votes without watching, by which a
	// group looks like one person's.
	crowded = 5
	hurried = 0.6
	// leastSteps is on how many days a group's accounts came in the mean, if it is more than people who liked the same programme and
	// came back once or twice.
	leastSteps = 3
)

// targets are the works that a group went to, out of all it voted for.
func (t *table) targets(group []int32) []int32 {
	mine, all := make([]int64, len(t.entries)), int64(0)
	for _, who := range group {
		for _, s := range t.cells[who] {
			mine[t.work(s.cell)] += int64(s.n)
			all += int64(s.n)
		}
	}
	var out []int32
	for e, n := range mine {
		own, others := part(n, all), part(t.given[e]-n, t.total-all)
		if own >= leastPart && own >= leastLift*others {
			out = append(out, int32(e))
		}
	}
	return out
}

// tally is what the votes of a group on its targets show.
type tally struct {
	votes             []int32
	n                 int64
	days              map[int32]map[int32]bool // who came on each day
	networks          map[int32]bool
	known, hasty, new int64
}

func (t *table) tally(group, entries []int32) (a tally) {
	a.days, a.networks = map[int32]map[int32]bool{}, map[int32]bool{}
	for _, who := range group {
		for _, i := range t.of[who] {
			if !slices.Contains(entries, t.entry[i]) {
				continue
			}
			a.add(t, i)
		}
	}
	slices.Sort(a.votes)
	return a
}

func (a *tally) add(t *table, i int32) {
	v := t.votes[i]
	a.votes, a.n = append(a.votes, i), a.n+int64(v.N)
	if a.days[t.day[i]] == nil {
		a.days[t.day[i]] = map[int32]bool{}
	}
	a.days[t.day[i]][t.voter[i]] = true
	if v.Prefix != "" {
		a.networks[t.prefix[i]] = true
	}
	if v.Watched >= 0 {
		a.known++
	}
	if hasty(v) {
		a.hasty++
	}
	if newcomer(v) {
		a.new++
	}
}

// steps is on how many days an account came in the mean.
func (a tally) steps(group int) float64 {
	all := 0
	for _, came := range a.days {
		all += len(came)
	}
	return part(int64(all), int64(group))
}

// together is the finding about a group that moves as one; false if nothing sets its works apart from everybody's.
func (t *table) together(kind Kind, group []int32) (Finding, bool) {
	entries := t.targets(group)
	if len(entries) < leastWorks {
		return Finding{}, false
	}
	a := t.tally(group, entries)
	units, like := t.units(entries), t.likeness(group)
	usual := part(sum(t.unwatched), sum(t.watched))
	perNetwork := part(int64(len(group)), int64(len(a.networks)))
	f := t.finding(kind, entries, a.votes)
	f.Severity, f.Score = Look, float64(a.n)*like
	oneHand := perNetwork >= crowded || (part(a.hasty, a.known) >= hurried && part(a.hasty, a.known) >= 2*usual)
	lasting := a.steps(len(group)) >= leastSteps
	switch {
	case units < leastWorks, !oneHand && (len(entries) == leastWorks || !lasting):
		f.Severity = Note
	case lasting:
		f.Severity = Severe
	}
	for _, who := range group {
		f.Voters = append(f.Voters, t.voters[who])
	}
	f.Evidence = []Feature{
		figure("accounts", float64(len(group))), figure("votes", float64(a.n)), figure("works", float64(len(entries))),
		figure("units", float64(units)), figure("days", float64(len(a.days))),
		figure("days_per_account", a.steps(len(group))), figure("likeness", like),
		figure("accounts_per_network", perNetwork), usually("unwatched", part(a.hasty, a.known), usual),
		figure("new", part(a.new, int64(len(a.votes)))),
	}
	f.ZH = fmt.Sprintf("%d个账号在%d天里把票投给同样的%d部作品（来自%d个单位），两两相比平均有%.0f%%的票完全一致；各自投票的人很少如此整齐；不过照着同一份名单投票的人也会这样，请核实。",
		len(group), len(a.days), len(entries), units, 100*like)
	f.EN = fmt.Sprintf("%d accounts gave their votes on %d days to the same %d works of %d units, and two of them agree in %.0f%% of their votes on average; people seldom keep step like that by themselves, but those who follow one list do; please look into it.",
		len(group), len(a.days), len(entries), units, 100*like)
	return f, true
}

// finding is a finding about some votes, given in the order of counting.
func (t *table) finding(kind Kind, entries, votes []int32) Finding {
	f := Finding{Kind: kind, Severity: Note, Entries: t.names(entries), From: t.votes[votes[0]].At, To: t.votes[votes[len(votes)-1]].At}
	for _, i := range votes {
		f.Seqs = append(f.Seqs, t.votes[i].Seq)
	}
	return f
}
