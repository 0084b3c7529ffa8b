package media

import (
	"context"
	"errors"
	"time"

	"saiying/internal/platform/db"
)

// The statements on uploads under way, their locks, and the secrets that machines share.

// takeTurn makes those who begin an upload go one after the other, until their transactions end.
func takeTurn(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, "INSERT INTO media_turn (name, taken) VALUES ('begin', 1) ON CONFLICT (name) DO UPDATE SET taken = media_turn.taken + 1")
	return err
}

// findLoad reads what unfinished uploads hold: of a person, of a campaign, and of all what is yet to come.
func findLoad(ctx context.Context, tx *db.Tx, owner, campaign string) (l load, err error) {
	err = tx.QueryRow(ctx, `SELECT COUNT(*) FILTER (WHERE a.owner = $1), CAST(COALESCE(SUM(a.size) FILTER (WHERE a.owner = $1), 0) AS BIGINT),
			CAST(COALESCE(SUM(a.size) FILTER (WHERE a.campaign = $2), 0) AS BIGINT), CAST(COALESCE(SUM(a.size - COALESCE(u.arrived, 0)), 0) AS BIGINT)
		FROM media_asset a LEFT JOIN media_upload u ON u.asset = a.id WHERE a.state = 'uploading'`, owner, campaign).
		Scan(&l.count, &l.person, &l.campaign, &l.promised)
	return l, err
}

func insert(ctx context.Context, tx *db.Tx, a Asset) error {
	_, err := tx.Exec(ctx, `INSERT INTO media_asset (id, campaign, owner, state, filename, size, began, touched) VALUES ($1, $2, $3, 'uploading', $4, $5, $6, $6)`,
		a.ID, a.Campaign, a.Owner, a.Filename, a.Size, db.Micros(tx.Now()))
	if err == nil {
		_, err = tx.Exec(ctx, "INSERT INTO media_upload (asset) VALUES ($1)", a.ID)
	}
	return err
}

func findUpload(ctx context.Context, tx *db.Tx, asset string) (u underway, err error) {
	u, _, err = db.One(ctx, tx, func(r db.Row) (u underway, err error) {
		return u, r.Scan(&u.place, &u.arrived)
	}, "SELECT place, arrived FROM media_upload WHERE asset = $1", asset)
	return u, err
}

func setPlace(ctx context.Context, tx *db.Tx, asset, place string) error {
	_, err := tx.Exec(ctx, "UPDATE media_upload SET place = $2 WHERE asset = $1", asset, place)
	return err
}

func setArrived(ctx context.Context, tx *db.Tx, asset string, arrived int64) error {
	_, err := tx.Exec(ctx, "UPDATE media_upload SET arrived = $2 WHERE asset = $1", asset, arrived)
	return errors.Join(err, touch(ctx, tx, asset))
}

func removeUpload(ctx context.Context, tx *db.Tx, asset string) error {
	_, err := tx.Exec(ctx, "DELETE FROM media_upload WHERE asset = $1", asset)
	return err
}

func takeLock(ctx context.Context, tx *db.Tx, upload, holder string, until time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO media_lock (upload, holder, until, wanted) VALUES ($1, $2, $3, FALSE)
		ON CONFLICT (upload) DO UPDATE SET holder = $2, until = $3, wanted = FALSE WHERE media_lock.until <= $4`, upload, holder, db.Micros(until), db.Micros(tx.Now()))
	return n == 1, err
}

func wantLock(ctx context.Context, tx *db.Tx, upload string) error {
	_, err := tx.Exec(ctx, "UPDATE media_lock SET wanted = TRUE WHERE upload = $1", upload)
	return err
}

func renewLocks(ctx context.Context, tx *db.Tx, holder string, until time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE media_lock SET until = $2 WHERE holder = $1", holder, db.Micros(until))
	return err
}

// locksOf reads which locks a process holds, and whether another wants them.
func locksOf(ctx context.Context, tx *db.Tx, holder string) (map[string]bool, error) {
	rows, err := db.List(ctx, tx, func(r db.Row) (l lockRow, err error) { return l, r.Scan(&l.upload, &l.wanted) },
		"SELECT upload, wanted FROM media_lock WHERE holder = $1", holder)
	wanted := make(map[string]bool, len(rows))
	for _, l := range rows {
		wanted[l.upload] = l.wanted
	}
	return wanted, err
}

type lockRow struct {
	upload string
	wanted bool
}

func giveLock(ctx context.Context, tx *db.Tx, upload, holder string) error {
	_, err := tx.Exec(ctx, "DELETE FROM media_lock WHERE upload = $1 AND holder = $2", upload, holder)
	return err
}

// secret reads a secret that all machines share, or makes value it if there is none.
func secret(ctx context.Context, tx *db.Tx, name, value string) (string, error) {
	if _, err := tx.Exec(ctx, "INSERT INTO media_secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", name, value); err != nil {
		return "", err
	}
	err := tx.QueryRow(ctx, "SELECT value FROM media_secret WHERE name = $1", name).Scan(&value)
	return value, err
}
