package app

import (
	"context"
	"fmt"

	"github.com/birzha/birzha/internal/app/demo"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/identity"
)

// seed enters the sample exchange. Things in it refer to each other by keys,
// which are turned into IDs as they are entered.
type seed struct {
	*core
	data          *demo.Data
	event         exchange.Event
	organisations map[string]*catalogue.Organisation
	people        map[string]identity.Person
	participants  map[string]string
	opportunities map[string]*demo.Opportunity
	slots         map[string]string
	centres       map[string]string // which centre acts for an organisation
}

func newSeed(c *core) (*seed, error) {
	d, err := demo.Load()
	if err != nil {
		return nil, err
	}
	return &seed{
		core: c, data: d, organisations: map[string]*catalogue.Organisation{}, people: map[string]identity.Person{}, participants: map[string]string{},
		opportunities: map[string]*demo.Opportunity{}, slots: map[string]string{}, centres: map[string]string{},
	}, nil
}

// EventSlug is the address of the sample exchange.
func (s *seed) EventSlug() string { return s.data.Event.Slug }

// needed tells whether the sample exchange has still to be entered. It refuses
// a database that holds anything else: a demo has no business there.
func (s *seed) needed(ctx context.Context) (bool, error) {
	var here, others int
	err := s.db.QueryRow(ctx, `SELECT count(*) FILTER (WHERE slug = $1), count(*) FILTER (WHERE slug <> $1) FROM event`, s.EventSlug()).Scan(&here, &others)
	if err != nil || here > 0 {
		return false, err
	}
	var people int
	if err := s.db.QueryRow(ctx, `SELECT count(*) FROM person`).Scan(&people); err != nil {
		return false, err
	}
	if others+people > 0 {
		return false, fmt.Errorf("the data directory %s holds an installation that is not the demo; choose another with --data", s.cfg.Data)
	}
	return true, nil
}

