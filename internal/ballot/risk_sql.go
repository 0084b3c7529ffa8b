package ballot

import (
	"context"
	"time"

	"saiying/internal/platform/db"
)

// claimRank reports whether WeChat is to be asked about a voter now, by the caller and by nobody else for a day.
func claimRank(ctx context.Context, tx *db.Tx, voter string) (bool, error) {
	_, mine, err := db.One(ctx, tx, db.Value[string], `INSERT INTO ballot_risk (voter, asked, rank, answered) VALUES ($1, $2, -1, 0)
		ON CONFLICT (voter) DO UPDATE SET asked = excluded.asked WHERE ballot_risk.asked <= $3 RETURNING voter`,
		voter, db.Micros(tx.Now()), db.Micros(tx.Now().Add(-askEvery)))
	return mine, err
}

func putRanks(ctx context.Context, tx *db.Tx, ranks map[string]int) error {
	for voter, rank := range ranks {
		if _, err := tx.Exec(ctx, "UPDATE ballot_risk SET rank = $2, answered = $3 WHERE voter = $1", voter, rank, db.Micros(tx.Now())); err != nil {
			return err
		}
	}
	return nil
}

// riskyAmong returns those voters whose accounts WeChat lately called high-risk.
func riskyAmong(ctx context.Context, tx *db.Tx, voters []string) (map[string]bool, error) {
	found, err := db.List(ctx, tx, db.Value[string], "SELECT voter FROM ballot_risk WHERE rank >= $1 AND answered > $2 AND voter "+tx.Among("$3"),
		highRisk, db.Micros(tx.Now().Add(-rankLife)), tx.Texts(voters))
	risky := make(map[string]bool, len(found))
	for _, voter := range found {
		risky[voter] = true
	}
	return risky, err
}

// voterSince tells when the first of somebody's accounts was first seen at a vote.
func voterSince(ctx context.Context, tx *db.Tx, of accounts) (time.Time, bool, error) {
	return db.One(ctx, tx, func(r db.Row) (time.Time, error) {
		var at int64
		err := r.Scan(&at)
		return db.Time(at), err
	}, "SELECT since FROM ballot_voter WHERE account "+tx.Among("$1")+" ORDER BY since LIMIT 1", tx.Texts(of.all()))
}

// votesStanding lists those of these numbers that count and about which nobody has decided.
func votesStanding(ctx context.Context, tx *db.Tx, campaign string, seqs []int64) (all []doubted, err error) {
	for len(seqs) > 0 {
		n := min(len(seqs), 500)
		args := []any{campaign}
		for _, seq := range seqs[:n] {
			args = append(args, seq)
		}
		some, err := db.List(ctx, tx, scanDoubted, doubtedColumns+"WHERE v.campaign = $1 AND NOT v.held AND r.seq IS NULL AND v.seq IN ("+db.Marks(2, n)+") ORDER BY v.seq", args...)
		if err != nil {
			return nil, err
		}
		all, seqs = append(all, some...), seqs[n:]
	}
	return all, nil
}
