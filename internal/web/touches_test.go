package web_test

import (
	"context"
	"net/url"
	"strconv"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/web/webtest"
)

func itoa(n int) string { return strconv.Itoa(n) }

// form makes a form of names and values; a value that begins with "{" is
// replaced by the id of that name.
func form(pairs ...string) func(ids) url.Values {
	return func(i ids) url.Values {
		known := map[string]string{
			"{participant}": i.Participant, "{meeting}": i.Meeting, "{slot}": i.Slot, "{revision}": i.Revision, "{org}": i.Org, "{person}": i.Person, "{country}": i.Country,
		}
		v := url.Values{}
		for n := 0; n < len(pairs); n += 2 {
			value, ok := known[pairs[n+1]]
			if !ok {
				value = pairs[n+1]
			}
			v.Set(pairs[n], value)
		}
		return v
	}
}

func query(q string) func(ids) string { return func(ids) string { return q } }

func ofParticipant(i ids) string { return "?participant=" + i.Participant }

// agendas are the agendas that can be asked for: one's own, and those of others
// by organisation and side.
func agendas() []touch {
	list := []touch{{name: "own", object: mine, there: takesPart}}
	for _, n := range []string{"A1", "A2", "B1", "C1", "D1"} {
		list = append(list, touch{name: n, object: of(n), pick: person(n), query: ofParticipant})
	}
	return list
}

// moves are the meetings that an organiser may change: those of his own side.
func moves(fields ...string) []touch {
	var list []touch
	for _, m := range []struct {
		one, two string
		sides    []string
	}{{"A1", "C1", []string{"BY", "CN"}}, {"A2", "B1", []string{"BY"}}, {"C2", "D1", []string{"CN"}}} {
		list = append(list, touch{name: m.one + " and " + m.two, object: sides(m.sides...), pick: meeting(m.one, m.two), form: form(fields...)})
	}
	return list
}

// repairs are changes that an organiser may enter: of a participant of his own
// side, of a meeting in which it takes part.
func repairs() []touch {
	return []touch{
		{name: "BY is away", object: whole, pick: person("A2"), there: organiserOf("BY"), make: provisional, form: form("kind", "away", "participant", "{participant}", "from", "{slot}", "until", "{slot}")},
		{name: "CN cancels", object: whole, pick: person("D1"), there: organiserOf("CN"), make: provisional, form: form("kind", "cancels", "participant", "{participant}")},
		{name: "a place that is not there", object: whole, there: never, form: form("kind", "closes", "place", "hall", "closed_from", "{slot}", "closed_until", "{slot}")},
	}
}

// organiserOf tells who organises for the side of the event; who may not enter
// changes at all is left to the matrix.
func organiserOf(side string) func(webtest.Person) bool {
	return func(p webtest.Person) bool { return p.Role != access.Organiser || p.Side == side }
}

// remedies ask for what cannot be done, as the meetings have times: those who may
// are told so, the others find nothing.
func remedies() []touch {
	list := moves("piece", "{meeting}", "kind", "move", "revision", "{revision}")
	for n := range list {
		list[n].status = 409
	}
	return list
}

// ownProfile is a profile that can be stored.
var ownProfile = form("native", "Янка Узорны", "native_lang", "be", "latin", "Yanka Uzorny", "language", "en", "zone", "Europe/Minsk")

// given gives the role to the spare person before it is taken.
func given(g access.Grant) func(*walk, *ids, webtest.Person) {
	return func(w *walk, i *ids, _ webtest.Person) {
		w.last = nil
		grant := g
		grant.Event = w.Own.ID
		if grant.Org != "" {
			grant.Org = w.Orgs[grant.Org].ID
		}
		w.Tx(func(ctx context.Context, tx db.Tx) error { return access.Give(ctx, tx, w.Clock, "", w.spare.ID, grant) })
	}
}

func org(key string) func(*walk, *webtest.Fair, *ids) {
	return func(w *walk, _ *webtest.Fair, i *ids) { i.Org = w.Orgs[key].ID }
}

// roles are the roles that can be given and taken, each by those of its side.
func roles(take bool) []touch {
	list := []touch{
		{name: "organiser of BY", object: sides("BY"), make: given(access.Grant{Role: access.Organiser, Side: "BY"}), form: form("role", "organiser", "side", "BY")},
		{name: "organiser of CN", object: sides("CN"), make: given(access.Grant{Role: access.Organiser, Side: "CN"}), form: form("role", "organiser", "side", "CN")},
		{name: "organiser of no side", object: whole, there: never, form: form("role", "organiser", "side", "DE")},
		{name: "org_admin of BY", object: sides("BY"), make: given(access.Grant{Role: access.OrgAdmin, Org: "A"}), form: form("role", "org_admin", "org", "{org}")},
		{name: "park_operator of CN", object: sides("CN"), pick: org("D"), make: given(access.Grant{Role: access.ParkOperator, Org: "D"}), form: form("role", "park_operator", "org", "{org}")},
		{name: "secretariat", object: whole, make: given(access.Grant{Role: access.Secretariat}), form: form("role", "secretariat")},
		{name: "admin", object: whole, there: never, form: form("role", "admin")},
		{name: "participant", object: whole, there: never, form: form("role", "participant", "side", "BY")},
	}
	for n := range list {
		plain := list[n].form
		if take {
			list[n].form = func(i ids) url.Values { v := plain(i); v.Set("person", i.Person); return v }
		} else {
			list[n].make = nil
			list[n].form = func(i ids) url.Values { v := plain(i); v.Set("email", "spare@example.org"); return v }
		}
	}
	return list
}

