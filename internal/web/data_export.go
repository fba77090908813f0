package web

import (
	"bytes"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/bulk"
)

// maxExport is how many things one file holds at most.
const maxExport = 5000

// exportAs answers with what a search of the catalogue finds, as a file.
func (s *Server) exportAs(format string) func(*Request) error {
	return func(r *Request) error {
		if !r.maySearch() {
			return fault.New(fault.TooMany, "error.too_many")
		}
		things, _, err := s.Catalogue.FindAll(r.Context(), r.Actor, catalogue.QueryOf(r.URL.Query(), s.Clock.Now()), maxExport)
		if err != nil {
			return err
		}
		x := bulk.ExportOf(things)
		if format == "xlsx" || format == "csv" {
			var out []Sheet
			for _, t := range x.Sheets(r.Lang) {
				out = append(out, Sheet{Name: r.T("bulk.kind_" + string(t.Kind)), Head: t.Head, Rows: t.Rows})
			}
			return r.export(format, "birzha-catalogue", out...)
		}
		var b bytes.Buffer
		if format == "een" {
			_, err = x.EEN(&b, func(reference string) string { return s.BaseURL + "/profiles/" + reference })
		} else {
			err = x.JSON(&b)
		}
		if err != nil {
			return err
		}
		r.Download("application/json", "birzha-catalogue.json")
		_, err = r.W.Write(b.Bytes())
		return err
	}
}
