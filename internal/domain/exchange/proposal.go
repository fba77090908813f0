package exchange

import (
	"context"
	"errors"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/solver/schedule"
)

// ProposalKind says where a proposal comes from.
type ProposalKind string

// The kinds of proposals.
const (
	Planned  ProposalKind = "planned"  // the event was planned anew
	Repair   ProposalKind = "repair"   // the plan gives way to a disruption
	Replaced ProposalKind = "replaced" // the plan that an accepted proposal took the place of
)

// Proposal is a plan beside the present one, to be compared with it and then
// accepted or discarded. It is joint: every organiser sees all of them.
type Proposal struct {
	ID       string
	EventID  string
	Kind     ProposalKind
	Made     Made
	Figures  Figures
	Meetings []Meeting
	PersonID string
	Name     string // of the person, in its own script
	Created  time.Time
}

// Made says how a proposal came about.
type Made struct {
	Seed     uint64 `json:"seed,omitempty"`
	Fresh    bool   `json:"fresh,omitempty"`
	Thorough bool   `json:"thorough,omitempty"`
	Aim      Aim    `json:"aim,omitempty"`

	Repair *Repaired `json:"repair,omitempty"`
}

// proposalsKept is how many proposals an event has; a newer one takes the place
// of the oldest.
const proposalsKept = 6

// propose stores a proposal.
func (s *Service) propose(ctx context.Context, tx db.Tx, p *Proposal) error {
	now := s.Clock.Now()
	p.ID = id.New()
	if _, err := tx.Exec(ctx, `INSERT INTO proposal (id, event_id, kind, made, figures, meetings, person_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		p.ID, p.EventID, string(p.Kind), db.JSON(p.Made), db.JSON(p.Figures), db.JSON(p.Meetings), p.PersonID, db.Micros(now)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM proposal WHERE event_id = $1 AND id NOT IN (SELECT id FROM proposal WHERE event_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2)`, p.EventID, proposalsKept); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{
		At: now, ActorID: p.PersonID, Action: "plan.propose", ObjectKind: "proposal", ObjectID: p.ID, EventID: p.EventID,
		Detail: map[string]any{"kind": p.Kind, "placed": p.Figures.Placed, "wished": p.Figures.Wished, "bound": p.Figures.Bound},
	})
}

// Proposals lists the proposals of the event without their meetings, the newest
// first.
func (s *Service) Proposals(ctx context.Context, actor access.Actor, e Event) (out []Proposal, err error) {
	if err := actor.Check(access.PlanRead, access.Object{Event: e.ID}); err != nil {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `SELECT r.id, r.kind, r.made, r.figures, r.person_id, p.name_native, r.created_at FROM proposal r JOIN person p ON p.id = r.person_id WHERE r.event_id = $1 ORDER BY r.created_at DESC, r.id DESC`, e.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		p := Proposal{EventID: e.ID}
		var at int64
		if err := rows.Scan(&p.ID, &p.Kind, db.JSON(&p.Made), db.JSON(&p.Figures), &p.PersonID, &p.Name, &at); err != nil {
			return nil, err
		}
		p.Created = db.Time(at)
		out = append(out, p)
	}
	return out, rows.Err()
}

func proposal(ctx context.Context, q db.Querier, eventID, proposalID string) (p Proposal, err error) {
	p = Proposal{ID: proposalID, EventID: eventID}
	var at int64
	err = q.QueryRow(ctx, `SELECT r.kind, r.made, r.figures, r.meetings, r.person_id, p.name_native, r.created_at FROM proposal r JOIN person p ON p.id = r.person_id WHERE r.event_id = $1 AND r.id = $2`, eventID, proposalID).
		Scan(&p.Kind, db.JSON(&p.Made), db.JSON(&p.Figures), db.JSON(&p.Meetings), &p.PersonID, &p.Name, &at)
	if errors.Is(err, db.ErrNoRows) {
		return p, fault.Missing()
	}
	p.Created = db.Time(at)
	return p, err
}

// Discard takes a proposal away.
func (s *Service) Discard(ctx context.Context, actor access.Actor, e Event, proposalID string) error {
	if err := actor.Check(access.PlanRun, access.Object{Event: e.ID}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		return s.dropProposal(ctx, tx, actor, e, proposalID, "plan.discard")
	})
}

func (s *Service) dropProposal(ctx context.Context, tx db.Tx, actor access.Actor, e Event, proposalID, action string) error {
	n, err := tx.Exec(ctx, `DELETE FROM proposal WHERE event_id = $1 AND id = $2`, e.ID, proposalID)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Missing()
	}
	return audit.Record(ctx, tx, audit.Entry{
		At: s.Clock.Now(), ActorID: actor.PersonID, Action: action, ObjectKind: "proposal", ObjectID: proposalID, EventID: e.ID,
		Detail: map[string]any{"side": actorSide(actor, e.ID)},
	})
}

