package entry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"saiying/internal/platform/db"
	"saiying/internal/platform/id"
)

const columns = `SELECT id, campaign, door, owner, made_by, number, state, title, author, unit, fields, topics, declarations, claims, asset,
	verdict, findings, errors, warns, reasons, note, awards, created, submitted, changed, named FROM entry_entry `

// brief reads entries without their findings, which are most of a row.
var brief = strings.Replace(columns, " findings,", " '[]',", 1)

func scan(r db.Row) (e Entry, err error) {
	var fields, topics, declarations, claims, findings, reasons, awards string
	var created, submitted, changed int64
	err = r.Scan(&e.ID, &e.Campaign, &e.Door, &e.Owner, &e.MadeBy, &e.Number, &e.State, &e.Title, &e.Author, &e.Unit, &fields, &topics, &declarations,
		&claims, &e.asset, &e.Verdict, &findings, &e.Errors, &e.Warns, &reasons, &e.Note, &awards, &created, &submitted, &changed, &e.Named)
	if err != nil {
		return e, err
	}
	e.Created, e.Submitted, e.Changed = db.Time(created), db.Time(submitted), db.Time(changed)
	return e, errors.Join(parse(fields, &e.Fields), parse(topics, &e.Topics), parse(declarations, &e.Declarations), parse(claims, &e.claims),
		parse(findings, &e.Findings), parse(reasons, &e.Reasons), parse(awards, &e.Awards))
}

func parse(text string, into any) error { return json.Unmarshal([]byte(text), into) }

// text writes a list or map as JSON; an empty list is [].
func text[T any](list []T) string {
	if list == nil {
		return "[]"
	}
	b, err := json.Marshal(list)
	if err != nil {
		panic(err) // the types of this room always marshal
	}
	return string(b)
}

func fieldsText(m map[string]string) string {
	b, _ := json.Marshal(m) // strings always marshal
	return string(b)
}

func find(ctx context.Context, tx *db.Tx, id string) (Entry, bool, error) {
	return db.One(ctx, tx, scan, columns+"WHERE id = $1", id)
}

func findByNumber(ctx context.Context, tx *db.Tx, campaign, number string) (Entry, bool, error) {
	return db.One(ctx, tx, scan, columns+"WHERE campaign = $1 AND number = $2 AND number <> ''", campaign, number)
}

func listByAsset(ctx context.Context, tx *db.Tx, asset string) ([]Entry, error) {
	return db.List(ctx, tx, scan, columns+"WHERE asset = $1", asset)
}

func listByAssets(ctx context.Context, tx *db.Tx, assets []string) ([]Entry, error) {
	args := make([]any, len(assets))
	for i, a := range assets {
		args[i] = a
	}
	return db.List(ctx, tx, scan, brief+"WHERE asset IN ("+db.Marks(1, len(args))+")", args...)
}

func listByOwner(ctx context.Context, tx *db.Tx, owner, campaign string) ([]Entry, error) {
	return db.List(ctx, tx, scan, columns+"WHERE owner = $1 AND ($2 = '' OR campaign = $2) ORDER BY created DESC, id DESC", owner, campaign)
}

func insert(ctx context.Context, tx *db.Tx, e Entry) error {
	now := db.Micros(tx.Now())
	_, err := tx.Exec(ctx, `INSERT INTO entry_entry (id, campaign, door, owner, made_by, state, title, author, unit, fields, topics, declarations, claims, asset, created, changed)
		VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, $10, $11, '[]', $12, $13, $13)`,
		e.ID, e.Campaign, e.Door, e.Owner, e.MadeBy, e.Title, e.Author, e.Unit, fieldsText(e.Fields), text(e.Topics), text(e.Declarations), e.asset, now)
	return err
}

// save writes what e says if its row is still in the state from, and reports whether it was.
func save(ctx context.Context, tx *db.Tx, e Entry, from State) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE entry_entry SET door = $3, state = $4, title = $5, author = $6, unit = $7, fields = $8, topics = $9, declarations = $10,
		claims = $11, asset = $12, verdict = $13, findings = $14, errors = $15, warns = $16, reasons = $17, note = $18, number = $19, seq = $20,
		submitted = $21, changed = $22, named = $23 WHERE id = $1 AND state = $2`,
		e.ID, from, e.Door, e.State, e.Title, e.Author, e.Unit, fieldsText(e.Fields), text(e.Topics), text(e.Declarations), text(e.claims), e.asset,
		e.Verdict, text(e.Findings), e.Errors, e.Warns, text(e.Reasons), e.Note, e.Number, seqOf(e.Number), db.Micros(e.Submitted), db.Micros(tx.Now()), e.Named)
	return n == 1, err
}

// seqOf is the number as a number, to sort by.
func seqOf(number string) int64 {
	var n int64
	_, _ = fmt.Sscanf(number, "%d", &n) // an empty number is 0
	return n
}

func remove(ctx context.Context, tx *db.Tx, id string) (bool, error) {
	if _, err := tx.Exec(ctx, "DELETE FROM entry_event WHERE entry = $1", id); err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, "DELETE FROM entry_entry WHERE id = $1 AND state = 'draft'", id)
	return n == 1, err
}

func setVerdict(ctx context.Context, tx *db.Tx, e Entry) error {
	_, err := tx.Exec(ctx, "UPDATE entry_entry SET verdict = $3, findings = $4, errors = $5, warns = $6 WHERE id = $1 AND asset = $2",
		e.ID, e.asset, e.Verdict, text(e.Findings), e.Errors, e.Warns)
	return err
}

func setDeclarations(ctx context.Context, tx *db.Tx, e Entry) error {
	_, err := tx.Exec(ctx, "UPDATE entry_entry SET declarations = $2 WHERE id = $1", e.ID, text(e.Declarations))
	return err
}

func setAwards(ctx context.Context, tx *db.Tx, id string, awards []Prize) error {
	_, err := tx.Exec(ctx, "UPDATE entry_entry SET awards = $2 WHERE id = $1", id, text(awards))
	return err
}

func nextNumber(ctx context.Context, tx *db.Tx, campaign string) (n int64, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO entry_number (campaign, last) VALUES ($1, 1)
		ON CONFLICT (campaign) DO UPDATE SET last = entry_number.last + 1 RETURNING last`, campaign).Scan(&n)
	return n, err
}

