package db

import (
	"context"
	"errors"
	"path"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// Migration is one change of the schema.
type Migration struct {
	Name    string    // of its file
	Applied time.Time // zero if it is still to come
}

// Migrations lists the changes of the schema in their order. It changes nothing
// but, on a database without any, the list of them.
func (d *DB) Migrations(ctx context.Context) (_ []Migration, err error) {
	files, err := migrationFS(d.dialect)
	if err != nil {
		return nil, err
	}
	dialect, pool := goose.DialectSQLite3, d.sql
	if d.dialect == Postgres {
		dialect, pool = goose.DialectPostgres, stdlib.OpenDBFromPool(d.pool)
		defer func() { err = errors.Join(err, pool.Close()) }()
	}
	p, err := goose.NewProvider(dialect, pool, files)
	if err != nil {
		return nil, err
	}
	list, err := p.Status(ctx)
	if err != nil {
		return nil, err
	}
	var out []Migration
	for _, s := range list {
		m := Migration{Name: path.Base(s.Source.Path)}
		if s.State == goose.StateApplied {
			m.Applied = s.AppliedAt
		}
		out = append(out, m)
	}
	return out, nil
}