// one is a route with one way to ask.
func one(object func(*walk) object) []touch { return []touch{{name: "plain", object: object}} }

// posted is one with a form.
func posted(object func(*walk) object, fields ...string) []touch {
	return []touch{{name: "plain", object: object, form: form(fields...)}}
}

// imports are an import of one's own, and one of the organiser of BY.
func imports(fields ...string) []touch {
	return []touch{
		{name: "own", object: whole, make: ownImport, form: form(fields...)},
		{name: "of another", object: whole, there: never, form: form(fields...), make: func(w *walk, i *ids, p webtest.Person) {
			owner := w.Person("organiser own BY")
			if p.ID == owner.ID {
				owner = w.Person("organiser own CN")
			}
			i.Import = w.newImport(&w.Own, owner)
		}},
	}
}

// touches says for each route how to ask for it and what that touches.
var touches = map[string][]touch{
	"GET /{$}":                            one(whole),
	"GET /gallery":                        one(whole),
	"GET /organisations/{organisation}":   one(whole),
	"GET /events/{event}":                 one(whole),
	"GET /events/{event}/event.ics":       one(whole),
	"GET /events/{event}/programme":       {{name: "page", object: whole}, {name: "file", object: whole, query: query("?format=csv")}},
	"GET /calendar/{secret}":              one(whole),
	"GET /events/{event}/participants":    {{name: "people", object: whole}, {name: "organisations", object: whole, query: query("?view=organisations")}, {name: "file", object: whole, query: query("?format=xlsx")}},
	"GET /events/{event}/figures":         one(whole),
	"GET /events/{event}/audit":           one(mine),
	"GET /events/{event}/agenda":          agendas(),
	"GET /events/{event}/agenda.pdf":      agendas(),
	"GET /events/{event}/agenda.ics":      agendas(),
	"POST /events/{event}/agenda/feed":    {{name: "own", object: mine, there: takesPart}},
	"GET /events/{event}/plan":            {{name: "provisional", object: whole}, {name: "published", object: whole, query: query("?version=published")}, {name: "file", object: whole, query: query("?format=csv")}},
	"GET /events/{event}/plan/changes":    one(whole),
	"GET /events/{event}/plan/run":        one(whole),
	"GET /events/{event}/plan.pdf":        one(whole),
	"POST /events/{event}/plan/run":       posted(whole, "seed", "1"),
	"POST /events/{event}/plan/stop":      one(whole),
	"POST /events/{event}/plan/version":   one(whole),
	"POST /events/{event}/plan/sign":      {{name: "own side", object: mine, make: provisional, form: form("revision", "{revision}")}},
	"POST /events/{event}/plan/move":      moves("piece", "{meeting}", "col", "{slot}", "revision", "{revision}", "form", "1"),
	"POST /events/{event}/plan/lock":      moves("piece", "{meeting}", "locked", "1", "revision", "{revision}"),
	"POST /events/{event}/plan/remedy":    remedies(),
	"GET /events/{event}/plan/repair":     one(whole),
	"GET /events/{event}/plan/whatif":     {{name: "form", object: whole}, {name: "effect", object: whole, query: query("?slots=1&limit=2")}},
	"POST /events/{event}/plan/repair":    repairs(),
	"GET /events/{event}/import":          one(whole),
	"POST /events/{event}/import":         {{name: "file", object: whole, upload: true}},
	"GET /events/{event}/import/{import}": imports(),
	"GET /events/{event}/roles":           one(mine),
	"POST /events/{event}/roles":          roles(false),
	"POST /events/{event}/roles/take":     roles(true),

	"GET /events/{event}/import/sample.xlsx":       one(whole),
	"POST /events/{event}/import/{import}/mapping": imports("kind-0", "people"),
	"POST /events/{event}/import/{import}/confirm": imports(),
	"POST /events/{event}/import/{import}/drop":    imports(),
	"POST /events/{event}/participants/validate":   one(mine),
	"GET /events/{event}/participants/{participant}": {
		{name: "admitted", object: whole},
		{name: "of the other side", object: whole, pick: person("D1")},
		{name: "waiting", object: whole, pick: person("P"), make: waiting, there: func(p webtest.Person) bool { return p.Role == access.Organiser }},
	},
	"GET /events/{event}/plan/proposals/{proposal}":          {{name: "beside the plan", object: whole, make: proposal}},
	"POST /events/{event}/plan/proposals/{proposal}/accept":  {{name: "proposal", object: whole, make: proposal, form: form("revision", "{revision}")}},
	"POST /events/{event}/plan/proposals/{proposal}/discard": {{name: "proposal", object: whole, make: proposal}},
	"POST /events/{event}/participants/{participant}/readmit": {
		{name: "without wishes", object: sides("BY"), pick: person("P"), make: withdrawn},
	},
	"GET /events/{event}/plan/meetings/{meeting}": {
		{name: "of both sides", object: whole, pick: meeting("A1", "C1")}, {name: "of the other side", object: whole, pick: meeting("C2", "D1")},
	},

	"GET /sign-in":                 one(whole),
	"POST /sign-in":                {{name: "wrong", object: whole, status: 422, form: form("email", "spare@example.org", "password", "not the password")}},
	"GET /sign-up":                 one(whole),
	"POST /sign-up":                posted(whole, "email", "spare@example.org"),
	"GET /sign-in/sent":            one(whole),
	"GET /sign-in/link/{token}":    {{name: "dead", object: whole, open: true, status: 409}},
	"POST /sign-in/link/{token}":   {{name: "dead", object: whole, open: true, status: 409}},
	"POST /sign-in/passkey/begin":  one(whole),
	"POST /sign-in/passkey/finish": {{name: "nonsense", object: whole, status: 422}},
	"GET /unsubscribe/{secret}":    {{name: "page", object: whole, open: true}},
	"POST /unsubscribe/{secret}":   {{name: "secret", object: whole, pick: stopSecret}},

	"POST /sign-out":                    one(mine),
	"GET /account/welcome":              one(mine),
	"POST /account/welcome":             {{name: "profile", object: mine, form: ownProfile}},
	"GET /account":                      one(mine),
	"POST /account":                     {{name: "profile", object: mine, form: ownProfile}},
	"POST /account/mail":                posted(mine, "want", "1"),
	"GET /account/security":             one(mine),
	"POST /account/password":            posted(mine, "password", "plain words in a row"),
	"POST /account/passkeys/begin":      one(mine),
	"POST /account/passkeys/finish":     {{name: "nonsense", object: mine, status: 422}},
	"POST /account/sign-out-everywhere": {{name: "own", object: mine, make: forgetCookie}},
	"GET /account/privacy":              one(mine),
	"GET /account/data.json":            one(mine),
	"GET /account/activity":             one(mine),
	"POST /account/passkeys/{passkey}/remove": {{name: "own", object: mine, make: func(w *walk, i *ids, p webtest.Person) {
		switch {
		case i.Passkey != "":
		case p.ID == "":
			i.Passkey = "key"
		default:
			i.Passkey = w.newPasskey(p.ID)
		}
	}}},
	"POST /account/sessions/{session}/end": {{name: "own", object: mine, make: func(w *walk, i *ids, p webtest.Person) {
		switch {
		case i.Session != "":
		case p.ID == "":
			i.Session = "session"
		default:
			i.Session = w.sessionOf(p.ID)
		}
	}}},
	"POST /account/consents": {
		{name: "withdraw", object: mine, form: form("country", "CN", "give", "0")},
		{name: "give", object: mine, form: form("country", "{country}", "give", "1"), there: func(p webtest.Person) bool {
			return p.ID == "" || p.Role == access.Participant && p.Side == "BY"
		}},
	},

	"GET /demo":               one(whole),
	"POST /demo/sign-in":      posted(whole, "role", "organiser_by"),
	"GET /demo/mail":          one(whole),
	"GET /demo/mail/{letter}": one(whole),
}

func stopSecret(w *walk, f *webtest.Fair, i *ids) {
	p, err := w.Identity.PersonByID(context.Background(), f.People["A2"].PersonID)
	if err != nil {
		w.t.Fatal(err)
	}
	i.Secret = p.StopSecret
}

// waiting makes the participant one who waits to be admitted.
func waiting(w *walk, i *ids, _ webtest.Person) {
	w.exec(`UPDATE participant SET state = 'pending' WHERE id = $1`, i.Participant)
}

// withdrawn makes the participant one who has cancelled.
func withdrawn(w *walk, i *ids, _ webtest.Person) {
	w.exec(`UPDATE participant SET state = 'withdrawn' WHERE id = $1`, i.Participant)
}

// forgetCookie makes a new session for later requests, as the one kept ends.
func forgetCookie(w *walk, _ *ids, p webtest.Person) { w.Forget(p.ID) }
