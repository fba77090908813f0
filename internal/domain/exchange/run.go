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

// staleAfter is how long a planning can look as if it were running.
const staleAfter = 5 * PlanLimit

// The share of the planner's full search that an organiser waits for: seconds
// for some hundred people with the same number of meetings, or all of it.
const (
	quickEffort    = 0.2
	thoroughEffort = 1
)

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
	State    RunState // "" while there was none
	Stage    schedule.Stage
	Placed   int    // meetings placed so far
	Bound    int    // no plan holds more; 0 while it is not known
	IdleGaps int    // of the plan so far
	Percent  int    // of the present stage's work that is done
	Stopping bool   // somebody asked to end the search
	Message  string // key of what went wrong, or of why there is nothing new
	Started  time.Time
	Finished time.Time // zero while it runs
}

// PlanOptions choose how an event is planned.
type PlanOptions struct {
	Seed     uint64 // 0 takes the one after the last planning's
	Fresh    bool   // forget the times of the present plan, but for locked meetings
	Thorough bool   // search for up to PlanLimit
	Aim      Aim    // what is sought first once as much as possible is held
}

// Aim is what a planning seeks first once as much weight as possible is held.
type Aim string

// The aims.
const (
	AimFair    Aim = ""        // that nobody is left behind
	AimCompact Aim = "compact" // few idle gaps
	AimSocial  Aim = "social"  // few meetings outside working hours
)

// Aims lists the aims.
var Aims = []Aim{AimFair, AimCompact, AimSocial}

// objectives puts the aim before the planner's own order.
func (a Aim) objectives() []schedule.Objective {
	goal := map[Aim]schedule.Goal{AimCompact: schedule.FewIdleGaps, AimSocial: schedule.SocialHours}[a]
	list := schedule.DefaultObjectives()
	if goal == "" {
		return list
	}
	list = slices.DeleteFunc(list, func(o schedule.Objective) bool { return o.Goal == goal })
	return slices.Insert(list, 2, schedule.Objective{Goal: goal}) // after MustHeld and WeightHeld
}

// PlanJob plans an event anew.
type PlanJob struct {
	EventID string `json:"event_id"`
	Seed    uint64 `json:"seed"`
	Fresh   bool   `json:"fresh,omitempty"`
	Aim     Aim    `json:"aim,omitempty"`
	// Effort scales how long the planner searches; 0 counts as 1.
	Effort float64 `json:"effort,omitempty"`
}

// Kind names the job in the queue.
func (PlanJob) Kind() string { return "plan" }

// StartPlan asks for the event to be planned anew; the work is done by a job.
// A planning that is still running is not started twice.
func (s *Service) StartPlan(ctx context.Context, actor access.Actor, e Event, o PlanOptions) error {
	if err := actor.Check(access.PlanRun, access.Object{Event: e.ID}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		seed, err := nextSeed(ctx, tx, e.ID, o.Seed)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		n, err := tx.Exec(ctx, `INSERT INTO plan_run (event_id, person_id, seed, state, placed, percent, message, started_at) VALUES ($1, $2, $3, 'running', 0, 0, '', $4)
			ON CONFLICT (event_id) DO UPDATE SET person_id = excluded.person_id, seed = excluded.seed, state = 'running', placed = 0, percent = 0, message = '',
				started_at = excluded.started_at, finished_at = NULL, stage = '', bound = 0, idle_gaps = 0, stop = FALSE
			WHERE plan_run.state <> 'running' OR plan_run.started_at < $5`,
			e.ID, actor.PersonID, int64(seed), db.Micros(now), db.Micros(now.Add(-staleAfter)))
		if err != nil || n == 0 {
			return err
		}
		if err := audit.Record(ctx, tx, audit.Entry{
			At: now, ActorID: actor.PersonID, Action: "plan.run", ObjectKind: "event", ObjectID: e.ID, EventID: e.ID,
			Detail: map[string]any{"seed": seed, "fresh": o.Fresh, "thorough": o.Thorough, "aim": o.Aim, "side": actorSide(actor, e.ID)},
		}); err != nil {
			return err
		}
		job := PlanJob{EventID: e.ID, Seed: seed, Fresh: o.Fresh, Aim: o.Aim, Effort: quickEffort}
		if o.Thorough {
			job.Effort = thoroughEffort
		}
		return s.Jobs.Enqueue(ctx, tx, job)
	})
}

// nextSeed is the seed asked for, else the one after the last planning's.
func nextSeed(ctx context.Context, q db.Querier, eventID string, asked uint64) (uint64, error) {
	if asked != 0 {
		return asked, nil
	}
	var last int64
	err := q.QueryRow(ctx, `SELECT seed FROM plan_run WHERE event_id = $1`, eventID).Scan(&last)
	if errors.Is(err, db.ErrNoRows) {
		err = nil
	}
	return uint64(last) + 1, err
}

