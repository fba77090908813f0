package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/bulk"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

func (s *Server) bulk() *bulk.Service { return &bulk.Service{Service: s.Catalogue} }

func (s *Server) bulkPage(r *Request) error { return s.bulkForm(r, nil) }

func (s *Server) bulkForm(r *Request, err error) error {
	if err := bulk.May(r.Actor); err != nil {
		return err
	}
	p := view.BulkPage{Shell: r.private(r.T("bulk.title")), Hint: r.T("bulk.hint", "mb", int(s.Limits.UploadBytes>>20)), CanPublish: len(r.Actor.SidesOf(access.ProfileValidate)) > 0}
	orgs, oerr := s.Catalogue.OrganisationsByID(r.Context(), s.DB, r.Actor.OrgsOf(access.CatalogueImport))
	if oerr != nil {
		return oerr
	}
	p.Organisations = []ui.Option{{Value: "", Label: r.T("bulk.organisation_none")}}
	for _, id := range r.Actor.OrgsOf(access.CatalogueImport) {
		if o, ok := orgs[id]; ok {
			p.Organisations = append(p.Organisations, ui.Option{Value: id, Label: o.Name.Plain(r.Lang), Selected: len(orgs) == 1})
		}
	}
	code := http.StatusOK
	if err != nil {
		code = fault.KindOf(err).Status()
		p.Faults = ui.FaultsOf(r.Context(), err)
		p.Faults.Fields = append(p.Faults.Fields, ui.FieldError{Name: "file", Text: p.Faults.Message})
	}
	return r.Render(code, view.Bulk(p))
}

func (s *Server) bulkUpload(r *Request) error {
	if err := bulk.May(r.Actor); err != nil {
		return err
	}
	if !r.maySearch() {
		return fault.New(fault.TooMany, "error.too_many")
	}
	r.Body = http.MaxBytesReader(r.W, r.Body, s.Limits.UploadBytes+1<<20)
	tables, name, err := s.bulkTables(r)
	if err != nil {
		if f, ok := errors.AsType[*fault.Error](err); ok && f.Kind != fault.Internal {
			return s.bulkForm(r, err)
		}
		return err
	}
	o := bulk.Options{Source: strings.TrimSpace(r.FormValue("source")), Language: r.Lang, Publish: r.FormValue("publish") != ""}
	if org := r.FormValue("organisation"); slices.Contains(r.Actor.OrgsOf(access.CatalogueImport), org) {
		o.Organisation = org
	}
	id, err := s.bulk().Start(r.Context(), r.Actor, name, tables, o)
	if err != nil {
		return err
	}
	return r.Redirect("/desk/import/" + id)
}

func (s *Server) bulkTables(r *Request) (tables []bulk.Table, name string, err error) {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			return nil, "", fault.New(fault.TooLarge, "bulk.too_large", "mb", int(s.Limits.UploadBytes>>20))
		}
		return nil, "", fault.New(fault.Invalid, "bulk.no_file")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	var names []string
	for _, h := range r.MultipartForm.File["file"] {
		more, err := s.bulkFile(h)
		if err != nil {
			return nil, "", err
		}
		tables, names = append(tables, more...), append(names, h.Filename)
	}
	if len(names) == 0 {
		return nil, "", fault.New(fault.Invalid, "bulk.no_file")
	}
	return tables, strings.Join(names, ", "), nil
}

func (s *Server) bulkFile(h *multipart.FileHeader) ([]bulk.Table, error) {
	f, err := h.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return s.BulkTables(f, h.Size, h.Filename)
}

// BulkTables reads a file for the import into the catalogue: a document, or what
// spreadsheets hold.
func (s *Server) BulkTables(f io.ReaderAt, size int64, name string) (out []bulk.Table, err error) {
	if ext := strings.ToLower(filepath.Ext(name)); ext == ".json" || ext == ".xml" {
		if size > s.Limits.UploadBytes {
			return nil, fault.New(fault.TooLarge, "bulk.too_large", "mb", int(s.Limits.UploadBytes>>20))
		}
		b, err := io.ReadAll(io.NewSectionReader(f, 0, size))
		if err != nil {
			return nil, err
		}
		return bulk.ReadDocument(b, name)
	}
	list, err := s.Files.Read(f, size, name)
	for _, t := range list {
		x := bulk.Table{File: t.File, Name: t.Name}
		for _, row := range t.Rows {
			y := bulk.Row{Number: row.Number}
			for _, c := range row.Cells {
				y.Cells = append(y.Cells, c.Text)
			}
			x.Rows = append(x.Rows, y)
		}
		out = append(out, x)
	}
	return out, err
}

