package web_test

import (
	"context"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/web"
	"github.com/birzha/birzha/internal/web/webtest"
)

// walk asks a site for its routes and counts.
type walk struct {
	*webtest.Site
	t                *testing.T
	allowed, refused int
	last             map[string]string // fingerprint after the last refused request
	lastSignIns      int               // sign-ins by then: each is a record
	spare            identity.Person   // to whom roles are given
}

func newWalk(t *testing.T, d *db.DB) *walk {
	t.Helper()
	w := &walk{Site: webtest.New(t, d), t: t}
	w.Tx(func(ctx context.Context, tx db.Tx) (err error) {
		w.spare, err = w.NewPerson(ctx, tx, "spare")
		return err
	})
	for _, p := range w.People {
		w.Cookie(p.ID)
	}
	return w
}

func (w *walk) exec(query string, args ...any) {
	w.t.Helper()
	w.last = nil
	w.Tx(func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
}

// ids are the values that a request may carry. Those left empty are made for
// whoever asks.
type ids struct {
	Event, Organisation, Participant, Meeting, Slot, Org, Person, Country, Secret, Letter, Token, APIToken string
	Import, Session, Passkey, Proposal                                                                     string
	Search                                                                                                 string
	Revision                                                                                               string
	Reference, Interest, Medium, Remark, Part, Mandate, Handover                                           string
}

// ids are those of a fair, as the touch picks them.
func (w *walk) ids(f *webtest.Fair, x touch) ids {
	i := ids{
		Event: f.Slug, Organisation: "org-a", Participant: f.People["A2"].ID, Slot: f.Slots[0].ID, Org: w.Orgs["A"].ID, Person: w.spare.ID,
		Country: "CN", Secret: f.People["A2"].FeedSecret, Letter: "letter", Token: "token",
		Reference: w.Profiles["public"].Reference, Interest: "interest", Medium: "medium",
		Part: "profiles-0.xml",
	}
	if x.pick != nil {
		x.pick(w, f, &i)
	}
	return i
}

// variant is a set of ids with one that does not belong there.
type variant struct {
	name string
	ids
}

// foreign varies one id at a time: that of the other event or of another
// person, and one of nothing.
func (w *walk) foreign(own ids, x touch, p webtest.Person) (out []variant) {
	other := w.ids(&w.Other, x)
	other.Import, other.Proposal = w.newImport(&w.Other, p), w.newProposal(&w.Other)
	w.exec(`DELETE FROM passkey`)
	w.exec(`DELETE FROM saved_search`) // a person keeps so many at most
	other.Passkey = w.newPasskey(w.Person("participant own CN").ID)
	other.Session = w.sessionOf(w.Person("participant own CN").ID)
	other.Search = w.newSearch(w.Person("participant own CN").ID)
	t := reflect.TypeFor[ids]()
	names := []string{"Import"} // first: making one's own import drops it
	for i := range t.NumField() {
		if n := t.Field(i).Name; n != "Import" && n != "Revision" && n != "Token" && n != "APIToken" {
			names = append(names, n)
		}
	}
	for _, n := range names {
		for _, value := range []string{reflect.ValueOf(other).FieldByName(n).String(), "unknown"} {
			if value != "unknown" && (n == "Event" || n == "Secret") {
				continue // good ones, for those who have them
			}
			v := variant{n + " " + value, own}
			reflect.ValueOf(&v.ids).Elem().FieldByName(n).SetString(value)
			out = append(out, v)
		}
	}
	return out
}

// touch says how to ask for a route and what that touches.
type touch struct {
	name   string
	object func(w *walk) object
	there  func(p webtest.Person) bool             // whether there is such an object for the person at all
	pick   func(w *walk, f *webtest.Fair, i *ids)  // chooses other ids than the usual
	make   func(w *walk, i *ids, p webtest.Person) // makes what the request needs
	form   func(i ids) url.Values                  // of a POST
	query  func(i ids) string                      // "?participant=…"
	status int                                     // that an allowed request is answered with, where what is sent cannot succeed
	upload bool                                    // the form is a file
	open   bool                                    // its ids are no objects: nothing foreign to try
}

// ask writes the request.
func (x touch) ask(pattern string, i ids) webtest.Ask {
	method, path, _ := strings.Cut(pattern, " ")
	path = strings.NewReplacer(
		"{$}", "", "{event}", i.Event, "{organisation}", i.Organisation, "{participant}", i.Participant, "{meeting}", i.Meeting, "{import}", i.Import, "{proposal}", i.Proposal,
		"{session}", i.Session, "{search}", i.Search, "{passkey}", i.Passkey, "{secret}", i.Secret, "{letter}", i.Letter, "{token}", i.Token, "{apitoken}", i.APIToken,
		"{reference}", i.Reference, "{interest}", i.Interest, "{medium}", i.Medium, "{remark}", i.Remark, "{lang}", "zh-Hans",
		"{part}", i.Part, "{mandate}", i.Mandate, "{handover}", i.Handover,
	).Replace(path)
	a := webtest.Ask{Method: method, Path: path}
	if x.query != nil {
		a.Path += x.query(i)
	}
	if x.form != nil {
		a.Form = x.form(i)
	}
	if x.upload {
		a.Body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\nName,E-mail,Organisation,Country\nLi Na,li.na@example.org,Institute C,CN\n\r\n--b--\r\n"
		a.Type = "multipart/form-data; boundary=b"
	}
	return a
}

// ask makes what the request needs and writes the request of the person. What
// ends sessions gets one of its own.
func (w *walk) ask(route web.Route, x touch, i ids, p webtest.Person) webtest.Ask {
	if x.make != nil {
		w.last = nil
		x.make(w, &i, p)
	}
	a := x.ask(route.Pattern, i)
	switch {
	case p.ID == "":
	case a.Method == "GET" || strings.Contains(route.Pattern, "{event}"):
		a.Cookie = w.Cookie(p.ID)
	default:
		a.Cookie = w.SignIn(p.ID)
	}
	return a
}

func (w *walk) newImport(f *webtest.Fair, p webtest.Person) string {
	w.t.Helper()
	w.last = nil
	actor, err := access.Load(context.Background(), w.DB, p.ID, w.Clock.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	table := webtest.Table("people.csv", []string{"Name", "E-mail", "Organisation", "Country"}, []string{"Li Na", "li.na@example.org", "Institute C", "CN"})
	id, err := w.Exchange.StartImport(context.Background(), actor, f.Event, "people.csv", []roster.Table{table})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// ownImport makes an import of whoever asks; those who may not are given one of
// the organiser's.
func ownImport(w *walk, i *ids, p webtest.Person) {
	if i.Import != "" {
		return
	}
	if p.Role != access.Organiser || p.Where != webtest.Own {
		p = w.Person("organiser own BY")
	}
	i.Import = w.newImport(&w.Own, p)
}

// newProposal proposes the fair's plan as it is.
func (w *walk) newProposal(f *webtest.Fair) string {
	w.t.Helper()
	b := w.Provisional(f)
	proposalID := id.New()
	w.exec(`INSERT INTO proposal (id, event_id, kind, made, figures, meetings, person_id, created_at) VALUES ($1, $2, 'planned', '{}', $3, $4, $5, 1)`,
		proposalID, f.ID, db.JSON(b.Plan.Figures), db.JSON(b.Meetings), f.People["A1"].PersonID)
	return proposalID
}

// proposal makes one of the event unless the request names another.
func proposal(w *walk, i *ids, _ webtest.Person) {
	if i.Proposal == "" {
		i.Proposal = w.newProposal(&w.Own)
	}
	i.Revision = itoa(w.Provisional(&w.Own).Plan.Revision)
}

func (w *walk) newPasskey(personID string) string {
	w.t.Helper()
	w.exec(`INSERT INTO passkey (id, person_id, label, credential, created_at) VALUES ($1, $2, 'key', '{}', 1) ON CONFLICT (id) DO NOTHING`, "key-"+personID, personID)
	return "key-" + personID
}

func (w *walk) sessionOf(personID string) (id string) {
	w.t.Helper()
	w.SignIn(personID)
	if err := w.DB.QueryRow(context.Background(), `SELECT token_hash FROM session WHERE person_id = $1 ORDER BY created_at DESC`, personID).Scan(&id); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// provisional makes sure that there is a provisional plan and tells its revision.
func provisional(w *walk, i *ids, _ webtest.Person) {
	w.last = nil
	i.Revision = itoa(w.Provisional(&w.Own).Plan.Revision)
}

// meeting picks the meeting of two participants in the provisional plan.
func meeting(one, two string) func(*walk, *webtest.Fair, *ids) {
	return func(w *walk, f *webtest.Fair, i *ids) {
		b := w.Provisional(f)
		m := f.Meeting(w.Site, b, one, two)
		i.Meeting, i.Slot, i.Revision = m.ID, m.SlotID, itoa(b.Plan.Revision)
	}
}

// person picks a participant by the name in the fixture.
func person(name string) func(*walk, *webtest.Fair, *ids) {
	return func(_ *walk, f *webtest.Fair, i *ids) { i.Participant = f.People[name].ID }
}

// of is the object that belongs to a participant of the event.
func of(name string) func(*walk) object {
	return func(w *walk) object {
		m := w.Own.People[name]
		return object{event: true, sides: []string{m.Country}, orgs: []string{m.Organisation.ID}, people: []string{m.PersonID}}
	}
}

// sides is an object of sides of the event.
func sides(countries ...string) func(*walk) object {
	return func(*walk) object { return object{event: true, sides: countries} }
}

func whole(*walk) object { return object{event: true} }

// mine belongs to whoever asks.
func mine(*walk) object { return object{event: true, asker: true} }

// takesPart tells who has an agenda of his own in the event.
func takesPart(p webtest.Person) bool { return p.Role == access.Participant && p.Where == webtest.Own }

func never(webtest.Person) bool { return false }
