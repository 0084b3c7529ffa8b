package ballot

import (
	"context"
	"encoding/json"
	"time"

	"saiying/internal/platform/db"
)

// written is what a case's body keeps.
type written struct {
	Reason      string           `json:"reason"`
	OpenedBy    [2]string        `json:"opened_by"`
	Outcome     Outcome          `json:"outcome,omitempty"`
	Cause       Cause            `json:"cause,omitempty"`
	Why         string           `json:"why,omitempty"`
	By          [2]string        `json:"by"`
	Agreed      [2]string        `json:"agreed"`
	Ground      *Ground          `json:"ground,omitempty"`
	Appeals     []Appeal         `json:"appeals,omitempty"`
	From        int64            `json:"from"` // microseconds
	To          int64            `json:"to"`
	Votes       int64            `json:"votes"`
	Works       map[string]int64 `json:"works"`
	AfterFreeze bool             `json:"after_freeze,omitempty"`
	AnnulledFor Cause            `json:"annulled_for,omitempty"`
}

func names(p person) [2]string { return [2]string{p.id, p.name} }
func named(n [2]string) person { return person{n[0], n[1]} }

func putCase(ctx context.Context, tx *db.Tx, c Case) error {
	p := c.Proposal
	w := written{Reason: c.Reason, OpenedBy: names(c.OpenedBy), Outcome: p.Outcome, Cause: p.Cause, Why: p.Reason, By: names(p.By), Agreed: names(p.Agreed),
		Ground: c.Ground, Appeals: c.Appeals, From: db.Micros(c.From), To: db.Micros(c.To), Votes: c.Votes, Works: map[string]int64{}, AfterFreeze: c.AfterFreeze, AnnulledFor: c.AnnulledFor}
	for _, e := range c.Works {
		w.Works[e.Entry] = e.Votes
	}
	body, err := json.Marshal(w)
	if err != nil {
		return err
	}
	var decided int64
	if !c.Decided.IsZero() {
		decided = db.Micros(c.Decided)
	}
	_, err = tx.Exec(ctx, `INSERT INTO ballot_case (id, campaign, number, state, body, opened, decided) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body, decided = excluded.decided`,
		c.ID, c.Campaign, c.Number, c.State, string(body), db.Micros(c.Opened), decided)
	return err
}

const caseColumns = "SELECT id, campaign, number, state, body, opened, decided FROM ballot_case WHERE campaign = $1 "

func scanCase(r db.Row) (c Case, err error) {
	var body string
	var opened, decided int64
	if err := r.Scan(&c.ID, &c.Campaign, &c.Number, &c.State, &body, &opened, &decided); err != nil {
		return c, err
	}
	var w written
	if err := json.Unmarshal([]byte(body), &w); err != nil {
		return c, err
	}
	c.Reason, c.OpenedBy, c.Ground, c.Appeals, c.Votes, c.AfterFreeze, c.AnnulledFor = w.Reason, named(w.OpenedBy), w.Ground, w.Appeals, w.Votes, w.AfterFreeze, w.AnnulledFor
	c.Proposal = Proposal{w.Outcome, w.Cause, w.Why, named(w.By), named(w.Agreed)}
	c.From, c.To, c.Opened = db.Time(w.From), db.Time(w.To), db.Time(opened)
	if decided > 0 {
		c.Decided = db.Time(decided)
	}
	for e, n := range w.Works {
		c.Works = append(c.Works, CaseWork{Entry: e, Votes: n})
	}
	return c, nil
}

func findCase(ctx context.Context, tx *db.Tx, campaign string, number int) (Case, error) {
	c, found, err := db.One(ctx, tx, scanCase, caseColumns+"AND number = $2", campaign, number)
	if err == nil && !found {
		err = errNoCase
	}
	return c, err
}

func casesOf(ctx context.Context, tx *db.Tx, campaign string) ([]Case, error) {
	return db.List(ctx, tx, scanCase, caseColumns+"ORDER BY number DESC", campaign)
}

func nextCase(ctx context.Context, tx *db.Tx, campaign string) (int, error) {
	n, _, err := db.One(ctx, tx, db.Value[int], "SELECT COALESCE(MAX(number), 0) + 1 FROM ballot_case WHERE campaign = $1", campaign)
	return n, err
}

// doubted is a vote in question, and whether it counts now.
type doubted struct {
	vote
	stands bool
}

func scanDoubted(r db.Row) (d doubted, err error) {
	var at int64
	err = r.Scan(&d.seq, &d.entry, &d.day, &d.n, &d.channel, &d.weight, &at, &d.stands)
	d.at = db.Time(at)
	return d, err
}

