package api

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/bulk"
)

// maxExport is how many things one export holds at most.
const maxExport = 5000

type exportIn struct {
	Query
	Format string `query:"format" enum:"json,csv,xlsx,een" default:"json" doc:"een: as the Enterprise Europe Network exchanges profiles"`
}

type exportOut struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Total       string `header:"X-Total-Count" doc:"How many things the query finds; an export holds 5000 at most"`
	Body        []byte
}

func (a *API) exports() {
	add(a, about{http.MethodGet, "/export", "export", access.CatalogueExport, 0, "catalogue"}, a.export)
}

func (a *API) export(ctx context.Context, actor access.Actor, in *exportIn) (*exportOut, error) {
	things, total, err := a.Catalogue.FindAll(ctx, actor, catalogue.QueryOf(in.address(), a.Clock.Now()), maxExport)
	if err != nil {
		return nil, err
	}
	out := &exportOut{Total: strconv.Itoa(total), Disposition: `attachment; filename="birzha-catalogue.` + map[string]string{"json": "json", "csv": "csv", "xlsx": "xlsx", "een": "json"}[in.Format] + `"`}
	x := bulk.ExportOf(things)
	var b bytes.Buffer
	switch in.Format {
	case "csv":
		out.ContentType = "text/csv; charset=utf-8"
		out.Body, err = a.Sheets.Separated(x.Sheets(i18n.From(ctx))[0])
	case "xlsx":
		out.ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		out.Body, err = a.Sheets.Workbook(x.Sheets(i18n.From(ctx)))
	case "een":
		out.ContentType = "application/json"
		_, err = x.EEN(&b, func(ref string) string { return a.BaseURL + "/profiles/" + ref })
		out.Body = b.Bytes()
	default:
		out.ContentType = "application/json"
		err = x.JSON(&b)
		out.Body = b.Bytes()
	}
	return out, err
}
