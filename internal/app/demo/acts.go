package demo

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"saiying/internal/app"
	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/inspection"
	"saiying/internal/jury"
	"saiying/internal/screening"
)

// hebei stands in its public vote: entered, screened, shortlisted, and voted for up to now.
func (s *stage) hebei(ctx context.Context, c *campaign.Campaign) error {
	entered, err := s.enterAll(ctx, c, "web", len(s.works))
	if err != nil {
		return err
	}
	if err := s.admit(c, entered[:len(entered)-2]); err != nil {
		return err
	}
	for _, e := range entered[len(entered)-2:] {
		choice := screening.Choice{Verdict: screening.Reject, Reasons: []string{"theme"}, Note: "作品与征集主题关系不大，感谢参与。"}
		if _, err := s.app.Screening.Decide(s.cast.screener, e.ID, choice); err != nil {
			return err
		}
	}
	if err := s.judgeRound(c, "shortlist", 1, true); err != nil {
		return err
	}
	if err := s.vote(ctx, c, entered[:len(entered)-2]); err != nil {
		return err
	}
	return s.app.Ballot.Look(ctx)
}

// henan is collecting: a few works are in, most fail what the notice asks of a file, as they do.
func (s *stage) henan(ctx context.Context, c *campaign.Campaign) error {
	_, err := s.enterAll(ctx, c, "email", 6)
	return err
}

// miit is being screened. One work was handed in twice, cut and under another theme, which its notice forbids.
func (s *stage) miit(ctx context.Context, c *campaign.Campaign) error {
	entered, err := s.enterAll(ctx, c, "email", 8)
	if err != nil {
		return err
	}
	again := s.works[copied]
	again.Title += "（短版）"
	if _, err := s.enter(ctx, c, "email", again, s.copy, len(entered)); err != nil {
		return err
	}
	if err := s.app.SettleSaying(ctx, func(int) {}); err != nil {
		return err
	}
	return s.admit(c, entered[:2])
}

