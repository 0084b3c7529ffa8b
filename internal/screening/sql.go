package screening

import (
	"context"
	"encoding/json"
	"time"

	"saiying/internal/platform/db"
)

func insertDecision(ctx context.Context, tx *db.Tx, d Decision) error {
	reasons, err := json.Marshal(d.Reasons)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO screening_decision (id, campaign, entry, person, name, verdict, reasons, note, at, seq)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8, CAST($9 AS BIGINT), COALESCE(MAX(seq), 0) + 1 FROM screening_decision WHERE entry = $3`,
		d.ID, d.Campaign, d.Entry, d.By, d.Name, d.Verdict, string(reasons), d.Note, db.Micros(d.At))
	return err
}

// lastDecision returns the newest row about an entry.
func lastDecision(ctx context.Context, tx *db.Tx, entryID string) (Decision, bool, error) {
	return db.One(ctx, tx, func(r db.Row) (d Decision, err error) {
		var reasons string
		var at int64
		if err = r.Scan(&d.ID, &d.Campaign, &d.Entry, &d.By, &d.Name, &d.Verdict, &reasons, &d.Note, &at); err != nil {
			return d, err
		}
		d.At = db.Time(at)
		return d, json.Unmarshal([]byte(reasons), &d.Reasons)
	}, "SELECT id, campaign, entry, person, name, verdict, reasons, note, at FROM screening_decision WHERE entry = $1 ORDER BY seq DESC LIMIT 1", entryID)
}

// decidedSince counts the entries that a person has decided on since a moment.
func decidedSince(ctx context.Context, tx *db.Tx, campaign, person string, since time.Time) (int, error) {
	n, _, err := db.One(ctx, tx, db.Value[int], "SELECT COUNT(DISTINCT entry) FROM screening_decision WHERE campaign = $1 AND person = $2 AND at >= $3 AND verdict <> 'undo'",
		campaign, person, db.Micros(since))
	return n, err
}
