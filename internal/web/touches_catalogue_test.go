package web_test

import (
	"maps"
	"net/url"

	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/web/webtest"
)

func init() {
	maps.Copy(touches, map[string][]touch{
		"GET /catalogue":                    {{name: "all", object: whole}, {name: "map", object: whole, query: query("?view=map")}, {name: "organisations", object: whole, query: query("?kind=organisation&q=park")}},
		"GET /catalogue/compare":            {{name: "two", object: whole, query: query("?ref=TOBY20260101001&ref=TOBY20260101002")}},
		"GET /desk/searches":                one(mine),
		"POST /desk/searches":               {{name: "save", object: mine, form: form("name", "Lenses", "query", "q=lenses", "alert", "yes")}},
		"POST /desk/searches/{search}":      {{name: "rename", object: mine, make: ownSearch, form: form("name", "Optics")}},
		"POST /desk/searches/{search}/drop": {{name: "own", object: mine, make: ownSearch}},
	})
}

// ownSearch makes a saved search of whoever asks.
func ownSearch(w *walk, i *ids, p webtest.Person) {
	switch {
	case i.Search != "":
	case p.ID == "":
		i.Search = "search"
	default:
		i.Search = w.newSearch(p.ID)
	}
}

func (w *walk) newSearch(personID string) string {
	w.t.Helper()
	w.exec(`DELETE FROM saved_search WHERE person_id = $1`, personID) // so that there are never too many
	a, err := access.Load(w.t.Context(), w.DB, personID, w.Clock.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	x, err := w.Catalogue.SaveSearch(w.t.Context(), a, "Lenses", url.Values{}, true)
	if err != nil {
		w.t.Fatal(err)
	}
	return x.ID
}
