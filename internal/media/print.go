package media

import (
	"context"
	"errors"

	"saiying/internal/platform/db"
	"saiying/internal/platform/fingerprint"
)

// Printed is the print of an asset, and its place in the order in which prints were kept.
type Printed struct {
	Asset string
	Seq   int64
	Print fingerprint.Print
}

// SetPrint keeps what a film is known again by, in the transaction that ends the work on it. A film printed anew comes last in the
// order once more. Transactions that keep prints take turns, so whoever has read up to a place has missed none before it.
func (s *Service) SetPrint(ctx context.Context, tx *db.Tx, asset string, p fingerprint.Print) error {
	text, err := p.MarshalText()
	if err != nil {
		return err
	}
	return putPrint(ctx, tx, asset, string(text))
}

// keepPrint keeps the print of a film that was watched, or that of the twin whose stream it borrowed.
func (s *Service) keepPrint(ctx context.Context, tx *db.Tx, a Asset, seen Viewing, borrowed bool) error {
	if borrowed {
		_, err := lendPrint(ctx, tx, a)
		return err
	}
	return s.SetPrint(ctx, tx, a.ID, seen.Print)
}

// Print returns what a film is known again by, and whether there is such. A print of another edition of the program is the zero
// print, which is like nothing.
func (s *Service) Print(ctx context.Context, tx *db.Tx, asset string) (fingerprint.Print, bool, error) {
	p, ok, err := db.One(ctx, tx, scanPrint, "SELECT asset, seq, print FROM media_print WHERE asset = $1", asset)
	return p.Print, ok, err
}

// Prints returns at most so many prints kept after a place in the order, in that order.
func (s *Service) Prints(ctx context.Context, tx *db.Tx, after int64, most int) ([]Printed, error) {
	return db.List(ctx, tx, scanPrint, "SELECT asset, seq, print FROM media_print WHERE seq > $1 ORDER BY seq LIMIT $2", after, most)
}

// LastPrint is the place of the print that was kept last, 0 before the first.
func (s *Service) LastPrint(ctx context.Context, tx *db.Tx) (int64, error) {
	last, _, err := db.One(ctx, tx, func(r db.Row) (n int64, err error) { return n, r.Scan(&n) }, "SELECT last FROM media_print_count WHERE one = 1")
	return last, err
}

func scanPrint(r db.Row) (p Printed, err error) {
	var text string
	if err := r.Scan(&p.Asset, &p.Seq, &text); err != nil {
		return p, err
	}
	if err := p.Print.UnmarshalText([]byte(text)); err != nil && !errors.Is(err, fingerprint.ErrDamaged) {
		return p, err
	}
	return p, nil
}

// nextPrint counts one print more. The row holds back other transactions until this one ends.
func nextPrint(ctx context.Context, tx *db.Tx) (int64, error) {
	seq, _, err := db.One(ctx, tx, func(r db.Row) (n int64, err error) { return n, r.Scan(&n) },
		"UPDATE media_print_count SET last = last + 1 WHERE one = 1 RETURNING last")
	return seq, err
}

func putPrint(ctx context.Context, tx *db.Tx, asset, text string) error {
	seq, err := nextPrint(ctx, tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO media_print (asset, seq, print, edition) VALUES ($1, $2, $3, $4)
		ON CONFLICT (asset) DO UPDATE SET seq = excluded.seq, print = excluded.print, edition = excluded.edition`, asset, seq, text, fingerprint.Edition)
	return err
}

// lendPrint gives an asset the print of another that has the same bytes, if there is one of this edition.
func lendPrint(ctx context.Context, tx *db.Tx, a Asset) (lent bool, err error) {
	text, lent, err := db.One(ctx, tx, func(r db.Row) (text string, err error) { return text, r.Scan(&text) },
		`SELECT p.print FROM media_print p JOIN media_asset m ON m.id = p.asset WHERE m.sha256 = $1 AND m.id <> $2 AND p.edition = $3
			ORDER BY m.id LIMIT 1`, a.SHA256, a.ID, fingerprint.Edition)
	if err != nil || !lent {
		return lent, err
	}
	return true, putPrint(ctx, tx, a.ID, text)
}

// listUnprinted returns at most so many films that are ready and have no print of this edition.
func listUnprinted(ctx context.Context, tx *db.Tx, most int) ([]string, error) {
	return db.List(ctx, tx, func(r db.Row) (id string, err error) { return id, r.Scan(&id) },
		`SELECT id FROM media_asset a WHERE state = $1 AND NOT EXISTS (SELECT 1 FROM media_print p WHERE p.asset = a.id AND p.edition = $2)
			ORDER BY id LIMIT $3`, StateReady, fingerprint.Edition, most)
}

// unprinted finds a film that is ready and has no print of this edition.
func unprinted(ctx context.Context, tx *db.Tx, id string) (a Asset, due bool, err error) {
	has, _, err := db.One(ctx, tx, func(r db.Row) (n int, err error) { return n, r.Scan(&n) },
		"SELECT COUNT(*) FROM media_print WHERE asset = $1 AND edition = $2", id, fingerprint.Edition)
	if err != nil || has > 0 {
		return a, false, err
	}
	a, due, err = find(ctx, tx, id)
	return a, due && a.State == StateReady, err
}
