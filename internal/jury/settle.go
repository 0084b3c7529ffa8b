package jury

import (
	"context"
	"slices"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/platform/db"
)

// send tells the entries what a settled shortlist round decided. A score round leaves them where they are.
func (s *Service) send(ctx context.Context, tx *db.Tx, h hall, results []Result) error {
	if h.round.spec.Kind != campaign.ShortlistRound {
		return nil
	}
	for _, r := range results {
		verb := entry.PassOver
		if r.In {
			verb = entry.Shortlist
		}
		if _, err := s.entries.Move(ctx, tx, r.Entry, verb, entry.Step{IfState: h.stage()}); err != nil {
			return err
		}
	}
	return nil
}

// takeBack undoes what settling did, while nothing was built on it: the public does not vote on the shortlist yet, and no
// prize was proposed.
func (s *Service) takeBack(ctx context.Context, tx *db.Tx, h hall, reason string) error {
	if err := s.unused(ctx, tx, h); err != nil {
		return err
	}
	results, err := listResults(ctx, tx, h.round.campaign, h.round.key)
	if err != nil {
		return err
	}
	for _, r := range results {
		if h.round.spec.Kind != campaign.ShortlistRound {
			break
		}
		if err := s.recall(ctx, tx, r, reason); err != nil {
			return err
		}
	}
	return deleteResults(ctx, tx, h.round.campaign, h.round.key)
}

func (s *Service) unused(ctx context.Context, tx *db.Tx, h hall) error {
	counts, err := s.entries.Count(ctx, tx, h.round.campaign)
	if err != nil {
		return err
	}
	if counts[entry.StateProposed]+counts[entry.StateAwarded] > 0 {
		return ErrUsed.With("round", h.rule.Label, "what", "奖项已经评出", "what_en", "prizes have been proposed")
	}
	if h.round.spec.Kind != campaign.ShortlistRound {
		return nil
	}
	for _, p := range h.campaign.Phases {
		if p.Kind == campaign.VotePhase && slices.Contains([]campaign.WindowState{campaign.Current, campaign.Past}, p.Window.State(tx.Now())) {
			return ErrUsed.With("round", h.rule.Label, "what", "投票已经开始", "what_en", "the vote has begun")
		}
	}
	return nil
}

// recall takes a work back to where it was before the round was settled. One that left the contest since stays out of it.
func (s *Service) recall(ctx context.Context, tx *db.Tx, r Result, reason string) error {
	e, err := s.entries.Get(ctx, tx, r.Entry)
	if err != nil {
		return err
	}
	if e.State != entry.StateShortlisted && e.State != entry.StateNotShortlisted {
		return nil
	}
	_, err = s.entries.Move(ctx, tx, r.Entry, entry.Recall, entry.Step{Reason: reason})
	return err
}

// Scores returns the settled results of a round in order of place, or ErrUnsettled. Scores, untrimmed means and criteria are
// out of 100.
func (s *Service) Scores(ctx context.Context, tx *db.Tx, campaignKey, key string) ([]Result, error) {
	h, err := s.enter(ctx, tx, campaignKey, key)
	if err != nil {
		return nil, err
	}
	if h.round.state != StateSettled {
		return nil, ErrUnsettled.With("round", h.rule.Label)
	}
	return listResults(ctx, tx, campaignKey, key)
}

// CriterionScores returns each work's mean mark by one criterion of a settled round, out of 100.
func (s *Service) CriterionScores(ctx context.Context, tx *db.Tx, campaignKey, key, criterion string) (map[string]Points, error) {
	results, err := s.Scores(ctx, tx, campaignKey, key)
	if err != nil {
		return nil, err
	}
	by := make(map[string]Points, len(results))
	for _, r := range results {
		if p, ok := r.Criteria[criterion]; ok {
			by[r.Entry] = p
		}
	}
	return by, nil
}
