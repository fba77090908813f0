package db

import (
	"io/fs"
	"strings"
	"testing"
)

// A deferred constraint fails at the commit, and so for every transaction that
// shares it.
func TestNoDeferredConstraints(t *testing.T) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if b, _ := migrations.ReadFile(f); strings.Contains(strings.ToUpper(string(b)), "DEFERR") {
			t.Errorf("%s has a deferred constraint", f)
		}
	}
}

func TestExpand(t *testing.T) {
	in := "CREATE TABLE t (\n\tid {{id}},\n\ta TEXT NOT NULL, b TEXT,\n\tc {{text}}, d {{json}}, e {{time}}, CHECK (CAST(a AS TEXT) <> ''))"
	for d, want := range map[Dialect]string{
		SQLite:   "CREATE TABLE t (\n\tid TEXT NOT NULL PRIMARY KEY,\n\ta TEXT NOT NULL, b TEXT,\n\tc TEXT, d TEXT, e BIGINT, CHECK (CAST(a AS TEXT) <> ''))",
		Postgres: "CREATE TABLE t (\n\tid TEXT COLLATE \"C\" PRIMARY KEY,\n\ta TEXT COLLATE \"C\" NOT NULL, b TEXT COLLATE \"C\",\n\tc TEXT COLLATE \"C\", d JSONB, e BIGINT, CHECK (CAST(a AS TEXT) <> ''))",
	} {
		if got := expand(d, in); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", d, got, want)
		}
	}
}
