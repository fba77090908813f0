package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// deskFilter reads the filter from the address.
func deskFilter(q url.Values) catalogue.DeskFilter {
	f := catalogue.DeskFilter{Organisations: q["organisation"], Waiting: catalogue.Waiting(q.Get("waiting")), Sort: q.Get("sort"), Page: page(q), PerPage: perPage}
	for _, s := range q["state"] {
		f.States = append(f.States, catalogue.State(s))
	}
	for _, t := range q["type"] {
		f.Types = append(f.Types, catalogue.OpportunityType(t))
	}
	if !slices.Contains(catalogue.Waitings, f.Waiting) {
		f.Waiting = ""
	}
	if f.Sort == "" {
		f.Sort = "-updated"
	}
	return f
}

// deskList lists the profiles that the reader keeps.
func (s *Server) deskList(r *Request) error {
	f := deskFilter(r.URL.Query())
	list, total, err := s.Catalogue.Desk(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	counts, err := s.Catalogue.DeskFacets(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	p := view.DeskListPage{
		Shell: r.private(r.T("desk.list_title")), Tabs: r.deskTabs(), Writes: len(r.Actor.OrgsOf(access.ProfileEdit)) > 0,
		Facets:  ui.FacetsProps{Action: r.URL.Path, Keep: view.Values(r.URL, "sort", "waiting")},
		Filters: ui.FilterBarProps{Found: r.T("desk.found", "n", total), ClearURL: r.URL.Path},
		Table: ui.TableProps{Caption: r.T("desk.list_title"), URL: r.URL, Sort: f.Sort, Columns: []ui.Column{
			{Label: r.T("profile.title")},
			{Label: r.T("profile.organisation")},
			{Key: "since", Label: r.T("profile.state"), Sortable: true},
			{Key: "updated", Label: r.T("profile.updated"), Sortable: true},
			{Key: "valid", Label: r.T("profile.valid_until"), Sortable: true},
		}},
		Pager: ui.PagerProps{URL: r.URL, Page: f.Page, Pages: (total + perPage - 1) / perPage},
	}
	if p.Facets.Groups, err = s.deskFacets(r, f, counts); err != nil {
		return err
	}
	p.Filters.Filters = r.activeFilters(url.Values{}, p.Facets.Groups)
	if f.Waiting != "" {
		p.Filters.Filters = append(p.Filters.Filters, ui.ActiveFilter{Group: r.T("desk.title"), Label: ui.Say(r.T("desk.waits_" + string(f.Waiting))), RemoveURL: ui.Without(r.URL, "waiting")})
	}
	for _, k := range list {
		p.Lines = append(p.Lines, r.deskLine(k, f.Waiting))
	}
	return r.Render(http.StatusOK, view.DeskList(p))
}

func (s *Server) deskFacets(r *Request, f catalogue.DeskFilter, n catalogue.DeskCounts) ([]ui.FacetGroup, error) {
	states := ui.FacetGroup{Name: "state", Label: r.T("profile.state")}
	for _, x := range catalogue.States {
		if n.States[x] > 0 || slices.Contains(f.States, x) {
			states.Options = append(states.Options, ui.FacetOption{Value: string(x), Label: ui.Say(r.T("profile_state." + string(x))), Count: n.States[x], Selected: slices.Contains(f.States, x)})
		}
	}
	types := ui.FacetGroup{Name: "type", Label: r.T("profile.type")}
	for _, x := range catalogue.OpportunityTypes {
		if n.Types[x] > 0 || slices.Contains(f.Types, x) {
			types.Options = append(types.Options, ui.FacetOption{Value: string(x), Label: ui.Say(r.T("type." + string(x))), Count: n.Types[x], Selected: slices.Contains(f.Types, x)})
		}
	}
	orgs := ui.FacetGroup{Name: "organisation", Label: r.T("profile.organisation")}
	ids := slices.Clone(f.Organisations)
	for id := range n.Organisations {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	named, err := s.Catalogue.OrganisationsByID(r.Context(), s.DB, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	for id, o := range named {
		orgs.Options = append(orgs.Options, ui.FacetOption{Value: id, Label: ui.Best(o.Name, r.Lang), Count: n.Organisations[id], Selected: slices.Contains(f.Organisations, id)})
	}
	slices.SortFunc(orgs.Options, func(a, b ui.FacetOption) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Label.Text+a.Value, b.Label.Text+b.Value)
	})
	return []ui.FacetGroup{states, types, orgs}, nil
}

// deskNew asks for whom, and what sort of profile, is to be written.
func (s *Server) deskNew(r *Request) error { return s.renderNew(r, http.StatusOK, ui.Faults{}) }

func (s *Server) renderNew(r *Request, code int, bad ui.Faults) error {
	p := view.DeskNewPage{Shell: r.private(r.T("desk.new_title")), Crumbs: r.deskCrumbs(ui.Link{Label: r.T("desk.new_title")}), Faults: bad, Summary: r.labelled(bad)}
	var err error
	if p.Organisations, err = s.writesFor(r); err != nil {
		return err
	}
	chosen := r.FormValue("type")
	for _, t := range catalogue.OpportunityTypes {
		p.Types = append(p.Types, ui.Option{Value: string(t), Label: r.T("type." + string(t)), Hint: r.T("desk.type_" + string(t)), Selected: chosen == string(t)})
	}
	lang, ok := i18n.Parse(r.FormValue("language"))
	if !ok {
		lang = r.Lang
	}
	for _, l := range i18n.All {
		p.Languages = append(p.Languages, ui.Option{Value: string(l), Label: ui.LangName(l), Lang: l, Selected: l == lang})
	}
	return r.Render(code, view.DeskNew(p))
}

// writesFor are the organisations for which the reader may write; under a
// mandate the centre is named too.
func (s *Server) writesFor(r *Request) (out []ui.Option, err error) {
	ids := r.Actor.OrgsOf(access.ProfileEdit)
	all := slices.Clone(ids)
	for _, g := range r.Actor.Grants {
		if g.Centre != "" {
			all = append(all, g.Centre)
		}
	}
	slices.Sort(all)
	named, err := s.Catalogue.OrganisationsByID(r.Context(), s.DB, slices.Compact(all))
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		name := ui.Best(named[id].Name, r.Lang)
		o := ui.Option{Value: id, Label: name.Text, Lang: name.Lang, Selected: r.FormValue("organisation") == id}
		if g, ok := r.Actor.Via(access.ProfileEdit, id); ok {
			o.Label, o.Lang = r.T("desk.for_as", "client", name.Text, "centre", named[g.Centre].Name.Plain(r.Lang)), ""
		}
		out = append(out, o)
	}
	return out, nil
}

// deskStart starts a draft and opens the editor.
func (s *Server) deskStart(r *Request) error {
	lang, ok := i18n.Parse(r.PostFormValue("language"))
	if !ok {
		lang = r.Lang
	}
	org := r.PostFormValue("organisation")
	var p catalogue.Opportunity
	err := error(fault.InvalidFields(fault.Field{Name: "organisation", Key: "profile.missing"}))
	if org != "" {
		p, err = s.Catalogue.Start(r.Context(), r.Actor, org, catalogue.OpportunityType(r.PostFormValue("type")), lang)
	}
	if bad, code, ok := r.onForm(err); ok {
		return s.renderNew(r, code, bad)
	}
	if err != nil {
		return err
	}
	return r.Redirect(deskURL(p.Reference) + "/edit")
}

// deskCrumbs are the way back from a page of the desk.
func (r *Request) deskCrumbs(links ...ui.Link) []ui.Link {
	return append([]ui.Link{{Label: r.T("nav.desk"), URL: "/desk"}, {Label: r.T("desk.tab_profiles"), URL: "/desk/profiles"}}, links...)
}
