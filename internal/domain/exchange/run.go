package exchange

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/solver/schedule"
)

// PlanLimit is how long one planning may take at the most.
const PlanLimit = time.Minute

// deskEffort is the share of the planner's full search that an organiser waits
// for: seconds for some hundred people, with the same number of meetings.
const deskEffort = 0.2

// RunState is where a planning stands.
type RunState string

// The states of a planning.
const (
	Running RunState = "running"
	Done    RunState = "done"
	Failed  RunState = "failed"
)

// Run is the last planning of an event.
type Run struct {
	State   RunState // "" while there was none
	Placed  int      // meetings placed so far
	Percent int      // of the present stage's work that is done
	Message string   // key of what went wrong, with Failed
	Started time.Time
}

// PlanJob plans an event anew.
type PlanJob struct {
	EventID string `json:"event_id"`
	Seed    uint64 `json:"seed"`
	// Effort scales how long the planner searches; 0 counts as 1.
	Effort float64 `json:"effort,omitempty"`
}

// Kind names the job in the queue.
func (PlanJob) Kind() string { return "plan" }

// StartPlan asks for the event to be planned anew; the work is done by a job.
// A planning that is still running is not started twice.
func (s *Service) StartPlan(ctx context.Context, actor access.Actor, e Event, seed uint64) error {
	if err := actor.Check(access.PlanRun, access.Object{Event: e.ID}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		now := s.Clock.Now()
		n, err := tx.Exec(ctx, `INSERT INTO plan_run (event_id, person_id, seed, state, placed, percent, message, started_at) VALUES ($1, $2, $3, 'running', 0, 0, '', $4)
			ON CONFLICT (event_id) DO UPDATE SET person_id = excluded.person_id, seed = excluded.seed, state = 'running', placed = 0, percent = 0, message = '', started_at = excluded.started_at, finished_at = NULL
			WHERE plan_run.state <> 'running' OR plan_run.started_at < $5`,
			e.ID, actor.PersonID, int64(seed), db.Micros(now), db.Micros(now.Add(-5*PlanLimit)))
		if err != nil || n == 0 {
			return err
		}
		if err := audit.Record(ctx, tx, audit.Entry{
			At: now, ActorID: actor.PersonID, Action: "plan.run", ObjectKind: "event", ObjectID: e.ID, EventID: e.ID,
			Detail: map[string]any{"seed": seed, "side": actorSide(actor, e.ID)},
		}); err != nil {
			return err
		}
		return s.Jobs.Enqueue(ctx, tx, PlanJob{EventID: e.ID, Seed: seed, Effort: deskEffort})
	})
}

// LastRun tells where the event's last planning stands.
func (s *Service) LastRun(ctx context.Context, actor access.Actor, e Event) (r Run, err error) {
	if err := actor.Check(access.PlanRead, access.Object{Event: e.ID}); err != nil {
		return r, err
	}
	var started int64
	err = s.DB.QueryRow(ctx, `SELECT state, placed, percent, message, started_at FROM plan_run WHERE event_id = $1`, e.ID).Scan(&r.State, &r.Placed, &r.Percent, &r.Message, &started)
	if errors.Is(err, db.ErrNoRows) {
		return Run{}, nil
	}
	r.Started = db.Time(started)
	return r, err
}

