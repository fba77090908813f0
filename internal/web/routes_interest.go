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
	}
}
