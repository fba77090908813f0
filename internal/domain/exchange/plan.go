package exchange

import (
	"context"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/solver/schedule"
)

// takenOut is the reason of a meeting that an organiser took out of the plan.
const takenOut = "plan.reason_taken_out"

// Move is an organiser's wish to give a meeting another time or place.
type Move struct {
	MeetingID string
	SlotID    string // "" takes the meeting out of the plan
	PlaceID   string // "" online
	Revision  int    // of the plan that the organiser saw
}

// Move moves a meeting of the provisional plan and locks it there. A move that
// breaks a rule is refused with a Conflict that names the rule and who it
// concerns; then nothing is changed.
func (s *Service) Move(ctx context.Context, actor access.Actor, e Event, m Move) error {
	return s.editMeeting(ctx, actor, e, m.MeetingID, m.Revision, "meeting.move", func(b *Board, t *Meeting) error {
		if m.SlotID == t.SlotID && m.PlaceID == t.PlaceID {
			return nil
		}
		if err := b.refusal(t, m); err != nil {
			return err
		}
		t.SlotID, t.PlaceID, t.Locked, t.Reason = m.SlotID, m.PlaceID, m.SlotID != "", nil
		if m.SlotID == "" {
			t.Reason = &Reason{Key: takenOut}
		}
		return nil
	})
}

// Lock keeps a meeting at its time through later planning, or frees it.
func (s *Service) Lock(ctx context.Context, actor access.Actor, e Event, meetingID string, locked bool, revision int) error {
	return s.editMeeting(ctx, actor, e, meetingID, revision, "meeting.lock", func(_ *Board, t *Meeting) error {
		t.Locked = locked && t.SlotID != ""
		return nil
	})
}

// editMeeting changes one meeting of the provisional plan in one transaction:
// permission, rules, change, figures, audit record.
func (s *Service) editMeeting(ctx context.Context, actor access.Actor, e Event, meetingID string, revision int, action string, change func(*Board, *Meeting) error) error {
	if err := actor.Check(access.PlanRead, access.Object{Event: e.ID}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		p, found, err := planIn(ctx, tx, e.ID, Provisional)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.Conflict, "plan.error_no_provisional")
		}
		b, err := loadBoard(ctx, tx, e, p)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(b.Meetings, func(t Meeting) bool { return t.ID == meetingID })
		if i < 0 {
			return fault.Missing()
		}
		t := &b.Meetings[i]
		if err := actor.Check(access.PlanEdit, access.Object{Event: e.ID, Sides: b.Sides(*t)}); err != nil {
			return err
		}
		before := *t
		if err := change(b, t); err != nil {
			return err
		}
		if err := moveMeeting(ctx, tx, t); db.IsUnique(err) {
			return fault.New(fault.Conflict, "plan.error_taken")
		} else if err != nil {
			return err
		}
		if err := changed(ctx, tx, p.ID, revision, b.figures(p.Figures)); err != nil {
			return err
		}
		return s.recordMove(ctx, tx, actor, e, action, before, *t)
	})
}

// recordMove appends a change of a meeting's time, place or lock to the audit log.
func (s *Service) recordMove(ctx context.Context, tx db.Tx, actor access.Actor, e Event, action string, before, now Meeting) error {
	return audit.Record(ctx, tx, audit.Entry{
		At: s.Clock.Now(), ActorID: actor.PersonID, Action: action, ObjectKind: "meeting", ObjectID: now.UID, EventID: e.ID, Side: actorSide(actor, e.ID),
		Detail: map[string]any{"from_slot": before.SlotID, "to_slot": now.SlotID, "from_place": before.PlaceID, "to_place": now.PlaceID, "locked": now.Locked},
	})
}

func actorSide(actor access.Actor, eventID string) string {
	side, _ := actor.Side(eventID, access.Organiser)
	return side
}

// refusal returns the Conflict that names the first rule which the move breaks.
func (b *Board) refusal(t *Meeting, m Move) error {
	if m.SlotID == "" {
		return nil
	}
	slot, ok := b.slotIndex[m.SlotID]
	if !ok {
		return fault.Missing()
	}
	place := schedule.None
	if m.PlaceID != "" {
		if place, ok = b.placeIndex[m.PlaceID]; !ok {
			return fault.Missing()
		}
	}
	p, order := b.problem()
	i := slices.IndexFunc(b.Meetings, func(x Meeting) bool { return x.ID == t.ID })
	p.Meetings[i].Fixed = false
	broken := schedule.CanMove(p, b.assignments(), i, slot, place)
	if len(broken) == 0 {
		return nil
	}
	key, args := b.violation(broken[0], order)
	return fault.New(fault.Conflict, key, args...)
}

// figures measures the board's meetings as they stand; what only planning finds
// out is kept from the last.
func (b *Board) figures(last Figures) Figures {
	p, _ := b.problem()
	return measure(p, b.assignments(), last)
}

