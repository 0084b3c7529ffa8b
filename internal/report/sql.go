package report

import (
	"context"
	"encoding/json"
	"time"

	"saiying/internal/entry"
	"saiying/internal/platform/db"
)

// countUnscreened counts the works that wait for a screener; nobody decides on a work of their own.
func countUnscreened(ctx context.Context, tx *db.Tx, campaign, person string) (int, error) {
	n, _, err := db.One(ctx, tx, db.Value[int], "SELECT count(*) FROM entry_entry WHERE campaign = $1 AND state = 'submitted' AND owner <> $2", campaign, person)
	return n, err
}

func scanWork(r db.Row) (w work, err error) { return w, r.Scan(&w.number, &w.title) }

// listUnreadable lists works still in the contest whose film cannot be read.
func listUnreadable(ctx context.Context, tx *db.Tx, campaign string) ([]work, error) {
	return db.List(ctx, tx, scanWork, `SELECT e.number, e.title FROM entry_entry e JOIN media_asset a ON a.id = e.asset
		WHERE e.campaign = $1 AND e.state IN ('submitted', 'admitted', 'shortlisted') AND a.state = 'failed' ORDER BY e.seq`, campaign)
}

func countPapers(ctx context.Context, tx *db.Tx, campaign string) (papers, error) {
	p, _, err := db.One(ctx, tx, func(r db.Row) (p papers, err error) { return p, r.Scan(&p.given, &p.making) },
		"SELECT count(*), count(*) FILTER (WHERE NOT made AND revoked = 0) FROM certificate_certificate WHERE campaign = $1", campaign)
	return p, err
}

func countActs(ctx context.Context, tx *db.Tx, campaign string, since time.Time) (int, error) {
	n, _, err := db.One(ctx, tx, db.Value[int], "SELECT count(*) FROM audit_record WHERE campaign = $1 AND at >= $2", campaign, db.Micros(since))
	return n, err
}

// listSubmitted reads when each work was first handed in, oldest first.
func listSubmitted(ctx context.Context, tx *db.Tx, campaign string) ([]time.Time, error) {
	return db.List(ctx, tx, func(r db.Row) (time.Time, error) {
		us, err := db.Value[int64](r)
		return db.Time(us), err
	}, "SELECT submitted FROM entry_entry WHERE campaign = $1 AND submitted > 0 ORDER BY submitted", campaign)
}

// listUnits counts works and shortlisted works by unit, those with most works first.
func listUnits(ctx context.Context, tx *db.Tx, campaign string) ([]Unit, error) {
	return db.List(ctx, tx, func(r db.Row) (u Unit, err error) { return u, r.Scan(&u.Unit, &u.Entries, &u.Shortlisted) },
		`SELECT unit, count(*), count(*) FILTER (WHERE state IN ('shortlisted', 'proposed', 'awarded'))
		FROM entry_entry WHERE campaign = $1 AND submitted > 0 GROUP BY unit ORDER BY 2 DESC, unit`, campaign)
}

// listFindings reads what the inspection found about each work handed in.
func listFindings(ctx context.Context, tx *db.Tx, campaign string) ([][]entry.Finding, error) {
	return db.List(ctx, tx, func(r db.Row) (all []entry.Finding, err error) {
		text, err := db.Value[string](r)
		if err != nil {
			return nil, err
		}
		return all, json.Unmarshal([]byte(text), &all)
	}, "SELECT findings FROM entry_entry WHERE campaign = $1 AND submitted > 0 AND verdict <> ''", campaign)
}

// film is what the machine does with a film, and whose it is.
type film struct {
	id, step           string
	percent, remaining int
	work               work
}

func listFilms(ctx context.Context, tx *db.Tx, ids []any) ([]film, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return db.List(ctx, tx, func(r db.Row) (f film, err error) {
		return f, r.Scan(&f.id, &f.step, &f.percent, &f.remaining, &f.work.number, &f.work.title)
	}, `SELECT a.id, a.step, a.percent, a.remaining, COALESCE(e.number, ''), COALESCE(e.title, '')
		FROM media_asset a LEFT JOIN entry_entry e ON e.id = a.claim WHERE a.id IN (`+db.Marks(1, len(ids))+")", ids...)
}

// claim is the work that a film belongs to, by the film's id.
type claim struct {
	asset, entry string
	work
}

// listClaims names the works of films; a draft is its author's own.
func listClaims(ctx context.Context, tx *db.Tx, ids []any) ([]claim, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return db.List(ctx, tx, func(r db.Row) (c claim, err error) { return c, r.Scan(&c.asset, &c.entry, &c.number, &c.title) },
		"SELECT a.id, e.id, e.number, e.title FROM media_asset a JOIN entry_entry e ON e.id = a.claim WHERE e.state <> 'draft' AND a.id IN ("+db.Marks(1, len(ids))+")", ids...)
}

// namedWork is a work by its id.
type namedWork struct {
	id string
	work
}

func listWorks(ctx context.Context, tx *db.Tx, ids []any) ([]namedWork, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return db.List(ctx, tx, func(r db.Row) (w namedWork, err error) { return w, r.Scan(&w.id, &w.number, &w.title) },
		"SELECT id, number, title FROM entry_entry WHERE id IN ("+db.Marks(1, len(ids))+")", ids...)
}
