package db_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
)

// TestCrashChild is no test: it is the child that TestCrash kills. It prints
// the number of every row that was acknowledged.
func TestCrashChild(t *testing.T) {
	path := os.Getenv("BIRZHA_CRASH_FILE")
	if path == "" {
		t.SkipNow()
	}
	d, err := db.Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	first, _ := strconv.Atoi(os.Getenv("BIRZHA_CRASH_FIRST"))
	for w := range 16 {
		go func() {
			for i := first + w; ; i += 16 {
				err := d.Tx(context.Background(), func(ctx context.Context, tx db.Tx) error {
					return errors.Join(addNote(ctx, tx, 2*i, fmt.Sprint(2*i)), addNote(ctx, tx, 2*i+1, fmt.Sprint(2*i+1)))
				})
				if err != nil {
					fmt.Println("error", err)
					return
				}
				fmt.Println("ack", i)
			}
		}()
	}
	select {}
}

// A process is killed while 16 writers write, again and again: every
// acknowledged row is there afterwards, and no transaction is torn.
func TestCrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	d, err := db.Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, d, createNote)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	total := 0
	for cycle := range 5 {
		acked := crash(t, path, cycle*1_000_000, 200+100*cycle)
		total += len(acked)
		d, err := db.Open(t.Context(), "sqlite:"+path)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range acked {
			if n := count(t, d, "id IN ($1, $2)", 2*i, 2*i+1); n != 2 {
				t.Errorf("cycle %d: %d of the 2 rows of transaction %d are left", cycle, n, i)
			}
		}
		if n := count(t, d, "id % 2 = 0") - count(t, d, "id % 2 = 1"); n != 0 {
			t.Errorf("cycle %d: %d torn transactions", cycle, n)
		}
		var verdict string
		if err := d.QueryRow(t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
			t.Error(verdict, err)
		}
		d.Close()
	}
	t.Log(total, "acknowledged transactions, none lost")
}

// crash runs the child until it has acknowledged n transactions, kills it, and
// returns all that it acknowledged.
func crash(t *testing.T, path string, first, n int) (acked []int) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestCrashChild$")
	c.Env = append(os.Environ(), "BIRZHA_CRASH_FILE="+path, "BIRZHA_CRASH_FIRST="+strconv.Itoa(first))
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(time.Minute, func() { c.Process.Kill() })
	defer timer.Stop()
	for s := bufio.NewScanner(out); s.Scan(); {
		var i int
		if _, err := fmt.Sscanf(s.Text(), "ack %d", &i); err != nil {
			t.Errorf("child: %s", s.Text())
			break
		}
		if acked = append(acked, i); len(acked) == n {
			c.Process.Kill() // what is still in the pipe is acknowledged too
		}
	}
	c.Process.Kill()
	_ = c.Wait()
	if len(acked) < n {
		t.Fatalf("the child acknowledged %d of %d", len(acked), n)
	}
	return acked
}

func TestBackupWhileWriting(t *testing.T) {
	eachNote(t, func(t *testing.T, d *db.DB) {
		if d.Dialect() == db.Postgres {
			if _, err := exec.LookPath("pg_dump"); err != nil {
				t.Skip(err)
			}
		}
		stop, stopped := make(chan struct{}), make(chan error)
		go func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					stopped <- nil
					return
				default:
				}
				err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
					return errors.Join(addNote(ctx, tx, 2*i, fmt.Sprint(2*i)), addNote(ctx, tx, 2*i+1, fmt.Sprint(2*i+1)))
				})
				if err != nil {
					stopped <- err
					return
				}
			}
		}()
		for count(t, d, "true") < 50 {
		}
		before := count(t, d, "true")
		file := filepath.Join(t.TempDir(), "backup")
		if err := d.Backup(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		close(stop)
		if err := <-stopped; err != nil {
			t.Fatal(err)
		}
		if err := d.Backup(t.Context(), file); !errors.Is(err, os.ErrExist) {
			t.Error("a backup was overwritten", err)
		}
		url := "sqlite:" + filepath.Join(t.TempDir(), "restored.db")
		if d.Dialect() == db.Postgres {
			url = dbtest.PostgresURL(t)
		}
		if err := db.Restore(t.Context(), file, url); err != nil {
			t.Fatal(err)
		}
		r, err := db.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if got := count(t, r, "true"); got < before || got%2 != 0 {
			t.Errorf("the backup has %d rows, there were %d", got, before)
		}
		if n := count(t, r, "id % 2 = 0") - count(t, r, "id % 2 = 1"); n != 0 {
			t.Errorf("%d torn transactions in the backup", n)
		}
	})
}

func TestRestoreRefuses(t *testing.T) {
	dir := t.TempDir()
	junk, old := filepath.Join(dir, "junk"), filepath.Join(dir, "old.db")
	for _, p := range []string{junk, old} {
		if err := os.WriteFile(p, []byte("this is a letter and no database at all"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Restore(t.Context(), junk, "sqlite:"+filepath.Join(dir, "new.db")); err == nil {
		t.Error("junk was restored")
	}
	if err := db.Restore(t.Context(), junk, "sqlite:"+old); !errors.Is(err, os.ErrExist) {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "new.db")); err == nil {
		t.Error("a file was left behind")
	}
}
