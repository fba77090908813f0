package catalogue

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// Tab is a part of the catalogue.
type Tab struct {
	Name  string   // value of kind in the address; "" is all offers and requests
	Kinds []string // of documents
}

// Tabs lists the parts of the catalogue in the order of the page.
var Tabs = []Tab{
	{"", Codes(OpportunityTypes)},
	{"offer", []string{string(TechnologyOffer), string(BusinessOffer)}},
	{"request", []string{string(TechnologyRequest), string(BusinessRequest), string(ResearchRequest)}},
	{"organisation", []string{OrganisationKind, ParkKind}},
	{"park", []string{ParkKind}},
}

// AddressFacets gives each facet its name in the address of the catalogue.
var AddressFacets = map[search.Facet]string{
	search.Sort: "sort_of", search.Area: "area", search.FORD: "ford", search.IPR: "ipr", search.Partnership: "partnership",
	search.Country: "country", search.Region: "region", search.Language: "language", search.Target: "target", search.Open: "open",
}

// PerPage is how many things a page of the catalogue shows.
const PerPage = 20

// QueryOf reads the address of a search: q, kind, type, the facets by their
// names in AddressFacets, trl_from, trl_to, since (days, or a day in ISO 8601),
// sort and page. What it does not understand narrows nothing.
func QueryOf(v url.Values, now time.Time) search.Query {
	q := search.Query{Words: strings.TrimSpace(v.Get("q")), Facets: map[search.Facet][]string{}, Order: search.Order(v.Get("sort")), Size: PerPage}
	tab := slices.IndexFunc(Tabs, func(t Tab) bool { return t.Name == v.Get("kind") })
	kinds := Tabs[max(tab, 0)].Kinds
	if types := slices.DeleteFunc(slices.Clone(v["type"]), func(t string) bool { return !slices.Contains(kinds, t) }); len(types) > 0 {
		kinds = types
	}
	q.Facets[search.Kind] = kinds
	for f, name := range AddressFacets {
		if values := v[name]; len(values) > 0 {
			q.Facets[f] = values
		}
	}
	q.Facets[search.FORD] = narrowest(q.Facets[search.FORD])
	for i, name := range []string{"trl_from", "trl_to"} {
		if n, err := strconv.Atoi(v.Get(name)); err == nil && n >= 1 && n <= 9 {
			q.TRL[i] = n
		}
	}
	if days, err := strconv.Atoi(v.Get("since")); err == nil && days > 0 && days <= 3660 {
		q.Since = now.AddDate(0, 0, -days)
	} else if day, err := time.Parse(time.DateOnly, v.Get("since")); err == nil {
		q.Since = day
	}
	if page, err := strconv.Atoi(v.Get("page")); err == nil && page > 1 {
		q.Offset = (min(page, 1_000_000) - 1) * PerPage
	}
	return q
}

// narrowest leaves out a field of science of which a subfield is chosen too.
func narrowest(ford []string) (out []string) {
	for _, f := range ford {
		if !slices.ContainsFunc(ford, func(x string) bool { return strings.HasPrefix(x, f+".") }) {
			out = append(out, f)
		}
	}
	return out
}
