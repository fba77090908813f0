package web_test

import (
	"context"
	"maps"
	"net/url"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/web/webtest"
)

func init() {
	maps.Copy(touches, map[string][]touch{
		"GET /profiles/{reference}":           readings(),
		"GET /profiles/{reference}/sheet.pdf": readings(),
		"GET /profiles/{reference}/report":    one(whole),
		"POST /profiles/{reference}/report":   {{name: "with a reason", object: whole, make: reported, form: form("note", "The figures are not those of the test report.")}},

		"GET /catalogue.pdf": {
			{name: "found", object: whole},
			{name: "chosen", object: whole, query: func(i ids) string { return "?" + url.Values{"ref": {i.Reference}}.Encode() }, open: true},
		},
		"GET /catalogue/print": one(whole),

		"GET /feeds/atom.xml":  {{name: "all", object: whole}, {name: "narrowed", object: whole, query: query("?area=precision_engineering&lang=be")}},
		"GET /feeds/feed.json": one(whole),
		"GET /sitemap.xml":     one(whole),
		"GET /sitemap/{part}":  one(whole),
		"GET /robots.txt":      one(whole),
		"GET /oai":             {{name: "records", object: whole, query: query("?verb=ListRecords&metadataPrefix=oai_dc")}},
		"POST /oai":            posted(whole, "verb", "Identify"),
	})
}

// readings are the profiles that can be read: what is for members by who is
// signed in.
func readings() []touch {
	return []touch{
		{name: "public", object: whole},
		{name: "anonymous", object: whole, pick: profileNamed("anonymous")},
		{name: "members", object: whole, pick: profileNamed("members"), there: func(p webtest.Person) bool { return p.ID != "" }},
	}
}

func profileNamed(name string) func(*walk, *webtest.Fair, *ids) {
	return func(w *walk, _ *webtest.Fair, i *ids) { i.Reference = w.Profiles[name].Reference }
}

// reported makes a profile to be reported, unless the request names another
// than the usual one.
func reported(w *walk, i *ids, _ webtest.Person) {
	if i.Reference != w.Profiles["public"].Reference {
		return
	}
	w.last = nil
	w.Tx(func(ctx context.Context, tx db.Tx) error {
		p := w.Profiles["public"]
		p.Reference = ""
		p.State = catalogue.Published
		err := w.Catalogue.AddOpportunity(ctx, tx, &p)
		i.Reference = p.Reference
		return err
	})
}
