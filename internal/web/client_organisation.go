package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// recordForm reads the form of an organisation.
func recordForm(r *Request) (catalogue.Record, error) {
	if err := r.ParseForm(); err != nil {
		return catalogue.Record{}, err
	}
	f := catalogue.Record{
		Revision: numberTyped(r.Form, "revision"), Slug: r.FormValue("slug"), Kind: catalogue.Kind(r.FormValue("kind")), Country: r.FormValue("country"), Region: r.FormValue("region"),
		Website: strings.TrimSpace(r.FormValue("website")), RORID: strings.TrimSpace(r.FormValue("ror")), NationalID: strings.TrimSpace(r.FormValue("national")), Language: i18n.Lang(r.FormValue("language")),
		Names: map[i18n.Lang]string{}, Cities: map[i18n.Lang]string{}, Descriptions: map[i18n.Lang]string{}, ViaCentre: r.FormValue("via_centre") != "", Unlike: r.FormValue("unlike") != "",
	}
	for _, l := range i18n.All {
		f.Names[l], f.Cities[l], f.Descriptions[l] = r.FormValue("name-"+string(l)), r.FormValue("city-"+string(l)), r.FormValue("description-"+string(l))
	}
	for _, a := range strings.Split(r.FormValue("aliases"), "\n") {
		if a = strings.TrimSpace(a); a != "" {
			f.Aliases = append(f.Aliases, a)
		}
	}
	for _, a := range r.Form["areas"] {
		f.Areas = append(f.Areas, catalogue.Area(a))
	}
	f.Facts = catalogue.Facts{
		Founded: numberTyped(r.Form, "founded"), Staff: r.FormValue("staff"), Turnover: r.FormValue("turnover"), Certificates: strings.TrimSpace(r.FormValue("certificates")),
		Languages: r.Form["speaks"], Abroad: r.FormValue("abroad") != "",
	}
	return f, nil
}

func (s *Server) organisationNew(r *Request) error {
	f := catalogue.Record{Kind: catalogue.CompanySmall, Country: cmp.Or(r.FormValue("country"), "BY"), Language: r.Lang, Names: map[i18n.Lang]string{r.Lang: r.FormValue("name")}}
	filled, err := s.fromRegistry(r, catalogue.Organisation{})
	if err != nil {
		return err
	}
	if len(filled.Name) > 0 {
		f = catalogue.RecordOf(filled)
	}
	return s.renderOrganisationForm(r, http.StatusOK, catalogue.Organisation{}, f, nil, ui.Faults{})
}

func (s *Server) organisationRegister(r *Request) error {
	f, err := recordForm(r)
	if err != nil {
		return err
	}
	o, alike, err := s.Catalogue.RegisterOrganisation(r.Context(), r.Actor, f)
	if err != nil {
		if bad, code, ok := r.onForm(err); ok {
			return s.renderOrganisationForm(r, code, catalogue.Organisation{}, f, nil, bad)
		}
		return err
	}
	if len(alike) > 0 {
		return s.renderOrganisationForm(r, http.StatusConflict, catalogue.Organisation{}, f, alike, ui.Faults{})
	}
	switch {
	case o.Unconfirmed:
		r.Flash(ui.Info, r.T("organisation_form.waits"))
		return r.Redirect("/desk")
	case r.Actor.Could(access.MandateRegister, ""):
		r.Flash(ui.Success, r.T("organisation_form.saved"))
		return r.Redirect("/desk/clients?q=" + url.QueryEscape(o.Name.Plain(r.Lang)) + "&country=" + o.Country)
	}
	r.Flash(ui.Success, r.T("organisation_form.saved"))
	return r.Redirect("/organisations/" + o.Slug)
}

// keptOrganisation is the organisation of the address for who may edit it.
func (s *Server) keptOrganisation(r *Request, action access.Action) (catalogue.Organisation, error) {
	o, err := s.Catalogue.Organisation(r.Context(), s.DB, r.PathValue("organisation"))
	if err != nil {
		return o, err
	}
	return o, r.Actor.Check(action, access.Object{Orgs: []string{o.ID}, Sides: []string{o.Country}})
}

func (s *Server) organisationForm(r *Request) error {
	o, err := s.keptOrganisation(r, access.OrganisationEdit)
	if err != nil {
		return err
	}
	filled, err := s.fromRegistry(r, o)
	if err != nil {
		return err
	}
	return s.renderOrganisationForm(r, http.StatusOK, o, catalogue.RecordOf(filled), nil, ui.Faults{})
}

// fromRegistry fills the record from the one of the registry that was chosen.
func (s *Server) fromRegistry(r *Request, o catalogue.Organisation) (catalogue.Organisation, error) {
	chosen := r.FormValue("fill")
	if chosen == "" {
		return o, nil
	}
	list, err := s.Catalogue.FindRegistry(r.Context(), r.Actor, "", chosen)
	if err != nil || len(list) != 1 || list[0].ID != chosen {
		return o, err
	}
	return o.FilledFrom(list[0].Record, s.Clock.Now()), nil
}

