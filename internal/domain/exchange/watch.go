package exchange

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/solver/schedule"
)

// watchEvery is how often a planning tells how far it is and asks whether it is
// to stop.
const watchEvery = 250 * time.Millisecond

// watch ties a planning to its row of plan_run, through which any process can
// see how far it is and stop it.
type watch struct {
	s       *Service
	eventID string
	cancel  context.CancelFunc
	done    chan struct{}

	mu   sync.Mutex
	last schedule.Progress
}

// watch returns the context of a search, which ends when somebody asks for it
// in the database. The caller ends the watch.
func (s *Service) watch(ctx context.Context, eventID string) (context.Context, *watch) {
	ctx, cancel := context.WithCancel(ctx)
	w := &watch{s: s, eventID: eventID, cancel: cancel, done: make(chan struct{})}
	if w.tell(ctx) {
		cancel()
	}
	go w.loop(ctx)
	return ctx, w
}

func (w *watch) loop(ctx context.Context) {
	defer close(w.done)
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if w.tell(ctx) {
				w.cancel()
				return
			}
		}
	}
}

// note keeps the progress for the next telling; the planner calls it.
func (w *watch) note(p schedule.Progress) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = p
}

// tell stores the progress and returns whether the search is to stop.
func (w *watch) tell(ctx context.Context) (stop bool) {
	w.mu.Lock()
	p := w.last
	w.mu.Unlock()
	err := w.s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		return tx.QueryRow(ctx, `UPDATE plan_run SET stage = $1, placed = $2, bound = $3, idle_gaps = $4, percent = $5 WHERE event_id = $6 RETURNING stop`,
			string(p.Stage), p.Placed, p.Bound, p.IdleGaps, int(100*p.Share), w.eventID).Scan(&stop)
	})
	if err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "planning progress not stored", "event", w.eventID, "error", err)
	}
	return stop
}

// end waits for the last telling and frees the watch.
func (w *watch) end() {
	w.cancel()
	<-w.done
}
