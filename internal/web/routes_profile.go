package web

import "github.com/birzha/birzha/internal/domain/access"

// profileRoutes are the addresses of what everybody reads of the catalogue:
// profiles, organisations, what is printed of them, and what machines read.
func (s *Server) profileRoutes() []Route {
	return []Route{
		{"GET /profiles/{reference}", access.PublicRead, s.profile},
		{"GET /profiles/{reference}/sheet.pdf", access.PublicRead, s.profileSheet},
		{"GET /profiles/{reference}/report", access.ProfileFlag, s.profileReport},
		{"POST /profiles/{reference}/report", access.ProfileFlag, s.profileFlag},
		{"GET /organisations/{organisation}", access.PublicRead, s.organisation},
		{"GET /catalogue.pdf", access.PublicRead, s.cataloguePDF},
		{"GET /catalogue/print", access.PublicRead, s.bookForm},

		{"GET /feeds/atom.xml", access.PublicRead, s.feedAtom},
		{"GET /feeds/feed.json", access.PublicRead, s.feedJSON},
		{"GET /sitemap.xml", access.PublicRead, s.sitemap},
		{"GET /sitemap/{part}", access.PublicRead, s.sitemapPart},
		{"GET /robots.txt", access.PublicRead, s.robots},
		{"GET /oai", access.PublicRead, s.harvest},
		{"POST /oai", access.PublicRead, s.harvest},
	}
}
