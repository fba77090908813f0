package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

const searchesURL = "/desk/searches"

func (s *Server) searches(r *Request) error {
	return s.renderSearches(r, http.StatusOK, ui.Faults{})
}

func (s *Server) renderSearches(r *Request, code int, bad ui.Faults) error {
	list, err := s.Catalogue.SavedSearches(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	p := view.SearchesPage{Shell: r.page(r.T("searches.title")), Faults: bad}
	for _, x := range list {
		v, err := url.ParseQuery(x.Query)
		if err != nil {
			return err
		}
		q := catalogue.QueryOf(v, s.Clock.Now())
		q.Size = 1
		l, err := s.Catalogue.List(r.Context(), r.Actor, q)
		if err != nil {
			return err
		}
		p.Lines = append(p.Lines, view.SearchLine{ID: x.ID, Name: x.Name, URL: x.Path(), Found: l.Total, Terms: r.searchTerms(v, l.Result), Alert: x.Alert, Created: r.Lang.Date(x.Created)})
	}
	return r.Render(code, view.Searches(p))
}

// searchTerms says in words what a search looks for.
func (r *Request) searchTerms(v url.Values, found search.Result) string {
	kind := v.Get("kind")
	key := kind
	if key == "" {
		key = "all"
	}
	out := []string{r.T("catalogue.tab_" + key)}
	for _, f := range r.activeFilters(v, r.catalogueFacets(v, found, kind == catalogue.OrganisationKind || kind == catalogue.ParkKind)) {
		out = append(out, f.Group+": "+f.Label.Text)
	}
	return strings.Join(out, " · ")
}

func (s *Server) searchSave(r *Request) error {
	v, err := url.ParseQuery(r.PostFormValue("query"))
	if err != nil {
		v = url.Values{}
	}
	x, err := s.Catalogue.SaveSearch(r.Context(), r.Actor, r.PostFormValue("name"), v, r.PostFormValue("alert") != "")
	return s.searchDone(r, err, r.T("searches.saved", "name", x.Name))
}

func (s *Server) searchChange(r *Request) error {
	err := s.Catalogue.ChangeSearch(r.Context(), r.Actor, r.PathValue("search"), r.PostFormValue("name"), r.PostFormValue("alert") != "")
	return s.searchDone(r, err, r.T("searches.changed"))
}

func (s *Server) searchDrop(r *Request) error {
	return s.searchDone(r, s.Catalogue.DropSearch(r.Context(), r.Actor, r.PathValue("search")), r.T("searches.dropped"))
}

// searchDone answers an act with the list, and with what was wrong.
func (s *Server) searchDone(r *Request, err error, done string) error {
	if err == nil {
		r.Flash(ui.Success, done)
		return r.Redirect(searchesURL)
	}
	bad, code, ok := r.onForm(err)
	if !ok {
		return err
	}
	return s.renderSearches(r, code, bad)
}
