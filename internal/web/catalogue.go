package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

const catalogueURL = "/catalogue"

// catalogue searches and browses what is published. With view=map it counts by
// region.
func (s *Server) catalogue(r *Request) error {
	v := r.URL.Query()
	if v.Get("q") != "" && !r.maySearch() {
		return fault.New(fault.TooMany, "error.too_many")
	}
	q := catalogue.QueryOf(v, s.Clock.Now())
	q.Prefix = r.Header.Get("HX-Trigger-Name") == "q" // a word that is still being typed
	l, err := s.Catalogue.List(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, view.Catalogue(s.cataloguePage(r, v, l)))
}

func (s *Server) cataloguePage(r *Request, v url.Values, l catalogue.Listing) view.CataloguePage {
	kind := v.Get("kind")
	orgs := kind == catalogue.OrganisationKind || kind == catalogue.ParkKind
	shell := r.page(r.T("catalogue.title"))
	shell.Description = r.T("catalogue.lead")
	if !orgs {
		shell.Feeds = r.feeds(v)
	}
	groups := r.catalogueFacets(v, l.Result, orgs)
	p := view.CataloguePage{
		Shell: shell, Tabs: r.catalogueTabs(v, l.Result), Organisations: orgs,
		Search: ui.SearchBoxProps{
			Action: catalogueURL, Value: v.Get("q"), Label: r.T("catalogue.search"), Hint: r.T("catalogue.search_hint"), Keep: keep(r.URL, "q", "page", "lang"), Attrs: asYouType,
		},
		Facets:  ui.FacetsProps{Action: catalogueURL, Groups: groups, Keep: view.Values(r.URL, "q", "kind", "sort", "view")},
		Filters: ui.FilterBarProps{Found: r.T("catalogue.found", "n", l.Total), Filters: r.activeFilters(v, groups), ClearURL: tabURL(kind)},
		Order:   ui.OrderProps{Action: catalogueURL, Label: r.T("catalogue.sort"), Options: r.orders(v), Keep: keep(r.URL, "sort", "page", "lang")},
		Views: ui.TabsProps{Label: r.T("catalogue.view"), Items: []ui.NavItem{
			{Label: r.T("catalogue.view_list"), URL: ui.Without(r.URL, "view"), Current: v.Get("view") != "map"},
			{Label: r.T("catalogue.view_map"), URL: ui.With(r.URL, "view", "map"), Current: v.Get("view") == "map"},
		}},
		Corrections: r.corrections(l.Corrections),
		Pager:       ui.PagerProps{URL: r.URL, Page: page(v), Pages: (l.Total + catalogue.PerPage - 1) / catalogue.PerPage},
		Save:        view.SaveSearchProps{Query: r.URL.RawQuery, Name: v.Get("q")},
		RequestURL:  "/desk/profiles/new?type=TR",
		Selection:   view.SelectionProps{CompareURL: catalogueURL + "/compare", PDFURL: catalogueURL + "/print"},
	}
	if _, ok := sinceDay(v); ok {
		p.Facets.Keep.Set("since", v.Get("since"))
	}
	if r.Actor.PersonID == "" {
		p.Save.SignInURL = "/sign-in?next=" + url.QueryEscape(r.URL.RequestURI())
	}
	if files := "?" + keep(r.URL, "page", "view", "lang").Encode(); !orgs {
		p.Export = ui.ExportProps{XLSX: catalogueURL + ".xlsx" + files, CSV: catalogueURL + ".csv" + files, PDF: catalogueURL + "/print" + files}
	} else {
		p.Export = ui.ExportProps{XLSX: catalogueURL + ".xlsx" + files, CSV: catalogueURL + ".csv" + files}
	}
	if v.Get("view") == "map" {
		p.Maps = r.regionMaps(v, l.Result)
		return p
	}
	for _, c := range l.Cards {
		p.Cards = append(p.Cards, r.catalogueCard(l.Result, c))
	}
	return p
}

