package main

import (
	"context"
	"time"

	"saiying/internal/platform/db"
)

// store writes n votes of the day before, ten each of n/10 voters, as they would stand there: the log, what was spent, the voters, and the sums.
// Voters' ids rise as the program's do; accounts who vote afterwards lie among theirs.
func store(ctx context.Context, database string, n int64) error {
	d, err := db.Open(ctx, database, since{time.Now()})
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	const chunk = 500_000 // votes in a transaction
	for from := int64(0); from < n; from += chunk {
		err := d.Write(ctx, func(tx *db.Tx) error {
			for _, q := range []string{
				`INSERT INTO ballot_vote (campaign, seq, entry, n, day, voter, nonce, at, held, prefix, agent, watched)
				 SELECT $3, i + 2, printf('w%03d', i * 7 % 150), 1, '2020-11-27', printf('%026x', i / 10), printf('%016x', i), 1606450000000000 + i, FALSE, 'AAAAAAAAAAAA', 'miniprogram', 20000 FROM numbers`,
				`INSERT INTO ballot_spent (campaign, day, voter, used, most, taps)
				 SELECT $3, '2020-11-27', printf('%026x', i / 10), 10, 10,
				   replace(printf('%.10c', '#'), '#', printf('%d|1|9|w001|0123456789ab', i) || char(10)) FROM numbers WHERE i % 10 = 0`,
				`INSERT INTO ballot_spent (campaign, day, voter, used, most, taps)
				 SELECT $3, '', printf('%026x', i / 10), 1, 1073741824, '' FROM numbers WHERE i % 10 = 0`,
				`INSERT INTO ballot_voter (account, voter, since)
				 SELECT printf('o%d', 1000000 + i / 10), printf('%026x', i / 10), 1606450000000000 FROM numbers WHERE i % 10 = 0`,
			} {
				if _, err := tx.Exec(ctx, "WITH RECURSIVE numbers(i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < $2) "+q, from, min(from+chunk, n), contest); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		for w := range int64(works) {
			if _, err := tx.Exec(ctx, "INSERT INTO ballot_tally (campaign, entry, day, votes) VALUES ($1, $2, '2020-11-27', $3)", contest, work(int(w)), n/works); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, "INSERT INTO ballot_note (campaign, seq, kind, day, body, at) VALUES ($1, 1, 'open', '2020-11-27', '{}', 1606450000000000)", contest); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "INSERT INTO ballot_box (campaign, seq, votes, at, summed, voters) VALUES ($1, $2, $3, 1606450000000000, $2, $4)", contest, n+1, n, n/10)
		return err
	})
}