// sow enters everything, plans and publishes.
func (s *seed) sow(ctx context.Context) error {
	err := s.db.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		for _, step := range []func(context.Context, db.Tx) error{
			s.addOrganisations, s.addParks, s.addPeople, s.addRepresentatives, s.addMandates, s.addOpportunities, s.addInterests, s.addEvent, s.addParticipants, s.addWishes, s.grantRoles,
		} {
			if err := step(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.publish(ctx)
}

func (s *seed) addOrganisations(ctx context.Context, tx db.Tx) error {
	for i := range s.data.Organisations {
		o := &s.data.Organisations[i]
		if err := s.catalogue.AddOrganisation(ctx, tx, &o.Organisation); err != nil {
			return err
		}
		s.organisations[o.Key] = &o.Organisation
	}
	for _, o := range s.data.Organisations {
		for _, m := range []struct {
			of   string
			kind catalogue.Membership
		}{{o.ResidentOf, catalogue.ResidentOf}, {o.PartOf, catalogue.PartOf}} {
			if m.of == "" {
				continue
			}
			if err := s.catalogue.AddMembership(ctx, tx, o.ID, s.organisations[m.of].ID, m.kind); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *seed) addPeople(ctx context.Context, tx db.Tx) error {
	for _, p := range s.data.People {
		x, _, err := s.identity.Create(ctx, tx, identity.By{}, p.Email, identity.Profile{Native: p.Native, NativeLang: p.NativeLang, Latin: p.Latin, Language: p.NativeLang, Zone: p.Zone})
		if err != nil {
			return fmt.Errorf("person %s: %w", p.Key, err)
		}
		s.people[p.Key] = x
		for _, country := range p.Consents {
			c := identity.Consent{Purpose: exchange.ContactPurpose, Country: country, Version: exchange.ContactVersion}
			if err := s.identity.GiveConsent(ctx, tx, identity.By{ActorID: x.ID, Side: p.Country}, x.ID, c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *seed) addEvent(ctx context.Context, tx db.Tx) error {
	e := s.data.Event
	s.event = exchange.Event{
		Slug: e.Slug, Title: e.Title, Aim: e.Aim, Audience: e.Audience, Practical: e.Practical, Zone: e.Zone, Online: e.Online,
		Starts: e.Starts, Ends: e.Ends, Closes: e.RegistrationCloses, Public: true,
	}
	for i, x := range e.Sides {
		side := exchange.Side{Country: x.Country, Zone: x.Zone, Position: i + 1, Organiser: *s.organisations[x.Organiser]}
		for _, key := range x.Organisers {
			side.Organisers = append(side.Organisers, *s.organisations[key])
		}
		s.event.Sides = append(s.event.Sides, side)
	}
	var slots []exchange.Slot
	for _, x := range e.Slots {
		slots = append(slots, exchange.Slot{Starts: x.Starts, Ends: x.Ends, Day: x.Day, Session: x.Session})
	}
	var places []exchange.Place
	for _, name := range e.Places {
		places = append(places, exchange.Place{Name: name})
	}
	if err := s.exchange.AddEvent(ctx, tx, "", &s.event, slots, places, s.programme()); err != nil {
		return err
	}
	for i, x := range e.Slots {
		s.slots[x.Key] = slots[i].ID
	}
	return nil
}

func (s *seed) programme() (out []exchange.Item) {
	for _, x := range s.data.Event.Programme {
		it := exchange.Item{Kind: exchange.ItemKind(x.Kind), Title: x.Title, Description: x.Description, Starts: x.Starts, Ends: x.Ends}
		for _, key := range x.Moderators {
			it.People = append(it.People, exchange.ItemPerson{PersonID: s.people[key].ID, Role: "moderator", Topic: i18n.Text{}})
		}
		for _, sp := range x.Speakers {
			it.People = append(it.People, exchange.ItemPerson{PersonID: s.people[sp.Person].ID, Role: "speaker", Topic: sp.Topic})
		}
		out = append(out, it)
	}
	return out
}

func (s *seed) addParticipants(ctx context.Context, tx db.Tx) error {
	for _, p := range s.data.People {
		m := exchange.Participant{
			EventID: s.event.ID, PersonID: s.people[p.Key].ID, Native: p.Native, NativeLang: p.NativeLang, Latin: p.Latin, Organisation: *s.organisations[p.Organisation],
			Country: p.Country, Zone: p.Zone, Position: p.Position, Areas: p.Areas, Interpreter: p.Interpreter, State: exchange.State(p.State),
		}
		for _, k := range p.Languages {
			m.Languages = append(m.Languages, exchange.LanguageSkill{Lang: k.Lang, Level: k.Level})
		}
		if err := s.exchange.AddParticipant(ctx, tx, "", &m, ""); err != nil {
			return fmt.Errorf("participant %s: %w", p.Key, err)
		}
		s.participants[p.Key] = m.ID
		var away []string
		for _, key := range p.Unavailable {
			away = append(away, s.slots[key])
		}
		if err := s.exchange.SetUnavailable(ctx, tx, m.ID, away); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, audit.Entry{At: s.clock.Now(), Action: "participants.enter", ObjectKind: "event", ObjectID: s.event.ID, EventID: s.event.ID, Detail: map[string]any{"people": len(s.data.People)}})
}

func (s *seed) addWishes(ctx context.Context, tx db.Tx) error {
	for _, x := range s.data.Wishes {
		w := exchange.Wish{From: s.participants[x.From], Strength: exchange.Strength(x.Strength), Weight: max(1, x.Weight), Subject: x.Subject, SlotID: s.slots[x.Slot]}
		for _, key := range x.To {
			w.To = append(w.To, s.participants[key])
		}
		if o := s.opportunities[x.Opportunity]; o != nil {
			w.OpportunityID = o.ID
		}
		if err := s.exchange.AddWish(ctx, tx, s.event.ID, &w); err != nil {
			return fmt.Errorf("wish of %s: %w", x.From, err)
		}
	}
	return nil
}

// person finds a sample person by key: among those just entered, else in the
// database of an earlier demo.
func (s *seed) person(ctx context.Context, key string) (identity.Person, error) {
	if p, ok := s.people[key]; ok {
		return p, nil
	}
	for _, p := range s.data.People {
		if p.Key == key {
			return s.identity.PersonByEmail(ctx, p.Email)
		}
	}
	return identity.Person{}, fault.Missing()
}
