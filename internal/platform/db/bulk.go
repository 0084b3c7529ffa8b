package db

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
)

// Insert writes rows of equally many values: into is the table and its columns, "t (a, b)", then is what follows the values, such as
// "ON CONFLICT DO NOTHING", or nothing. A column's values are all texts, all whole numbers or all flags. It returns how many rows were
// written. The engine is asked few times, for each time is a way there and back, and with few different statements, for it remembers
// those that it has met.
func (t *Tx) Insert(ctx context.Context, into, then string, rows [][]any) (written int64, err error) {
	for q, args := range t.inserts(into, then, rows) {
		w, err := t.Exec(ctx, q, args...)
		if err != nil {
			return written, err
		}
		written += w
	}
	return written, nil
}

// InsertLater is Insert, as Later.
func (t *Tx) InsertLater(ctx context.Context, into, then string, rows [][]any) error {
	for q, args := range t.inserts(into, then, rows) {
		if err := t.Later(ctx, q, args...); err != nil {
			return err
		}
	}
	return nil
}

// inserts are the statements that write rows.
func (t *Tx) inserts(into, then string, rows [][]any) iter.Seq2[string, []any] {
	next := byRows
	if t.engine == PostgreSQL {
		next = byColumns
	}
	return func(yield func(string, []any) bool) {
		for rest := rows; len(rest) > 0; {
			values, args, n := next(rest)
			if !yield("INSERT INTO "+into+" "+values+" "+then, args) {
				return
			}
			rest = rest[n:]
		}
	}
}

// byRows are as many of rows as the largest power of two that they are, at most 128. SQLite looks for a numbered placeholder from the first
// on, each time, so it gets plain marks.
func byRows(rows [][]any) (values string, args []any, n int) {
	for n = 128; n > len(rows); n /= 2 {
	}
	width := len(rows[0])
	args = make([]any, 0, n*width)
	for _, row := range rows[:n] {
		args = append(args, row...)
	}
	tuple := "(" + strings.TrimSuffix(strings.Repeat("?, ", width), ", ") + ")"
	return "VALUES " + strings.TrimSuffix(strings.Repeat(tuple+", ", n), ", "), args, n
}

// mostColumns bounds the rows of one statement to PostgreSQL.
const mostColumns = 4096

// byColumns are rows as a list for each column: PostgreSQL would plan anew for each number of rows, and longer than it writes.
func byColumns(rows [][]any) (values string, args []any, n int) {
	rows = rows[:min(len(rows), mostColumns)]
	args, marks := make([]any, len(rows[0])), make([]string, len(rows[0]))
	for i, v := range rows[0] {
		kind := "text"
		switch v.(type) {
		case int:
			args[i], kind = column[int](rows, i), "bigint"
		case int64:
			args[i], kind = column[int64](rows, i), "bigint"
		case bool:
			args[i], kind = column[bool](rows, i), "boolean"
		default:
			args[i] = column[string](rows, i)
		}
		marks[i] = fmt.Sprintf("$%d::%s[]", i+1, kind)
	}
	return "SELECT * FROM unnest(" + strings.Join(marks, ", ") + ")", args, len(rows)
}

func column[T any](rows [][]any, i int) []T {
	all := make([]T, len(rows))
	for n, row := range rows {
		all[n] = row[i].(T)
	}
	return all
}

// Among is the condition that a column's value is one of a list of any length, which is one argument, of Texts or Numbers:
// "id " + tx.Among("$2"). The statement is the same for each length.
func (t *Tx) Among(mark string) string {
	if t.engine == PostgreSQL {
		return "= ANY(" + mark + ")"
	}
	return "IN (SELECT value FROM json_each(" + mark + "))"
}

// Texts is a list as the argument for Among.
func (t *Tx) Texts(list []string) any { return t.list(list) }

// Numbers is a list as the argument for Among.
func (t *Tx) Numbers(list []int64) any { return t.list(list) }

func (t *Tx) list(list any) any {
	if t.engine == PostgreSQL {
		return list
	}
	b, _ := json.Marshal(list) // texts and numbers always marshal
	return string(b)
}
