package media

import (
	"context"
	"time"

	"saiying/internal/platform/db"
	"saiying/internal/platform/job"
)

const workColumns = `SELECT asset, job, state, urgency, queued, since, tries, machine, trouble, detail, length, spent FROM media_work `

func scanWork(r db.Row) (w Work, err error) {
	var queued, since, length, spent int64
	err = r.Scan(&w.Asset, &w.Job, &w.State, &w.Urgency, &queued, &since, &w.Tries, &w.Machine, &w.Trouble, &w.Detail, &length, &spent)
	w.Queued, w.Since = db.Time(queued), db.Time(since)
	w.Length, w.Spent = time.Duration(length)*time.Millisecond, time.Duration(spent)*time.Millisecond
	return w, err
}

func findWork(ctx context.Context, tx *db.Tx, asset string) (Work, bool, error) {
	return db.One(ctx, tx, scanWork, workColumns+"WHERE asset = $1", asset)
}

// listWork reads what is in a state, in the order of the line.
func listWork(ctx context.Context, tx *db.Tx, state WorkState) ([]Work, error) {
	return db.List(ctx, tx, scanWork, workColumns+"WHERE state = $1 ORDER BY urgency, queued, asset", state)
}

// queueWork puts a film in the line, or keeps its place with another job.
func queueWork(ctx context.Context, tx *db.Tx, w Work) error {
	_, err := tx.Exec(ctx, `INSERT INTO media_work (asset, job, state, urgency, queued, since) VALUES ($1, $2, 'waiting', $3, $4, $5)
		ON CONFLICT (asset) DO UPDATE SET job = $2, state = 'waiting', urgency = $3, queued = $4, since = $5, tries = 0, trouble = '', detail = ''`,
		w.Asset, w.Job, w.Urgency, db.Micros(w.Queued), db.Micros(tx.Now()))
	return err
}

