package exchange

import (
	"context"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/solver/schedule"
)

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
