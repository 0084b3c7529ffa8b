package ballot

import (
	"context"
	"encoding/json"
	"time"

	"saiying/internal/platform/db"
	"saiying/internal/platform/id"
)

// takeTurn makes this the one transaction that writes to the campaign's log until it ends.
func takeTurn(ctx context.Context, tx *db.Tx, campaign string) (turn, error) {
	var turns []turn
	err := turnAhead(ctx, tx, campaign, &turns)
	if err == nil {
		err = tx.Await(ctx)
	}
	if err != nil {
		return turn{}, err
	}
	return turns[0], nil
}

func turnAhead(ctx context.Context, tx *db.Tx, campaign string, into *[]turn) error {
	return db.Ahead(ctx, tx, into, func(r db.Row) (t turn, err error) {
		var at int64
		err = r.Scan(&t.seq, &t.summed, &at, &t.rules)
		t.at = db.Time(at)
		return t, err
	}, `INSERT INTO ballot_box (campaign, seq, votes, at) VALUES ($1, 0, 0, $2)
		ON CONFLICT (campaign) DO UPDATE SET at = CASE WHEN ballot_box.at > excluded.at THEN ballot_box.at ELSE excluded.at END RETURNING seq, summed, at, rules`,
		campaign, db.Micros(tx.Now()))
}

// pair is two texts of a row.
type pair struct{ one, other string }

func scanPair(r db.Row) (p pair, err error) { return p, r.Scan(&p.one, &p.other) }

// settleVoters returns the ids under which accounts' votes are kept, making those of new accounts.
func settleVoters(ctx context.Context, tx *db.Tx, accounts []string) (map[string]string, error) {
	voters, err := votersOf(ctx, tx, accounts)
	if err != nil {
		return nil, err
	}
	fresh := [][]any{}
	for _, account := range accounts {
		if voters[account] == "" {
			voters[account] = id.New()
			fresh = append(fresh, []any{account, voters[account]})
		}
	}
	written, err := tx.Insert(ctx, intoVoters, "ON CONFLICT (account) DO NOTHING", since(tx), fresh)
	if err == nil && written < int64(len(fresh)) { // a vote came first: what then stands counts
		return votersOf(ctx, tx, accounts)
	}
	return voters, err
}

const intoVoters = "ballot_voter (since, account, voter)"

// since is what the rows of new voters have in common.
func since(tx *db.Tx) []any { return []any{db.Micros(tx.Now())} }

// votersOf returns the ids of those accounts that have voted.
func votersOf(ctx context.Context, tx *db.Tx, accounts []string) (map[string]string, error) {
	var found []pair
	err := votersAhead(ctx, tx, accounts, &found)
	if err == nil {
		err = tx.Await(ctx)
	}
	voters := make(map[string]string, len(accounts))
	for _, f := range found {
		voters[f.one] = f.other
	}
	return voters, err
}

func votersAhead(ctx context.Context, tx *db.Tx, accounts []string, into *[]pair) error {
	if len(accounts) == 0 {
		return nil
	}
	return db.Ahead(ctx, tx, into, scanPair, "SELECT account, voter FROM ballot_voter WHERE account "+tx.Among("$1"), tx.Texts(accounts))
}

// spentRow is a row of what a voter has spent.
type spentRow struct {
	day, voter string
	spending   spending
}

// spendings reads what voters have spent on days; the empty day is the whole vote.
func spendings(ctx context.Context, tx *db.Tx, campaign string, days, voters []string) ([]spentRow, error) {
	if len(days) == 0 || len(voters) == 0 {
		return nil, nil
	}
	return db.List(ctx, tx, func(r db.Row) (s spentRow, err error) {
		if err := r.Scan(&s.day, &s.voter, &s.spending.used, &s.spending.lines); err != nil {
			return s, err
		}
		s.spending.taps = readTaps(s.spending.lines)
		return s, nil
	}, "SELECT day, voter, used, taps FROM ballot_spent WHERE campaign = $1 AND day "+tx.Among("$2")+" AND voter "+tx.Among("$3")+" ORDER BY day DESC",
		campaign, tx.Texts(days), tx.Texts(voters))
}

// wholeVote bounds the row of a whole vote, which the rules bound otherwise.
const wholeVote = 1 << 30

