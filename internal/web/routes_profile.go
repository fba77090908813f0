package web

// profileRoutes are the addresses of what everybody reads of the catalogue: profiles, organisations, feeds.
func (s *Server) profileRoutes() []Route {
	return []Route{}
}