// beginWork marks that a try works on a film, and reports whether it may: a job that was cancelled or replaced may not.
func beginWork(ctx context.Context, tx *db.Tx, asset string, t job.Try) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE media_work SET state = 'running', since = $3, job = $2, tries = $4, machine = $5
		WHERE asset = $1 AND job IN (0, $2) AND state <> 'cancelled'`, asset, t.ID, db.Micros(tx.Now()), t.Count, t.Machine)
	return n == 1, err
}

// ownWork reports whether a try still is the one at work on a film, and keeps it so until the end of the transaction.
func ownWork(ctx context.Context, tx *db.Tx, asset string, t job.Try) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE media_work SET job = job WHERE asset = $1 AND job = $2 AND state = 'running'", asset, t.ID)
	return n == 1, err
}

// troubleWork writes down that a try came to nothing, and what becomes of the work.
func troubleWork(ctx context.Context, tx *db.Tx, asset string, t job.Try, to WorkState, why Trouble, detail string) error {
	_, err := tx.Exec(ctx, `UPDATE media_work SET state = $3, since = CASE WHEN state = $3 THEN since ELSE $4 END, trouble = $5, detail = $6
		WHERE asset = $1 AND job = $2 AND state = 'running'`, asset, t.ID, to, db.Micros(tx.Now()), why, detail)
	return err
}

// spendWork adds the time that a step took, and keeps the length of the film if it is known by now.
func spendWork(ctx context.Context, tx *db.Tx, asset string, spent, length time.Duration) error {
	_, err := tx.Exec(ctx, "UPDATE media_work SET spent = spent + $2, length = CASE WHEN $3 > 0 THEN $3 ELSE length END, trouble = '', detail = '' WHERE asset = $1",
		asset, spent.Milliseconds(), length.Milliseconds())
	return err
}

func setWorkState(ctx context.Context, tx *db.Tx, asset string, to WorkState) error {
	_, err := tx.Exec(ctx, "UPDATE media_work SET state = $2, since = $3 WHERE asset = $1", asset, to, db.Micros(tx.Now()))
	return err
}

func setUrgency(ctx context.Context, tx *db.Tx, asset string, u Urgency) error {
	_, err := tx.Exec(ctx, "UPDATE media_work SET urgency = $2 WHERE asset = $1", asset, u)
	return err
}

func endWork(ctx context.Context, tx *db.Tx, asset string) error {
	_, err := tx.Exec(ctx, "DELETE FROM media_work WHERE asset = $1", asset)
	return err
}

// queue is what there is before a film in the line.
type queue struct {
	films   int     // that are waiting
	seconds float64 // of film that they are long
	running int     // films that are being worked on
	left    float64 // seconds of film that are still to be done of those
}

// ahead counts what is done before w. Films of unknown length count as an average one.
func ahead(ctx context.Context, tx *db.Tx, w Work, p Pace) (q queue, err error) {
	average := int64(p.Length * 1000)
	var waiting, left int64
	err = tx.QueryRow(ctx, `SELECT
			count(*) FILTER (WHERE w.state = 'waiting'),
			COALESCE(CAST(SUM(CASE WHEN w.length > 0 THEN w.length ELSE $5 END) FILTER (WHERE w.state = 'waiting') AS BIGINT), 0),
			count(*) FILTER (WHERE w.state = 'running'),
			COALESCE(CAST(SUM((CASE WHEN w.length > 0 THEN w.length ELSE $5 END) * (100 - a.percent) / 100) FILTER (WHERE w.state = 'running') AS BIGINT), 0)
		FROM media_work w JOIN media_asset a ON a.id = w.asset
		WHERE w.state = 'running' OR w.state = 'waiting' AND
			(w.urgency < $2 OR w.urgency = $2 AND (w.queued < $3 OR w.queued = $3 AND w.asset < $4)) AND w.asset <> $1`,
		w.Asset, w.Urgency, db.Micros(w.Queued), w.Asset, average).Scan(&q.films, &waiting, &q.running, &left)
	q.seconds, q.left = float64(waiting)/1000, float64(left)/1000
	return q, err
}

func findPace(ctx context.Context, tx *db.Tx) (Pace, error) {
	p, _, err := db.One(ctx, tx, func(r db.Row) (p Pace, err error) { return p, r.Scan(&p.Pace, &p.Length) }, "SELECT pace, length FROM media_pace")
	return p, err
}

func setPace(ctx context.Context, tx *db.Tx, p Pace) error {
	_, err := tx.Exec(ctx, `INSERT INTO media_pace (id, pace, length) VALUES (1, $1, $2)
		ON CONFLICT (id) DO UPDATE SET pace = $1, length = $2`, p.Pace, p.Length)
	return err
}

// Tally counts films by the state of their work.
type Tally map[WorkState]int

// countWork counts the work on films of a campaign, or of all when it is empty.
func countWork(ctx context.Context, tx *db.Tx, campaign string) (Tally, error) {
	t := Tally{}
	_, err := db.List(ctx, tx, func(r db.Row) (n int, err error) {
		var s WorkState
		err = r.Scan(&s, &n)
		t[s] = n
		return n, err
	}, `SELECT w.state, count(*) FROM media_work w JOIN media_asset a ON a.id = w.asset WHERE $1 = '' OR a.campaign = $1 GROUP BY w.state`, campaign)
	return t, err
}

// listOfCampaign lists the work on films of a campaign, or of all when it is empty: what runs, what wants a person, the line.
func listOfCampaign(ctx context.Context, tx *db.Tx, campaign string, most int) ([]Work, error) {
	return db.List(ctx, tx, scanWork, workColumns+`WHERE $1 = '' OR asset IN (SELECT id FROM media_asset WHERE campaign = $1)
		ORDER BY CASE state WHEN 'running' THEN 1 WHEN 'stopped' THEN 2 WHEN 'retrying' THEN 3 WHEN 'paused' THEN 4 WHEN 'waiting' THEN 5 ELSE 6 END,
			urgency, queued, asset LIMIT $2`, campaign, most)
}
