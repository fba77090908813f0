package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/ui"
)

// facetsFirst is how many values of a facet show before the rest is folded.
const facetsFirst = 8

// catalogueFacets are the properties by which the list is narrowed.
func (r *Request) catalogueFacets(v url.Values, found search.Result, orgs bool) []ui.FacetGroup {
	area := r.facet(v, found, search.Area, "catalogue.areas", func(x string) string { return r.T("area." + x) })
	language := r.facet(v, found, search.Language, "catalogue.languages", r.textLanguage)
	if orgs {
		return filled(r.facet(v, found, search.Sort, "organisation.kind", func(x string) string { return r.T("kind." + x) }), r.placeFacet(v, found), area, language)
	}
	term := func(s *vocabulary.Scheme) func(string) string {
		return func(x string) string { return s.Term(x).In(r.Lang) }
	}
	return filled(
		r.typeFacet(v, found), area, r.fordFacet(v, found), r.trlFacet(v),
		r.facet(v, found, search.IPR, "profile.ipr", term(vocabulary.IPRStatuses)),
		r.facet(v, found, search.Partnership, "profile.partnerships", term(vocabulary.Partnerships)),
		r.placeFacet(v, found), language,
		r.facet(v, found, search.Target, "catalogue.targets", r.Country),
		r.facet(v, found, search.Open, "catalogue.interest", func(string) string { return r.T("profile.open") }),
		r.sinceFacet(v, found),
	)
}

