package inspection

import (
	"context"
	"encoding/json"

	"saiying/internal/identity"
	"saiying/internal/platform/db"
)

const matchColumns = "SELECT id, a, b, how, share, moments, found, decision, reason, name, decided FROM inspection_match "

func scanMatch(r db.Row) (m Match, err error) {
	var moments string
	var found, decided int64
	if err := r.Scan(&m.ID, &m.A, &m.B, &m.How, &m.Share, &moments, &found, &m.Decision, &m.Reason, &m.Name, &decided); err != nil {
		return m, err
	}
	m.Found, m.Decided = db.Time(found), db.Time(decided)
	return m, json.Unmarshal([]byte(moments), &m.Moments)
}

func findMatch(ctx context.Context, tx *db.Tx, id string) (Match, bool, error) {
	return db.One(ctx, tx, scanMatch, matchColumns+"WHERE id = $1", id)
}

// listMatches reads the matches of a contest's films, undecided ones first, then the newest. An asset narrows them to its own.
func listMatches(ctx context.Context, tx *db.Tx, campaign, asset string) ([]Match, error) {
	return db.List(ctx, tx, scanMatch, matchColumns+`WHERE (a_campaign = $1 OR b_campaign = $1) AND ($2 = '' OR a = $2 OR b = $2)
		ORDER BY CASE WHEN decision = '' THEN 0 ELSE 1 END, found DESC, id`, campaign, asset)
}

func putMatch(ctx context.Context, tx *db.Tx, m Match, a, b string) error {
	if m.Moments == nil {
		m.Moments = [][2]float64{}
	}
	moments, err := json.Marshal(m.Moments)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO inspection_match (id, a, b, a_campaign, b_campaign, how, share, moments, found)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (a, b, how) DO UPDATE SET share = excluded.share, moments = excluded.moments`,
		m.ID, m.A, m.B, a, b, m.How, m.Share, string(moments), db.Micros(tx.Now()))
	return err
}

func setDecision(ctx context.Context, tx *db.Tx, id string, p identity.Person, d Decision, reason string) error {
	_, err := tx.Exec(ctx, "UPDATE inspection_match SET decision = $2, reason = $3, by_id = $4, name = $5, decided = $6 WHERE id = $1",
		id, d, reason, p.ID, p.Name, db.Micros(tx.Now()))
	return err
}
