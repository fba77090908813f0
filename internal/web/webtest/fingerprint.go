package webtest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
)

// restless are the tables that requests may change without doing anything: the
// sessions. Those of the job queue and of the migrations are not ours.
func restless(table string) bool {
	return table == "session" || strings.HasPrefix(table, "river") || strings.HasPrefix(table, "goose") || strings.HasPrefix(table, "sqlite")
}

// Fingerprint returns the whole content of each table of the domains, by name,
// so that a test can see whether anything was written.
func (s *Site) Fingerprint() map[string]string {
	s.T.Helper()
	ctx := context.Background()
	out := map[string]string{}
	for _, t := range s.tables(ctx) {
		var sum string
		if err := s.DB.QueryRow(ctx, s.sumOf(ctx, t)).Scan(&sum); err != nil {
			s.T.Fatalf("fingerprint of %s: %v", t, err)
		}
		out[t] = sum
	}
	return out
}

// Differences names the tables in which two fingerprints differ.
func Differences(a, b map[string]string) (out []string) {
	for t := range a {
		if a[t] != b[t] {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return out
}

func (s *Site) tables(ctx context.Context) []string {
	if s.tableNames != nil {
		return s.tableNames
	}
	query := `SELECT name FROM sqlite_master WHERE type = 'table'`
	if s.DB.Dialect() == db.Postgres {
		query = `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`
	}
	for _, t := range s.texts(ctx, query) {
		if !restless(t) {
			s.tableNames = append(s.tableNames, t)
		}
	}
	if len(s.tableNames) < 20 {
		s.T.Fatalf("only %d tables: %v", len(s.tableNames), s.tableNames)
	}
	return s.tableNames
}

// sumOf is the query that makes one text of a whole table.
func (s *Site) sumOf(ctx context.Context, table string) string {
	if q := s.sums[table]; q != "" {
		return q
	}
	q := fmt.Sprintf(`SELECT COALESCE(md5(string_agg(md5(t::text), ' ' ORDER BY md5(t::text))), '') FROM %q t`, table)
	if s.DB.Dialect() == db.SQLite {
		var columns []string
		for _, c := range s.texts(ctx, fmt.Sprintf(`SELECT name FROM pragma_table_info('%s')`, table)) {
			columns = append(columns, fmt.Sprintf(`quote(%q)`, c))
		}
		q = fmt.Sprintf(`SELECT COALESCE(group_concat(line, char(10)), '') FROM (SELECT %s AS line FROM %q ORDER BY line)`, strings.Join(columns, ` || ',' || `), table)
	}
	if s.sums == nil {
		s.sums = map[string]string{}
	}
	s.sums[table] = q
	return q
}

func (s *Site) texts(ctx context.Context, query string) (out []string) {
	s.T.Helper()
	rows, err := s.DB.Query(ctx, query)
	if err != nil {
		s.T.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			s.T.Fatal(err)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		s.T.Fatal(err)
	}
	return out
}