// putSpendings writes what voters have spent on a day; the empty day is the whole vote.
func putSpendings(ctx context.Context, tx *db.Tx, campaign, day string, rows [][]any) error {
	return tx.InsertLater(ctx, "ballot_spent (campaign, day, voter, used, most, taps)",
		"ON CONFLICT (campaign, day, voter) DO UPDATE SET used = excluded.used, most = excluded.most, taps = excluded.taps", []any{campaign, day}, rows)
}

// insertVotes writes votes that were cast at the same time under the same rules: all in channels, or none.
func insertVotes(ctx context.Context, tx *db.Tx, campaign string, votes []vote) error {
	rows := make([][]any, len(votes))
	columns := "campaign, day, at, seq, entry, n, voter, nonce, held, prefix, agent, watched"
	if votes[0].channel != "" {
		columns += ", channel, weight"
	}
	for i, v := range votes {
		rows[i] = []any{v.seq, v.entry, v.n, v.voter, v.nonce, v.held, v.prefix, v.agent, v.watched}
		if v.channel != "" {
			rows[i] = append(rows[i], v.channel, v.weight)
		}
	}
	return tx.InsertLater(ctx, "ballot_vote ("+columns+")", "", []any{campaign, votes[0].day, db.Micros(votes[0].at)}, rows)
}

// setBox notes the last number given, and adds to the votes and voters.
func setBox(ctx context.Context, tx *db.Tx, campaign string, seq int64, votes int, voters int64) error {
	return tx.Later(ctx, "UPDATE ballot_box SET seq = $2, votes = votes + $3, voters = voters + $4 WHERE campaign = $1", campaign, seq, votes, voters)
}

func insertNote(ctx context.Context, tx *db.Tx, campaign string, n Note) error {
	_, err := tx.Exec(ctx, "INSERT INTO ballot_note (campaign, seq, kind, day, body, at) VALUES ($1, $2, $3, $4, $5, $6)",
		campaign, n.Seq, n.Kind, n.Day, n.Body, db.Micros(n.At))
	return err
}

// box is what a campaign has counted so far. Without a vote it is zero.
type box struct {
	seq, summed, votes, voters int64
	at                         time.Time
	rules                      string // that the log last stated; empty before the first and after a close
}

func findBox(ctx context.Context, tx *db.Tx, campaign string) (box, error) {
	b, _, err := db.One(ctx, tx, func(r db.Row) (b box, err error) {
		var at int64
		err = r.Scan(&b.seq, &b.summed, &b.votes, &b.voters, &at, &b.rules)
		b.at = db.Time(at)
		return b, err
	}, "SELECT seq, summed, votes, voters, at, rules FROM ballot_box WHERE campaign = $1", campaign)
	return b, err
}

type share struct {
	entry string
	votes int64
}

// tally sums the votes that stand by work, of the days from (inclusive) to (exclusive); empty bounds are open.
func tally(ctx context.Context, tx *db.Tx, campaign, from, to string) (map[string]int64, error) {
	b, err := findBox(ctx, tx, campaign)
	if err != nil {
		return nil, err
	}
	rows, err := db.List(ctx, tx, func(r db.Row) (s share, err error) { return s, r.Scan(&s.entry, &s.votes) },
		`SELECT entry, CAST(SUM(votes) AS BIGINT) FROM (
			SELECT entry, votes FROM ballot_tally WHERE campaign = $1 AND day >= $2 AND ($3 = '' OR day < $3)
			UNION ALL
			SELECT entry, n * weight FROM ballot_vote WHERE campaign = $1 AND seq > $4 AND NOT held AND day >= $2 AND ($3 = '' OR day < $3)) all_votes GROUP BY entry`,
		campaign, from, to, b.summed)
	totals := make(map[string]int64, len(rows))
	for _, s := range rows {
		totals[s.entry] = s.votes
	}
	return totals, err
}

// Pace is how many votes were counted in the time that begins at At.
type Pace struct {
	At    time.Time `json:"at"`
	Votes int64     `json:"votes"`
}

// In microseconds.
const (
	minute = int64(time.Minute / time.Microsecond)
	hour   = int64(time.Hour / time.Microsecond)
)

// logged is an entry of the log: a vote, or a note where that is not nil.
type logged struct {
	vote vote
	note *Note
}

