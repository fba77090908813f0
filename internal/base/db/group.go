package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// maxBatch bounds how many transactions share a commit, and so how long the
// first of them waits for its answer.
const maxBatch = 256

// group runs all write transactions of a SQLite file in one goroutine. It takes
// every transaction that is waiting, runs each in a savepoint of its own,
// commits once and only then answers them all: the cost of making data durable
// (one fsync) is shared by everyone who waits for it.
type group struct {
	pool    *sql.DB // one connection
	queue   chan *request
	closing chan struct{}
	closed  chan struct{}
}

type request struct {
	ctx      context.Context
	fn       TxFunc
	err      error
	panicked any  // fn panicked with this; the caller panics with it again
	exited   bool // fn called runtime.Goexit, as t.FailNow does
	done     chan struct{}
}

func newGroup(pool *sql.DB) *group {
	g := &group{pool: pool, queue: make(chan *request), closing: make(chan struct{}), closed: make(chan struct{})}
	go g.loop()
	return g
}

// tx hands fn to the writer and waits for the commit. Once fn is handed over
// the caller must wait even if its context ends: fn may be running.
func (g *group) tx(ctx context.Context, fn TxFunc) error {
	r := &request{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case g.queue <- r:
	case <-ctx.Done():
		return ctx.Err()
	case <-g.closing:
		return ErrClosed
	}
	<-r.done
	if r.panicked != nil {
		panic(r.panicked)
	}
	if r.exited {
		runtime.Goexit()
	}
	return r.err
}

func (g *group) close() {
	close(g.closing)
	<-g.closed
}

func (g *group) loop() {
	ended := false
	defer func() {
		if !ended { // Goexit in a transaction took this goroutine along
			go g.loop()
		}
	}()
	expect := 1
	for {
		select {
		case r := <-g.queue:
			batch := g.gather(r, expect)
			expect = len(batch)
			g.run(batch)
		case <-g.closing:
			close(g.closed)
			ended = true
			return
		}
	}
}

// gather takes what is waiting. Those whom the last commit answered are likely
// to come again at once, so it lets them run before it goes with fewer.
func (g *group) gather(first *request, expect int) []*request {
	batch := []*request{first}
	for yields := 0; len(batch) < maxBatch; {
		select {
		case r := <-g.queue:
			batch = append(batch, r)
			continue
		default:
		}
		if len(batch) >= expect || yields == 2 {
			break
		}
		yields++
		runtime.Gosched()
	}
	return batch
}

// run executes a batch as one transaction of the file and answers everyone.
func (g *group) run(batch []*request) {
	err := errors.New("a transaction of the same commit ended its goroutine")
	defer func() {
		for _, r := range batch {
			if err != nil && r.err == nil {
				r.err = fmt.Errorf("commit: %w", err)
			}
			close(r.done)
		}
	}()
	var tx *sql.Tx
	// Never the context of a caller: an interrupt would undo everyone's work.
	if tx, err = g.pool.BeginTx(context.Background(), nil); err != nil {
		return
	}
	finished := false
	defer func() {
		if !finished {
			err = errors.Join(err, tx.Rollback())
		}
	}()
	for _, r := range batch {
		if err = r.run(tx); err != nil {
			return
		}
	}
	finished = true
	err = tx.Commit()
}

// run executes one request inside its savepoint. The result of the request is
// in r; the error returned means that the whole batch is lost.
func (r *request) run(tx *sql.Tx) error {
	if r.err = r.ctx.Err(); r.err != nil {
		return nil
	}
	q := &sqlTx{sqlQuerier: sqlQuerier{tx}, tx: tx}
	if err := q.control("SAVEPOINT request"); err != nil {
		return err
	}
	r.call(q)
	if r.err == nil && r.panicked == nil {
		return q.control("RELEASE request")
	}
	if err := q.control("ROLLBACK TO request"); err != nil {
		return err
	}
	return q.control("RELEASE request")
}

// call runs fn and turns every way in which it can end into fields of r.
func (r *request) call(q *sqlTx) {
	r.exited = true
	defer func() {
		if p := recover(); p != nil {
			r.exited = false
			r.panicked = fmt.Sprintf("%v\n\nin a write transaction:\n%s", p, debug.Stack())
		}
		if r.err == nil {
			r.err = q.failed // also where fn has overlooked it
		}
		q.failed = errTxDone
	}()
	r.err = r.fn(context.WithoutCancel(r.ctx), q)
	r.exited = false
}
