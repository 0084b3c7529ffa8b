package media

import (
	"context"
	"encoding/json"
	"time"

	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
)

const columns = `SELECT id, campaign, owner, state, filename, size, sha256, began, touched, completed, within_grace, facts, problem, public, claim,
	step, percent, remaining, sights, playing, given, declared FROM media_asset `

func scan(r db.Row) (a Asset, err error) {
	var began, touched, completed, percent, remaining int64
	var facts, sights string
	err = r.Scan(&a.ID, &a.Campaign, &a.Owner, &a.State, &a.Filename, &a.Size, &a.SHA256, &began, &touched, &completed, &a.WithinGrace, &facts,
		&a.Problem, &a.Public, &a.Claim, &a.Progress.Step, &percent, &remaining, &sights, &a.Playing, &a.Given, &a.declared)
	if err != nil {
		return a, err
	}
	a.Began, a.Touched, a.Completed = db.Time(began), db.Time(touched), db.Time(completed)
	a.Progress.Percent, a.Progress.Remaining = float64(percent), time.Duration(remaining)*time.Second
	if facts != "" {
		a.Facts = &ffmpeg.Facts{}
		err = json.Unmarshal([]byte(facts), a.Facts)
	}
	if sights != "" && err == nil {
		err = json.Unmarshal([]byte(sights), &a.Sights)
	}
	return a, err
}

func find(ctx context.Context, tx *db.Tx, id string) (Asset, bool, error) {
	return db.One(ctx, tx, scan, columns+"WHERE id = $1", id)
}

// findTwin finds the oldest other asset of the same bytes in a state.
func findTwin(ctx context.Context, tx *db.Tx, a Asset, state State) (Asset, bool, error) {
	return db.One(ctx, tx, scan, columns+"WHERE sha256 = $1 AND state = $2 AND id <> $3 ORDER BY id LIMIT 1", a.SHA256, state, a.ID)
}

// listSame reads the claimed assets of the same bytes.
func listSame(ctx context.Context, tx *db.Tx, a Asset) ([]Asset, error) {
	return db.List(ctx, tx, scan, columns+"WHERE sha256 = $1 AND id <> $2 AND claim NOT IN ('', $3) ORDER BY id", a.SHA256, a.ID, a.Claim)
}

// listByID reads many assets; ids that name none are left out.
func listByID(ctx context.Context, tx *db.Tx, ids []string) ([]Asset, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	return db.List(ctx, tx, scan, columns+"WHERE id IN ("+db.Marks(1, len(ids))+")", args...)
}

func touch(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, "UPDATE media_asset SET touched = $2 WHERE id = $1", id, db.Micros(tx.Now()))
	return err
}

// receive marks an upload complete, once, and reports whether this call did it.
func receive(ctx context.Context, tx *db.Tx, id string, withinGrace bool) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE media_asset SET state = 'received', completed = $2, touched = $2, within_grace = $3
		WHERE id = $1 AND state = 'uploading'`, id, db.Micros(tx.Now()), withinGrace)
	return n == 1, err
}

func setDigest(ctx context.Context, tx *db.Tx, id, sha256 string) error {
	_, err := tx.Exec(ctx, "UPDATE media_asset SET sha256 = $2 WHERE id = $1", id, sha256)
	return err
}

func setFacts(ctx context.Context, tx *db.Tx, id string, f ffmpeg.Facts) (bool, error) {
	b, err := json.Marshal(f)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, "UPDATE media_asset SET state = 'processing', facts = $2, step = 'render', percent = 0, remaining = 0 WHERE id = $1 AND state = 'received'", id, string(b))
	return n == 1, err
}

// setDecoded adds to the facts what only decoding tells.
func setDecoded(ctx context.Context, tx *db.Tx, id string, f ffmpeg.Facts) error {
	b, err := json.Marshal(f)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE media_asset SET facts = $2 WHERE id = $1", id, string(b))
	return err
}

// setPlaying says that the beginning of the stream is there.
func setPlaying(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, "UPDATE media_asset SET playing = TRUE WHERE id = $1 AND NOT playing", id)
	return err
}

// settle ends the work on an asset, which is then ready or failed, once.
func settle(ctx context.Context, tx *db.Tx, id string, to State, problem ffmpeg.Reason) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE media_asset SET state = $2, problem = $3, step = '', percent = 0, remaining = 0
		WHERE id = $1 AND state IN ('received', 'processing')`, id, to, problem)
	return n == 1, err
}

func setProgress(ctx context.Context, tx *db.Tx, id string, p Progress) error {
	_, err := tx.Exec(ctx, "UPDATE media_asset SET step = $2, percent = $3, remaining = $4 WHERE id = $1 AND state IN ('received', 'processing')",
		id, p.Step, int64(p.Percent), int64(p.Remaining.Seconds()))
	return err
}

func setPublic(ctx context.Context, tx *db.Tx, id string, public bool) error {
	_, err := tx.Exec(ctx, "UPDATE media_asset SET public = $2 WHERE id = $1", id, public)
	return err
}

func setGiven(ctx context.Context, tx *db.Tx, id, name string) error {
	_, err := tx.Exec(ctx, "UPDATE media_asset SET given = $2 WHERE id = $1", id, name)
	return err
}

func setClaim(ctx context.Context, tx *db.Tx, id, claim string) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE media_asset SET claim = $2, touched = $3 WHERE id = $1 AND claim IN ('', $2)", id, claim, db.Micros(tx.Now()))
	return n == 1, err
}

func remove(ctx context.Context, tx *db.Tx, id string) error {
	if err := endWork(ctx, tx, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM media_print WHERE asset = $1", id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM media_asset WHERE id = $1", id)
	return err
}

func listUploading(ctx context.Context, tx *db.Tx, owner string) ([]Asset, error) {
	return db.List(ctx, tx, scan, columns+"WHERE state = 'uploading' AND ($1 = '' OR owner = $1) ORDER BY began DESC, id", owner)
}

// listUnclaimed reads complete files that belong to no entry and were not touched since before.
func listUnclaimed(ctx context.Context, tx *db.Tx, before time.Time) ([]Asset, error) {
	return db.List(ctx, tx, scan, columns+"WHERE state IN ('received', 'ready', 'failed') AND claim = '' AND touched < $1", db.Micros(before))
}

func release(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, "UPDATE media_asset SET claim = '', given = '', touched = $2 WHERE id = $1", id, db.Micros(tx.Now()))
	return err
}
