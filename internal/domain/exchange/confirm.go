package exchange

import (
	"context"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
	"github.com/birzha/birzha/internal/domain/identity"
)

// ConfirmImport brings an import into the event, all or nothing, and forgets
// the file. It is compared anew in the same transaction, so what is there by
// then is not entered twice.
func (s *Service) ConfirmImport(ctx context.Context, actor access.Actor, e Event, importID string) (in *Intake, err error) {
	if err := actor.Check(access.ImportUse, access.Object{Event: e.ID}); err != nil {
		return nil, err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if in, err = loadIntake(ctx, tx, actor, e, importID); err != nil {
			return err
		}
		if err := in.Report.Err(); err != nil {
			return err
		}
		if err := s.enter(ctx, tx, actor, e, in); err != nil {
			return err
		}
		created, wishes := in.Count(Creates)
		waiting, _ := in.Count(Waits)
		changed, _ := in.Count(Changes)
		if err := audit.Record(ctx, tx, audit.Entry{
			At: s.Clock.Now(), ActorID: actor.PersonID, Action: "import.confirm", ObjectKind: "event", ObjectID: e.ID, EventID: e.ID, Side: actorSide(actor, e.ID),
			Detail: map[string]any{"file": in.FileName, "people_created": created + waiting, "people_changed": changed, "wishes_created": wishes},
		}); err != nil {
			return err
		}
		return dropImport(ctx, tx, actor, e, importID)
	})
	return in, err
}

// enter does what the comparison found.
func (s *Service) enter(ctx context.Context, tx db.Tx, actor access.Actor, e Event, in *Intake) error {
	by := identity.By{ActorID: actor.PersonID, EventID: e.ID, Side: actorSide(actor, e.ID)}
	participantOf := map[string]string{}
	for _, c := range in.People {
		m := c.have
		var err error
		switch c.Effect {
		case Creates, Waits:
			state := Validated
			if c.Effect == Waits {
				state = Pending
			}
			m, err = s.admit(ctx, tx, by, e, c.Person, state)
		case Changes:
			err = s.correct(ctx, tx, by, &m, c.Person)
		}
		if err != nil {
			return err
		}
		participantOf[c.Person.ID] = m.ID
		if c.Effect != Keeps && c.Effect != Skips && len(c.away) > 0 {
			if err := setUnavailable(ctx, tx, m.ID, c.away); err != nil {
				return err
			}
		}
	}
	return s.enterWishes(ctx, tx, e, in, participantOf)
}

