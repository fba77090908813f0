package app

import (
	"bytes"
	"net/http"

	"github.com/birzha/birzha/internal/api"
	"github.com/birzha/birzha/internal/domain/catalogue/bulk"
	"github.com/birzha/birzha/internal/engine/sheet"
	"github.com/birzha/birzha/internal/web"
)

// written turns a table of the catalogue into one of the pages.
func written(t bulk.Written) web.Sheet {
	return web.Sheet{Name: string(t.Kind), Head: t.Head, Rows: t.Rows}
}

// Workbook and Separated implement api.Spreadsheets.
func (documents) Workbook(tables []bulk.Written) ([]byte, error) {
	var out []sheet.Table
	for _, t := range tables {
		out = append(out, table(written(t)))
	}
	var b bytes.Buffer
	err := sheet.WriteXLSX(&b, out)
	return b.Bytes(), err
}

// Separated writes one table as CSV.
func (documents) Separated(t bulk.Written) ([]byte, error) {
	var b bytes.Buffer
	err := sheet.WriteCSV(&b, table(written(t)), true)
	return b.Bytes(), err
}

// tokenPerMinute is how many requests a minute one token may make.
const tokenPerMinute = 600

// programs makes the API.
func (c *core) programs() (*api.API, error) {
	return api.New(api.Deps{
		Log: c.log, Clock: c.clock, DB: c.db, Identity: c.identity, Catalogue: c.catalogue, Sheets: c.documents, BaseURL: c.cfg.BaseURL,
		TokenPerMinute: tokenPerMinute, AddressPerMinute: c.cfg.SearchPerMinute,
	})
}

// withAPI puts the API beside the pages. It has no part in their protection
// against requests across sites, as it looks at no cookie.
func withAPI(site, programs http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(api.Prefix+"/", programs)
	mux.Handle("/", site)
	return mux
}
