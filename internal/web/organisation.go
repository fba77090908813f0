package web

import (
	"net/http"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

func (s *Server) organisation(r *Request) error {
	ctx := r.Context()
	o, err := s.Catalogue.Organisation(ctx, s.DB, r.PathValue("organisation"))
	if err != nil {
		return err
	}
	shell := r.page(o.Name.Plain(r.Lang))
	shell.Description = o.Description.Plain(r.Lang)
	p := view.OrganisationPage{
		Shell: shell, Name: ui.Best(o.Name, r.Lang), Other: otherNames(o, r.Lang), Kind: r.T("kind." + string(o.Kind)),
		Place: r.place(o), Country: r.Country(o.Country), Website: o.Website, Description: o.Description,
	}
	p.Areas = areaNames(r, o.Areas)
	if err := s.organisationRelations(r, o, &p); err != nil {
		return err
	}
	people, err := s.organisationPeople(r, o, &p)
	if err != nil {
		return err
	}
	list, err := s.Catalogue.OpportunitiesOf(ctx, s.DB, o.ID)
	if err != nil {
		return err
	}
	for _, x := range list {
		card := r.opportunity(x)
		if m, ok := people[x.PersonID]; ok {
			card.Contact, card.ContactURL = nameOf(m.Participant), m.url
		}
		if x.Type.Offers() {
			p.Offers = append(p.Offers, card)
		} else {
			p.Requests = append(p.Requests, card)
		}
	}
	return r.Render(http.StatusOK, view.Organisation(p))
}

func (r *Request) place(o catalogue.Organisation) string {
	if city := o.City.Plain(r.Lang); city != "" {
		return r.T("organisation.in", "city", city, "country", r.Country(o.Country))
	}
	return r.Country(o.Country)
}

func otherNames(o catalogue.Organisation, l i18n.Lang) (out []ui.Phrase) {
	_, shown := o.Name.In(l)
	for _, other := range i18n.All {
		if v := o.Name[other]; other != shown && v.Text != "" {
			out = append(out, ui.Phrase{Text: v.Text, Lang: other})
		}
	}
	return out
}

func (s *Server) organisationRelations(r *Request, o catalogue.Organisation, p *view.OrganisationPage) error {
	members, err := s.Catalogue.Members(r.Context(), s.DB, o.ID)
	if err != nil {
		return err
	}
	titles := map[catalogue.Membership]string{catalogue.ResidentOf: "organisation.residents", catalogue.PartOf: "organisation.parts", catalogue.MemberOf: "organisation.members"}
	for _, kind := range []catalogue.Membership{catalogue.PartOf, catalogue.ResidentOf, catalogue.MemberOf} {
		g := view.RelationGroup{Title: r.T(titles[kind])}
		for _, m := range members {
			if m.Kind == kind {
				g.Lines = append(g.Lines, view.RelationLine{Name: ui.Best(m.Name, r.Lang), URL: "/organisations/" + m.Slug, Note: r.T("kind." + string(m.Organisation.Kind)), About: ui.Best(m.Description, r.Lang)})
			}
		}
		if len(g.Lines) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	of, err := s.Catalogue.BelongsTo(r.Context(), s.DB, o.ID)
	for _, m := range of {
		p.BelongsTo = append(p.BelongsTo, view.RelationLine{Name: ui.Best(m.Name, r.Lang), URL: "/organisations/" + m.Slug})
	}
	return err
}

// attendee is a participant with the address of the page that shows him.
type attendee struct {
	exchange.Participant
	url string
}

// organisationPeople adds who takes part in an exchange for the organisation, as
// far as the reader may see it, and returns them by person.
func (s *Server) organisationPeople(r *Request, o catalogue.Organisation, p *view.OrganisationPage) (map[string]attendee, error) {
	out := map[string]attendee{}
	events, err := s.Exchange.Events(r.Context())
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if side, ok := e.Side(o.Country); ok {
			p.Side = ui.Side(side.Position)
		}
		if !r.Actor.May(access.ParticipantsList, access.Object{Event: e.ID}) {
			continue
		}
		list, err := s.Exchange.Colleagues(r.Context(), r.Actor, e, o.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			p.PeopleAt = e.Title.Plain(r.Lang)
			url := "/events/" + e.Slug + "/participants/" + m.ID
			out[m.PersonID] = attendee{m, url}
			p.People = append(p.People, view.PersonLine{Name: nameOf(m), URL: url, Note: ui.Best(m.Position, r.Lang)})
		}
	}
	return out, nil
}

func nameOf(m exchange.Participant) ui.NameProps {
	return ui.NameProps{Native: m.Native, Lang: m.NativeLang, Latin: m.Latin}
}
