package db

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
)

// Insert writes rows of equally many values: into is the table and its columns, "t (a, b, c)". The values of the first columns may be the same
// in all rows: they are common, and rows have the others. A column's values are all texts, all whole numbers or all flags. What follows the values
// is then, such as "ON CONFLICT DO NOTHING", or nothing. It returns how many rows were written. The engine is asked few times, for each time is a
// way there and back, and with few different statements, for it remembers those that it has met.
func (t *Tx) Insert(ctx context.Context, into, then string, common []any, rows [][]any) (written int64, err error) {
	for q, args := range t.inserts(into, then, common, rows) {
		w, err := t.Exec(ctx, q, args...)
		if err != nil {
			return written, err
		}
		written += w
	}
	return written, nil
}

// InsertLater is Insert, as Later.
func (t *Tx) InsertLater(ctx context.Context, into, then string, common []any, rows [][]any) error {
	for q, args := range t.inserts(into, then, common, rows) {
		if err := t.Later(ctx, q, args...); err != nil {
			return err
		}
	}
	return nil
}

// inserts are the statements that write rows.
func (t *Tx) inserts(into, then string, common []any, rows [][]any) iter.Seq2[string, []any] {
	next := byRows
	if t.engine == PostgreSQL {
		next = byColumns
	}
	return func(yield func(string, []any) bool) {
		for rest := rows; len(rest) > 0; {
			values, args, n := next(common, rest)
			if !yield("INSERT INTO "+into+" "+values+" "+then, args) {
				return
			}
			rest = rest[n:]
		}
	}
}

// byRows are as many of rows as the largest power of two that they are, at most 128. SQLite looks for a numbered placeholder among those
// before it, each time, so only what is common gets one.
func byRows(common []any, rows [][]any) (values string, args []any, n int) {
	for n = 128; n > len(rows); n /= 2 {
	}
	marks := make([]string, 0, len(common)+len(rows[0]))
	for i := range common {
		marks = append(marks, fmt.Sprintf("?%d", i+1))
	}
	for range rows[0] {
		marks = append(marks, "?")
	}
	args = append(make([]any, 0, len(common)+n*len(rows[0])), common...)
	for _, row := range rows[:n] {
		args = append(args, row...)
	}
	tuple := "(" + strings.Join(marks, ", ") + ")"
	return "VALUES " + strings.TrimSuffix(strings.Repeat(tuple+", ", n), ", "), args, n
}

// mostColumns bounds the rows of one statement to PostgreSQL.
const mostColumns = 4096

// byColumns are rows as a list for each column: PostgreSQL would plan anew for each number of rows, and longer than it writes.
func byColumns(common []any, rows [][]any) (values string, args []any, n int) {
	rows = rows[:min(len(rows), mostColumns)]
	var columns, lists []string
	for i, v := range common {
		_, kind := column([][]any{common}, i)
		args = append(args, v)
		columns = append(columns, fmt.Sprintf("$%d::%s", len(args), kind))
	}
	for i := range rows[0] {
		list, kind := column(rows, i)
		args = append(args, list)
		lists = append(lists, fmt.Sprintf("$%d::%s[]", len(args), kind))
	}
	return "SELECT " + strings.Join(append(columns, "own.*"), ", ") + " FROM unnest(" + strings.Join(lists, ", ") + ") AS own", args, len(rows)
}

// column is the ith column of rows, and PostgreSQL's name of its kind.
func column(rows [][]any, i int) (list any, kind string) {
	switch rows[0][i].(type) {
	case int:
		return valuesOf[int](rows, i), "bigint"
	case int64:
		return valuesOf[int64](rows, i), "bigint"
	case bool:
		return valuesOf[bool](rows, i), "boolean"
	}
	return valuesOf[string](rows, i), "text"
}

func valuesOf[T any](rows [][]any, i int) []T {
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