// allowShared has the screener allow what the demonstration cannot help: it has fewer films than entries, so that several share one.
func (s *stage) allowShared(contests ...string) error {
	for _, key := range contests {
		for {
			page, err := s.app.Inspection.Matches(s.cast.screener, inspection.Choice{Campaign: key, How: inspection.ByBytes, Standing: inspection.Waiting})
			if err != nil {
				return err
			}
			if len(page.Items) == 0 {
				break
			}
			for _, m := range page.Items {
				if err := s.app.Inspection.Decide(s.cast.screener, key, m.ID, inspection.Allowed, "演示的影片有限，几部作品共用一部"); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// tianjin is being judged: some of the sheets are filled in.
func (s *stage) tianjin(ctx context.Context, c *campaign.Campaign) error {
	entered, err := s.enterAll(ctx, c, "post", 8)
	if err != nil {
		return err
	}
	if err := s.admit(c, entered); err != nil {
		return err
	}
	return s.judgeRound(c, "monthly", 0.6, false)
}

// heilongjiang has its results out for objections.
func (s *stage) heilongjiang(ctx context.Context, c *campaign.Campaign) error {
	entered, err := s.enterAll(ctx, c, "web", 10)
	if err != nil {
		return err
	}
	if err := s.admit(c, entered); err != nil {
		return err
	}
	if err := s.judgeRound(c, "expert", 1, true); err != nil {
		return err
	}
	if err := s.app.Award.Propose(s.cast.organiser, c.Key); err != nil {
		return err
	}
	s.clock.set(s.now.Add(-24 * time.Hour))
	return s.app.Award.Publicise(s.cast.organiser, c.Key, s.now.Format(time.DateOnly), "")
}

// enterAll has n works entered over the collection and waits until their films are rendered.
func (s *stage) enterAll(ctx context.Context, c *campaign.Campaign, door string, n int) (all []entry.Entry, err error) {
	for i := range n {
		at, err := s.within(c, campaign.CollectionPhase, 0.15+0.8*float64(i)/float64(n))
		if err != nil {
			return nil, err
		}
		s.clock.set(at)
		e, err := s.enter(ctx, c, door, s.works[i%len(s.works)], s.films[i%len(s.films)], i)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, s.app.SettleSaying(ctx, func(left int) { s.say("正在转码，还有%d项", left) })
}

// enter has one work entered: by its author where the door is the web, else by the organiser on behalf of its unit.
func (s *stage) enter(ctx context.Context, c *campaign.Campaign, door string, w work, film string, i int) (entry.Entry, error) {
	who := s.cast.organiser
	if door == "web" {
		author, err := s.author(ctx, w, i)
		if err != nil {
			return entry.Entry{}, err
		}
		who = author
	}
	asset, err := s.app.Media.Take(who, c.Key, w.Title+filepath.Ext(film), film)
	if err != nil {
		return entry.Entry{}, err
	}
	form := s.form(c, door, w, i)
	if door != "web" {
		return s.app.Entry.Register(who, c.Key, form, asset.ID)
	}
	e, err := s.app.Entry.Create(who, c.Key, form)
	if err != nil {
		return e, err
	}
	if _, err := s.app.Entry.SetFile(who, e.ID, asset.ID); err != nil {
		return e, err
	}
	return s.app.Entry.Submit(who, e.ID)
}

// author is the person who enters a work; 林晓岚 is the persona.
func (s *stage) author(ctx context.Context, w work, i int) (context.Context, error) {
	if w.Author == s.cast.author.Name {
		return as(ctx, s.cast.author, "author"), nil
	}
	p, err := s.app.Identity.Know(ctx, identity.Phone, phone(i), w.Author)
	return as(ctx, p, "author"), err
}

func phone(i int) string { return fmt.Sprintf("1380000%04d", i+1) }

// form fills in what the notice asks of an entrant.
func (s *stage) form(c *campaign.Campaign, door string, w work, i int) entry.Form {
	f := entry.Form{Door: door, Fields: map[string]string{}}
	said := map[string]string{"title": w.Title, "author": w.Author, "unit": w.Unit, "contact": phone(i), "phone": phone(i),
		"address": w.Unit + "（演示地址）", "synopsis": w.Synopsis}
	for _, field := range c.Form {
		v, ok := said[field.Key]
		if !ok {
			v = s.answer(field, w, i)
		}
		if r := []rune(v); field.MaxChars > 0 && len(r) > field.MaxChars {
			v = string(r[:field.MaxChars])
		}
		f.Fields[field.Key] = v
	}
	for n, t := range c.Topics {
		if len(t.Options) > 0 && t.Cardinality != campaign.Free && t.Cardinality != campaign.Fixed {
			f.Topics = append(f.Topics, t.Options[(i+n)%len(t.Options)].Key)
		}
	}
	for _, d := range c.Declarations {
		if d.AI == campaign.AIGenerated {
			continue // the demonstration's films are drawn, but for those entered under that topic
		}
		f.Declarations = append(f.Declarations, d.Key)
	}
	return f
}

// answer is a plausible answer to a field that only this notice asks for.
func (s *stage) answer(f campaign.Field, w work, i int) string {
	switch f.Type {
	case campaign.Phone:
		return phone(i)
	case campaign.Email:
		return fmt.Sprintf("author%02d@example.cn", i+1)
	case campaign.URL:
		return fmt.Sprintf("https://video.example.cn/v/%04d", 1000+i)
	case campaign.DateText:
		return "2022-01-15"
	case campaign.Choice, campaign.Choices:
		if len(f.Options) > 0 {
			return f.Options[i%len(f.Options)].Key
		}
	case campaign.LongText:
		return w.Synopsis
	}
	if strings.Contains(f.Label, "时间") || strings.Contains(f.Label, "日期") {
		return "2022-01-15"
	}
	return w.Unit
}

// admit has the screener admit entries, a little after the last of them came.
func (s *stage) admit(c *campaign.Campaign, all []entry.Entry) error {
	at := s.clock.Now().Add(time.Hour)
	if p, ok := c.PhaseOf(campaign.ScreeningPhase); ok && p.Window.Open != nil && p.Window.Open.Before(s.now) {
		at = p.Window.Open.Add(10 * time.Hour)
	}
	s.clock.set(at)
	ids := make([]string, len(all))
	for i, e := range all {
		ids[i] = e.ID
	}
	_, failed, err := s.app.Screening.AdmitAll(s.cast.screener, c.Key, ids)
	if err == nil && len(failed) > 0 {
		err = fmt.Errorf("%d entries could not be admitted: %s", len(failed), failed[0].Message)
	}
	return err
}

// judgeRound seats the panel, opens the round, has a share of the sheets filled in and, if it is over, settles it.
func (s *stage) judgeRound(c *campaign.Campaign, key string, share float64, over bool) error {
	round, ok := c.Round(key)
	if !ok {
		return fmt.Errorf("there is no round %s", key)
	}
	at := s.clock.Now().Add(time.Hour)
	if p, ok := c.PhaseOf(campaign.CollectionPhase); ok && p.Window.Close != nil && p.Window.Close.Before(s.now) && at.Before(*p.Window.Close) {
		at = p.Window.Close.Add(9 * time.Hour) // nothing is judged while works still come in
	}
	if p, ok := c.Phase(round.Phase); ok && p.Window.Open != nil && p.Window.Open.Before(s.now) && p.Window.Open.After(at) {
		at = p.Window.Open.Add(9 * time.Hour)
	}
	s.clock.set(at)
	panel := make([]jury.Seat, len(s.cast.judgeIDs))
	for i, id := range s.cast.judgeIDs {
		panel[i] = jury.Seat{Person: id}
	}
	if err := s.app.Jury.Seat(s.cast.organiser, c.Key, key, panel); err != nil {
		return err
	}
	if err := s.app.Jury.Open(s.cast.organiser, c.Key, key); err != nil {
		return err
	}
	for _, judge := range s.cast.judges {
		if err := score(judge, s.app, s.dice.IntN, c.Key, key, share); err != nil {
			return err
		}
	}
	if !over {
		return nil
	}
	s.clock.set(at.Add(48 * time.Hour))
	return errors.Join(s.app.Jury.Seal(s.cast.organiser, c.Key, key), s.app.Jury.Settle(s.cast.organiser, c.Key, key))
}

// score has one judge fill in a share of the sheets dealt to them.
func score(judge context.Context, a *app.App, dice func(n int) int, contest, round string, share float64) error {
	desk, err := a.Jury.Desk(judge, contest, round)
	if err != nil {
		return err
	}
	for i, task := range desk.Tasks {
		if float64(i) >= share*float64(len(desk.Tasks)) {
			break
		}
		if task.State == jury.SheetDone || task.State == jury.SheetRecused {
			continue
		}
		marks := map[string]float64{}
		for _, criterion := range desk.Round.Criteria {
			marks[criterion.Key] = float64(68 + dice(28))
		}
		filling := jury.Filling{Scores: marks, Version: task.Version, Done: true, Watched: task.Duration}
		if err := a.Jury.Save(judge, task.ID, filling); err != nil {
			return err
		}
	}
	return nil
}

// voters vote on a day of the demonstration's vote, each for a work or two.
const voters = 40

// vote has people vote on every day of the vote so far: some works are loved more than others, evenings more than mornings.
func (s *stage) vote(ctx context.Context, c *campaign.Campaign, works []entry.Entry) error {
	p, _ := c.PhaseOf(campaign.VotePhase)
	first := *p.Window.Open
	for day := first; day.Before(s.now); day = day.AddDate(0, 0, 1) {
		for v := range voters {
			at := day.Add(7*time.Hour + time.Duration(v)*24*time.Minute + time.Duration(s.dice.IntN(1000))*time.Second)
			if at.After(s.now) {
				break
			}
			s.clock.set(at)
			person, err := s.app.Identity.Know(ctx, identity.WeChat, fmt.Sprintf("demo-voter-%03d", s.dice.IntN(400)), "微信用户")
			if err != nil {
				return err
			}
			if err := s.ballots(as(ctx, person, "voter"), c, works); err != nil {
				return err
			}
			if v == evening && day.Before(first.AddDate(0, 0, hired)) {
				if err := s.buy(ctx, c, works); err != nil {
					return err
				}
			}
		}
		s.say("正在投票：%s", day.In(c.Zone).Format("1月2日"))
	}
	return nil
}

// ballots casts one person's votes of a day. One who has voted before may have none left, which is as it should be.
func (s *stage) ballots(voter context.Context, c *campaign.Campaign, works []entry.Entry) error {
	for range 1 + s.dice.IntN(2) {
		loved := int(float64(len(works)) * s.dice.Float64() * s.dice.Float64())
		count := []int{1, 1, 2, 3, 5, 10}[s.dice.IntN(6)]
		_, _, err := s.app.Ballot.Cast(voter, c.Key, ballot.Ballot{Entry: works[loved].ID, Count: count, Key: fmt.Sprintf("demo-%d", s.dice.Uint64()), Signs: s.watcher()})
		if err != nil && !errors.Is(err, ballot.ErrSpent) {
			return err
		}
	}
	return nil
}
