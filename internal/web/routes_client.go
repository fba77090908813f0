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
		{"GET /desk/duplicates", access.OrganisationMerge, s.duplicates},
		{"POST /desk/duplicates", access.OrganisationMerge, s.duplicateAnswer},
		{"GET /desk/parks", access.ParkEdit, s.parks},
		{"GET /desk/parks/{organisation}", access.ParkEdit, s.parkDesk},
		{"POST /desk/parks/{organisation}", access.ParkEdit, s.parkAct(s.parkFacts)},
		{"POST /desk/parks/{organisation}/relation", access.ParkEdit, s.parkAct(s.parkRelation)},
		{"POST /desk/parks/{organisation}/indicators", access.ParkEdit, s.parkAct(s.parkIndicate)},
		{"GET /desk/parks/{organisation}/part", access.ParkEdit, s.parkPart},
		{"POST /desk/parks/{organisation}/part", access.ParkEdit, s.parkPartSave},
		{"POST /desk/parks/{organisation}/import", access.ParkEdit, s.residentsUpload},
		{"GET /desk/parks/{organisation}/import/{import}", access.ParkEdit, s.residentsPreview},
		{"POST /desk/parks/{organisation}/import/{import}", access.ParkEdit, s.residentsAnswer},
	}
}
