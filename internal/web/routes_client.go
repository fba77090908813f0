package web

import "github.com/birzha/birzha/internal/domain/access"

// clientRoutes are the addresses of clients and of records of organisations.
func (s *Server) clientRoutes() []Route {
	return []Route{
		{"GET /desk/clients", access.MandateRegister, s.clients},
		{"POST /desk/clients", access.MandateRegister, s.clientRegister},
		{"POST /desk/clients/{mandate}/end", access.MandateEnd, s.clientEnd},
		{"POST /desk/handovers", access.MandateRegister, s.handoverOffer},
		{"POST /desk/handovers/{handover}", access.MandateRegister, s.handoverAnswer},
		{"GET /desk/organisations", access.OrganisationMerge, s.unconfirmed},
		{"POST /desk/organisations", access.OrganisationMerge, s.organisationConfirm},
		{"GET /desk/organisations/new", access.OrganisationAdd, s.organisationNew},
		{"POST /desk/organisations/new", access.OrganisationAdd, s.organisationRegister},
		{"GET /desk/organisations/{organisation}", access.OrganisationEdit, s.organisationForm},
		{"POST /desk/organisations/{organisation}", access.OrganisationEdit, s.organisationSave},
		{"POST /desk/organisations/{organisation}/staff", access.OrganisationStaff, s.staffChange},
	}
}
