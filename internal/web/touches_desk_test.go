package web_test

import (
	"maps"

	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/web/webtest"
)

func init() {
	draft := func(name string, object func(*walk) object, fields ...string) touch {
		return touch{name: name, object: object, pick: profileOf("draft", "A"), make: inState("draft"), form: form(fields...)}
	}
	validates := func(p webtest.Person) bool { return p.Role == access.Validator }
	writes := func(p webtest.Person) bool { return p.Role != access.Validator && p.Role != access.Translator }
	maps.Copy(touches, map[string][]touch{
		"GET /desk":                            one(whole),
		"GET /desk/review":                     {{name: "queue", object: desk, there: func(p webtest.Person) bool { return p.Role == access.Intermediary || p.Role == access.Validator }}},
		"GET /desk/profiles":                   {{name: "all", object: desk}, {name: "filtered", object: desk, query: query("?state=draft&type=TO&waiting=drafts&sort=reference&page=2")}},
		"GET /desk/profiles/new":               {{name: "form", object: desk}},
		"POST /desk/profiles/new":              {{name: "for A", object: orgs("A"), form: form("organisation", "{org}", "type", "TO", "language", "en")}},
		"GET /desk/profiles/{reference}":       {draft("of A", kept)},
		"GET /desk/profiles/{reference}/edit":  {draft("of A", orgs("A"))},
		"POST /desk/profiles/{reference}/edit": {draft("of A", orgs("A"), "revision", "1", "title", "Finer lenses")},
		"POST /desk/profiles/{reference}/open": {draft("of A", orgs("A"), "open", "no")},
		"POST /desk/profiles/{reference}/step": {
			{name: "archive", object: kept, there: writes, pick: profileOf("draft", "A"), make: inState("draft"), form: form("step", "archive")},
			{name: "validate", object: kept, there: validates, pick: profileOf("draft", "A"), make: inState("validation"), form: form("step", "validate")},
		},
		"POST /desk/profiles/{reference}/remarks/{remark}": {{name: "of A", object: orgs("A"), pick: profileOf("draft", "A"), make: remarked, form: form("resolved", "yes")}},
		"GET /desk/profiles/{reference}/versions":          {draft("of A", kept)},
		"GET /desk/profiles/{reference}/translate/{lang}":  {draft("of A", kept)},
		"POST /desk/profiles/{reference}/translate/{lang}": {draft("of A", kept, "revision", "1", "title", "更细的透镜")},
	})
}

// kept is a profile of A: for those who keep it, and for its side.
func kept(w *walk) object { return object{orgs: []string{w.Orgs["A"].ID}, sides: []string{"BY"}} }

// inState puts the draft of A into the state, as nobody had touched it.
func inState(state string) func(*walk, *ids, webtest.Person) {
	return func(w *walk, _ *ids, _ webtest.Person) {
		id := w.Profiles["draft"].ID
		w.exec(`DELETE FROM opportunity_remark WHERE opportunity_id = $1`, id)
		w.exec(`DELETE FROM opportunity_step WHERE opportunity_id = $1`, id)
		w.exec(`DELETE FROM opportunity_revision WHERE opportunity_id = $1`, id)
		w.exec(`UPDATE opportunity SET state = $2, revision = 1, shown = NULL WHERE id = $1`, id, state)
	}
}

// remarked adds a remark to the draft of A.
func remarked(w *walk, i *ids, p webtest.Person) {
	inState("draft")(w, i, p)
	id := w.Profiles["draft"].ID
	w.exec(`INSERT INTO opportunity_step (id, opportunity_id, action, from_state, to_state, note, person_id, centre_id, revision, at) VALUES ('step', $1, 'return', 'review', 'draft', '', '', '', 1, 1)`, id)
	w.exec(`INSERT INTO opportunity_remark (id, opportunity_id, step_id, severity, field, rule, evidence) VALUES ('remark', $1, 'step', 'major', 'title', 'Say for what.', '')`, id)
	if i.Remark == "" {
		i.Remark = "remark"
	}
}
