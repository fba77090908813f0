package exchange

import (
	"context"
	"errors"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/access"
)

// Told is who hears that a plan is out.
type Told struct {
	Event  Event
	Plan   Plan
	People []string // those admitted
}

// Told returns to whom the publication of a plan is told; nobody if another
// version has been published since. It serves the job that asks for the letters
// and checks no permission.
func (s *Service) Told(ctx context.Context, job PlanPublishedJob) (t Told, err error) {
	if t.Plan, err = planByID(ctx, s.DB, job.PlanID); err != nil || t.Plan.State != Published {
		return t, err
	}
	if t.Event, err = eventByID(ctx, s.DB, job.EventID); err != nil {
		return t, err
	}
	t.People, err = persons(ctx, s.DB, `SELECT person_id FROM participant WHERE event_id = $1 AND state = 'validated' ORDER BY id`, job.EventID)
	return t, err
}

// AgendaFor returns a person's agenda at an event from the published plan. It
// serves letters to that very person and checks no permission.
func (s *Service) AgendaFor(ctx context.Context, eventID, personID string) (Agenda, error) {
	e, err := eventByID(ctx, s.DB, eventID)
	if err != nil {
		return Agenda{}, err
	}
	m, err := participantOfPerson(ctx, s.DB, eventID, personID)
	if err != nil {
		return Agenda{}, err
	}
	return s.agenda(ctx, e, m)
}

// Wanted is what the organisers of a side are told when their signature is the
// one that is missing.
type Wanted struct {
	Event    Event
	Plan     Plan
	SignedBy []string // countries of the sides that have signed
	People   []string // organisers of the sides that have not
}

// Wanted returns whom to ask for a signature; nobody if the plan has been
// changed or published since. It serves the job that writes the letters and
// checks no permission.
func (s *Service) Wanted(ctx context.Context, job SignatureWantedJob) (w Wanted, err error) {
	if w.Plan, err = planByID(ctx, s.DB, job.PlanID); err != nil {
		return w, err
	}
	if w.Event, err = eventByID(ctx, s.DB, job.EventID); err != nil {
		return w, err
	}
	if _, signed := w.Plan.Signed(job.SignedBy); !signed || w.Plan.State != Provisional {
		return w, nil
	}
	for _, side := range w.Event.Sides {
		if _, signed := w.Plan.Signed(side.Country); signed {
			w.SignedBy = append(w.SignedBy, side.Country)
			continue
		}
		more, err := persons(ctx, s.DB, `SELECT person_id FROM role_grant WHERE event_id = $1 AND role = $2 AND side = $3 ORDER BY id`, job.EventID, string(access.Organiser), side.Country)
		if err != nil {
			return w, err
		}
		w.People = append(w.People, more...)
	}
	return w, nil
}

// planByID returns the plan, the zero Plan if it is gone.
func planByID(ctx context.Context, q db.Querier, planID string) (Plan, error) {
	p, err := scanPlan(q.QueryRow(ctx, `SELECT `+planColumns+` FROM plan WHERE id = $1`, planID))
	if errors.Is(err, db.ErrNoRows) {
		return Plan{}, nil
	}
	if err != nil {
		return p, err
	}
	p.Signatures, err = signatures(ctx, q, p.ID)
	return p, err
}

func eventByID(ctx context.Context, q db.Querier, eventID string) (Event, error) {
	var slug string
	if err := q.QueryRow(ctx, `SELECT slug FROM event WHERE id = $1`, eventID).Scan(&slug); err != nil {
		return Event{}, err
	}
	return eventBySlug(ctx, q, slug)
}

func persons(ctx context.Context, q db.Querier, query string, args ...any) (out []string, err error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, rows.Err()
}
