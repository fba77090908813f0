package web_test

import (
	"maps"
	"net/url"

	"github.com/birzha/birzha/internal/domain/access"
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
		"GET /desk/duplicates": {
			{name: "of one's side", object: desk},
			{name: "a merge of A and B", object: sides0("BY"), pick: pair, query: func(i ids) string { return "?keep=" + i.Org + "&gone=" + i.Mandate }},
		},
		"POST /desk/duplicates": {
			{name: "told apart", object: sides0("BY"), pick: pair, form: func(i ids) url.Values { return url.Values{"keep": {i.Org}, "gone": {i.Mandate}, "answer": {"apart"}} }},
			{name: "merged with itself", object: sides0("BY"), pick: ofB, status: 409, form: form("keep", "{org}", "gone", "{org}")},
		},
		"GET /desk/parks":                                 {{name: "own", object: desk}},
		"GET /desk/parks/{organisation}":                  {{name: "K", object: orgs("K"), pick: parkK}},
		"POST /desk/parks/{organisation}":                 {{name: "an old form", object: orgs("K"), pick: parkK, status: 409, form: form("revision", "0")}},
		"POST /desk/parks/{organisation}/relation":        {{name: "A as a resident", object: orgs("K"), pick: parkK, form: form("organisation", "{org}", "relation", "resident", "status", "current")}},
		"POST /desk/parks/{organisation}/indicators":      {{name: "a year", object: orgs("K"), pick: parkK, form: form("year", "2025", "jobs", "7")}},
		"GET /desk/parks/{organisation}/part":             {{name: "a new service", object: orgs("K"), pick: parkK, query: query("?list=services&n=new")}},
		"POST /desk/parks/{organisation}/part":            {{name: "an old form", object: orgs("K"), pick: parkK, status: 409, form: form("list", "board", "n", "new", "native", "Li Na", "revision", "0")}},
		"POST /desk/parks/{organisation}/import":          {{name: "a list", object: orgs("K"), pick: parkK, upload: true}},
		"GET /desk/parks/{organisation}/import/{import}":  {{name: "own", object: orgs("K"), pick: parkK, make: residentsList}},
		"POST /desk/parks/{organisation}/import/{import}": {{name: "own", object: orgs("K"), pick: parkK, make: residentsList, form: form("answer", "confirm")}},
	})
}

func parkK(w *walk, _ *webtest.Fair, i *ids) { i.Organisation, i.Org = "org-K", w.Orgs["A"].ID }

// pair is two records of one side, the second in the place of a mandate.
func pair(w *walk, _ *webtest.Fair, i *ids) { i.Org, i.Mandate = w.Orgs["A"].ID, w.Orgs["B"].ID }

// residentsList is an uploaded list of residents of whoever asks; those who may
// not are given one of the operator's.
func residentsList(w *walk, i *ids, p webtest.Person) {
	if i.Import != "" {
		return
	}
	i.Import = "residents-walk"
	if p.Role != access.ParkOperator || p.Org != w.Orgs["K"].ID {
		p = w.Person("operator BY")
	}
	w.exec(`DELETE FROM park_import`)
	w.exec(`INSERT INTO park_import (id, organisation_id, person_id, file_name, tables, created_at) VALUES ($1, $2, $3, 'list.csv', '[{"name":"list","numbers":[1,2],"rows":[["Name"],["Rope factory"]]}]', 1)`, i.Import, w.Orgs["K"].ID, p.ID)
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
