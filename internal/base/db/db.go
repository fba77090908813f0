// Package db opens one of two engines, SQLite or PostgreSQL, and hides the few
// places where they differ, so that every query is written once.
//
// Writes run one at a time on both engines: whatever a transaction has read
// stays true until it commits, so a check followed by a write needs no lock of
// its own. SQLite has one writer by nature and its transactions share commits
// (see group.go); on PostgreSQL the nodes take turns by an advisory lock (see
// postgres.go). Reads never wait for writes.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Dialect names the engine behind a DB.
type Dialect int

const (
	SQLite Dialect = iota
	Postgres
)

func (d Dialect) String() string { return [...]string{"sqlite", "postgres"}[d] }

// Row is one row of a result. Scan returns ErrNoRows when there is none.
type Row interface{ Scan(dest ...any) error }

// Rows is a result being read. Close may be called more than once.
type Rows interface {
	Row
	Next() bool
	Err() error
	Close()
}

// Querier runs SQL with $1 placeholders. It is what a store function needs.
type Querier interface {
	Exec(ctx context.Context, sql string, args ...any) (rowsAffected int64, err error)
	Query(ctx context.Context, sql string, args ...any) (Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) Row
}

// Tx is a write transaction. After a failed statement every further one fails
// and the transaction is rolled back; Try is the way to survive a refusal.
// Raw returns the *sql.Tx or pgx.Tx underneath, for the job queue.
type Tx interface {
	Querier
	Raw() any
}

// TxFunc is the body of a transaction. It must be quick, must not call DB.Tx,
// and may be called again when PostgreSQL asks for it (deadlock).
type TxFunc = func(ctx context.Context, tx Tx) error

// DB is an open database. As a Querier it reads; writes belong into Tx.
type DB struct {
	Querier
	dialect Dialect
	url     string
	engine  engine

	sql  *sql.DB       // SQLite: the one writing connection
	pool *pgxpool.Pool // PostgreSQL
}

// engine is what differs between the two.
type engine interface {
	tx(ctx context.Context, fn TxFunc) error
	read(ctx context.Context, fn func(ctx context.Context, q Querier) error) error
	ping(ctx context.Context) error
	migrate(ctx context.Context) error
	backup(ctx context.Context, path string) error
	close() error
}

// Open opens "sqlite:/path/file.db" or "postgres://…". The SQLite file is made
// when it is missing; nothing is migrated.
func Open(ctx context.Context, url string) (*DB, error) {
	switch scheme, _, _ := strings.Cut(url, ":"); scheme {
	case "sqlite":
		return openSQLite(ctx, url)
	case "postgres", "postgresql":
		return openPostgres(ctx, url)
	}
	return nil, fmt.Errorf("open database: the URL must start with \"sqlite:\" or \"postgres:\"")
}

// Dialect tells which engine is behind d.
func (d *DB) Dialect() Dialect { return d.dialect }

// URL is what d was opened with; it may hold a password.
func (d *DB) URL() string { return d.url }

// Migrate brings the schema, the job queue's tables included, to the version
// of this program. Concurrent calls of several nodes wait for each other.
func (d *DB) Migrate(ctx context.Context) error { return d.engine.migrate(ctx) }

// Tx runs fn as one write transaction and returns after the commit is durable.
// An error or a panic of fn rolls back its own writes and no others.
func (d *DB) Tx(ctx context.Context, fn TxFunc) error { return d.engine.tx(ctx, fn) }

// Read runs fn on one unchanging snapshot, for reads that must fit together.
func (d *DB) Read(ctx context.Context, fn func(ctx context.Context, q Querier) error) error {
	return d.engine.read(ctx, fn)
}

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.engine.ping(ctx) }

// Close waits for running transactions and closes the database.
func (d *DB) Close() error { return d.engine.close() }

// SQL is the writing connection of SQLite, for the job queue; nil on PostgreSQL.
// A user must not hold it while waiting for a Tx.
func (d *DB) SQL() *sql.DB { return d.sql }

// Pool is PostgreSQL's connection pool, for the job queue; nil on SQLite.
func (d *DB) Pool() *pgxpool.Pool { return d.pool }
