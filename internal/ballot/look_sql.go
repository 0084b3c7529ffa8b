package ballot

import (
	"context"
	"encoding/json"
	"time"

	"saiying/internal/ballot/detect"
	"saiying/internal/platform/db"
)

// claimLook takes the hour's look at a campaign, unless nothing new was counted or somebody looked since before.
func claimLook(ctx context.Context, tx *db.Tx, campaign string, before time.Time) (bool, error) {
	_, mine, err := db.One(ctx, tx, db.Value[int64], `INSERT INTO ballot_look (campaign, seq, at)
		SELECT campaign, 0, CAST($2 AS BIGINT) FROM ballot_box WHERE campaign = $1
		ON CONFLICT (campaign) DO UPDATE SET at = excluded.at WHERE ballot_look.at <= $3
			AND ballot_look.seq < (SELECT MAX(seq) FROM ballot_vote WHERE campaign = $1)
		RETURNING seq`, campaign, db.Micros(tx.Now()), db.Micros(before))
	return mine, err
}

func looked(ctx context.Context, tx *db.Tx, campaign string, seq int64) error {
	_, err := tx.Exec(ctx, "UPDATE ballot_look SET seq = $2 WHERE campaign = $1", campaign, seq)
	return err
}

// seenVotes reads every vote of a campaign as the detectors need it, in the order of counting.
func seenVotes(ctx context.Context, tx *db.Tx, campaign string) ([]detect.Vote, error) {
	same := map[string]string{} // one copy of each text: a million votes name few
	keep := func(text *string) {
		if kept, ok := same[*text]; ok {
			*text = kept
			return
		}
		same[*text] = *text
	}
	return db.List(ctx, tx, func(r db.Row) (v detect.Vote, err error) {
		var at, since int64
		if err := r.Scan(&v.Seq, &v.Entry, &v.Voter, &v.Day, &at, &v.N, &v.Prefix, &v.Agent, &v.Watched, &since); err != nil {
			return v, err
		}
		for _, text := range []*string{&v.Entry, &v.Voter, &v.Day, &v.Prefix, &v.Agent} {
			keep(text)
		}
		if v.At = db.Time(at); since > 0 {
			v.Since = db.Time(since)
		}
		return v, nil
	}, `SELECT v.seq, v.entry, v.voter, v.day, v.at, v.n, v.prefix, v.agent, v.watched, COALESCE(w.since, 0)
		FROM ballot_vote v LEFT JOIN ballot_voter w ON w.voter = v.voter WHERE v.campaign = $1 ORDER BY v.seq`, campaign)
}

func putFinding(ctx context.Context, tx *db.Tx, f Found) error {
	body, err := json.Marshal(f.Finding)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO ballot_finding (id, campaign, kind, severity, score, body, version, from_seq, to_seq, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, score = excluded.score, body = excluded.body, version = excluded.version,
			from_seq = excluded.from_seq, to_seq = excluded.to_seq`,
		f.ID, f.Campaign, f.Kind, f.Severity, f.Score, string(body), f.Version, f.FromSeq, f.ToSeq, db.Micros(f.At))
	return err
}

const findingColumns = "SELECT id, campaign, body, version, from_seq, to_seq, at FROM ballot_finding WHERE campaign = $1 "

// scanFound reads a finding. At is when it was first seen.
func scanFound(r db.Row) (f Found, err error) {
	var body string
	var at int64
	if err := r.Scan(&f.ID, &f.Campaign, &body, &f.Version, &f.FromSeq, &f.ToSeq, &at); err != nil {
		return f, err
	}
	f.At = db.Time(at)
	return f, json.Unmarshal([]byte(body), &f.Finding)
}

// findings lists what was found in a campaign's votes, the gravest first.
func findings(ctx context.Context, tx *db.Tx, campaign string) ([]Found, error) {
	return db.List(ctx, tx, scanFound, findingColumns+"ORDER BY CASE severity WHEN 'severe' THEN 0 WHEN 'look' THEN 1 ELSE 2 END, score DESC, id", campaign)
}

func findFinding(ctx context.Context, tx *db.Tx, campaign, id string) (Found, error) {
	f, found, err := db.One(ctx, tx, scanFound, findingColumns+"AND id = $2", campaign, id)
	if err == nil && !found {
		err = errNoFinding
	}
	return f, err
}

// lastLook tells up to which number a campaign's votes were last looked through, and when: the zero time if they never were.
func lastLook(ctx context.Context, tx *db.Tx, campaign string) (seq int64, at time.Time, err error) {
	_, _, err = db.One(ctx, tx, func(r db.Row) (x struct{}, err error) {
		var us int64
		err = r.Scan(&seq, &us)
		at = db.Time(us)
		return x, err
	}, "SELECT seq, at FROM ballot_look WHERE campaign = $1 AND seq > 0", campaign)
	return seq, at, err
}
