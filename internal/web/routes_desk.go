package web

// deskRoutes are the addresses of the desk of profiles: writing, translating, reviewing.
func (s *Server) deskRoutes() []Route {
	return []Route{}
}
