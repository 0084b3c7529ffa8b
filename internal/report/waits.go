package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"saiying/internal/award"
	"saiying/internal/campaign"
	"saiying/internal/jury"
)

// hurry is how long before the end of scoring organisers are told of sheets that are missing.
const hurry = 3 * 24 * time.Hour

func (at situation) item(kind, to string, n int, due *time.Time, label, says string) Item {
	return Item{Kind: kind, Label: label, Says: says, Count: n, Due: due, Late: due != nil && !at.now.Before(*due), To: to}
}

// path is where on the console a campaign's screen is.
func (at situation) path(screen string) string { return "/c/" + at.c.Key + "/" + screen }

// items lists everything that waits for an organiser, in the order of a contest.
func (at situation) items() []Item {
	return slices.Concat(at.openPoints(), at.films(), at.matches(), at.screening(), at.judging(), at.vote(), at.awarding(), at.certificates())
}

var steps = []campaign.Step{campaign.StepEntry, campaign.StepScreening, campaign.StepShortlist, campaign.StepVote, campaign.StepReview, campaign.StepAward,
	campaign.StepPublicity, campaign.StepCertificates, campaign.StepShowcase}

// openPoints lists what must be decided for the phase under way or the next one, and what should have been decided for those
// that are over.
func (at situation) openPoints() []Item {
	var items []Item
	next, _ := at.c.Next(at.now)
	for _, step := range steps {
		points := at.c.Undecided(step)
		phase, due, dated := at.needed(step)
		if len(points) == 0 || !dated {
			continue
		}
		state := phase.Window.State(at.now)
		if state == campaign.Future && phase.Key != next.Key || state == campaign.Past && step == campaign.StepEntry {
			continue
		}
		items = append(items, at.item("open_point", at.path("open#"+points[0].Path), len(points), due,
			at.say("定下“%s”要用的规定", "Decide what “%s” needs", campaign.Says(step)), at.undecided(points)))
	}
	return items
}

// undecided names a few of the open points.
func (at situation) undecided(points []campaign.OpenPoint) string {
	const most = 3
	var labels []string
	for _, o := range points[:min(most, len(points))] {
		labels = append(labels, at.c.Label(o.Path))
	}
	names := strings.Join(labels, "、")
	if len(points) > most {
		return at.say("通知没有写明%s等%d项，定下来才能做这一步。", "The notice leaves open %s and others, %d in all; this step waits for them.", names, len(points))
	}
	return at.say("通知没有写明%s，定下来才能做这一步。", "The notice leaves open %s; this step waits for it.", names)
}

// needed is the phase in which a step is taken, and by when its rules must stand: before the phase begins, or, for what
// follows a phase, before it ends. It reports false where the notice gives no such phase, or no time.
func (at situation) needed(step campaign.Step) (p campaign.Phase, due *time.Time, dated bool) {
	p, known := at.phaseOf(step)
	due = p.Window.Open
	if step == campaign.StepAward || step == campaign.StepCertificates {
		due = p.Window.Close
	}
	return p, due, known && p.Window.State(at.now) != campaign.Unknown
}

func (at situation) phaseOf(step campaign.Step) (campaign.Phase, bool) {
	round := campaign.ScoreRound
	switch step {
	case campaign.StepEntry:
		return at.c.PhaseOf(campaign.CollectionPhase)
	case campaign.StepScreening:
		return at.c.PhaseOf(campaign.ScreeningPhase)
	case campaign.StepVote:
		return at.c.PhaseOf(campaign.VotePhase)
	case campaign.StepPublicity, campaign.StepCertificates, campaign.StepShowcase:
		return at.c.PhaseOf(campaign.PublicityPhase)
	case campaign.StepShortlist:
		round = campaign.ShortlistRound
	}
	r, _ := at.c.RoundOf(round)
	return at.c.Phase(r.Phase)
}

// films lists works still in the contest whose film nobody can play.
func (at situation) films() []Item {
	n := len(at.unreadable)
	if n == 0 {
		return nil
	}
	first := at.unreadable[0]
	return []Item{at.item("media_failed", at.path("entries?verdict=unreadable"), n, nil, at.say("影片打不开", "Films that cannot be played"),
		at.say("%s《%s》等%d部的文件无法读取，请退回作者换片，或与作者联系。", "“%[2]s” (%[1]s) and others, %[3]d in all, cannot be read. Return them for another file or write to the authors.", first.number, first.title, n))}
}

