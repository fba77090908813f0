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

		"GET /media/{medium}":                                   {{name: "of a public profile", object: whole, make: someMedium}},
		"GET /desk/profiles/{reference}/media":                  {{name: "of A", object: orgs("A")}},
		"POST /desk/profiles/{reference}/media":                 {{name: "not a picture", object: orgs("A"), upload: true, status: 422}},
		"POST /desk/profiles/{reference}/media/{medium}/remove": {{name: "of A", object: orgs("A"), make: someMedium}},
		"GET /desk/organisations/{organisation}/logo":           {{name: "of A", object: sideOrg("A")}},
		"POST /desk/organisations/{organisation}/logo":          {{name: "not a picture", object: sideOrg("A"), upload: true, status: 422}},
		"POST /desk/organisations/{organisation}/logo/remove":   {{name: "of A", object: sideOrg("A")}},
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

// sideOrg is an organisation, as those of its side keep it.
func sideOrg(key string) func(*walk) object {
	return func(w *walk) object {
		return object{orgs: []string{w.Orgs[key].ID}, sides: []string{w.Orgs[key].Country}}
	}
}

// someMedium makes a file of A's public profile.
func someMedium(w *walk, _ *ids, _ webtest.Person) {
	sum, err := w.Catalogue.Blobs.Put([]byte("%PDF-1.7"))
	if err != nil {
		w.t.Fatal(err)
	}
	w.exec(`INSERT INTO medium (id, owner_kind, owner_id, name, type, size, sha256, person_id, at) VALUES ('medium', 'opportunity', $1, 'a.pdf', 'application/pdf', 8, $2, '', 1) ON CONFLICT (id) DO NOTHING`,
		w.Profiles["public"].ID, sum)
}

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