// takeDoor counts one more live work of the participant that mark tells of, unless they use another door or have as many as
// the notice allows (0 is any number). All of it is decided in the write.
func takeDoor(ctx context.Context, tx *db.Tx, campaign, mark, door string, oneDoor bool, most int) (bool, error) {
	_, ok, err := db.One(ctx, tx, db.Value[int], `INSERT INTO entry_door (campaign, mark, door, live) VALUES ($1, $2, $3, 1)
		ON CONFLICT (campaign, mark) DO UPDATE SET door = excluded.door, live = entry_door.live + 1
		WHERE (entry_door.live = 0 OR entry_door.door = excluded.door OR NOT CAST($4 AS BOOLEAN)) AND (CAST($5 AS INTEGER) = 0 OR entry_door.live < CAST($5 AS INTEGER)) RETURNING live`,
		campaign, mark, door, oneDoor, most)
	return ok, err
}

func leaveDoor(ctx context.Context, tx *db.Tx, campaign, mark string) error {
	_, err := tx.Exec(ctx, "UPDATE entry_door SET live = live - 1 WHERE campaign = $1 AND mark = $2 AND live > 0", campaign, mark)
	return err
}

func doorOf(ctx context.Context, tx *db.Tx, campaign, mark string) (string, error) {
	door, _, err := db.One(ctx, tx, db.Value[string], "SELECT door FROM entry_door WHERE campaign = $1 AND mark = $2", campaign, mark)
	return door, err
}

func insertReceipt(ctx context.Context, tx *db.Tx, entry string, r Receipt) error {
	_, err := tx.Exec(ctx, `INSERT INTO entry_receipt (entry, seq, number, at, asset, sha256, size, filename, within_grace)
		SELECT CAST($1 AS TEXT), COALESCE(MAX(seq), 0) + 1, CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS BIGINT),
			CAST($7 AS TEXT), CAST($8 AS BOOLEAN) FROM entry_receipt WHERE entry = $1`,
		entry, r.Number, db.Micros(r.At), r.Asset, r.SHA256, r.Size, r.Filename, r.WithinGrace)
	return err
}

func listReceipts(ctx context.Context, tx *db.Tx, entry string) ([]Receipt, error) {
	return db.List(ctx, tx, func(r db.Row) (x Receipt, err error) {
		var at int64
		err = r.Scan(&x.Seq, &x.Number, &at, &x.Asset, &x.SHA256, &x.Size, &x.Filename, &x.WithinGrace)
		x.At = db.Time(at)
		return x, err
	}, "SELECT seq, number, at, asset, sha256, size, filename, within_grace FROM entry_receipt WHERE entry = $1 ORDER BY seq", entry)
}

type event struct {
	Event
	actor string
}

