package web

// clientRoutes are the addresses of clients, records of organisations, parks.
func (s *Server) clientRoutes() []Route {
	return []Route{}
}
