package jury

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"saiying/internal/platform/db"
	"saiying/internal/platform/id"
)

const roundColumns = "SELECT campaign, round, state, spec, seed, opened, sealed, settled FROM jury_round "

func scanRound(row db.Row) (r round, err error) {
	var spec, seed string
	var opened, sealed, settled int64
	if err = row.Scan(&r.campaign, &r.key, &r.state, &spec, &seed, &opened, &sealed, &settled); err != nil {
		return r, err
	}
	r.opened, r.sealed, r.settled = db.Time(opened), db.Time(sealed), db.Time(settled)
	if r.seed, err = strconv.ParseUint(seed, 10, 64); err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(spec), &r.spec)
}

func findRound(ctx context.Context, tx *db.Tx, campaign, key string) (round, bool, error) {
	return db.One(ctx, tx, scanRound, roundColumns+"WHERE campaign = $1 AND round = $2", campaign, key)
}

func insertRound(ctx context.Context, tx *db.Tx, r round) error {
	spec, err := json.Marshal(r.spec)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO jury_round (campaign, round, state, spec, seed, opened, sealed, settled, saves) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0)`,
		r.campaign, r.key, r.state, string(spec), strconv.FormatUint(r.seed, 10), db.Micros(r.opened))
	return err
}

// move writes the round's state and times, which left the state from. Verbs begin with it: on PostgreSQL it makes others that
// act on the round wait, and those that come too late are refused.
func (r round) move(ctx context.Context, tx *db.Tx, act string, from State) error {
	n, err := tx.Exec(ctx, "UPDATE jury_round SET state = $4, sealed = $5, settled = $6 WHERE campaign = $1 AND round = $2 AND state = $3",
		r.campaign, r.key, from, r.state, db.Micros(r.sealed), db.Micros(r.settled))
	if err == nil && n == 0 {
		err = ErrState.With("round", r.spec.Label, "state", "已有变动", "act", act)
	}
	return err
}

// enterRound takes the round's turn for a save and returns how many there have been, or false when the round is not open.
// Saves and the sealing of a round wait for each other here, so that no sheet changes after the seal.
func enterRound(ctx context.Context, tx *db.Tx, campaign, key string) (int64, bool, error) {
	return db.One(ctx, tx, db.Value[int64], "UPDATE jury_round SET saves = saves + 1 WHERE campaign = $1 AND round = $2 AND state = $3 RETURNING saves", campaign, key, StateOpen)
}

func listSeats(ctx context.Context, tx *db.Tx, campaign, key string) ([]Seat, error) {
	return db.List(ctx, tx, func(row db.Row) (s Seat, err error) { return s, row.Scan(&s.Person, &s.Name, &s.Unit, &s.Gone) },
		"SELECT person, name, unit, gone FROM jury_judge WHERE campaign = $1 AND round = $2 ORDER BY added, person", campaign, key)
}

func putSeat(ctx context.Context, tx *db.Tx, campaign, key string, s Seat) error {
	_, err := tx.Exec(ctx, `INSERT INTO jury_judge (campaign, round, person, name, unit, gone, added) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (campaign, round, person) DO UPDATE SET name = excluded.name, unit = excluded.unit, gone = excluded.gone`,
		campaign, key, s.Person, s.Name, s.Unit, s.Gone, db.Micros(tx.Now()))
	return err
}

func deleteSeat(ctx context.Context, tx *db.Tx, campaign, key, person string) error {
	_, err := tx.Exec(ctx, "DELETE FROM jury_judge WHERE campaign = $1 AND round = $2 AND person = $3", campaign, key, person)
	return err
}

// deal is one work given to one judge.
type deal struct{ entry, judge string }

// insertSheets deals works, many rows a statement.
func insertSheets(ctx context.Context, tx *db.Tx, campaign, key string, deals []deal) error {
	const most, columns = 300, 5
	for len(deals) > 0 {
		n := min(most, len(deals))
		rows, args := make([]string, n), make([]any, 0, n*columns)
		for i, d := range deals[:n] {
			rows[i] = "(" + db.Marks(len(args)+1, columns) + ", 'todo', '{}', '', 1, 0, '', " + strconv.FormatInt(db.Micros(tx.Now()), 10) + ", 0)"
			args = append(args, id.New(), campaign, key, d.entry, d.judge)
		}
		_, err := tx.Exec(ctx, "INSERT INTO jury_sheet (id, campaign, round, entry, judge, state, scores, note, version, watched, reason, dealt, changed) VALUES "+strings.Join(rows, ", "), args...)
		if err != nil {
			return err
		}
		deals = deals[n:]
	}
	return nil
}

const sheetColumns = "SELECT id, campaign, round, entry, judge, state, scores, note, version, watched, reason, dealt, changed FROM jury_sheet "

func scanSheet(row db.Row) (s sheet, err error) {
	var scores string
	var dealt, changed int64
	if err = row.Scan(&s.id, &s.campaign, &s.round, &s.entry, &s.judge, &s.state, &scores, &s.note, &s.version, &s.watched, &s.reason, &dealt, &changed); err != nil {
		return s, err
	}
	s.dealt, s.changed = db.Time(dealt), db.Time(changed)
	return s, json.Unmarshal([]byte(scores), &s.scores)
}

func findSheet(ctx context.Context, tx *db.Tx, sheetID string) (sheet, bool, error) {
	return db.One(ctx, tx, scanSheet, sheetColumns+"WHERE id = $1", sheetID)
}

func listSheets(ctx context.Context, tx *db.Tx, campaign, key string) ([]sheet, error) {
	return db.List(ctx, tx, scanSheet, sheetColumns+"WHERE campaign = $1 AND round = $2 ORDER BY entry, judge", campaign, key)
}

// sheetsOf returns a judge's sheets, of one round if key is given.
func sheetsOf(ctx context.Context, tx *db.Tx, judge, campaign, key string) ([]sheet, error) {
	return db.List(ctx, tx, scanSheet, sheetColumns+"WHERE judge = $1 AND ($2 = '' OR campaign = $2) AND ($3 = '' OR round = $3) ORDER BY dealt, id", judge, campaign, key)
}

// saveSheet writes a sheet over the version it was made from, and reports false when that is no longer the current one.
func saveSheet(ctx context.Context, tx *db.Tx, s sheet) (bool, error) {
	scores, err := json.Marshal(s.scores)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `UPDATE jury_sheet SET state = $3, scores = $4, note = $5, watched = $6, reason = $7, version = version + 1, changed = $8 WHERE id = $1 AND version = $2`,
		s.id, s.version, s.state, string(scores), s.note, s.watched, s.reason, db.Micros(tx.Now()))
	return n == 1, err
}

func findChoice(ctx context.Context, tx *db.Tx, campaign, key string) (Choice, bool, error) {
	return db.One(ctx, tx, func(row db.Row) (c Choice, err error) {
		var at int64
		var chosen string
		if err = row.Scan(&c.By, &c.Name, &at, &c.Reason, &chosen); err != nil {
			return c, err
		}
		c.At = db.Time(at)
		return c, json.Unmarshal([]byte(chosen), &c.Chosen)
	}, "SELECT person, name, at, reason, chosen FROM jury_choice WHERE campaign = $1 AND round = $2", campaign, key)
}

func putChoice(ctx context.Context, tx *db.Tx, campaign, key string, c Choice) error {
	chosen, err := json.Marshal(c.Chosen)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO jury_choice (campaign, round, person, name, at, reason, chosen) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (campaign, round) DO UPDATE SET person = excluded.person, name = excluded.name, at = excluded.at, reason = excluded.reason, chosen = excluded.chosen`,
		campaign, key, c.By, c.Name, db.Micros(tx.Now()), c.Reason, string(chosen))
	return err
}

