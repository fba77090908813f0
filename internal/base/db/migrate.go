package db

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// macros are the types that the two engines name differently. All text of
// PostgreSQL is compared byte by byte, as SQLite does, so that both sort alike.
var macros = map[Dialect]*strings.Replacer{
	SQLite: strings.NewReplacer(
		"{{id}}", "TEXT NOT NULL PRIMARY KEY", "{{text}}", "TEXT", "{{json}}", "TEXT", "{{time}}", "BIGINT"),
	Postgres: strings.NewReplacer(
		"{{id}}", `TEXT COLLATE "C" PRIMARY KEY`, "{{text}}", `TEXT COLLATE "C"`, "{{json}}", "JSONB", "{{time}}", "BIGINT"),
}

// plainText finds a column of type TEXT: a name, not AS of a cast, before it.
var plainText = regexp.MustCompile(`\b(\w+)(\s+)TEXT\b( COLLATE)?`)

// expand turns the text of a migration into one of the dialect.
func expand(d Dialect, text string) string {
	text = macros[d].Replace(text)
	if d == SQLite {
		return text
	}
	return plainText.ReplaceAllStringFunc(text, func(s string) string {
		m := plainText.FindStringSubmatch(s)
		if strings.EqualFold(m[1], "AS") || m[3] != "" {
			return s
		}
		return s + ` COLLATE "C"`
	})
}

// expandFS expands the macros while goose reads a file.
type expandFS struct {
	fs.FS
	d Dialect
}

type expanded struct {
	fs.File
	*bytes.Reader
}

func (f expanded) Read(p []byte) (int, error) { return f.Reader.Read(p) }

func (e expandFS) Open(name string) (fs.File, error) {
	f, err := e.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return f, err
	}
	b, err := fs.ReadFile(e.FS, name)
	if err != nil {
		return nil, err
	}
	return expanded{f, bytes.NewReader([]byte(expand(e.d, string(b))))}, nil
}

func (e expandFS) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(e.FS, name) }

func migrationFS(d Dialect) (fs.FS, error) {
	sub, err := fs.Sub(migrations, "migrations")
	return expandFS{sub, d}, err
}

func (e *sqliteEngine) migrate(ctx context.Context) error {
	files, err := migrationFS(SQLite)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, e.write, files)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return migrateJobs(ctx, riversqlite.New(e.write))
}

func (e *pgEngine) migrate(ctx context.Context) error {
	files, err := migrationFS(Postgres)
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(e.pool)
	defer db.Close()
	p, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(locker))
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return migrateJobs(ctx, riverpgxv5.New(e.pool))
}

// migrateJobs brings the job queue's own tables up to date.
func migrateJobs[T any](ctx context.Context, d riverdriver.Driver[T]) error {
	m, err := rivermigrate.New(d, nil)
	if err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	return nil
}

// Fingerprint identifies the set of migrations in this program.
func Fingerprint() string {
	h := sha256.New()
	files, _ := fs.Glob(migrations, "migrations/*.sql") // the pattern is right and the files are embedded
	for _, name := range files {
		b, _ := migrations.ReadFile(name)
		fmt.Fprintf(h, "%s %d\n%s", name, len(b), b)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
