package exchange

import (
	"context"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/solver/schedule"
)

// Remedy is a change with which a meeting without a time could be held.
type Remedy struct {
	Kind    string // as the planner names it: move, available, day_limit, place, displace, …
	SlotID  string // when the meeting would be held
	Person  string // participant of whom something is asked, or ""
	Limit   int    // that a rule must have instead
	Moves   []Change
	Drops   []Meeting // no longer held
	Touched int       // people besides those of the meeting
	Within  bool      // needs a change of the plan only, which the actor may make
}

// Advice says why a meeting has no time and what would give it one.
type Advice struct {
	Reason   *Reason
	Remedies []Remedy // the cheapest first
}

// Advice looks for the cheapest changes that would give a time to a meeting of
// the provisional plan. It is empty for a meeting that has one.
func (s *Service) Advice(ctx context.Context, actor access.Actor, b *Board, meetingID string) (a Advice, err error) {
	if err := actor.Check(access.PlanRead, access.Object{Event: b.Event.ID}); err != nil {
		return a, err
	}
	i := slices.IndexFunc(b.Meetings, func(t Meeting) bool { return t.ID == meetingID })
	if i < 0 || b.Meetings[i].SlotID != "" || b.Plan.State != Provisional {
		return a, nil
	}
	p, order := b.problem()
	if a.Reason = b.Meetings[i].Reason; a.Reason == nil || a.Reason.Key != takenOut {
		r := b.reason(schedule.Explain(p, b.assignments(), i), order)
		a.Reason = &r
	}
	for _, r := range schedule.Remedies(p, b.assignments(), i) {
		a.Remedies = append(a.Remedies, b.remedy(actor, r, order))
	}
	return a, nil
}

// remedy puts the planner's remedy into the board's terms.
func (b *Board) remedy(actor access.Actor, r schedule.Remedy, order []string) Remedy {
	out := Remedy{Kind: string(r.Kind), SlotID: b.Slots[r.Slot].ID, Limit: r.Limit, Touched: r.People, Within: r.Kind == schedule.RemedyMove || r.Kind == schedule.RemedyDisplace}
	if r.Person != schedule.None {
		out.Person = order[r.Person]
	}
	for _, m := range r.Moves {
		if m.Meeting != r.Meeting {
			out.Moves = append(out.Moves, Change{Moved, b.Meetings[m.Meeting], b.at(m.Meeting, m.To)})
		}
		out.Within = out.Within && b.mayEdit(actor, b.Meetings[m.Meeting])
	}
	for _, m := range r.Drops {
		out.Drops = append(out.Drops, b.Meetings[m])
		out.Within = out.Within && b.mayEdit(actor, b.Meetings[m])
	}
	return out
}

func (b *Board) mayEdit(actor access.Actor, t Meeting) bool {
	return actor.May(access.PlanEdit, access.Object{Event: b.Event.ID, Sides: b.Sides(t)})
}

// at is a meeting of the board, by its place in the list, with another time.
func (b *Board) at(i int, a schedule.Assignment) Meeting {
	t := b.Meetings[i]
	t.SlotID, t.PlaceID = "", ""
	if a.Slot != schedule.None {
		t.SlotID = b.Slots[a.Slot].ID
	}
	if a.Place != schedule.None {
		t.PlaceID = b.Places[a.Place].ID
	}
	return t
}

// Remedy gives the meeting a time by a remedy of the kind that needs nothing but
// a change of the provisional plan, and locks it there.
func (s *Service) Remedy(ctx context.Context, actor access.Actor, e Event, meetingID, kind string, revision int) error {
	if err := actor.Check(access.PlanRead, access.Object{Event: e.ID}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		plan, found, err := planIn(ctx, tx, e.ID, Provisional)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.Conflict, "plan.error_no_provisional")
		}
		b, err := loadBoard(ctx, tx, e, plan)
		if err != nil {
			return err
		}
		m := slices.IndexFunc(b.Meetings, func(t Meeting) bool { return t.ID == meetingID })
		if m < 0 {
			return fault.Missing()
		}
		if err := actor.Check(access.PlanEdit, access.Object{Event: e.ID, Sides: b.Sides(b.Meetings[m])}); err != nil {
			return err
		}
		p, order := b.problem()
		list := schedule.Remedies(p, b.assignments(), m)
		i := slices.IndexFunc(list, func(r schedule.Remedy) bool { return string(r.Kind) == kind && b.remedy(actor, r, order).Within })
		if i < 0 || plan.Revision != revision {
			return fault.New(fault.Conflict, "plan.error_changed_meanwhile")
		}
		if err := s.applyRemedy(ctx, tx, actor, b, list[i]); err != nil {
			return err
		}
		return changed(ctx, tx, plan.ID, revision, b.figures(plan.Figures))
	})
}

// applyRemedy changes the meetings on the board and in the database; each leaves
// its old time before any takes a new one.
func (s *Service) applyRemedy(ctx context.Context, tx db.Tx, actor access.Actor, b *Board, r schedule.Remedy) error {
	to := map[int]Meeting{}
	for _, m := range r.Moves {
		to[m.Meeting] = b.at(m.Meeting, m.To)
	}
	for _, m := range r.Drops {
		t := b.at(m, schedule.Assignment{Slot: schedule.None, Place: schedule.None})
		t.Reason = &Reason{Key: takenOut}
		to[m] = t
	}
	for i, t := range to {
		if b.Meetings[i].SlotID == "" {
			continue
		}
		free := t
		free.SlotID, free.PlaceID = "", ""
		if err := moveMeeting(ctx, tx, &free); err != nil {
			return err
		}
	}
	for i, t := range to {
		if t.SlotID != "" {
			t.Reason, t.Locked = nil, t.Locked || i == r.Meeting
			if err := moveMeeting(ctx, tx, &t); err != nil {
				return err
			}
		}
		if err := s.recordMove(ctx, tx, actor, b.Event, "meeting.move", b.Meetings[i], t); err != nil {
			return err
		}
		b.Meetings[i] = t
	}
	return nil
}