// WorkPlan does a PlanJob: it plans all wishes, keeps locked meetings where they
// are, and stores the outcome as the provisional plan. If the plan was changed
// while it was planning, it plans once more from there.
func (s *Service) WorkPlan(ctx context.Context, job PlanJob) error {
	var err error
	for range 3 {
		if err = s.planOnce(ctx, job); fault.KindOf(err) != fault.Conflict {
			break
		}
	}
	state, message := Done, ""
	if err != nil {
		slog.ErrorContext(ctx, "planning failed", "event", job.EventID, "error", err)
		state, message = Failed, "plan.error_run"
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE plan_run SET state = $1, message = $2, finished_at = $3 WHERE event_id = $4`, string(state), message, db.Micros(s.Clock.Now()), job.EventID)
		return err
	})
}

func (s *Service) planOnce(ctx context.Context, job PlanJob) (err error) {
	defer fault.Wrap(&err, "exchange: plan event %s", job.EventID)
	var slug, person string
	if err := s.DB.QueryRow(ctx, `SELECT e.slug, r.person_id FROM event e JOIN plan_run r ON r.event_id = e.id WHERE e.id = $1`, job.EventID).Scan(&slug, &person); err != nil {
		return err
	}
	e, err := eventBySlug(ctx, s.DB, slug)
	if err != nil {
		return err
	}
	b, base, err := s.planningBoard(ctx, e)
	if err != nil {
		return err
	}
	start := time.Now()
	p, order := b.problem()
	result, err := schedule.Solve(ctx, p, schedule.Options{Seed: job.Seed, Effort: job.Effort, TimeLimit: PlanLimit, Start: b.start(), Progress: s.progress(ctx, job.EventID)})
	if err != nil {
		return err
	}
	b.take(result, order)
	f := b.measured(p, order, Figures{Bound: result.Figures.Bound, BoundMethod: result.Figures.BoundMethod, Seconds: time.Since(start).Seconds()})
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error { return s.storePlan(ctx, tx, e, base, person, b, f) })
}

// planningBoard returns the board of the latest plan with the meetings that are
// wished now, and that plan, which is the zero Plan at first.
func (s *Service) planningBoard(ctx context.Context, e Event) (*Board, Plan, error) {
	base, found, err := planIn(ctx, s.DB, e.ID, Provisional)
	if err == nil && !found {
		base, _, err = planIn(ctx, s.DB, e.ID, Published)
	}
	if err != nil {
		return nil, base, err
	}
	b, err := loadBoard(ctx, s.DB, e, base)
	if err != nil {
		return nil, base, err
	}
	ws, err := wishes(ctx, s.DB, e.ID)
	if err != nil {
		return nil, base, err
	}
	b.Meetings = Requests(ws, b.Meetings)
	return b, base, nil
}

// start is the plan to begin from: what was planned before stays where it is
// unless another meeting needs the time. Where only locked meetings have times,
// nothing was planned before.
func (b *Board) start() schedule.Plan {
	if slices.ContainsFunc(b.Meetings, func(t Meeting) bool { return t.SlotID != "" && !t.Locked }) {
		return b.assignments()
	}
	return nil
}

// take puts the planner's result onto the board.
func (b *Board) take(r *schedule.Result, order []string) {
	why := map[int]Reason{}
	for _, u := range r.Unplaced {
		why[u.Meeting] = b.reason(u, order)
	}
	for i := range b.Meetings {
		t, a := &b.Meetings[i], r.Plan[i]
		slotID, placeID := "", ""
		if a.Slot != schedule.None {
			slotID = b.Slots[a.Slot].ID
		}
		if a.Place != schedule.None {
			placeID = b.Places[a.Place].ID
		}
		if t.Sequence > 0 || t.SlotID != "" {
			if t.SlotID != slotID || t.PlaceID != placeID {
				t.Sequence++
			}
		}
		t.SlotID, t.PlaceID, t.Reason = slotID, placeID, nil
		if w, ok := why[i]; ok && slotID == "" {
			t.Reason = &w
		}
	}
}

func (s *Service) storePlan(ctx context.Context, tx db.Tx, e Event, base Plan, person string, b *Board, f Figures) error {
	p, found, err := planIn(ctx, tx, e.ID, Provisional)
	if err != nil {
		return err
	}
	if found && (p.ID != base.ID || p.Revision != base.Revision) || !found && base.State == Provisional {
		return fault.New(fault.Conflict, "plan.error_changed_meanwhile")
	}
	if !found {
		p = Plan{EventID: e.ID, State: Provisional, Figures: f, CreatedBy: person, Created: s.Clock.Now()}
		if err := addPlan(ctx, tx, &p); err != nil {
			return err
		}
	} else if err := changed(ctx, tx, p.ID, p.Revision, f); err != nil {
		return err
	}
	if err := clearMeetings(ctx, tx, p.ID); err != nil {
		return err
	}
	for i := range b.Meetings {
		if err := addMeeting(ctx, tx, p.ID, &b.Meetings[i]); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, audit.Entry{
		At: s.Clock.Now(), ActorID: person, Action: "plan.planned", ObjectKind: "plan", ObjectID: p.ID, EventID: e.ID,
		Detail: map[string]any{"version": p.Version, "placed": f.Placed, "wished": f.Wished, "bound": f.Bound},
	})
}

// progress returns a reporter that notes the planner's progress now and then.
func (s *Service) progress(ctx context.Context, eventID string) func(schedule.Progress) {
	var last time.Time
	return func(p schedule.Progress) {
		if time.Since(last) < time.Second {
			return
		}
		last = time.Now()
		err := s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE plan_run SET placed = $1, percent = $2 WHERE event_id = $3`, p.Placed, int(100*p.Share), eventID)
			return err
		})
		if err != nil {
			slog.WarnContext(ctx, "planning progress not stored", "event", eventID, "error", err)
		}
	}
}
