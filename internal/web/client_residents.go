package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// residentsUpload reads a list of residents and leads to its preview.
func (s *Server) residentsUpload(r *Request) error {
	o, err := s.Catalogue.EditedPark(r.Context(), r.Actor, r.PathValue("organisation"))
	if err != nil {
		return err
	}
	if !r.maySearch() {
		return fault.New(fault.TooMany, "error.too_many")
	}
	r.Body = http.MaxBytesReader(r.W, r.Body, s.Limits.UploadBytes+1<<20)
	list, name, err := s.readUpload(r)
	var importID string
	if err == nil {
		var tables []catalogue.ResidentTable
		for _, t := range list {
			x := catalogue.ResidentTable{Name: t.Name}
			for _, row := range t.Rows {
				var cells []string
				for _, c := range row.Cells {
					cells = append(cells, c.Text)
				}
				x.Rows, x.Numbers = append(x.Rows, cells), append(x.Numbers, row.Number)
			}
			tables = append(tables, x)
		}
		importID, err = s.Catalogue.StartResidents(r.Context(), r.Actor, o.ID, name, tables)
	}
	if err != nil {
		if f, ok := errors.AsType[*fault.Error](err); ok && f.Kind != fault.Internal {
			bad := ui.FaultsOf(r.Context(), err)
			bad.Fields = append(bad.Fields, ui.FieldError{Name: "file", Text: bad.Message})
			return s.renderPark(r, f.Kind.Status(), bad)
		}
		return err
	}
	return r.Redirect("/desk/parks/" + o.Slug + "/import/" + importID)
}

var residentKinds = map[catalogue.ResidentEffect]ui.Kind{
	catalogue.ResidentCreates: ui.Success, catalogue.ResidentJoins: ui.Success, catalogue.ResidentChanges: ui.Warning, catalogue.ResidentRejects: ui.Danger,
}

// residentsPreview shows what a list would change.
func (s *Server) residentsPreview(r *Request) error {
	o, err := s.Catalogue.EditedPark(r.Context(), r.Actor, r.PathValue("organisation"))
	if err != nil {
		return err
	}
	in, err := s.Catalogue.Residents(r.Context(), r.Actor, o.ID, r.PathValue("import"))
	if err != nil {
		return err
	}
	p := view.ResidentsPage{
		Shell: r.private(r.T("park.preview")), Tabs: r.deskTabs(), Park: ui.Best(o.Name, r.Lang), URL: "/desk/parks/" + o.Slug + "/import/" + in.ID, File: in.FileName, Ready: in.Ready(), Missing: in.Missing,
	}
	for _, e := range catalogue.ResidentEffects {
		if n := in.Count(e); n > 0 {
			p.Counts = append(p.Counts, ui.FigureProps{Label: r.T("park.effect_" + string(e)), Value: r.Lang.Number(n)})
		}
	}
	for _, x := range in.Lines {
		l := view.ResidentLine{
			Row: strconv.Itoa(x.Row), Name: ui.Best(x.Name, r.Lang), Country: r.Country(x.Country), Effect: r.T("park.effect_" + string(x.Effect)), Kind: residentKinds[x.Effect], Status: r.T("park.status_" + string(x.Status)),
			Days: period(x.From, x.To), Agreement: x.Agreement,
		}
		if x.Reason != nil {
			l.Reason = r.T(x.Reason.Key, x.Reason.Args...)
		}
		if x.Alike != nil {
			l.Alike = "/organisations/" + x.Alike.Slug
		}
		p.Lines = append(p.Lines, l)
	}
	return r.Render(http.StatusOK, view.Residents(p))
}

// residentsAnswer enters a list, or forgets it.
func (s *Server) residentsAnswer(r *Request) error {
	o, err := s.Catalogue.EditedPark(r.Context(), r.Actor, r.PathValue("organisation"))
	if err != nil {
		return err
	}
	if r.FormValue("answer") == "drop" {
		if err := s.Catalogue.DropResidents(r.Context(), r.Actor, o.ID, r.PathValue("import")); err != nil {
			return err
		}
		return r.Redirect("/desk/parks/" + o.Slug)
	}
	in, err := s.Catalogue.ConfirmResidents(r.Context(), r.Actor, o.ID, r.PathValue("import"))
	if err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("park.imported", "created", in.Count(catalogue.ResidentCreates), "joined", in.Count(catalogue.ResidentJoins), "changed", in.Count(catalogue.ResidentChanges), "rejected", in.Count(catalogue.ResidentRejects)))
	return r.Redirect("/desk/parks/" + o.Slug)
}
