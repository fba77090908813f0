// Package jobs is the queue of work that follows a change: a letter to be sent,
// a plan to be computed. A job is enqueued in the transaction of the change, so
// that it exists exactly if the change does; it is run after the commit at
// least once, so what it does must bear repetition. River keeps the queue in
// the same database, on both engines.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"github.com/birzha/birzha/internal/base/db"
)

// Every default of the queue.
const (
	workers     = 8                      // jobs run at the same time, per node
	maxAttempts = 12                     // waits grow as attempt^4 seconds: the last comes after about eleven hours
	timeout     = 10 * time.Minute       // of one attempt; the longest job is a large plan
	poll        = 200 * time.Millisecond // SQLite, where nobody calls; PostgreSQL notifies
)

// Job is the argument of a job: a JSON struct that names its kind. It is an
// alias, so that a domain can declare the same without importing this package.
type Job = interface{ Kind() string }

// Queue enqueues jobs and, once started, runs them.
type Queue struct {
	workers *river.Workers
	client  func() (client, error) // made once all kinds are registered
}

// client hides the type of the transaction.
type client interface {
	insert(ctx context.Context, tx db.Tx, jobs []river.InsertManyParams) error
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
}

// New returns the queue of a migrated database.
func New(d *db.DB) *Queue {
	q := &Queue{workers: river.NewWorkers()}
	q.client = sync.OnceValues(func() (client, error) {
		if d.Dialect() == db.Postgres {
			return newClient[pgx.Tx](riverpgxv5.New(d.Pool()), q.workers, false)
		}
		return newClient(riversqlite.New(d.SQL()), q.workers, true)
	})
	return q
}

func newClient[T any](driver riverdriver.Driver[T], ws *river.Workers, pollOnly bool) (client, error) {
	c, err := river.NewClient(driver, &river.Config{
		ErrorHandler:        logErrors{},
		FetchPollInterval:   poll,
		JobTimeout:          timeout,
		Logger:              slog.New(warnings{slog.Default().Handler()}),
		MaxAttempts:         maxAttempts,
		PollOnly:            pollOnly,
		Queues:              map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
		SkipUnknownJobCheck: true, // a command may enqueue what only the server runs
		Workers:             ws,
	})
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return riverClient[T]{c}, nil
}

// Register tells how to run the jobs of type T. It must be called before the
// first Enqueue and Start. A returned error means: try again later.
func Register[T river.JobArgs](q *Queue, work func(ctx context.Context, job T) error) {
	river.AddWorker(q.workers, river.WorkFunc(func(ctx context.Context, j *river.Job[T]) error { return work(ctx, j.Args) }))
}

// GiveUp marks an error that no further attempt can mend.
func GiveUp(err error) error { return river.JobCancel(err) }

// Enqueue adds jobs in the transaction of the change. They are run soon after
// its commit, or never if it is rolled back.
func (q *Queue) Enqueue(ctx context.Context, tx db.Tx, jobs ...Job) error {
	if len(jobs) == 0 {
		return nil
	}
	c, err := q.client()
	if err != nil {
		return err
	}
	ps := make([]river.InsertManyParams, len(jobs))
	for i, j := range jobs {
		ps[i].Args = j
	}
	if err := c.insert(ctx, tx, ps); err != nil {
		return fmt.Errorf("enqueue %s: %w", jobs[0].Kind(), err)
	}
	return nil
}

// Start begins to run jobs, until Stop.
func (q *Queue) Start(ctx context.Context) error {
	c, err := q.client()
	if err != nil {
		return err
	}
	// Stop ends the queue, not the context: running jobs may finish.
	return c.Start(context.WithoutCancel(ctx))
}

// Stop takes no new jobs and waits for the running ones until ctx ends; then it
// cancels them, to be tried again by the next start.
func (q *Queue) Stop(ctx context.Context) error {
	c, err := q.client()
	if err != nil {
		return err
	}
	if err := c.Stop(ctx); !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return c.StopAndCancel(ctx)
}

type riverClient[T any] struct{ *river.Client[T] }

func (c riverClient[T]) insert(ctx context.Context, tx db.Tx, jobs []river.InsertManyParams) error {
	// Cancelling a statement of a shared transaction would undo it for all.
	_, err := c.InsertManyTx(context.WithoutCancel(ctx), tx.Raw().(T), jobs)
	return err
}
