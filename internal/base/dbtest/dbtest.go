// Package dbtest gives tests migrated databases of both engines, each test its
// own. SQLite is a copy of a file migrated once per process; PostgreSQL is a
// copy of a template database on a server that the tests start themselves from
// Debian's packages (see postgres.go).
package dbtest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
)

// Each runs fn as the subtests "sqlite" and "postgres", each with a migrated
// database of its own.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t)) })
}

// EachEmpty is Each with databases that have no table yet.
func EachEmpty(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, open(t, "sqlite:"+filepath.Join(t.TempDir(), "t.db"))) })
	t.Run("postgres", func(t *testing.T) { fn(t, open(t, createDatabase(t, "template0"))) })
}

// SQLite returns a migrated SQLite database that ends with the test.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	b, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "t.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, "sqlite:"+path)
}

// Postgres returns a migrated PostgreSQL database that ends with the test. It
// skips the test where PostgreSQL is not installed, unless
// TEST_POSTGRES_REQUIRED is set.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	return open(t, createDatabase(t, pgTemplate(t)))
}

func open(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// sqliteTemplate is the content of a migrated file.
var sqliteTemplate = sync.OnceValues(func() (_ []byte, err error) {
	dir, err := os.MkdirTemp("", "birzha-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "t.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, fmt.Errorf("sqlite template: %w", err)
	}
	return os.ReadFile(path)
})

func migrate(url string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, url)
	if err != nil {
		return err
	}
	err = d.Migrate(ctx)
	if e := d.Close(); err == nil {
		err = e
	}
	return err
}

// PostgresURL returns the URL of an empty PostgreSQL database of the test's own.
func PostgresURL(t testing.TB) string { t.Helper(); return createDatabase(t, "template0") }
