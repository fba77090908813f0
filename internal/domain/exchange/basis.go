package exchange

import (
	"context"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/solver/schedule"
)

// basis is the plan that a change starts from: the provisional one, else the
// published one, the zero Plan at first.
type basis struct {
	Plan
	meetings []Meeting
}

// held tells whether the plan gives any meeting a time.
func (b *basis) held() bool {
	return slices.ContainsFunc(b.meetings, func(t Meeting) bool { return t.SlotID != "" })
}

func basisOf(ctx context.Context, q db.Querier, eventID string) (b basis, err error) {
	var found bool
	b.Plan, found, err = planIn(ctx, q, eventID, Provisional)
	if err == nil && !found {
		b.Plan, found, err = planIn(ctx, q, eventID, Published)
	}
	if err == nil && found {
		b.meetings, err = meetings(ctx, q, b.ID)
	}
	return b, err
}

// planningBoard returns the board of the plan to start from with the meetings
// that are wished now.
func planningBoard(ctx context.Context, q db.Querier, e Event) (*Board, basis, error) {
	base, err := basisOf(ctx, q, e.ID)
	if err != nil {
		return nil, base, err
	}
	b, err := loadBoard(ctx, q, e, base.Plan)
	if err != nil {
		return nil, base, err
	}
	ws, err := wishes(ctx, q, e.ID)
	if err != nil {
		return nil, base, err
	}
	b.Meetings = Requests(ws, base.meetings)
	return b, base, nil
}

// sameMeetings tells whether two plans are of the same meetings.
func sameMeetings(a, b []Meeting) bool {
	known := map[string]bool{}
	for _, t := range a {
		known[membersKey(t.Members)] = true
	}
	return len(a) == len(b) && !slices.ContainsFunc(b, func(t Meeting) bool { return !known[membersKey(t.Members)] })
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
