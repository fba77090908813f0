package web

// catalogueRoutes are the addresses of searching and browsing the catalogue.
func (s *Server) catalogueRoutes() []Route {
	return []Route{}
}
