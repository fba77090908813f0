package db

import (
	"context"
	"database/sql/driver"
	"strings"
)

// maxStatements bounds the compiled statements kept per connection, about
// 10 kB each. Texts beyond it are compiled each time.
const maxStatements = 200

// connector opens SQLite connections that keep their compiled statements, so
// that no caller has to prepare anything.
type connector struct {
	drv driver.Driver
	dsn string
}

func (c *connector) Driver() driver.Driver { return c.drv }

func (c *connector) Connect(context.Context) (driver.Conn, error) {
	inner, err := c.drv.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	return &conn{sqliteConn: inner.(sqliteConn), stmts: map[string]*cachedStmt{}}, nil
}

// sqliteConn is what the driver's connection can do.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.Pinger
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

type conn struct {
	sqliteConn
	stmts map[string]*cachedStmt
}

type cachedStmt struct {
	driver.Stmt
	busy bool // its rows are being read; a second use needs another statement
}

// stmt returns the free compiled statement of a text, or nil when the text has
// to go the uncached way.
func (c *conn) stmt(ctx context.Context, text string) (*cachedStmt, error) {
	if s := c.stmts[text]; s != nil {
		if s.busy {
			return nil, nil
		}
		return s, nil
	}
	if len(c.stmts) >= maxStatements || !cacheable(text) {
		return nil, nil
	}
	inner, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	s := &cachedStmt{Stmt: inner}
	c.stmts[text] = s
	return s, nil
}

// cacheable refuses scripts, and statements that are run once.
func cacheable(text string) bool {
	t := strings.TrimSpace(text)
	if strings.Contains(t, ";") || len(t) < 6 {
		return false
	}
	switch strings.ToUpper(t[:6]) {
	case "CREATE", "ALTER ", "DROP T", "DROP I", "PRAGMA", "VACUUM", "ATTACH", "DETACH":
		return false
	}
	return true
}

func (c *conn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.ExecContext(ctx, text, args)
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

func (c *conn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.QueryContext(ctx, text, args)
	}
	r, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &cachedRows{r, s}, nil
}

// Close lets the statements go before the connection, as SQLite asks.
func (c *conn) Close() error {
	for _, s := range c.stmts {
		_ = s.Close()
	}
	return c.sqliteConn.Close()
}

type cachedRows struct {
	driver.Rows
	stmt *cachedStmt
}

func (r *cachedRows) Close() error {
	err := r.Rows.Close()
	r.stmt.busy = false
	return err
}
