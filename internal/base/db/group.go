package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// maxBatch bounds how many transactions share a commit, and so how long the
// first of them waits for its answer.
const maxBatch = 256

// Waiting for others to join ends after gatherQuiet looks that found nobody new,
// and after gatherTime in any case.
const (
	gatherQuiet = 10
	gatherTime  = 200 * time.Microsecond
)

// group runs all write transactions of a SQLite file in one goroutine. It takes
// every transaction that is waiting, runs each in a savepoint of its own,
// commits once and only then answers them all: the cost of making data durable
// (one fsync) is shared by everyone who waits for it.
type group struct {
	pool *sql.DB // one connection

	mu      sync.Mutex
	pending []*request
	closing bool

	wake   chan struct{} // holds one token when pending or closing has changed
	closed chan struct{}
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
	g := &group{pool: pool, wake: make(chan struct{}, 1), closed: make(chan struct{})}
	go g.loop()
	return g
}

// tx hands fn to the writer and waits for the commit, even if ctx ends: fn may
// be running. The writer skips what has ended before its turn.
func (g *group) tx(ctx context.Context, fn TxFunc) error {
	r := &request{ctx: ctx, fn: fn, done: make(chan struct{})}
	g.mu.Lock()
	if g.closing {
		g.mu.Unlock()
		return ErrClosed
	}
	g.pending = append(g.pending, r)
	g.mu.Unlock()
	g.signal()
	<-r.done
	if r.panicked != nil {
		panic(r.panicked)
	}
	if r.exited {
		runtime.Goexit()
	}
	return r.err
}

func (g *group) signal() {
	select {
	case g.wake <- struct{}{}:
	default: // the writer will look anyway
	}
}

// close runs what is waiting, refuses what comes and ends the writer.
func (g *group) close() {
	g.mu.Lock()
	first := !g.closing
	g.closing = true
	g.mu.Unlock()
	if first {
		g.signal()
	}
	<-g.closed
}

// loop is the writer.
func (g *group) loop() {
	ended := false
	defer func() {
		if !ended { // Goexit in a transaction took this goroutine along
			go g.loop()
		}
	}()
	for crowd := false; ; {
		if crowd {
			g.gather()
		}
		batch, closing := g.take()
		if len(batch) > 0 {
			g.run(batch)
			crowd = len(batch) > 1
			continue
		}
		if closing {
			ended = true
			close(g.closed)
			return
		}
		<-g.wake
	}
}

// gather lets those whom the last commit answered come again, until nobody
// more comes: a commit with all of them costs as much as one with a few.
func (g *group) gather() {
	begun := time.Now()
	for n, quiet := 0, 0; n < maxBatch && quiet < gatherQuiet && time.Since(begun) < gatherTime; quiet++ {
		runtime.Gosched()
		g.mu.Lock()
		if m := len(g.pending); m > n {
			n, quiet = m, 0
		}
		g.mu.Unlock()
	}
}

func (g *group) take() ([]*request, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.pending), maxBatch)
	batch := g.pending[:n:n]
	g.pending = g.pending[n:]
	return batch, g.closing
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
		return nil //nolint:nilerr // the request is lost, not the batch
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
	r.err = r.fn(uncancelled(r.ctx), q)
	r.exited = false
}
