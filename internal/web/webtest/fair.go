package webtest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/identity"
)

// Fair is one event of two sides, BY and CN, with a published plan and a
// provisional one. A1, A2 and B1 are participants of BY, C1, C2 and D1 of CN;
// the letter is that of the organisation. P and Q wait to be admitted, P to BY
// and Q to CN. They wish to meet: A1 and C1, B1 and D1, A2 and B1, C2 and D1.
type Fair struct {
	exchange.Event
	Slots  []exchange.Slot
	People map[string]exchange.Participant
}

// members are the participants of a fair: name, organisation, country, state.
var members = []struct {
	name, org, country string
	state              exchange.State
}{
	{"A1", "A", "BY", exchange.Validated},
	{"A2", "A", "BY", exchange.Validated},
	{"B1", "B", "BY", exchange.Validated},
	{"P", "B", "BY", exchange.Pending},
	{"C1", "C", "CN", exchange.Validated},
	{"C2", "C", "CN", exchange.Validated},
	{"D1", "D", "CN", exchange.Validated},
	{"Q", "D", "CN", exchange.Pending},
}

var wishes = [][2]string{{"A1", "C1"}, {"B1", "D1"}, {"A2", "B1"}, {"C2", "D1"}}

func (s *Site) build() {
	s.T.Helper()
	s.Tx(func(ctx context.Context, tx db.Tx) error {
		if err := s.addOrganisations(ctx, tx); err != nil {
			return err
		}
		for _, f := range []struct {
			to   *Fair
			slug string
		}{{&s.Own, "own"}, {&s.Other, "other"}} {
			if err := s.addFair(ctx, tx, f.to, f.slug); err != nil {
				return err
			}
		}
		return s.addPeople(ctx, tx)
	})
	for _, f := range []*Fair{&s.Own, &s.Other} {
		s.publish(f)
	}
}

func (s *Site) addOrganisations(ctx context.Context, tx db.Tx) error {
	s.Orgs = map[string]catalogue.Organisation{}
	for _, x := range [][3]string{{"A", "BY", "Institute A"}, {"B", "BY", "Plant B"}, {"C", "CN", "Institute C"}, {"D", "CN", "Plant D"}} {
		o := catalogue.Organisation{
			Kind: catalogue.Institute, Country: x[1], Slug: "org-" + strings.ToLower(x[0]), Name: i18n.Written(i18n.EN, x[2]),
			City: i18n.Text{}, Description: i18n.Text{}, Areas: []catalogue.Area{catalogue.Materials},
		}
		if err := s.Catalogue.AddOrganisation(ctx, tx, &o); err != nil {
			return err
		}
		s.Orgs[x[0]] = o
	}
	return nil
}

func (s *Site) addFair(ctx context.Context, tx db.Tx, f *Fair, slug string) error {
	start := s.Clock.Now().Truncate(24*time.Hour).AddDate(0, 1, 0).Add(6 * time.Hour)
	side := func(country, zone, org string, position int) exchange.Side {
		return exchange.Side{Country: country, Zone: zone, Position: position, Organiser: s.Orgs[org], Organisers: []catalogue.Organisation{s.Orgs[org]}}
	}
	f.Event = exchange.Event{
		Slug: slug, Title: i18n.Written(i18n.EN, "Fair "+slug), Aim: i18n.Written(i18n.EN, "To meet."), Zone: "Europe/Minsk", Online: true, Public: true,
		Starts: start, Ends: start.Add(4 * time.Hour), Closes: start.Add(-time.Hour),
		Sides: []exchange.Side{side("BY", "Europe/Minsk", "A", 1), side("CN", "Asia/Shanghai", "C", 2)},
	}
	for i := range 4 {
		at := start.Add(time.Duration(i) * 30 * time.Minute)
		f.Slots = append(f.Slots, exchange.Slot{Starts: at, Ends: at.Add(20 * time.Minute), Session: i / 2})
	}
	items := []exchange.Item{{Kind: exchange.Meetings, Title: i18n.Written(i18n.EN, "Meetings"), Description: i18n.Text{}, Starts: start, Ends: start.Add(2 * time.Hour)}}
	if err := s.Exchange.AddEvent(ctx, tx, "", &f.Event, f.Slots, nil, items); err != nil {
		return err
	}
	f.People = map[string]exchange.Participant{}
	for _, m := range members {
		p, err := s.NewPerson(ctx, tx, slug+" "+m.name)
		if err != nil {
			return err
		}
		x := exchange.Participant{
			EventID: f.ID, PersonID: p.ID, Native: p.Native, NativeLang: p.NativeLang, Latin: p.Latin, Organisation: s.Orgs[m.org], Country: m.country, Zone: "UTC",
			State: m.state, Areas: s.Orgs[m.org].Areas, Languages: []exchange.LanguageSkill{{Lang: "en", Level: "C1"}},
		}
		if err := s.Exchange.AddParticipant(ctx, tx, "", &x, ""); err != nil {
			return err
		}
		f.People[m.name] = x
	}
	for _, w := range wishes {
		wish := exchange.Wish{From: f.People[w[0]].ID, To: []string{f.People[w[1]].ID}, Strength: exchange.Would, Weight: 1, Subject: "optics"}
		if err := s.Exchange.AddWish(ctx, tx, f.ID, &wish); err != nil {
			return err
		}
	}
	return nil
}

