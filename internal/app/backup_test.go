package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/identity"
)

// enter adds a person, which writes an audit record too.
func enter(ctx context.Context, c *core, name string) error {
	return c.db.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		_, _, err := c.identity.Create(ctx, tx, identity.By{}, name+"@example.org", identity.Profile{Native: name, NativeLang: i18n.EN, Language: i18n.EN, Zone: "UTC"})
		return err
	})
}

// printed returns what a command prints.
func printed(t *testing.T, run func(out *bytes.Buffer) error) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// everyone lists the people in a database.
func everyone(t *testing.T, cfg Settings) string {
	t.Helper()
	return printed(t, func(out *bytes.Buffer) error { return ListUsers(t.Context(), cfg, true, out) })
}

func head(t *testing.T, cfg Settings) string {
	t.Helper()
	return strings.TrimSpace(printed(t, func(out *bytes.Buffer) error { return AuditHead(t.Context(), cfg, out) }))
}

func TestBackupWhileWriting(t *testing.T) {
	for engine, url := range map[string]func() string{
		"sqlite": func() string { return "" },
		"postgres": func() string {
			if _, err := exec.LookPath("pg_dump"); err != nil {
				t.Skip("pg_dump is not installed")
			}
			return dbtest.PostgresURL(t)
		},
	} {
		t.Run(engine, func(t *testing.T) {
			cfg, other := settings(t), settings(t)
			cfg.Database, other.Database = url(), url()
			file := filepath.Join(t.TempDir(), "backup")
			err := withCore(t.Context(), cfg, func(c *core) error {
				if err := enter(t.Context(), c, "first"); err != nil {
					return err
				}
				return backupAmongWriters(t, c, cfg, file)
			})
			if err != nil {
				t.Fatal(err)
			}
			if out := printed(t, func(out *bytes.Buffer) error { return Restore(t.Context(), other, file, false, out) }); !strings.Contains(out, "audit log sound") {
				t.Errorf("restore printed %q", out)
			}
			if !strings.Contains(everyone(t, other), "first@example.org") {
				t.Error("the restored database lacks what was written before")
			}
			// What was backed up is a moment of the life of the original.
			printed(t, func(out *bytes.Buffer) error { return VerifyAudit(t.Context(), cfg, []string{head(t, other)}, out) })

			again := filepath.Join(t.TempDir(), "again")
			printed(t, func(out *bytes.Buffer) error { return Backup(t.Context(), cfg, again, out) })
			if err := Restore(t.Context(), other, again, false, new(bytes.Buffer)); err == nil {
				t.Error("a database was overwritten without force")
			}
			printed(t, func(out *bytes.Buffer) error { return Restore(t.Context(), other, again, true, out) })
			if everyone(t, other) != everyone(t, cfg) || head(t, other) != head(t, cfg) {
				t.Error("the restored database is not that which was backed up")
			}
		})
	}
}

// backupAmongWriters backs up while eight writers write.
func backupAmongWriters(t *testing.T, c *core, cfg Settings, file string) error {
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	wrote := make(chan struct{}, 1)
	errs := make(chan error, 8)
	for w := range 8 {
		writers.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				if err := enter(t.Context(), c, fmt.Sprintf("w%d-%d", w, i)); err != nil {
					errs <- err
					return
				}
				select {
				case wrote <- struct{}{}:
				default:
				}
			}
		})
	}
	<-wrote
	err := Backup(t.Context(), cfg, file, new(bytes.Buffer))
	stop()
	writers.Wait()
	close(errs)
	for e := range errs {
		err = errors.Join(err, e)
	}
	return err
}

func TestRestoreRefuses(t *testing.T) {
	cfg := settings(t)
	err := withCore(t.Context(), cfg, func(c *core) error {
		for i := range 50 {
			if err := enter(t.Context(), c, fmt.Sprint("p", i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	good := filepath.Join(t.TempDir(), "good")
	printed(t, func(out *bytes.Buffer) error { return Backup(t.Context(), cfg, good, out) })
	content, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	before := everyone(t, cfg)
	for name, spoil := range map[string]func(path string) error{
		"cut": func(path string) error { return os.WriteFile(path, content[:len(content)/2], 0o600) },
		"zeros": func(path string) error {
			return os.WriteFile(path, append(append([]byte{}, content[:8192]...), make([]byte, len(content)-8192)...), 0o600)
		},
		"text": func(path string) error { return os.WriteFile(path, []byte("not a database"), 0o600) },
		"forged": func(path string) error {
			if err := os.WriteFile(path, content, 0o600); err != nil {
				return err
			}
			d, err := db.Open(t.Context(), "sqlite:"+path)
			if err != nil {
				return err
			}
			return errors.Join(d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
				_, err := tx.Exec(ctx, `UPDATE audit SET action = 'nothing' WHERE seq = 7`)
				return err
			}), d.Close())
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "bad")
			if err := spoil(path); err != nil {
				t.Fatal(err)
			}
			if err := Restore(t.Context(), cfg, path, true, new(bytes.Buffer)); err == nil {
				t.Error("restored")
			}
			if everyone(t, cfg) != before {
				t.Error("what was there is gone")
			}
			if left, _ := filepath.Glob(filepath.Join(cfg.Data, "*.restored*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
	a, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := Restore(t.Context(), cfg, good, true, new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("restored under a running server: %v", err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyAudit(t *testing.T) {
	cfg := settings(t)
	if err := VerifyAudit(t.Context(), cfg, nil, new(bytes.Buffer)); err == nil {
		t.Error("a database that is not there is sound")
	}
	var early string
	err := withCore(t.Context(), cfg, func(c *core) error {
		if err := enter(t.Context(), c, "one"); err != nil {
			return err
		}
		early = head(t, cfg)
		return enter(t.Context(), c, "two")
	})
	if err != nil {
		t.Fatal(err)
	}
	printed(t, func(out *bytes.Buffer) error { return VerifyAudit(t.Context(), cfg, []string{early}, out) })
	forged := early[:len(early)-1] + map[bool]string{true: "1", false: "0"}[strings.HasSuffix(early, "0")]
	for _, heads := range [][]string{{forged}, {"99:" + strings.Repeat("a", 64)}, {"rubbish"}} {
		if err := VerifyAudit(t.Context(), cfg, heads, new(bytes.Buffer)); err == nil {
			t.Errorf("head %s passes", heads)
		}
	}
}

func TestMigrateStatus(t *testing.T) {
	dbtest.EachEmpty(t, func(t *testing.T, d *db.DB) {
		cfg := settings(t)
		cfg.Database = d.URL()
		if s := printed(t, func(out *bytes.Buffer) error { return MigrateStatus(t.Context(), cfg, out) }); !strings.Contains(s, "00001_identity.sql") || strings.Count(s, "pending") != strings.Count(s, "\n") {
			t.Errorf("before:\n%s", s)
		}
		if s := printed(t, func(out *bytes.Buffer) error { return Migrate(t.Context(), cfg, out) }); strings.Contains(s, "pending") {
			t.Errorf("after:\n%s", s)
		}
	})
}
