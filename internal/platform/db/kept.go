package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"modernc.org/sqlite"
)

// mostKept is how many statements a connection to SQLite keeps ready, some kilobytes each.
const mostKept = 128

// openKept opens a pool of SQLite connections that keep the statements they have read: reading a short one costs as much as running it.
// The connections to PostgreSQL do so by themselves.
func openKept(dsn string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(keeper{c}), nil
}

type keeper struct{ driver.Connector }

func (k keeper) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &keptConn{liteConn: c.(liteConn), kept: map[string]liteStmt{}}, nil
}

// liteConn and liteStmt are what the driver's connections and statements can do.
type liteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type liteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// keptConn is a connection with the statements that nobody uses at the moment, by their text. database/sql lets one caller at a time use it.
type keptConn struct {
	liteConn
	kept map[string]liteStmt
}

// take returns the statement of that text for its caller alone.
func (c *keptConn) take(ctx context.Context, q string) (liteStmt, error) {
	if s, found := c.kept[q]; found {
		delete(c.kept, q)
		return s, nil
	}
	s, err := c.PrepareContext(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.(liteStmt), nil
}

// give keeps a statement for the next who asks for its text; one that was taken twice at a time is kept once.
func (c *keptConn) give(q string, s liteStmt) error {
	if _, found := c.kept[q]; found {
		return s.Close()
	}
	var err error
	for other, old := range c.kept {
		if len(c.kept) < mostKept {
			break
		}
		err = errors.Join(err, old.Close())
		delete(c.kept, other)
	}
	c.kept[q] = s
	return err
}

func (c *keptConn) ExecContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.take(ctx, q)
	if err != nil {
		return nil, err
	}
	r, err := s.ExecContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return r, c.give(q, s)
}

func (c *keptConn) QueryContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.take(ctx, q)
	if err != nil {
		return nil, err
	}
	r, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &keptRows{r, c, q, s}, nil
}

func (c *keptConn) Close() error {
	var errs []error
	for _, s := range c.kept {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, c.liteConn.Close())...)
}

// keptRows give their statement back when they are closed.
type keptRows struct {
	driver.Rows
	c *keptConn
	q string
	s liteStmt
}

func (r *keptRows) Close() error {
	if err := r.Rows.Close(); err != nil {
		return errors.Join(err, r.s.Close())
	}
	return r.c.give(r.q, r.s)
}
