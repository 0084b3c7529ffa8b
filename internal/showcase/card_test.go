package showcase

import (
	"testing"

	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/entry"
)

// Lists, a work's page and its neighbours show of votes and rank what the ranking shows, and nothing else.
func TestCardsShowWhatTheRankingShows(t *testing.T) {
	c, s := &campaign.Campaign{}, &Service{}
	works := []entry.Entry{{ID: "a", Number: "0001"}, {ID: "b", Number: "0002"}}
	rows := []ballot.Standing{{Entry: "a", Rank: 1, Votes: 200}}
	is := func(p *int64, want int64) bool { return p == nil && want < 0 || p != nil && *p == want }
	for _, x := range []struct {
		shown       ballot.Display
		votes, from int64 // below zero is none
		rank        int
	}{
		{ballot.Display{}, -1, -1, 0},
		{ballot.Display{Ranking: true, Banded: true}, -1, -1, 1},
		{ballot.Display{Votes: true}, 200, -1, 0},
		{ballot.Display{Votes: true, Ranking: true, Delayed: true}, 200, -1, 1},
		{ballot.Display{Votes: true, Ranking: true, Banded: true}, -1, 200, 1},
	} {
		board := ballot.Board{Display: x.shown, Rows: rows}
		cards := s.cards(c, works, board)
		v := View{Card: Card{ID: "a"}}
		s.stand(&v, board)
		if !is(cards[0].Votes, x.votes) || !is(cards[0].From, x.from) || !is(v.Votes, x.votes) || !is(v.From, x.from) || v.Rank != x.rank {
			t.Errorf("%+v: card %+v, page %+v", x.shown, cards[0], v)
		}
		if cards[1].Votes != nil || cards[1].From != nil {
			t.Errorf("%+v: a work that is no candidate shows %+v", x.shown, cards[1])
		}
	}
}
