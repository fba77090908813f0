package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// previewRows is how many people and how many wishes a preview shows.
const previewRows = 100

func (s *Server) importPage(r *Request) error { return s.importForm(r, nil) }

func (s *Server) importForm(r *Request, err error) error {
	p := view.ImportPage{Shell: r.page(r.T("intake.title")), URL: r.eventURL("/import"), Hint: r.T("intake.hint", "mb", int(s.Limits.UploadBytes>>20))}
	code := http.StatusOK
	if err != nil {
		code = fault.KindOf(err).Status()
		p.Faults = ui.FaultsOf(r.Context(), err)
		p.Faults.Fields = append(p.Faults.Fields, ui.FieldError{Name: "file", Text: p.Faults.Message})
	}
	return r.Render(code, view.Import(p))
}

func (s *Server) importSample(r *Request) error {
	var sheets []Sheet
	for _, t := range roster.SampleTables(r.Lang) {
		sh := Sheet{Name: t.Name}
		for i, row := range t.Rows {
			var cells []any
			for _, c := range row.Cells {
				cells = append(cells, c.Text)
			}
			if i == 0 {
				for _, c := range row.Cells {
					sh.Head = append(sh.Head, c.Text)
				}
				continue
			}
			sh.Rows = append(sh.Rows, cells)
		}
		sheets = append(sheets, sh)
	}
	return r.export("xlsx", "birzha-sample-"+string(r.Lang), sheets...)
}

// importUpload reads the files and leads to the preview. A file that cannot be
// read is answered on the form, with the reason.
func (s *Server) importUpload(r *Request) error {
	if !r.maySearch() {
		return fault.New(fault.TooMany, "error.too_many")
	}
	r.Body = http.MaxBytesReader(r.W, r.Body, s.Limits.UploadBytes+1<<20)
	tables, name, err := s.readUpload(r)
	if err != nil {
		if f, ok := errors.AsType[*fault.Error](err); ok && f.Kind != fault.Internal {
			return s.importForm(r, err)
		}
		return err
	}
	id, err := s.Exchange.StartImport(r.Context(), r.Actor, r.Event, name, tables)
	if err != nil {
		return err
	}
	return r.Redirect(r.eventURL("/import/" + id))
}

func (s *Server) readUpload(r *Request) (tables []roster.Table, name string, err error) {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			return nil, "", fault.New(fault.TooLarge, "intake.too_large", "mb", int(s.Limits.UploadBytes>>20))
		}
		return nil, "", fault.New(fault.Invalid, "intake.no_file")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	var names []string
	for _, h := range r.MultipartForm.File["file"] {
		more, err := s.readFile(h)
		if err != nil {
			return nil, "", err
		}
		tables, names = append(tables, more...), append(names, h.Filename)
	}
	if len(names) == 0 {
		return nil, "", fault.New(fault.Invalid, "intake.no_file")
	}
	return tables, strings.Join(names, ", "), nil
}

func (s *Server) readFile(h *multipart.FileHeader) ([]roster.Table, error) {
	f, err := h.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return s.Files.Read(io.NewSectionReader(f, 0, h.Size), h.Size, h.Filename)
}

func (s *Server) importPreview(r *Request) error {
	in, err := s.Exchange.Import(r.Context(), r.Actor, r.Event, r.PathValue("import"))
	if err != nil {
		return err
	}
	return s.renderPreview(r, http.StatusOK, in)
}

var effectKinds = map[exchange.Effect]ui.Kind{exchange.Creates: ui.Success, exchange.Changes: ui.Warning, exchange.Keeps: ui.Neutral, exchange.Skips: ui.Neutral, exchange.Waits: ui.Info}

func (s *Server) renderPreview(r *Request, code int, in *exchange.Intake) error {
	p := view.ImportPreviewPage{Shell: r.page(r.T("intake.preview")), URL: r.eventURL("/import/" + in.ID), FileName: in.FileName, More: in.Report.MoreErrors, Ready: in.Ready()}
	p.Nothing = len(in.Report.Errors) == 0 && !p.Ready && len(in.People)+len(in.Wishes) > 0
	for _, i := range in.Report.Errors {
		p.Errors = append(p.Errors, view.ImportIssue{Place: i.Place(r.Lang), Rule: i.Rule(r.Lang)})
	}
	for _, i := range in.Report.Warnings {
		p.Warnings = append(p.Warnings, view.ImportIssue{Place: i.Place(r.Lang), Rule: i.Rule(r.Lang)})
	}
	for _, e := range []exchange.Effect{exchange.Creates, exchange.Waits, exchange.Changes, exchange.Keeps, exchange.Skips} {
		if people, wishes := in.Count(e); people+wishes > 0 {
			p.Counts = append(p.Counts, view.ImportCount{Label: r.T("intake.effect_" + string(e)), Kind: effectKinds[e], People: people, Wishes: wishes})
		}
	}
	for i, c := range in.People {
		if i == previewRows {
			p.Hidden += len(in.People) - previewRows
			break
		}
		p.People = append(p.People, r.importPerson(c))
	}
	for i, w := range in.Wishes {
		if i == previewRows {
			p.Hidden += len(in.Wishes) - previewRows
			break
		}
		p.Wishes = append(p.Wishes, view.ImportWish{
			Effect: r.T("intake.effect_" + string(w.Effect)), Kind: effectKinds[w.Effect], From: w.From, To: r.Lang.List(w.To), Strength: r.T("import.strength_" + string(w.Strength)),
		})
	}
	for i, sh := range in.Report.Sheets {
		p.Sheets = append(p.Sheets, r.importSheet(i, sh))
	}
	return r.Render(code, view.ImportPreview(p))
}