func deleteChoice(ctx context.Context, tx *db.Tx, campaign, key string) error {
	_, err := tx.Exec(ctx, "DELETE FROM jury_choice WHERE campaign = $1 AND round = $2", campaign, key)
	return err
}

func insertResults(ctx context.Context, tx *db.Tx, campaign, key string, results []Result) error {
	for i, r := range results {
		detail, err := json.Marshal(r)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "INSERT INTO jury_result (campaign, round, entry, place, seq, detail) VALUES ($1, $2, $3, $4, $5, $6)", campaign, key, r.Entry, r.Place, i+1, string(detail))
		if err != nil {
			return err
		}
	}
	return nil
}

func listResults(ctx context.Context, tx *db.Tx, campaign, key string) ([]Result, error) {
	return db.List(ctx, tx, func(row db.Row) (r Result, err error) {
		var detail string
		if err = row.Scan(&detail); err != nil {
			return r, err
		}
		return r, json.Unmarshal([]byte(detail), &r)
	}, "SELECT detail FROM jury_result WHERE campaign = $1 AND round = $2 ORDER BY seq", campaign, key)
}

func deleteResults(ctx context.Context, tx *db.Tx, campaign, key string) error {
	_, err := tx.Exec(ctx, "DELETE FROM jury_result WHERE campaign = $1 AND round = $2", campaign, key)
	return err
}
