package web_test

import (
	"context"
	"maps"

	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/bulk"
	"github.com/birzha/birzha/internal/web/webtest"
)

func init() {
	all := func(*walk) object { return object{} }
	own := func(*walk) object { return object{asker: true} }
	desk := func(*walk) object { return object{desk: true} }
	mine := func(x touch) []touch {
		x.object, x.make, x.open = desk, ownBulk, true
		return []touch{x}
	}
	maps.Copy(touches, map[string][]touch{
		"GET /account/tokens":                    {{object: own}},
		"POST /account/tokens":                   {{object: own, form: form("name", "x", "scope", "read", "days", "30")}},
		"POST /account/tokens/{apitoken}/revoke": {{object: own, make: ownToken, form: form(), open: true}},
		"GET /developers":                        {{object: all}},
		"GET /catalogue.xlsx":                    {{object: all}},
		"GET /catalogue.csv":                     {{object: all}},
		"GET /catalogue.json":                    {{object: all}},
		"GET /catalogue.een.json":                {{object: all}},
		"GET /desk/import":                       {{object: desk}},
		"POST /desk/import":                      {{object: desk, upload: true}},
		"GET /desk/import/{import}":              mine(touch{}),
		"POST /desk/import/{import}/mapping":     mine(touch{form: form()}),
		"POST /desk/import/{import}/confirm":     mine(touch{form: form()}),
		"POST /desk/import/{import}/drop":        mine(touch{form: form()}),
	})
}

// ownToken makes a token of whoever asks.
func ownToken(w *walk, i *ids, p webtest.Person) {
	if p.ID == "" {
		i.APIToken = "none"
		return
	}
	t, _, err := w.Identity.NewToken(context.Background(), p.ID, "x", access.TokenScopes, 1)
	if err != nil {
		w.t.Fatal(err)
	}
	i.APIToken = t.ID
}

// ownBulk makes an import of whoever asks; those who may not are given one of a
// validator's.
func ownBulk(w *walk, i *ids, p webtest.Person) {
	w.last = nil
	actor, err := access.Load(context.Background(), w.DB, p.ID, w.Clock.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	if bulk.May(actor) != nil {
		if actor, err = access.Load(context.Background(), w.DB, w.Person("validator BY").ID, w.Clock.Now()); err != nil {
			w.t.Fatal(err)
		}
	}
	t := bulk.Table{File: "a.csv", Name: "a", Rows: []bulk.Row{{Number: 1, Cells: []string{"title", "type", "organisation", "country"}}, {Number: 2, Cells: []string{"Lenses", "TO", "Institute A", "BY"}}}}
	s := &bulk.Service{Service: w.Catalogue}
	if i.Import, err = s.Start(context.Background(), actor, "a.csv", []bulk.Table{t}, bulk.Options{}); err != nil {
		w.t.Fatal(err)
	}
}
