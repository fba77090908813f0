package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/feed"
	"github.com/birzha/birzha/internal/web/view"
)

// organisation shows an organisation or a park. An address that it had before,
// and that of a record merged into it, leads to the present one.
func (s *Server) organisation(r *Request) error {
	ctx := r.Context()
	o, err := s.Catalogue.Organisation(ctx, s.DB, r.PathValue("organisation"))
	if err != nil {
		return err
	}
	if o, err = s.Catalogue.Current(ctx, s.DB, o); err != nil {
		return err
	}
	if err := o.Shown(r.Actor); err != nil {
		return err
	}
	if o.Slug != r.PathValue("organisation") {
		to := url.URL{Path: "/organisations/" + o.Slug, RawQuery: r.URL.RawQuery}
		http.Redirect(r.W, r.Request, to.String(), http.StatusMovedPermanently)
		return nil
	}
	p := view.OrganisationPage{
		Shell: r.page(o.Name.Plain(r.Lang)), Name: ui.Best(o.Name, r.Lang), Other: otherNames(o, r.Lang), Aliases: o.Aliases, Kind: r.T("kind." + string(o.Kind)),
		Place: r.place(o), Country: r.Country(o.Country), Description: o.Description, Areas: AreaNames(r.Lang, o.Areas), Facts: r.organisationFacts(o),
	}
	if catalogue.WebAddress(o.Website) {
		p.Website = o.Website
	}
	if o.LogoID != "" {
		p.Logo = "/media/" + o.LogoID
	}
	around, err := s.organisationRelations(r, o, &p)
	if err != nil {
		return err
	}
	people, err := s.organisationPeople(r, o, &p)
	if err != nil {
		return err
	}
	if err := s.organisationProfiles(r, o, &p, people); err != nil {
		return err
	}
	if o.Kind == catalogue.Park {
		if p.Park, err = s.park(r, o, around); err != nil {
			return err
		}
	}
	s.organisationHead(r, &p, o, around)
	return r.Render(http.StatusOK, view.Organisation(p))
}

// organisationFacts lists what is said of an organisation in few words.
func (r *Request) organisationFacts(o catalogue.Organisation) (out []view.ProfileFact) {
	add := func(key, to string, values ...string) {
		if len(values) > 0 && values[0] != "" {
			out = append(out, view.ProfileFact{Label: r.T(key), Values: values, URL: to})
		}
	}
	if o.Region != "" {
		add("public.region", "", vocabulary.Region(o.Region).In(r.Lang))
	}
	if catalogue.WebAddress(o.RORID) {
		add("public.ror", o.RORID, o.RORID)
	} else {
		add("public.ror", "", o.RORID)
	}
	add("public.national", "", o.NationalID)
	f := o.Facts
	if f.Founded > 0 {
		add("public.founded", "", strconv.Itoa(f.Founded))
	}
	add("public.staff", "", r.band("organisation_form.staff_band_", f.Staff))
	add("public.turnover", "", r.band("organisation_form.turnover_", f.Turnover))
	var speaks []string
	for _, tag := range f.Languages {
		speaks = append(speaks, languageName(r.Lang, tag))
	}
	if len(speaks) > 0 {
		add("public.speaks", "", r.Lang.List(speaks))
	}
	add("public.certificates", "", f.Certificates)
	if f.Abroad {
		add("public.abroad", "", r.T("profile.yes"))
	}
	return out
}

