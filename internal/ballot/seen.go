package ballot

import (
	"context"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/platform/db"
)

// Delay is how old the figures of a delayed board are at least: who buys votes shall not see on the ranking whether they were delivered.
// They move on by whole minutes, so that a vote is shown when it is ten to eleven minutes old.
const Delay = 10 * time.Minute

// late is how many minutes old the figures are on purpose; those of midnight are told by their date.
func (d Display) late() int {
	if !d.Delayed || d.Daily {
		return 0
	}
	return int(Delay.Minutes())
}

// seen sums the votes that the public may see by work, and tells as of when. Annulments and releases of such votes are seen at once.
func seen(ctx context.Context, tx *db.Tx, c *campaign.Campaign, d Display) (totals map[string]int64, asOf time.Time, err error) {
	asOf = tx.Now().Truncate(time.Second)
	if d.Delayed {
		asOf = asOf.Add(-Delay)
	}
	if d.Delayed || d.Banded {
		asOf = asOf.Truncate(time.Minute)
	}
	until := ""
	if d.Daily {
		until, asOf = dayOf(c, asOf), midnight(c, asOf)
	}
	if totals, err = tally(ctx, tx, c.Key, "", until); err != nil {
		return nil, asOf, err
	}
	if d.Delayed && !d.Daily {
		late, err := countedSince(ctx, tx, c.Key, asOf)
		if err != nil {
			return nil, asOf, err
		}
		for entry, n := range late {
			totals[entry] -= n
		}
	}
	if d.Banded {
		for entry, n := range totals {
			totals[entry] = band(n)
		}
	}
	return totals, asOf, nil
}

// countedSince sums by work the votes that stand of those that were counted from a whole minute on. The pace knows nothing of rulings:
// what they took off or gave back is told by their votes.
func countedSince(ctx context.Context, tx *db.Tx, campaign string, minute time.Time) (map[string]int64, error) {
	b, err := findBox(ctx, tx, campaign)
	if err != nil {
		return nil, err
	}
	rows, err := db.List(ctx, tx, func(r db.Row) (s share, err error) { return s, r.Scan(&s.entry, &s.votes) },
		`SELECT entry, CAST(SUM(votes) AS BIGINT) FROM (
			SELECT entry, votes FROM ballot_pace WHERE campaign = $1 AND minute >= $2
			UNION ALL
			SELECT entry, n * weight FROM ballot_vote WHERE campaign = $1 AND seq > $3 AND NOT held AND at >= $2
			UNION ALL
			SELECT v.entry, CASE WHEN r.stands THEN v.n * v.weight ELSE -v.n * v.weight END FROM ballot_ruling r JOIN ballot_vote v ON v.campaign = r.campaign AND v.seq = r.seq
				WHERE r.campaign = $1 AND v.at >= $2 AND r.stands = v.held) all_votes GROUP BY entry`,
		campaign, db.Micros(minute), b.summed)
	sums := make(map[string]int64, len(rows))
	for _, s := range rows {
		sums[s.entry] = s.votes
	}
	return sums, err
}

// lowestBand is the first bound above none.
const lowestBand = 100

// band is the highest of the bounds 0, 100, 200, 500, 1000, 2000, 5000 and so on that n votes reach.
func band(n int64) int64 {
	if n < lowestBand {
		return 0
	}
	bound := int64(lowestBand)
	for n/10 >= bound {
		bound *= 10
	}
	switch n / bound {
	case 1:
		return bound
	case 2, 3, 4:
		return 2 * bound
	}
	return 5 * bound
}
