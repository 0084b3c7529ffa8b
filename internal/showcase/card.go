package showcase

import (
	"context"
	"slices"
	"time"

	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// Card is a work in a list.
type Card struct {
	ID       string  `json:"id"`
	Number   string  `json:"number"`
	Title    string  `json:"title"`
	Author   string  `json:"author"`
	Unit     string  `json:"unit,omitempty"`
	Category string  `json:"category,omitempty" doc:"The label of the first topic the author chose"`
	Poster   string  `json:"poster,omitempty"`
	Thumb    string  `json:"thumb,omitempty" doc:"A smaller poster, for lists"`
	Aspect   string  `json:"aspect" doc:"As shown, such as 16:9"`
	Width    int     `json:"width"`
	Height   int     `json:"height"`
	Duration float64 `json:"duration_s"`
	Votes    *int64  `json:"votes,omitempty" doc:"Where the rules let it be shown"`
	From     *int64  `json:"votes_from,omitempty" doc:"In place of votes where works are banded: a bound that they have reached"`
	Votable  bool    `json:"votable"`
	Awards   []Award `json:"awards,omitempty"`
}

// Award is a confirmed prize of a work.
type Award struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// View is one work with its film.
type View struct {
	Card
	Synopsis  string                `json:"synopsis"`
	Topics    []campaign.OptionView `json:"topics"`
	Stream    string                `json:"stream,omitempty" doc:"HLS"`
	Rank      int                   `json:"rank,omitempty" doc:"Where the rules let it be shown"`
	Submitted string                `json:"submitted_on" format:"date"`
	Related   []Card                `json:"related"`
	ShareURL  string                `json:"share_url"`
	AILabel   string                `json:"ai_label,omitempty" doc:"What the public is told of AI-generated content in the film"`
}

// related is how many other works stand below one.
const related = 6

func (s *Service) cards(c *campaign.Campaign, works []entry.Entry, board ballot.Board) []Card {
	votes := map[string]int64{}
	for _, row := range board.Rows {
		votes[row.Entry] = row.Votes
	}
	cards := make([]Card, len(works))
	for i, e := range works {
		cards[i] = card(c, e)
		if n, placed := votes[e.ID]; placed {
			cards[i].Votes, cards[i].From = board.Display.Figure(n)
		}
	}
	return cards
}

func card(c *campaign.Campaign, e entry.Entry) Card {
	k := Card{ID: e.ID, Number: e.Number, Title: e.Title, Author: e.Author, Unit: e.Unit, Votable: e.State == entry.StateShortlisted && c.Voting != nil}
	if topics := topicsOf(c, e); len(topics) > 0 {
		k.Category = topics[0].Label
	}
	if e.File != nil {
		k.Poster, k.Thumb = e.File.Poster(), e.File.Thumb()
		if f := e.File.Facts; f != nil {
			k.Aspect, k.Width, k.Height, k.Duration = f.Aspect, f.Width, f.Height, f.DurationS
		}
	}
	if e.State == entry.StateAwarded {
		for _, p := range e.Awards {
			k.Awards = append(k.Awards, Award{p.Key, p.Label})
		}
	}
	return k
}

func topicsOf(c *campaign.Campaign, e entry.Entry) []campaign.OptionView {
	out := []campaign.OptionView{}
	for _, key := range e.Topics {
		if _, o, ok := c.Option(key); ok {
			out = append(out, campaign.OptionView{Key: o.Key, Label: o.Label})
		}
	}
	return out
}

// Work returns one work that the public may see, by id or number.
func (s *Service) Work(ctx context.Context, key, idOrNumber string) (v View, err error) {
	c, err := s.find(ctx, key)
	if err != nil {
		return v, err
	}
	board, err := s.board(ctx, c)
	if err != nil {
		return v, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		e, err := s.entries.Find(ctx, tx, key, idOrNumber)
		if err != nil {
			return err
		}
		if !e.State.Shown() {
			return entry.ErrUnknown
		}
		v = View{Card: card(c, e), Synopsis: e.Fields["synopsis"], Topics: topicsOf(c, e), Submitted: e.Submitted.In(c.Zone).Format(time.DateOnly),
			ShareURL: s.url + "/c/" + key + "/works/" + e.Number}
		if e.File != nil {
			v.Stream = e.File.Stream()
			v.AILabel = entry.AINotice(c, e, web.Language(ctx))
		}
		s.stand(&v, board)
		v.Related, err = s.others(ctx, tx, c, e, board)
		return err
	})
	return v, err
}

// stand adds the work's place in the vote, as far as it is shown.
func (s *Service) stand(v *View, board ballot.Board) {
	i := slices.IndexFunc(board.Rows, func(r ballot.Standing) bool { return r.Entry == v.ID })
	if i < 0 {
		return
	}
	v.Votes, v.From = board.Display.Figure(board.Rows[i].Votes)
	if board.Display.Ranking {
		v.Rank = board.Rows[i].Rank
	}
}

// others are works to go on with: of the same topic first, then the next ones by number.
func (s *Service) others(ctx context.Context, tx *db.Tx, c *campaign.Campaign, e entry.Entry, board ballot.Board) ([]Card, error) {
	states, err := s.shown(ctx, tx, c.Key, false)
	if err != nil {
		return nil, err
	}
	works, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: c.Key, States: states, Sort: entry.ByNumber, Limit: 200})
	if err != nil {
		return nil, err
	}
	at := max(0, slices.IndexFunc(works, func(w entry.Entry) bool { return w.ID == e.ID }))
	works = append(slices.Clone(works[at:]), works[:at]...) // begin behind this one, and come round
	works = slices.DeleteFunc(works, func(w entry.Entry) bool { return w.ID == e.ID })
	slices.SortStableFunc(works, func(a, b entry.Entry) int { return shared(b, e) - shared(a, e) })
	return s.cards(c, works[:min(related, len(works))], board), nil
}

// shared counts the topics that two works have in common.
func shared(a, b entry.Entry) (n int) {
	for _, t := range a.Topics {
		if slices.Contains(b.Topics, t) {
			n++
		}
	}
	return n
}