func (r *Request) importPerson(c exchange.PersonChange) view.ImportPerson {
	var columns []string
	for _, k := range c.Columns {
		columns = append(columns, r.T(k))
	}
	return view.ImportPerson{
		Effect: r.T("intake.effect_" + string(c.Effect)), Kind: effectKinds[c.Effect], Name: ui.NameProps{Native: c.Person.Name(), Latin: c.Person.Latin},
		Org: c.Person.Organisation, Country: r.Country(c.Person.Country), Side: sideOf(r.Event, c.Person.Country), Columns: r.Lang.List(columns),
	}
}

func (r *Request) importSheet(i int, sh roster.Sheet) view.ImportSheet {
	v := view.ImportSheet{Index: strconv.Itoa(i), Name: sh.Name, Rows: sh.Rows}
	v.Kinds = []ui.Option{{Value: "", Label: r.T("intake.leave_out"), Selected: sh.Kind == ""}}
	for _, k := range roster.Kinds {
		v.Kinds = append(v.Kinds, ui.Option{Value: string(k), Label: r.T(k.LabelKey()), Selected: k == sh.Kind})
	}
	for n, heading := range sh.Headers {
		c := view.ImportColumn{Letter: roster.Letter(n), Heading: heading, Name: "column-" + v.Index + "-" + strconv.Itoa(n)}
		var chosen roster.Field
		if n < len(sh.Columns) {
			chosen = sh.Columns[n]
		}
		c.Fields = []ui.Option{{Value: "", Label: r.T("intake.leave_out"), Selected: chosen == ""}}
		for _, f := range roster.FieldsOf(sh.Kind) {
			c.Fields = append(c.Fields, ui.Option{Value: string(f), Label: r.T(f.LabelKey()), Selected: f == chosen})
		}
		v.Columns = append(v.Columns, c)
	}
	return v
}

// importMapping takes the meaning of sheets and columns chosen by hand. A sheet
// whose kind is changed has its columns recognised anew.
func (s *Server) importMapping(r *Request) error {
	id := r.PathValue("import")
	in, err := s.Exchange.Import(r.Context(), r.Actor, r.Event, id)
	if err != nil {
		return err
	}
	m := roster.Mapping{}
	for i, sh := range in.Report.Sheets {
		n := strconv.Itoa(i)
		chosen := roster.SheetMapping{Kind: roster.Kind(r.FormValue("kind-" + n)), Header: sh.Header}
		for c := range sh.Headers {
			if chosen.Kind != sh.Kind {
				break
			}
			chosen.Columns = append(chosen.Columns, roster.Field(r.FormValue("column-"+n+"-"+strconv.Itoa(c))))
		}
		m[sh.Key()] = chosen
	}
	if err := s.Exchange.MapImport(r.Context(), r.Actor, r.Event, id, m); err != nil {
		return err
	}
	return r.Redirect(r.eventURL("/import/" + id))
}

func (s *Server) importConfirm(r *Request) error {
	in, err := s.Exchange.ConfirmImport(r.Context(), r.Actor, r.Event, r.PathValue("import"))
	if fault.KindOf(err) == fault.Invalid && in != nil {
		return s.renderPreview(r, http.StatusUnprocessableEntity, in)
	}
	if err != nil {
		return err
	}
	people, wishes := in.Count(exchange.Creates)
	waiting, _ := in.Count(exchange.Waits)
	changedPeople, changedWishes := in.Count(exchange.Changes)
	r.Flash(ui.Success, r.T("intake.done", "people", people+waiting, "wishes", wishes, "changed", changedPeople+changedWishes))
	return r.Redirect(r.eventURL("/participants"))
}

func (s *Server) importDrop(r *Request) error {
	if err := s.Exchange.DropImport(r.Context(), r.Actor, r.Event, r.PathValue("import")); err != nil {
		return err
	}
	return r.Redirect(r.eventURL("/import"))
}
