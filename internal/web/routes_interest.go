package web

// interestRoutes are the addresses of expressions of interest and files.
func (s *Server) interestRoutes() []Route {
	return []Route{}
}