// asYouType finds while one types: everything below the box is replaced.
var asYouType = map[string]any{
	"hx-get": catalogueURL, "hx-trigger": "input changed delay:250ms", "hx-target": "#found", "hx-select": "#found", "hx-swap": "outerHTML",
	"hx-include": "closest form", "hx-sync": "this:replace", "hx-replace-url": "true",
}

func tabURL(kind string) string {
	if kind == "" {
		return catalogueURL
	}
	return catalogueURL + "?kind=" + url.QueryEscape(kind)
}

// catalogueTabs are the parts of the catalogue with how much the search finds in
// each. What narrows one part alone does not go over to another.
func (r *Request) catalogueTabs(v url.Values, found search.Result) ui.TabsProps {
	t := ui.TabsProps{Label: r.T("catalogue.tabs")}
	common := url.Values{}
	for _, name := range []string{"q", "area", "country", "region", "language", "since", "view"} {
		if values := v[name]; len(values) > 0 {
			common[name] = values
		}
	}
	for _, tab := range catalogue.Tabs {
		n := 0
		for _, c := range found.Facets[search.Kind] {
			if slices.Contains(tab.Kinds, c.Value) {
				n += c.N
			}
		}
		key := tab.Name
		if key == "" {
			key = "all"
		}
		item := ui.NavItem{Label: r.T("catalogue.tab_" + key), URL: catalogueURL, Current: v.Get("kind") == tab.Name, Count: n}
		common.Set("kind", tab.Name)
		if tab.Name == "" {
			common.Del("kind")
		}
		if len(common) > 0 {
			item.URL += "?" + common.Encode()
		}
		t.Items = append(t.Items, item)
	}
	return t
}

func (r *Request) orders(v url.Values) (out []ui.Option) {
	chosen := search.Order(v.Get("sort"))
	list := []search.Order{search.Relevance, search.Newest, search.Expiring}
	if v.Get("q") == "" {
		list = list[1:]
	}
	for _, o := range list {
		out = append(out, ui.Option{Value: string(o), Label: r.T("catalogue.sort_" + string(o)), Selected: o == chosen})
	}
	return out
}

// corrections says what the words were taken for.
func (r *Request) corrections(list []search.Correction) string {
	var out []string
	for _, c := range list {
		out = append(out, r.T("catalogue.taken_for", "from", c.From, "to", c.To))
	}
	return strings.Join(out, " ")
}

// regionMaps counts by region of the countries that have a map.
func (r *Request) regionMaps(v url.Values, found search.Result) (out []ui.RegionMapProps) {
	u := *r.URL
	u.RawQuery = keep(r.URL, "view", "page", "region").Encode()
	for _, country := range []string{"BY", "CN"} {
		m := ui.RegionMapProps{Country: country, Label: r.T("catalogue.by_region", "country", r.Country(country))}
		for _, t := range vocabulary.Regions.SortedUnder(country, r.Lang) {
			c := ui.RegionCount{Code: t.Code, Name: ui.Say(t.In(r.Lang)), Selected: slices.Contains(v["region"], t.Code)}
			if i := slices.IndexFunc(found.Facets[search.Region], func(n search.Count) bool { return n.Value == t.Code }); i >= 0 {
				c.Count = found.Facets[search.Region][i].N
			}
			if c.Count > 0 || c.Selected {
				c.URL = ui.With(&u, "region", t.Code)
				m.Regions = append(m.Regions, c)
			}
		}
		slices.SortStableFunc(m.Regions, func(a, b ui.RegionCount) int { return b.Count - a.Count })
		out = append(out, m)
	}
	return out
}

// textLanguage names a language in which texts of the catalogue are.
func (r *Request) textLanguage(tag string) string {
	if tag == string(i18n.ZH) {
		tag = "zh"
	}
	return r.languageName(tag)
}
