// Package audit keeps the record of every act: who did what, on what, what was there before and after, when, and from
// where. Records are only ever added. Each holds the SHA-256 of itself and of the one before it, so a record that is
// changed, removed or put in later breaks the chain at its place, which Verify finds.
//
// Its tables are audit_record and audit_head.
package audit

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"saiying/internal/platform/db"
)

// Schema holds the migrations.
//
//go:embed schema/*.sql
var Schema embed.FS

// Actor is who acts, as far as the record needs to know.
type Actor struct {
	ID   string // a person's id, or empty for the program itself
	Name string
	Role string // the role in which they act
	From string // the address the request came from
}

// Program is the actor of work that no person asked for at that moment: jobs, deadlines, commands in a shell.
var Program = Actor{Name: "赛映", Role: "system"}

type key struct{}

// With returns a context whose acts are recorded as a's.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, key{}, a) }

// By returns the actor of ctx, which is Program unless With said otherwise.
func By(ctx context.Context) Actor {
	if a, ok := ctx.Value(key{}).(Actor); ok {
		return a
	}
	return Program
}

// Record is one act. Before and After are marshalled to JSON; leave out what must not be kept for ever, such as phone numbers.
type Record struct {
	Act      string // what was done, "room.verb": "screening.admit"
	Object   string // what it was done to, an id
	Campaign string // the campaign's key, or empty
	Says     string // one sentence in Chinese for the person who reads the record
	Before   any
	After    any
}

// Row is a record as it is kept.
type Row struct {
	Seq      int64           `json:"seq"`
	At       time.Time       `json:"at"`
	Actor    string          `json:"actor"`
	Name     string          `json:"name"`
	Role     string          `json:"role"`
	From     string          `json:"from"`
	Act      string          `json:"act"`
	Object   string          `json:"object"`
	Campaign string          `json:"campaign"`
	Says     string          `json:"says"`
	Before   json.RawMessage `json:"before,omitempty"`
	After    json.RawMessage `json:"after,omitempty"`
	Hash     string          `json:"hash"`
}

