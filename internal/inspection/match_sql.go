package inspection

import (
	"context"
	"encoding/json"

	"saiying/internal/identity"
	"saiying/internal/platform/db"
)

// matchColumns reads matches with what the contest $1 decided of them.
const matchColumns = `SELECT m.id, m.a, m.b, m.how, m.share, m.moments, m.found, COALESCE(d.decision, ''), COALESCE(d.reason, ''), COALESCE(d.name, ''),
	COALESCE(d.at, 0) FROM inspection_match m LEFT JOIN inspection_decision d ON d.match_id = m.id AND d.campaign = $1 `

func scanMatch(r db.Row) (m Match, err error) {
	var moments string
	var found, decided int64
	if err := r.Scan(&m.ID, &m.A, &m.B, &m.How, &m.Share, &moments, &found, &m.Decision, &m.Reason, &m.Name, &decided); err != nil {
		return m, err
	}
	m.Found, m.Decided = db.Time(found), db.Time(decided)
	return m, json.Unmarshal([]byte(moments), &m.Moments)
}

// listMatches reads the matches of a contest's films, undecided ones first, then the newest.
func listMatches(ctx context.Context, tx *db.Tx, campaign string) ([]Match, error) {
	return db.List(ctx, tx, scanMatch, matchColumns+`WHERE m.a_campaign = $1 OR m.b_campaign = $1
		ORDER BY CASE WHEN d.decision IS NULL THEN 0 ELSE 1 END, m.found DESC, m.id`, campaign)
}

// listMatchesOf reads the matches of one film, as the contest decided them.
func listMatchesOf(ctx context.Context, tx *db.Tx, campaign, asset string) ([]Match, error) {
	return db.List(ctx, tx, scanMatch, matchColumns+"WHERE m.a = $2 OR m.b = $2 ORDER BY m.found, m.id", campaign, asset)
}

func findMatch(ctx context.Context, tx *db.Tx, campaign, id string) ([]Match, error) {
	return db.List(ctx, tx, scanMatch, matchColumns+"WHERE m.id = $2 AND (m.a_campaign = $1 OR m.b_campaign = $1)", campaign, id)
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

func putDecision(ctx context.Context, tx *db.Tx, campaign, match string, p identity.Person, d Decision, reason string) error {
	_, err := tx.Exec(ctx, `INSERT INTO inspection_decision (match_id, campaign, decision, reason, by_id, name, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (match_id, campaign) DO UPDATE SET decision = excluded.decision, reason = excluded.reason, by_id = excluded.by_id,
		name = excluded.name, at = excluded.at`, match, campaign, d, reason, p.ID, p.Name, db.Micros(tx.Now()))
	return err
}

func dropDecision(ctx context.Context, tx *db.Tx, campaign, match string) error {
	_, err := tx.Exec(ctx, "DELETE FROM inspection_decision WHERE match_id = $1 AND campaign = $2", match, campaign)
	return err
}
