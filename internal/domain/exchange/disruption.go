package exchange

import (
	"context"
	"slices"
	"sort"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/solver/schedule"
)

// DisruptionKind says what has happened since the plan was made.
type DisruptionKind string

// The kinds of disruptions.
const (
	Cancels DisruptionKind = "cancels" // Participant no longer takes part
	Away    DisruptionKind = "away"    // Participant cannot meet in Slots
	Closes  DisruptionKind = "closes"  // Place cannot be used in Slots
	Late    DisruptionKind = "late"    // Members must meet
)

// Disruption is something that has happened since the plan was made and that the
// plan must give way to.
type Disruption struct {
	Kind          DisruptionKind `json:"kind"`
	Participant   string         `json:"participant,omitempty"`
	Place         string         `json:"place,omitempty"`
	Slots         []string       `json:"slots,omitempty"`
	Members       []string       `json:"members,omitempty"`
	Subject       string         `json:"subject,omitempty"`
	MovePublished bool           `json:"move_published,omitempty"` // published meetings may move, not only those that must
}

// check answers nil if the disruption names what there is on the board and the
// actor may enter it: people of his own side, meetings in which it takes part.
func (d *Disruption) check(actor access.Actor, b *Board) error {
	var people []string
	switch d.Kind {
	case Cancels, Away:
		people = []string{d.Participant}
	case Closes:
		if _, ok := b.placeIndex[d.Place]; !ok {
			return fault.Missing()
		}
	case Late:
		people = d.Members
	default:
		return fault.Missing()
	}
	var sides []string
	for _, id := range people {
		m, ok := b.People[id]
		if !ok || m.State != Validated {
			return fault.Missing()
		}
		sides = append(sides, m.Country)
	}
	for _, id := range d.Slots {
		if _, ok := b.slotIndex[id]; !ok {
			return fault.Missing()
		}
	}
	o := access.Object{Event: b.Event.ID, Sides: sides}
	switch d.Kind {
	case Cancels, Away:
		if err := actor.Check(access.ParticipantsValidate, o); err != nil {
			return err
		}
	case Late:
		if err := actor.Check(access.PlanEdit, o); err != nil {
			return err
		}
		sort.Strings(d.Members)
		if d.Members = slices.Compact(d.Members); len(d.Members) < 2 {
			return fault.New(fault.Conflict, "repair.error_two_people")
		}
	}
	if (d.Kind == Away || d.Kind == Closes) && len(d.Slots) == 0 {
		return fault.New(fault.Conflict, "repair.error_no_slots")
	}
	return nil
}

// change puts the disruption to the planner.
func (d *Disruption) change(b *Board, order []string) (c schedule.Change) {
	var slots []int
	for _, id := range d.Slots {
		slots = append(slots, b.slotIndex[id])
	}
	switch d.Kind {
	case Cancels, Away:
		c.Away = []schedule.Away{{Person: slices.Index(order, d.Participant), Slots: slots}}
	case Closes:
		c.Closed = []schedule.Closed{{Place: b.placeIndex[d.Place], Slots: slots}}
	case Late:
		m := schedule.Meeting{Must: true, Weight: 1, Online: b.Event.Online, Slot: schedule.None, Place: schedule.None}
		for _, id := range d.Members {
			m.People = append(m.People, slices.Index(order, id))
		}
		c.Meetings = []schedule.Meeting{m}
	}
	return c
}

// enterDisruption makes the disruption a fact of the event, so that the plan is measured
// and planned with it from now on.
func (s *Service) enterDisruption(ctx context.Context, tx db.Tx, actor access.Actor, e Event, d *Disruption) error {
	b, err := loadBoard(ctx, tx, e, Plan{})
	if err != nil {
		return err
	}
	side, object := b.People[d.Participant].Country, d.Participant
	switch d.Kind {
	case Cancels:
		_, err = tx.Exec(ctx, `UPDATE participant SET state = $1 WHERE id = $2 AND event_id = $3`, string(Withdrawn), d.Participant, e.ID)
	case Away:
		err = setUnavailable(ctx, tx, d.Participant, union(b.Unavailable[d.Participant], d.Slots))
	case Closes:
		side, object = "", d.Place
		for _, slotID := range d.Slots {
			if _, err = tx.Exec(ctx, `INSERT INTO place_closed (place_id, slot_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, d.Place, slotID); err != nil {
				break
			}
		}
	case Late:
		side, object = "", e.ID
		err = addWish(ctx, tx, e.ID, &Wish{From: d.Members[0], To: d.Members[1:], Strength: Must, Weight: 1, Subject: d.Subject}, db.Micros(s.Clock.Now()))
	}
	if err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{
		At: s.Clock.Now(), ActorID: actor.PersonID, Action: "plan.change", ObjectKind: "event", ObjectID: e.ID, EventID: e.ID, Side: side,
		Detail: map[string]any{"kind": d.Kind, "object": object, "slots": len(d.Slots), "side": actorSide(actor, e.ID)},
	})
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	sort.Strings(out)
	return slices.Compact(out)
}

// placeClosed returns the slots in which each place of the event is closed.
func placeClosed(ctx context.Context, q db.Querier, eventID string) (map[string][]string, error) {
	rows, err := q.Query(ctx, `SELECT c.place_id, c.slot_id FROM place_closed c JOIN slot s ON s.id = c.slot_id WHERE s.event_id = $1 ORDER BY c.place_id, s.starts_at`, eventID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string][]string{}
	for rows.Next() {
		var place, slot string
		if err := rows.Scan(&place, &slot); err != nil {
			return nil, err
		}
		out[place] = append(out[place], slot)
	}
	return out, rows.Err()
}
