package ballot

import (
	"context"
	"encoding/json"
	"time"

	"saiying/internal/platform/db"
	"saiying/internal/platform/id"
)

// takeTurn makes this the one transaction that counts for the campaign until it ends, and returns the last number given and
// the time of counting, which never runs backwards.
func takeTurn(ctx context.Context, tx *db.Tx, campaign string) (seq int64, at time.Time, err error) {
	var us int64
	err = tx.QueryRow(ctx, `INSERT INTO ballot_box (campaign, seq, votes, at) VALUES ($1, 0, 0, $2)
		ON CONFLICT (campaign) DO UPDATE SET at = CASE WHEN ballot_box.at > excluded.at THEN ballot_box.at ELSE excluded.at END RETURNING seq, at`,
		campaign, db.Micros(tx.Now())).Scan(&seq, &us)
	return seq, db.Time(us), err
}

// settleVoter returns the id under which an account's votes are kept, making it when the account is new.
func settleVoter(ctx context.Context, tx *db.Tx, account string) (string, error) {
	voter, found, err := findVoter(ctx, tx, account)
	if err != nil || found {
		return voter, err
	}
	voter, _, err = db.One(ctx, tx, db.Value[string], `INSERT INTO ballot_voter (account, voter, since) VALUES ($1, $2, $3)
		ON CONFLICT (account) DO UPDATE SET account = excluded.account RETURNING voter`, account, id.New(), db.Micros(tx.Now()))
	return voter, err
}

func findVoter(ctx context.Context, tx *db.Tx, account string) (string, bool, error) {
	return db.One(ctx, tx, db.Value[string], "SELECT voter FROM ballot_voter WHERE account = $1", account)
}

// spend takes n from a voter's allowance of the day and returns what is used of it, or false when n is more than is left.
// entry is empty for the whole day's allowance. n itself must be within limit: the condition stands only on the update.
func spend(ctx context.Context, tx *db.Tx, v vote, entry string, limit int) (int, bool, error) {
	if v.n > limit {
		return 0, false, nil
	}
	return db.One(ctx, tx, db.Value[int], `INSERT INTO ballot_allowance (campaign, voter, day, entry, used) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (campaign, voter, day, entry) DO UPDATE SET used = ballot_allowance.used + excluded.used
		WHERE ballot_allowance.used + excluded.used <= $6 RETURNING used`, v.campaign, v.voter, v.day, entry, v.n, limit)
}

func spent(ctx context.Context, tx *db.Tx, campaign, voter, day string) (int, error) {
	used, _, err := db.One(ctx, tx, db.Value[int], "SELECT used FROM ballot_allowance WHERE campaign = $1 AND voter = $2 AND day = $3 AND entry = ''", campaign, voter, day)
	return used, err
}

const voteColumns = "SELECT campaign, seq, entry, n, day, voter, idem, receipt, remaining, at FROM ballot_vote "

func scanVote(r db.Row) (v vote, err error) {
	var at int64
	err = r.Scan(&v.campaign, &v.seq, &v.entry, &v.n, &v.day, &v.voter, &v.idem, &v.receipt, &v.remaining, &at)
	v.at = db.Time(at)
	return v, err
}

// findTap returns the vote that this voter cast under this key.
func findTap(ctx context.Context, tx *db.Tx, voter, key string) (vote, bool, error) {
	return db.One(ctx, tx, scanVote, voteColumns+"WHERE voter = $1 AND idem = $2", voter, key)
}

// votesOf returns a voter's votes in a campaign with smaller numbers than before, newest first.
func votesOf(ctx context.Context, tx *db.Tx, campaign, voter string, before int64, limit int) ([]vote, error) {
	return db.List(ctx, tx, scanVote, voteColumns+"WHERE campaign = $1 AND voter = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4", campaign, voter, before, limit)
}

// count writes v and adds it to every sum.
func count(ctx context.Context, tx *db.Tx, v vote) error {
	if _, err := tx.Exec(ctx, "UPDATE ballot_box SET seq = $2, votes = votes + $3 WHERE campaign = $1", v.campaign, v.seq, v.n); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO ballot_vote (campaign, seq, entry, n, day, voter, idem, receipt, remaining, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		v.campaign, v.seq, v.entry, v.n, v.day, v.voter, v.idem, v.receipt, v.remaining, db.Micros(v.at)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO ballot_tally (campaign, entry, day, votes) VALUES ($1, $2, $3, $4)
		ON CONFLICT (campaign, entry, day) DO UPDATE SET votes = ballot_tally.votes + excluded.votes`, v.campaign, v.entry, v.day, v.n); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO ballot_pace (campaign, hour, votes) VALUES ($1, $2, $3)
		ON CONFLICT (campaign, hour) DO UPDATE SET votes = ballot_pace.votes + excluded.votes`, v.campaign, db.Micros(v.at.Truncate(time.Hour)), v.n)
	return err
}

