package db

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	// writeLock is the advisory lock that makes the nodes write in turn. It is
	// taken before the transaction's first snapshot, so READ COMMITTED behaves
	// as serial execution does, without failures to retry. The audit chain
	// would serialise nearly every write anyway.
	writeLock = 0x6269727a6861 // "birzha"

	// txTries bounds how often a transaction that PostgreSQL gave up is run.
	txTries = 5
)

type pgEngine struct {
	url  string
	pool *pgxpool.Pool
	turn chan struct{} // one of this node's writers at the database: the others hold no connection
}

func openPostgres(ctx context.Context, url string) (*DB, error) {
	c, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	c.MaxConns = max(c.MaxConns, 10)
	if c.ConnConfig.RuntimeParams["application_name"] == "" {
		c.ConnConfig.RuntimeParams["application_name"] = "birzha"
	}
	// A node that hangs in a transaction must not keep the write lock.
	c.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "60s"
	pool, err := pgxpool.NewWithConfig(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	e := &pgEngine{url: url, pool: pool, turn: make(chan struct{}, 1)}
	return &DB{Querier: pgQuerier{pool}, dialect: Postgres, url: url, engine: e, pool: pool}, nil
}

func (e *pgEngine) tx(ctx context.Context, fn TxFunc) error {
	select {
	case e.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-e.turn }()
	for try := 1; ; try++ {
		err := pgx.BeginTxFunc(ctx, e.pool, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", int64(writeLock)); err != nil {
				return err
			}
			return fn(ctx, pgTx{pgQuerier{tx}, tx})
		})
		if try == txTries || !pgCode(err, pgSerializationFailure, pgDeadlock) {
			return err
		}
	}
}

func (e *pgEngine) read(ctx context.Context, fn func(context.Context, Querier) error) error {
	tx, err := e.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) // nothing to commit
	return fn(ctx, pgQuerier{tx})
}

func (e *pgEngine) ping(ctx context.Context) error { return e.pool.Ping(ctx) }

func (e *pgEngine) close() error { e.pool.Close(); return nil }

type pgTx struct {
	pgQuerier
	tx pgx.Tx
}

func (t pgTx) Raw() any { return t.tx }

// pgConn is a pool or a transaction of pgx.
type pgConn interface {
	Exec(context.Context, string, ...any) (pgconn.CommandTag, error)
	Query(context.Context, string, ...any) (pgx.Rows, error)
	QueryRow(context.Context, string, ...any) pgx.Row
}

type pgQuerier struct{ c pgConn }

func (q pgQuerier) Exec(ctx context.Context, s string, args ...any) (int64, error) {
	t, err := q.c.Exec(ctx, s, args...)
	return t.RowsAffected(), err
}

func (q pgQuerier) Query(ctx context.Context, s string, args ...any) (Rows, error) {
	r, err := q.c.Query(ctx, s, args...)
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (q pgQuerier) QueryRow(ctx context.Context, s string, args ...any) Row {
	return pgRow{q.c.QueryRow(ctx, s, args...)}
}

type pgRow struct{ pgx.Row }

func (r pgRow) Scan(dest ...any) error {
	err := r.Row.Scan(dest...)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNoRows
	}
	return err
}