const doubtedColumns = `SELECT v.seq, v.entry, v.day, v.n, v.channel, v.weight, v.at, COALESCE(r.stands, NOT v.held)
	FROM ballot_vote v LEFT JOIN ballot_ruling r ON r.campaign = v.campaign AND r.seq = v.seq `

// inNoCase leaves out votes that another case has.
const inNoCase = ` AND NOT EXISTS (SELECT 1 FROM ballot_case_vote x JOIN ballot_case c ON c.id = x.case_id
	WHERE x.campaign = v.campaign AND x.seq = v.seq AND c.state <> 'dismissed') ORDER BY v.seq LIMIT `

// votesWithin lists the free votes of a work that were counted in a span.
func votesWithin(ctx context.Context, tx *db.Tx, campaign, entry string, from, to time.Time) ([]doubted, error) {
	return db.List(ctx, tx, scanDoubted, doubtedColumns+"WHERE v.campaign = $1 AND v.entry = $2 AND v.at >= $3 AND v.at < $4"+inNoCase+"$5",
		campaign, entry, db.Micros(from), db.Micros(to), caseMost+1)
}

// undecided are votes that are held, from their casting or since, and that nobody has decided about.
const undecided = "(v.held AND r.seq IS NULL OR r.case_id = '')"

// votesHeld lists the free votes that are held.
func votesHeld(ctx context.Context, tx *db.Tx, campaign string) ([]doubted, error) {
	return db.List(ctx, tx, scanDoubted, doubtedColumns+"WHERE v.campaign = $1 AND "+undecided+inNoCase+"$2", campaign, caseMost+1)
}

// votesNumbered lists the free votes among those of these numbers.
func votesNumbered(ctx context.Context, tx *db.Tx, campaign string, seqs []int64) ([]doubted, error) {
	var all []doubted
	for len(seqs) > 0 {
		n := min(len(seqs), 500)
		args := []any{campaign, caseMost + 1}
		for _, seq := range seqs[:n] {
			args = append(args, seq)
		}
		some, err := db.List(ctx, tx, scanDoubted, doubtedColumns+"WHERE v.campaign = $1 AND v.seq IN ("+db.Marks(3, n)+")"+inNoCase+"$2", args...)
		if err != nil {
			return nil, err
		}
		all, seqs = append(all, some...), seqs[n:]
	}
	return all, nil
}

// casesOfVotes tells in which case each vote is that is in one.
func casesOfVotes(ctx context.Context, tx *db.Tx, campaign string) (map[int64]int, error) {
	type place struct {
		seq    int64
		number int
	}
	rows, err := db.List(ctx, tx, func(r db.Row) (p place, err error) { return p, r.Scan(&p.seq, &p.number) },
		`SELECT x.seq, c.number FROM ballot_case c JOIN ballot_case_vote x ON x.case_id = c.id WHERE c.campaign = $1 AND c.state <> 'dismissed'`, campaign)
	in := make(map[int64]int, len(rows))
	for _, p := range rows {
		in[p.seq] = p.number
	}
	return in, err
}

func votesOfCase(ctx context.Context, tx *db.Tx, c Case) ([]doubted, error) {
	return db.List(ctx, tx, scanDoubted, doubtedColumns+"JOIN ballot_case_vote x ON x.campaign = v.campaign AND x.seq = v.seq WHERE x.campaign = $1 AND x.case_id = $2 ORDER BY v.seq",
		c.Campaign, c.ID)
}

func insertCaseVotes(ctx context.Context, tx *db.Tx, c Case, votes []doubted) error {
	rows := make([][]any, len(votes))
	for i, v := range votes {
		rows[i] = []any{v.seq}
	}
	_, err := tx.Insert(ctx, "ballot_case_vote (campaign, case_id, seq)", "", []any{c.Campaign, c.ID}, rows)
	return err
}

// rule writes what was decided about a case's votes and sets the sums right by those whose standing it changes.
func rule(ctx context.Context, tx *db.Tx, c Case, votes []doubted, stands bool) error {
	rows := make([][]any, len(votes))
	sums, channels := map[[2]string]int64{}, channelSums{}
	for i, v := range votes {
		rows[i] = []any{v.seq}
		given := int64(v.n)
		switch {
		case v.stands == stands:
			continue
		case !stands:
			given = -given
		}
		sums[[2]string{v.entry, v.day}] += given * int64(v.weight)
		channels.add(v.channel, amount{given, given * int64(v.weight)})
	}
	if _, err := tx.Insert(ctx, "ballot_ruling (campaign, stands, case_id, seq)",
		"ON CONFLICT (campaign, seq) DO UPDATE SET stands = excluded.stands, case_id = excluded.case_id", []any{c.Campaign, stands, c.ID}, rows); err != nil {
		return err
	}
	if err := addChannels(ctx, tx, c.Campaign, channels); err != nil {
		return err
	}
	var all int64
	for of, n := range sums {
		all += n
		if _, err := tx.Exec(ctx, `INSERT INTO ballot_tally (campaign, entry, day, votes) VALUES ($1, $2, $3, $4)
			ON CONFLICT (campaign, entry, day) DO UPDATE SET votes = ballot_tally.votes + excluded.votes`, c.Campaign, of[0], of[1], n); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, "UPDATE ballot_box SET votes = votes + $2 WHERE campaign = $1", c.Campaign, all)
	return err
}

