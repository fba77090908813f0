package web

import (
	"net/http"

	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// newestShown is how many offers and requests the home page shows.
const newestShown = 6

func (s *Server) home(r *Request) error {
	events, err := s.Exchange.Events(r.Context())
	if err != nil {
		return err
	}
	newest, err := s.Catalogue.Newest(r.Context(), s.DB, newestShown)
	if err != nil {
		return err
	}
	n, err := s.Catalogue.Count(r.Context(), s.DB)
	if err != nil {
		return err
	}
	shell := r.page("")
	shell.Description = r.T("home.lead")
	shell.Feeds = r.feeds(nil)
	p := view.HomePage{Shell: shell, Organisations: n.Organisations, Offers: n.Offers, Requests: n.Requests}
	p.Search = ui.SearchBoxProps{Action: catalogueURL, Label: r.T("home.search"), Hint: r.T("catalogue.search_hint")}
	if s.Demo != nil {
		p.DemoURL = "/demo"
	}
	for _, e := range events {
		p.Events = append(p.Events, r.eventCard(e))
	}
	var ids []string
	for _, o := range newest {
		ids = append(ids, o.OrganisationID)
	}
	orgs, err := s.Catalogue.OrganisationsByID(r.Context(), s.DB, ids)
	if err != nil {
		return err
	}
	for _, o := range newest {
		card, org := r.opportunity(o), orgs[o.OrganisationID]
		card.Description = nil
		card.Organisation, card.Country = ui.Best(org.Name, r.Lang), r.Country(org.Country)
		p.Newest = append(p.Newest, card)
	}
	return r.Render(http.StatusOK, view.Home(p))
}

func (r *Request) eventCard(e exchange.Event) view.EventCard {
	left, right := r.halves(e)
	return view.EventCard{
		Title: ui.Best(e.Title, r.Lang), Aim: ui.Best(e.Aim, r.Lang), URL: "/events/" + e.Slug, Dates: r.dates(e), Left: left, Right: right,
		Opens: r.instant(e, e.Starts), Until: ui.CountdownProps{At: e.Starts, Now: r.server.Clock.Now(), Label: r.T("home.until")},
	}
}

func (r *Request) opportunity(o catalogue.Opportunity) view.OpportunityCard {
	return view.OpportunityCard{
		ID: o.Reference, Reference: o.Reference, Type: string(o.Type), Title: o.Title, Summary: o.Summary, Description: o.Description,
		Areas: areaNames(r, o.Areas), TRL: o.TRL, URL: profileURL(o.Reference),
	}
}

func (s *Server) gallery(r *Request) error {
	return r.Render(http.StatusOK, ui.Gallery(r.page(r.T("nav.gallery"))))
}

// areaNames names areas in the reader's language.
func areaNames(r *Request, areas []catalogue.Area) (out []string) {
	for _, a := range areas {
		out = append(out, r.T("area."+string(a)))
	}
	return out
}
