package award

import (
	"context"
	"slices"
	"strings"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/jury"
	"saiying/internal/platform/db"
)

// needs are the paths of the notice that must be decided before prizes can be dealt.
var needs = []string{"final", "award_policy", "prizes"}

// gather collects everything a roll follows from, or says what is missing.
func (s *Service) gather(ctx context.Context, tx *db.Tx, c *campaign.Campaign, r Roll) (Inputs, error) {
	in := Inputs{Campaign: c.Key, Version: c.Version, Final: c.Final, Policy: c.AwardPolicy, Prizes: c.Prizes, Rounds: scoring(c), Revoked: r.Revoked}
	if err := c.Require(needs...); err != nil {
		return in, err
	}
	if err := in.check(); err != nil {
		return in, err
	}
	works, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: c.Key, States: []entry.State{standing(c), entry.StateProposed}, Sort: entry.ByNumber})
	if err != nil {
		return in, err
	}
	for _, e := range works {
		in.Works = append(in.Works, Work{Entry: e.ID, Number: e.Number, Title: e.Title, Author: e.Author, Unit: e.Unit, Scores: map[string]jury.Result{}})
	}
	if err := s.addScores(ctx, tx, &in); err != nil {
		return in, err
	}
	if err := s.addVotes(ctx, tx, &in); err != nil {
		return in, err
	}
	in.Choices, err = listChoices(ctx, tx, c.Key)
	return in, err
}

// standing is the state of the works that may win: the shortlisted ones, or all admitted ones where nobody is shortlisted.
func standing(c *campaign.Campaign) entry.State {
	if c.Shortlists() {
		return entry.StateShortlisted
	}
	return entry.StateAdmitted
}

// leaving is the verb by which a work leaves the roll for the state it came from: v where works are shortlisted.
func leaving(c *campaign.Campaign, v entry.Verb) entry.Verb {
	if c.Shortlists() {
		return v
	}
	return entry.Readmit
}

// scoring is the rounds that give scores rather than choose who goes on.
func scoring(c *campaign.Campaign) []campaign.Round {
	return slices.DeleteFunc(slices.Clone(c.Rounds), func(r campaign.Round) bool { return r.Kind != campaign.ScoreRound && r.Kind != campaign.LiveRound })
}

// addScores adds the settled scores of every round that counts.
func (s *Service) addScores(ctx context.Context, tx *db.Tx, in *Inputs) error {
	for _, r := range in.Rounds {
		results, err := s.juries.Scores(ctx, tx, in.Campaign, r.Key)
		if err != nil {
			return err
		}
		by := map[string]jury.Result{}
		for _, x := range results {
			by[x.Entry] = x
		}
		var without []string
		for _, w := range in.Works {
			x, scored := by[w.Entry]
			if !scored || x.Judges == 0 {
				without = append(without, w.Number)
			}
			w.Scores[r.Key] = x
		}
		if without != nil {
			return errUnscored.With("works", strings.Join(without, "、"), "round", r.Label)
		}
	}
	return nil
}

// addVotes adds the votes as they were frozen, where votes count for something.
func (s *Service) addVotes(ctx context.Context, tx *db.Tx, in *Inputs) error {
	if !in.votesCount() {
		return nil
	}
	f, frozen, err := s.ballots.Frozen(ctx, tx, in.Campaign)
	if err == nil && !frozen {
		err = errVotes
	}
	in.Frozen = f.Sum
	for i := range in.Works {
		in.Works[i].Votes = f.Totals[in.Works[i].Entry]
	}
	return err
}

// votesCount reports whether the final score, a prize or the chain for ties looks at votes.
func (in Inputs) votesCount() bool {
	return slices.ContainsFunc(in.Final.Components, func(c campaign.Component) bool { return c.Source == votes }) ||
		slices.ContainsFunc(in.Prizes, func(p campaign.Prize) bool { return p.Basis == campaign.BasisVotes }) ||
		slices.Contains(in.Final.Tie, campaign.TieVotes)
}
