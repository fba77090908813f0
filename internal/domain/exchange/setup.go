package exchange

import (
	"context"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/audit"
)

// AddEvent stores a new event with its slots, places and programme and gives
// all of them their IDs. The caller has checked the right to do so.
func (s *Service) AddEvent(ctx context.Context, tx db.Tx, by string, e *Event, slots []Slot, places []Place, items []Item) error {
	if err := addEvent(ctx, tx, e, db.Micros(s.Clock.Now())); err != nil {
		return err
	}
	for i := range slots {
		if err := addSlot(ctx, tx, e.ID, &slots[i]); err != nil {
			return err
		}
	}
	for i := range places {
		if err := addPlace(ctx, tx, e.ID, &places[i], i+1); err != nil {
			return err
		}
	}
	for i := range items {
		if err := addItem(ctx, tx, e.ID, &items[i]); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, audit.Entry{
		At: s.Clock.Now(), ActorID: by, Action: "event.create", ObjectKind: "event", ObjectID: e.ID, EventID: e.ID,
		Detail: map[string]any{"slots": len(slots), "places": len(places), "items": len(items)},
	})
}

// AddItems stores further items of an event's programme and gives them their
// IDs. The caller has checked the right to do so and records the audit entry.
func (s *Service) AddItems(ctx context.Context, tx db.Tx, eventID string, items []Item) error {
	for i := range items {
		if err := addItem(ctx, tx, eventID, &items[i]); err != nil {
			return err
		}
	}
	return nil
}

// SetUnavailable says in which slots a participant cannot meet, in place of
// what was said before. The caller has checked the right to do so and records
// the audit entry.
func (s *Service) SetUnavailable(ctx context.Context, tx db.Tx, participantID string, slotIDs []string) error {
	return setUnavailable(ctx, tx, participantID, slotIDs)
}

// AddWish stores a wish and gives it its ID; a wish for the same people is
// replaced. The caller has checked the right to do so and records the audit
// entry.
func (s *Service) AddWish(ctx context.Context, tx db.Tx, eventID string, w *Wish) error {
	return addWish(ctx, tx, eventID, w, db.Micros(s.Clock.Now()))
}

// Whole is all that an event has, for those who run the installation: contacts
// and secrets are not hidden.
type Whole struct {
	*Board
	Wishes []Wish
}

// Whole returns all that the event with the slug has, with the plan in the
// state. It checks no permission: it serves the command line and the program
// itself.
func (s *Service) Whole(ctx context.Context, slug string, state PlanState) (w Whole, err error) {
	e, err := eventBySlug(ctx, s.DB, slug)
	if err != nil {
		return w, err
	}
	p, _, err := planIn(ctx, s.DB, e.ID, state)
	if err != nil {
		return w, err
	}
	p.EventID, p.State = e.ID, state
	if w.Board, err = s.board(ctx, e, p); err != nil {
		return w, err
	}
	w.Wishes, err = wishes(ctx, s.DB, e.ID)
	return w, err
}

// EventBySlug returns the event with the slug. It checks no permission: it
// serves the command line.
func (s *Service) EventBySlug(ctx context.Context, slug string) (Event, error) {
	return eventBySlug(ctx, s.DB, slug)
}
