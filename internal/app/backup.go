package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/audit"
)

// Migrate brings the database's schema to the version of this program.
func Migrate(ctx context.Context, cfg Settings, out io.Writer) error {
	return withDatabase(ctx, cfg, func(d *db.DB) error {
		if err := d.Migrate(ctx); err != nil {
			return err
		}
		return printSchema(ctx, d, out)
	})
}

// MigrateStatus says which changes of the schema are applied and which are not.
func MigrateStatus(ctx context.Context, cfg Settings, out io.Writer) error {
	return withDatabase(ctx, cfg, func(d *db.DB) error { return printSchema(ctx, d, out) })
}

func printSchema(ctx context.Context, d *db.DB, out io.Writer) error {
	list, err := d.Migrations(ctx)
	if err != nil {
		return err
	}
	for _, m := range list {
		state := "pending"
		if !m.Applied.IsZero() {
			state = m.Applied.UTC().Format(time.DateTime)
		}
		if _, err := fmt.Fprintf(out, "%-24s %s\n", m.Name, state); err != nil {
			return err
		}
	}
	return nil
}

// withDatabase runs fn on the database as it is, without migrating it. A
// missing SQLite file is an error: there would be nothing in it.
func withDatabase(ctx context.Context, cfg Settings, fn func(d *db.DB) error) error {
	if path := sqliteFile(cfg); path != "" {
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("no database: %w", err)
		}
	}
	d, err := openDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	return errors.Join(fn(d), d.Close())
}

// Backup writes a consistent copy of the database to a new file, while a server
// goes on, and the uploaded files beside it, see backupMedia. It prints the head of the audit log, to be kept elsewhere.
func Backup(ctx context.Context, cfg Settings, file string, out io.Writer) error {
	return withDatabase(ctx, cfg, func(d *db.DB) error {
		head, err := audit.CurrentHead(ctx, d)
		if err != nil {
			return err
		}
		if err := d.Backup(ctx, file); err != nil {
			return err
		}
		st, err := os.Stat(file)
		if err != nil {
			return err
		}
		if _, err = fmt.Fprintf(out, "backup %s, %d bytes\naudit head %s\n", file, st.Size(), head); err != nil {
			return err
		}
		return backupMedia(ctx, cfg, d, file, out)
	})
}

// Restore puts a backup in the place of the database. It refuses one that is
// damaged or whose audit log is broken, and keeps what is there unless force is
// given; then a SQLite database is set aside, not removed. Uploaded files are
// added to those that are there.
func Restore(ctx context.Context, cfg Settings, file string, force bool, out io.Writer) (err error) {
	release, err := lockData(cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	if sqliteFile(cfg) == "" {
		err = restorePostgres(ctx, cfg, file, force, out)
	} else {
		err = restoreSQLite(ctx, sqliteFile(cfg), file, force, out)
	}
	if err != nil {
		return err
	}
	return restoreMedia(ctx, cfg, file, out)
}

func restoreSQLite(ctx context.Context, path, file string, force bool, out io.Writer) error {
	_, err := os.Stat(path)
	exists := err == nil
	if exists && !force {
		return fmt.Errorf("restore: %s is there already; --force sets it aside", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	fresh := path + ".restored"
	if err := removeDatabase(fresh); err != nil {
		return err
	}
	if err := db.Restore(ctx, file, "sqlite:"+fresh); err != nil {
		return err
	}
	report, err := verifyURL(ctx, "sqlite:"+fresh)
	if err != nil {
		return errors.Join(err, removeDatabase(fresh))
	}
	if exists {
		aside := path + ".before-" + time.Now().UTC().Format("20060102-150405")
		if err := renameDatabase(path, aside); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, "the earlier database is now %s\n", aside); err != nil {
			return err
		}
	}
	if err := renameDatabase(fresh, path); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "restored %s\naudit log %s\n", path, report)
	return err
}

// restorePostgres restores in one transaction of pg_restore. The audit log can
// be verified only afterwards.
func restorePostgres(ctx context.Context, cfg Settings, file string, force bool, out io.Writer) error {
	if !force {
		d, err := db.Open(ctx, cfg.Database)
		if err != nil {
			return err
		}
		_, err = audit.CurrentHead(ctx, d)
		if e := d.Close(); e != nil {
			return e
		}
		if err == nil {
			return errors.New("restore: the database is not empty; --force replaces what is in it")
		}
	}
	if err := db.Restore(ctx, file, cfg.Database); err != nil {
		return err
	}
	report, err := verifyURL(ctx, cfg.Database)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "restored\naudit log %s\n", report)
	return err
}

// verifyURL verifies the audit log of a database that nobody has open.
func verifyURL(ctx context.Context, url string) (audit.Report, error) {
	d, err := db.Open(ctx, url)
	if err != nil {
		return audit.Report{}, err
	}
	r, err := audit.Verify(ctx, d)
	if err == nil && r.Flaw != "" {
		err = fmt.Errorf("restore: the audit log in the backup is %s", r)
	}
	return r, errors.Join(err, d.Close())
}

// A SQLite database is its file and, while it is open or after a crash, two more.
var databaseParts = []string{"", "-wal", "-shm"}

func renameDatabase(from, to string) error {
	for _, part := range databaseParts {
		if err := os.Rename(from+part, to+part); err != nil && (part == "" || !errors.Is(err, os.ErrNotExist)) {
			return err
		}
	}
	return nil
}

func removeDatabase(path string) error {
	for _, part := range databaseParts {
		if err := os.Remove(path + part); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// VerifyAudit checks the chain of the audit log, with heads kept elsewhere if
// there are any, and prints the outcome. A broken chain is an error.
func VerifyAudit(ctx context.Context, cfg Settings, heads []string, out io.Writer) error {
	var anchors []audit.Head
	for _, s := range heads {
		h, err := audit.ParseHead(s)
		if err != nil {
			return err
		}
		anchors = append(anchors, h)
	}
	return withDatabase(ctx, cfg, func(d *db.DB) error {
		r, err := audit.Verify(ctx, d, anchors...)
		if err != nil {
			return err
		}
		if r.Flaw != "" {
			return fmt.Errorf("the audit log is %s", r)
		}
		_, err = fmt.Fprintln(out, r)
		return err
	})
}

// AuditHead prints the head of the audit log, to be kept elsewhere.
func AuditHead(ctx context.Context, cfg Settings, out io.Writer) error {
	return withDatabase(ctx, cfg, func(d *db.DB) error {
		h, err := audit.CurrentHead(ctx, d)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(out, h)
		return err
	})
}
