package web

import "github.com/birzha/birzha/internal/domain/access"

func (s *Server) accountRoutes() []Route {
	return []Route{{"POST /sign-out", access.AccountOwn, s.signOut}}
}

func (s *Server) signOut(r *Request) error {
	if err := s.Identity.SignOut(r.Context()); err != nil {
		return err
	}
	return r.Redirect("/")
}
