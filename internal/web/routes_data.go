package web

// exchangeOfDataRoutes are the addresses of imports, exports and tokens.
func (s *Server) exchangeOfDataRoutes() []Route {
	return []Route{}
}
