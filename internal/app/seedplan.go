package app

import (
	"context"
	"errors"
	"slices"

	"github.com/birzha/birzha/internal/app/demo"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange"
)

// The sample exchange is planned with a fixed seed and a small effort: the
// first page must not wait for the last compact agenda.
const (
	demoSeed   = 1
	demoEffort = 0.03
)

// movedMeetings is how many meetings the second version of the plan has moved,
// so that the page of differences has something to show.
const movedMeetings = 2

// noJobs drops jobs: what is entered here needs no letters.
type noJobs struct{}

func (noJobs) Enqueue(context.Context, db.Tx, ...exchange.Job) error { return nil }

// publish plans the sample exchange, lets both sides sign, and starts a second
// version with a few meetings moved.
func (s *seed) publish(ctx context.Context) error {
	quiet := *s.exchange
	quiet.Jobs = noJobs{}
	e, err := quiet.Event(ctx, access.Actor{}, s.EventSlug())
	if err != nil {
		return err
	}
	var organisers []access.Actor
	for _, side := range e.Sides {
		a, err := s.organiser(ctx, side.Country)
		if err != nil {
			return err
		}
		organisers = append(organisers, a)
	}
	if err := quiet.StartPlan(ctx, organisers[0], e, exchange.PlanOptions{Seed: demoSeed}); err != nil {
		return err
	}
	if err := quiet.WorkPlan(ctx, exchange.PlanJob{EventID: e.ID, Seed: demoSeed, Effort: demoEffort}); err != nil {
		return err
	}
	b, err := quiet.Board(ctx, organisers[0], e, exchange.Provisional)
	if err != nil {
		return err
	}
	if b.Plan.Version == 0 {
		return errors.New("the sample exchange could not be planned")
	}
	for _, a := range organisers {
		if _, err := quiet.Sign(ctx, a, e, b.Plan.Revision); err != nil {
			return err
		}
	}
	if err := s.tell(ctx, e); err != nil {
		return err
	}
	if err := quiet.NewVersion(ctx, organisers[0], e); err != nil {
		return err
	}
	return move(ctx, &quiet, organisers[0], e)
}

// organiser is the one on the demo page who organises for the country.
func (s *seed) organiser(ctx context.Context, country string) (access.Actor, error) {
	i := slices.IndexFunc(s.data.Roles, func(r demo.Role) bool { return r.Role == access.Organiser && r.Side == country })
	if i < 0 {
		return access.Actor{}, errors.New("no organiser for " + country)
	}
	return access.Load(ctx, s.db, s.people[s.data.Roles[i].Person].ID, s.clock.Now())
}

// tell asks for the letters about the published plan to those on the demo page.
func (s *seed) tell(ctx context.Context, e exchange.Event) error {
	w, err := s.exchange.Whole(ctx, e.Slug, exchange.Published)
	if err != nil {
		return err
	}
	var to []string
	for _, r := range s.data.Roles {
		to = append(to, s.people[r.Person].ID)
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		return s.letters.PlanPublished(ctx, tx, letterPlan(e, w.Plan, "/agenda"), to...)
	})
}

// move gives a few meetings of the organiser's side other times.
func move(ctx context.Context, x *exchange.Service, actor access.Actor, e exchange.Event) error {
	side, _ := actor.Side(e.ID, access.Organiser)
	for n := range movedMeetings {
		b, err := x.Board(ctx, actor, e, exchange.Provisional)
		if err != nil {
			return err
		}
		for i := n * len(b.Meetings) / movedMeetings; i < len(b.Meetings); i++ {
			t := b.Meetings[i]
			slot := freeSlot(b, t)
			if slot == "" || t.Locked || !slices.Contains(b.Sides(t), side) {
				continue
			}
			if err := x.Move(ctx, actor, e, exchange.Move{MeetingID: t.ID, SlotID: slot, PlaceID: t.PlaceID, Revision: b.Plan.Revision}); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// freeSlot finds a time at which all people of a held meeting, and its place,
// are free; "" if there is none.
func freeSlot(b *exchange.Board, t exchange.Meeting) string {
	if t.SlotID == "" {
		return ""
	}
	taken := map[string]bool{t.SlotID: true}
	for _, other := range b.Meetings {
		if slices.ContainsFunc(other.Members, func(m string) bool { return slices.Contains(t.Members, m) }) || t.PlaceID != "" && other.PlaceID == t.PlaceID {
			taken[other.SlotID] = true
		}
	}
	for _, m := range t.Members {
		for _, slot := range b.Unavailable[m] {
			taken[slot] = true
		}
	}
	for _, slot := range b.Slots {
		if !taken[slot.ID] {
			return slot.ID
		}
	}
	return ""
}
