package dbtest

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"hash/fnv"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/birzha/birzha/internal/base/db"
)

//go:embed postgres.sh
var serverScript string

var errNotInstalled = errors.New("PostgreSQL is not installed (apt install postgresql)")

// server is the URL of a server on which databases may be created: the one
// that TEST_POSTGRES names, or our own, shared by all test processes of
// this user and stopped when the last of them has ended.
var server = sync.OnceValues(func() (string, error) {
	if u := os.Getenv("TEST_POSTGRES"); u != "" {
		return u, nil
	}
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("birzha-postgres-%d", os.Getuid()))
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return "", err
	}
	starting, err := flock(filepath.Join(dir, "start.lock"), syscall.LOCK_EX)
	if err != nil {
		return "", err
	}
	defer starting.Close()
	// Held until this process ends, however it ends; the server's keeper waits
	// for it. Taken while the keeper is stopping, it waits until that is done.
	if _, err := flock(filepath.Join(dir, "users.lock"), syscall.LOCK_SH); err != nil {
		return "", err
	}
	c := exec.Command("sh", "-c", serverScript, "postgres.sh", "share", dir)
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // an interrupt of the tests must not reach the keeper
	out, err := c.CombinedOutput()
	if e, ok := errors.AsType[*exec.ExitError](err); ok && e.ExitCode() == 3 {
		return "", errNotInstalled
	}
	if err != nil {
		return "", fmt.Errorf("start PostgreSQL: %w: %s", err, out)
	}
	return strings.TrimSpace(string(out)), nil
})

// openLocks keeps the lock files from being closed by the garbage collector.
var openLocks []*os.File

func flock(path string, how int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	openLocks = append(openLocks, f)
	return f, syscall.Flock(int(f.Fd()), how)
}

// admin runs fn on a connection to the server.
func admin(t testing.TB, fn func(ctx context.Context, c *pgx.Conn) error) string {
	t.Helper()
	u, err := server()
	if errors.Is(err, errNotInstalled) && os.Getenv("TEST_POSTGRES_REQUIRED") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	c, err := pgx.Connect(ctx, u)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx)
	if err := fn(ctx, c); err != nil {
		t.Fatal(err)
	}
	return u
}

var (
	templateOnce sync.Mutex
	templateName string
)

// pgTemplate names the migrated database that tests are copied from. The first
// process makes it; its name tells the migrations in it.
func pgTemplate(t testing.TB) string {
	templateOnce.Lock()
	defer templateOnce.Unlock()
	if templateName != "" {
		return templateName
	}
	name := "birzha_template_" + db.Fingerprint()
	admin(t, func(ctx context.Context, c *pgx.Conn) error {
		h := fnv.New32a()
		h.Write([]byte(name))
		if _, err := c.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(h.Sum32())); err != nil {
			return err
		}
		var exists bool
		err := c.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&exists)
		if err != nil || exists {
			return err
		}
		raw := name + "_raw"
		for _, s := range []string{"DROP DATABASE IF EXISTS " + raw + " WITH (FORCE)", "CREATE DATABASE " + raw + " TEMPLATE template0 ENCODING 'UTF8'"} {
			if _, err := c.Exec(ctx, s); err != nil {
				return err
			}
		}
		if err := migrate(databaseURL(c.Config().ConnString(), raw)); err != nil {
			return fmt.Errorf("postgres template: %w", err)
		}
		_, err = c.Exec(ctx, "ALTER DATABASE "+raw+" RENAME TO "+name)
		return err
	})
	templateName = name
	return name
}

var databases atomic.Int64

// createDatabase copies a template and drops the copy after the test.
func createDatabase(t testing.TB, template string) string {
	t.Helper()
	name := fmt.Sprintf("birzha_test_%d_%d", os.Getpid(), databases.Add(1))
	u := admin(t, func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE "+template)
		return err
	})
	t.Cleanup(func() {
		admin(t, func(ctx context.Context, c *pgx.Conn) error {
			_, err := c.Exec(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
			return err
		})
	})
	return databaseURL(u, name)
}

// databaseURL is the server's URL with another database.
func databaseURL(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(err) // it has just been connected to
	}
	u.Path = "/" + name
	return u.String()
}
