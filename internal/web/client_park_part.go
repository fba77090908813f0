package web

import (
	"net/http"
	"strconv"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// partAsked says which entry of which list the form is about; n is the length of
// the list for a new one.
func (s *Server) partAsked(r *Request) (o catalogue.Organisation, f catalogue.ParkFacts, list string, n int, err error) {
	if o, err = s.Catalogue.EditedPark(r.Context(), r.Actor, r.PathValue("organisation")); err != nil {
		return o, f, "", 0, err
	}
	if f, err = s.Catalogue.Park(r.Context(), s.DB, o.ID); err != nil {
		return o, f, "", 0, err
	}
	list = r.FormValue("list")
	length, known := map[string]int{"services": len(f.Services), "equipment": len(f.Equipment), "board": len(f.Board)}[list]
	if n, err = strconv.Atoi(r.FormValue("n")); err != nil || r.FormValue("n") == "new" {
		n = length
	}
	if !known || n < 0 || n > length {
		return o, f, list, n, fault.Missing()
	}
	return o, f, list, n, nil
}

func (s *Server) parkPart(r *Request) error {
	o, f, list, n, err := s.partAsked(r)
	if err != nil {
		return err
	}
	var thing catalogue.ParkThing
	var member catalogue.BoardMember
	switch {
	case list == "services" && n < len(f.Services):
		thing = f.Services[n]
	case list == "equipment" && n < len(f.Equipment):
		thing = f.Equipment[n]
	case list == "board" && n < len(f.Board):
		member = f.Board[n]
	}
	return s.renderPart(r, http.StatusOK, o, list, n, thing, member, ui.Faults{})
}

func (s *Server) renderPart(r *Request, code int, o catalogue.Organisation, list string, n int, x catalogue.ParkThing, m catalogue.BoardMember, bad ui.Faults) error {
	p := view.ParkPartForm{
		Shell: r.private(r.T("park.edit_" + list)), Tabs: r.deskTabs(), Faults: bad, Title: r.T("park.edit_" + list), Park: ui.Best(o.Name, r.Lang), URL: "/desk/parks/" + o.Slug,
		List: list, N: strconv.Itoa(n), Revision: o.Revision, Board: list == "board", Year: positive(x.Year), Native: m.Native, Latin: m.Latin, Chair: m.Chair,
		New: r.FormValue("n") == "new",
	}
	if p.New {
		p.N = "new"
	}
	p.Countries = append([]ui.Option{{Value: "", Label: r.T("organisation_form.not_given"), Selected: m.Country == ""}}, r.countries(m.Country)...)
	for _, l := range i18n.All {
		p.Texts = append(p.Texts, view.ParkPartTexts{Lang: l, Name: x.Name[l].Text, Text: x.Text[l].Text, Terms: x.Terms[l].Text, Position: m.Position[l].Text})
	}
	return r.Render(code, view.ParkPartEdit(p))
}

// parkPartSave stores one entry of a list, or takes it away.
func (s *Server) parkPartSave(r *Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	o, f, list, n, err := s.partAsked(r)
	if err != nil {
		return err
	}
	at := s.Clock.Now()
	write := func(t i18n.Text, name string) i18n.Text {
		return catalogue.Rewrite(t, r.Lang, textsTyped(r.Form, name), r.Person.ID, at)
	}
	var thing catalogue.ParkThing
	var member catalogue.BoardMember
	switch list {
	case "services":
		thing = putPart(&f.Services, n, r.FormValue("answer") == "remove", func(x *catalogue.ParkThing) { fillThing(r, x, write) })
	case "equipment":
		thing = putPart(&f.Equipment, n, r.FormValue("answer") == "remove", func(x *catalogue.ParkThing) { fillThing(r, x, write) })
	case "board":
		member = putPart(&f.Board, n, r.FormValue("answer") == "remove", func(x *catalogue.BoardMember) {
			x.Native, x.Latin, x.Country, x.Chair = typed(r.Form, "native"), typed(r.Form, "latin"), r.FormValue("country"), r.FormValue("chair") != ""
			x.Position = write(x.Position, "position")
		})
	}
	if err := s.Catalogue.EditPark(r.Context(), r.Actor, o.ID, numberTyped(r.Form, "revision"), f); err != nil {
		if bad, code, ok := r.onForm(err); ok {
			return s.renderPart(r, code, o, list, n, thing, member, bad)
		}
		return err
	}
	r.Flash(ui.Success, r.T("park.saved"))
	return r.Redirect("/desk/parks/" + o.Slug)
}

func fillThing(r *Request, x *catalogue.ParkThing, write func(i18n.Text, string) i18n.Text) {
	x.Name, x.Text, x.Terms = write(x.Name, "name"), write(x.Text, "text"), write(x.Terms, "terms")
	x.Year = numberTyped(r.Form, "year")
}

// putPart changes the entry n of a list, adds it where n is the length, or takes
// it away, and returns it.
func putPart[T any](list *[]T, n int, remove bool, change func(*T)) (x T) {
	if n < len(*list) {
		x = (*list)[n]
	}
	switch change(&x); {
	case remove && n < len(*list):
		*list = append((*list)[:n:n], (*list)[n+1:]...)
	case remove:
	case n < len(*list):
		(*list)[n] = x
	default:
		*list = append(*list, x)
	}
	return x
}