// StopPlan ends the search of a running planning, in whatever process it runs;
// the best plan so far is kept.
func (s *Service) StopPlan(ctx context.Context, actor access.Actor, e Event) error {
	if err := actor.Check(access.PlanRun, access.Object{Event: e.ID}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE plan_run SET stop = TRUE WHERE event_id = $1 AND state = 'running' AND NOT stop`, e.ID)
		if err != nil || n == 0 {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{
			At: s.Clock.Now(), ActorID: actor.PersonID, Action: "plan.stop", ObjectKind: "event", ObjectID: e.ID, EventID: e.ID,
			Detail: map[string]any{"side": actorSide(actor, e.ID)},
		})
	})
}

// LastRun tells where the event's last planning stands.
func (s *Service) LastRun(ctx context.Context, actor access.Actor, e Event) (r Run, err error) {
	if err := actor.Check(access.PlanRead, access.Object{Event: e.ID}); err != nil {
		return r, err
	}
	var started, finished int64
	err = s.DB.QueryRow(ctx, `SELECT state, stage, placed, bound, idle_gaps, percent, stop, message, started_at, COALESCE(finished_at, 0) FROM plan_run WHERE event_id = $1`, e.ID).
		Scan(&r.State, &r.Stage, &r.Placed, &r.Bound, &r.IdleGaps, &r.Percent, &r.Stopping, &r.Message, &started, &finished)
	if errors.Is(err, db.ErrNoRows) {
		return Run{}, nil
	}
	r.Started = db.Time(started)
	if finished != 0 {
		r.Finished = db.Time(finished)
	}
	if r.State == Running && s.Clock.Now().Sub(r.Started) > staleAfter { // its process is gone
		r.State, r.Message, r.Finished = Failed, "plan.error_run", s.Clock.Now()
	}
	return r, err
}

// WorkPlan does a PlanJob: it plans all wishes and keeps locked meetings where
// they are. Where there is no plan yet the outcome becomes the provisional one;
// else it is a proposal beside it.
func (s *Service) WorkPlan(ctx context.Context, job PlanJob) error {
	message, err := s.planOnce(ctx, job)
	state := Done
	if err != nil {
		slog.ErrorContext(ctx, "planning failed", "event", job.EventID, "error", err)
		state, message = Failed, "plan.error_run"
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE plan_run SET state = $1, message = $2, finished_at = $3 WHERE event_id = $4`, string(state), message, db.Micros(s.Clock.Now()), job.EventID)
		return err
	})
}

// planOnce plans and stores the outcome, or returns the key of a message that
// says why there is nothing to store.
func (s *Service) planOnce(ctx context.Context, job PlanJob) (message string, err error) {
	defer fault.Wrap(&err, "exchange: plan event %s", job.EventID)
	var slug, person string
	if err := s.DB.QueryRow(ctx, `SELECT e.slug, r.person_id FROM event e JOIN plan_run r ON r.event_id = e.id WHERE e.id = $1`, job.EventID).Scan(&slug, &person); err != nil {
		return "", err
	}
	e, err := eventBySlug(ctx, s.DB, slug)
	if err != nil {
		return "", err
	}
	b, base, err := planningBoard(ctx, s.DB, e)
	if err != nil {
		return "", err
	}
	began := time.Now()
	p, order := b.problem()
	p.Objectives = job.Aim.objectives()
	o := schedule.Options{Seed: job.Seed, Effort: job.Effort, TimeLimit: PlanLimit}
	if !job.Fresh {
		o.Start = b.start()
	}
	searching, w := s.watch(ctx, e.ID)
	o.Progress = w.note
	result, err := schedule.Solve(searching, p, o)
	w.end()
	switch {
	case err != nil && searching.Err() != nil && ctx.Err() == nil:
		return "plan.stopped_at_once", nil
	case err != nil:
		return "", err
	case ctx.Err() != nil: // the process ends; the job is done again by the next
		return "", ctx.Err()
	}
	b.take(result, order)
	var proofs []Reason
	for _, r := range result.Proofs {
		proofs = append(proofs, b.proof(r, order))
	}
	f := measure(p, result.Plan, Figures{Bound: result.Figures.Bound, BoundMethod: result.Figures.BoundMethod, Seconds: time.Since(began).Seconds(), Cut: result.Cut, Proofs: proofs})
	if base.held() && sameMeetings(base.meetings, b.Meetings) && len(Compare(base.meetings, b.Meetings)) == 0 {
		return "plan.nothing_better", nil
	}
	return "", s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if !base.held() {
			err := s.storePlan(ctx, tx, e, base.Plan, person, b.Meetings, f)
			if fault.KindOf(err) != fault.Conflict { // else somebody made a plan meanwhile
				return err
			}
		}
		made := Made{Seed: job.Seed, Fresh: job.Fresh, Thorough: job.Effort == thoroughEffort, Aim: job.Aim}
		return s.propose(ctx, tx, &Proposal{EventID: e.ID, Kind: Planned, Made: made, Figures: f, Meetings: b.Meetings, PersonID: person})
	})
}
