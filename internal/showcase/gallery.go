package showcase

import (
	"context"
	"slices"
	"strings"

	"saiying/internal/award"
	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/media"
	"saiying/internal/platform/db"
)

// Sort is the order of the gallery.
type Sort string

// The orders. Hottest is by votes; while the ranking is not shown it would give it away, and is the same as Newest.
const (
	Newest  Sort = "newest"
	Hottest Sort = "hottest"
)

// Wish is what a visitor asks of the gallery.
type Wish struct {
	Sort   Sort
	Q      string
	Topic  string
	All    bool // also the works that were not chosen
	Cursor string
	Limit  int
}

// Service shows works.
type Service struct {
	db        *db.DB
	campaigns *campaign.Service
	entries   *entry.Service
	media     *media.Service
	ballot    *ballot.Service
	awards    *award.Service
	url       string
}

// New makes the service. publicURL begins the addresses that people share.
func New(d *db.DB, campaigns *campaign.Service, entries *entry.Service, films *media.Service, votes *ballot.Service, awards *award.Service, publicURL string) *Service {
	return &Service{db: d, campaigns: campaigns, entries: entries, media: films, ballot: votes, awards: awards, url: publicURL}
}

// board reads how the vote stands as far as it is shown; a campaign without a vote has an empty one.
func (s *Service) board(ctx context.Context, c *campaign.Campaign) (ballot.Board, error) {
	if c.Voting == nil {
		return ballot.Board{}, nil
	}
	return s.ballot.Board(ctx, c.Key)
}

// find reads a campaign outside of any transaction, for what must be asked of the ballot first.
func (s *Service) find(ctx context.Context, key string) (c *campaign.Campaign, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err = s.campaigns.Get(ctx, tx, key)
		return err
	})
	return c, err
}

// Gallery returns a page of the works that w asks for, and the cursor of the next page.
func (s *Service) Gallery(ctx context.Context, key string, w Wish) (cards []Card, next string, err error) {
	c, err := s.find(ctx, key)
	if err != nil {
		return nil, "", err
	}
	board, err := s.board(ctx, c)
	if err != nil {
		return nil, "", err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		states, err := s.shown(ctx, tx, key, w.All)
		if err != nil {
			return err
		}
		f := entry.Filter{Campaign: key, States: states, Q: w.Q, Topic: w.Topic}
		var works []entry.Entry
		if w.Sort == Hottest && board.Display.Ranking {
			works, next, err = s.hottest(ctx, tx, f, board, w)
		} else {
			f.After, f.Limit = w.Cursor, w.Limit
			works, next, err = s.entries.List(ctx, tx, f)
		}
		if err != nil {
			return err
		}
		cards = s.cards(c, works, board)
		return nil
	})
	return cards, next, err
}

// shown are the states the gallery shows: the chosen works once there are any, all admitted ones before or on request.
func (s *Service) shown(ctx context.Context, tx *db.Tx, key string, all bool) ([]entry.State, error) {
	counts, err := s.entries.Count(ctx, tx, key)
	if err != nil || all || counts[entry.StateShortlisted]+counts[entry.StateProposed]+counts[entry.StateAwarded] == 0 {
		return entry.ShownStates(), err
	}
	return chosen, nil
}

var chosen = []entry.State{entry.StateShortlisted, entry.StateProposed, entry.StateAwarded}

// hottest orders the works by the board, those without a place behind the others. Its cursor is a position in that order.
func (s *Service) hottest(ctx context.Context, tx *db.Tx, f entry.Filter, board ballot.Board, w Wish) ([]entry.Entry, string, error) {
	works, _, err := s.entries.List(ctx, tx, f)
	if err != nil {
		return nil, "", err
	}
	place := map[string]int{}
	for i, row := range board.Rows {
		place[row.Entry] = i - len(board.Rows) // below zero, the best lowest
	}
	slices.SortStableFunc(works, func(a, b entry.Entry) int {
		if d := place[a.ID] - place[b.ID]; d != 0 {
			return d
		}
		return strings.Compare(a.Number, b.Number)
	})
	from := 0
	if w.Cursor != "" {
		if err := db.DecodeCursor(w.Cursor, &from); err != nil {
			return nil, "", err
		}
	}
	if from < 0 {
		return nil, "", db.ErrCursor
	}
	from = min(from, len(works))
	to := min(from+w.Limit, len(works))
	next := ""
	if to < len(works) {
		next = db.EncodeCursor(to)
	}
	return works[from:to], next, nil
}

// Counts are the figures on a campaign's card.
func (s *Service) Counts(ctx context.Context, tx *db.Tx, key string) (campaign.Counts, error) {
	byState, err := s.entries.Count(ctx, tx, key)
	if err != nil {
		return campaign.Counts{}, err
	}
	n := campaign.Counts{}
	for state, count := range byState {
		if state != entry.StateDraft && state != entry.StateWithdrawn {
			n.Entries += count
		}
		if slices.Contains(chosen, state) {
			n.Shortlisted += count
		}
	}
	shown, err := s.awards.Shown(ctx, tx, key)
	if shown != award.None {
		n.Results = string(shown)
	}
	return n, err
}
