package certificate

import (
	"context"
	"time"

	"saiying/internal/platform/db"
)

const columns = `SELECT code, number, campaign, seq, entry, prize, prize_label, title, recipient, unit, issued, made, revoked, reason FROM certificate_certificate `

func scan(r db.Row) (c Certificate, err error) {
	var issued, revoked int64
	err = r.Scan(&c.Code, &c.Number, &c.Campaign, &c.Seq, &c.Entry, &c.Prize, &c.PrizeLabel, &c.Title, &c.Recipient, &c.Unit, &issued, &c.Made, &revoked, &c.Reason)
	c.Issued, c.Revoked = db.Time(issued), db.Time(revoked)
	return c, err
}

func find(ctx context.Context, tx *db.Tx, code string) (Certificate, bool, error) {
	return db.One(ctx, tx, scan, columns+"WHERE code = $1", code)
}

func list(ctx context.Context, tx *db.Tx, campaign string, after, limit int) ([]Certificate, error) {
	return db.List(ctx, tx, scan, columns+"WHERE campaign = $1 AND seq > $2 ORDER BY seq LIMIT $3", campaign, after, limit)
}

func ofEntry(ctx context.Context, tx *db.Tx, entry string) ([]Certificate, error) {
	return db.List(ctx, tx, scan, columns+"WHERE entry = $1 ORDER BY seq", entry)
}

// has reports whether the award has its certificate already, so that issuing twice changes nothing.
func has(ctx context.Context, tx *db.Tx, campaign, entry, prize string) (bool, error) {
	_, found, err := db.One(ctx, tx, db.Value[string], "SELECT code FROM certificate_certificate WHERE campaign = $1 AND entry = $2 AND prize = $3", campaign, entry, prize)
	return found, err
}

func nextSeq(ctx context.Context, tx *db.Tx, campaign string) (int, error) {
	seq, _, err := db.One(ctx, tx, db.Value[int], `INSERT INTO certificate_serial (campaign, last) VALUES ($1, 1)
		ON CONFLICT (campaign) DO UPDATE SET last = certificate_serial.last + 1 RETURNING last`, campaign)
	return seq, err
}

func insert(ctx context.Context, tx *db.Tx, c Certificate) error {
	_, err := tx.Exec(ctx, `INSERT INTO certificate_certificate
		(code, number, campaign, seq, entry, prize, prize_label, title, recipient, unit, issued, made, revoked, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, FALSE, 0, '')`,
		c.Code, c.Number, c.Campaign, c.Seq, c.Entry, c.Prize, c.PrizeLabel, c.Title, c.Recipient, c.Unit, db.Micros(c.Issued))
	return err
}

func markMade(ctx context.Context, tx *db.Tx, code string) error {
	_, err := tx.Exec(ctx, "UPDATE certificate_certificate SET made = TRUE WHERE code = $1", code)
	return err
}

func markRevoked(ctx context.Context, tx *db.Tx, campaign, entry, prize, reason string, at time.Time) (Certificate, bool, error) {
	return db.One(ctx, tx, scan, `UPDATE certificate_certificate SET revoked = $5, reason = $4 WHERE campaign = $1 AND entry = $2 AND prize = $3 AND revoked = 0
		RETURNING code, number, campaign, seq, entry, prize, prize_label, title, recipient, unit, issued, made, revoked, reason`,
		campaign, entry, prize, reason, db.Micros(at))
}