// box is what a campaign has counted so far. Without a vote it is zero.
type box struct {
	seq, votes int64
	at         time.Time
}

func findBox(ctx context.Context, tx *db.Tx, campaign string) (box, error) {
	b, _, err := db.One(ctx, tx, func(r db.Row) (b box, err error) {
		var at int64
		err = r.Scan(&b.seq, &b.votes, &at)
		b.at = db.Time(at)
		return b, err
	}, "SELECT seq, votes, at FROM ballot_box WHERE campaign = $1", campaign)
	return b, err
}

type share struct {
	entry string
	votes int64
}

// tally sums the votes by work of the days from (inclusive) to (exclusive); empty bounds are open.
func tally(ctx context.Context, tx *db.Tx, campaign, from, to string) (map[string]int64, error) {
	rows, err := db.List(ctx, tx, func(r db.Row) (s share, err error) { return s, r.Scan(&s.entry, &s.votes) },
		`SELECT entry, CAST(SUM(votes) AS BIGINT) FROM ballot_tally WHERE campaign = $1 AND day >= $2 AND ($3 = '' OR day < $3) GROUP BY entry`, campaign, from, to)
	totals := make(map[string]int64, len(rows))
	for _, s := range rows {
		totals[s.entry] = s.votes
	}
	return totals, err
}

func countVoters(ctx context.Context, tx *db.Tx, campaign string) (int64, error) {
	n, _, err := db.One(ctx, tx, db.Value[int64], "SELECT COUNT(DISTINCT voter) FROM ballot_vote WHERE campaign = $1", campaign)
	return n, err
}

// Pace is how many votes were counted in the hour that begins at At.
type Pace struct {
	At    time.Time `json:"at"`
	Votes int64     `json:"votes"`
}

func paces(ctx context.Context, tx *db.Tx, campaign string) ([]Pace, error) {
	return db.List(ctx, tx, func(r db.Row) (p Pace, err error) {
		var at int64
		err = r.Scan(&at, &p.Votes)
		p.At = db.Time(at)
		return p, err
	}, "SELECT hour, votes FROM ballot_pace WHERE campaign = $1 ORDER BY hour", campaign)
}

// eachVote reads every vote of a campaign in the order of counting.
func eachVote(ctx context.Context, tx *db.Tx, campaign string, fn func(seq int64, entry string, n int64, day string) error) error {
	rows, err := tx.Query(ctx, "SELECT seq, entry, n, day FROM ballot_vote WHERE campaign = $1 ORDER BY seq", campaign)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var seq, n int64
		var entry, day string
		if err := rows.Scan(&seq, &entry, &n, &day); err != nil {
			return err
		}
		if err := fn(seq, entry, n, day); err != nil {
			return err
		}
	}
	return rows.Err()
}

func findDecree(ctx context.Context, tx *db.Tx, campaign string) (decree, error) {
	d, _, err := db.One(ctx, tx, func(r db.Row) (d decree, err error) { d.set = true; return d, r.Scan(&d.votes, &d.ranking) },
		"SELECT votes, ranking FROM ballot_display WHERE campaign = $1", campaign)
	return d, err
}

func putDecree(ctx context.Context, tx *db.Tx, campaign string, d decree, reason, person string) error {
	_, err := tx.Exec(ctx, `INSERT INTO ballot_display (campaign, votes, ranking, reason, person, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (campaign) DO UPDATE SET votes = excluded.votes, ranking = excluded.ranking, reason = excluded.reason, person = excluded.person, at = excluded.at`,
		campaign, d.votes, d.ranking, reason, person, db.Micros(tx.Now()))
	return err
}

func insertFrozen(ctx context.Context, tx *db.Tx, f Frozen, person string) error {
	totals, err := json.Marshal(f.Totals)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO ballot_frozen (campaign, at, person, name, reason, votes, ballots, voters, sha256, totals)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		f.Campaign, db.Micros(f.At), person, f.By, f.Reason, f.Votes, f.Ballots, f.Voters, f.Sum, string(totals))
	return err
}

func findFrozen(ctx context.Context, tx *db.Tx, campaign string) (Frozen, bool, error) {
	return db.One(ctx, tx, func(r db.Row) (f Frozen, err error) {
		var at int64
		var totals string
		if err := r.Scan(&f.Campaign, &at, &f.By, &f.Reason, &f.Votes, &f.Ballots, &f.Voters, &f.Sum, &totals); err != nil {
			return f, err
		}
		f.At = db.Time(at)
		return f, json.Unmarshal([]byte(totals), &f.Totals)
	}, "SELECT campaign, at, name, reason, votes, ballots, voters, sha256, totals FROM ballot_frozen WHERE campaign = $1", campaign)
}
