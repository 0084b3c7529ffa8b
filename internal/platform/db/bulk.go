package db

import (
	"context"
	"encoding/json"
	"strings"
)

// chunks are how many rows go into one statement: few sizes, so that the engine meets statements which it remembers, and few statements for any number.
var chunks = []int{128, 64, 32, 16, 8, 4, 2, 1}

// Insert writes rows of equally many values: into is "INSERT INTO t (a, b) VALUES", then is what follows the values, such
// as "ON CONFLICT DO NOTHING", or nothing. It returns how many rows were written. The engine is asked few times, for each time is a
// way there and back.
func (t *Tx) Insert(ctx context.Context, into, then string, rows [][]any) (written int64, err error) {
	if len(rows) == 0 {
		return 0, nil
	}
	for _, n := range chunks {
		for ; len(rows) >= n; rows = rows[n:] {
			width := len(rows[0])
			args := make([]any, 0, n*width)
			for _, row := range rows[:n] {
				args = append(args, row...)
			}
			w, err := t.Exec(ctx, into+" "+t.tuples(n, width)+" "+then, args...)
			if err != nil {
				return written, err
			}
			written += w
		}
	}
	return written, nil
}

// tuples is n lists of placeholders: ($1, $2), ($3, $4). SQLite looks for a numbered one from the first on, each time, so it gets plain
// marks: (?, ?), (?, ?).
func (t *Tx) tuples(n, width int) string {
	all := make([]string, n)
	for i := range all {
		if t.engine == SQLite {
			all[i] = "(" + strings.TrimSuffix(strings.Repeat("?, ", width), ", ") + ")"
		} else {
			all[i] = "(" + Marks(1+i*width, width) + ")"
		}
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