// matches tells of pairs of films of which a person must say whether they are the same work.
func (at situation) matches() []Item {
	if at.alike == 0 {
		return nil
	}
	return []Item{at.item("match", at.path("matches"), at.alike, nil, at.say("认定疑似重复", "Decide about films that look the same"),
		at.say("%d对影片疑似同一作品，等待认定。", "%d pairs of films may be the same work and wait for a decision.", at.alike))}
}

// screening tells of works that wait for a person's decision.
func (at situation) screening() []Item {
	if at.unscreened == 0 {
		return nil
	}
	p, _ := at.c.PhaseOf(campaign.ScreeningPhase)
	return []Item{at.item("screening", at.path("screening"), at.unscreened, p.Window.Close, at.say("初审作品", "Screen works"),
		at.say("%d部作品等待初审。", "%d works wait to be screened.", at.unscreened))}
}

// judging lists the next step of each round that can take one.
func (at situation) judging() []Item {
	var items []Item
	for _, r := range at.rounds {
		kind, n, label, says := at.nextOf(r)
		if kind != "" {
			items = append(items, at.item(kind, at.path("rounds/"+r.Key), n, r.Closes, label, says))
		}
	}
	return items
}

// nextOf is what a round waits for; an empty kind is nothing.
func (at situation) nextOf(r jury.RoundView) (kind string, n int, label, says string) {
	tied := r.Cut != nil && r.Cut.Seats > 0 && r.Cut.Decision == nil
	left := r.Assigned - r.Scored
	switch {
	case r.State == jury.StatePlanned:
		return at.opening(r)
	case r.State == jury.StateOpen && left == 0:
		return "round_seal", r.Works, at.say("“%s”可以封分", "“%s” can be sealed", r.Label), at.say("评分表已全部完成。", "Every scoresheet is done.")
	case r.State == jury.StateOpen && r.Closes != nil && at.now.After(r.Closes.Add(-hurry)):
		return "round_unfinished", left, at.say("“%s”还没评完", "“%s” is unfinished", r.Label), at.say("还差%d张评分表：%s。", "%d scoresheets are missing: %s.", left, behind(r.Judges))
	case r.State == jury.StateSealed && tied:
		return "round_tie", len(r.Cut.Tied), at.say("“%s”线上同分待定", "A tie in “%s” is to be decided", r.Label),
			at.say("%d部作品同分，只剩%d个名额，请评审会选定。", "%d works are tied for %d places; the committee must choose.", len(r.Cut.Tied), r.Cut.Seats)
	case r.State == jury.StateSealed && len(r.Blockers) > 0:
		return "round_blocked", r.Works, at.say("“%s”还不能结算", "“%s” cannot be settled yet", r.Label), r.Blockers[0]
	case r.State == jury.StateSealed:
		return "round_settle", r.Works, at.say("“%s”可以结算", "“%s” can be settled", r.Label), at.say("看过成绩后确认结果。", "Look at the results, then settle them.")
	}
	return "", 0, "", ""
}

// opening tells whether a planned round can open, once its phase has come. Where the votes are to be frozen before it, that
// comes first.
func (at situation) opening(r jury.RoundView) (kind string, n int, label, says string) {
	rule, _ := at.c.Round(r.Key)
	p, known := at.c.Phase(rule.Phase)
	if known && p.Window.State(at.now) == campaign.Future {
		return "", 0, "", ""
	}
	if v := at.c.Voting; v != nil && v.FreezeBefore == r.Key && !at.frozen {
		return "", 0, "", ""
	}
	if len(r.Blockers) == 0 {
		return "round_ready", r.Works, at.say("“%s”可以开评", "“%s” can open", r.Label), at.say("%d部作品、%d位评委已就绪。", "%d works and %d judges are ready.", r.Works, len(r.Judges))
	}
	if !known || p.Window.State(at.now) == campaign.Unknown {
		return "", 0, "", ""
	}
	return "round_blocked", r.Works, at.say("“%s”还不能开评", "“%s” cannot open yet", r.Label), r.Blockers[0]
}

// behind names the judges with most left to do.
func behind(judges []jury.JudgeRow) string {
	rows := slices.Clone(judges)
	slices.SortStableFunc(rows, func(a, b jury.JudgeRow) int { return (b.Assigned - b.Done) - (a.Assigned - a.Done) })
	const most = 3
	var names []string
	for _, j := range rows {
		if left := j.Assigned - j.Done; left > 0 && len(names) < most {
			names = append(names, fmt.Sprintf("%s %d", j.Name, left))
		}
	}
	return strings.Join(names, "、")
}

