package exchange

import (
	"context"
	"slices"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/identity"
)

// Job is work to be done after the commit, by its kind.
type Job = interface{ Kind() string }

// Enqueuer puts jobs into the queue in the transaction of the change.
type Enqueuer interface {
	Enqueue(ctx context.Context, tx db.Tx, jobs ...Job) error
}

// Service is all that can be done with exchanges. Every method that serves an
// actor checks what the actor may do.
type Service struct {
	DB        *db.DB
	Clock     clock.Clock
	Catalogue *catalogue.Store
	Identity  *identity.Service
	Jobs      Enqueuer
}

// Event returns the event with the slug. An event that is not public is there
// only for those who hold a role in it.
func (s *Service) Event(ctx context.Context, actor access.Actor, slug string) (Event, error) {
	e, err := eventBySlug(ctx, s.DB, slug)
	if err != nil {
		return e, err
	}
	if !e.Public && !actor.Could(access.ParticipantsList, e.ID) {
		return Event{}, fault.Missing()
	}
	return e, nil
}

// Events returns the public events in the order of time.
func (s *Service) Events(ctx context.Context) ([]Event, error) { return publicEvents(ctx, s.DB) }

// Programme returns the event's programme in the order of time.
func (s *Service) Programme(ctx context.Context, e Event) ([]Item, error) {
	return programme(ctx, s.DB, e.ID)
}

// Slots returns the event's slots in the order of time.
func (s *Service) Slots(ctx context.Context, e Event) ([]Slot, error) { return slots(ctx, s.DB, e.ID) }

// Summary counts who takes part.
type Summary struct {
	People, Organisations int
	ByCountry, ByArea     []Count
}

// Summary counts the admitted participants; it names nobody, so it is public.
func (s *Service) Summary(ctx context.Context, e Event) (out Summary, err error) {
	f := Filter{State: []State{Validated}}
	fc, err := facets(ctx, s.DB, e.ID, f)
	if err != nil {
		return out, err
	}
	out.ByCountry, out.ByArea = fc.Country, fc.Area
	err = s.DB.QueryRow(ctx, `SELECT count(*), count(DISTINCT organisation_id) FROM participant WHERE event_id = $1 AND state = 'validated'`, e.ID).Scan(&out.People, &out.Organisations)
	return out, err
}

// Participants is one page of a filtered list.
type Participants struct {
	List   []Participant
	Total  int
	Facets Facets
}

// Participants lists the people of an event without their contacts. Those who
// are not admitted are seen by organisers only.
func (s *Service) Participants(ctx context.Context, actor access.Actor, e Event, f Filter) (out Participants, err error) {
	if err := actor.Check(access.ParticipantsList, access.Object{Event: e.ID}); err != nil {
		return out, err
	}
	if !actor.Could(access.ParticipantsValidate, e.ID) {
		f.State = []State{Validated}
	}
	if out.List, out.Total, err = participants(ctx, s.DB, e.ID, f); err != nil {
		return out, err
	}
	for i := range out.List {
		if err := s.hideContact(ctx, actor, &out.List[i]); err != nil {
			return out, err
		}
	}
	out.Facets, err = facets(ctx, s.DB, e.ID, f)
	return out, err
}

// Participant returns one person of the event.
func (s *Service) Participant(ctx context.Context, actor access.Actor, e Event, participantID string) (Participant, error) {
	if err := actor.Check(access.ParticipantsList, access.Object{Event: e.ID}); err != nil {
		return Participant{}, err
	}
	m, err := participant(ctx, s.DB, e.ID, participantID)
	if err != nil {
		return m, err
	}
	if m.State != Validated && m.PersonID != actor.PersonID && !actor.Could(access.ParticipantsValidate, e.ID) {
		return Participant{}, fault.Missing()
	}
	return m, s.hideContact(ctx, actor, &m)
}

// Colleagues returns the admitted people of an organisation at the event.
func (s *Service) Colleagues(ctx context.Context, actor access.Actor, e Event, organisationID string) (out []Participant, err error) {
	if !actor.May(access.ParticipantsList, access.Object{Event: e.ID}) {
		return nil, nil
	}
	all, err := participantsOfOrganisation(ctx, s.DB, e.ID, organisationID)
	for _, m := range all {
		if m.State == Validated {
			m.Email, m.FeedSecret = "", ""
			out = append(out, m)
		}
	}
	return out, err
}

// Me returns the actor's own participation in the event.
func (s *Service) Me(ctx context.Context, actor access.Actor, e Event) (Participant, error) {
	if actor.PersonID == "" {
		return Participant{}, fault.New(fault.SignIn, "error.sign_in")
	}
	return participantOfPerson(ctx, s.DB, e.ID, actor.PersonID)
}

