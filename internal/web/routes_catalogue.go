package web

import "github.com/birzha/birzha/internal/domain/access"

// catalogueRoutes are the addresses of searching and browsing the catalogue.
func (s *Server) catalogueRoutes() []Route {
	return []Route{
		{"GET /catalogue", access.PublicRead, s.catalogue},
		{"GET /catalogue/compare", access.PublicRead, s.catalogueCompare},
		{"GET /desk/searches", access.SearchSave, s.searches},
		{"POST /desk/searches", access.SearchSave, s.searchSave},
		{"POST /desk/searches/{search}", access.SearchSave, s.searchChange},
		{"POST /desk/searches/{search}/drop", access.SearchSave, s.searchDrop},
	}
}