// registryLines are what the registry has by the words that were typed.
func (s *Server) registryLines(r *Request, country string, p *view.OrganisationForm) error {
	n, err := s.Catalogue.RegistrySize(r.Context(), s.DB)
	if err != nil || n == 0 {
		return err
	}
	p.Registry, p.RegistryWords = true, r.FormValue("registry")
	list, err := s.Catalogue.FindRegistry(r.Context(), r.Actor, country, p.RegistryWords)
	if err != nil {
		return err
	}
	for _, x := range list {
		o := catalogue.FromRegistry(x.Record, s.Clock.Now())
		l := view.RegistryLine{Name: ui.Best(o.Name, r.Lang), Note: r.place(o), ROR: x.ID, URL: ui.With(r.URL, "fill", x.ID)}
		if x.Here != nil {
			l.Here = "/organisations/" + x.Here.Slug
		}
		p.Found = append(p.Found, l)
	}
	return nil
}

func (s *Server) organisationSave(r *Request) error {
	o, err := s.keptOrganisation(r, access.OrganisationEdit)
	if err != nil {
		return err
	}
	f, err := recordForm(r)
	if err != nil {
		return err
	}
	saved, alike, err := s.Catalogue.EditOrganisation(r.Context(), r.Actor, o.ID, f)
	if err != nil {
		if bad, code, ok := r.onForm(err); ok {
			return s.renderOrganisationForm(r, code, o, f, nil, bad)
		}
		return err
	}
	if len(alike) > 0 {
		return s.renderOrganisationForm(r, http.StatusConflict, o, f, alike, ui.Faults{})
	}
	r.Flash(ui.Success, r.T("organisation_form.saved"))
	return r.Redirect("/desk/organisations/" + saved.Slug)
}

// renderOrganisationForm draws the form with what was typed.
func (s *Server) renderOrganisationForm(r *Request, code int, o catalogue.Organisation, f catalogue.Record, alike []catalogue.Likeness, bad ui.Faults) error {
	p := view.OrganisationForm{Tabs: r.deskTabs(), Faults: bad, Revision: f.Revision, Slug: f.Slug, Website: f.Website, ROR: f.RORID, National: f.NationalID, Aliases: strings.Join(f.Aliases, "\n"), ViaCentre: f.ViaCentre, Action: "/desk/organisations/new"}
	p.Shell = r.private(r.T("organisation_form.new_title"))
	if o.ID != "" {
		p.Shell, p.Action, p.Page = r.private(r.T("organisation_form.edit_title")), "/desk/organisations/"+o.Slug, "/organisations/"+o.Slug
		p.Name, p.Own = ui.Best(o.Name, r.Lang), o.Slug
	}
	for _, l := range i18n.All {
		p.Texts = append(p.Texts, view.OrganisationTexts{Lang: l, Name: f.Names[l], City: f.Cities[l], Description: f.Descriptions[l]})
	}
	for _, k := range catalogue.Kinds {
		p.Kinds = append(p.Kinds, ui.Option{Value: string(k), Label: r.T("kind." + string(k)), Selected: k == f.Kind})
	}
	for _, l := range i18n.All {
		p.Languages = append(p.Languages, ui.Option{Value: string(l), Label: ui.LangName(l), Selected: l == f.Language})
	}
	p.Country, p.Facts = f.Country, r.factsForm(f.Facts)
	p.Countries = r.countries(f.Country)
	p.Regions = append(p.Regions, ui.Option{Value: "", Label: r.T("organisation_form.region_none"), Selected: f.Region == ""})
	for _, t := range vocabulary.Regions.Sorted(r.Lang) {
		if c := t.Code[:2]; c == f.Country || o.ID == "" && (c == "BY" || c == "CN") {
			p.Regions = append(p.Regions, ui.Option{Value: t.Code, Label: t.In(r.Lang), Selected: t.Code == f.Region})
		}
	}
	for _, a := range catalogue.Areas {
		p.Areas = append(p.Areas, ui.Option{Value: string(a), Label: r.T("area." + string(a)), Selected: slices.Contains(f.Areas, a)})
	}
	for _, x := range alike {
		p.Alike = append(p.Alike, ui.Link{Label: x.Name.Plain(r.Lang) + ", " + r.place(x.Organisation), URL: "/organisations/" + x.Slug})
	}
	if o.ID != "" && r.Actor.May(access.OrganisationStaff, access.Object{Orgs: []string{o.ID}}) {
		if err := s.staffLines(r, o, &p); err != nil {
			return err
		}
	}
	if o.ID != "" && r.Actor.May(access.MandateEnd, access.Object{Orgs: []string{o.ID}}) {
		if err := s.mandatesGiven(r, o, &p); err != nil {
			return err
		}
	}
	if err := s.registryLines(r, f.Country, &p); err != nil {
		return err
	}
	if o.Kind == catalogue.Park && r.Actor.May(access.ParkEdit, access.Object{Orgs: []string{o.ID}}) {
		p.Park = "/desk/parks/" + o.Slug
	}
	return r.Render(code, view.OrganisationEdit(p))
}