// languageName names a spoken language by its BCP 47 tag.
func languageName(l i18n.Lang, tag string) string {
	if key := "language." + tag; l.Has(key) {
		return l.T(key)
	}
	return tag
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

// around is what belongs to an organisation, and what it belongs to. Residents
// of a sub-park are residents of the park; where says which sub-park, by the ID
// of the resident.
type around struct {
	members, of []catalogue.Relation
	where       map[string]i18n.Text
}

// addSubParks adds the residents of the sub-parks to those of the park.
func (s *Server) addSubParks(r *Request, a *around) error {
	a.where = map[string]i18n.Text{}
	for _, part := range a.members {
		if part.Kind != catalogue.PartOf || part.Organisation.Kind != catalogue.Park {
			continue
		}
		list, err := s.Catalogue.Members(r.Context(), s.DB, part.ID)
		if err != nil {
			return err
		}
		for _, m := range list {
			there := slices.ContainsFunc(a.members, func(x catalogue.Relation) bool { return x.ID == m.ID && x.Kind == catalogue.ResidentOf })
			if m.Kind == catalogue.ResidentOf && !there {
				a.members = append(a.members, m)
				a.where[m.ID] = part.Name
			}
		}
	}
	return nil
}

func (s *Server) organisationRelations(r *Request, o catalogue.Organisation, p *view.OrganisationPage) (a around, err error) {
	if a.members, err = s.Catalogue.Members(r.Context(), s.DB, o.ID); err != nil {
		return a, err
	}
	if a.of, err = s.Catalogue.BelongsTo(r.Context(), s.DB, o.ID); err != nil {
		return a, err
	}
	parts := "organisation.parts"
	if o.Kind == catalogue.Park {
		parts = "public.park_parts"
		if err := s.addSubParks(r, &a); err != nil {
			return a, err
		}
	}
	for _, k := range []struct {
		kind catalogue.Membership
		key  string
	}{{catalogue.PartOf, parts}, {catalogue.ResidentOf, "organisation.residents"}, {catalogue.MemberOf, "organisation.members"}} {
		g := view.RelationGroup{Title: r.T(k.key)}
		for _, m := range a.members {
			if m.Kind == k.kind {
				line := r.member(m)
				if in := a.where[m.ID].Plain(r.Lang); in != "" {
					line.Note += " · " + in
				}
				g.Lines = append(g.Lines, line)
			}
		}
		if len(g.Lines) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	of := map[catalogue.Membership]string{catalogue.PartOf: "organisation.belongs", catalogue.ResidentOf: "public.resident_of", catalogue.MemberOf: "public.member_of", catalogue.PartnerOf: "public.partner_of"}
	for _, m := range a.of {
		p.BelongsTo = append(p.BelongsTo, view.RelationLine{Name: ui.Best(m.Name, r.Lang), URL: "/organisations/" + m.Slug, Note: r.T(of[m.Kind])})
	}
	for _, m := range a.members {
		if m.Kind == catalogue.PartnerOf { // a partnership holds both ways
			p.BelongsTo = append(p.BelongsTo, view.RelationLine{Name: ui.Best(m.Name, r.Lang), URL: "/organisations/" + m.Slug, Note: r.T("public.partner_of")})
		}
	}
	return a, nil
}

// member is a line of what belongs to an organisation, residents with how far
// they have come and since when.
func (r *Request) member(m catalogue.Relation) view.RelationLine {
	line := view.RelationLine{Name: ui.Best(m.Name, r.Lang), URL: "/organisations/" + m.Slug, Note: r.T("kind." + string(m.Organisation.Kind)), About: ui.Best(m.Description, r.Lang)}
	if m.Kind != catalogue.ResidentOf {
		return line
	}
	if m.Status != "" {
		line.Status = r.T("public.resident_" + string(m.Status))
	}
	line.Current = m.Status == catalogue.Current
	if m.From != "" {
		line.Note += " · " + r.T("public.since", "date", dayIn(r.Lang, m.From))
	}
	return line
}

// organisationProfiles adds the offers and requests that the reader may see,
// each with whom to meet about it at an exchange.
func (s *Server) organisationProfiles(r *Request, o catalogue.Organisation, p *view.OrganisationPage, people map[string]attendee) error {
	list, err := s.Catalogue.ProfilesOf(r.Context(), r.Actor, o.ID)
	for _, v := range list {
		card := r.opportunity(v.Opportunity)
		card.Description = nil
		if m, ok := people[v.PersonID]; ok {
			card.Contact, card.ContactURL = nameOf(m.Participant), m.url
		}
		if v.Type.Offers() {
			p.Offers = append(p.Offers, card)
		} else {
			p.Requests = append(p.Requests, card)
		}
	}
	return err
}

// organisationHead says the organisation to other sites and search engines.
func (s *Server) organisationHead(r *Request, p *view.OrganisationPage, o catalogue.Organisation, a around) {
	page := s.BaseURL + "/organisations/" + o.Slug
	p.Shell.Meta = r.metas(feed.Card{URL: page, Title: p.Name.Text, Description: o.Description.Plain(r.Lang)})
	p.Shell.Feeds = r.feeds(url.Values{"country": {o.Country}})
	n := s.linked(o, r.Lang)
	n.Description, n.Website, n.TaxID, n.Country, n.City, n.Founded = o.Description.Plain(r.Lang), p.Website, o.NationalID, o.Country, o.City.Plain(r.Lang), o.Facts.Founded
	if p.Logo != "" {
		n.Logo = s.BaseURL + p.Logo
	}
	for _, x := range p.Other {
		n.OtherNames = append(n.OtherNames, x.Text)
	}
	n.OtherNames = append(n.OtherNames, o.Aliases...)
	if o.Region != "" {
		n.Region = vocabulary.Region(o.Region).In(r.Lang)
	}
	if catalogue.WebAddress(o.RORID) {
		n.SameAs = []string{o.RORID}
	}
	for _, m := range a.of {
		up := s.linked(m.Organisation, r.Lang)
		if m.Kind == catalogue.PartOf && n.Parent == nil {
			n.Parent = &up
		} else if m.Kind != catalogue.PartnerOf {
			n.MemberOf = append(n.MemberOf, up)
		}
	}
	for _, m := range a.members {
		if m.Kind == catalogue.PartOf {
			n.Parts = append(n.Parts, s.linked(m.Organisation, r.Lang))
		}
	}
	p.Shell.JSONLD = feed.Graph(n.Node())
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

// band names a size band of an organisation; what is no band stands as it is.
func (r *Request) band(stem, value string) string {
	if key := stem + value; value != "" && r.Lang.Has(key) {
		return r.T(key)
	}
	return value
}
