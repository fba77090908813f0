package search

import (
	"context"
	"fmt"
	"sync"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
)

// Index finds documents. Make one with New for each database.
type Index struct {
	clock  clock.Clock
	expand Expander

	turn sync.Mutex   // one refresh at a time
	mu   sync.RWMutex // guards memory: refresh writes, Find reads
	*memory

	scratch sync.Pool // *match
}

// New makes an index that is filled when it is first used. A nil Expander adds
// no words to those asked for.
func New(c clock.Clock, e Expander) *Index {
	x := &Index{clock: c, expand: e, memory: newMemory()}
	x.scratch.New = func() any { return new(match) }
	return x
}

// Rebuild thresholds: numbers of removed documents are reclaimed when they are
// more than a third of all, but not while there are few.
const (
	deadShare = 3
	deadMin   = 1000
)

// Refresh takes in what was committed since the last time, for a start of the
// program that does not let the first search wait. Find calls it.
func (x *Index) Refresh(ctx context.Context, q db.Querier) error {
	if _, ok := q.(db.Tx); ok {
		return fmt.Errorf("search: within a write transaction: its changes may be undone; search before or after it")
	}
	var seq int64
	if err := q.QueryRow(ctx, "SELECT coalesce(max(seq), 0) FROM search_document").Scan(&seq); err != nil {
		return fmt.Errorf("search: %w", err)
	}
	x.mu.RLock()
	current := x.seq >= seq
	x.mu.RUnlock()
	if current {
		return nil
	}
	x.turn.Lock()
	defer x.turn.Unlock()
	if err := x.takeIn(ctx, q); err != nil {
		return fmt.Errorf("search: read the changes: %w", err)
	}
	x.mu.RLock()
	dead := len(x.docs) - len(x.byID)
	bloated := dead > deadMin && dead > len(x.docs)/deadShare
	x.mu.RUnlock()
	if bloated {
		return x.rebuild(ctx, q)
	}
	return nil
}

// takeIn reads the changes in batches, the next one while one is entered;
// searches go on while it reads.
func (x *Index) takeIn(ctx context.Context, q db.Querier) error {
	m := x.memory // only replaced and written by the one whose turn it is
	batch, err := changes(ctx, q, m.seq)
	for err == nil && len(batch) > 0 {
		if err = m.read(batch); err != nil {
			return err
		}
		var next []change
		var wg sync.WaitGroup
		if len(batch) == maxBatch {
			wg.Go(func() { next, err = changes(ctx, q, batch[maxBatch-1].seq) })
		}
		x.mu.Lock()
		m.apply(batch)
		x.mu.Unlock()
		wg.Wait()
		batch = next
	}
	x.mu.Lock()
	m.arrange()
	x.mu.Unlock()
	return err
}

// rebuild reads all anew into a memory of its own and takes it in one step.
func (x *Index) rebuild(ctx context.Context, q db.Querier) error {
	fresh := &Index{memory: newMemory()}
	if err := fresh.takeIn(ctx, q); err != nil {
		return fmt.Errorf("search: rebuild: %w", err)
	}
	x.mu.Lock()
	x.memory = fresh.memory
	x.mu.Unlock()
	return nil
}

// changes reads the next ones after a number.
func changes(ctx context.Context, q db.Querier, after int64) ([]change, error) {
	rows, err := q.Query(ctx, `SELECT id, seq, removed, body FROM search_document WHERE seq > $1 ORDER BY seq LIMIT $2`, after, maxBatch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []change
	for rows.Next() {
		var c change
		if err := rows.Scan(&c.id, &c.seq, &c.removed, &c.body); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// apply takes in changes that have been read.
func (m *memory) apply(batch []change) {
	var put []analysed
	for i := range batch {
		c := &batch[i]
		if c.removed {
			m.remove(c.id) // the table has an ID once: no other change of it is in the batch
		} else {
			put = append(put, c.analysed)
		}
		m.seq = c.seq
	}
	m.add(put)
}
