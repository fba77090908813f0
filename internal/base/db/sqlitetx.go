package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

var errTxDone = errors.New("the transaction has ended")

// sqlTx is one transaction inside a batch. It takes no cancellation further
// than its own statements: interrupting SQLite inside a transaction would roll
// back the neighbours too.
type sqlTx struct {
	sqlQuerier
	tx     *sql.Tx
	failed error // the first failed statement; no other runs after it
}

func (t *sqlTx) Raw() any { return t.tx }

func (t *sqlTx) Exec(ctx context.Context, s string, args ...any) (int64, error) {
	if err := t.ready(ctx); err != nil {
		return 0, err
	}
	n, err := t.sqlQuerier.Exec(uncancelled(ctx), s, args...)
	return n, t.note(err)
}

func (t *sqlTx) Query(ctx context.Context, s string, args ...any) (Rows, error) {
	if err := t.ready(ctx); err != nil {
		return nil, err
	}
	r, err := t.sqlQuerier.Query(uncancelled(ctx), s, args...)
	if err != nil {
		return nil, t.note(err)
	}
	return txRows{r, t}, nil
}

func (t *sqlTx) QueryRow(ctx context.Context, s string, args ...any) Row {
	r, err := t.Query(ctx, s, args...)
	return firstRow{r, err}
}

func (t *sqlTx) ready(ctx context.Context) error {
	if t.failed != nil {
		return fmt.Errorf("after a failed statement: %w", t.failed)
	}
	return ctx.Err()
}

// note remembers an error of the engine: the transaction cannot go on, as on
// PostgreSQL, so that code tested on one engine holds on the other.
func (t *sqlTx) note(err error) error {
	if _, ok := errors.AsType[*sqlite.Error](err); ok {
		t.failed = err
	}
	return err
}

// control runs a savepoint statement, which failed must not hold back.
func (t *sqlTx) control(s string) error {
	_, err := t.tx.ExecContext(context.Background(), s)
	return err
}

type txRows struct {
	Rows
	tx *sqlTx
}

func (r txRows) Err() error { return r.tx.note(r.Rows.Err()) }

// Try runs fn in a savepoint of tx: when it fails, its writes are undone and
// the transaction can go on, for example after a uniqueness conflict.
func Try(ctx context.Context, tx Tx, fn func() error) error {
	run := func(s string) error { _, err := tx.Exec(ctx, s); return err }
	if t, ok := tx.(*sqlTx); ok {
		run = t.control
	}
	if err := run("SAVEPOINT try"); err != nil {
		return err
	}
	err := fn()
	t, ok := tx.(*sqlTx)
	if ok && err == nil {
		err = t.failed
	}
	if err == nil {
		return run("RELEASE try")
	}
	if e := run("ROLLBACK TO SAVEPOINT try"); e != nil {
		return errors.Join(err, e) // the transaction itself is gone
	}
	if ok {
		t.failed = nil
	}
	if e := run("RELEASE try"); e != nil {
		return errors.Join(err, e)
	}
	return err
}

// uncancelled is ctx without its end; it spares the allocation where there is none.
func uncancelled(ctx context.Context) context.Context {
	if ctx.Done() == nil {
		return ctx
	}
	return context.WithoutCancel(ctx)
}
