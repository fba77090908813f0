package web

import "github.com/birzha/birzha/internal/domain/access"

// deskRoutes are the addresses of the desk of profiles: writing, translating, reviewing.
func (s *Server) deskRoutes() []Route {
	return []Route{
		{"GET /desk", access.MembersRead, s.desk},
		{"GET /desk/review", access.ProfileDesk, s.deskReview},
		{"GET /desk/profiles", access.ProfileDesk, s.deskList},
		{"GET /desk/profiles/new", access.ProfileEdit, s.deskNew},
		{"POST /desk/profiles/new", access.ProfileEdit, s.deskStart},
		{"GET /desk/profiles/{reference}", access.ProfileDesk, s.deskProfile},
		{"POST /desk/profiles/{reference}/step", access.ProfileDesk, s.deskStep},
		{"POST /desk/profiles/{reference}/remarks/{remark}", access.ProfileEdit, s.deskResolve},
		{"POST /desk/profiles/{reference}/open", access.ProfileEdit, s.deskOpen},
		{"GET /desk/profiles/{reference}/edit", access.ProfileEdit, s.deskEditor},
		{"POST /desk/profiles/{reference}/edit", access.ProfileEdit, s.deskSave},
		{"GET /desk/profiles/{reference}/versions", access.ProfileDesk, s.deskVersions},
		{"GET /desk/profiles/{reference}/translate/{lang}", access.ProfileTranslate, s.deskTranslator},
		{"POST /desk/profiles/{reference}/translate/{lang}", access.ProfileTranslate, s.deskTranslate},
	}
}
