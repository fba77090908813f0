package db_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
)

const createNote = "CREATE TABLE note (id BIGINT NOT NULL PRIMARY KEY, body TEXT NOT NULL UNIQUE)"

func addNote(ctx context.Context, q db.Querier, id int, body string) error {
	_, err := q.Exec(ctx, "INSERT INTO note (id, body) VALUES ($1, $2)", id, body)
	return err
}

func count(t testing.TB, q db.Querier, where string, args ...any) (n int) {
	t.Helper()
	if err := q.QueryRow(t.Context(), "SELECT count(*) FROM note WHERE "+where, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func eachNote(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	dbtest.EachEmpty(t, func(t *testing.T, d *db.DB) { mustExec(t, d, createNote); fn(t, d) })
}

// Of many transactions at once, those that fail, panic or leave take only
// their own writes with them, and every other one is kept whole.
func TestFailingNeighboursDoNoHarm(t *testing.T) {
	eachNote(t, func(t *testing.T, d *db.DB) {
		const n = 120
		errNo := errors.New("no")
		var kept atomic.Int64
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				defer func() {
					if p := recover(); (p != nil) != (i%6 == 2) || p != nil && !strings.Contains(fmt.Sprint(p), "panic of 1") {
						t.Errorf("transaction %d: recovered %v", i, p)
					}
				}()
				err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
					if err := addNote(ctx, tx, i, fmt.Sprint("a", i)); err != nil {
						return err
					}
					if err := addNote(ctx, tx, i+1000, fmt.Sprint("b", i)); err != nil {
						return err
					}
					switch i % 6 {
					case 1:
						return errNo
					case 2:
						panic("panic of 1")
					case 3:
						return addNote(ctx, tx, i, "twice")
					case 4:
						_ = addNote(ctx, tx, i, "twice") // overlooked, but the transaction has failed
					}
					return nil
				})
				switch {
				case i%6 == 1 && !errors.Is(err, errNo), i%6 == 3 && !db.IsUnique(err), i%6 == 4 && err == nil, i%6 == 0 && err != nil:
					t.Errorf("transaction %d: %v", i, err)
				}
				if err == nil {
					kept.Add(1)
				}
			})
		}
		wg.Wait()
		if got := count(t, d, "id < 1000"); got != n/3 || kept.Load() != n/3 {
			t.Errorf("%d kept, %d acknowledged, want %d", got, kept.Load(), n/3)
		}
		if got := count(t, d, "id >= 1000"); got != n/3 {
			t.Errorf("%d second rows, want %d: a transaction was torn", got, n/3)
		}
	})
}

// A body that leaves its goroutine, as t.FailNow does, must not take the writer along.
func TestGoexit(t *testing.T) {
	eachNote(t, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		returned := false
		wg.Go(func() {
			_ = d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
				if err := addNote(ctx, tx, 1, "gone"); err != nil {
					return err
				}
				runtime.Goexit()
				return nil
			})
			returned = true
		})
		wg.Wait()
		if returned {
			t.Error("the caller went on")
		}
		if err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error { return addNote(ctx, tx, 2, "kept") }); err != nil {
			t.Fatal(err)
		}
		if n := count(t, d, "true"); n != 1 {
			t.Errorf("%d rows, want 1", n)
		}
	})
}

func TestCancelledBeforeItsTurn(t *testing.T) {
	eachNote(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := d.Tx(ctx, func(context.Context, db.Tx) error { t.Error("was run"); return nil })
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func TestTry(t *testing.T) {
	eachNote(t, func(t *testing.T, d *db.DB) {
		err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
			if err := addNote(ctx, tx, 1, "one"); err != nil {
				return err
			}
			err := db.Try(ctx, tx, func() error {
				if err := addNote(ctx, tx, 2, "two"); err != nil {
					return err
				}
				return addNote(ctx, tx, 3, "one")
			})
			if !db.IsUnique(err) {
				return fmt.Errorf("not refused: %w", err)
			}
			if err := db.Try(ctx, tx, func() error { return addNote(ctx, tx, 4, "four") }); err != nil {
				return err
			}
			return addNote(ctx, tx, 5, "five")
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := count(t, d, "id IN (1, 4, 5)"); n != 3 || count(t, d, "true") != 3 {
			t.Errorf("%d of 3 rows", n)
		}
	})
}

// What a transaction has read stays true until it commits: a check followed by
// a write needs no lock, also between two nodes.
func TestWritesAreSerial(t *testing.T) {
	eachNote(t, func(t *testing.T, d *db.DB) {
		second, err := db.Open(t.Context(), d.URL())
		if err != nil {
			t.Fatal(err)
		}
		defer second.Close()
		nodes := []*db.DB{d, second}
		const n = 60
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				err := nodes[i%2].Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
					var last int
					if err := tx.QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM note").Scan(&last); err != nil {
						return err
					}
					return addNote(ctx, tx, last+1, fmt.Sprint(last))
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var last int
		if err := d.QueryRow(t.Context(), "SELECT max(id) FROM note").Scan(&last); err != nil || last != n {
			t.Errorf("last %d, want %d, %v", last, n, err)
		}
	})
}

func TestReadIsOneSnapshot(t *testing.T) {
	eachNote(t, func(t *testing.T, d *db.DB) {
		err := d.Read(t.Context(), func(ctx context.Context, q db.Querier) error {
			before := count(t, q, "true")
			if err := d.Tx(ctx, func(ctx context.Context, tx db.Tx) error { return addNote(ctx, tx, 1, "new") }); err != nil {
				return err
			}
			if after := count(t, q, "true"); before != 0 || after != 0 {
				t.Errorf("saw %d, then %d rows", before, after)
			}
			if err := addNote(ctx, q, 2, "x"); err == nil {
				t.Error("a write was let through")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := count(t, d, "true"); n != 1 {
			t.Errorf("%d rows, want 1", n)
		}
	})
}

func TestTxAfterItsEnd(t *testing.T) {
	d := dbtest.SQLite(t)
	var kept db.Tx
	if err := d.Tx(t.Context(), func(_ context.Context, tx db.Tx) error { kept = tx; return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := kept.Exec(t.Context(), "DELETE FROM river_job"); err == nil {
		t.Fatal("a transaction could be used after its end")
	}
}
