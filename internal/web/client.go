package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// endsSoon is how long before its last day a mandate is marked.
const endsSoon = 60 * 24 * time.Hour

// clients lists the mandates of the reader's centres, and registers more.
func (s *Server) clients(r *Request) error { return s.renderClients(r, http.StatusOK, ui.Faults{}) }

func (s *Server) renderClients(r *Request, code int, bad ui.Faults) error {
	now := s.Clock.Now()
	p := view.ClientsPage{
		Shell: r.private(r.T("client.title")), Tabs: r.deskTabs(), Faults: bad, Find: r.FormValue("q"), Country: r.FormValue("country"),
		From: cmp.Or(r.FormValue("from"), now.Format(time.DateOnly)), To: cmp.Or(r.FormValue("to"), now.AddDate(1, 0, 0).Format(time.DateOnly)), Evidence: r.FormValue("evidence"),
	}
	centres, err := s.Catalogue.OrganisationsByID(r.Context(), s.DB, r.Actor.OrgsOf(access.MandateRegister))
	if err != nil {
		return err
	}
	for _, id := range r.Actor.OrgsOf(access.MandateRegister) {
		o := centres[id]
		p.Centres = append(p.Centres, ui.Option{Value: id, Label: o.Name.Plain(r.Lang), Selected: r.FormValue("centre") == id})
		p.Country = cmp.Or(p.Country, o.Country)
		if err := s.clientLines(r, id, &p); err != nil {
			return err
		}
	}
	for _, x := range access.MandateScopes {
		p.Scopes = append(p.Scopes, ui.Option{Value: string(x), Label: r.T("client.scope_" + string(x)), Selected: len(r.Form["scope"]) == 0 || slices.Contains(r.Form["scope"], string(x))})
	}
	p.Countries = r.countries(p.Country)
	if p.Find != "" {
		found, err := s.Catalogue.FindByAnyName(r.Context(), r.Actor, p.Country, p.Find)
		if err != nil {
			return err
		}
		for _, x := range found {
			p.Found = append(p.Found, ui.Option{Value: x.ID, Label: x.Name.Plain(r.Lang), Hint: r.place(x.Organisation), Selected: r.FormValue("client") == x.ID || len(found) == 1})
		}
	}
	return r.Render(code, view.Clients(p))
}

// countries are all countries to choose from, in the order of the reader's
// language.
func (r *Request) countries(chosen string) (out []ui.Option) {
	for _, c := range vocabulary.Countries.Sorted(r.Lang) {
		out = append(out, ui.Option{Value: c.Code, Label: c.In(r.Lang), Selected: c.Code == chosen})
	}
	return out
}

func (s *Server) clientLines(r *Request, centre string, p *view.ClientsPage) error {
	list, err := s.Catalogue.Mandates(r.Context(), r.Actor, centre)
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.Centre.ID != centre {
			continue
		}
		l := r.mandateLine(m)
		p.Mandates = append(p.Mandates, l)
		if l.Active {
			p.Clients = append(p.Clients, ui.Option{Value: m.Client.ID, Label: m.Client.Name.Plain(r.Lang), Selected: slices.Contains(r.Form["clients"], m.Client.ID)})
		}
	}
	return s.handoverLines(r, centre, p)
}

func (s *Server) handoverLines(r *Request, centre string, p *view.ClientsPage) error {
	list, err := s.Catalogue.Handovers(r.Context(), r.Actor, centre)
	if err != nil {
		return err
	}
	for _, h := range list {
		l := view.HandoverLine{
			ID: h.ID, Title: r.T("handover.from_to", "from", h.From.Name.Plain(r.Lang), "to", h.To.Name.Plain(r.Lang)), Note: h.Note,
			State: r.T("handover_state." + string(h.State)), Open: h.State == catalogue.HandoverOpen, Ours: h.To.ID == centre,
		}
		for _, c := range h.Clients {
			l.Clients = append(l.Clients, ui.Best(c.Name, r.Lang))
		}
		p.Handovers = append(p.Handovers, l)
	}
	others, err := s.Catalogue.OtherCentres(r.Context(), s.DB, centre)
	if err != nil {
		return err
	}
	p.Others = nil
	for _, o := range others {
		p.Others = append(p.Others, ui.Option{Value: o.ID, Label: o.Name.Plain(r.Lang), Selected: r.FormValue("to_centre") == o.ID})
	}
	return nil
}

