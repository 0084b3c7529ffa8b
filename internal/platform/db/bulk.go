package db

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

// Insert writes rows of equally many values: into is the table and its columns, "t (a, b)", then is what follows the values, such as
// "ON CONFLICT DO NOTHING", or nothing. A column's values are all texts, all whole numbers or all flags. It returns how many rows were
// written. The engine is asked few times, for each time is a way there and back, and with few different statements, for it remembers
// those that it has met.
func (t *Tx) Insert(ctx context.Context, into, then string, rows [][]any) (written int64, err error) {
	insert := t.insertRows
	if t.engine == PostgreSQL {
		insert = t.insertColumns
	}
	for len(rows) > 0 {
		n, w, err := insert(ctx, "INSERT INTO "+into, then, rows)
		if err != nil {
			return written, err
		}
		written += w
		rows = rows[n:]
	}
	return written, nil
}

// insertRows writes as many of rows as the largest power of two that they are, at most 128. SQLite looks for a numbered placeholder from
// the first on, each time, so it gets plain marks.
func (t *Tx) insertRows(ctx context.Context, into, then string, rows [][]any) (n int, written int64, err error) {
	for n = 128; n > len(rows); n /= 2 {
	}
	width := len(rows[0])
	args := make([]any, 0, n*width)
	for _, row := range rows[:n] {
		args = append(args, row...)
	}
	tuple := "(" + strings.TrimSuffix(strings.Repeat("?, ", width), ", ") + ")"
	written, err = t.Exec(ctx, into+" VALUES "+strings.TrimSuffix(strings.Repeat(tuple+", ", n), ", ")+" "+then, args...)
	return n, written, err
}

// mostColumns bounds the rows of one statement to PostgreSQL.
const mostColumns = 4096

// insertColumns writes rows as a list for each column: PostgreSQL would plan anew for each number of rows, and longer than it writes.
func (t *Tx) insertColumns(ctx context.Context, into, then string, rows [][]any) (n int, written int64, err error) {
	rows = rows[:min(len(rows), mostColumns)]
	args, marks := make([]any, len(rows[0])), make([]string, len(rows[0]))
	for i, v := range rows[0] {
		kind := ""
		switch v.(type) {
		case string:
			args[i], kind = column[string](rows, i), "text"
		case int:
			args[i], kind = column[int](rows, i), "bigint"
		case int64:
			args[i], kind = column[int64](rows, i), "bigint"
		case bool:
			args[i], kind = column[bool](rows, i), "boolean"
		default:
			return 0, 0, fmt.Errorf("a value of type %T cannot be written with others", v)
		}
		marks[i] = fmt.Sprintf("$%d::%s[]", i+1, kind)
	}
	written, err = t.Exec(ctx, into+" SELECT * FROM unnest("+strings.Join(marks, ", ")+") "+then, args...)
	return len(rows), written, err
}

func column[T any](rows [][]any, i int) []T {
	all := make([]T, len(rows))
	for n, row := range rows {
		all[n] = row[i].(T)
	}
	return all
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
