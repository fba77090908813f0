package web

import (
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
)

// exportFormat tells whether a list is asked for as a file, ?format=xlsx or
// csv, and whether the reader may have it so.
func (r *Request) exportFormat() (format string, asked bool, err error) {
	format = r.URL.Query().Get("format")
	if format == "" {
		return "", false, nil
	}
	if format != "xlsx" && format != "csv" {
		return "", true, fault.New(fault.NotFound, "export.error_format")
	}
	if !r.Event.Public && !r.Actor.Could(access.ExportLists, r.Event.ID) {
		return "", true, fault.Missing()
	}
	if !r.maySearch() {
		return "", true, fault.New(fault.TooMany, "error.too_many")
	}
	return format, true, nil
}

// export answers with a table as a file.
func (r *Request) export(format, name string, sh ...Sheet) error {
	if format == "csv" {
		r.Download("text/csv; charset=utf-8", name+".csv")
		return r.server.Documents.CSV(r.W, sh[0])
	}
	r.Download("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name+".xlsx")
	return r.server.Documents.XLSX(r.W, sh...)
}
