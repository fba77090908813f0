package catalogue_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/identity"
)

// market is a catalogue with a transfer centre of each side (Centres by
// country: BY, CN), each with two advisers, a validator and a translator of each
// side, and an outsider without a role. Clients are added by the tests.
type market struct {
	*catalogue.Service
	T       testing.TB
	Time    *hand
	Centres map[string]catalogue.Organisation
	People  map[string]string // ids by name: "adviser BY", "colleague BY", "validator BY", "translator BY", …, "outsider"
	Queue   *queue

	clients int
}

// hand is a clock that a test sets.
type hand struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hand) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// Pass lets time go by.
func (h *hand) Pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// queue keeps the notices that were enqueued.
type queue struct{ Notices []catalogue.NoticeJob }

func (q *queue) Enqueue(_ context.Context, _ db.Tx, jobs ...catalogue.Job) error {
	for _, j := range jobs {
		if n, ok := j.(catalogue.NoticeJob); ok {
			q.Notices = append(q.Notices, n)
		}
	}
	return nil
}

type noMail struct{}

func (noMail) SignInLink(context.Context, db.Tx, string, i18n.Lang) error { return nil }

func newMarket(t testing.TB, d *db.DB) *market {
	t.Helper()
	h := &hand{now: time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)}
	people, err := identity.New(identity.Options{
		DB: d, Clock: h, Mail: noMail{}, BaseURL: "http://localhost", SiteName: "birzha", SessionIdle: time.Hour, SessionLifetime: time.Hour,
		Hash: identity.HashParams{MemoryKiB: 8, Passes: 1, Lanes: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	m := &market{T: t, Time: h, Queue: &queue{}, Centres: map[string]catalogue.Organisation{}, People: map[string]string{}}
	m.Service = catalogue.New(d, h, people, m.Queue)
	m.Tx(func(ctx context.Context, tx db.Tx) error {
		for _, side := range []string{"BY", "CN"} {
			m.Centres[side] = m.organisation(ctx, tx, side, catalogue.TransferCentre, "Centre of "+side)
			m.person(ctx, tx, "adviser "+side, access.Grant{Role: access.Intermediary, Org: m.Centres[side].ID})
			m.person(ctx, tx, "colleague "+side, access.Grant{Role: access.Intermediary, Org: m.Centres[side].ID})
			m.person(ctx, tx, "validator "+side, access.Grant{Role: access.Validator, Side: side})
			m.person(ctx, tx, "translator "+side, access.Grant{Role: access.Translator, Side: side})
		}
		m.person(ctx, tx, "outsider", access.Grant{})
		return nil
	})
	return m
}

// Tx runs fn in a write transaction.
func (m *market) Tx(fn func(ctx context.Context, tx db.Tx) error) {
	m.T.Helper()
	m.must(m.DB.Tx(context.Background(), fn))
}

func (m *market) must(err error) {
	m.T.Helper()
	if err != nil {
		m.T.Fatal(err)
	}
}

func (m *market) organisation(ctx context.Context, tx db.Tx, side string, kind catalogue.Kind, name string) catalogue.Organisation {
	m.T.Helper()
	o := catalogue.Organisation{Kind: kind, Country: side, Name: i18n.Written(i18n.EN, name), City: i18n.Text{}, Description: i18n.Text{}, Areas: []catalogue.Area{catalogue.Materials}}
	m.must(m.AddOrganisation(ctx, tx, &o))
	return o
}

// person adds somebody, with a role where one is given, and returns the id.
func (m *market) person(ctx context.Context, tx db.Tx, name string, g access.Grant) string {
	m.T.Helper()
	p, _, err := m.Identity.Create(ctx, tx, identity.By{}, strings.ReplaceAll(strings.ToLower(name), " ", ".")+"@example.org",
		identity.Profile{Native: "Person " + name, NativeLang: i18n.EN, Language: i18n.EN, Zone: "UTC"})
	m.must(err)
	m.People[name] = p.ID
	if g.Role != "" {
		m.must(access.Give(ctx, tx, m.Time, "", p.ID, g))
	}
	return p.ID
}

// Client adds an organisation of the side with an editor of its own ("editor N",
// whose name is returned), for which the side's centre acts under a mandate.
func (m *market) Client(side string) (o catalogue.Organisation, editor, mandate string) {
	m.T.Helper()
	m.clients++
	editor = fmt.Sprintf("editor %d", m.clients)
	m.Tx(func(ctx context.Context, tx db.Tx) error {
		o = m.organisation(ctx, tx, side, catalogue.Institute, fmt.Sprintf("Institute of Glass %d", m.clients))
		m.person(ctx, tx, editor, access.Grant{Role: access.OrgEditor, Org: o.ID})
		return nil
	})
	return o, editor, m.Mandate(m.Centres[side], o, access.MandateScopes...)
}

// Mandate registers a mandate of a year and returns its id.
func (m *market) Mandate(centre, client catalogue.Organisation, scope ...access.MandateScope) string {
	m.T.Helper()
	now := m.Time.Now()
	id, err := m.RegisterMandate(context.Background(), m.As("adviser "+centre.Country), catalogue.Mandate{
		Centre: centre, Client: client, Scope: scope, Evidence: "No. 7 of 20 November 2026",
		From: now.Format(time.DateOnly), To: now.AddDate(1, 0, 0).Format(time.DateOnly),
	})
	m.must(err)
	return id
}

// As returns the person with the grants of this instant; "" is nobody.
func (m *market) As(name string) access.Actor {
	m.T.Helper()
	personID, ok := m.People[name]
	if name != "" && !ok {
		m.T.Fatalf("there is no %q", name)
	}
	a, err := access.Load(context.Background(), m.DB, personID, m.Time.Now())
	m.must(err)
	return a
}

// whole is an edit that fills a technology offer in.
func whole(revision int) catalogue.Edit {
	return catalogue.Edit{
		Revision: revision, Open: true,
		Texts: map[string]string{
			"title": "Glass lenses ground to 5 nm for microscopes, for joint production", "summary": "An institute offers lenses.", "description": "How lenses are ground.",
			"advantages": "Twice as fine, 30% cheaper.", "partner_role": "To test the lenses and to sell them.",
		},
		Lists: map[string][]string{
			"partners": {"sme_49"}, "partnerships": {"research"}, "sdgs": {"9"}, "technology_keywords": {"optics"}, "market_keywords": {"instruments"}, "areas": {"precision_engineering"},
		},
		Set: func(c *catalogue.Content) {
			c.TRL, c.IPR, c.ExportControl, c.Confidentiality = 5, "granted", "not_controlled", catalogue.Public
		},
	}
}

// Offer starts a technology offer of the client by the adviser of its side and
// fills it in.
func (m *market) Offer(o catalogue.Organisation) catalogue.Opportunity {
	m.T.Helper()
	ctx, adviser := context.Background(), m.As("adviser "+o.Country)
	p, err := m.Start(ctx, adviser, o.ID, catalogue.TechnologyOffer, i18n.EN)
	m.must(err)
	p, err = m.Save(ctx, adviser, p.Reference, whole(p.Revision))
	m.must(err)
	return p
}

// Publish takes an offer of the client through the whole workflow.
func (m *market) Publish(p catalogue.Opportunity, side, editor string) catalogue.Opportunity {
	m.T.Helper()
	for _, x := range []struct {
		who  string
		step catalogue.Step
	}{{"adviser " + side, catalogue.AskClient}, {editor, catalogue.Confirm}, {"colleague " + side, catalogue.Pass}, {"validator " + side, catalogue.Validate}} {
		var err error
		p, err = m.Take(context.Background(), m.As(x.who), p.ID, catalogue.Move{Step: x.step})
		m.must(err)
	}
	return p
}

// kind is the kind of a fault, for comparing; "" is success.
func kind(err error) string {
	if err == nil {
		return ""
	}
	return map[fault.Kind]string{
		fault.Internal: "internal", fault.Invalid: "invalid", fault.NotFound: "not found", fault.SignIn: "sign in", fault.Conflict: "conflict",
	}[fault.KindOf(err)]
}