func (s *Server) staffLines(r *Request, o catalogue.Organisation, p *view.OrganisationForm) error {
	list, err := s.Catalogue.Staff(r.Context(), r.Actor, o.ID)
	if err != nil {
		return err
	}
	p.MayStaff = true
	for _, x := range list {
		p.Staff = append(p.Staff, view.StaffLine{
			Name: ui.NameProps{Native: x.Native, Lang: x.NativeLang, Latin: x.Latin}, Role: r.T("role." + string(x.Role)), RoleKey: string(x.Role), Person: x.PersonID, Email: x.Email,
		})
	}
	for _, role := range catalogue.StaffRoles(o.Kind) {
		p.Roles = append(p.Roles, ui.Option{Value: string(role), Label: r.T("role." + string(role)), Selected: r.FormValue("role") == string(role)})
	}
	p.Email = r.FormValue("email")
	return nil
}

// staffChange adds or removes a representative.
func (s *Server) staffChange(r *Request) error {
	o, err := s.keptOrganisation(r, access.OrganisationStaff)
	if err != nil {
		return err
	}
	role, done := access.Role(r.FormValue("role")), "organisation_form.staff_added"
	if person := r.FormValue("person"); person != "" {
		err, done = s.Catalogue.RemoveStaff(r.Context(), r.Actor, o.ID, person, role), "organisation_form.staff_removed"
	} else {
		_, err = s.Catalogue.AddStaff(r.Context(), r.Actor, o.ID, r.FormValue("email"), role)
	}
	if err != nil {
		if bad, code, ok := r.onForm(err); ok {
			return s.renderOrganisationForm(r, code, o, catalogue.RecordOf(o), nil, bad)
		}
		return err
	}
	r.Flash(ui.Success, r.T(done))
	return r.Redirect("/desk/organisations/" + o.Slug)
}

// unconfirmed lists the organisations of the reader's sides that wait for a check.
func (s *Server) unconfirmed(r *Request) error {
	p := view.UnconfirmedPage{Shell: r.private(r.T("organisation_form.confirm_title")), Tabs: r.deskTabs()}
	for _, side := range r.Actor.SidesOf(access.OrganisationMerge) {
		list, err := s.Catalogue.Unconfirmed(r.Context(), r.Actor, side)
		if err != nil {
			return err
		}
		for _, o := range list {
			p.Lines = append(p.Lines, view.UnconfirmedLine{ID: o.ID, Name: ui.Best(o.Name, r.Lang), Note: r.T("kind."+string(o.Kind)) + ", " + r.place(o), Website: o.Website})
		}
	}
	return r.Render(http.StatusOK, view.Unconfirmed(p))
}

func (s *Server) organisationConfirm(r *Request) error {
	if err := s.Catalogue.Confirm(r.Context(), r.Actor, r.FormValue("organisation"), r.FormValue("answer") == "yes"); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("handover.answer_done"))
	return r.Redirect("/desk/organisations")
}

// factsForm are the choices of the facts that partners ask for.
func (r *Request) factsForm(f catalogue.Facts) (out view.FactsForm) {
	out = view.FactsForm{Certificates: f.Certificates, Abroad: f.Abroad}
	if f.Founded != 0 {
		out.Founded = strconv.Itoa(f.Founded)
	}
	none := ui.Option{Value: "", Label: r.T("organisation_form.not_given")}
	out.Staff, out.Turnover = []ui.Option{none}, []ui.Option{none}
	for _, b := range catalogue.StaffBands {
		out.Staff = append(out.Staff, ui.Option{Value: b, Label: r.T("organisation_form.staff_band_" + b), Selected: b == f.Staff})
	}
	for _, b := range catalogue.TurnoverBands {
		out.Turnover = append(out.Turnover, ui.Option{Value: b, Label: r.T("organisation_form.turnover_" + b), Selected: b == f.Turnover})
	}
	for _, l := range i18n.All {
		out.Speaks = append(out.Speaks, ui.Option{Value: string(l), Label: ui.LangName(l), Selected: slices.Contains(f.Languages, string(l))})
	}
	for _, l := range f.Languages {
		if !slices.Contains(i18n.All, i18n.Lang(l)) {
			out.Speaks = append(out.Speaks, ui.Option{Value: l, Label: l, Selected: true})
		}
	}
	return out
}

// mandatesGiven lists the mandates that the organisation has given.
func (s *Server) mandatesGiven(r *Request, o catalogue.Organisation, p *view.OrganisationForm) error {
	list, err := s.Catalogue.Mandates(r.Context(), r.Actor, o.ID)
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.Client.ID == o.ID {
			l := r.mandateLine(m)
			l.Client, l.URL = l.Centre, "/organisations/"+m.Centre.Slug
			p.Mandates = append(p.Mandates, l)
		}
	}
	return nil
}
