package db_test

import (
	"context"
	"database/sql"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
)

// The shared subset of SQL, each text once.
const (
	createTypes = `CREATE TABLE types (b BOOLEAN, i BIGINT, f DOUBLE PRECISION, s TEXT, n TEXT)`
	createOrg   = `CREATE TABLE org (slug TEXT NOT NULL PRIMARY KEY, country TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL)`
	createChild = `CREATE TABLE child (org TEXT NOT NULL REFERENCES org(slug))`
	upsert      = `INSERT INTO org (slug, country, name, size) VALUES ($1, $2, $3, $4)
		ON CONFLICT (slug) DO UPDATE SET name = excluded.name, size = org.size + excluded.size RETURNING size`
	report = `WITH big AS (SELECT country, size FROM org WHERE size >= $1)
		SELECT country, count(*), count(*) FILTER (WHERE size > 10), CAST(avg(size) AS DOUBLE PRECISION), sum(count(*)) OVER ()
		FROM big GROUP BY country ORDER BY country`
)

func TestTypesRoundTrip(t *testing.T) {
	type row struct {
		b bool
		i int64
		f float64
		s string
		n sql.NullString
	}
	rows := []row{
		{true, math.MaxInt64, math.Pi, "Ўладзімір 李 \U0001F600", sql.NullString{String: "x", Valid: true}},
		{false, math.MinInt64, -math.MaxFloat64, "", sql.NullString{}},
		{true, 0, 1, "'; DROP TABLE types; --", sql.NullString{Valid: true}},
	}
	dbtest.EachEmpty(t, func(t *testing.T, d *db.DB) {
		mustExec(t, d, createTypes)
		for _, want := range rows {
			var got row
			err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
				if _, err := tx.Exec(ctx, "DELETE FROM types"); err != nil {
					return err
				}
				_, err := tx.Exec(ctx, "INSERT INTO types VALUES ($1, $2, $3, $4, $5)", want.b, want.i, want.f, want.s, want.n)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			err = d.QueryRow(t.Context(), "SELECT b, i, f, s, n FROM types WHERE b = $1", want.b).Scan(&got.b, &got.i, &got.f, &got.s, &got.n)
			if err != nil || got != want {
				t.Errorf("got %+v, want %+v, %v", got, want, err)
			}
		}
	})
}

func TestJSONAndTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		jsonType := map[db.Dialect]string{db.SQLite: "TEXT", db.Postgres: "JSONB"}[d.Dialect()]
		mustExec(t, d, "CREATE TABLE doc (name "+jsonType+", at BIGINT)")
		at := time.Date(2026, 3, 29, 4, 5, 6, 789000, time.FixedZone("", 3*3600))
		want := map[string]string{"en": "Institute", "zh-Hans": "研究所", "be": "Інстытут"}
		err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO doc VALUES ($1, $2)", db.JSON(want), db.Micros(at))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]string
		var us int64
		var zh string
		err = d.QueryRow(t.Context(), "SELECT name, at, name ->> 'zh-Hans' FROM doc WHERE name ->> 'en' = $1", "Institute").Scan(db.JSON(&got), &us, &zh)
		if err != nil || !reflect.DeepEqual(got, want) || zh != "研究所" || !db.Time(us).Equal(at) || db.Time(us).Location() != time.UTC {
			t.Errorf("%v %v %v %v", got, zh, db.Time(us), err)
		}
	})
}

func TestSharedSQL(t *testing.T) {
	dbtest.EachEmpty(t, func(t *testing.T, d *db.DB) {
		mustExec(t, d, createOrg, createChild)
		ctx := t.Context()
		var sizes []int
		err := d.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
			sizes = nil
			for _, o := range []struct {
				slug, country string
				size          int
			}{{"a", "BY", 5}, {"b", "CN", 20}, {"c", "CN", 8}, {"a", "BY", 7}} {
				var size int
				if err := tx.QueryRow(ctx, upsert, o.slug, o.country, "name", o.size).Scan(&size); err != nil {
					return err
				}
				sizes = append(sizes, size)
			}
			return nil
		})
		if err != nil || !reflect.DeepEqual(sizes, []int{5, 20, 8, 12}) {
			t.Fatal(sizes, err)
		}
		type line struct {
			country string
			n, big  int
			mean    float64
			all     int
		}
		rows, err := d.Query(ctx, report, 6)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var got []line
		for rows.Next() {
			var l line
			if err := rows.Scan(&l.country, &l.n, &l.big, &l.mean, &l.all); err != nil {
				t.Fatal(err)
			}
			got = append(got, l)
		}
		if want := []line{{"BY", 1, 1, 12, 3}, {"CN", 2, 1, 14, 3}}; rows.Err() != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v", got, rows.Err())
		}
		refused(t, d, "INSERT INTO org VALUES ('a', 'BY', 'x', 1)", db.IsUnique)
		refused(t, d, "INSERT INTO child VALUES ('nobody')", db.IsForeignKey)
		mustExec(t, d, "INSERT INTO child VALUES ('a')")
		refused(t, d, "DELETE FROM org WHERE slug = 'a'", db.IsForeignKey)
		if db.IsUnique(nil) || db.IsForeignKey(db.ErrNoRows) {
			t.Error("an error that is no refusal was taken for one")
		}
	})
}

func refused(t *testing.T, d *db.DB, statement string, is func(error) bool) {
	t.Helper()
	err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error { _, err := tx.Exec(ctx, statement); return err })
	if !is(err) {
		t.Errorf("%s: %v", statement, err)
	}
}

// Both engines compare text byte by byte, whatever the server's locale.
func TestTextSortsAlike(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if d.Dialect() == db.SQLite {
			return // BINARY is its default; the next lines prove PostgreSQL's columns
		}
		rows, err := d.Query(t.Context(), `SELECT table_name, column_name, coalesce(collation_name, '') FROM information_schema.columns
			WHERE table_schema = 'public' AND data_type = 'text' AND table_name NOT LIKE 'river%' AND table_name NOT LIKE 'goose%'`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var table, column, collation string
			if err := rows.Scan(&table, &column, &collation); err != nil {
				t.Fatal(err)
			}
			if collation != "C" {
				t.Errorf("%s.%s sorts by %q", table, column, collation)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	})
}
