package exchange

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/identity"
)

// fair is an exchange of two sides with three people each, four slots and a
// wish of each Belarusian to meet each Chinese.
type fair struct {
	*Service
	t      *testing.T
	jobs   *queue
	event  Event
	slots  []Slot
	by, cn []Participant
}

// queue keeps the jobs that are enqueued.
type queue struct{ jobs []Job }

func (q *queue) Enqueue(_ context.Context, _ db.Tx, jobs ...Job) error {
	q.jobs = append(q.jobs, jobs...)
	return nil
}

var noon = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

func newFair(t *testing.T, d *db.DB) *fair {
	t.Helper()
	c := clock.Fixed(noon)
	people, err := identity.New(identity.Options{DB: d, Clock: c, BaseURL: "http://localhost", SiteName: "birzha", SessionIdle: time.Hour, SessionLifetime: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	f := &fair{t: t, jobs: &queue{}}
	f.Service = &Service{DB: d, Clock: c, Catalogue: catalogue.NewStore(c), Identity: people, Jobs: f.jobs}
	f.tx(f.build)
	return f
}

func (f *fair) tx(fn func(ctx context.Context, tx db.Tx) error) {
	f.t.Helper()
	if err := f.DB.Tx(f.t.Context(), fn); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fair) build(ctx context.Context, tx db.Tx) error {
	orgs := map[string]catalogue.Organisation{}
	for country, name := range map[string]string{"BY": "Институт оптики", "CN": "长春光学研究院"} {
		o := catalogue.Organisation{Kind: catalogue.Institute, Country: country, Slug: "org-" + country, Name: i18n.Written(scriptLang(name), name), Areas: []catalogue.Area{catalogue.Materials}}
		if err := f.Catalogue.AddOrganisation(ctx, tx, &o); err != nil {
			return err
		}
		orgs[country] = o
	}
	start := time.Date(2027, 4, 20, 6, 0, 0, 0, time.UTC)
	f.event = Event{
		Slug: "fair", Title: i18n.Written(i18n.EN, "Fair"), Zone: "Europe/Minsk", Online: true, Starts: start, Ends: start.Add(4 * time.Hour), Closes: start.Add(-time.Hour), Public: true,
		Sides: []Side{
			{Country: "BY", Zone: "Europe/Minsk", Position: 1, Organiser: orgs["BY"], Organisers: []catalogue.Organisation{orgs["BY"]}},
			{Country: "CN", Zone: "Asia/Shanghai", Position: 2, Organiser: orgs["CN"], Organisers: []catalogue.Organisation{orgs["CN"]}},
		},
	}
	for i := range 4 {
		at := start.Add(time.Duration(i) * 30 * time.Minute)
		f.slots = append(f.slots, Slot{Starts: at, Ends: at.Add(20 * time.Minute), Session: i / 2})
	}
	if err := f.AddEvent(ctx, tx, "", &f.event, f.slots, nil, nil); err != nil {
		return err
	}
	for i := range 3 {
		by, err := f.add(ctx, tx, "BY", orgs["BY"], fmt.Sprintf("Участник %d", i))
		if err != nil {
			return err
		}
		cn, err := f.add(ctx, tx, "CN", orgs["CN"], fmt.Sprintf("参会者%d", i))
		if err != nil {
			return err
		}
		f.by, f.cn = append(f.by, by), append(f.cn, cn)
	}
	for _, a := range f.by {
		for _, b := range f.cn {
			if err := addWish(ctx, tx, f.event.ID, &Wish{From: a.ID, To: []string{b.ID}, Strength: Would, Weight: 1, Subject: "optics"}, 1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *fair) add(ctx context.Context, tx db.Tx, country string, o catalogue.Organisation, name string) (Participant, error) {
	latin := fmt.Sprintf("%s %s", country, name[len(name)-1:])
	p, _, err := f.Identity.Create(ctx, tx, identity.By{}, fmt.Sprintf("%s%s@example.org", country, name[len(name)-1:]), identity.Profile{Native: name, NativeLang: scriptLang(name), Latin: latin, Language: i18n.EN, Zone: "UTC"})
	if err != nil {
		return Participant{}, err
	}
	m := Participant{EventID: f.event.ID, PersonID: p.ID, Native: p.Native, NativeLang: p.NativeLang, Latin: p.Latin, Organisation: o, Country: country, Zone: "UTC", State: Validated, Areas: o.Areas}
	return m, f.AddParticipant(ctx, tx, "", &m, "")
}

// organiser is the organiser of a side; the person is the side's first participant.
func (f *fair) organiser(country string) access.Actor {
	p := f.by[0]
	if country == "CN" {
		p = f.cn[0]
	}
	return access.Actor{PersonID: p.PersonID, Grants: []access.Grant{{Role: access.Organiser, Event: f.event.ID, Side: country}}}
}

// planned plans the fair as the Belarusian organiser, accepts what is proposed
// and returns the board.
func (f *fair) planned() *Board {
	f.t.Helper()
	for _, p := range f.run(PlanOptions{Seed: 1}) {
		if p.Kind == Planned {
			f.accept(p.ID)
		}
	}
	return f.board(Provisional)
}

// run plans the fair and returns the proposals that there are then.
func (f *fair) run(o PlanOptions) []Proposal {
	f.t.Helper()
	if err := f.StartPlan(f.t.Context(), f.organiser("BY"), f.event, o); err != nil {
		f.t.Fatal(err)
	}
	if err := f.WorkPlan(f.t.Context(), f.jobs.jobs[len(f.jobs.jobs)-1].(PlanJob)); err != nil {
		f.t.Fatal(err)
	}
	return f.proposals()
}

func (f *fair) proposals() []Proposal {
	f.t.Helper()
	list, err := f.Proposals(f.t.Context(), f.organiser("CN"), f.event)
	if err != nil {
		f.t.Fatal(err)
	}
	return list
}

func (f *fair) accept(proposalID string) {
	f.t.Helper()
	if err := f.Accept(f.t.Context(), f.organiser("CN"), f.event, proposalID, f.board(Provisional).Plan.Revision); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fair) board(s PlanState) *Board {
	f.t.Helper()
	b, err := f.Board(f.t.Context(), f.organiser("BY"), f.event, s)
	if err != nil {
		f.t.Fatal(err)
	}
	return b
}
