package ballot

import (
	"context"
	"fmt"

	"saiying/internal/platform/db"
)

// sumEvery is how many votes come together before they are added to the sums: writing each sum for each vote cost as much as the votes.
const sumEvery = 4096

// amount is votes that were given and stand, and what they count.
type amount struct{ given, votes int64 }

func (a amount) add(given, votes int64) amount { return amount{a.given + given, a.votes + votes} }

// portion is whose an amount is: a work's, by a channel, in the minute of a day that begins at that time in microseconds.
type portion struct {
	entry, day, channel string
	minute              int64
}

// tail is what stands in the log after number from and not in the sums yet. A desk keeps it while it alone writes to the log: nobody who votes
// should wait until the log is read.
type tail struct {
	from int64
	sums map[portion]amount
}

// tailOf is the tail in turn t for a desk that has not seen the log: it is known only where there is none.
func tailOf(t turn) tail {
	if t.seq > t.summed {
		return tail{from: -1}
	}
	return tail{from: t.seq, sums: map[portion]amount{}}
}

// add adds votes that were counted now. Held votes are in no sum.
func (t *tail) add(votes []vote) {
	if t.sums == nil {
		return // it is not known
	}
	for _, v := range votes {
		if !v.held {
			at := db.Micros(v.at)
			p := portion{v.entry, v.day, v.channel, at - at%minute}
			t.sums[p] = t.sums[p].add(int64(v.n), int64(v.counts()))
		}
	}
}

// sum adds to the sums what came since they were last written: the tail, if it is known, or else what the log has.
func sum(ctx context.Context, tx *db.Tx, campaign string, t turn, of tail) (err error) {
	sums := of.sums
	if of.from != t.summed {
		if sums, err = sumsAfter(ctx, tx, campaign, t); err != nil {
			return err
		}
	}
	type entryDay struct{ entry, day string }
	type entryMinute struct {
		entry  string
		minute int64
	}
	days, minutes, channels := map[entryDay]int64{}, map[entryMinute]int64{}, channelSums{}
	var tallies, paces [][]any
	for p, a := range sums {
		days[entryDay{p.entry, p.day}] += a.votes
		minutes[entryMinute{p.entry, p.minute}] += a.votes
		channels.add(p.channel, a)
	}
	for d, votes := range days {
		tallies = append(tallies, []any{d.entry, d.day, votes})
	}
	for m, votes := range minutes {
		paces = append(paces, []any{m.minute, m.entry, votes})
	}
	if err := tx.InsertLater(ctx, "ballot_tally (campaign, entry, day, votes)",
		"ON CONFLICT (campaign, entry, day) DO UPDATE SET votes = ballot_tally.votes + excluded.votes", []any{campaign}, tallies); err != nil {
		return err
	}
	if err := tx.InsertLater(ctx, "ballot_pace (campaign, minute, entry, votes)",
		"ON CONFLICT (campaign, minute, entry) DO UPDATE SET votes = ballot_pace.votes + excluded.votes", []any{campaign}, paces); err != nil {
		return err
	}
	if err := addChannels(ctx, tx, campaign, channels); err != nil {
		return err
	}
	return tx.Later(ctx, "UPDATE ballot_box SET summed = $2 WHERE campaign = $1", campaign, t.seq)
}

// sumsAfter reads from the log what came since.
func sumsAfter(ctx context.Context, tx *db.Tx, campaign string, t turn) (map[portion]amount, error) {
	type row struct {
		portion
		amount
	}
	rows, err := db.List(ctx, tx, func(r db.Row) (x row, err error) {
		return x, r.Scan(&x.entry, &x.day, &x.channel, &x.minute, &x.given, &x.votes)
	}, fmt.Sprintf(`SELECT entry, day, channel, at - at %% %d, CAST(SUM(n) AS BIGINT), CAST(SUM(n * weight) AS BIGINT) FROM ballot_vote
		WHERE campaign = $1 AND seq > $2 AND seq <= $3 AND NOT held GROUP BY 1, 2, 3, 4`, minute), campaign, t.summed, t.seq)
	sums := make(map[portion]amount, len(rows))
	for _, x := range rows {
		sums[x.portion] = x.amount
	}
	return sums, err
}
