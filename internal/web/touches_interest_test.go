package web_test

import (
	"maps"

	"github.com/birzha/birzha/internal/web/webtest"
)

func init() {
	maps.Copy(touches, map[string][]touch{
		"GET /profiles/{reference}/interest": one(whole),
		"POST /profiles/{reference}/interest": {
			{name: "for A", object: orgs("A"), pick: profileOf("members", "A"), make: noInterest, form: form("sender", "{org}", "language", "en", "message", "We grind such lenses and seek a partner.")},
			{name: "for D", object: orgs("D"), pick: profileOf("members", "D"), make: noInterest, form: form("sender", "{org}", "language", "en", "message", "We grind such lenses and seek a partner.")},
		},
		"GET /desk/interest":            {{name: "board", object: desk}, {name: "table", object: desk, query: query("?view=list&direction=sent&late=1")}},
		"GET /desk/interest/{interest}": {{name: "of D in A's", object: orgs("A", "D"), make: someInterest}},
		"POST /desk/interest/{interest}": {
			{name: "owner declines", object: orgs("A"), make: someInterest, form: form("step", "decline", "party", "owner", "reason", "later")},
		},
	})
}

// orgs is an object of organisations, outside of events.
func orgs(keys ...string) func(*walk) object {
	return func(w *walk) (o object) {
		for _, k := range keys {
			o.orgs = append(o.orgs, w.Orgs[k].ID)
		}
		return o
	}
}

// desk is what the organisations and the side of whoever asks keep.
func desk(*walk) object { return object{desk: true} }

func profileOf(name, org string) func(*walk, *webtest.Fair, *ids) {
	return func(w *walk, _ *webtest.Fair, i *ids) {
		i.Reference, i.Org = w.Profiles[name].Reference, w.Orgs[org].ID
	}
}

func noInterest(w *walk, _ *ids, _ webtest.Person) {
	w.exec(`DELETE FROM interest_step`)
	w.exec(`DELETE FROM interest`)
}

// someInterest makes that of D, for which nobody acts, in A's public profile,
// for which A and its centre do.
func someInterest(w *walk, _ *ids, _ webtest.Person) {
	noInterest(w, nil, webtest.Person{})
	w.exec(`INSERT INTO interest (id, opportunity_id, sender_id, sender_person, message, state, sent_at, updated_at) VALUES ('interest', $1, $2, $3, '{"en":{"text":"Hello","state":"original"}}', 'sent', 1, 1)`,
		w.Profiles["public"].ID, w.Orgs["D"].ID, w.spare.ID)
}
