package award

import (
	"context"
	"encoding/json"

	"saiying/internal/platform/db"
)

// account is what of an outcome only the console and the record need.
type account struct {
	Method  string `json:"method"`
	Log     []Step `json:"log"`
	Results []Row  `json:"results"`
}

func findRoll(ctx context.Context, tx *db.Tx, campaign string) (Roll, error) {
	r, found, err := db.One(ctx, tx, scanRoll, `SELECT campaign, state, computed, inputs_sum, prizes, account, win, note, list_sum, publicised, confirmed
		FROM award_roll WHERE campaign = $1`, campaign)
	if err != nil {
		return r, err
	}
	if !found {
		r = Roll{Campaign: campaign, State: None, Outcome: Outcome{Prizes: []Given{}, Log: []Step{}, Results: []Row{}}}
	}
	r.Revoked, err = listRevoked(ctx, tx, campaign)
	return r, err
}

// findHead reads of a roll only where it stands and when its publicity is.
func findHead(ctx context.Context, tx *db.Tx, campaign string) (Roll, error) {
	r, found, err := db.One(ctx, tx, scanHead, `SELECT state, win FROM award_roll WHERE campaign = $1`, campaign)
	if !found {
		r.State = None
	}
	return r, err
}

func scanHead(row db.Row) (r Roll, err error) {
	var win string
	if err := row.Scan(&r.State, &win); err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(win), &r.Window)
}

func scanRoll(row db.Row) (r Roll, err error) {
	var computed, publicised, confirmed int64
	var prizes, acc, win string
	if err := row.Scan(&r.Campaign, &r.State, &computed, &r.InputsSum, &prizes, &acc, &win, &r.Note, &r.ListSum, &publicised, &confirmed); err != nil {
		return r, err
	}
	r.Computed, r.Publicised, r.Confirmed = db.Time(computed), db.Time(publicised), db.Time(confirmed)
	var a account
	for _, part := range []struct {
		text string
		into any
	}{{prizes, &r.Outcome.Prizes}, {acc, &a}, {win, &r.Window}} {
		if err := json.Unmarshal([]byte(part.text), part.into); err != nil {
			return r, err
		}
	}
	r.Outcome.Method, r.Outcome.Log, r.Outcome.Results = a.Method, a.Log, a.Results
	return r, nil
}

// putComputed writes a newly computed roll over one in a state from, and reports false when it stands elsewhere by now.
func putComputed(ctx context.Context, tx *db.Tx, from State, in Inputs, o Outcome) (bool, error) {
	inputs, err := json.Marshal(in)
	if err != nil {
		return false, err
	}
	prizes, err := json.Marshal(o.Prizes)
	if err != nil {
		return false, err
	}
	acc, err := json.Marshal(account{o.Method, o.Log, o.Results})
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `INSERT INTO award_roll (campaign, state, computed, inputs, inputs_sum, prizes, account, win, closes, note, list, list_sum, publicised, confirmed)
		VALUES ($1, 'provisional', $2, $3, $4, $5, $6, '{}', 0, '', '[]', '', 0, 0)
		ON CONFLICT (campaign) DO UPDATE SET state = excluded.state, computed = excluded.computed, inputs = excluded.inputs, inputs_sum = excluded.inputs_sum,
			prizes = excluded.prizes, account = excluded.account, win = excluded.win, closes = 0, note = '', list = '[]', list_sum = '', publicised = 0
		WHERE award_roll.state = $7`,
		in.Campaign, db.Micros(tx.Now()), string(inputs), in.Sum(), string(prizes), string(acc), from)
	return n == 1, err
}

func markPublic(ctx context.Context, tx *db.Tx, r Roll, list string) (bool, error) {
	win, err := json.Marshal(r.Window)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `UPDATE award_roll SET state = 'publicised', win = $2, closes = $3, note = $4, list = $5, list_sum = $6, publicised = $7
		WHERE campaign = $1 AND state = 'provisional'`,
		r.Campaign, string(win), db.Micros(r.Window.To), r.Note, list, r.ListSum, db.Micros(tx.Now()))
	return n == 1, err
}

func markFinal(ctx context.Context, tx *db.Tx, campaign string) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE award_roll SET state = 'confirmed', confirmed = $2 WHERE campaign = $1 AND state = 'publicised' AND closes <= $2", campaign, db.Micros(tx.Now()))
	return n == 1, err
}

func putChoice(ctx context.Context, tx *db.Tx, campaign string, c Choice, person string) error {
	detail, err := json.Marshal(c)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO award_choice (campaign, prize, detail, person, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (campaign, prize) DO UPDATE SET detail = excluded.detail, person = excluded.person, at = excluded.at`,
		campaign, c.Prize, string(detail), person, db.Micros(tx.Now()))
	return err
}

func listChoices(ctx context.Context, tx *db.Tx, campaign string) ([]Choice, error) {
	return db.List(ctx, tx, func(r db.Row) (c Choice, err error) {
		var detail string
		if err := r.Scan(&detail); err != nil {
			return c, err
		}
		return c, json.Unmarshal([]byte(detail), &c)
	}, "SELECT detail FROM award_choice WHERE campaign = $1 ORDER BY prize", campaign)
}

// insertRevoked reports false when the award was taken back before.
func insertRevoked(ctx context.Context, tx *db.Tx, campaign string, r Revocation, person string) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO award_revoked (campaign, prize, entry, reason, late, person, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (campaign, prize, entry) DO NOTHING`, campaign, r.Prize, r.Entry, r.Reason, r.Late, person, db.Micros(tx.Now()))
	return n == 1, err
}

func listRevoked(ctx context.Context, tx *db.Tx, campaign string) ([]Revocation, error) {
	return db.List(ctx, tx, func(r db.Row) (x Revocation, err error) { return x, r.Scan(&x.Prize, &x.Entry, &x.Reason, &x.Late) },
		"SELECT prize, entry, reason, late FROM award_revoked WHERE campaign = $1 ORDER BY prize, entry", campaign)
}