func (s *Server) bulkPreview(r *Request) error {
	in, err := s.bulk().Load(r.Context(), r.Actor, r.PathValue("import"))
	if err != nil {
		return err
	}
	p := view.BulkPreviewPage{Shell: r.private(r.T("bulk.preview")), URL: "/desk/import/" + in.ID, FileName: in.FileName, Ready: in.Ready()}
	for _, k := range bulk.Kinds {
		for _, e := range bulk.Effects {
			if n := in.Count(k, e); n > 0 {
				p.Counts = append(p.Counts, view.BulkCount{Label: r.T("bulk.kind_"+string(k)) + ": " + r.T("bulk.effect_"+string(e)), N: r.Lang.Number(n)})
			}
		}
	}
	rejected := append(slices.Clone(in.Issues), in.Rejected()...)
	for i, x := range rejected {
		if i == 2*previewRows {
			p.MoreRejected = len(rejected) - i
			break
		}
		p.Rejected = append(p.Rejected, view.ImportIssue{Place: x.Place(r.Lang), Rule: x.Rule(r.Lang)})
	}
	for _, e := range []bulk.Effect{bulk.Changes, bulk.Creates, bulk.Keeps} {
		for _, x := range in.Lines {
			if x.Effect != e {
				continue
			}
			if len(p.Lines) == previewRows {
				p.Hidden++
				continue
			}
			p.Lines = append(p.Lines, r.bulkLine(x))
		}
	}
	for i, t := range in.Tables {
		p.Sheets = append(p.Sheets, r.bulkSheet(i, t, in.Options.Sheets[i]))
	}
	return r.Render(http.StatusOK, view.BulkPreview(p))
}

var bulkKinds = map[bulk.Effect]ui.Kind{bulk.Creates: ui.Success, bulk.Changes: ui.Warning, bulk.Keeps: ui.Neutral}

func (r *Request) bulkLine(x bulk.Line) view.BulkLine {
	v := view.BulkLine{Effect: r.T("bulk.effect_" + string(x.Effect)), Kind: bulkKinds[x.Effect], Row: strconv.Itoa(x.Row), Title: ui.Best(x.Title, r.Lang), Owner: ui.Best(x.Owner, r.Lang), OwnerNew: x.OwnerNew, Reference: x.Reference, Published: x.Published}
	var fields []string
	for _, f := range x.Fields {
		fields = append(fields, bulk.Column{Field: f}.Heading(r.Lang))
	}
	v.Fields = r.Lang.List(fields)
	for _, i := range x.Issues {
		v.Notes = append(v.Notes, i.Rule(r.Lang))
	}
	return v
}

func (r *Request) bulkSheet(i int, t bulk.Table, sh bulk.Sheet) view.ImportSheet {
	v := view.ImportSheet{Index: strconv.Itoa(i), Name: t.Name, Rows: len(t.Rows)}
	v.Kinds = []ui.Option{{Value: "", Label: r.T("bulk.leave_out"), Selected: sh.Kind == ""}}
	for _, k := range bulk.Kinds {
		v.Kinds = append(v.Kinds, ui.Option{Value: string(k), Label: r.T("bulk.kind_" + string(k)), Selected: k == sh.Kind})
	}
	for n, heading := range sh.Headers(t) {
		c := view.ImportColumn{Letter: bulk.Letter(n), Heading: heading, Name: "column-" + v.Index + "-" + strconv.Itoa(n)}
		var chosen bulk.Column
		if n < len(sh.Columns) {
			chosen = sh.Columns[n]
		}
		c.Fields = []ui.Option{{Value: "", Label: r.T("bulk.leave_out"), Selected: chosen.Field == ""}}
		for _, f := range bulk.Fields {
			langs := []i18n.Lang{""}
			if bulk.Translated(f) {
				langs = append(langs, i18n.All...)
			}
			for _, l := range langs {
				col := bulk.Column{Field: f, Lang: l}
				c.Fields = append(c.Fields, ui.Option{Value: col.String(), Label: col.Heading(r.Lang), Selected: col == chosen})
			}
		}
		v.Columns = append(v.Columns, c)
	}
	return v
}

func (s *Server) bulkMapping(r *Request) error {
	id := r.PathValue("import")
	in, err := s.bulk().Load(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	for i := range in.Options.Sheets {
		sh, n := &in.Options.Sheets[i], strconv.Itoa(i)
		sh.Kind = ""
		if k := bulk.Kind(r.FormValue("kind-" + n)); slices.Contains(bulk.Kinds, k) {
			sh.Kind = k
		}
		for c := range sh.Columns {
			sh.Columns[c] = bulk.ParseColumn(r.FormValue("column-" + n + "-" + strconv.Itoa(c)))
		}
	}
	if err := s.bulk().Set(r.Context(), r.Actor, id, in.Options); err != nil {
		return err
	}
	return r.Redirect("/desk/import/" + id)
}

func (s *Server) bulkConfirm(r *Request) error {
	in, err := s.bulk().Confirm(r.Context(), r.Actor, r.PathValue("import"))
	if err != nil {
		return err
	}
	n := map[bulk.Effect]int{}
	for _, k := range bulk.Kinds {
		for _, e := range bulk.Effects {
			n[e] += in.Count(k, e)
		}
	}
	r.Flash(ui.Success, r.T("bulk.done", "created", n[bulk.Creates], "changed", n[bulk.Changes], "rejected", n[bulk.Rejects]))
	return r.Redirect("/desk/import")
}

func (s *Server) bulkDrop(r *Request) error {
	if err := s.bulk().Drop(r.Context(), r.Actor, r.PathValue("import")); err != nil {
		return err
	}
	return r.Redirect("/desk/import")
}