// annulledOf sums the votes that people annulled, by work.
func annulledOf(ctx context.Context, tx *db.Tx, campaign string) (map[string]int64, error) {
	rows, err := db.List(ctx, tx, func(r db.Row) (s share, err error) { return s, r.Scan(&s.entry, &s.votes) },
		`SELECT v.entry, CAST(SUM(v.n * v.weight) AS BIGINT) FROM ballot_ruling r JOIN ballot_vote v ON v.campaign = r.campaign AND v.seq = r.seq
		WHERE r.campaign = $1 AND NOT r.stands AND r.case_id <> '' GROUP BY v.entry`, campaign)
	sums := make(map[string]int64, len(rows))
	for _, s := range rows {
		sums[s.entry] = s.votes
	}
	return sums, err
}

// fate is what became of a vote that is not simply counted.
type fate struct {
	seq    int64
	held   bool
	stands bool
	number int // of the case, or 0
	cause  Cause
}

// fatesOf returns what became of votes, by number; those that were never in doubt are not in it.
func fatesOf(ctx context.Context, tx *db.Tx, campaign string, seqs []int64) (map[int64]fate, error) {
	fates := map[int64]fate{}
	if len(seqs) == 0 {
		return fates, nil
	}
	args := []any{campaign}
	for _, seq := range seqs {
		args = append(args, seq)
	}
	rows, err := db.List(ctx, tx, func(r db.Row) (f fate, err error) {
		var body string
		if err := r.Scan(&f.seq, &f.held, &f.stands, &f.number, &body); err != nil {
			return f, err
		}
		var w written
		err = json.Unmarshal([]byte(body), &w)
		f.cause = w.AnnulledFor
		return f, err
	}, `SELECT v.seq, v.held, COALESCE(r.stands, NOT v.held), COALESCE(c.number, 0), COALESCE(c.body, '{}')
		FROM ballot_vote v LEFT JOIN ballot_ruling r ON r.campaign = v.campaign AND r.seq = v.seq LEFT JOIN ballot_case c ON c.id = r.case_id
		WHERE v.campaign = $1 AND (v.held OR r.seq IS NOT NULL) AND v.seq IN (`+db.Marks(2, len(seqs))+")", args...)
	for _, f := range rows {
		fates[f.seq] = f
	}
	return fates, err
}

// countHeld tells how many votes are held and nobody has decided about.
func countHeld(ctx context.Context, tx *db.Tx, campaign string) (held int64, err error) {
	held, _, err = db.One(ctx, tx, db.Value[int64], `SELECT COALESCE(CAST(SUM(v.n * v.weight) AS BIGINT), 0) FROM ballot_vote v
		LEFT JOIN ballot_ruling r ON r.campaign = v.campaign AND r.seq = v.seq WHERE v.campaign = $1 AND `+undecided, campaign)
	return held, err
}

// pacesOf sums a work's votes, or all, by a span of so many microseconds since a time.
func pacesOf(ctx context.Context, tx *db.Tx, campaign, entry string, span int64, since time.Time) ([]Pace, error) {
	b, err := findBox(ctx, tx, campaign)
	if err != nil {
		return nil, err
	}
	return db.List(ctx, tx, func(r db.Row) (p Pace, err error) {
		var at int64
		err = r.Scan(&at, &p.Votes)
		p.At = db.Time(at)
		return p, err
	}, `SELECT at, CAST(SUM(votes) AS BIGINT) FROM (
			SELECT minute - minute % $2 AS at, votes FROM ballot_pace WHERE campaign = $1 AND minute >= $4 AND ($5 = '' OR entry = $5)
			UNION ALL
			SELECT at - at % $2, n * weight FROM ballot_vote WHERE campaign = $1 AND seq > $3 AND NOT held AND at >= $4 AND ($5 = '' OR entry = $5)) all_votes GROUP BY at ORDER BY at`,
		campaign, span, b.summed, db.Micros(since), entry)
}
