package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
)

// mustExec runs statements in a transaction each.
func mustExec(t testing.TB, d *db.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, s)
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestMigrateTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := d.QueryRow(t.Context(), "SELECT count(*) FROM river_job").Scan(&n); err != nil {
			t.Fatal(err)
		}
	})
}

func TestReadersCannotWriteOnSQLite(t *testing.T) {
	d := dbtest.SQLite(t)
	if _, err := d.Exec(t.Context(), "DELETE FROM river_job"); err == nil {
		t.Fatal("a write outside of a transaction was let through")
	}
	if err := d.QueryRow(t.Context(), "SELECT 1 WHERE false").Scan(new(int)); !errors.Is(err, db.ErrNoRows) {
		t.Fatal(err)
	}
}