// NewPerson makes somebody without a role, whose e-mail is the name with points
// for spaces at example.org.
func (s *Site) NewPerson(ctx context.Context, tx db.Tx, name string) (identity.Person, error) {
	email := strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@example.org"
	p, _, err := s.Identity.Create(ctx, tx, identity.By{}, email, identity.Profile{Native: "Person " + name, NativeLang: i18n.EN, Language: i18n.EN, Zone: "Europe/Minsk"})
	return p, err
}

// publish plans the fair, has both sides sign, and starts the next version.
func (s *Site) publish(f *Fair) {
	s.T.Helper()
	ctx := context.Background()
	by, cn := s.Organiser(f, "BY"), s.Organiser(f, "CN")
	for _, err := range []error{
		s.Exchange.StartPlan(ctx, by, f.Event, exchange.PlanOptions{Seed: 1}),
		s.Exchange.WorkPlan(ctx, exchange.PlanJob{EventID: f.ID, Seed: 1}),
	} {
		if err != nil {
			s.T.Fatal(err)
		}
	}
	b := s.Board(f, exchange.Provisional)
	for _, a := range []access.Actor{by, cn} {
		if _, err := s.Exchange.Sign(ctx, a, f.Event, b.Plan.Revision); err != nil {
			s.T.Fatal(err)
		}
	}
	if err := s.Exchange.NewVersion(ctx, by, f.Event); err != nil {
		s.T.Fatal(err)
	}
	if n := len(s.Board(f, exchange.Published).Meetings); n != len(wishes) {
		s.T.Fatalf("%d meetings published, want %d", n, len(wishes))
	}
}

// Organiser is the organiser of a side of the fair, as the services know him.
func (s *Site) Organiser(f *Fair, side string) access.Actor {
	where := "own"
	if f == &s.Other {
		where = "other"
	}
	a, err := access.Load(context.Background(), s.DB, s.Person(fmt.Sprintf("organiser %s %s", where, side)).ID, s.Clock.Now())
	if err != nil {
		s.T.Fatal(err)
	}
	return a
}

// Board returns a version of the fair's plan as it stands.
func (s *Site) Board(f *Fair, state exchange.PlanState) *exchange.Board {
	s.T.Helper()
	b, err := s.Exchange.Board(context.Background(), s.Organiser(f, "BY"), f.Event, state)
	if err != nil {
		s.T.Fatal(err)
	}
	return b
}

// Provisional returns the provisional plan; a new version is started where the
// last was published.
func (s *Site) Provisional(f *Fair) *exchange.Board {
	s.T.Helper()
	if err := s.Exchange.NewVersion(context.Background(), s.Organiser(f, "BY"), f.Event); err != nil {
		s.T.Fatal(err)
	}
	return s.Board(f, exchange.Provisional)
}

// Meeting returns the meeting of two participants, named as in Fair.
func (f *Fair) Meeting(s *Site, b *exchange.Board, one, two string) exchange.Meeting {
	s.T.Helper()
	for _, m := range b.Meetings {
		if len(m.Members) == 2 && has(m, f.People[one].ID) && has(m, f.People[two].ID) {
			return m
		}
	}
	s.T.Fatalf("%s: no meeting of %s and %s", f.Slug, one, two)
	return exchange.Meeting{}
}

func has(m exchange.Meeting, participantID string) bool {
	return m.Members[0] == participantID || m.Members[1] == participantID
}
