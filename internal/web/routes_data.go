package web

import "github.com/birzha/birzha/internal/domain/access"

// exchangeOfDataRoutes are the addresses of imports, exports and tokens.
func (s *Server) exchangeOfDataRoutes() []Route {
	return []Route{
		{"GET /account/tokens", access.AccountOwn, s.tokensPage},
		{"POST /account/tokens", access.AccountOwn, s.tokenNew},
		{"POST /account/tokens/{apitoken}/revoke", access.AccountOwn, s.tokenRevoke},
		{"GET /developers", access.PublicRead, s.developers},
		{"GET /catalogue.xlsx", access.CatalogueExport, s.exportAs("xlsx")},
		{"GET /catalogue.csv", access.CatalogueExport, s.exportAs("csv")},
		{"GET /catalogue.json", access.CatalogueExport, s.exportAs("json")},
		{"GET /catalogue.een.json", access.CatalogueExport, s.exportAs("een")},
		{"GET /desk/import", access.CatalogueImport, s.bulkPage},
		{"POST /desk/import", access.CatalogueImport, s.bulkUpload},
		{"GET /desk/import/{import}", access.CatalogueImport, s.bulkPreview},
		{"POST /desk/import/{import}/mapping", access.CatalogueImport, s.bulkMapping},
		{"POST /desk/import/{import}/confirm", access.CatalogueImport, s.bulkConfirm},
		{"POST /desk/import/{import}/drop", access.CatalogueImport, s.bulkDrop},
	}
}