// vote asks to freeze the votes of a vote that is over, before the round or phase that the organiser named.
func (at situation) vote() []Item {
	v := at.c.Voting
	if v == nil || at.frozen {
		return nil
	}
	p, _ := at.c.Phase(v.Phase)
	if p.Window.State(at.now) != campaign.Past {
		return nil
	}
	before := v.FreezeBefore
	if r, ok := at.c.Round(before); ok {
		before = r.Phase
	}
	next, _ := at.c.Phase(before)
	due := next.Window.Open
	if day := p.Window.Close.AddDate(0, 0, 1); due != nil && due.Before(day) {
		due = &day // the experts may begin as the vote ends; nobody freezes it in that instant
	}
	return []Item{at.item("ballot_freeze", at.path("ballot"), 1, due, at.say("封存票数", "Freeze the votes"),
		at.say("投票已经截止，封存后票数不再变化，才能评奖。", "The vote is over. Awards are worked out from the frozen votes."))}
}

// awarding is the next step of the roll.
func (at situation) awarding() []Item {
	due := at.publicityDue()
	item := func(kind string, n int, due *time.Time, label, says string) []Item {
		return []Item{at.item(kind, at.path("awards"), n, due, label, says)}
	}
	tied := at.ties()
	switch {
	case at.roll.State == award.None && at.judged():
		return item("award_propose", len(at.c.Prizes), due, at.say("评定获奖名单", "Work out the awards"), at.say("评审结果已确认，票数已齐，可以按规定计算。", "Scores and votes stand; the awards can be worked out."))
	case at.roll.State == award.Provisional && len(tied) > 0:
		return item("award_tie", len(tied), due, at.say("奖项同分待评议", "Ties are to be decided"), at.say("%s在名额线上有同分作品，请组委会评议。", "Works are tied for the last places of %s; the committee must choose.", strings.Join(tied, "、")))
	case at.roll.State == award.Provisional:
		return item("award_publicise", len(at.roll.Standing()), due, at.say("公示获奖名单", "Publish the awards for objections"), at.say("拟获奖名单共%d项，可以公示。", "%d awards are proposed and can be published.", len(at.roll.Standing())))
	case at.roll.State == award.Public && !at.now.Before(at.roll.Window.To):
		return item("award_confirm", len(at.roll.Standing()), nil, at.say("确认获奖名单", "Confirm the awards"), at.say("公示期已满，没有未处理的问题就可以确认。", "The publicity is over; confirm the roll unless an objection is open."))
	}
	return nil
}

// publicityDue is when the awards should be published: when the phase begins or, where the notice gives only a rough time,
// when that is over.
func (at situation) publicityDue() *time.Time {
	p, _ := at.c.PhaseOf(campaign.PublicityPhase)
	switch p.Window.Precision {
	case campaign.Minute, campaign.Day, campaign.WorkdayEnd:
		return p.Window.Open
	}
	return p.Window.Close
}

// judged reports whether everything that the final score is made of stands.
func (at situation) judged() bool {
	for _, part := range at.c.Final.Components {
		settled := slices.ContainsFunc(at.rounds, func(r jury.RoundView) bool { return r.Key == part.Source && r.State == jury.StateSettled })
		if part.Source == "votes" && !at.frozen || part.Source != "votes" && !settled {
			return false
		}
	}
	return len(at.c.Final.Components) > 0
}

// ties lists the labels of the prizes that wait for the committee.
func (at situation) ties() (labels []string) {
	for _, g := range at.roll.Outcome.Prizes {
		if g.Pending != nil && len(g.Pending.Tied) > 0 {
			labels = append(labels, g.Label)
		}
	}
	return labels
}

// certificates tells of awards without a certificate, and of certificates still being drawn.
func (at situation) certificates() []Item {
	owed := len(at.roll.Standing())
	switch {
	case at.papers.making > 0:
		return []Item{at.item("certificate_making", at.path("certificates"), at.papers.making, nil, at.say("证书还在制作", "Certificates are being made"),
			at.say("%d张证书正在生成，一般几分钟内完成。", "%d certificates are being drawn; this usually takes minutes.", at.papers.making))}
	case at.roll.State == award.Final && at.c.Certificates.Issue && at.papers.given == 0 && owed > 0:
		return []Item{at.item("certificate_issue", at.path("certificates"), owed, nil, at.say("颁发证书", "Issue the certificates"),
			at.say("名单已确认，%d项奖还没有证书。", "The roll is confirmed; %d awards have no certificate yet.", owed))}
	}
	return nil
}
