package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// parks leads to the reader's park, or lists them where there are several.
func (s *Server) parks(r *Request) error {
	orgs, err := s.Catalogue.OrganisationsByID(r.Context(), s.DB, r.Actor.OrgsOf(access.ParkEdit))
	if err != nil {
		return err
	}
	p := view.ParksPage{Shell: r.private(r.T("park.title")), Tabs: r.deskTabs()}
	for _, orgID := range r.Actor.OrgsOf(access.ParkEdit) {
		if o := orgs[orgID]; o.Kind == catalogue.Park {
			p.Parks = append(p.Parks, view.ParkLine{Name: ui.Best(o.Name, r.Lang), Note: r.place(o), Edit: "/desk/parks/" + o.Slug})
		}
	}
	if len(p.Parks) == 1 {
		return r.Redirect(p.Parks[0].Edit)
	}
	return r.Render(http.StatusOK, view.Parks(p))
}

func (s *Server) parkDesk(r *Request) error { return s.renderPark(r, http.StatusOK, ui.Faults{}) }

// renderPark draws the desk of a park with what was typed.
func (s *Server) renderPark(r *Request, code int, bad ui.Faults) error {
	o, err := s.Catalogue.EditedPark(r.Context(), r.Actor, r.PathValue("organisation"))
	if err != nil {
		return err
	}
	facts, err := s.Catalogue.Park(r.Context(), s.DB, o.ID)
	if err != nil {
		return err
	}
	p := view.ParkDesk{
		Shell: r.private(r.T("park.title")), Tabs: r.deskTabs(), Faults: bad, Name: ui.Best(o.Name, r.Lang), URL: "/desk/parks/" + o.Slug, Page: "/organisations/" + o.Slug, Record: "/desk/organisations/" + o.Slug,
		Revision: o.Revision, Opened: cmp.Or(r.FormValue("opened"), positive(facts.Opened)), Hectares: r.FormValue("hectares"), Import: r.T("park.import_hint", "mb", int(s.Limits.UploadBytes>>20)),
	}
	if p.Hectares == "" && facts.Hectares > 0 {
		p.Hectares = strconv.FormatFloat(facts.Hectares, 'f', -1, 64)
	}
	for n, x := range facts.Services {
		p.Services = append(p.Services, r.parkLine("services", n, x.Name, x.Year))
	}
	for n, x := range facts.Equipment {
		p.Equipment = append(p.Equipment, r.parkLine("equipment", n, x.Name, x.Year))
	}
	for n, x := range facts.Board {
		l := r.parkLine("board", n, i18n.Written(nativeLang(x.Native), x.Native), 0)
		l.Note = strings.Join(slices.DeleteFunc([]string{x.Latin, r.Country(x.Country)}, func(t string) bool { return t == "" }), ", ")
		p.Board = append(p.Board, l)
	}
	if err := s.parkRelations(r, o, &p); err != nil {
		return err
	}
	if err := s.parkIndicators(r, o, &p); err != nil {
		return err
	}
	return r.Render(code, view.Park(p))
}

