package db

import (
	"context"
	"encoding/json"
	"strings"
)

// chunks are how many rows go into one statement on PostgreSQL: few sizes, so that it meets statements which it remembers.
var chunks = []int{64, 8, 1}

// Insert writes rows of equally many values: into is "INSERT INTO t (a, b) VALUES", then is what follows the values, such
// as "ON CONFLICT DO NOTHING", or nothing. It returns how many rows were written. PostgreSQL is asked few times, for each time is a
// way there and back; SQLite, to which there is no way, reads one short statement and runs it for each row.
func (t *Tx) Insert(ctx context.Context, into, then string, rows [][]any) (written int64, err error) {
	if len(rows) == 0 {
		return 0, nil
	}
	if t.engine == SQLite {
		return t.insertEach(ctx, into+" ("+strings.TrimSuffix(strings.Repeat("?, ", len(rows[0])), ", ")+") "+then, rows)
	}
	for _, n := range chunks {
		for ; len(rows) >= n; rows = rows[n:] {
			width := len(rows[0])
			args := make([]any, 0, n*width)
			for _, row := range rows[:n] {
				args = append(args, row...)
			}
			w, err := t.Exec(ctx, into+" "+tuples(n, width)+" "+then, args...)
			if err != nil {
				return written, err
			}
			written += w
		}
	}
	return written, nil
}

func (t *Tx) insertEach(ctx context.Context, q string, rows [][]any) (written int64, err error) {
	s, err := t.raw.PrepareContext(ctx, q)
	if err != nil {
		return 0, err
	}
	defer func() { _ = s.Close() }()
	for _, row := range rows {
		r, err := s.ExecContext(ctx, row...)
		if err != nil {
			return written, err
		}
		n, err := r.RowsAffected()
		if err != nil {
			return written, err
		}
		written += n
	}
	return written, nil
}

// tuples is n lists of placeholders: ($1, $2), ($3, $4).
func tuples(n, width int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = "(" + Marks(1+i*width, width) + ")"
	}
	return strings.Join(all, ", ")
}

// Among is the condition that a column's text is one of a list of any length, which is one argument, of Texts: "id " + tx.Among("$2").
func (t *Tx) Among(mark string) string {
	if t.engine == PostgreSQL {
		return "= ANY(" + mark + ")"
	}
	return "IN (SELECT value FROM json_each(" + mark + "))"
}

// Texts is a list as the argument for Among.
func (t *Tx) Texts(list []string) any {
	if t.engine == PostgreSQL {
		return list
	}
	b, _ := json.Marshal(list) // texts always marshal
	return string(b)
}