func filled(groups ...ui.FacetGroup) (out []ui.FacetGroup) {
	for _, g := range groups {
		if len(g.Options) > 0 || len(g.Range) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func (r *Request) facet(v url.Values, found search.Result, f search.Facet, key string, word func(string) string) ui.FacetGroup {
	g := ui.FacetGroup{Name: catalogue.AddressFacets[f], Label: r.T(key), First: facetsFirst}
	for _, c := range found.Facets[f] {
		g.Options = append(g.Options, ui.FacetOption{Value: c.Value, Label: ui.Say(word(c.Value)), Count: c.N, Selected: slices.Contains(v[g.Name], c.Value)})
	}
	return g
}

// typeFacet are the types of profiles in the tab.
func (r *Request) typeFacet(v url.Values, found search.Result) ui.FacetGroup {
	g := ui.FacetGroup{Name: "type", Label: r.T("profile.type")}
	for _, t := range catalogue.OpportunityTypes {
		if kind := v.Get("kind"); kind == "offer" && !t.Offers() || kind == "request" && t.Offers() {
			continue
		}
		o := ui.FacetOption{Value: string(t), Label: ui.Say(r.T("type." + string(t))), Selected: slices.Contains(v["type"], string(t))}
		for _, c := range found.Facets[search.Kind] {
			if c.Value == o.Value {
				o.Count = c.N
			}
		}
		if o.Count > 0 || o.Selected {
			g.Options = append(g.Options, o)
		}
	}
	return g
}

// fordFacet shows the fields of science and, below a chosen one, its subfields.
func (r *Request) fordFacet(v url.Values, found search.Result) ui.FacetGroup {
	g := ui.FacetGroup{Name: "ford", Label: r.T("profile.ford")}
	option := func(c search.Count, sub bool) ui.FacetOption {
		return ui.FacetOption{Value: c.Value, Label: ui.Say(c.Value + " " + vocabulary.FORD.Term(c.Value).In(r.Lang)), Count: c.N, Sub: sub, Selected: slices.Contains(v["ford"], c.Value)}
	}
	for _, c := range found.Facets[search.FORD] {
		if strings.Contains(c.Value, ".") {
			continue
		}
		top := option(c, false)
		g.Options = append(g.Options, top)
		for _, sub := range found.Facets[search.FORD] {
			if chosen := slices.Contains(v["ford"], sub.Value); strings.HasPrefix(sub.Value, c.Value+".") && (top.Selected || chosen) {
				g.Options = append(g.Options, option(sub, true))
			}
		}
	}
	return g
}

func (r *Request) trlFacet(v url.Values) ui.FacetGroup {
	g := ui.FacetGroup{Name: "trl", Label: r.T("profile.trl")}
	for i, name := range []string{"trl_from", "trl_to"} {
		s := ui.SelectProps{Name: name, Label: r.T([]string{"catalogue.trl_from", "catalogue.trl_to"}[i]), Options: []ui.Option{{Label: r.T("catalogue.trl_any")}}}
		for n := 1; n <= 9; n++ {
			x := strconv.Itoa(n)
			s.Options = append(s.Options, ui.Option{Value: x, Label: r.T("organisation.trl", "n", n), Selected: v.Get(name) == x})
		}
		g.Range = append(g.Range, s)
	}
	return g
}

// placeFacet shows countries and, below a chosen one, its regions.
func (r *Request) placeFacet(v url.Values, found search.Result) ui.FacetGroup {
	g := r.facet(v, found, search.Country, "catalogue.place", r.Country)
	countries := g.Options
	g.Options = nil
	for _, c := range countries {
		g.Options = append(g.Options, c)
		for _, n := range found.Facets[search.Region] {
			if chosen := slices.Contains(v["region"], n.Value); vocabulary.CountryOf(n.Value) == c.Value && (c.Selected || chosen) {
				g.Options = append(g.Options, ui.FacetOption{Name: "region", Value: n.Value, Label: ui.Say(vocabulary.Region(n.Value).In(r.Lang)), Count: n.N, Sub: true, Selected: chosen})
			}
		}
	}
	for _, n := range found.Facets[search.Region] {
		shown := func(o ui.FacetOption) bool { return o.Value == n.Value }
		if n.Chosen && !slices.ContainsFunc(g.Options, shown) { // of a country where nothing is found
			g.Options = append(g.Options, ui.FacetOption{Name: "region", Value: n.Value, Label: ui.Say(vocabulary.Region(n.Value).In(r.Lang)), Count: n.N, Selected: true})
		}
	}
	g.First = 0
	if len(g.Options) == len(countries) {
		g.First = facetsFirst
	}
	return g
}

func (r *Request) sinceFacet(v url.Values, found search.Result) ui.FacetGroup {
	g := ui.FacetGroup{Name: "since", Label: r.T("catalogue.since"), Single: true}
	for i, days := range search.SinceDays {
		x := strconv.Itoa(days)
		g.Options = append(g.Options, ui.FacetOption{Value: x, Label: ui.Say(r.T("catalogue.since_days", "n", days)), Count: found.Since[i], Selected: v.Get("since") == x})
	}
	return g
}

// activeFilters says what narrows the list, each with the way to lift it.
func (r *Request) activeFilters(v url.Values, groups []ui.FacetGroup) (out []ui.ActiveFilter) {
	if q := v.Get("q"); q != "" {
		out = append(out, ui.ActiveFilter{Group: r.T("catalogue.words"), Label: ui.Say(q), RemoveURL: ui.Without(r.URL, "q")})
	}
	for _, g := range groups {
		for _, o := range g.Options {
			if name := g.Name; o.Selected {
				if o.Name != "" {
					name = o.Name
				}
				out = append(out, ui.ActiveFilter{Group: g.Label, Label: o.Label, RemoveURL: ui.Without(r.URL, name, o.Value)})
			}
		}
		for _, s := range g.Range {
			for _, o := range s.Options {
				if o.Selected && o.Value != "" {
					out = append(out, ui.ActiveFilter{Group: s.Label, Label: ui.Say(o.Label), RemoveURL: ui.Without(r.URL, s.Name)})
				}
			}
		}
	}
	if day, ok := sinceDay(v); ok {
		out = append(out, ui.ActiveFilter{Group: r.T("catalogue.since"), Label: ui.Say(r.Lang.Date(day)), RemoveURL: ui.Without(r.URL, "since")})
	}
	return out
}

// sinceDay is the day from which on things are shown, where a day was given in
// place of an age: letters about saved searches do.
func sinceDay(v url.Values) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, v.Get("since"))
	return day, err == nil
}
