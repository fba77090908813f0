package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Backup writes a consistent copy of the database to a new file at path while
// everyone goes on reading and writing: for SQLite a database file, for
// PostgreSQL an archive of pg_dump, which must be installed. The file appears
// under its name only when it is whole and on disk.
func (d *DB) Backup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("backup: %s: %w", path, errors.Join(err, os.ErrExist))
	}
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("backup: %w", err)
	}
	if err := d.engine.backup(ctx, part); err != nil {
		return errors.Join(fmt.Errorf("backup: %w", err), os.RemoveAll(part))
	}
	return publish(part, path)
}

// Restore puts a file made by Backup in the place of the database at url, which
// nobody may have open. A SQLite file that exists is not overwritten; a
// PostgreSQL database is emptied first, in the same transaction.
func Restore(ctx context.Context, backup, url string) error {
	if len(url) < 7 || url[:7] != "sqlite:" {
		return run(ctx, "pg_restore", "--clean", "--if-exists", "--single-transaction", "--no-owner", "--dbname="+url, backup)
	}
	path := sqlitePath(url)
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("restore: %s: %w", path, errors.Join(err, os.ErrExist))
	}
	src := sqlitePool(backup, "?mode=ro", 1)
	defer src.Close()
	var verdict string
	if err := src.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("restore: %s is no database: %w", backup, err)
	}
	if verdict != "ok" {
		return fmt.Errorf("restore: %s is damaged: %s", backup, verdict)
	}
	part := path + ".part"
	if err := vacuumInto(ctx, src, part); err != nil {
		return errors.Join(fmt.Errorf("restore: %w", err), os.RemoveAll(part))
	}
	return publish(part, path)
}

func (e *sqliteEngine) backup(ctx context.Context, path string) error {
	// A connection of its own: those of the pools may not write anywhere else.
	src := sqlitePool(e.path, "?_pragma=busy_timeout(10000)", 1)
	defer src.Close()
	return vacuumInto(ctx, src, path)
}

func vacuumInto(ctx context.Context, src *sql.DB, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600) // VACUUM INTO fills an empty file
	if err != nil {
		return err
	}
	f.Close()
	_, err = src.ExecContext(ctx, "VACUUM INTO $1", path)
	return err
}

func (e *pgEngine) backup(ctx context.Context, path string) error {
	return run(ctx, "pg_dump", "--format=custom", "--no-owner", "--file="+path, e.url)
}

func run(ctx context.Context, name string, args ...string) error {
	if out, err := exec.CommandContext(ctx, name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// publish makes a finished file durable and gives it its name.
func publish(part, path string) error {
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFile(filepath.Dir(path))
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