// measure measures a plan; what only planning finds out is that of last.
func measure(p *schedule.Problem, plan schedule.Plan, last Figures) Figures {
	f := schedule.Measure(p, plan)
	out := Figures{
		Wished: f.Wished, Placed: f.Placed, Must: f.Must, MustPlaced: f.MustPlaced, IdleGaps: f.IdleGaps,
		Weight: f.Weight, PlacedWeight: f.PlacedWeight, PlaceChanges: f.PlaceChanges, Unsocial: f.Unsocial,
		Bound: last.Bound, BoundMethod: last.BoundMethod, Seconds: last.Seconds, Cut: last.Cut,
	}
	if out.MustPlaced < out.Must {
		out.Proofs = last.Proofs
	}
	atOnce := make([]int, len(p.Slots))
	loads := make([]int, len(p.People))
	wanted := make([]bool, len(p.People))
	for i, t := range p.Meetings {
		if slot := plan[i].Slot; slot != schedule.None {
			atOnce[slot]++
			out.AtOnce = max(out.AtOnce, atOnce[slot])
		}
		for _, person := range t.People {
			wanted[person] = true
			if plan[i].Slot != schedule.None {
				loads[person]++
			}
		}
	}
	var of []int
	for i, n := range loads {
		if !wanted[i] {
			continue
		}
		of = append(of, n)
		if n == 0 {
			out.PeopleNone++
		}
	}
	slices.Sort(of)
	out.People = len(of)
	if len(of) > 0 {
		out.MedianLoad, out.MaxLoad = of[len(of)/2], of[len(of)-1]
	}
	return out
}

// NewVersion starts a provisional plan as a copy of the published one.
func (s *Service) NewVersion(ctx context.Context, actor access.Actor, e Event) error {
	if err := actor.Check(access.PlanRun, access.Object{Event: e.ID}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if _, found, err := planIn(ctx, tx, e.ID, Provisional); err != nil || found {
			return err
		}
		from, found, err := planIn(ctx, tx, e.ID, Published)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.Conflict, "plan.error_no_provisional")
		}
		list, err := meetings(ctx, tx, from.ID)
		if err != nil {
			return err
		}
		p := Plan{EventID: e.ID, State: Provisional, Figures: from.Figures, CreatedBy: actor.PersonID, Created: s.Clock.Now()}
		if err := addPlan(ctx, tx, &p); err != nil {
			return err
		}
		for i := range list {
			if err := addMeeting(ctx, tx, p.ID, &list[i]); err != nil {
				return err
			}
		}
		return audit.Record(ctx, tx, audit.Entry{
			At: s.Clock.Now(), ActorID: actor.PersonID, Action: "plan.new_version", ObjectKind: "plan", ObjectID: p.ID, EventID: e.ID,
			Detail: map[string]any{"version": p.Version, "from_version": from.Version, "side": actorSide(actor, e.ID)},
		})
	})
}

// Sign gives the signature of the actor's side under the provisional plan as it
// stands at the revision. With the last side's signature the plan is published,
// and every participant is told. It returns whether that happened.
func (s *Service) Sign(ctx context.Context, actor access.Actor, e Event, revision int) (published bool, err error) {
	country, ok := actor.Side(e.ID, access.Organiser)
	if err := actor.Check(access.PlanSign, access.Object{Event: e.ID, Sides: []string{country}}); err != nil {
		return false, err
	}
	if _, takesPart := e.Side(country); !ok || !takesPart {
		return false, fault.Missing()
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		p, found, err := planIn(ctx, tx, e.ID, Provisional)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.Conflict, "plan.error_no_provisional")
		}
		if p.Revision != revision {
			return fault.New(fault.Conflict, "plan.error_changed_meanwhile")
		}
		now := s.Clock.Now()
		sig := Signature{Country: country, PersonID: actor.PersonID, Revision: revision, At: now}
		if err := addSignature(ctx, tx, p.ID, sig); err != nil {
			return err
		}
		p.Signatures = append(p.Signatures, sig)
		if err := s.recordPlan(ctx, tx, actor, p, "plan.sign"); err != nil {
			return err
		}
		published = !slices.ContainsFunc(e.Sides, func(x Side) bool { _, signed := p.Signed(x.Country); return !signed })
		if !published {
			return s.Jobs.Enqueue(ctx, tx, SignatureWantedJob{EventID: e.ID, PlanID: p.ID, SignedBy: country})
		}
		if err := publish(ctx, tx, p, db.Micros(now)); err != nil {
			return err
		}
		if err := s.recordPlan(ctx, tx, actor, p, "plan.publish"); err != nil {
			return err
		}
		return s.Jobs.Enqueue(ctx, tx, PlanPublishedJob{EventID: e.ID, PlanID: p.ID})
	})
	return published && err == nil, err
}

func (s *Service) recordPlan(ctx context.Context, tx db.Tx, actor access.Actor, p Plan, action string) error {
	return audit.Record(ctx, tx, audit.Entry{
		At: s.Clock.Now(), ActorID: actor.PersonID, Action: action, ObjectKind: "plan", ObjectID: p.ID, EventID: p.EventID, // joint: of no side
		Detail: map[string]any{"version": p.Version, "revision": p.Revision, "side": actorSide(actor, p.EventID)},
	})
}

// PlanPublishedJob tells every participant that the plan is published.
type PlanPublishedJob struct {
	EventID string `json:"event_id"`
	PlanID  string `json:"plan_id"`
}

// Kind names the job in the queue.
func (PlanPublishedJob) Kind() string { return "plan_published" }

// SignatureWantedJob asks the sides that have not signed for their signature.
type SignatureWantedJob struct {
	EventID  string `json:"event_id"`
	PlanID   string `json:"plan_id"`
	SignedBy string `json:"signed_by"` // country of the side that has signed
}

// Kind names the job in the queue.
func (SignatureWantedJob) Kind() string { return "signature_wanted" }

// Versions lists the versions of the plan, the newest first.
func (s *Service) Versions(ctx context.Context, actor access.Actor, e Event) ([]Plan, error) {
	if err := actor.Check(access.PlanRead, access.Object{Event: e.ID}); err != nil {
		return nil, err
	}
	return planVersions(ctx, s.DB, e.ID)
}