// clientRegister records a mandate.
func (s *Server) clientRegister(r *Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	m := catalogue.Mandate{From: r.FormValue("from"), To: r.FormValue("to"), Evidence: r.FormValue("evidence")}
	m.Centre.ID, m.Client.ID = r.FormValue("centre"), r.FormValue("client")
	for _, x := range r.Form["scope"] {
		m.Scope = append(m.Scope, access.MandateScope(x))
	}
	if _, err := s.Catalogue.RegisterMandate(r.Context(), r.Actor, m); err != nil {
		if bad, code, ok := r.onForm(err); ok {
			return s.renderClients(r, code, bad)
		}
		return err
	}
	r.Flash(ui.Success, r.T("client.saved"))
	return r.Redirect("/desk/clients")
}

func (s *Server) clientEnd(r *Request) error {
	if err := s.Catalogue.EndMandate(r.Context(), r.Actor, r.PathValue("mandate"), r.FormValue("reason")); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("client.end_done"))
	if client := r.FormValue("organisation"); client != "" {
		return r.Redirect("/desk/organisations/" + url.PathEscape(client))
	}
	return r.Redirect("/desk/clients")
}

func (s *Server) handoverOffer(r *Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	if _, err := s.Catalogue.OfferHandover(r.Context(), r.Actor, r.FormValue("centre"), r.FormValue("to_centre"), r.Form["clients"], r.FormValue("note")); err != nil {
		if bad, code, ok := r.onForm(err); ok {
			return s.renderClients(r, code, bad)
		}
		return err
	}
	r.Flash(ui.Success, r.T("handover.done"))
	return r.Redirect("/desk/clients")
}

func (s *Server) handoverAnswer(r *Request) error {
	if err := s.Catalogue.AnswerHandover(r.Context(), r.Actor, r.PathValue("handover"), catalogue.HandoverState(r.FormValue("answer"))); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("handover.answer_done"))
	return r.Redirect("/desk/clients")
}

// days writes two days of the calendar, as stored, for the reader.
func (r *Request) days(from, to string) string {
	a, errFrom := time.Parse(time.DateOnly, from)
	b, errTo := time.Parse(time.DateOnly, to)
	if errFrom != nil || errTo != nil {
		return from + " – " + to
	}
	return r.Lang.Dates(a, b)
}

// mandateLine writes a mandate with its state today.
func (r *Request) mandateLine(m catalogue.Mandate) view.MandateLine {
	now := r.server.Clock.Now()
	l := view.MandateLine{ID: m.ID, Client: ui.Best(m.Client.Name, r.Lang), URL: "/organisations/" + m.Client.Slug, Centre: ui.Best(m.Centre.Name, r.Lang), Days: r.days(m.From, m.To), Evidence: m.Evidence, Active: m.Ended.IsZero()}
	for _, x := range m.Scope {
		l.Scope = append(l.Scope, r.T("client.scope_"+string(x)))
	}
	switch today := now.Format(time.DateOnly); {
	case !m.Ended.IsZero():
		l.State, l.Kind = r.T("client.ended"), ui.Neutral
	case m.To < today:
		l.State, l.Kind = r.T("client.run_out"), ui.Neutral
	case m.From > today:
		l.State, l.Kind = r.T("client.not_yet"), ui.Info
	case m.To < now.Add(endsSoon).Format(time.DateOnly):
		l.State, l.Kind = r.T("client.ends_soon"), ui.Warning
	default:
		l.State, l.Kind = r.T("client.in_force"), ui.Success
	}
	return l
}