func positive(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (r *Request) parkLine(list string, n int, name i18n.Text, year int) view.ParkLine {
	return view.ParkLine{Name: ui.Best(name, r.Lang), Note: positive(year), Edit: "?list=" + list + "&n=" + strconv.Itoa(n)}
}

// parkRelations are those who belong to the park, and the form for one of them.
func (s *Server) parkRelations(r *Request, o catalogue.Organisation, p *view.ParkDesk) error {
	members, err := s.Catalogue.Members(r.Context(), s.DB, o.ID)
	if err != nil {
		return err
	}
	chosen := catalogue.Relation{Kind: catalogue.ResidentOf, Status: catalogue.Current}
	edited := r.FormValue("organisation")
	for _, m := range members {
		p.Members = append(p.Members, view.ParkMember{
			ID: m.ID, Name: ui.Best(m.Name, r.Lang), URL: "/organisations/" + m.Slug, Kind: r.T("park.relation_" + string(m.Kind)), Status: r.T("park.status_" + string(m.Status)),
			Days: period(m.From, m.To), Agreement: m.Agreement, Current: m.Status == catalogue.Current,
		})
		if m.ID == edited && r.Method == http.MethodGet {
			chosen = m
			p.Found = []ui.Option{{Value: m.ID, Label: m.Name.Plain(r.Lang), Selected: true}}
		}
	}
	if r.Method != http.MethodGet {
		chosen = relationTyped(r)
	}
	p.From, p.To, p.Agreement = chosen.From, chosen.To, chosen.Agreement
	for _, k := range catalogue.ParkRelations {
		p.Kinds = append(p.Kinds, ui.Option{Value: string(k), Label: r.T("park.relation_" + string(k)), Selected: k == chosen.Kind})
	}
	for _, st := range catalogue.Residencies {
		p.Statuses = append(p.Statuses, ui.Option{Value: string(st), Label: r.T("park.status_" + string(st)), Selected: st == chosen.Status})
	}
	p.Find, p.Country = r.FormValue("q"), cmp.Or(r.FormValue("country"), o.Country)
	p.Countries = r.countries(p.Country)
	if p.Find == "" {
		return nil
	}
	found, err := s.Catalogue.FindByAnyName(r.Context(), r.Actor, p.Country, p.Find)
	for _, x := range found {
		if x.ID != o.ID {
			p.Found = append(p.Found, ui.Option{Value: x.ID, Label: x.Name.Plain(r.Lang), Hint: r.place(x.Organisation), Selected: x.ID == edited || len(found) == 1})
		}
	}
	return err
}

// parkIndicators are the figures of the year that is edited, the last one else.
func (s *Server) parkIndicators(r *Request, o catalogue.Organisation, p *view.ParkDesk) error {
	list, err := s.Catalogue.Indicators(r.Context(), s.DB, o.ID)
	if err != nil {
		return err
	}
	year := s.Clock.Now().Year() - 1
	if typed := numberTyped(r.Form, "year"); typed != 0 {
		year = typed
	}
	p.Year = strconv.Itoa(year)
	for _, i := range list {
		if y := strconv.Itoa(i.Year); !slices.Contains(p.Years, y) {
			p.Years = append(p.Years, y)
		}
	}
	for _, name := range catalogue.IndicatorNames {
		l := view.ParkIndicator{Name: string(name), Label: r.T("public.indicator_" + string(name)), Value: r.FormValue(string(name))}
		for _, i := range list {
			if i.Year == year && i.Name == name && l.Value == "" {
				l.Value = strconv.FormatFloat(i.Value, 'f', -1, 64)
			}
		}
		p.Indicators = append(p.Indicators, l)
	}
	return nil
}

// parkAct does one act for the park of the address and shows its desk again.
func (s *Server) parkAct(do func(r *Request, o catalogue.Organisation) error) func(*Request) error {
	return func(r *Request) error {
		o, err := s.Catalogue.EditedPark(r.Context(), r.Actor, r.PathValue("organisation"))
		if err != nil {
			return err
		}
		if err := r.ParseForm(); err != nil {
			return err
		}
		if err := do(r, o); err != nil {
			if bad, code, ok := r.onForm(err); ok {
				return s.renderPark(r, code, bad)
			}
			return err
		}
		r.Flash(ui.Success, r.T("park.saved"))
		return r.Redirect("/desk/parks/" + o.Slug)
	}
}

func decimal(text string) (float64, error) {
	text = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".").Replace(text)
	return strconv.ParseFloat(text, 64)
}

func (s *Server) parkFacts(r *Request, o catalogue.Organisation) error {
	f, err := s.Catalogue.Park(r.Context(), s.DB, o.ID)
	if err != nil {
		return err
	}
	f.Opened, f.Hectares = numberTyped(r.Form, "opened"), 0
	if text := strings.TrimSpace(r.FormValue("hectares")); text != "" {
		if f.Hectares, err = decimal(text); err != nil {
			return fault.InvalidFields(fault.Field{Name: "hectares", Key: "park.hectares_wrong"})
		}
	}
	return s.Catalogue.EditPark(r.Context(), r.Actor, o.ID, numberTyped(r.Form, "revision"), f)
}

func relationTyped(r *Request) catalogue.Relation {
	return catalogue.Relation{
		Kind: catalogue.Membership(r.FormValue("relation")), Status: catalogue.Residency(r.FormValue("status")), From: r.FormValue("from"), To: r.FormValue("to"), Agreement: r.FormValue("agreement"),
	}
}

func (s *Server) parkRelation(r *Request, o catalogue.Organisation) error {
	if r.FormValue("answer") == "remove" {
		return s.Catalogue.RemoveRelation(r.Context(), r.Actor, o.ID, r.FormValue("organisation"))
	}
	return s.Catalogue.PutRelation(r.Context(), r.Actor, o.ID, r.FormValue("organisation"), relationTyped(r))
}

func (s *Server) parkIndicate(r *Request, o catalogue.Organisation) error {
	values := map[catalogue.IndicatorName]float64{}
	var bad []fault.Field
	for _, name := range catalogue.IndicatorNames {
		text := strings.TrimSpace(r.FormValue(string(name)))
		if text == "" {
			continue
		}
		v, err := decimal(text)
		if err != nil {
			bad = append(bad, fault.Field{Name: string(name), Key: "park.indicator_wrong"})
		}
		values[name] = v
	}
	if len(bad) > 0 {
		return fault.InvalidFields(bad...)
	}
	return s.Catalogue.SetIndicators(r.Context(), r.Actor, o.ID, numberTyped(r.Form, "year"), values)
}

// textsTyped reads a text of the form in every language.
func textsTyped(v url.Values, name string) map[i18n.Lang]string {
	out := map[i18n.Lang]string{}
	for _, l := range i18n.All {
		out[l] = v.Get(name + "-" + string(l))
	}
	return out
}

// period writes the days of a membership, of which either may be open.
func period(from, to string) string {
	if from == "" && to == "" {
		return ""
	}
	return strings.TrimSpace(from + " – " + to)
}