// Accept puts a proposal in the place of the provisional plan that the organiser
// saw at the revision, which lifts its signatures; where the plan is published a
// new version begins. What it replaces stays as a proposal, so the step can be
// taken back. A proposal that no longer fits what is wished, locked or possible
// is refused with a Conflict that says why.
func (s *Service) Accept(ctx context.Context, actor access.Actor, e Event, proposalID string, revision int) error {
	if err := actor.Check(access.PlanRun, access.Object{Event: e.ID}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		p, err := proposal(ctx, tx, e.ID, proposalID)
		if err != nil {
			return err
		}
		if p.Made.Repair != nil {
			if err := s.enterDisruption(ctx, tx, actor, e, &p.Made.Repair.Disruption); err != nil {
				return err
			}
		}
		b, base, err := planningBoard(ctx, tx, e)
		if err != nil {
			return err
		}
		if base.Revision != revision {
			return fault.New(fault.Conflict, "plan.error_changed_meanwhile")
		}
		if err := b.adopt(p.Meetings); err != nil {
			return err
		}
		if err := s.dropProposal(ctx, tx, actor, e, proposalID, "plan.accept"); err != nil {
			return err
		}
		if base.State == Provisional && base.held() {
			if err := s.setAside(ctx, tx, actor, base); err != nil {
				return err
			}
		}
		return s.storePlan(ctx, tx, e, base.Plan, actor.PersonID, b.Meetings, b.figures(p.Figures))
	})
}

// setAside keeps the plan that is about to be replaced, in place of the one kept
// the last time.
func (s *Service) setAside(ctx context.Context, tx db.Tx, actor access.Actor, base basis) error {
	if _, err := tx.Exec(ctx, `DELETE FROM proposal WHERE event_id = $1 AND kind = $2`, base.EventID, string(Replaced)); err != nil {
		return err
	}
	return s.propose(ctx, tx, &Proposal{EventID: base.EventID, Kind: Replaced, Figures: base.Figures, Meetings: base.meetings, PersonID: actor.PersonID})
}

// adopt gives the board's meetings, which are those wished now, the times and
// places of the proposed ones.
func (b *Board) adopt(proposed []Meeting) error {
	at := map[string]Meeting{}
	for _, t := range proposed {
		at[membersKey(t.Members)] = t
	}
	p, order := b.problem() // with the locks of the present plan
	for i := range b.Meetings {
		t := &b.Meetings[i]
		x, ok := at[membersKey(t.Members)]
		if !ok || len(proposed) != len(b.Meetings) {
			return fault.New(fault.Conflict, "plan.error_wishes_changed")
		}
		if t.SlotID != x.SlotID || t.PlaceID != x.PlaceID {
			if t.Locked && !x.clashes() {
				return fault.New(fault.Conflict, "plan.error_locked_since", "meeting", b.title(i))
			}
			if t.SlotID != "" || t.Sequence > 0 {
				t.Sequence++
			}
			t.SlotID, t.PlaceID = x.SlotID, x.PlaceID
		}
		t.Reason, t.Locked = x.Reason, t.Locked && t.SlotID != ""
	}
	return b.broken(p, order)
}

// clashes tells that the planner left a locked meeting out because its time
// breaks a rule.
func (t *Meeting) clashes() bool {
	return t.SlotID == "" && t.Reason != nil && t.Reason.Key == "plan.reason_"+string(schedule.FixedClash)
}

// broken returns the Conflict that names the first rule which the board's plan
// breaks as a plan of p; locks are not looked at.
func (b *Board) broken(p *schedule.Problem, order []string) error {
	for _, v := range schedule.Check(p, b.assignments()) {
		if v.Rule != schedule.FixedMoved {
			key, args := b.violation(v, order)
			return fault.New(fault.Conflict, key, args...)
		}
	}
	return nil
}

// storePlan puts the meetings in the place of the provisional plan's, or begins a
// provisional plan with them, unless the plan is no longer as in base.
func (s *Service) storePlan(ctx context.Context, tx db.Tx, e Event, base Plan, person string, list []Meeting, f Figures) error {
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
	for i := range list {
		if err := addMeeting(ctx, tx, p.ID, &list[i]); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, audit.Entry{
		At: s.Clock.Now(), ActorID: person, Action: "plan.planned", ObjectKind: "plan", ObjectID: p.ID, EventID: e.ID,
		Detail: map[string]any{"version": p.Version, "placed": f.Placed, "wished": f.Wished, "bound": f.Bound},
	})
}