// ContactPurpose is the purpose of the consent by which a person's e-mail is
// shown to the people of another country.
const ContactPurpose = identity.ContactPurpose

// hideContact clears the e-mail address unless the actor may read it: it is his
// own or of his side, or the person consents to show it to the actor's country.
// The secret of the private calendar is for the person alone.
func (s *Service) hideContact(ctx context.Context, actor access.Actor, m *Participant) error {
	if m.PersonID != actor.PersonID {
		m.FeedSecret = ""
	}
	o := access.Object{Event: m.EventID, Sides: []string{m.Country}, People: []string{m.PersonID}, Orgs: []string{m.Organisation.ID}}
	if m.Email == "" || actor.May(access.ContactRead, o) {
		return nil
	}
	if side, ok := actor.Side(m.EventID, access.Organiser); ok {
		given, err := s.Identity.HasConsent(ctx, s.DB, m.PersonID, ContactPurpose, side)
		if err != nil || given {
			return err
		}
	}
	m.Email = ""
	return nil
}

// OrganisationAt is an organisation with how many people it sends.
type OrganisationAt struct {
	catalogue.Organisation
	People int
}

// Organisations lists the organisations of the filtered participants by name.
func (s *Service) Organisations(ctx context.Context, actor access.Actor, e Event, f Filter) (out []OrganisationAt, fc Facets, err error) {
	f.PerPage, f.Sort = 0, "organisation"
	all, err := s.Participants(ctx, actor, e, f)
	if err != nil {
		return nil, fc, err
	}
	for _, m := range all.List {
		if n := len(out); n == 0 || out[n-1].ID != m.Organisation.ID {
			out = append(out, OrganisationAt{Organisation: m.Organisation})
		}
		out[len(out)-1].People++
	}
	return out, all.Facets, nil
}

// PendingOf counts the participants of a side who wait to be admitted.
func (s *Service) PendingOf(ctx context.Context, e Event, country string) (n int) {
	if err := s.DB.QueryRow(ctx, `SELECT count(*) FROM participant WHERE event_id = $1 AND country = $2 AND state = 'pending'`, e.ID, country).Scan(&n); err != nil {
		return 0
	}
	return n
}

// ValidatePending admits all participants of the actor's side who wait, and
// returns how many.
func (s *Service) ValidatePending(ctx context.Context, actor access.Actor, e Event) (n int, err error) {
	country, _ := actor.Side(e.ID, access.Organiser)
	if err := actor.Check(access.ParticipantsValidate, access.Object{Event: e.ID, Sides: []string{country}}); err != nil {
		return 0, err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		rows, err := tx.Exec(ctx, `UPDATE participant SET state = 'validated' WHERE event_id = $1 AND country = $2 AND state = 'pending'`, e.ID, country)
		if n = int(rows); err != nil || n == 0 {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{
			At: s.Clock.Now(), ActorID: actor.PersonID, Action: "participants.validate", ObjectKind: "event", ObjectID: e.ID, EventID: e.ID, Side: country,
			Detail: map[string]any{"admitted": n},
		})
	})
	return n, err
}

// Readmit takes back the withdrawal of a participant of the actor's side; wishes
// that name him count again from the next planning on.
func (s *Service) Readmit(ctx context.Context, actor access.Actor, e Event, participantID string) error {
	if err := actor.Check(access.ParticipantsList, access.Object{Event: e.ID}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		m, err := participant(ctx, tx, e.ID, participantID)
		if err != nil {
			return err
		}
		if err := actor.Check(access.ParticipantsValidate, access.Object{Event: e.ID, Sides: []string{m.Country}}); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `UPDATE participant SET state = 'validated' WHERE id = $1 AND state = 'withdrawn'`, m.ID)
		if err != nil || n == 0 {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{
			At: s.Clock.Now(), ActorID: actor.PersonID, Action: "participants.readmit", ObjectKind: "person", ObjectID: m.PersonID, EventID: e.ID, Side: m.Country,
		})
	})
}

// FreeSlots returns the slots in which a participant can meet by what he said
// himself, and how many of them suit the actor too: -1 if the actor takes no part.
func (s *Service) FreeSlots(ctx context.Context, actor access.Actor, e Event, m Participant) (free []Slot, common int, err error) {
	all, err := slots(ctx, s.DB, e.ID)
	if err != nil {
		return nil, 0, err
	}
	away, err := unavailable(ctx, s.DB, e.ID)
	if err != nil {
		return nil, 0, err
	}
	common = -1
	me, err := s.Me(ctx, actor, e)
	if err == nil && me.ID != m.ID {
		common = 0
	}
	for _, x := range all {
		if slices.Contains(away[m.ID], x.ID) {
			continue
		}
		free = append(free, x)
		if common >= 0 && !slices.Contains(away[me.ID], x.ID) {
			common++
		}
	}
	return free, common, nil
}
