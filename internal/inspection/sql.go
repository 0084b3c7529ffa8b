package inspection

import (
	"context"
	"encoding/json"

	"saiying/internal/entry"
	"saiying/internal/platform/db"
)

// putReport keeps what an inspection found, one report for each film of an entry and version of the notice.
func putReport(ctx context.Context, tx *db.Tx, e entry.Entry, version int, v entry.Verdict, found []entry.Finding) error {
	b, err := json.Marshal(found)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO inspection_report (entry, asset, version, at, verdict, findings) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (entry, asset, version) DO UPDATE SET at = excluded.at, verdict = excluded.verdict, findings = excluded.findings`,
		e.ID, e.File.ID, version, db.Micros(tx.Now()), v, string(b))
	return err
}
