package db_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/birzha/birzha/internal/base/db"
)

const (
	createBench = "CREATE TABLE bench (id INTEGER PRIMARY KEY, person TEXT NOT NULL, note TEXT NOT NULL, at BIGINT NOT NULL)"
	insertBench = "INSERT INTO bench (person, note, at) VALUES ($1, $2, $3)"
)

// BenchmarkDurableWrites compares transactions of one row through DB.Tx, by n
// writers at once, with the limit of SQLite: one loop with the same driver and
// pragmas that inserts n rows by a prepared statement and commits, again and
// again. Both are measured in turns, so that a slow moment of the disk hits
// both. The ratio at 64 writers must not fall below 0.5.
func BenchmarkDurableWrites(b *testing.B) {
	for _, n := range []int{1, 16, 64, 256} {
		b.Run(fmt.Sprintf("writers=%d", n), func(b *testing.B) {
			d, bare := openBench(b), openBare(b)
			var ops, limit int
			var opsTime, limitTime time.Duration
			const slice = 50 * time.Millisecond
			for b.Loop() {
				k, t := writers(b, d, n, slice)
				ops, opsTime = ops+k, opsTime+t
				k, t = bareLoop(b, bare, n, slice)
				limit, limitTime = limit+k, limitTime+t
			}
			checkRows(b, d, ops)
			checkRows(b, bareDB{bare}, limit)
			got, most := float64(ops)/opsTime.Seconds(), float64(limit)/limitTime.Seconds()
			if n == 64 && got/most < 0.5 {
				b.Errorf("%.0f operations a second are less than half of %.0f", got, most)
			}
			b.ReportMetric(got, "ops/s")
			b.ReportMetric(most, "limit/s")
			b.ReportMetric(got/most, "ratio")
		})
	}
}

func openBench(b *testing.B) *db.DB {
	d, err := db.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "t.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { d.Close() })
	mustExec(b, d, createBench)
	return d
}

// checkRows makes sure that what was counted is in the table.
func checkRows(b *testing.B, q interface {
	QueryRow(ctx context.Context, sql string, args ...any) db.Row
}, want int,
) {
	var got int
	if err := q.QueryRow(b.Context(), "SELECT count(*) FROM bench").Scan(&got); err != nil || got != want {
		b.Fatalf("%d rows, counted %d, %v", got, want, err)
	}
}

type bareDB struct{ *sql.DB }

func (d bareDB) QueryRow(ctx context.Context, s string, args ...any) db.Row {
	return d.QueryRowContext(ctx, s, args...)
}

func writers(b *testing.B, d *db.DB, n int, slice time.Duration) (int, time.Duration) {
	counts := make([]int, n)
	begun := time.Now()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			for time.Since(begun) < slice {
				err := d.Tx(b.Context(), func(ctx context.Context, tx db.Tx) error {
					_, err := tx.Exec(ctx, insertBench, "person", "wants to meet", int64(counts[i]))
					return err
				})
				if err != nil {
					b.Error(err)
					return
				}
				counts[i]++
			}
		})
	}
	wg.Wait()
	total := 0
	for _, c := range counts {
		total += c
	}
	return total, time.Since(begun)
}

func openBare(b *testing.B) *sql.DB {
	p, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+db.WritePragmas)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { p.Close() })
	p.SetMaxOpenConns(1)
	if _, err := p.Exec(createBench); err != nil {
		b.Fatal(err)
	}
	return p
}

func bareLoop(b *testing.B, p *sql.DB, n int, slice time.Duration) (int, time.Duration) {
	stmt, err := p.Prepare(insertBench)
	if err != nil {
		b.Fatal(err)
	}
	defer stmt.Close()
	begun, total := time.Now(), 0
	for ; time.Since(begun) < slice; total += n {
		tx, err := p.Begin()
		if err != nil {
			b.Fatal(err)
		}
		s := tx.Stmt(stmt) //nolint:sqlclosecheck // ends with the transaction
		for i := range n {
			if _, err := s.Exec("person", "wants to meet", int64(i)); err != nil {
				b.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	return total, time.Since(begun)
}
