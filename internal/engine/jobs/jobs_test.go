package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/engine/jobs"
)

type letter struct {
	To string `json:"to"`
}

func (letter) Kind() string { return "letter" }

type broken struct{}

func (broken) Kind() string { return "broken" }

// A domain declares the queue like this.
type enqueuer interface {
	Enqueue(ctx context.Context, tx db.Tx, jobs ...interface{ Kind() string }) error
}

var _ enqueuer = (*jobs.Queue)(nil)

func start(t *testing.T, q *jobs.Queue) {
	t.Helper()
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := q.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

func receive(t *testing.T, ch <-chan string) string {
	t.Helper()
	select {
	case s := <-ch:
		return s
	case <-time.After(10 * time.Second):
		t.Fatal("no job was run")
		return ""
	}
}

func TestJobRunsIfTheChangeCommits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, sent := jobs.New(d), make(chan string, 10)
		jobs.Register(q, func(ctx context.Context, l letter) error {
			var one int // jobs use the database while the queue does
			err := d.Tx(ctx, func(ctx context.Context, tx db.Tx) error { return tx.QueryRow(ctx, "SELECT 1").Scan(&one) })
			sent <- l.To
			return err
		})
		start(t, q)
		no := errors.New("no")
		for _, tt := range []struct {
			to   string
			want error
		}{{"withdrawn", no}, {"first", nil}, {"second", nil}} {
			begun := time.Now()
			err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
				if err := q.Enqueue(ctx, tx, letter{To: tt.to}); err != nil {
					return err
				}
				return tt.want
			})
			if !errors.Is(err, tt.want) {
				t.Fatal(err)
			}
			if tt.want != nil {
				continue
			}
			if got := receive(t, sent); got != tt.to {
				t.Fatalf("ran %q, want %q", got, tt.to)
			}
			t.Log(tt.to, time.Since(begun))
		}
	})
}

func TestManyWritersAndJobs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const n = 100
		q, sent := jobs.New(d), make(chan string, n)
		jobs.Register(q, func(_ context.Context, l letter) error { sent <- l.To; return nil })
		start(t, q)
		for i := range n {
			go func() {
				err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
					return q.Enqueue(ctx, tx, letter{To: fmt.Sprint(i)})
				})
				if err != nil {
					sent <- err.Error()
				}
			}()
		}
		seen := map[string]bool{}
		for range n {
			seen[receive(t, sent)] = true
		}
		if len(seen) != n {
			t.Fatalf("%d different jobs of %d: %v", len(seen), n, seen)
		}
	})
}

func TestFailedJobIsTriedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, attempts := jobs.New(d), make(chan string, 10)
		n := 0
		jobs.Register(q, func(context.Context, broken) error {
			n++
			attempts <- fmt.Sprint(n)
			if n == 1 {
				return errors.New("the mail server is away")
			}
			return nil
		})
		start(t, q)
		err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error { return q.Enqueue(ctx, tx, broken{}) })
		if err != nil {
			t.Fatal(err)
		}
		if a, b := receive(t, attempts), receive(t, attempts); a != "1" || b != "2" {
			t.Fatal(a, b)
		}
	})
}
