package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// openPiped opens a pool of PostgreSQL connections whose transactions begin with their first statement and end with their last, where these go
// together: to begin and to commit would each be a way there and back.
func openPiped(dsn string) (*sql.DB, error) {
	c, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	if _, given := c.RuntimeParams[randomPageCost]; !given {
		c.RuntimeParams[randomPageCost] = "1.1"
	}
	return sql.OpenDB(piper{stdlib.GetConnector(*c)}), nil
}

// randomPageCost is the setting of how much dearer a page is that PostgreSQL looks up than one that it comes by. Its own value, four, is of disks
// with arms: for a hundred keys it would read the whole of a table that is in memory. An address may say otherwise.
const randomPageCost = "random_page_cost"

type piper struct{ driver.Connector }

func (p piper) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &pipedConn{Conn: c.(*stdlib.Conn)}, nil
}

// pipedConn is a connection that puts off to begin a transaction. database/sql lets one caller at a time use it.
type pipedConn struct {
	*stdlib.Conn
	within bool   // a transaction
	begin  string // what the server has not been told of it
}

func (c *pipedConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	if c.Conn.Conn().IsClosed() {
		return nil, driver.ErrBadConn
	}
	begin := "begin"
	switch sql.IsolationLevel(o.Isolation) {
	case sql.LevelDefault:
	case sql.LevelRepeatableRead:
		begin += " isolation level repeatable read"
	default:
		return nil, fmt.Errorf("transactions of %s are not used here", sql.IsolationLevel(o.Isolation))
	}
	if o.ReadOnly {
		begin += " read only"
	}
	c.within, c.begin = true, begin
	return pipedTx{ctx, c}, nil
}

// start tells the server of the transaction.
func (c *pipedConn) start(ctx context.Context) error {
	if c.begin == "" {
		return nil
	}
	_, err := c.Conn.Conn().Exec(ctx, c.begin)
	if err == nil {
		c.begin = ""
	}
	return err
}

func (c *pipedConn) PrepareContext(ctx context.Context, q string) (driver.Stmt, error) {
	if err := c.start(ctx); err != nil {
		return nil, err
	}
	return c.Conn.PrepareContext(ctx, q)
}

func (c *pipedConn) ExecContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Result, error) {
	if err := c.start(ctx); err != nil {
		return nil, err
	}
	return c.Conn.ExecContext(ctx, q, args)
}

func (c *pipedConn) QueryContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.start(ctx); err != nil {
		return nil, err
	}
	return c.Conn.QueryContext(ctx, q, args)
}

// send runs statements of the transaction in one go, and commits it after the last ones. If they fail before the server has heard of it, it is
// still to begin: nothing that follows may stand by itself.
func (c *pipedConn) send(ctx context.Context, statements []*pgx.QueuedQuery, last bool) error {
	if !c.within {
		return sql.ErrTxDone // rolled back when its context ended
	}
	var batch pgx.Batch
	if c.begin != "" {
		batch.Queue(c.begin)
	}
	batch.QueuedQueries = append(batch.QueuedQueries, statements...)
	if last {
		batch.Queue("commit")
	}
	err := c.Conn.Conn().SendBatch(ctx, &batch).Close()
	if err == nil || c.Conn.Conn().PgConn().TxStatus() != 'I' {
		c.begin = ""
	}
	if err == nil && last {
		c.within = false
	}
	return err
}

type pipedTx struct {
	ctx context.Context
	c   *pipedConn
}

func (t pipedTx) Commit() error   { return t.end("commit") }
func (t pipedTx) Rollback() error { return t.end("rollback") }

// end commits or rolls back, unless that has been done or the server knows of nothing. A connection that cannot do so is of no more use.
func (t pipedTx) end(how string) error {
	told := t.c.within && t.c.begin == ""
	t.c.within, t.c.begin = false, ""
	conn := t.c.Conn.Conn()
	if !told || how == "rollback" && conn.PgConn().TxStatus() == 'I' {
		return nil
	}
	done, err := conn.Exec(t.ctx, how)
	switch {
	case err != nil:
		_ = conn.Close(t.ctx)
	case how == "commit" && done.String() == "ROLLBACK":
		err = pgx.ErrTxCommitRollback
	}
	return err
}