func insertEvent(ctx context.Context, tx *db.Tx, entry string, e event) error {
	_, err := tx.Exec(ctx, "INSERT INTO entry_event (id, entry, at, kind, says, actor, name, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		id.New(), entry, db.Micros(tx.Now()), e.Kind, e.Says, e.actor, e.By, e.Reason)
	return err
}

func listEvents(ctx context.Context, tx *db.Tx, entry string) ([]event, error) {
	return db.List(ctx, tx, func(r db.Row) (e event, err error) {
		var at int64
		err = r.Scan(&at, &e.Kind, &e.Says, &e.actor, &e.By, &e.Reason)
		e.At = db.Time(at)
		return e, err
	}, "SELECT at, kind, says, actor, name, reason FROM entry_event WHERE entry = $1 ORDER BY at, id", entry)
}

// Sort is the order of a list.
type Sort string

// The orders.
const (
	Newest   Sort = "newest" // last handed in first
	Oldest   Sort = "oldest"
	ByNumber Sort = "number"
)

// Filter chooses entries. Empty fields choose all, except that drafts are listed only when States names them.
type Filter struct {
	Campaign string
	States   []State
	IDs      []string
	Owner    string // who entered them
	Verdict  Verdict
	Topic    string // an option's key
	Door     string
	Q        string // part of title, author, unit or number
	Sort     Sort   // Newest if empty
	After    string // the cursor of the page before
	Limit    int    // 0 is all
}

var like = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

// orders says by which column a list runs, and which way.
var orders = map[Sort]struct{ column, way, beyond string }{
	Newest:   {"submitted", "DESC", "<"},
	Oldest:   {"submitted", "ASC", ">"},
	ByNumber: {"seq", "ASC", ">"},
}

// where writes a filter as a condition.
func (f Filter) where() (string, []any) {
	cond, args := []string{"campaign = $1"}, []any{f.Campaign}
	add := func(text string, values ...any) {
		marks := make([]any, len(values))
		for i := range values {
			marks[i] = len(args) + 1 + i
		}
		cond, args = append(cond, fmt.Sprintf(text, marks...)), append(args, values...)
	}
	in := func(column string, n int, value func(int) any) {
		cond = append(cond, column+" IN ("+db.Marks(len(args)+1, n)+")")
		for i := range n {
			args = append(args, value(i))
		}
	}
	if len(f.States) == 0 {
		cond = append(cond, "state <> 'draft'")
	} else {
		in("state", len(f.States), func(i int) any { return f.States[i] })
	}
	if f.IDs != nil {
		in("id", len(f.IDs), func(i int) any { return f.IDs[i] })
	}
	if f.Owner != "" {
		add("owner = $%d", f.Owner)
	}
	if f.Verdict != "" {
		add("verdict = $%d", f.Verdict)
	}
	if f.Door != "" {
		add("door = $%d", f.Door)
	}
	if f.Topic != "" {
		add(`topics LIKE $%d ESCAPE '\'`, `%"`+like.Replace(f.Topic)+`"%`)
	}
	if q := strings.ToLower(strings.TrimSpace(f.Q)); q != "" {
		add(`(LOWER(title) LIKE $%[1]d ESCAPE '\' OR LOWER(author) LIKE $%[1]d ESCAPE '\' OR LOWER(unit) LIKE $%[1]d ESCAPE '\' OR number LIKE $%[1]d ESCAPE '\')`,
			"%"+like.Replace(q)+"%")
	}
	return strings.Join(cond, " AND "), args
}

// list reads one page and, if there are more, the cursor of the next.
func list(ctx context.Context, tx *db.Tx, f Filter) ([]Entry, string, error) {
	if f.IDs != nil && len(f.IDs) == 0 {
		return []Entry{}, "", nil
	}
	order, ok := orders[f.Sort]
	if !ok {
		order = orders[Newest]
	}
	cond, args := f.where()
	if f.After != "" {
		var at int64
		var last string
		if err := db.DecodeCursor(f.After, &at, &last); err != nil {
			return nil, "", err
		}
		n := len(args)
		cond += fmt.Sprintf(" AND (%[1]s %[2]s $%[3]d OR %[1]s = $%[3]d AND id %[2]s $%[4]d)", order.column, order.beyond, n+1, n+2)
		args = append(args, at, last)
	}
	q := columns + "WHERE " + cond + fmt.Sprintf(" ORDER BY %[1]s %[2]s, id %[2]s", order.column, order.way)
	if f.Limit > 0 {
		q += fmt.Sprintf(" LIMIT %d", f.Limit+1)
	}
	all, err := db.List(ctx, tx, scan, q, args...)
	if err != nil || f.Limit <= 0 || len(all) <= f.Limit {
		return all, "", err
	}
	all = all[:f.Limit]
	last := all[f.Limit-1]
	at := db.Micros(last.Submitted)
	if order.column == "seq" {
		at = seqOf(last.Number)
	}
	return all, db.EncodeCursor(at, last.ID), nil
}

func count(ctx context.Context, tx *db.Tx, campaign string) (map[State]int, error) {
	type row struct {
		state State
		n     int
	}
	rows, err := db.List(ctx, tx, func(r db.Row) (x row, err error) { return x, r.Scan(&x.state, &x.n) },
		"SELECT state, count(*) FROM entry_entry WHERE campaign = $1 GROUP BY state", campaign)
	counts := map[State]int{}
	for _, r := range rows {
		counts[r.state] = r.n
	}
	return counts, err
}

// topicsAhead goes by the ids: were it asked for what is equal, SQLite would go through all works of the state.
func topicsAhead(ctx context.Context, tx *db.Tx, campaign string, state State, ids []string, into *[]FirstTopic) error {
	return db.Ahead(ctx, tx, into, func(r db.Row) (f FirstTopic, err error) {
		var all string
		if err := r.Scan(&f.Entry, &all); err != nil || all == "[]" {
			return f, err
		}
		var topics []string
		if err = parse(all, &topics); len(topics) > 0 {
			f.Topic = topics[0]
		}
		return f, err
	}, "SELECT id, topics FROM entry_entry WHERE id "+tx.Among("$3")+" AND NOT (campaign <> $1 OR state <> $2)", campaign, state, tx.Texts(ids))
}