// digest is the SHA-256 of the previous record's hash and this record's fields, each preceded by its length so that no
// two different records spell the same bytes.
func (r Row) digest(previous string) string {
	h := sha256.New()
	for _, s := range []string{previous, fmt.Sprint(r.Seq), fmt.Sprint(db.Micros(r.At)), r.Actor, r.Name, r.Role, r.From, r.Act, r.Object,
		r.Campaign, r.Says, string(r.Before), string(r.After)} {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Log adds and reads records. The zero value is ready.
type Log struct{}

// Add appends r in tx, as done by the actor of ctx. It should be a transaction's last write: writers of records take turns.
func (*Log) Add(ctx context.Context, tx *db.Tx, r Record) error {
	a := By(ctx)
	row := Row{At: tx.Now(), Actor: a.ID, Name: a.Name, Role: a.Role, From: a.From, Act: r.Act, Object: r.Object, Campaign: r.Campaign, Says: r.Says}
	var err error
	if row.Before, err = marshal(r.Before); err != nil {
		return err
	}
	if row.After, err = marshal(r.After); err != nil {
		return err
	}
	var previous string
	if err := tx.QueryRow(ctx, "UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash").Scan(&row.Seq, &previous); err != nil {
		return fmt.Errorf("the audit record could not be written: %w", err)
	}
	row.Hash = row.digest(previous)
	if _, err := tx.Exec(ctx, "UPDATE audit_head SET hash = $1 WHERE id = 1", row.Hash); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO audit_record (seq, at, actor, name, role, source, act, object, campaign, says, before, after, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		row.Seq, db.Micros(row.At), row.Actor, row.Name, row.Role, row.From, row.Act, row.Object, row.Campaign, row.Says, string(row.Before), string(row.After), row.Hash)
	return err
}

func marshal(v any) (json.RawMessage, error) {
	if v == nil {
		return nil, nil
	}
	return json.Marshal(v)
}

const columns = "SELECT seq, at, actor, name, role, source, act, object, campaign, says, before, after, hash FROM audit_record "

func scan(r db.Row) (row Row, err error) {
	var at int64
	var before, after string
	err = r.Scan(&row.Seq, &at, &row.Actor, &row.Name, &row.Role, &row.From, &row.Act, &row.Object, &row.Campaign, &row.Says, &before, &after, &row.Hash)
	row.At, row.Before, row.After = db.Time(at), json.RawMessage(before), json.RawMessage(after)
	return row, err
}

// Filter chooses records; empty fields choose all.
type Filter struct {
	Campaign, Object string
	Actor            string // a person's id, or part of a name
	Act              string // an act or the beginning of one: "screening."
	Text             string // found in the sentence or the actor's name
	Before           int64  // records with a smaller sequence number; 0 is from the newest
	Limit            int
}

// List returns the records that f chooses, newest first.
func (*Log) List(ctx context.Context, tx *db.Tx, f Filter) ([]Row, error) {
	if f.Before == 0 {
		f.Before = 1 << 62
	}
	like := strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace
	return db.List(ctx, tx, scan, columns+`WHERE seq < $1 AND ($2 = '' OR campaign = $2) AND ($3 = '' OR object = $3) AND ($4 = '' OR actor = $4 OR name LIKE $5 ESCAPE '\')
		AND act LIKE $6 ESCAPE '\' AND ($7 = '' OR says LIKE $8 ESCAPE '\' OR name LIKE $8 ESCAPE '\') ORDER BY seq DESC LIMIT $9`,
		f.Before, f.Campaign, f.Object, f.Actor, "%"+like(f.Actor)+"%", like(f.Act)+"%", f.Text, "%"+like(f.Text)+"%", f.Limit)
}

// Broken tells where the chain of records does not hold.
type Broken struct {
	Seq    int64
	Reason string
}

// Error names the place and what is wrong there.
func (b *Broken) Error() string {
	return fmt.Sprintf("the audit record is broken at number %d: %s", b.Seq, b.Reason)
}

// Mark is how far a chain was found whole: the number and the hash of its last record. The zero Mark is the beginning.
type Mark struct {
	Seq  int64
	Hash string
}

// Verify recomputes the whole chain and returns how many records it holds, or a *Broken.
func (l *Log) Verify(ctx context.Context, tx *db.Tx) (int64, error) {
	m, err := l.VerifyFrom(ctx, tx, Mark{})
	return m.Seq, err
}

// VerifyFrom recomputes the chain after a mark that an earlier call returned, and that the chain ends where its head says.
// It returns the mark up to which the chain is whole, also beside a *Broken. Records before the mark are not looked at again.
func (*Log) VerifyFrom(ctx context.Context, tx *db.Tx, from Mark) (Mark, error) {
	last, err := follow(ctx, tx, from)
	if err != nil {
		return last, err
	}
	var head Mark
	if err := tx.QueryRow(ctx, "SELECT seq, hash FROM audit_head WHERE id = 1").Scan(&head.Seq, &head.Hash); err != nil {
		return last, err
	}
	if head != last {
		return last, &Broken{head.Seq, "records at the end are missing"}
	}
	return last, nil
}

// follow walks the records after a mark, as far as each fits the one before it.
func follow(ctx context.Context, tx *db.Tx, last Mark) (Mark, error) {
	rows, err := tx.Query(ctx, columns+"WHERE seq > $1 ORDER BY seq", last.Seq)
	if err != nil {
		return last, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		r, err := scan(rows)
		if err != nil {
			return last, err
		}
		if r.Seq != last.Seq+1 {
			return last, &Broken{last.Seq + 1, "this record is missing"}
		}
		if r.Hash != r.digest(last.Hash) {
			return last, &Broken{r.Seq, "its contents or its predecessor were changed after it was written"}
		}
		last = Mark{r.Seq, r.Hash}
	}
	return last, rows.Err()
}
