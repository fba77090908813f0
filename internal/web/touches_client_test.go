package web_test

import (
	"maps"
	"net/url"

	"github.com/birzha/birzha/internal/web/webtest"
)

func init() {
	maps.Copy(touches, map[string][]touch{
		"GET /desk/clients":                             {{name: "own", object: desk}},
		"POST /desk/clients":                            {{name: "B of T", object: orgs("T"), pick: centre, form: client}},
		"POST /desk/clients/{mandate}/end":              {{name: "of T and D", object: orgs("T", "D"), make: someMandate}},
		"POST /desk/handovers":                          {{name: "of nobody", object: orgs("T"), pick: centre, status: 422, form: form("centre", "{org}", "to_centre", "nowhere")}},
		"POST /desk/handovers/{handover}":               {{name: "taken back", object: orgs("T"), make: someHandover, form: form("answer", "withdrawn")}},
		"GET /desk/organisations":                       {{name: "of one's side", object: desk}},
		"POST /desk/organisations":                      {{name: "confirmed before", object: sides0("BY"), pick: ofB, status: 409, form: form("organisation", "{org}", "answer", "yes")}},
		"GET /desk/organisations/new":                   one(whole),
		"POST /desk/organisations/new":                  {{name: "nameless", object: whole, status: 422}},
		"GET /desk/organisations/{organisation}":        {{name: "of A", object: sideOrg("A")}},
		"POST /desk/organisations/{organisation}":       {{name: "nameless", object: sideOrg("A"), status: 422, form: form("revision", "1", "kind", "institute", "country", "BY")}},
		"POST /desk/organisations/{organisation}/staff": {{name: "nobody known", object: orgs("A"), status: 422, form: form("email", "who@example.org", "role", "org_editor")}},
	})
}

// centre asks for the transfer centre T.
func centre(w *walk, _ *webtest.Fair, i *ids) { i.Org, i.Mandate = w.Orgs["T"].ID, w.Orgs["B"].ID }

func ofB(w *walk, _ *webtest.Fair, i *ids) { i.Org = w.Orgs["B"].ID }

// sides0 is an object of sides outside of events.
func sides0(countries ...string) func(*walk) object {
	return func(*walk) object { return object{sides: countries} }
}

// client is the form that registers an organisation, whose id is that of the
// mandate asked for, as a client of the centre.
func client(i ids) url.Values {
	return url.Values{"centre": {i.Org}, "client": {i.Mandate}, "scope": {"profiles"}, "from": {"2027-01-01"}, "to": {"2027-12-31"}, "evidence": {"No. 2"}}
}

func someMandate(w *walk, i *ids, _ webtest.Person) {
	if i.Mandate != "" {
		return
	}
	i.Mandate = "mandate-walk"
	w.exec(`INSERT INTO mandate (id, centre_id, client_id, scope, from_day, to_day, evidence, created_by, created_at) VALUES ($1, $2, $3, 'profiles', '2026-01-01', '2099-01-01', 'No. 3', '', 1)
		ON CONFLICT (id) DO UPDATE SET ended_at = NULL`, i.Mandate, w.Orgs["T"].ID, w.Orgs["D"].ID)
}

func someHandover(w *walk, i *ids, _ webtest.Person) {
	if i.Handover != "" {
		return
	}
	i.Handover = "handover-walk"
	w.exec(`INSERT INTO handover (id, from_id, to_id, clients, note, state, created_by, created_at) VALUES ($1, $2, $3, '[]', '', 'offered', '', 1)
		ON CONFLICT (id) DO UPDATE SET state = 'offered'`, i.Handover, w.Orgs["T"].ID, w.Orgs["U"].ID)
}
