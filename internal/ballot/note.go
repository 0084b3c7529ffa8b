package ballot

import (
	"context"
	"encoding/json"
	"time"

	"saiying/internal/ballot/ledger"
	"saiying/internal/platform/db"
)

// Note is an entry of the log that is no vote.
type Note struct {
	Seq  int64
	Kind ledger.Kind
	Day  string
	Body string // what it says besides, as JSON
	At   time.Time
}

// note puts a note into the log, in the caller's turn, and returns the turn after it.
func note(ctx context.Context, tx *db.Tx, campaign string, t turn, kind ledger.Kind, day string, body any) (turn, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return t, err
	}
	t.seq++
	if err := insertNote(ctx, tx, campaign, Note{Seq: t.seq, Kind: kind, Day: day, Body: string(b), At: t.at}); err != nil {
		return t, err
	}
	return t, setBox(ctx, tx, campaign, t.seq, 0, 0)
}
