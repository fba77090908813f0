package exchange

import (
	"context"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
)

// Board is a version of the plan with all that is needed to show it.
type Board struct {
	Event       Event
	Plan        Plan
	Slots       []Slot
	Places      []Place
	Meetings    []Meeting
	People      map[string]Participant // by participant id
	Unavailable map[string][]string    // slots by participant id
	Closed      map[string][]string    // slots by place id
	Published   *Plan                  // the published version, if there is one

	slotIndex  map[string]int
	placeIndex map[string]int
}

// Slot returns the slot with the id, the zero Slot if there is none.
func (b *Board) Slot(id string) Slot {
	if i, ok := b.slotIndex[id]; ok {
		return b.Slots[i]
	}
	return Slot{}
}

// PlaceName returns the name of the place with the id, "" online.
func (b *Board) PlaceName(id string) string {
	if i, ok := b.placeIndex[id]; ok {
		return b.Places[i].Name
	}
	return ""
}

// Meeting returns the meeting with the id.
func (b *Board) Meeting(id string) (Meeting, bool) {
	i := slices.IndexFunc(b.Meetings, func(t Meeting) bool { return t.ID == id })
	if i < 0 {
		return Meeting{}, false
	}
	return b.Meetings[i], true
}

// Sides lists the countries that take part in a meeting.
func (b *Board) Sides(t Meeting) (out []string) {
	for _, m := range t.Members {
		if c := b.People[m].Country; !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// Board returns the event's plan in the state wanted, for those who plan it.
// While there is no such plan its Version is 0 and it has no meetings.
func (s *Service) Board(ctx context.Context, actor access.Actor, e Event, state PlanState) (*Board, error) {
	if err := actor.Check(access.PlanRead, access.Object{Event: e.ID}); err != nil {
		return nil, err
	}
	if state != Published && state != Provisional {
		return nil, fault.Missing()
	}
	p, _, err := planIn(ctx, s.DB, e.ID, state)
	if err != nil {
		return nil, err
	}
	p.EventID, p.State = e.ID, state
	return s.board(ctx, e, p)
}

func (s *Service) board(ctx context.Context, e Event, p Plan) (*Board, error) {
	return loadBoard(ctx, s.DB, e, p)
}

func loadBoard(ctx context.Context, q db.Querier, e Event, p Plan) (b *Board, err error) {
	b = &Board{Event: e, Plan: p, People: map[string]Participant{}, slotIndex: map[string]int{}, placeIndex: map[string]int{}}
	if b.Slots, err = slots(ctx, q, e.ID); err != nil {
		return nil, err
	}
	if b.Places, err = places(ctx, q, e.ID); err != nil {
		return nil, err
	}
	for i, x := range b.Slots {
		b.slotIndex[x.ID] = i
	}
	for i, x := range b.Places {
		b.placeIndex[x.ID] = i
	}
	list, _, err := participants(ctx, q, e.ID, Filter{})
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		b.People[m.ID] = m
	}
	if b.Unavailable, err = unavailable(ctx, q, e.ID); err != nil {
		return nil, err
	}
	if b.Closed, err = placeClosed(ctx, q, e.ID); err != nil {
		return nil, err
	}
	published, found, err := planIn(ctx, q, e.ID, Published)
	if err != nil {
		return nil, err
	}
	if found {
		b.Published = &published
	}
	if p.ID != "" {
		b.Meetings, err = meetings(ctx, q, p.ID)
	}
	return b, err
}

// ChangeKind says how a meeting differs between two versions.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "added"
	Moved   ChangeKind = "moved"
	Removed ChangeKind = "removed"
)

// Change is one meeting that differs between two versions of a plan.
type Change struct {
	Kind     ChangeKind
	Old, New Meeting // Old is empty for Added, New for Removed
}

// Compare compares two versions by the identity of their meetings; meetings
// without a time do not count.
func Compare(old, now []Meeting) (out []Change) {
	before := map[string]Meeting{}
	for _, t := range old {
		if t.SlotID != "" {
			before[t.UID] = t
		}
	}
	for _, t := range now {
		if t.SlotID == "" {
			continue
		}
		o, was := before[t.UID]
		delete(before, t.UID)
		switch {
		case !was:
			out = append(out, Change{Kind: Added, New: t})
		case o.SlotID != t.SlotID || o.PlaceID != t.PlaceID:
			out = append(out, Change{Kind: Moved, Old: o, New: t})
		}
	}
	for _, t := range old {
		if _, gone := before[t.UID]; gone {
			out = append(out, Change{Kind: Removed, Old: t})
		}
	}
	return out
}

// Difference returns the provisional plan and how it differs from the published
// one. Before the first publication every meeting is added.
func (s *Service) Difference(ctx context.Context, actor access.Actor, e Event) (*Board, []Change, error) {
	b, err := s.Board(ctx, actor, e, Provisional)
	if err != nil || b.Plan.Version == 0 {
		return b, nil, err
	}
	var old []Meeting
	if b.Published != nil {
		if old, err = meetings(ctx, s.DB, b.Published.ID); err != nil {
			return b, nil, err
		}
	}
	return b, Compare(old, b.Meetings), nil
}
