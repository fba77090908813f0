package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strings"

	"modernc.org/sqlite"
)

// Pragmas of both pools. busy_timeout comes first: the others may have to wait
// for another process. synchronous=FULL makes every acknowledged write survive
// a loss of power; NORMAL would not.
const (
	sqliteCommon = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)&_pragma=journal_size_limit(67108864)"
	sqliteWrite = sqliteCommon + "&_pragma=cache_size(-16000)&_txlock=immediate"
	sqliteRead  = sqliteCommon + "&_pragma=cache_size(-4000)&_pragma=query_only(1)"
)

type sqliteEngine struct {
	path  string
	write *sql.DB
	reads *sql.DB
	group *group
}

func openSQLite(ctx context.Context, dbURL string) (*DB, error) {
	path := sqlitePath(dbURL)
	// Personal data: the file is its owner's alone, and so are -wal and -shm,
	// which SQLite makes with the same permissions.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	f.Close()
	e := &sqliteEngine{path: path, write: sqlitePool(path, sqliteWrite, 1), reads: sqlitePool(path, sqliteRead, min(max(4, runtime.NumCPU()), 8))}
	for _, p := range []*sql.DB{e.write, e.reads} { // the writer first: it turns WAL on
		if err := p.PingContext(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("open database %s: %w", path, err), e.write.Close(), e.reads.Close())
		}
	}
	e.group = newGroup(e.write)
	return &DB{Querier: sqlQuerier{e.reads}, dialect: SQLite, url: dbURL, engine: e, sql: e.write}, nil
}

// sqlitePath is the file of "sqlite:file" or "sqlite:///file".
func sqlitePath(dbURL string) string {
	return strings.TrimPrefix(strings.TrimPrefix(dbURL, "sqlite:"), "//")
}

func sqliteDSN(path, query string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + query
}

func sqlitePool(path, query string, size int) *sql.DB {
	p := sql.OpenDB(&connector{drv: &sqlite.Driver{}, dsn: sqliteDSN(path, query)})
	p.SetMaxOpenConns(size)
	p.SetMaxIdleConns(size)
	return p
}

func (e *sqliteEngine) tx(ctx context.Context, fn TxFunc) error { return e.group.tx(ctx, fn) }

func (e *sqliteEngine) read(ctx context.Context, fn func(context.Context, Querier) error) error {
	tx, err := e.reads.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback() // nothing to commit
	return fn(ctx, sqlQuerier{tx})
}

func (e *sqliteEngine) ping(ctx context.Context) error {
	_, err := e.reads.ExecContext(ctx, "SELECT 1")
	return err
}

func (e *sqliteEngine) close() error {
	e.group.close()
	return errors.Join(e.reads.Close(), e.write.Close()) // the last one tidies the WAL
}

// sqlConn is a pool or a transaction of database/sql.
type sqlConn interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

type sqlQuerier struct{ c sqlConn }

func (q sqlQuerier) Exec(ctx context.Context, s string, args ...any) (int64, error) {
	r, err := q.c.ExecContext(ctx, s, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (q sqlQuerier) Query(ctx context.Context, s string, args ...any) (Rows, error) {
	r, err := q.c.QueryContext(ctx, s, args...)
	if err != nil {
		return nil, err
	}
	return sqlRows{r}, nil
}

func (q sqlQuerier) QueryRow(ctx context.Context, s string, args ...any) Row {
	r, err := q.Query(ctx, s, args...)
	return firstRow{r, err}
}

type sqlRows struct{ *sql.Rows }

func (r sqlRows) Close() { _ = r.Rows.Close() }

// firstRow is the Row of a Rows.
type firstRow struct {
	rows Rows
	err  error
}

func (r firstRow) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return ErrNoRows
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	r.rows.Close()
	return r.rows.Err()
}
