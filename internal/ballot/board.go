package ballot

import (
	"context"
	"reflect"
	"sync"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/platform/db"
)

// boardLife is how old a board may be. One reading of the database answers any number of people; an answer made of it may be shared for
// as long again, so that what the public sees is never older than a second.
const boardLife = 500 * time.Millisecond

// Board is how the vote stands, as far as the public may see it: where works are banded Votes are bounds, and the exact numbers are not
// in it. While live figures stay the same, so does AsOf, and with it the answer's ETag; late and banded ones say by the minute that they
// still hold.
type Board struct {
	AsOf    time.Time
	Display Display
	Rows    []Standing
}

// boards keeps each campaign's last board.
type boards struct {
	mu   sync.Mutex
	last map[string]*held
}

type held struct {
	mu    sync.Mutex // one reader of the database at a time
	read  time.Time
	board Board
}

func (b *boards) of(key string) *held {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last == nil {
		b.last = map[string]*held{}
	}
	if b.last[key] == nil {
		b.last[key] = &held{}
	}
	return b.last[key]
}

// forget has the next asker read anew.
func (b *boards) forget(key string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.last, key)
}

// Board returns how the vote of a campaign stands, at most half a second old.
func (s *Service) Board(ctx context.Context, key string) (Board, error) {
	h := s.boards.of(key)
	h.mu.Lock()
	defer h.mu.Unlock()
	now := s.clock.Now()
	if age := now.Sub(h.read); !h.read.IsZero() && age >= 0 && age < boardLife {
		return h.board, nil
	}
	var next Board
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		next, err = s.draw(ctx, tx, key)
		return err
	})
	if err != nil {
		return Board{}, err
	}
	if next.Display == h.board.Display && !next.Display.Delayed && !next.Display.Banded && reflect.DeepEqual(next.Rows, h.board.Rows) {
		next.AsOf = h.board.AsOf
	}
	h.read, h.board = now, next
	return next, nil
}

// draw reads the board the public may see.
func (s *Service) draw(ctx context.Context, tx *db.Tx, key string) (Board, error) {
	c, err := s.voting(ctx, tx, key)
	if err != nil {
		return Board{}, err
	}
	d, err := findDecree(ctx, tx, key)
	if err != nil {
		return Board{}, err
	}
	b := Board{AsOf: tx.Now().Truncate(time.Second), Display: display(c, d, tx.Now()), Rows: []Standing{}}
	if !b.Display.Votes && !b.Display.Ranking {
		return b, nil
	}
	totals, asOf, err := seen(ctx, tx, c, b.Display)
	if err != nil {
		return b, err
	}
	b.AsOf = asOf
	b.Rows, err = s.standings(ctx, tx, c, totals)
	return b, err
}

// standings ranks the candidates by their votes.
func (s *Service) standings(ctx context.Context, tx *db.Tx, c *campaign.Campaign, totals map[string]int64) ([]Standing, error) {
	works, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: c.Key, States: finalists, Sort: entry.ByNumber})
	if err != nil {
		return nil, err
	}
	annulled, err := annulledOf(ctx, tx, c.Key)
	if err != nil {
		return nil, err
	}
	rows := make([]Standing, len(works))
	for i, e := range works {
		rows[i] = Standing{Entry: e.ID, Number: e.Number, Title: e.Title, Author: e.Author, Poster: poster(e), Aspect: aspect(e), Votes: totals[e.ID], Annulled: annulled[e.ID]}
	}
	rank(rows)
	return rows, nil
}

// finalists are the states of works that are or were candidates and have not left since.
var finalists = []entry.State{entry.StateShortlisted, entry.StateProposed, entry.StateAwarded}

func aspect(e entry.Entry) string {
	if e.File == nil || e.File.Facts == nil {
		return ""
	}
	return e.File.Facts.Aspect
}