func (s *Service) enterWishes(ctx context.Context, tx db.Tx, e Event, in *Intake, participantOf map[string]string) error {
	b, err := loadBoard(ctx, tx, e, Plan{})
	if err != nil {
		return err
	}
	keys, err := importKeys(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	known := map[string]Participant{}
	b.roster(keys, known)
	idOf := func(key string) string {
		if p := participantOf[key]; p != "" {
			return p
		}
		return known[key].ID
	}
	for _, c := range in.Wishes {
		if c.Effect == Keeps {
			continue
		}
		w := Wish{From: idOf(c.wish.From), Strength: c.Strength, Weight: max(1, c.wish.Weight), Subject: c.wish.Subject, SlotID: c.slot, PlaceID: c.place}
		for _, t := range c.wish.To {
			w.To = append(w.To, idOf(t))
		}
		if err := addWish(ctx, tx, e.ID, &w, db.Micros(s.Clock.Now())); err != nil {
			return err
		}
	}
	return nil
}

// admit enters a new participant: the person, the organisation where it is new,
// the participation and its role.
func (s *Service) admit(ctx context.Context, tx db.Tx, by identity.By, e Event, p roster.Person, state State) (Participant, error) {
	person, _, err := s.Identity.Create(ctx, tx, by, p.Email, profile(e, p))
	if err != nil {
		return Participant{}, err
	}
	org, err := s.organisation(ctx, tx, p)
	if err != nil {
		return Participant{}, err
	}
	m := Participant{EventID: e.ID, PersonID: person.ID, Native: person.Native, NativeLang: person.NativeLang, Latin: person.Latin, Organisation: org, Country: p.Country, Zone: person.Zone, State: state}
	m.fill(p)
	if m.Zone == "" {
		side, _ := e.Side(p.Country)
		m.Zone = side.Zone
	}
	return m, s.AddParticipant(ctx, tx, by.ActorID, &m, p.ID)
}

// AddParticipant stores a participation with the role that goes with it. The
// caller has checked the right to do so and records the audit entry; importKey
// is the name by which files know the person, or "".
func (s *Service) AddParticipant(ctx context.Context, tx db.Tx, by string, m *Participant, importKey string) error {
	var key *string
	if importKey != "" {
		key = &importKey
	}
	if err := addParticipant(ctx, tx, m, key, db.Micros(s.Clock.Now())); db.IsUnique(err) {
		return fault.New(fault.Conflict, "intake.already", "person", m.Native)
	} else if err != nil {
		return err
	}
	return access.Give(ctx, tx, s.Clock, by, m.PersonID, access.Grant{Role: access.Participant, Event: m.EventID, Side: m.Country})
}

// fill takes over what a row says; an empty cell says nothing.
func (m *Participant) fill(p roster.Person) {
	lang := scriptLang(p.Name() + p.Position)
	if p.Position != "" {
		m.Position = i18n.Written(lang, p.Position)
	}
	if p.Zone != "" {
		m.Zone = p.Zone
	}
	if len(p.Languages) > 0 {
		m.Languages = nil
		for _, k := range p.Languages {
			m.Languages = append(m.Languages, LanguageSkill{Lang: k.Lang, Level: k.Level})
		}
	}
	m.Interpreter = m.Interpreter || p.Interpreter
	if len(m.Areas) == 0 {
		m.Areas = m.Organisation.Areas
	}
}

func (s *Service) correct(ctx context.Context, tx db.Tx, by identity.By, m *Participant, p roster.Person) error {
	person, err := identity.PersonByID(ctx, tx, m.PersonID)
	if err != nil {
		return err
	}
	f := person.Profile
	if p.Native != "" {
		f.Native, f.NativeLang = p.Native, scriptLang(p.Native)
	}
	if p.Latin != "" {
		f.Latin = p.Latin
	}
	if _, err := s.Identity.Correct(ctx, tx, by, person, f); err != nil {
		return err
	}
	if p.Organisation != "" && !m.Organisation.Named(p.Organisation) {
		if m.Organisation, err = s.organisation(ctx, tx, p); err != nil {
			return err
		}
	}
	m.Native, m.Latin = f.Native, f.Latin
	m.fill(p)
	return updateParticipant(ctx, tx, m)
}

func profile(e Event, p roster.Person) identity.Profile {
	f := identity.Profile{Native: p.Name(), Latin: p.Latin, Zone: p.Zone}
	f.NativeLang = scriptLang(f.Native)
	f.Language = f.NativeLang
	if f.Zone == "" {
		side, _ := e.Side(p.Country)
		f.Zone = side.Zone
	}
	return f
}

// organisation finds the person's organisation by name, or enters it.
func (s *Service) organisation(ctx context.Context, tx db.Tx, p roster.Person) (catalogue.Organisation, error) {
	name := p.Organisation
	if name == "" {
		name = p.Name()
	}
	o, found, err := s.Catalogue.FindByName(ctx, tx, p.Country, name)
	if err != nil || found {
		return o, err
	}
	o = catalogue.Organisation{Kind: catalogue.CompanySmall, Country: p.Country, Name: i18n.Written(scriptLang(name), name), City: i18n.Text{}, Description: i18n.Text{}}
	return o, s.Catalogue.AddOrganisation(ctx, tx, &o)
}
