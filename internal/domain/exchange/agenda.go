package exchange

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
)

// Entry is one line of an agenda: a programme item or a meeting.
type Entry struct {
	Starts   time.Time
	Ends     time.Time
	Item     *Item         // of the programme, or nil
	Meeting  *Meeting      // or nil
	With     []Participant // the others in the meeting
	Place    string        // "" online
	Language string        // BCP 47 tag of the first language that all speak, or ""
}

// Agenda is what one participant does at the event.
type Agenda struct {
	Event       Event
	Participant Participant
	Plan        Plan // the published version; Version 0 while there is none
	Entries     []Entry
	Partners    []Side // the sides other than the participant's own
}

// Agenda returns the agenda of a participant from the published plan, or the
// actor's own where participantID is empty.
func (s *Service) Agenda(ctx context.Context, actor access.Actor, e Event, participantID string) (Agenda, error) {
	m, err := s.agendaOwner(ctx, actor, e, participantID)
	if err != nil {
		return Agenda{}, err
	}
	o := access.Object{Event: e.ID, Sides: []string{m.Country}, People: []string{m.PersonID}, Orgs: []string{m.Organisation.ID}}
	if err := actor.Check(access.AgendaRead, o); err != nil {
		return Agenda{}, err
	}
	if m.PersonID != actor.PersonID {
		m.FeedSecret = "" // the private calendar is for the person alone
	}
	return s.agenda(ctx, e, m)
}

func (s *Service) agendaOwner(ctx context.Context, actor access.Actor, e Event, participantID string) (Participant, error) {
	if participantID == "" {
		return s.Me(ctx, actor, e)
	}
	return participant(ctx, s.DB, e.ID, participantID)
}

// AgendaByFeed returns the agenda of the participant to whom the secret of a
// private calendar address belongs: the secret is the permission.
func (s *Service) AgendaByFeed(ctx context.Context, secret string) (Agenda, error) {
	m, err := participantByFeed(ctx, s.DB, secret)
	if err != nil {
		return Agenda{}, err
	}
	var slug string
	if err := s.DB.QueryRow(ctx, `SELECT slug FROM event WHERE id = $1`, m.EventID).Scan(&slug); err != nil {
		return Agenda{}, err
	}
	e, err := eventBySlug(ctx, s.DB, slug)
	if err != nil {
		return Agenda{}, err
	}
	return s.agenda(ctx, e, m)
}

// RenewFeed gives the actor's private calendar a new address; the old one no
// longer answers.
func (s *Service) RenewFeed(ctx context.Context, actor access.Actor, e Event) error {
	m, err := s.Me(ctx, actor, e)
	if err != nil {
		return err
	}
	if err := actor.Check(access.AgendaFeed, access.Object{Event: e.ID, People: []string{m.PersonID}}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE participant SET feed_secret = $1 WHERE id = $2`, id.Secret(), m.ID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{
			At: s.Clock.Now(), ActorID: actor.PersonID, Action: "agenda.renew_feed", ObjectKind: "participant", ObjectID: m.ID, EventID: e.ID, Side: m.Country,
		})
	})
}

func (s *Service) agenda(ctx context.Context, e Event, m Participant) (a Agenda, err error) {
	a = Agenda{Event: e, Participant: m}
	for _, side := range e.Sides {
		if side.Country != m.Country {
			a.Partners = append(a.Partners, side)
		}
	}
	items, err := programme(ctx, s.DB, e.ID)
	if err != nil {
		return a, err
	}
	for _, it := range items {
		if it.Kind != Meetings && it.Kind != Break {
			a.Entries = append(a.Entries, Entry{Starts: it.Starts, Ends: it.Ends, Item: &it})
		}
	}
	p, found, err := planIn(ctx, s.DB, e.ID, Published)
	if err != nil {
		return a, err
	}
	if found {
		a.Plan = p
		if err := s.agendaMeetings(ctx, &a); err != nil {
			return a, err
		}
	}
	a.Entries = slices.DeleteFunc(a.Entries, a.missed)
	slices.SortStableFunc(a.Entries, func(x, y Entry) int { return x.Starts.Compare(y.Starts) })
	return a, nil
}

// missed tells whether the entry is a presentation that runs while the
// participant, who has no part in it, is in a meeting.
func (a *Agenda) missed(en Entry) bool {
	if en.Item == nil || en.Item.Kind != Presentation {
		return false
	}
	if slices.ContainsFunc(en.Item.People, func(p ItemPerson) bool { return p.PersonID == a.Participant.PersonID }) {
		return false
	}
	return slices.ContainsFunc(a.Entries, func(o Entry) bool { return o.Meeting != nil && o.Starts.Before(en.Ends) && en.Starts.Before(o.Ends) })
}

func (s *Service) agendaMeetings(ctx context.Context, a *Agenda) error {
	b, err := s.board(ctx, a.Event, a.Plan)
	if err != nil {
		return err
	}
	for i := range b.Meetings {
		t := &b.Meetings[i]
		if t.SlotID == "" || !slices.Contains(t.Members, a.Participant.ID) {
			continue
		}
		slot := b.Slot(t.SlotID)
		en := Entry{Starts: slot.Starts, Ends: slot.Ends, Meeting: t, Place: b.PlaceName(t.PlaceID)}
		speak := [][]LanguageSkill{a.Participant.Languages}
		for _, id := range t.Members {
			if id != a.Participant.ID {
				other := b.People[id]
				other.Email, other.FeedSecret = "", ""
				en.With = append(en.With, other)
				speak = append(speak, other.Languages)
			}
		}
		en.Language = CommonLanguage(speak)
		a.Entries = append(a.Entries, en)
	}
	return nil
}

// CommonLanguage returns the language in which a group speaks best together:
// the one whose weakest speaker is strongest, or "" if they share none above A2.
func CommonLanguage(people [][]LanguageSkill) string {
	best, bestLevel := "", 0
	if len(people) == 0 {
		return ""
	}
	for _, k := range people[0] {
		weakest := level(k.Level)
		for _, other := range people[1:] {
			i := slices.IndexFunc(other, func(o LanguageSkill) bool { return o.Lang == k.Lang })
			if i < 0 {
				weakest = 0
				break
			}
			weakest = min(weakest, level(other[i].Level))
		}
		if weakest > bestLevel {
			best, bestLevel = k.Lang, weakest
		}
	}
	return best
}

// level ranks what can carry a conversation, B1 and above.
func level(s string) int {
	switch strings.ToUpper(s) {
	case "NATIVE":
		return 5
	case "C2":
		return 4
	case "C1":
		return 3
	case "B2":
		return 2
	case "B1":
		return 1
	}
	return 0
}