// eachLogged reads a campaign's log from a number on, in order.
func eachLogged(ctx context.Context, tx *db.Tx, campaign string, from int64, fn func(logged) error) error {
	notes, err := notesOf(ctx, tx, campaign, from)
	if err != nil {
		return err
	}
	rows, err := tx.Query(ctx, "SELECT seq, entry, n, day, voter, nonce, at, held, channel FROM ballot_vote WHERE campaign = $1 AND seq >= $2 ORDER BY seq", campaign, from)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var v vote
		var at int64
		if err := rows.Scan(&v.seq, &v.entry, &v.n, &v.day, &v.voter, &v.nonce, &at, &v.held, &v.channel); err != nil {
			return err
		}
		v.at = db.Time(at)
		for ; len(notes) > 0 && notes[0].Seq < v.seq; notes = notes[1:] {
			if err := fn(logged{note: &notes[0]}); err != nil {
				return err
			}
		}
		if err := fn(logged{vote: v}); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for i := range notes {
		if err := fn(logged{note: &notes[i]}); err != nil {
			return err
		}
	}
	return nil
}

func findVote(ctx context.Context, tx *db.Tx, campaign string, seq int64) (vote, bool, error) {
	return db.One(ctx, tx, func(r db.Row) (v vote, err error) {
		var at int64
		err = r.Scan(&v.seq, &v.entry, &v.n, &v.day, &v.voter, &v.nonce, &at, &v.held, &v.channel)
		v.at = db.Time(at)
		return v, err
	}, "SELECT seq, entry, n, day, voter, nonce, at, held, channel FROM ballot_vote WHERE campaign = $1 AND seq = $2", campaign, seq)
}

func notesOf(ctx context.Context, tx *db.Tx, campaign string, from int64) ([]Note, error) {
	return db.List(ctx, tx, func(r db.Row) (n Note, err error) {
		var at int64
		err = r.Scan(&n.Seq, &n.Kind, &n.Day, &n.Body, &at)
		n.At = db.Time(at)
		return n, err
	}, "SELECT seq, kind, day, body, at FROM ballot_note WHERE campaign = $1 AND seq >= $2 ORDER BY seq", campaign, from)
}

// castings returns the nonces of votes, when they were counted, in which channel and with what weight, by their numbers.
func castings(ctx context.Context, tx *db.Tx, campaign string, seqs []int64) (map[int64]vote, error) {
	all := make(map[int64]vote, len(seqs))
	if len(seqs) == 0 {
		return all, nil
	}
	rows, err := db.List(ctx, tx, func(r db.Row) (v vote, err error) {
		var at int64
		err = r.Scan(&v.seq, &v.nonce, &at, &v.channel, &v.weight)
		v.at = db.Time(at)
		return v, err
	}, "SELECT seq, nonce, at, channel, weight FROM ballot_vote WHERE campaign = $1 AND seq "+tx.Among("$2"), campaign, tx.Numbers(seqs))
	for _, v := range rows {
		all[v.seq] = v
	}
	return all, err
}

// daysOf lists the days on which votes were counted, the latest first.
func daysOf(ctx context.Context, tx *db.Tx, campaign string, summed int64) ([]string, error) {
	return db.List(ctx, tx, db.Value[string], `SELECT day FROM ballot_tally WHERE campaign = $1
		UNION SELECT day FROM ballot_vote WHERE campaign = $1 AND seq > $2 ORDER BY day DESC`, campaign, summed)
}

// keyOf returns the secret of a campaign's day, or of its whole vote where day is empty, made when it is first wanted.
func keyOf(ctx context.Context, tx *db.Tx, campaign, day string) (string, error) {
	secret, found, err := db.One(ctx, tx, db.Value[string], "SELECT secret FROM ballot_key WHERE campaign = $1 AND day = $2", campaign, day)
	if err != nil || found {
		return secret, err
	}
	return settleKey(ctx, tx, campaign, day, id.Token())
}

// settleKey returns the secret of that name, which is fresh if there was none.
func settleKey(ctx context.Context, tx *db.Tx, campaign, day, fresh string) (string, error) {
	secret, _, err := db.One(ctx, tx, db.Value[string], `INSERT INTO ballot_key (campaign, day, secret) VALUES ($1, $2, $3)
		ON CONFLICT (campaign, day) DO UPDATE SET secret = ballot_key.secret RETURNING secret`, campaign, day, fresh)
	return secret, err
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
