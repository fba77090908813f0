package web

import "github.com/birzha/birzha/internal/domain/access"

// interestRoutes are the addresses of expressions of interest and files.
func (s *Server) interestRoutes() []Route {
	return []Route{
		{"GET /profiles/{reference}/interest", access.MembersRead, s.expressPage},
		{"POST /profiles/{reference}/interest", access.InterestExpress, s.express},
		{"GET /desk/interest", access.InterestRead, s.pipeline},
		{"GET /desk/interest/{interest}", access.InterestRead, s.interestPage},
		{"POST /desk/interest/{interest}", access.InterestExpress, s.interestMove},

		{"GET /media/{medium}", access.PublicRead, s.medium},
		{"GET /desk/profiles/{reference}/media", access.ProfileEdit, s.mediaPage},
		{"POST /desk/profiles/{reference}/media", access.ProfileEdit, s.mediaAdd},
		{"POST /desk/profiles/{reference}/media/{medium}/remove", access.ProfileEdit, s.mediaRemove},
		{"GET /desk/organisations/{organisation}/logo", access.OrganisationEdit, s.logoPage},
		{"POST /desk/organisations/{organisation}/logo", access.OrganisationEdit, s.logoSet},
		{"POST /desk/organisations/{organisation}/logo/remove", access.OrganisationEdit, s.logoRemove},
	}
}
