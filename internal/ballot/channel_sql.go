package ballot

import (
	"context"

	"saiying/internal/platform/db"
)

// channelSums are what came by each channel. Votes without one are not in it.
type channelSums map[string]amount

func (s channelSums) add(channel string, a amount) {
	if channel != "" {
		s[channel] = s[channel].add(a.given, a.votes)
	}
}

func addChannels(ctx context.Context, tx *db.Tx, campaign string, sums channelSums) error {
	var rows [][]any
	for channel, s := range sums {
		rows = append(rows, []any{channel, s.given, s.votes})
	}
	return tx.InsertLater(ctx, "ballot_channel (campaign, channel, given, votes)",
		"ON CONFLICT (campaign, channel) DO UPDATE SET given = ballot_channel.given + excluded.given, votes = ballot_channel.votes + excluded.votes", []any{campaign}, rows)
}

// channelsOf sums the votes that stand by channel.
func channelsOf(ctx context.Context, tx *db.Tx, campaign string, summed int64) (channelSums, error) {
	type row struct {
		channel string
		amount
	}
	rows, err := db.List(ctx, tx, func(r db.Row) (x row, err error) { return x, r.Scan(&x.channel, &x.given, &x.votes) },
		`SELECT channel, CAST(SUM(given) AS BIGINT), CAST(SUM(votes) AS BIGINT) FROM (
			SELECT channel, given, votes FROM ballot_channel WHERE campaign = $1
			UNION ALL
			SELECT channel, n, n * weight FROM ballot_vote WHERE campaign = $1 AND seq > $2 AND NOT held AND channel <> '') all_votes GROUP BY channel`,
		campaign, summed)
	sums := channelSums{}
	for _, x := range rows {
		sums[x.channel] = x.amount
	}
	return sums, err
}
