package exchange

import (
	"context"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/identity"
)

// ContactVersion is the version of the text by which people consent to
// ContactPurpose; it changes when the text says something else.
const ContactVersion = identity.ContactVersion

// Mine is a person's own part in one event.
type Mine struct {
	Event       Event
	Participant Participant
}

// Mine lists the events in which the actor takes part, in the order of time.
func (s *Service) Mine(ctx context.Context, actor access.Actor) (out []Mine, err error) {
	defer fault.Wrap(&err, "exchange: events of %s", actor.PersonID)
	rows, err := s.DB.Query(ctx, `SELECT e.slug FROM participant m JOIN event e ON e.id = m.event_id WHERE m.person_id = $1 ORDER BY e.starts_at, e.id`, actor.PersonID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var slugs []string
	for rows.Next() {
		var slug string
		if err := rows.Scan(&slug); err != nil {
			return nil, err
		}
		slugs = append(slugs, slug)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, slug := range slugs {
		e, err := eventBySlug(ctx, s.DB, slug)
		if err != nil {
			return nil, err
		}
		m, err := participantOfPerson(ctx, s.DB, e.ID, actor.PersonID)
		if err != nil {
			return nil, err
		}
		out = append(out, Mine{e, m})
	}
	return out, nil
}

// MyWish is a wish of the actor's own towards one person.
type MyWish struct {
	With     string   `json:"with"` // native name
	Strength Strength `json:"strength"`
	Subject  string   `json:"subject"`
}

// MyWishes lists whom the participant wishes to meet, for the person himself.
func (s *Service) MyWishes(ctx context.Context, m Mine) (out []MyWish, err error) {
	defer fault.Wrap(&err, "exchange: wishes of %s", m.Participant.ID)
	rows, err := s.DB.Query(ctx, `SELECT p.name_native, w.strength, w.subject
		FROM wish w JOIN wish_member x ON x.wish_id = w.id JOIN participant m ON m.id = x.participant_id JOIN person p ON p.id = m.person_id
		WHERE w.event_id = $1 AND w.from_id = $2 ORDER BY w.id, m.id`, m.Event.ID, m.Participant.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var w MyWish
		if err := rows.Scan(&w.With, &w.Strength, &w.Subject); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, rows.Err()
}
